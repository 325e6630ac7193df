"""Which page a visit opens on, whatever way leads there; and a visit without items says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app.checklist.values import Verdict
from tests.fixtures.pictures import jpeg
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from tests.ui.pages.papers import visit_with_problem
from ui.inspection import reinspection_reading
from ui.inspection.reinspection_page import ReinspectionPage

Scene = tuple[Desk, County]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, county


def running_reinspection(app: Any, county: County) -> str:
    """An order is out and is being re-inspected; the id of that second visit."""
    visit = visit_with_problem(app, county)
    found = app.inspections.findings(inspection_id=visit)[0].id
    app.evidence.add_photo(county.officer_id, jpeg(), inspection_id=visit, finding_id=found)
    app.end_visit(visit, open_items_reason="时间所限")
    order = app.papers.create(county.officer_id, "rectification_order", inspection_id=visit)
    app.papers.issue(county.officer_id, order, accept_warnings=True)
    gaps = {"approval_gap_reason": "当日补办", "behavior_code_gap_reason": "无信号"}
    return reinspection_reading.start(app, county.officer_id, order, gaps)


def from_home(desk: Desk, _visit: str) -> None:
    home = desk.go("home")
    assert any(one.text().startswith("复查  ·  ") for one in home.running.findChildren(QLabel))
    next(one for one in home.running.findChildren(QPushButton) if one.text() == "继续").click()


def from_the_list(desk: Desk, _visit: str) -> None:
    page = desk.go("inspections")
    page.table.selectRow(0)
    page.open_current()


def by_its_id(desk: Desk, visit: str) -> None:
    desk.go("inspection", visit)


def by_nothing(desk: Desk, _visit: str) -> None:
    desk.go("inspection")


def after_a_restart(desk: Desk, visit: str) -> None:
    desk.window.page("inspection").restore({"inspection": visit, "item": ""})
    desk.go("inspection")


@pytest.mark.parametrize("way", [from_home, from_the_list, by_its_id, by_nothing, after_a_restart])
def test_a_running_reinspection_opens_on_its_own_page(scene: Scene, way: Callable[[Desk, str], None]) -> None:
    desk, county = scene
    visit = desk.ask(lambda app: running_reinspection(app, county))
    way(desk, visit)
    desk.rest()
    page = desk.window.current_page
    assert isinstance(page, ReinspectionPage)
    assert page.inspection_id == visit
    assert page.model.rowCount() == 1


def test_a_visit_without_items_offers_the_lists_and_no_verdict(scene: Scene) -> None:
    desk, county = scene
    page = desk.inspection(desk.ask(lambda app: start_visit(app, county, checklists=())))
    assert page.middle.currentWidget() is page.middle.no_items
    assert not page.panel.isVisible()
    desk.press(page.items.view, Qt.Key.Key_1)
    page.middle.no_items.button.click()
    desk.rest()
    assert page.stack.currentWidget() is page.details


def test_where_nothing_fits_the_way_back_to_all_is_offered(scene: Scene) -> None:
    desk, county = scene
    page = desk.inspection(desk.ask(lambda app: start_visit(app, county)))
    count = page.items.model.rowCount()
    desk.type(page.items.search, "没有这样的词")
    assert page.middle.currentWidget() is page.middle.none_fits
    page.middle.none_fits.button.click()
    assert (page.items.model.rowCount(), page.panel.isVisible()) == (count, True)


def test_a_verdict_that_is_not_recorded_is_not_marked(scene: Scene) -> None:
    desk, county = scene
    page = desk.inspection(desk.ask(lambda app: start_visit(app, county)))
    button = page.panel.buttons[Verdict.NOT_CHECKED]
    button.click()
    assert not button.isChecked()
