"""Help: F1 opens the guide of the page in front, with pictures, offline; guides tell of every page and every key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QShortcut

from inspector_app import paths
from inspector_app.tour.loader import tour
from tests.fixtures.windows import set_up_store, unlock, window_on
from tests.ui.pages.desk import Desk
from ui import language
from ui.help.dialog import GuideDialog
from ui.help.guides import guide, guides
from ui.help.page import HelpPage

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 150_000
PICTURE, LINK = re.compile(r"!\[[^]]+\]\(([^)]+)\)"), re.compile(r"(?<!!)\[[^]]+\]\(([^)]+)\)")
KEY_WORDS = {"Return": ("回车", "Enter"), "Enter": ("回车", "Enter")}
"""Keys that are written otherwise in a guide, by language."""
ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


@pytest.fixture(autouse=True)
def chinese_again(qapp: Any) -> Iterator[None]:
    yield
    language.speak("zh")


@pytest.fixture
def desk(qtbot: Any, own_data_dir: Path) -> Iterator[Desk]:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        yield Desk(qtbot, window)


def told_keys(text: str) -> set[str]:
    """Keys in the first column of a guide's tables; a row such as 1 … 9 stands for all between."""
    found: set[str] = set()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) < 3 or not cells[1]:
            continue
        for first, last in re.findall(r"(?:\b|\+)(\d) … (?:\w+\+)?(\d)", cells[1]):
            prefix = "Alt+" if "Alt+" in cells[1] else ""
            found |= {f"{prefix}{number}" for number in range(int(first), int(last) + 1)}
        found |= set(re.split(r"[ ，、,]+", cells[1]))
    return found


def test_every_page_has_a_guide_of_its_own(desk: Desk) -> None:
    topics = {code: {one.topic for one in guides(code)} for code in language.LANGUAGES}
    assert topics["zh"] == topics["en"]
    pages = {entry.key: desk.window.page(entry.key).help_topic for entry in desk.window.entries()}
    assert {key for key, topic in pages.items() if topic not in topics["zh"]} == set()
    assert {key for key, topic in pages.items() if topic == "start"} == {"help"}
    assert len(set(pages.values())) == len(pages)


def test_every_key_of_a_page_stands_in_its_guide(desk: Desk) -> None:
    untold = set()
    for number, code in enumerate(language.LANGUAGES):
        everywhere = told_keys(guide(code, "start").text())
        for entry in desk.window.entries():
            page = desk.window.page(entry.key)
            told = told_keys(guide(code, page.help_topic).text()) | everywhere
            for shortcut in page.findChildren(QShortcut):
                key = shortcut.key().toString()
                start, plus, last = key.rpartition("+")
                written = start + plus + KEY_WORDS.get(last, (last, last))[number]
                for name, arrow in ARROWS.items():
                    written = written.replace(name, arrow)
                if written not in told:
                    untold.add(f"{code} {entry.key}: {key}")
    assert untold == set()


def test_every_key_of_the_window_stands_in_the_first_guide(desk: Desk) -> None:
    keys = {action.shortcut().toString() for action in desk.window.actions() if not action.shortcut().isEmpty()}
    for code in language.LANGUAGES:
        assert keys <= told_keys(guide(code, "start").text())


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_picture_is_there_small_and_of_use(code: str) -> None:
    folder = paths.resources("help", code)
    named = {name for one in guides(code) for name in PICTURE.findall(one.text())}
    assert {name for name in named if not (folder / name).is_file()} == set()
    assert {f"pictures/{name.name}" for name in (folder / "pictures").iterdir()} == named
    assert {name for name in named if (folder / name).stat().st_size > MOST_BYTES} == set()
    assert all(QImage(str(folder / name)).width() > 800 for name in named)


def test_every_picture_can_be_taken_anew(desk: Desk) -> None:
    told = json.loads(paths.resources("help", "pictures.json").read_text("utf-8"))
    for code in language.LANGUAGES:
        assert {file.stem for file in paths.resources("help", code, "pictures").iterdir()} == set(told)
    assert {one["page"] for one in told.values()} <= {entry.key for entry in desk.window.entries()}


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_a_guide_leads_only_to_guides(code: str) -> None:
    files = {one.file.name for one in guides(code)}
    assert {link for one in guides(code) for link in LINK.findall(one.text())} <= files
    assert not any("http" in one.text() for one in guides(code))


def test_every_guide_says_how_and_what_may_go_wrong() -> None:
    for code, wrong in (("zh", "## 会遇到什么"), ("en", "## What you may meet")):
        short = {one.topic for one in guides(code) if wrong not in one.text()}
        assert short <= {"start", "trouble"}


def test_f1_opens_the_guide_of_the_page_and_escape_returns(desk: Desk) -> None:
    for key in ("start_inspection", "sync", "conflicts"):
        page = desk.go(key)
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_F1)
        desk.rest()
        shown = desk.window.current_page
        assert isinstance(shown, HelpPage)
        assert shown.place() == {"topic": page.help_topic}
        assert shown.back.isVisible()
        desk.qtbot.keyClick(shown, Qt.Key.Key_Escape)
        desk.rest()
        assert desk.window.current_page is page


def test_f1_opens_the_guide_before_the_desk_too(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        qtbot.keyClick(reception.entry.passphrase, Qt.Key.Key_F1)
        dialog = window.findChild(GuideDialog)
        assert isinstance(dialog, GuideDialog)
        assert dialog.isVisible()
        assert "恢复密钥" in dialog.text.toPlainText()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


@pytest.mark.parametrize("width", [960, 1366, 1920])
def test_pictures_fit_the_width_of_their_text(desk: Desk, width: int) -> None:
    desk.window.resize(width, 700)
    page = desk.go("help", "inspection")
    desk.qtbot.waitUntil(lambda: page.text.document().idealWidth() <= page.text.viewport().width(), timeout=5000)
    assert not page.text.horizontalScrollBar().isVisible()


def test_the_officers_guide_in_docs_is_the_same_text() -> None:
    """It holds no text of its own: it names every guide in its order."""
    index = (ROOT / "docs" / "guide" / "README.md").read_text("utf-8")
    listed = [f"- [{one.heading}](../../resources/help/zh/{one.file.name})" for one in guides("zh")]
    assert [line for line in index.splitlines() if line.startswith("- [")] == listed


ALSO_SAID = {"回到出检前自检", "Back to Check before leaving", "内部资料"}
"""Put together from a text and the title of a page, or printed on a paper."""


def shown_texts(code: str) -> list[str]:
    """Everything the window and its messages, terms and forms can say."""
    known = language.english()
    texts = list(known if code == "zh" else known.values())
    folders = ("terms", "messages", "register", "forms", "labels", "systems")
    texts += [f.read_text("utf-8") for folder in folders for f in paths.resources(folder).rglob("*.json")]
    return texts


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_what_a_guide_quotes_is_said_by_the_window(code: str) -> None:
    """“…” in a guide or in the tour is a text of the window; figures in it stand for any, “…” for anything."""
    texts = shown_texts(code)
    plain = {re.sub(r"\{\w*\}|\d+", "0", text) for text in texts}
    whole = "\n".join(plain)
    spoken = [(one.topic, one.text()) for one in guides(code)]
    spoken += [("tour", step.text(code)) for step in tour().steps]
    unsaid = {
        f"{topic}: {quoted}"
        for topic, text in spoken
        for quoted in re.findall("“([^”]{2,})”", text)
        for part in re.split(r"\s*…+\s*|_{2,}", quoted)
        if re.sub(r"\d+", "0", part) not in whole and part not in ALSO_SAID
    }
    assert unsaid == set()
