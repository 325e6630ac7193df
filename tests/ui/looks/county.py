"""The sample county with work begun, in a window at the smallest laptop screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.fixtures.windows import PATIENCE, at_rest, window_on
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.reception import SAMPLE_LOGIN, SAMPLE_PASSPHRASE
from ui.screens import Screen, find_records, screens
from ui.shots import SIZE, make_store


def make_busy_county(folder: Path) -> Path:
    """The sample county with a running visit, papers half written, a dual penalty begun; its folder."""
    make_store(folder)
    return folder


@contextmanager
def busy_window(
    qtbot: Any, busy: Path, folder: Path, spoken: str, dress: str = "light"
) -> Iterator[MainWindow]:
    """The unlocked window on a copy of that county."""
    shutil.copytree(busy, folder)
    Preferences().save(folder, language=spoken, theme=dress, login=SAMPLE_LOGIN)
    with window_on(qtbot, folder) as (window, reception):
        window.resize(*SIZE)
        with qtbot.waitSignal(window.bridge.opened, timeout=PATIENCE):
            reception.entry.passphrase.setText(SAMPLE_PASSPHRASE)
            reception.entry.button.click()
        at_rest(qtbot, window)
        yield window


def all_screens(qtbot: Any, window: MainWindow) -> list[Screen]:
    """Every screen there is, with the records of this store."""
    found: dict[str, object] = {}
    window.bridge.read_home(lambda reader, _unlocked: find_records(reader), found.update, window)
    at_rest(qtbot, window)
    return list(screens(window, found))
