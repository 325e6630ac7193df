"""When the program made a mistake: a report without personal data is saved, and the officer goes on where he was."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion

from inspector_app import paths
from inspector_app.errors import InspectorError
from ui import messages
from ui.main_window import MainWindow

log = logging.getLogger(__name__)

FOLDER = "crash-reports"


class CrashCatcher(QObject):
    """Turns unexpected exceptions of slots and worker threads into one dialog at a time."""

    caught = Signal(str)
    """Path of the saved report."""

    def __init__(self, window: MainWindow, data_dir: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = data_dir / FOLDER
        self._dialog: messages.MessageDialog | None = None
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
        file = save_report(error, self._folder)
        log.error("unexpected %s, report in %s", type(error).__name__, file.name)
        if self._dialog is None:
            told = messages.sentence("window.bug", file=file.name)
            self._dialog = messages.MessageDialog(told, self._window, accept=self.tr("继续工作"))
            self._dialog.finished.connect(self._go_on)
            self._dialog.open()
        self.caught.emit(str(file))

    def _go_on(self, _result: int) -> None:
        self._dialog = None
        page = self._window.current_page
        if page is not None:
            page.refresh()


def report(error: BaseException) -> str:
    """What happened where, for the makers: classes, files, lines, versions; no values, no texts, no names."""
    lines = [
        f"time {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"python {platform.python_version()} qt {qVersion()} {platform.system()} {platform.machine()}",
    ]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__name__}")
        frames = traceback.extract_tb(link.__traceback__)
        lines.extend(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def save_report(error: BaseException, folder: Path) -> Path:
    """Write the report beside the store; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    file.write_text(report(error), "utf-8")
    return file


def catch_crashes(window: MainWindow, data_dir: Path) -> CrashCatcher:
    """From now on, no exception ends the program silently."""
    catcher = CrashCatcher(window, data_dir)
    sys.excepthook = _hook(catcher)
    return catcher


def _hook(catcher: CrashCatcher) -> Callable[..., None]:
    return catcher.hook


def _short(file: str) -> str:
    try:
        return str(Path(file).relative_to(paths.root()))
    except ValueError:
        return Path(file).name
