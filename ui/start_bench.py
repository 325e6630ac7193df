"""``STARTBENCH=1``: print when the unlock field takes keys and when the home page is usable, then leave.

The passphrase comes from ``INSPECTOR_PASSPHRASE``; the store from ``INSPECTOR_DATA_DIR``.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ui.entry.unlock_page import UnlockPage
from ui.main_window import MainWindow
from ui.reception import Reception

NOT_ON_HOME = ("sqlalchemy", "pydantic", "alembic", "reportlab", "sqlmodel")
"""Packages that must not be needed to see the home page."""


class StartBench(QObject):
    """Measures one start."""

    def __init__(self, window: MainWindow, reception: Reception) -> None:
        super().__init__(window)
        self._window = window
        self._reception = reception
        page = reception.entry
        if not isinstance(page, UnlockPage):
            raise SystemExit("STARTBENCH: no store in INSPECTOR_DATA_DIR")
        page.painted.connect(self._painted)
        reception.desk_shown.connect(self._desk_shown)

    def _painted(self) -> None:
        print("PAINT", time.monotonic(), flush=True)  # noqa: T201 - this is what the bench reads
        page = self._reception.entry
        page.passphrase.setText(os.environ.get("INSPECTOR_PASSPHRASE", ""))
        page.button.click()

    def _desk_shown(self, _opened: object) -> None:
        home = self._window.page("home")
        home.painted.connect(self._ready)  # type: ignore[attr-defined]

    def _ready(self) -> None:
        print("READY", time.monotonic(), flush=True)  # noqa: T201
        loaded = [name for name in NOT_ON_HOME if name in sys.modules]
        print("LOADED", " ".join(loaded) or "none", flush=True)  # noqa: T201
        QTimer.singleShot(0, self, QApplication.quit)
        os._exit(0)
