"""Two officers with a laptop each type the same sheet in: one record each, what they read differently is a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.fieldwork.values import Sheet
from inspector_app.office.model import Officer
from inspector_app.store_check import check_store
from tests.fixtures.county import County, Laptop, joined
from tests.fixtures.visits import ACTOR, begin_visit, make_mine

Two = tuple[Laptop, Laptop, Sheet]


@pytest.fixture
def two(shared_county: County, tmp_path: Path) -> Two:
    """A visit with a printed sheet on both laptops."""
    first, second = joined(tmp_path / "a", shared_county), joined(tmp_path / "b", shared_county, login="li")
    app = App(first.store)
    with first.store.units.begin(ACTOR, "test.officers") as unit:
        for identity in (ACTOR, "officer-b"):
            valid = {"cert_valid_from_on": "2025-01-01", "cert_valid_to_on": "2029-12-31"}
            unit.create(Officer, identity, name=identity, officer_role="officer", cert_no=identity, **valid)
    visit = begin_visit(app, make_mine(app), "task_16", "task_17", "criteria_underground")
    sheet = app.field_sheets.draw_up(ACTOR, visit)
    hand_over(first, second, visit, tmp_path)
    return first, second, sheet


def hand_over(sender: Laptop, taker: Laptop, visit: str, folder: Path) -> int:
    file = folder / f"{sender.me}.kaj"
    file.unlink(missing_ok=True)
    sender.sync.export(file, visit)
    return taker.sync.import_file(file).conflicts


def enter(laptop: Laptop, sheet: Sheet, *lines: str) -> None:
    for line in lines:
        App(laptop.store).field_sheets.enter(laptop.me, sheet.id, line)


def test_the_sheet_itself_comes_over_with_its_numbers(two: Two) -> None:
    _first, second, sheet = two
    assert App(second.store).field_sheets.sheet(sheet.short_code).items == sheet.items


def test_the_same_lines_on_both_laptops_are_one_answer_and_one_finding(two: Two, tmp_path: Path) -> None:
    first, second, sheet = two
    enter(first, sheet, "3-5 3", "7 2 @井口 f1 栏杆缺失")
    enter(second, sheet, "3-5 3", "7 2 @井口 f1 栏杆缺失", "8 3")
    assert hand_over(second, first, sheet.inspection_id, tmp_path) == 0
    app = App(first.store)
    assert [row.fact for row in app.inspections.findings(inspection_id=sheet.inspection_id)] == ["栏杆缺失"]
    said = app.inspections.answers(sheet.inspection_id)
    assert {one.no for one in sheet.items if one.item_key in said} == {3, 4, 5, 7, 8}
    assert check_store(first.store).ok


def test_what_they_read_differently_is_kept_twice_and_shown(two: Two, tmp_path: Path) -> None:
    first, second, sheet = two
    enter(first, sheet, "3 3", "7 2 @井口 f1 栏杆缺失")
    enter(second, sheet, "3 1", "7 2 @井口 f1 栏杆缺一段")
    assert hand_over(second, first, sheet.inspection_id, tmp_path) == 2
    assert first.sync.status().conflicts == 2
