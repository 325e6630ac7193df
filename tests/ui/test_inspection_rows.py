"""Rows at an item: written one by one by keys, the number follows, a row beyond its limit is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, answer, desk_on, new_finding
from ui.inspection.inspection_page import InspectionPage

Scene = tuple[Desk, County, InspectionPage]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A running visit, at the item about people at one face."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        page = desk.inspection(inspection_id)
        page.items.select("T16-07")
        yield desk, county, page


def write_faces(desk: Desk, page: InspectionPage, *faces: tuple[str, str]) -> None:
    """Row by row with the keyboard: name, Tab over the kind of work, people, Enter."""
    desk.press(page, Qt.Key.Key_R)
    for face, people in faces:
        cells = page.panel.rows._rows[-1].fields
        desk.type(cells[0], face)
        desk.type(cells[2], people)
        desk.press(cells[2], Qt.Key.Key_Return)


def test_faces_are_written_row_by_row_and_the_number_follows(scene: Scene) -> None:
    desk, _county, page = scene
    write_faces(desk, page, ("3号采场", "2"), ("西沿脉", "4"))
    panel = page.panel
    assert (panel.value.field.text(), panel.value.field.isReadOnly()) == ("4", True)
    assert panel.proposal.text().startswith("第 2 行")
    answer(desk, page, "不符合")
    said = desk.ask(lambda app: app.inspections.answers(page.inspection_id))["T16-07"]
    assert said.count == 4
    assert [row["face"] for row in said.rows] == ["3号采场", "西沿脉"]


def test_rows_that_are_half_written_come_back(scene: Scene, qtbot: Any) -> None:
    desk, _county, page = scene
    with qtbot.waitSignal(page.half_typed.kept, timeout=PATIENCE):
        write_faces(desk, page, ("3号采场", "2"))
    page.items.select("T16-08")
    page.items.select("T16-07")
    assert page.panel.rows.rows() == ({"face": "3号采场", "people": "2"},)


def test_a_row_without_its_number_is_refused_and_stays(scene: Scene) -> None:
    desk, _county, page = scene
    desk.press(page, Qt.Key.Key_R)
    desk.type(page.panel.rows._rows[0].fields[0], "3号采场")
    page.panel.buttons[next(iter(page.panel.buttons))].click()
    assert "第 1 行" in page.panel.value.error._words.text()
    assert page.panel.rows.rows() == ({"face": "3号采场"},)


def test_without_rows_the_number_is_the_officers_again(scene: Scene) -> None:
    desk, _county, page = scene
    write_faces(desk, page, ("3号采场", "2"))
    for one in list(page.panel.rows._rows):
        one.remove.click()
    assert not page.panel.value.field.isReadOnly()
    assert page.panel.value.field.text() == ""




def test_enter_in_an_empty_row_ends_the_table_with_the_suggested_verdict(scene: Scene) -> None:
    desk, _county, page = scene
    write_faces(desk, page, ("西沿脉", "5"))
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE) as stored:
        desk.press(page.panel.rows._rows[-1].fields[0], Qt.Key.Key_Return)
    assert stored.args == ["T16-07", "not_compliant"]
    assert len(page.panel.rows.rows()) == 1


def test_a_finding_from_rows_knows_its_place_and_its_number(scene: Scene) -> None:
    desk, _county, page = scene
    write_faces(desk, page, ("西沿脉", "5"))
    answer(desk, page, "不符合")
    editor = new_finding(desk, page)
    assert editor._view is not None
    assert editor._view.row.place == "西沿脉"
    assert "作业人数5人" in editor._view.suggested


def test_a_row_that_was_added_is_in_sight(scene: Scene) -> None:
    desk, _county, page = scene
    desk.press(page, Qt.Key.Key_R)
    desk.rest()
    cell = page.panel.rows._rows[-1].fields[0]
    assert cell.visibleRegion().boundingRect().height() == cell.height()
