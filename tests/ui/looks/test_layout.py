"""Nothing is cut, covered or out of reach: every page there is, in both languages, on the smallest laptop screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.windows import at_rest, window_on
from tests.ui.looks.county import all_screens, busy_window, make_busy_county
from tests.ui.looks.ears import deaf, leaps, traps, unheard, unreachable
from tests.ui.looks.eyes import flaws
from ui import language
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens import PARTS, RECORDS, WITHOUT_RECORD
from ui.shots import dialogs, entry_widgets
from ui.tabbing import stops

SIZES = ((1280, 650), (1366, 768))
"""What is left of a full-HD screen at 150 % under a title bar and a task bar, and the smallest laptop screen."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_busy_county(tmp_path_factory.mktemp("busy") / "county")


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    language.speak("zh")


def test_every_announced_page_has_its_screen(qtbot: Any, own_data_dir: Path, busy: Path) -> None:
    """A page outside the navigation says with which record it is opened, and the sample county has one."""
    with busy_window(qtbot, busy, own_data_dir, "zh") as window:
        entries = {entry.key: entry for entry in window.entries()}
        hidden = {key for key, entry in entries.items() if not entry.in_navigation}
        assert hidden - set(RECORDS) - WITHOUT_RECORD - set(PARTS) == set(), "say it in ui/screens.py"
        assert (set(RECORDS) | WITHOUT_RECORD | set(PARTS)) - set(entries) == set(), "such a page is not there"
        found = {screen.key: screen.argument for screen in all_screens(qtbot, window)}
        assert set(found) == set(entries)
        assert [key for key in RECORDS if not found[key]] == [], "no record in the sample county"


def at_every_size(qtbot: Any, window: MainWindow) -> list[str]:
    """What the eye finds, ending at the smallest laptop screen."""
    found = []
    for width, height in SIZES:
        window.resize(width, height)
        at_rest(qtbot, window)
        found += [f"{width}×{height}: {line}" for line in flaws(window)]
    return found


def by_ear_and_key(window: MainWindow) -> list[str]:
    """What a reader and the Tab key find."""
    order = stops(window)
    return unheard(window) + deaf(window) + traps(window) + unreachable(window, order) + leaps(window, order)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_page_fits_and_speaks(qtbot: Any, own_data_dir: Path, busy: Path, spoken: str) -> None:
    with busy_window(qtbot, busy, own_data_dir, spoken) as window:
        wrong: list[str] = []
        for screen in all_screens(qtbot, window):
            window.go(screen.key, screen.argument)
            found = at_every_size(qtbot, window) + by_ear_and_key(window)
            wrong += [f"{screen.name} {line}" for line in found]
        for name, dialog in dialogs(window):
            dialog.open()
            at_rest(qtbot, window)
            wrong += [f"{name} {line}" for line in flaws(dialog) + unheard(dialog) + deaf(dialog) + traps(dialog)]
            dialog.close()
        assert not wrong, "\n".join(wrong)


def test_every_page_fits_with_the_heavy_borders_of_the_sun(qtbot: Any, own_data_dir: Path, busy: Path) -> None:
    with busy_window(qtbot, busy, own_data_dir, "zh", "contrast") as window:
        window.resize(*SIZES[0])
        wrong: list[str] = []
        for screen in all_screens(qtbot, window):
            window.go(screen.key, screen.argument)
            at_rest(qtbot, window)
            wrong += [f"{screen.name}: {line}" for line in flaws(window)]
        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_what_stands_before_the_store_fits_and_speaks(qtbot: Any, own_data_dir: Path, spoken: str) -> None:
    Preferences().save(own_data_dir, language=spoken)
    with window_on(qtbot, own_data_dir) as (window, reception):
        wrong = at_every_size(qtbot, window) + by_ear_and_key(window)
        for name, widget in entry_widgets(reception):
            window.show_entry(widget)
            wrong += [f"{name} {line}" for line in at_every_size(qtbot, window) + by_ear_and_key(window)]
        assert not wrong, "\n".join(wrong)
