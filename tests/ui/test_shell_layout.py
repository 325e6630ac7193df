"""No text is cut off: every page at the smallest laptop screen, in both languages, with the sample county."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.fixtures.windows import PATIENCE, at_rest, window_on
from ui import language
from ui.preferences import Preferences
from ui.reception import SAMPLE_LOGIN, SAMPLE_PASSPHRASE, create_sample

PAGES = ("home", "site", "sync", "help", "conflicts", "settings 0", "settings 1", "settings 2", "settings 3")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "county"
    create_sample(folder)
    return folder


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    yield
    language.speak("zh")


def cut_off(page: QWidget) -> list[str]:
    """Visible labels and buttons whose text needs more room than they have."""
    found = []
    for label in page.findChildren(QLabel):
        if label.isVisibleTo(page) and label.text() and label.width() > 0:
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            if label.height() < needed - 1 or (not label.wordWrap() and label.width() < label.sizeHint().width() - 1):
                found.append(label.text()[:30])
    for button in page.findChildren(QAbstractButton):
        if button.isVisibleTo(page) and button.text() and button.width() < button.minimumSizeHint().width() - 1:
            found.append(button.text())
    return found


def first_site(window: Any, qtbot: Any) -> str:
    found: list[str] = []
    window.bridge.read_home(lambda reader, _u: reader.value("SELECT id FROM site LIMIT 1"), found.append, window)
    at_rest(qtbot, window)
    return found[0]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_no_text_is_cut_off(qtbot: Any, own_data_dir: Path, sample: Path, spoken: str) -> None:
    shutil.copytree(sample, own_data_dir)
    Preferences().save(own_data_dir, language=spoken, login=SAMPLE_LOGIN)
    with window_on(qtbot, own_data_dir) as (window, reception):
        window.resize(1366, 768)
        with qtbot.waitSignal(window.bridge.opened, timeout=PATIENCE):
            reception.entry.passphrase.setText(SAMPLE_PASSPHRASE)
            reception.entry.button.click()
        wrong = {}
        for page in PAGES:
            key, _, number = page.partition(" ")
            window.go(key, int(number) if number else first_site(window, qtbot) if key == "site" else None)
            at_rest(qtbot, window)
            wrong[page] = cut_off(window.current_page)
        assert {page: texts for page, texts in wrong.items() if texts} == {}
