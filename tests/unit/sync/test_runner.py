"""The background runner: one run at a time, patient on a bad line, still when told, never silent about a fault."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.errors import BadInput, InspectorError, Refused, Unreachable
from inspector_app.sync import lock
from inspector_app.sync.runner import Event, Failed, Finished, Paused, Rhythm, Started, SyncRunner
from inspector_app.sync.values import Progress, SyncReport, SyncStep

QUICK = Rhythm(every=3600, first_retry=0.01, longest_retry=0.05)


class Line:
    """Stands for the sync service: each run does what the test lined up."""

    def __init__(self, *outcomes: InspectorError | Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.runs = 0
        self.busy = 0
        self.inside = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def run(self, progress: Callable[[Progress], None], stop: Callable[[], bool]) -> SyncReport:
        self.runs += 1
        self.busy += 1
        assert self.busy == 1
        progress(Progress(SyncStep.RECORDS, 1, 1))
        self.inside.set()
        assert self.go_on.wait(5)
        self.busy -= 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is not None:
            raise outcome
        return SyncReport(complete=True, stopped=stop())


class Ear:
    """Hears events and lets a test wait for one."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self._changed = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.heard.append(event)
            self._changed.notify_all()

    def wait_for(self, kind: type, count: int = 1) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.of(kind)) >= count, 5), self.heard

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.heard if isinstance(event, kind)]


def runner_of(line: Line, ear: Ear) -> SyncRunner:
    runner = SyncRunner(line, ear, QUICK)
    runner.start()
    return runner


def test_a_run_begins_at_once_and_tells_what_it_does() -> None:
    line, ear = Line(), Ear()
    runner = runner_of(line, ear)
    ear.wait_for(Finished)
    assert [type(event) for event in ear.heard] == [Started, Progress, Finished]
    runner.close()


def test_a_broken_line_is_tried_again_by_itself_in_growing_pauses() -> None:
    line, ear = Line(*(Unreachable("sync.unreachable") for _try in range(4))), Ear()
    runner = runner_of(line, ear)
    ear.wait_for(Finished)
    failed = ear.of(Failed)
    assert len(failed) == 4
    assert all(isinstance(f, Failed) and f.retry_seconds and "保存在本机" in f.message.safe for f in failed)
    runner.close()


def test_pauses_double_up_to_a_limit_and_never_knock_together() -> None:
    rhythm = Rhythm(first_retry=4, longest_retry=100)
    for failures, longest in ((1, 4), (2, 8), (3, 16), (50, 100)):
        pauses = {rhythm.retry_after(failures) for _draw in range(50)}
        assert longest / 2 <= min(pauses) <= max(pauses) <= longest
        assert len(pauses) > 1


def test_a_refusal_waits_for_a_person_and_goes_on_when_woken() -> None:
    line, ear = Line(Refused("sync.stream_revoked")), Ear()
    runner = runner_of(line, ear)
    ear.wait_for(Failed)
    failed = ear.of(Failed)[0]
    assert isinstance(failed, Failed)
    assert failed.retry_seconds is None
    assert failed.message.todo
    runner.wake()
    ear.wait_for(Finished)
    runner.close()
    assert line.runs == 2


def test_somebody_else_s_run_is_waited_for() -> None:
    line, ear = Line(BadInput("sync.already_running")), Ear()
    runner = runner_of(line, ear)
    ear.wait_for(Finished)
    runner.close()


def test_pause_stops_the_run_and_resume_goes_on() -> None:
    line, ear = Line(), Ear()
    line.go_on.clear()
    runner = runner_of(line, ear)
    assert line.inside.wait(5)
    runner.pause()
    line.go_on.set()
    ear.wait_for(Finished)
    first = ear.of(Finished)[0]
    assert isinstance(first, Finished)
    assert first.report.stopped
    assert ear.of(Paused)
    runner.wake()
    assert line.runs == 1
    runner.resume()
    ear.wait_for(Finished, 2)
    runner.close()


def test_a_fault_of_the_program_is_told_and_logged_and_the_runner_lives_on(caplog: pytest.LogCaptureFixture) -> None:
    line, ear = Line(ValueError("bug")), Ear()
    runner = runner_of(line, ear)
    ear.wait_for(Failed)
    assert "ValueError: bug" in caplog.text
    runner.wake()
    ear.wait_for(Finished)
    runner.close()


def test_closing_in_the_middle_of_a_run_ends_the_thread() -> None:
    line, ear = Line(), Ear()
    runner = runner_of(line, ear)
    ear.wait_for(Finished)
    runner.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "sync-runner"]


def test_the_lock_is_one_for_all_processes_and_falls_with_its_holder(tmp_path: Path) -> None:
    import subprocess
    import sys

    hold = (
        "import sys, pathlib; from inspector_app.sync import lock\n"
        "with lock.only_one(pathlib.Path(sys.argv[1])): print('HELD', flush=True); sys.stdin.read()"
    )
    call = [sys.executable, "-c", hold, str(tmp_path)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert lock.is_taken(tmp_path)
        with pytest.raises(BadInput, match="already_running"), lock.only_one(tmp_path):
            pass
        holder.kill()
    assert not lock.is_taken(tmp_path)
    with lock.only_one(tmp_path):
        assert lock.is_taken(tmp_path)
