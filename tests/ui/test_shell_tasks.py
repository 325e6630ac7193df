"""The two threads of the window: order, errors, progress, half-typed text passing long work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from inspector_app.errors import BadInput, UserCancelled
from ui.tasks import URGENT, Lane, Task

PATIENCE = 5000


@pytest.fixture
def lane(qtbot: Any) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    assert made.close(5)
    made.shut_mailbox()


def wait_idle(qtbot: Any, lane: Lane) -> None:
    if not lane.is_idle:
        with qtbot.waitSignal(lane.idle, timeout=PATIENCE):
            pass


def test_answers_come_back_on_the_main_thread_in_order(qtbot: Any, lane: Lane) -> None:
    told: list[tuple[int, bool]] = []
    main = threading.current_thread()
    for number in range(5):
        lane.submit(
            Task(lambda _t, n=number: n, done=lambda value: told.append((value, threading.current_thread() is main)))
        )
    wait_idle(qtbot, lane)
    assert told == [(n, True) for n in range(5)]


def test_an_error_goes_to_its_listener(qtbot: Any, lane: Lane) -> None:
    def refuse(_task: Task) -> None:
        raise BadInput("store.exists", folder="x")

    told: list[Exception] = []
    lane.submit(Task(refuse, failed=told.append))
    wait_idle(qtbot, lane)
    assert isinstance(told[0], BadInput)


def test_an_error_nobody_listens_for_is_shown_by_the_window(qtbot: Any, lane: Lane) -> None:
    def refuse(_task: Task) -> None:
        raise BadInput("store.exists", folder="x")

    with qtbot.waitSignal(lane.unanswered, timeout=PATIENCE) as told:
        lane.submit(Task(refuse))
    assert told.args[0].code == "store.exists"


def test_a_bug_is_told_as_a_bug(qtbot: Any, lane: Lane, caplog: pytest.LogCaptureFixture) -> None:
    with qtbot.waitSignal(lane.broken, timeout=PATIENCE) as told:
        lane.submit(Task(lambda _t: 1 // 0))
    assert isinstance(told.args[0], ZeroDivisionError)


def test_half_typed_text_passes_between_the_steps_of_long_work(qtbot: Any, lane: Lane) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def long(_task: Task) -> Iterator[int]:
        begun.set()
        go_on.wait(5)
        order.append("first step")
        yield 1
        order.append("second step")

    lane.submit(Task(long))
    begun.wait(5)
    lane.submit(Task(lambda _t: order.append("other work")))
    lane.submit(Task(lambda _t: order.append("typed text")), URGENT)
    go_on.set()
    wait_idle(qtbot, lane)
    assert order == ["first step", "typed text", "second step", "other work"]


def test_steps_report_progress_and_the_end_returns_a_value(qtbot: Any, lane: Lane) -> None:
    def steps(_task: Task) -> Iterator[int]:
        yield 1
        yield 2
        return "done"

    seen: list[object] = []
    lane.submit(Task(steps, progress=seen.append, done=seen.append))
    wait_idle(qtbot, lane)
    assert seen == [1, 2, "done"]


def test_cancelling_stops_between_steps(qtbot: Any, lane: Lane) -> None:
    seen: list[object] = []

    def steps(task: Task) -> Iterator[int]:
        yield 1
        task.cancel()
        yield 2
        seen.append("went on")

    lane.submit(Task(steps, cancelled=lambda: seen.append("cancelled")))
    wait_idle(qtbot, lane)
    assert seen == ["cancelled"]


def test_changing_ones_mind_is_no_error(qtbot: Any, lane: Lane) -> None:
    def change_mind(_task: Task) -> None:
        raise UserCancelled

    seen: list[str] = []
    lane.submit(Task(change_mind, failed=lambda _e: seen.append("failed"), cancelled=lambda: seen.append("cancelled")))
    wait_idle(qtbot, lane)
    assert seen == ["cancelled"]


def test_nobody_is_told_after_he_is_gone(qtbot: Any, lane: Lane) -> None:
    import shiboken6

    owner, seen = QObject(), []
    gate = threading.Event()
    lane.submit(Task(lambda _t: gate.wait(5), done=seen.append, owner=owner))
    shiboken6.delete(owner)
    gate.set()
    wait_idle(qtbot, lane)
    assert seen == []
