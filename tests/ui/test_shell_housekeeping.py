"""What holds widgets dies on the main thread, however it dies: by the collector or with the last reference."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from tests.fixtures.windows import at_rest, set_up_store, unlock, window_on
from tests.ui.test_keys_cost import statements
from tests.ui.test_shell_tasks import PATIENCE, wait_idle
from ui import housekeeping
from ui.main_window import MainWindow
from ui.tasks import Task, Tasks

MANY = 60_000
"""Containers, far more than start a collection by itself."""

CONNECTIONS = 2
"""The thin reader's and that of the services: each gives its own cache back."""


class Canary:
    """Tells on which thread it died."""

    def __init__(self, deaths: list[threading.Thread]) -> None:
        self._deaths = deaths
        self.widget = QWidget()
        self.me: Canary | None = None

    def __del__(self) -> None:
        self._deaths.append(threading.current_thread())


@pytest.fixture
def tasks(qtbot: Any) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    assert made.close()


def make_garbage(deaths: list[threading.Thread]) -> None:
    """A widget in a cycle nobody reaches any more, as every closed page with a lambda is one."""
    canary = Canary(deaths)
    canary.me = canary


def allocate(_task: Task) -> int:
    return len([[number] for number in range(MANY)])


def test_a_busy_thread_collects_no_widgets(qtbot: Any, tasks: Tasks) -> None:
    deaths: list[threading.Thread] = []
    for _ in range(20):
        make_garbage(deaths)
        tasks.database.submit(Task(allocate))
        wait_idle(qtbot, tasks.database)
    elsewhere = [thread.name for thread in deaths if thread is not threading.main_thread()]
    assert elsewhere == []


def test_garbage_is_collected_soon_after_an_answer(qtbot: Any, tasks: Tasks) -> None:
    deaths: list[threading.Thread] = []
    make_garbage(deaths)
    kept: list[Any] = [[number] for number in range(2 * housekeeping.YOUNG)]
    tasks.database.submit(Task(allocate))
    qtbot.waitUntil(lambda: bool(deaths), timeout=PATIENCE)
    assert deaths == [threading.main_thread()]
    assert kept


def test_a_quiet_window_collects_everything(qtbot: Any, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "QUIET_MS", 1)
    deaths: list[threading.Thread] = []
    make_garbage(deaths)
    gc.collect(0)
    quick = Tasks()
    canaries_too_old_for_a_young_collection = [Canary(deaths)]
    gc.collect(1)
    canaries_too_old_for_a_young_collection[0].me = canaries_too_old_for_a_young_collection[0]
    canaries_too_old_for_a_young_collection.clear()
    quick.database.submit(Task(allocate))
    qtbot.waitUntil(lambda: len(deaths) == 2, timeout=PATIENCE)
    assert set(deaths) == {threading.main_thread()}
    assert quick.close()


def test_a_listener_dies_on_the_main_thread(qtbot: Any, tasks: Tasks) -> None:
    deaths: list[threading.Thread] = []
    for _ in range(20):
        canary = Canary(deaths)
        tasks.database.submit(Task(lambda _t: 1, done=lambda _value, kept=canary: None))
        del canary
        wait_idle(qtbot, tasks.database)
    tasks.database.submit(Task(lambda _t: 1))  # the thread's last reference went when the next task came
    wait_idle(qtbot, tasks.database)
    assert len(deaths) >= 20
    assert set(deaths) == {threading.main_thread()}


def test_the_interpreter_collects_by_itself_again_without_threads(qtbot: Any) -> None:
    first, second = Tasks(), Tasks()
    assert not gc.isenabled()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()


def test_one_bad_call_does_not_hold_the_others_up(qtbot: Any, tasks: Tasks) -> None:
    told: list[str] = []
    with qtbot.captureExceptions() as raised:
        tasks.mailbox.post(lambda: told.extend(1 // 0 for _ in "x"))
        tasks.mailbox.post(lambda: told.append("next"))
        qtbot.waitUntil(lambda: told == ["next"], timeout=PATIENCE)
    assert [kind for kind, _value, _trace in raised] == [ZeroDivisionError]


def test_a_quiet_window_gives_memory_back(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception), statements() as sent:
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        with qtbot.waitSignal(window.bridge.tasks.housekeeper.tidied, timeout=PATIENCE):
            window.bridge.ask(lambda _app: [[number] for number in range(MANY)])
            window.bridge.tasks.housekeeper._quiet.setInterval(1)
        at_rest(qtbot, window)
        assert "PRAGMA shrink_memory" in sent


def is_asleep(window: MainWindow) -> bool:
    """Nothing runs, no timer of the housekeeper either, and memory went back after the last answer."""
    tasks = window.bridge.tasks
    is_idle = all(lane.is_idle for lane in tasks.lanes())
    return is_idle and not tasks.housekeeper._quiet.isActive() and window.bridge._spared == tasks.answered


def test_a_window_that_is_left_alone_gives_memory_back_once_and_then_sleeps(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception), statements() as sent:
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        bridge, keeper = window.bridge, window.bridge.tasks.housekeeper
        keeper._quiet.setInterval(1)
        bridge.ask(lambda _app: None)
        qtbot.waitUntil(lambda: is_asleep(window), timeout=PATIENCE)
        before, over = sent.count("PRAGMA shrink_memory"), bridge.tasks.answered
        assert before
        with qtbot.waitSignal(keeper.tidied, timeout=PATIENCE):
            keeper.nudge()
        assert bridge.tasks.answered == over
        assert is_asleep(window)
        assert sent.count("PRAGMA shrink_memory") == before


def test_memory_is_given_back_once_however_long_the_thread_is_busy(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception), statements() as sent:
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        before, may_end = sent.count("PRAGMA shrink_memory"), threading.Event()
        window.bridge.ask(lambda _app: may_end.wait(PATIENCE / 1000))
        window.bridge.tasks.housekeeper.tidied.emit()
        window.bridge.tasks.housekeeper.tidied.emit()
        may_end.set()
        at_rest(qtbot, window)
        assert sent.count("PRAGMA shrink_memory") - before == CONNECTIONS
