"""The window's few threads: serial lanes for the database, the network, slow devices and pictures (decision 0112).

What is given to a lane runs there in order; results, errors and progress come back on the main thread. Long
database work is a generator: between its steps urgent work (half-typed text) passes it.

A task and its listeners hold widgets, and a widget must die on the main thread: a lane keeps every task until its
thread has let go of it (decision 0072).
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Generator
from itertools import count
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from inspector_app.errors import InspectorError, UserCancelled
from ui.housekeeping import Housekeeper
from ui.mailbox import Mailbox

URGENT, NORMAL, LATER = 0, 1, 2
"""Half-typed text; what the officer waits for; what may wait (reading ahead, full services)."""

NETWORK, DEVICES, PICTURES, PRINTERS = "network", "devices", "pictures", "printers"
DEVICE_PATIENCE_S = 2.0
"""How long the end of the window waits for a device in the middle of a read."""

Work = Callable[[], Any]
Then = Callable[[Any], None]


class Task:
    """One piece of work in a lane. ``is_cancelled`` is asked by long work between its steps."""

    def __init__(
        self,
        work: Callable[[Task], Any],
        *,
        done: Then | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Then | None = None,
        cancelled: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        self.work = work
        self.is_cancelled = False
        self.is_over = False
        self._answers = {"done": done, "failed": failed, "progress": progress, "cancelled": cancelled}
        self._owner = owner
        self.report: Then = _unheard

    def cancel(self) -> None:
        """Ask the work to stop; what it has stored so far stays stored."""
        self.is_cancelled = True

    def answers(self, kind: str) -> bool:
        """Whether somebody listens for this kind of answer."""
        return self._answers.get(kind) is not None

    def answer(self, kind: str, value: object) -> None:
        """Tell whoever asked, unless he is gone. Called on the main thread only."""
        if self._owner is not None and not shiboken6.isValid(self._owner):
            return
        listener: Any = self._answers.get(kind)
        if listener is not None:
            listener() if kind == "cancelled" else listener(value)


class Lane(QObject):
    """One worker thread that does one thing after the other. Make it on the main thread."""

    idle = Signal()
    """Everything that was given so far has been answered."""
    unanswered = Signal(object)
    """An ``InspectorError`` for which the task named no listener."""
    broken = Signal(object)
    """Any other exception: a bug."""

    def __init__(self, name: str, parent: QObject | None = None, mailbox: Mailbox | None = None) -> None:
        super().__init__(parent)
        self._mailbox = mailbox or Mailbox(self)
        self._given: dict[int, Task] = {}
        """Everything the thread may still hold, by number; taken out on the main thread only."""
        self._queue: list[tuple[int, int]] = []
        """(priority, number)"""
        self._numbers = count()
        self._wake = threading.Condition()
        self._open = 0
        self.answered = 0
        """So many tasks are over."""
        self._closing = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waiting, running or on its way back."""
        return self._open == 0

    def submit(self, task: Task, priority: int = NORMAL) -> Task:
        """Queue the task; its listeners are called on the main thread."""
        task.report = lambda value: self._send(task, "progress", value)
        with self._wake:
            if self._closing:  # the window goes; nobody waits for an answer any more
                task.cancel()
                return task
            self._open += 1
            number = next(self._numbers)
            self._given[number] = task
            heapq.heappush(self._queue, (priority, number))
            self._wake.notify()
        return task

    def close(self, seconds: float = 20.0, *, cancel: bool = False) -> bool:
        """Finish what is queued (or ask it to stop) and end the thread; whether it ended in time."""
        with self._wake:
            self._closing = True
            if cancel:
                for task in list(self._given.values()):
                    task.cancel()
            self._wake.notify()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def shut_mailbox(self) -> None:
        """Let go of a mailbox of its own (a lane inside ``Tasks`` shares one)."""
        self._mailbox.close()

    def _work(self) -> None:
        while (number := self._next()) is not None:
            self._do(number)

    def _next(self) -> int | None:
        with self._wake:
            while not self._queue:
                if self._closing:
                    return None
                self._wake.wait()
            return heapq.heappop(self._queue)[1]

    def _do(self, number: int) -> None:
        self._run(self._given[number])
        self._mailbox.post(lambda: self._let_go(number))

    def _let_go(self, number: int) -> None:
        """The thread has forgotten the task; what it alone held dies here, on the main thread."""
        self._given.pop(number).report = _unheard

    def _run(self, task: Task) -> None:
        try:
            if task.is_cancelled:
                raise UserCancelled
            value = task.work(task)
            if isinstance(value, Generator):
                value = self._step_through(task, value)
        except UserCancelled:
            self._send(task, "cancelled", None)
        except Exception as error:  # noqa: BLE001 - the edge of the worker thread; handed to the main thread
            if not isinstance(error, InspectorError):
                _log_bug()
            self._send(task, "failed", error)
        else:
            self._send(task, "done", value)

    def _step_through(self, task: Task, steps: Generator[Any, None, Any]) -> Any:
        while True:
            if task.is_cancelled:
                steps.close()
                raise UserCancelled
            try:
                self._send(task, "progress", next(steps))
            except StopIteration as end:
                return end.value
            self._let_urgent_pass()

    def _let_urgent_pass(self) -> None:
        while True:
            with self._wake:
                if not self._queue or self._queue[0][0] != URGENT:
                    return
                urgent = heapq.heappop(self._queue)[1]
            self._do(urgent)

    def _send(self, task: Task, kind: str, value: object) -> None:
        self._mailbox.post(lambda: self._answer(task, kind, value))

    def _answer(self, task: Task, kind: str, value: object) -> None:
        self.answered += kind != "progress"
        try:
            if kind == "failed" and not isinstance(value, InspectorError):
                self.broken.emit(value)
            elif kind == "failed" and not task.answers("failed"):
                self.unanswered.emit(value)
            task.answer(kind, value)
        finally:
            if kind != "progress":
                task.is_over = True
                self._open -= 1
                if self._open == 0:
                    self.idle.emit()


