"""Jobs in a child process that answer on the main thread; the window never waits for them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QObject

from inspector_app.errors import InspectorError
from ui.bridge import Bridge

if TYPE_CHECKING:
    from inspector_app.worker import Worker

Then = Callable[[Any], None]
Jobs = TypeVar("Jobs", bound="WorkerJobs")


class WorkerJobs(QObject):
    """One per window and kind; the child starts with the first job and ends with the store."""

    preloaded: ClassVar[tuple[str, ...]] = ()
    """What the child imports ahead."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._worker: Worker | None = None
        self._mailbox = bridge.tasks.mailbox
        self._asked: dict[int, tuple[Then, Then]] = {}
        """Who waits for which job; the worker's thread knows only the number, for listeners hold widgets."""
        self._numbers = count()
        bridge.closing.connect(self.close)
        bridge.destroyed.connect(self.close)

    @classmethod
    def of(cls: type[Jobs], bridge: Bridge) -> Jobs:
        """The jobs of this kind in this window."""
        for one in bridge.children():
            if type(one) is cls:
                return one
        return cls(bridge)

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits for a job."""
        return not self._asked

    def warm_up(self) -> None:
        """Start the child while the officer still reads."""
        self._running()

    def submit(self, job: str, arguments: tuple[Any, ...], done: Then, failed: Then) -> Future[Any]:
        """Run ``package.module:function``; ``done`` gets its result, ``failed`` an ``InspectorError``."""
        number = next(self._numbers)
        self._asked[number] = (done, failed)
        future = self._running().submit(job, *arguments)
        future.add_done_callback(lambda ended: self._mailbox.post(lambda: self._answer(number, ended)))
        return future

    def forget(self) -> None:
        """Nobody waits any more; the child ends, whatever it still does."""
        self._asked.clear()
        self.close()

    def close(self) -> None:
        """End the child."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    def _running(self) -> Worker:
        if self._worker is None:
            from inspector_app.worker import Worker

            self._worker = Worker(self.preloaded)
            self._worker.start()
        return self._worker

    def _answer(self, number: int, future: Future[Any]) -> None:
        done, failed = self._asked.pop(number, (_unheard, _unheard))
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, InspectorError):
            failed(error)
        else:
            raise error


def _unheard(_value: object) -> None:
    """Nobody listens."""
