"""Joins the Qt-free core to the window: work on the open store, and signals about what changed there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.errors import StorageFault, UserCancelled
from ui.housekeeping import give_back
from ui.tasks import DEVICES, LATER, NETWORK, NORMAL, PICTURES, PRINTERS, Lane, Task, Tasks

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.home import TypedText
    from inspector_app.storage.reader import Reader, Unlocked

T = TypeVar("T")
Listener = Callable[[Any], None] | None


class Bridge(QObject):
    """The open store, seen from the window. One per window; made and used on the main thread.

    ``ask`` runs something on the database thread, ``ask_county`` on the network thread; both hand the
    services (``App``) to the work and bring the answer back to the main thread. Work given before the services
    are built simply waits for them.
    """

    changed = Signal()
    """Something was journalled; pages read anew when they are shown."""
    opened = Signal()
    """The services are ready; ``officer_id`` says whose."""
    closing = Signal()
    """The store will be closed: whatever works on it by itself must end now."""
    closed = Signal()
    trouble = Signal(object)
    """An ``InspectorError`` nobody listened for: the window shows it."""
    bug = Signal(object)
    """Any other exception from a worker thread."""
    held = Signal(bool)
    """Printing or handing over began or ended: the window must not lock itself meanwhile."""
    appearance = Signal(str, str)
    """The officer chose a ``language`` or a ``theme``; the window applies and keeps it."""
    happened = Signal(str)
    """Something an officer does that is not journalled was done: ``printed`` (also into a file)."""
    tour_wanted = Signal(bool)
    """The tour is to begin (``True``: afresh) or to go on."""
    wording_changed = Signal()
    """The office chose other words for verdicts."""
    lock_wanted = Signal()
    """A page wants the officer to prove who sits at the laptop now."""
    pin_changed = Signal()
    """A PIN was set or taken away; the lock asks accordingly."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = Tasks(self)
        self.officer_id = ""
        self.pending: dict[tuple[str, str, str], TypedText] = {}
        """Texts that were being typed when the window ended; fields take theirs from here."""
        self.wanted_field: tuple[str, str, str] | None = None
        """The field that takes the cursor as soon as a page shows it (return after a restart)."""
        self.unlocked: Unlocked | None = None
        self.reader: Reader | None = None
        """The thin reader of the home page; used on the database thread only."""
        self._app: App | None = None
        self._holds = 0
        self._spared = 0
        """How many tasks were over when memory was last given back."""
        self._sparing: Task | None = None
        """Gives memory back, or is going to when the database thread has time for it."""
        self._waiting: list[tuple[Task, int, Lane]] = []
        """What was asked between unlocking and the services being there."""
        self._watch(self.tasks.database)
        self.tasks.housekeeper.tidied.connect(self._spare_memory)

    @property
    def is_open(self) -> bool:
        """Whether the services are there."""
        return self._app is not None

    @property
    def is_held(self) -> bool:
        """Whether something runs that a lock must not interrupt."""
        return self._holds > 0

    def ask(
        self,
        work: Callable[[App], Any],
        done: Listener = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        progress: Listener = None,
        cancelled: Callable[[], None] | None = None,
        owner: QObject | None = None,
        priority: int = NORMAL,
    ) -> Task:
        """Run ``work(app)`` on the database thread. A generator function is stepped through: what it yields is
        progress, what it returns the answer, and between its steps half-typed text reaches the disk.

        ``done(result)``, ``failed(error)``, ``progress(value)`` are called on the main thread, not at all once
        ``owner`` is deleted. Without ``failed`` the window shows the error itself.
        """
        listeners: dict[str, Any] = {"done": done, "failed": failed, "progress": progress, "cancelled": cancelled}
        task = Task(lambda _task: work(self._services()), owner=owner, **listeners)
        if self._app is None and self.unlocked is not None:
            self._waiting.append((task, priority, self.tasks.database))
            return task
        return self.tasks.database.submit(task, priority)

    def ask_county(
        self,
        work: Callable[[App, Task], Any],
        done: Listener = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        progress: Listener = None,
        cancelled: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Run ``work(app, task)`` on the network thread; it calls ``task.report`` and asks ``task.is_cancelled``."""
        listeners: dict[str, Any] = {"done": done, "failed": failed, "progress": progress, "cancelled": cancelled}
        return self._ask_beside(NETWORK, lambda task: work(self._services(), task), owner=owner, **listeners)

    def ask_device(
        self,
        work: Callable[[App], Any],
        done: Listener = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        progress: Listener = None,
        cancelled: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Run ``work(app)`` where a card or phone may take its time; never the database there. As ``ask`` else."""
        listeners: dict[str, Any] = {"done": done, "failed": failed, "progress": progress, "cancelled": cancelled}
        return self._ask_beside(DEVICES, lambda _task: work(self._services()), owner=owner, **listeners)

    def ask_picture(
        self,
        work: Callable[[App], Any],
        done: Listener = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Task:
        """Run ``work(app)`` where large pictures are decoded, so that nobody's typing waits for one."""
        return self._ask_beside(
            PICTURES, lambda _task: work(self._services()), owner=owner, done=done, failed=failed
        )

    def ask_printers(
        self,
        work: Callable[[], Any],
        done: Listener = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Task:
        """Run ``work()`` where the printing system may take its time."""
        return self._ask_beside(PRINTERS, lambda _task: work(), owner=owner, done=done, failed=failed)

    def _ask_beside(self, name: str, work: Callable[[Task], Any], **more: Any) -> Task:
        lane, task = self._beside(name), Task(work, **more)
        if self._app is None and self.unlocked is not None:
            self._waiting.append((task, NORMAL, lane))
            return task
        return lane.submit(task)

    def run(self, task: Task, priority: int = NORMAL) -> Task:
        """Run something on the database thread that needs no services (unlocking, reading the home page)."""
        return self.tasks.database.submit(task, priority)

    def run_beside(self, task: Task) -> Task:
        """Run something on the network thread that needs no services (loading ahead)."""
        return self._beside(NETWORK).submit(task)

    def adopt(self, app: App) -> None:
        """Take the services of an unlocked store (called on the database thread, before anything asks)."""
        self._app = app
        app.store.units.committed.append(lambda: self.tasks.mailbox.post(self._tell_changed))

    def announce(self, officer_id: str) -> None:
        """Tell the window that the services are there (main thread)."""
        self.officer_id = officer_id
        waiting, self._waiting = self._waiting, []
        for task, priority, lane in waiting:
            lane.submit(task, priority)
        self.opened.emit()

    def release(self) -> None:
        """Close the store: everything queued is done first, then the keys leave memory."""

        def close(_task: Task) -> None:
            if self.reader is not None:
                self.reader.close()
                self.reader = None
            if self._app is not None:
                app, self._app = self._app, None
                app.store.close()

        self.closing.emit()
        self.unlocked = None
        self._waiting.clear()
        self.tasks.close_beside()
        self.run(Task(close, done=lambda _nothing: self.closed.emit()))

    def read_home(self, work: Callable[[Reader, Unlocked], T], done: Callable[[T], None], owner: QObject) -> None:
        """Run ``work(reader, unlocked)`` on the database thread; nothing happens once the store is closed."""
        unlocked = self.unlocked

        def read(_task: Task) -> T:
            if self.reader is None or unlocked is None:
                raise UserCancelled
            return work(self.reader, unlocked)

        self.run(Task(read, done=done, owner=owner))

    @contextmanager
    def holding(self) -> Iterator[None]:
        """While this lasts the window does not lock itself (printing, handing over)."""
        self.hold()
        try:
            yield
        finally:
            self.let_go()

    def hold(self) -> None:
        """Keep the window from locking itself until ``let_go``."""
        self._holds += 1
        if self._holds == 1:
            self.held.emit(True)

    def let_go(self) -> None:
        """Undo one ``hold``."""
        self._holds -= 1
        if self._holds == 0:
            self.held.emit(False)

    def _spare_memory(self) -> None:
        """Nobody works: page caches and freed memory go back to the system, once for all that was done since."""
        if self.tasks.answered == self._spared or (self._sparing is not None and not self._sparing.is_over):
            return

        def spare(_task: Task) -> None:
            if self.reader is not None:
                self.reader.spare_memory()
            if self._app is not None:
                from inspector_app.storage.database import spare_memory

                spare_memory(self._app.store.engine)
            give_back()

        self._sparing = self.run(Task(spare, done=lambda _nothing: self._has_spared()), LATER)

    def _has_spared(self) -> None:
        self._spared = self.tasks.answered

    def _tell_changed(self) -> None:
        self.changed.emit()

    def _services(self) -> App:
        if self._app is None:
            raise StorageFault("window.locked")
        return self._app

    def _beside(self, name: str) -> Lane:
        before = self.tasks.lanes()
        lane: Lane = getattr(self.tasks, name)
        if lane not in before:
            self._watch(lane)
        return lane

    def _watch(self, lane: Lane) -> None:
        lane.unanswered.connect(self.trouble)
        lane.broken.connect(self.bug)
