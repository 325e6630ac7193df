"""Lines typed from a filled-in sheet: one line is one action, a correction is journalled as one, nothing is guessed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.errors import InspectorError, StorageFault
from inspector_app.evidence.tray import numbered
from inspector_app.fieldwork.telling import told
from inspector_app.inspection.model import Finding
from inspector_app.inspection.values import AnswerInput
from inspector_app.storage import journal
from inspector_app.storage.verify import verify
from inspector_app.store import Store
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import ACTOR
from tests.unit.fieldwork.conftest import Lane

OTHER = "officer-b"


def entries(lane: Lane, action: str = "inspection.answer_sheet") -> list[Any]:
    with lane.app.store.units.read() as connection:
        return [one for _position, one in journal.read(connection) if one.action == action]


def verdict(lane: Lane, no: int) -> str | None:
    row = lane.app.inspections.answers(lane.visit).get(lane.item(no).item_key)
    return row.verdict if row else None


def refused(lane: Lane, text: str) -> str:
    before = len(entries(lane))
    with pytest.raises(InspectorError) as wrong:
        lane.enter(text)
    assert len(entries(lane)) == before, "nothing of a refused line is kept"
    return wrong.value.code


def test_a_range_is_one_action_journalled_item_by_item(lane: Lane) -> None:
    assert lane.enter("3-7 1").changed
    assert [verdict(lane, no) for no in range(3, 8)] == ["compliant"] * 5
    made = entries(lane)
    assert len(made) == 5
    assert len({one.action_id for one in made}) == 1
    assert {one.actor for one in made} == {ACTOR}
    row = lane.app.inspections.answers(lane.visit)[lane.item(3).item_key]
    assert row.sheet_id == lane.sheet.id


def test_a_repeated_line_changes_nothing_and_says_so(lane: Lane) -> None:
    lane.enter("3-5 1")
    before = len(entries(lane))
    again = lane.enter("3-5 1")
    assert not again.changed
    assert len(entries(lane)) == before
    assert "不会改变什么" in told(lane.plan("3-5 1")).does


def test_a_corrected_answer_keeps_both_words_and_the_reason(lane: Lane) -> None:
    lane.enter("3 1")
    assert told(lane.plan("3 3")).warnings == ("这是更正：第 3 项原来是符合，留痕可查。",)
    lane.enter("3 3")
    correction = entries(lane)[-1]
    assert (correction.fields["verdict"].old, correction.fields["verdict"].new) == ("compliant", "not_applicable")
    assert lane.sheet.short_code in correction.reason
    assert "第 3 项更正" in correction.reason


def test_what_is_said_at_the_item_afterwards_is_no_longer_from_the_sheet(lane: Lane) -> None:
    lane.enter("3 1")
    item = lane.item(3)
    lane.app.inspections.answer(ACTOR, lane.visit, item.checklist_key, {item.item_key: AnswerInput("not_applicable")})
    assert lane.app.inspections.answers(lane.visit)[item.item_key].sheet_id is None


def test_a_measured_number_a_count_a_day_and_an_option_are_read_as_the_item_asks(lane: Lane) -> None:
    count = lane.of_kind("count")[0]
    lane.enter(f"{count.no} 1 ３")
    assert lane.app.inspections.answers(lane.visit)[count.item_key].count == 3
    lane.enter(f"{count.no} 1 4 {count.unit}")
    said = lane.app.inspections.answers(lane.visit)[count.item_key]
    assert (said.count, said.note) == (4, None)
    number = lane.of_kind("number")[0]
    lane.enter(f"{number.no} 1 =1{number.unit}")
    assert lane.app.inspections.answers(lane.visit)[number.item_key].value == "1"
    choice = (lane.of_kind("choice") or lane.of_kind("choices"))[0]
    lane.enter(f"{choice.no} 1 2")
    assert lane.app.inspections.answers(lane.visit)[choice.item_key].choices == (choice.options[1],)
    assert refused(lane, f"{choice.no} 1 99") == "sheet.option_unknown"


def faces(lane: Lane) -> Any:
    """The item of the headcount list that may be written down face by face."""
    return next(one for one in lane.sheet.items if one.item_key == "T16-07")


def test_the_number_of_a_table_is_entered_and_its_rows_may_follow(lane: Lane) -> None:
    item = faces(lane)
    planned = lane.plan(f"{item.no} 1 3")
    assert "每个采掘作业面的情况可在检查页这一项按 R 逐行补" in told(planned).does
    assert "each face can be added row by row" in told(planned, "en").does
    lane.enter(f"{item.no} 1 3")
    assert lane.app.inspections.answers(lane.visit)["T16-07"].count == 3


def test_rows_stay_with_their_number_and_go_with_another_only_after_a_word(lane: Lane) -> None:
    item, rows = faces(lane), ({"face": "1号", "people": 2}, {"face": "2号", "people": 3})
    said = {"T16-07": AnswerInput("not_compliant", rows=rows)}
    lane.app.inspections.answer(ACTOR, lane.visit, item.checklist_key, said)
    assert told(lane.plan(f"{item.no} 1")).warnings[0].startswith("这是更正")
    lane.enter(f"{item.no} 1 3")
    answer = lane.app.inspections.answers(lane.visit)["T16-07"]
    assert (answer.verdict, answer.count, len(answer.rows)) == ("compliant", 3, 2)
    warned = " ".join(told(lane.plan(f"{item.no} 1 2")).warnings)
    assert "已逐行写了 2 行，与这个数对不上" in warned
    lane.enter(f"{item.no} 1 2")
    answer = lane.app.inspections.answers(lane.visit)["T16-07"]
    assert (answer.count, answer.rows) == (2, ())


def test_a_number_that_is_no_value_here_stays_part_of_the_words(lane: Lane) -> None:
    no = lane.no("verdict")
    made = lane.enter(f"{no} 2 3 号采场顶板开裂")
    assert made.finding_id is not None
    assert lane.app.inspections.finding(made.finding_id).fact == "3 号采场顶板开裂"


def test_a_finding_in_one_line_has_place_photos_rule_and_deadline(lane: Lane) -> None:
    photos = lane.take_photos(7)
    no = lane.no("count")
    made = lane.enter(f"{no} 2 12 @三中段2号采场 p5-7 f1 采场顶板开裂，掉块。")
    row = lane.app.inspections.finding(str(made.finding_id))
    assert (row.place, row.fact, row.photos, row.missing) == ("三中段2号采场", "采场顶板开裂，掉块。", 3, ())
    assert (row.item_key, row.sheet_mark, row.sheet_id) == (lane.item(no).item_key, "F1", lane.sheet.id)
    assert row.force
    filed = {one.id for one in lane.app.evidence.photos(finding_id=row.id)}
    assert filed == set(photos[4:7])
    assert verdict(lane, no) == "not_compliant"
    assert len({one.action_id for one in entries(lane)}) == 1


def test_a_finding_without_item_and_later_more_of_it(lane: Lane) -> None:
    lane.take_photos(2)
    made = lane.enter("f2 @井口 栏杆缺失")
    assert told(lane.plan("f2 p1")).does.startswith("更正问题 1 F2")
    again = lane.enter("f2 p1")
    assert again.finding_id == made.finding_id
    row = lane.app.inspections.finding(str(made.finding_id))
    assert (row.place, row.fact, row.photos, row.item_key) == ("井口", "栏杆缺失", 1, None)


def test_photo_numbers_do_not_move_while_photos_are_filed(lane: Lane) -> None:
    photos = lane.take_photos(4)
    no, other = lane.no("verdict"), lane.no("verdict", 1)
    first = lane.enter(f"{no} 2 p1-2 开裂")
    second = lane.enter(f"{other} 2 p3 积水")
    assert {one.id for one in lane.app.evidence.photos(finding_id=first.finding_id)} == set(photos[:2])
    assert [one.id for one in lane.app.evidence.photos(finding_id=second.finding_id)] == [photos[2]]
    assert refused(lane, f"{other} 2 p5 积水") == "sheet.photo_missing"
    with lane.app.store.units.read():
        assert [one.number for one in numbered(lane.app.evidence.photos(inspection_id=lane.visit))] == [1, 2, 3, 4]


def test_a_photo_that_lies_with_another_finding_is_told_before_it_moves(lane: Lane) -> None:
    lane.take_photos(1)
    no, other = lane.no("verdict"), lane.no("verdict", 1)
    lane.enter(f"{no} 2 p1 开裂")
    assert "照片第 1 张从问题 1 移过来。" in told(lane.plan(f"{other} 2 p1 积水")).warnings


def test_a_photo_of_a_compliant_item_is_filed_to_its_answer(lane: Lane) -> None:
    lane.take_photos(1)
    lane.enter(f"{lane.no()} 1 p1")
    (photo,) = lane.app.evidence.photos(inspection_id=lane.visit)
    assert photo.answer_id
    assert not lane.app.evidence.photos(inspection_id=lane.visit, unfiled=True)


def test_a_place_number_means_the_list_on_the_paper(lane: Lane) -> None:
    lane.enter("f1 @三中段2号采场 顶板开裂")
    sheet = lane.app.field_sheets.draw_up(ACTOR, lane.visit)
    assert sheet.places == ("三中段2号采场",)
    second = replace(lane, sheet=sheet)
    made = second.enter("f1 @1 又一处")
    assert lane.app.inspections.finding(str(made.finding_id)).place == "三中段2号采场"
    assert refused(second, "f2 @9 远处") == "sheet.place_unknown"


def test_the_rest_was_not_checked_for_one_reason(lane: Lane) -> None:
    lane.enter("1-3 1")
    lane.enter("* 4 时间不够")
    said = lane.app.inspections.answers(lane.visit)
    assert all(said[one.item_key].verdict for one in lane.sheet.items)
    assert said[lane.item(9).item_key].not_checked_reason == "时间不够"
    assert verdict(lane, 1) == "compliant"
    assert refused(lane, "* 4 时间不够") == "sheet.rest_is_none"
    assert refused(lane, "* 1") == "sheet.rest_not_checked_only"


def test_the_hours_are_stated_by_the_officer_and_not_by_the_clock(lane: Lane) -> None:
    lane.enter("t 0910-1240")
    sheet = lane.app.field_sheets.sheet(lane.sheet.id)
    assert (sheet.seen_from_at, sheet.seen_to_at) == ("2026-03-10T09:10+08:00", "2026-03-10T12:40+08:00")
    assert sheet.seen_stated_by == ACTOR
    assert refused(lane, "t 0910-2359") == "sheet.times_ahead"
    lane.enter("z")
    assert lane.app.field_sheets.sheet(lane.sheet.id).seen_from_at is None


def test_the_last_line_is_taken_back_whole_and_can_be_entered_again(lane: Lane) -> None:
    lane.take_photos(1)
    no = lane.no("verdict")
    lane.enter("3-5 1")
    made = lane.enter(f"{no} 2 p1 开裂")
    lane.enter("z")
    assert verdict(lane, no) != "not_compliant"
    assert lane.app.evidence.photos(inspection_id=lane.visit, unfiled=True)
    assert lane.app.inspections.findings(inspection_id=lane.visit) == []
    again = lane.enter(f"{no} 2 p1 开裂")
    assert again.finding_id == made.finding_id
    assert lane.app.inspections.finding(str(made.finding_id)).photos == 1
    with lane.app.store.units.read() as connection:
        assert verify(connection, lane.app.store.fold).problems == []


def test_undo_never_jumps_over_something_else(lane: Lane) -> None:
    lane.enter("3 1")
    lane.app.office.set_setting(ACTOR, "papers.qr_code", False)
    assert refused(lane, "z") == "sheet.nothing_to_undo"


def test_two_officers_enter_the_same_sheet(lane: Lane) -> None:
    no = lane.no("verdict")
    mine = lane.enter(f"{no} 2 @井口 开裂")
    assert not lane.enter(f"{no} 2 @井口 开裂", OTHER).changed
    his = lane.enter(f"{no} 2 @井口 开裂 2 m", OTHER)
    assert his.finding_id == mine.finding_id
    assert len(lane.app.inspections.findings(inspection_id=lane.visit)) == 1
    assert lane.app.inspections.finding(str(mine.finding_id)).fact == "开裂 2 m"
    assert entries(lane)[-1].actor == OTHER


def test_compliant_after_not_compliant_says_that_the_finding_stays(lane: Lane) -> None:
    no = lane.no("verdict")
    lane.enter(f"{no} 2 开裂")
    assert "问题 1 还在；不是问题的话请到问题页移除。" in told(lane.plan(f"{no} 1")).warnings


def test_a_value_beyond_its_limit_is_told_before_compliant_is_entered(lane: Lane) -> None:
    heads = next(one for one in lane.of_kind("count") if one.compare.startswith("设计"))
    warnings = told(lane.plan(f"{heads.no} 1 99")).warnings
    assert f"第 {heads.no} 项的数值按限值看是不符合，请核对结论。" in warnings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3 4", "sheet.reason_missing"), ("9999 1", "sheet.no_item"), ("0 1", "sheet.no_item"),
        ("3-5 2 开裂", "sheet.finding_for_many"), ("3-5 1 =2", "sheet.value_for_many"),
        ("3-5 2 p1", "sheet.finding_for_many"), ("3 1 f1", "sheet.finding_needs_not_compliant"),
        ("3 3 @井口", "sheet.finding_needs_not_compliant"), ("f1", "sheet.finding_says_nothing"),
        ("3 1 3", "sheet.number_not_asked"), ("3 2 12", "sheet.number_not_asked"),
        ("3 2 p1 开裂", "sheet.photo_missing"), ("3 1 =abc", "checklist.answer_not_asked"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_done_says_why_and_leaves_nothing(lane: Lane, text: str, code: str) -> None:
    lane.sheet = replace(lane.sheet, items=tuple(lane.sheet.items))
    assert refused(lane, text) == code


def test_one_mark_is_one_finding(lane: Lane) -> None:
    no, other = lane.no("verdict"), lane.no("verdict", 1)
    lane.enter(f"{no} 2 f1 开裂")
    assert refused(lane, f"{other} 2 f1 积水") == "sheet.mark_taken"


def test_not_compliant_alone_makes_no_finding_and_says_so(lane: Lane) -> None:
    assert "没有写事实、地点或照片，不新建问题。" in told(lane.plan(f"{lane.no()} 2")).warnings
    assert lane.enter(f"{lane.no()} 2").finding_id is None


def test_the_preview_is_plain_words_in_both_languages(lane: Lane) -> None:
    lane.take_photos(2)
    no = lane.no("verdict")
    title = lane.item(no).title
    plan = lane.plan(f"{no} 2 @井口 p1-2 f1 栏杆缺失")
    assert told(plan).does == (
        f"第 {no} 项“{title}”记为不符合；新建问题 F1，地点：井口，事实：栏杆缺失，照片第 1-2 张。"
    )
    assert told(plan, "en").does.startswith(f"Item {no} ")
    assert told(lane.plan("3-5,9 1")).does == "第 3-5、9 项（共 4 项）记为符合。"
    assert told(lane.plan("t 0910-1240")).does.startswith("下井 09:10，升井 12:40")


def test_two_programs_on_one_store_enter_lines_at_the_same_time(lane: Lane) -> None:
    """Window and command line, or two windows: every line is whole, the chain stays sound."""
    count = 12

    def enter_all(no: int) -> None:
        beside = App(Store.open(lane.app.store.folder, "zhang", PASSPHRASE, clock=lane.app.store.clock))
        for at in range(count):
            beside.field_sheets.enter(ACTOR, lane.sheet.id, f"{no + at} 3")
        beside.store.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enter_all, (1, 1 + count // 2)))
    said = lane.app.inspections.answers(lane.visit)
    assert [said[one.item_key].verdict for one in lane.sheet.items[:18]] == ["not_applicable"] * 18
    with lane.app.store.units.read() as connection:
        assert verify(connection, lane.app.store.fold).problems == []
        assert len(entries(lane)) == 18


def test_a_full_disk_keeps_nothing_of_a_line(lane: Lane) -> None:
    page_count = "PRAGMA max_page_count"
    with lane.app.store.units.writing() as connection:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"{page_count} = {used}")
    with pytest.raises(StorageFault):
        lane.enter("1-60 4 " + "很长的原因" * 400)
    assert lane.app.inspections.answers(lane.visit) == {}


def test_no_clock_claims_when_something_on_the_sheet_was_seen(lane: Lane) -> None:
    made = lane.enter("3 2 @井口 栏杆缺失")
    assert lane.app.inspections.answers(lane.visit)[lane.item(3).item_key].answered_at is None
    with lane.app.store.units.begin(ACTOR, "test.read") as unit:
        assert unit.get(Finding, str(made.finding_id)).found_at == "2026-03-10"
    assert entries(lane)[0].at.startswith("2026-03-10T15:00"), "the journal says when it was typed"
