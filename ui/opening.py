"""Opening a store step by step: key and home page first, the full services afterwards in the background."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.storage.reader import Reader, Unlocked, load_ahead, load_derivation, unlock
from ui.bridge import Bridge
from ui.tasks import Task

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.home import HomeBoard, Return


@dataclass(frozen=True)
class Opened:
    """What is known right after the key was found."""

    unlocked: Unlocked
    board: HomeBoard
    back: Return


def today() -> date:
    """The local calendar day."""
    return date.today()  # noqa: DTZ011 - deadlines are local calendar days


class Opening(QObject):
    """Unlocks on the database thread. ``found`` comes first, ``bridge.opened`` when the services are there."""

    found = Signal(object)
    """``Opened``: the home page can be shown."""
    failed = Signal(object)
    """``InspectorError``: wrong passphrase, damaged or newer store."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge

    def unlock(self, folder: Path, login: str, secret: str) -> None:
        """Find the key and read the home page."""
        self._bridge.run(Task(lambda _task: self._find(folder, login, secret), done=self._found, failed=self._failed))

    def load_derivation(self) -> None:
        """Load the longest step of unlocking, so that it waits for nothing once the passphrase is there."""
        load_derivation()

    def warm_up(self) -> None:
        """Load what unlocking needs besides, while the passphrase is being typed or the key derived."""
        self._bridge.run_beside(Task(lambda _task: load_ahead()))

    def build_services(self, opened: Opened) -> None:
        """Open the store in full; ``bridge.opened`` follows."""
        officer_id = opened.unlocked.officer_id
        self._bridge.run(
            Task(
                lambda _task: _build(self._bridge, opened.unlocked),
                done=lambda _nothing: self._bridge.announce(officer_id),
                failed=self._failed,
            )
        )

    def _find(self, folder: Path, login: str, secret: str) -> Opened:
        unlocked = unlock(folder, login, secret)
        from inspector_app.home import read_board, read_return  # beside the key derivation, not before the paint

        reader = Reader(unlocked)
        if not reader.is_current:
            reader.close()
            _migrate(unlocked)
            reader = Reader(unlocked)
        self._bridge.reader = reader
        return Opened(unlocked, read_board(reader, unlocked, today()), read_return(reader))

    def _found(self, opened: Opened) -> None:
        self._bridge.unlocked = opened.unlocked
        self._bridge.officer_id = opened.unlocked.officer_id
        self._bridge.pending = {(t.kind, t.record_id, t.field): t for t in opened.back.typed}
        self.found.emit(opened)

    def _failed(self, error: Exception) -> None:
        self.failed.emit(error)


def _migrate(unlocked: Unlocked) -> None:
    from inspector_app.store import Store

    Store.open_unlocked(unlocked).close()


def _build(bridge: Bridge, unlocked: Unlocked) -> None:
    from inspector_app.bootstrap import App
    from inspector_app.home import RUNNING_MARK
    from inspector_app.store import Store

    app = App(Store.open_unlocked(unlocked))
    bridge.adopt(app)
    app.store.set_local(RUNNING_MARK, "yes")
    linecache.clearcache()  # lines of libraries that were read while they were loaded; nobody asks for them again
    if bridge.reader is not None:
        bridge.reader.spare_memory()  # today's board stands on the screen


def remove_officer(bridge: Bridge, login: str, done: Callable[[], None], owner: QObject) -> None:
    """Take an officer's way in away. The store key changes, so the home page's reader is opened anew."""

    def remove(app: App) -> Unlocked:
        if bridge.reader is not None:
            bridge.reader.close()
            bridge.reader = None
        try:
            app.store.remove_officer(login)
        finally:
            unlocked = Unlocked(
                app.store.folder, app.store.key_file, (app.store.recovery_secret(),), app.store.officer_id
            )
            bridge.reader = Reader(unlocked)
        return unlocked

    def removed(unlocked: Unlocked) -> None:
        bridge.unlocked = unlocked
        done()

    bridge.ask(remove, removed, owner=owner)
