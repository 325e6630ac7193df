"""How many actions it takes to type in a sheet that was filled underground: 40 answers and 12 photos."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inspector_app.fieldwork.values import Sheet
from tests.documents.reading import plain, text_of
from tests.fixtures.jamming import Cups
from tests.fixtures.pictures import exif_block, jpeg
from tests.ui.pages.county import start_visit
from tests.ui.steps.conftest import Morning, Tell

LISTS = ("task_12", "task_16", "task_17", "criteria_underground")
FINDINGS = {
    5: "2 @1 p1-2 f1 安全出口梯子间缺两级踏步",
    11: "2 @1 p3 f2 泵房积水",
    17: "2 @二中段3号采场 p4-6 f3 采场顶板局部开裂，掉块",
    23: "2 @二中段3号采场 p7,9 f4 局部通风机停运",
    30: "2 @主运输巷 p8 f5 电缆破皮",
    38: "2 @主运输巷 p10-12 f6 巷道底板积泥，车辆不能避让",
}
"""By item: everything pencilled beside it."""


def camera(folder: Path, count: int) -> list[Path]:
    """Photos in the order the camera took them."""
    files = []
    for number in range(1, count + 1):
        data = jpeg(640, 480, seed=number, exif=exif_block(taken=f"2026:03:10 10:{number:02d}:00"))
        files.append(folder / f"DSC_{number:04d}.JPG")
        files[-1].write_bytes(data)
    return files


def pencilled(sheet: Sheet) -> list[str]:
    """Forty lines, one for each answer: the dearest way to enter a sheet."""
    lines = [f"{no} {FINDINGS.get(no, '1')}" for no in range(1, 41)]
    lines[6], lines[19] = "7 3", "20 4 巷道封闭，进不去"
    return lines


def printed(morning: Morning) -> Sheet:
    def work(app: Any) -> Sheet:
        visit = start_visit(app, morning.county, checklists=LISTS)
        app.inspections.add_finding(app.officer_id, visit, place="主井口")
        sheet = app.field_sheets.draw_up(app.officer_id, visit)
        assert isinstance(sheet, Sheet)
        return sheet

    return morning.ask(work)


def test_a_sheet_is_printed_before_going_down_in_at_most_four_actions(
    morning: Morning, told: Tell, cups: Cups
) -> None:
    visit = morning.ask(lambda app: start_visit(app, morning.county, checklists=LISTS))
    steps = morning.steps
    steps.click("继续 示例金矿")
    steps.see("新问题  N")
    steps.start_over()
    steps.key("J")
    steps.see("还没有打印下井记录单")
    steps.key("Ctrl+P")
    steps.see(cups.queue)
    steps.key("Return")
    steps.wait(lambda: bool(cups.printed()))
    steps.see("录入行")
    told("a field sheet printed", steps, 4)
    (sheet,) = morning.ask(lambda app: app.field_sheets.sheets(visit))
    (job,) = cups.printed()
    assert plain("内部工作用表，不作执法文书") in text_of(job.read_bytes())
    assert sheet.short_code in text_of(job.read_bytes())


def test_a_sheet_of_40_answers_and_12_photos_takes_at_most_70_actions(
    morning: Morning, told: Tell, tmp_path: Path
) -> None:
    sheet = printed(morning)
    assert len(sheet.items) >= 40
    photos = camera(tmp_path, 12)
    morning.clock.pass_hours(3)
    steps = morning.steps
    steps.click("继续 示例金矿")
    steps.see("新问题  N")
    steps.start_over()
    steps.key("J")
    steps.see(sheet.short_code)
    steps.drop(photos, onto="录入行")
    steps.see("照片 12 张，12 张未归")
    for line in pencilled(sheet):
        steps.type(line)
        steps.key("Return")
    steps.see("照片 12 张，0 张未归")
    steps.key("Escape")
    steps.see("问题 7 项")
    told("a field sheet of 40 answers and 12 photos", steps, 70)
    answers = morning.ask(lambda app: app.inspections.answers(sheet.inspection_id))
    said = [answers[one.item_key].verdict for one in sheet.items[:40]]
    assert (said.count("compliant"), said.count("not_compliant")) == (32, 6)
    assert (said[6], said[19]) == ("not_applicable", "not_checked")
    findings = [row for row in morning.ask(lambda app: app.inspections.findings()) if row.sheet_id == sheet.id]
    assert sorted(row.photos for row in findings) == [1, 1, 2, 2, 3, 3]
    assert {row.place for row in findings} == {"主井口", "二中段3号采场", "主运输巷"}
    assert all(row.missing == () for row in findings)


def test_the_same_sheet_in_ranges_takes_far_fewer(morning: Morning, told: Tell, tmp_path: Path) -> None:
    sheet = printed(morning)
    photos = camera(tmp_path, 12)
    steps = morning.steps
    steps.click("继续 示例金矿")
    steps.see("新问题  N")
    steps.start_over()
    steps.key("J")
    steps.drop(photos, onto="录入行")
    lines = ["1-4,6,8-10,12-16,18-19,21-22 1", "7 3", "20 4 封闭", "24-29,31-37,39-40 1"]
    for line in [*lines, *(f"{no} {words}" for no, words in FINDINGS.items())]:
        steps.type(line)
        steps.key("Return")
    steps.see("照片 12 张，0 张未归")
    told("the same sheet entered in ranges", steps, 20)
    answers = morning.ask(lambda app: app.inspections.answers(sheet.inspection_id))
    assert sum(1 for one in sheet.items[:40] if one.item_key in answers) == 40
