"""A field sheet is a record: numbers stay bound to the items as printed, and it always prints the same."""

from __future__ import annotations

import pytest

from inspector_app.bootstrap import App
from inspector_app.documents.rendering import render
from inspector_app.documents.sheetcode import qr_text, short_code
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.fieldwork.walking import walking_order
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.visits import ACTOR, begin_visit, make_mine
from tests.unit.fieldwork.conftest import LISTS, Lane


def test_items_are_numbered_through_in_walking_order(lane: Lane) -> None:
    sheet = lane.sheet
    areas = [one.area for one in sheet.items]
    order = walking_order().titles
    assert [one.no for one in sheet.items] == list(range(1, len(sheet.items) + 1))
    assert areas == sorted(areas, key=order.index)
    assert {one.checklist_key for one in sheet.items} == set(LISTS)
    assert len({one.item_key for one in sheet.items}) == len(sheet.items)


def test_the_sheet_names_mine_officers_and_the_design_value_of_an_item(lane: Lane) -> None:
    assert lane.sheet.header["site_name"] == "北沟矿"
    assert lane.sheet.header["officers"] == ["张三", "李四"]
    assert any("设计≤9 人；≤" in one.compare for one in lane.sheet.items)


def test_a_later_change_of_scope_moves_no_number(lane: Lane) -> None:
    lane.app.inspections.set_scope(ACTOR, lane.visit, ["task_17"], "范围改了")
    again = lane.app.field_sheets.sheet(lane.sheet.id)
    assert again.items == lane.sheet.items
    outside = next(one for one in again.items if one.checklist_key == "task_16")
    with pytest.raises(RuleViolation) as refused:
        lane.enter(f"{outside.no} 1")
    assert (refused.value.code, refused.value.params["title"]) == ("sheet.item_outside", outside.title)
    inside = next(one for one in again.items if one.checklist_key == "task_17")
    assert lane.enter(f"{inside.no} 1").changed
    assert lane.app.field_sheets.state(again.id).outside >= {outside.item_key}


def test_a_second_sheet_may_hold_what_is_open_or_one_list_only(lane: Lane) -> None:
    lane.enter("1-5 3")
    rest = lane.app.field_sheets.draw_up(ACTOR, lane.visit, open_only=True)
    one_list = lane.app.field_sheets.draw_up(ACTOR, lane.visit, checklists=["task_17"])
    assert (rest.sheet_no, one_list.sheet_no) == (2, 3)
    assert len(rest.items) <= len(lane.sheet.items) - 5
    assert {one.checklist_key for one in one_list.items} == {"task_17"}
    assert [one.id for one in lane.app.field_sheets.sheets(lane.visit)][-1] == lane.sheet.id


def test_what_is_said_already_is_ticked_on_a_later_sheet(lane: Lane) -> None:
    first = lane.item(1)
    lane.app.inspections.answer(ACTOR, lane.visit, first.checklist_key, {first.item_key: AnswerInput("compliant")})
    again = lane.app.field_sheets.draw_up(ACTOR, lane.visit)
    assert next(one for one in again.items if one.item_key == first.item_key).verdict == "compliant"


def test_a_sheet_is_found_by_its_code_however_it_is_typed_and_by_its_qr_code(lane: Lane) -> None:
    code = lane.sheet.short_code
    assert code == short_code(lane.sheet.id)
    for named in (code, code.lower(), code.replace("-", " "), lane.sheet.id, qr_text(lane.sheet.id)):
        assert lane.app.field_sheets.sheet(named).id == lane.sheet.id
    with pytest.raises(BadInput) as unknown:
        lane.app.field_sheets.sheet("0000-0000")
    assert unknown.value.code == "sheet.unknown"


def test_the_same_sheet_prints_the_same_pages_whatever_was_entered_since(lane: Lane) -> None:
    before = render(lane.app.field_sheets.paper(lane.sheet.id))
    lane.enter("1-3 3")
    after = render(lane.app.field_sheets.paper(lane.sheet.id))
    assert (after.digest, after.pages) == (before.digest, before.pages)
    assert after.pdf == before.pdf


def test_a_mine_of_which_nothing_is_known_gets_its_sheet_too(app: App) -> None:
    visit = begin_visit(app, make_mine(app, name=None, site_state=None, scale=None), "task_16")
    sheet = app.field_sheets.draw_up(ACTOR, visit)
    assert sheet.header["site_name"]
    assert render(app.field_sheets.paper(sheet.id)).pages >= 1


def test_nothing_to_check_prints_nothing(app: App) -> None:
    visit = begin_visit(app, make_mine(app))
    with pytest.raises(RuleViolation) as refused:
        app.field_sheets.draw_up(ACTOR, visit)
    assert refused.value.code == "sheet.nothing_to_print"


def test_a_closed_visit_prints_and_takes_no_sheet(lane: Lane) -> None:
    lane.app.inspections.close(ACTOR, lane.visit, open_items_reason="时间不够")
    for act in (lambda: lane.app.field_sheets.draw_up(ACTOR, lane.visit), lambda: lane.enter("1 1")):
        with pytest.raises(RuleViolation) as refused:
            act()
        assert refused.value.code == "inspection.closed"


def test_an_internal_sheet_cannot_be_made_a_paper(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    with pytest.raises(RuleViolation) as refused:
        app.papers.create(ACTOR, "W1", inspection_id=visit)
    assert refused.value.code == "paper.form_internal"


