"""When the program made a mistake: a report without personal data is saved, and the officer goes on where he was."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion

from inspector_app.crash import keep
from inspector_app.errors import InspectorError
from ui import messages
from ui.main_window import MainWindow

log = logging.getLogger(__name__)

SOON_S = 10.0
"""A mistake so soon after the last one was answered means that the page itself cannot be shown."""


class CrashCatcher(QObject):
    """Turns unexpected exceptions of slots and worker threads into one dialog at a time."""

    caught = Signal(str)
    """Path of the saved report; empty when no disk took it."""

    def __init__(self, window: MainWindow, data_dir: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = data_dir
        self._answered_at = -SOON_S
        self.dialog: messages.MessageDialog | None = None
        window.bridge.bug.connect(self.take)

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The ``sys.excepthook`` of the window."""
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, InspectorError):
            self._window.show_trouble(error)
        else:
            self.take(error)

    def take(self, error: BaseException) -> None:
        """Save a report and tell the officer."""
        page = self._window.key_of(self._window.current_page) if self._window.is_at_desk else "entry"
        file = keep(error, f"window, page {page}, Qt {qVersion()}", self._folder)
        log.error("unexpected %s, report in %s", type(error).__name__, file.name if file else "no file")
        if self.dialog is None:
            told = messages.sentence("window.bug", file=file) if file else messages.sentence("window.bug_unreported")
            self.dialog = messages.MessageDialog(told, self._window, accept=self.tr("继续工作"))
            self.dialog.finished.connect(self._go_on)
            self.dialog.open()
        self.caught.emit(str(file or ""))

    def _go_on(self, _result: int) -> None:
        self.dialog = None
        is_again = monotonic() - self._answered_at < SOON_S
        self._answered_at = monotonic()
        self._window.recovering(is_again=is_again)


def catch_crashes(window: MainWindow, data_dir: Path) -> CrashCatcher:
    """From now on, no exception ends the program silently."""
    catcher = CrashCatcher(window, data_dir)
    sys.excepthook = _hook(catcher)
    return catcher


def _hook(catcher: CrashCatcher) -> Callable[..., None]:
    return catcher.hook
