"""A sheet that was begun and left is found again: on the home page, by its code, by a command."""

from __future__ import annotations

import json
from datetime import date

from inspector_app.home import HomeBoard, read_board
from inspector_app.inspection.values import AnswerInput
from inspector_app.search.values import SearchGroup
from inspector_app.storage.reader import Reader, unlock
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import ACTOR
from tests.unit.fieldwork.conftest import Lane


def board(lane: Lane) -> HomeBoard:
    key = unlock(lane.app.store.folder, "zhang", PASSPHRASE)
    reader = Reader(key)
    try:
        return read_board(reader, key, date(2026, 3, 10))
    finally:
        reader.close()


def test_a_sheet_that_was_only_printed_waits_underground_and_not_on_the_home_page(lane: Lane) -> None:
    assert board(lane).sheets == ()
    assert lane.app.field_sheets.unfinished() == ()


def test_a_half_entered_sheet_stands_there_with_what_is_left(lane: Lane) -> None:
    lane.enter("3-7 1")
    [left] = board(lane).sheets
    assert (left.id, left.inspection_id, left.code) == (lane.sheet.id, lane.visit, lane.sheet.short_code)
    assert (left.open, left.count, left.is_typed) == (len(lane.sheet.items) - 5, len(lane.sheet.items), False)
    assert left.site_name == "北沟矿"
    assert lane.app.field_sheets.unfinished() == (left,)


def test_what_was_answered_another_way_is_not_left(lane: Lane) -> None:
    lane.enter("3-7 1")
    item = lane.of_kind("verdict")[9]
    lane.app.inspections.answer(ACTOR, lane.visit, item.checklist_key, {item.item_key: AnswerInput("compliant")})
    assert board(lane).sheets[0].open == len(lane.sheet.items) - 6


def test_a_line_that_was_never_entered_is_told_also_when_all_else_is_said(lane: Lane) -> None:
    lane.app.store.set_local(f"form.field_sheet.{lane.sheet.id}", json.dumps({"line": "21 2 顶板", "waiting": []}))
    assert (board(lane).sheets[0].is_typed, board(lane).sheets[0].open) == (True, len(lane.sheet.items))
    lane.enter("* 4 时间不够")
    assert [one.open for one in board(lane).sheets] == [0]
    lane.app.store.set_local(f"form.field_sheet.{lane.sheet.id}", json.dumps({"line": "", "waiting": []}))
    assert board(lane).sheets == ()


def test_a_line_taken_back_leaves_nothing_begun(lane: Lane) -> None:
    lane.enter("3-7 1")
    lane.enter("z")
    assert board(lane).sheets == ()


def test_a_closed_visit_reminds_of_no_sheet(lane: Lane) -> None:
    lane.enter("3-7 1")
    lane.app.inspections.close(ACTOR, lane.visit, open_items_reason="时间不够")
    assert board(lane).sheets == ()


def test_the_code_on_the_paper_finds_the_sheet_as_printed_and_as_typed_in_haste(lane: Lane) -> None:
    code = lane.sheet.short_code
    qr = f"KAJS1:{lane.sheet.id.replace('-', '').upper()}"
    for asked in (code, code.lower().replace("-", ""), code.replace("-", " "), qr, f"北沟 {code[:4]}"):
        groups = lane.app.search.find(asked, groups=(SearchGroup.INSPECTION,)).groups
        assert [hit.id for one in groups for hit in one.hits if hit.kind == "field_sheet"] == [lane.sheet.id], asked
    [found] = [hit for hit in groups[0].hits if hit.kind == "field_sheet"]
    assert found.title == f"下井记录单  {code}"
    assert found.links["inspection"] == lane.visit
