"""The window's entry point: first what lets the officer type a passphrase, everything else after that is painted."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QTimer
from PySide6.QtWidgets import QApplication

from inspector_app import paths
from ui import geometry
from ui.bridge import Bridge
from ui.housekeeping import share_heaps
from ui.main_window import MainWindow
from ui.reception import Reception, dress

if TYPE_CHECKING:
    from ui.opening import Opened
    from ui.workday import Workday


HAND_OVER_SECONDS = 0.0005
"""How long a thread waits for the interpreter lock at most: a write of typed text takes it a dozen times, and with
Python's own 5 ms it could take a second while another thread imports something."""


class Morning(QObject):
    """Loads the desk while the passphrase is being typed; none of it is needed to ask for one."""

    def __init__(self, window: MainWindow, bridge: Bridge, reception: Reception) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._reception = reception
        self._workday: Workday | None = None

    def prepare(self) -> None:
        """Load what unlocking needs: what derives the key at once, the rest and the desk beside the derivation."""
        self._reception.opening.load_derivation()
        QTimer.singleShot(0, self, self._go_on)

    def begin(self, opened: Opened) -> None:
        """The store is unlocked."""
        self._workday_now().begin(opened)

    def _go_on(self) -> None:
        share_heaps()
        self._reception.opening.warm_up()
        self._workday_now()

    def _workday_now(self) -> Workday:
        if self._workday is None:
            from ui.workday import Workday

            self._workday = Workday(self._window, self._bridge, self._reception)
        self._workday.prepare()
        return self._workday


def main(data_dir: Path | None = None) -> int:
    """Open the window; the process exit status."""
    prepare_environment()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Kuang'anjian")
    application.setQuitOnLastWindowClosed(True)
    window, reception = open_window(data_dir or paths.default_data_dir())
    if os.environ.get("STARTBENCH") == "1":
        from ui.start_bench import StartBench

        StartBench(window, reception)
    else:
        from ui.crash import catch_crashes

        catch_crashes(window, reception.data_dir)
    geometry.put(window, reception.data_dir)
    window.closes.connect(lambda: geometry.keep(window, reception.data_dir))
    return application.exec()


def open_window(data_dir: Path) -> tuple[MainWindow, Reception]:
    """A window on the stores of this folder, not shown yet."""
    sys.setswitchinterval(HAND_OVER_SECONDS)
    bridge = Bridge()
    window = MainWindow(bridge)
    bridge.setParent(window)
    reception = Reception(window, bridge, data_dir)
    dress(reception.preferences)
    morning = Morning(window, bridge, reception)
    reception.desk_shown.connect(morning.begin)
    reception.start()
    reception.entry.painted.connect(morning.prepare)
    return window, reception


def prepare_environment() -> None:
    """Let Chinese input methods work on Linux."""
    if sys.platform.startswith("linux"):
        from ui.input_method import choose

        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
        choose(os.environ, (file.name for file in folder.glob("*")))
