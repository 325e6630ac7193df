"""The window's entry point: first what lets the officer type a passphrase, everything else after that is painted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inspector_app import paths
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.opening import Opened
from ui.reception import Reception, dress


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
    window.show()
    return application.exec()


def open_window(data_dir: Path) -> tuple[MainWindow, Reception]:
    """A window on the stores of this folder, not shown yet."""
    bridge = Bridge()
    window = MainWindow(bridge)
    bridge.setParent(window)
    reception = Reception(window, bridge, data_dir)
    dress(reception.preferences)
    reception.desk_shown.connect(lambda opened: _begin_workday(window, bridge, reception, opened))
    reception.start()
    return window, reception


def prepare_environment() -> None:
    """Let Chinese input methods work on Linux, where fcitx5 speaks ibus' protocol through the portal."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_IM_MODULE", "ibus")
        os.environ.setdefault("IBUS_USE_PORTAL", "1")


def _begin_workday(window: MainWindow, bridge: Bridge, reception: Reception, opened: Opened) -> None:
    """Pages, lock and place are loaded with the first unlocking; none of it is needed to ask for a passphrase."""
    from ui.workday import Workday

    Workday(window, bridge, reception).begin(opened)
