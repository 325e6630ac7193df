"""What is half open belongs to one record: with another in front, no bar, question or panel of the former stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from inspector_app.quiz.values import NewSitting, QuizMethod, QuizRole
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from tests.ui.pages.papers import visit_with_problem
from ui.half_open import HalfOpen
from ui.inspection.findings_side import FindingsSide
from ui.inspection.item_panel import ItemPanel
from ui.inspection.items_side import ItemsSide
from ui.papers.asking import Ask, AskBar
from ui.screens import RECORDS
from ui.widgets.message import InlineMessage

Scene = tuple[Desk, County]
OLD = "说的是上一条"


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, county


def two_of_each(app: Any, county: County) -> dict[str, tuple[object, object]]:
    """For every page that shows one record, what it is opened with for two of them."""
    actor = county.officer_id
    made: list[dict[str, object]] = []
    for _visit in range(2):
        visit = visit_with_problem(app, county)
        finding = app.inspections.findings(inspection_id=visit)[0].id
        paper = app.papers.create(actor, "inspection_record", inspection_id=visit)
        group = app.dual.open(actor, visit, [finding], "情节严重")
        sitting = app.quiz.begin(actor, visit, NewSitting("王", QuizRole.PRINCIPAL, method=QuizMethod.PAPER, count=5))
        made.append(
            {
                **dict.fromkeys(("inspection", "photos", "field_sheet", "transcription", "handwritten"), visit),
                "finding": finding, "papers": {"inspection": visit, "paper": paper}, "dual": group,
                "quiz": {"inspection": visit, "sitting": sitting},
            }
        )  # fmt: skip
    first, second = made
    first |= {"site": county.mine_id, "mine": county.mine_id}
    second |= {"site": county.pit_id, "mine": county.pit_id}
    return {key: (first[key], second[key]) for key in first}


def half_open(page: QWidget) -> list[QWidget]:
    """Ask everything the page can ask, whatever it is about."""
    parts = [part for part in page.findChildren(QWidget) if isinstance(part, HalfOpen)]
    for part in parts:
        if isinstance(part, AskBar):
            part.ask("问一句", [Ask("words", "话")], "好", lambda _answers: None)
        elif isinstance(part, InlineMessage):
            part.show_message(OLD, "info")
        elif not isinstance(part, FindingsSide | ItemPanel | ItemsSide):
            part.show()
    return [part for part in parts if not isinstance(part, FindingsSide | ItemPanel | ItemsSide)]


def is_about_the_former(part: QWidget) -> bool:
    if isinstance(part, InlineMessage) and part.accessibleName() != OLD:
        return False  # the record in front has something to say of itself
    return not part.isHidden()


def test_no_page_keeps_a_question_of_another_record(scene: Scene) -> None:
    desk, county = scene
    pairs = desk.ask(lambda app: two_of_each(app, county))
    assert set(pairs) == set(RECORDS)
    for key, (first, second) in pairs.items():
        page = desk.go(key, first)
        assert page.subject(), key
        asked = half_open(page)
        assert asked, key
        desk.go("home")
        desk.go(key, second)
        still = [part.objectName() or type(part).__name__ for part in asked if is_about_the_former(part)]
        assert not still, (key, still)


def test_the_same_record_again_keeps_its_question(scene: Scene) -> None:
    desk, county = scene
    mine = desk.go("site", county.mine_id)
    mine.correcting.ask("问一句", [Ask("words", "话")], "好", lambda _answers: None)
    desk.go("home")
    assert not desk.go("site", county.mine_id).correcting.isHidden()


def test_a_new_visit_asks_for_no_reason_and_the_former_has_its_words_back(scene: Scene) -> None:
    desk, county = scene
    first, second = (desk.ask(lambda app, site=site: start_visit(app, county, site)) for site in ("", county.pit_id))
    page = desk.inspection(first)
    page.findings.close_button.click()
    desk.rest()
    assert page.findings.reason.isVisible()
    desk.type(page.findings.reason, "时间所限")
    desk.inspection(second)
    assert not page.findings.reason.isVisible()
    assert page.findings.reason.text() == ""
    assert page.panel.line is not None
    assert page.panel.line.key == page.items.model.lines[0].key
    desk.inspection(first)
    assert not page.findings.reason.isVisible()
    page.findings.close_button.click()
    desk.rest()
    assert page.findings.reason.text() == "时间所限"


def test_a_reason_for_taking_a_finding_out_does_not_go_to_the_next(scene: Scene) -> None:
    desk, county = scene
    pairs = desk.ask(lambda app: two_of_each(app, county))
    page = desk.go("finding", pairs["finding"][0])
    page.remove.click()
    desk.type(page.remove_reason, "重复")
    desk.go("finding", pairs["finding"][1])
    assert not page.remove_reason.isVisible()
    assert page.remove_reason.text() == ""
