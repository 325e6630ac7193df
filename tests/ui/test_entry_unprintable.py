"""Characters that no paper can show are refused where they are typed, in words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.papers import begun
from tests.ui.test_papers_page import ORDER, RECORD, Scene, choose, scene
from ui import language
from ui.widgets import printable

__all__ = ["begun", "scene"]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test asks the fonts anew."""
    monkeypatch.setattr(printable, "_refused", set())
    monkeypatch.setattr(printable, "_printable", set())


def refused(desk: Any, box: Any) -> str:
    """Until the field says what it did not take."""
    desk.qtbot.waitUntil(lambda: bool(box.said), timeout=PATIENCE)
    return str(box.said)


def test_an_emoji_does_not_get_into_the_evacuation_order(scene: Scene) -> None:
    desk, _county, _page = scene
    page = desk.go("evacuate")
    desk.type(page.place_field, "三中段🙂2号采场")
    assert "“🙂”印不到文书上" in refused(desk, page.place_box)
    assert page.place_field.text() == "三中段2号采场"
    assert page.place_field.cursorPosition() == len("三中段2号采场")
    desk.type(page.danger, "顶板🙂开裂")
    assert refused(desk, page.danger_box)
    assert page.danger.toPlainText() == "顶板开裂"
    desk.type(page.danger, "掉块")
    assert not page.danger_box.said
    assert page.danger.toPlainText() == "顶板开裂掉块"


def test_rare_characters_that_can_be_printed_stay(scene: Scene) -> None:
    desk, _county, _page = scene
    page = desk.go("evacuate")
    desk.type(page.place_field, "𠮷㙦①㎡℃")
    desk.rest()
    assert page.place_field.text() == "𠮷㙦①㎡℃"
    assert not page.place_box.said


def test_hidden_characters_of_a_paste_are_left_out_and_said(scene: Scene) -> None:
    desk, _county, _page = scene
    page = desk.go("evacuate")
    desk.type(page.place_field, "三\u200b中段")
    assert "看不见" in refused(desk, page.place_box)
    assert page.place_field.text() == "三中段"


def test_a_blank_of_a_paper_refuses_too_and_the_pages_are_drawn(scene: Scene) -> None:
    desk, _county, page = scene
    choose(desk, page, RECORD)
    blank: Any = page.pane.form.blanks["companions"]
    with desk.qtbot.waitSignal(page.pane.previewed, timeout=PATIENCE):
        desk.type(blank.editor.line, "周安全员😀")
        refused(desk, blank)
    assert blank.editor.value() == "周安全员"
    choose(desk, page, ORDER)
    problems: Any = page.pane.form.blanks["problems"]
    text = problems.editor.rows[0].editors["description"].text
    desk.type(text, "😀")
    assert refused(desk, problems)
    assert "😀" not in text.toPlainText()


def test_a_finding_refuses_and_its_draft_never_holds_it(scene: Scene) -> None:
    desk, county, _page = scene
    inspection_id = desk.ask(lambda app: start_visit(app, county, county.pit_id))
    finding_id = desk.ask(lambda app: app.inspections.add_finding(county.officer_id, inspection_id, place="台阶"))
    page = desk.go("finding", finding_id)
    desk.type(page.form.fact, "浮石😀未清")
    desk.qtbot.waitUntil(lambda: page.form.fact.toPlainText() == "浮石未清", timeout=PATIENCE)
    page.form.fact.keeper.left()
    desk.rest()
    assert desk.ask(lambda app: app.inspections.finding(finding_id)).fact == "浮石未清"


def test_undo_brings_no_such_character_back(scene: Scene) -> None:
    desk, _county, _page = scene
    page = desk.go("evacuate")
    desk.type(page.danger, "顶板🙂开裂")
    refused(desk, page.danger_box)
    page.danger.undo()
    assert "🙂" not in page.danger.toPlainText()


def test_english_says_it_in_english(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _county, _page = scene
    monkeypatch.setattr(language, "_current", "en")
    page = desk.go("evacuate")
    desk.type(page.place_field, "A🙂")
    assert "cannot be printed" in refused(desk, page.place_box)