class Tasks(QObject):
    """All lanes of a window. The threads beside the database's start with the first thing to do there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.housekeeper = Housekeeper(self)
        self.mailbox = Mailbox(self, self.housekeeper.nudge)
        self.database = Lane("database", self, self.mailbox)
        self._beside: dict[str, Lane] = {}
        self._is_closed = False

    @property
    def network(self) -> Lane:
        """The lane for the county."""
        return self._lane(NETWORK)

    @property
    def devices(self) -> Lane:
        """The lane for cards, phones and folders, which may be slow, hang or go away."""
        return self._lane(DEVICES)

    @property
    def pictures(self) -> Lane:
        """The lane that decodes large pictures."""
        return self._lane(PICTURES)

    @property
    def printers(self) -> Lane:
        """The lane that asks the printing system, which may wait for a printer on the network."""
        return self._lane(PRINTERS)

    def _lane(self, name: str) -> Lane:
        lane = self._beside.get(name)
        if lane is None:
            lane = self._beside[name] = Lane(name, self, self.mailbox)
            if self._is_closed:
                lane.close()
        return lane

    def lanes(self) -> list[Lane]:
        """The lanes that have a thread."""
        return [self.database, *self._beside.values()]

    @property
    def answered(self) -> int:
        """How many tasks the lanes are done with."""
        return sum(lane.answered for lane in self.lanes())

    def close_beside(self) -> bool:
        """End the threads beside the database's: nothing may work on a store that is about to be closed.

        A device that does not answer is not waited for; its thread ends with the process.
        """
        patience = dict.fromkeys((DEVICES, PRINTERS), DEVICE_PATIENCE_S)
        ended = [lane.close(patience.get(name, 20.0), cancel=True) for name, lane in self._beside.items()]
        return all(ended)

    def close(self) -> bool:
        """End all threads; whether they ended in time. What they still had to say is not heard any more."""
        self._is_closed = True
        ended = self.close_beside() and self.database.close()
        self.mailbox.close()
        if ended:
            self.housekeeper.leave()
        return ended


def _unheard(_value: object) -> None:
    """Nobody listens."""


def _log_bug() -> None:
    import logging  # start-up does without it

    logging.getLogger(__name__).exception("work failed")
