"""The warm child does pure jobs, passes their errors on and is replaced when it dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from inspector_app.errors import BadInput
from inspector_app.worker import Worker, WorkerCrashed

JOBS = "tests.fixtures.jobs"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as made:
        yield made


def test_a_job_runs_in_another_process_that_stays(worker: Worker) -> None:
    first, second = (worker.submit("os:getpid").result(30) for _ in range(2))
    assert first == second == worker.process_id != os.getpid()


def test_many_jobs_come_back_each_to_its_own_future(worker: Worker) -> None:
    futures = [worker.submit("operator:mul", number, b"x" * 1000) for number in range(50)]
    assert [len(future.result(30)) for future in futures] == [number * 1000 for number in range(50)]


def test_an_error_of_the_job_is_raised_here_with_its_blanks(worker: Worker) -> None:
    with pytest.raises(BadInput) as told:
        worker.submit(f"{JOBS}:refuse", "x.jpg").result(30)
    assert (told.value.code, told.value.params) == ("photo.empty", {"file": "x.jpg"})
    assert worker.submit("operator:add", 1, 2).result(30) == 3


def test_an_error_that_cannot_travel_still_says_what_it_was(worker: Worker) -> None:
    with pytest.raises(RuntimeError, match="Awkward"):
        worker.submit(f"{JOBS}:raise_awkwardly").result(30)


def test_what_a_job_prints_does_not_disturb_the_answers(worker: Worker) -> None:
    assert worker.submit(f"{JOBS}:print_and_return", 7).result(30) == 7


def test_a_killed_child_is_replaced_and_the_job_done_again(worker: Worker, tmp_path: object) -> None:
    before = worker.submit("os:getpid").result(30)
    os.kill(before, signal.SIGKILL)
    assert worker.submit("os:getpid").result(30) != before


def test_a_job_that_kills_its_child_twice_fails_and_the_next_one_runs(worker: Worker) -> None:
    with pytest.raises(WorkerCrashed):
        worker.submit("os:_exit", 3).result(30)
    assert worker.submit("operator:add", 1, 2).result(30) == 3


def test_a_job_that_cannot_be_sent_fails_at_once(worker: Worker) -> None:
    with pytest.raises((TypeError, AttributeError, Exception)):
        worker.submit("operator:not_", lambda: 1).result(30)


def test_closing_gives_up_what_runs_and_what_waits() -> None:
    worker = Worker()
    running, waiting = worker.submit("time:sleep", 60), worker.submit("os:getpid")
    while worker.process_id is None:
        pass
    worker.close()
    assert isinstance(running.exception(10), WorkerCrashed)
    assert waiting.cancelled()
    with pytest.raises(RuntimeError):
        worker.submit("os:getpid")
