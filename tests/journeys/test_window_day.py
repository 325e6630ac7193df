"""A day at a mine through the real window: start, answer by keys, a finding with photo, papers, the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from inspector_app.checklist.values import Verdict
from inspector_app.enforcement.values import DocumentState
from inspector_app.inspection.values import InspectionState
from inspector_app.storage.verify import verify
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, opened
from tests.ui.pages.desk import (
    Desk,
    answer,
    choose_mine,
    cite,
    desk_on,
    drop_files,
    finding_now,
    issue,
    new_finding,
)

ORDER, RECORD = "rectification_order", "inspection_record"


def start(desk: Desk, county: County) -> str:
    """Fill the start page as an officer does and press Ctrl+Enter; the id of the visit."""
    page = desk.start_page()
    choose_mine(desk, page, "slj")
    page.team.box(county.partner_id).click()
    desk.type(page.authority.number, "应急检查〔2026〕12号")
    desk.type(page.authority.approver, "李局长")
    desk.type(page.authority.approved_at, "昨天 16:30")
    desk.type(page.authority.code, "XZJC331199202603090001")
    page.task.methods.chip("unannounced_visit").click()
    desk.type(page.task.scope, "井下采掘、通风、排水")
    assert page.problems() == {}
    with desk.qtbot.waitSignal(page.navigate, timeout=PATIENCE) as gone:
        desk.qtbot.keyClick(page.task.scope, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    assert gone.args[0] == "inspection"
    return str(gone.args[1])


def find(desk: Desk, inspection_id: str, photo: Path) -> str:
    """A finding with place, fact and a photo dropped onto it; its id."""
    editor = new_finding(desk, desk.inspection(inspection_id))
    desk.type(editor.form.place, "三中段 2 号采场")
    desk.type(editor.form.fact, "采场顶板局部开裂掉块，未及时撬毛支护。")
    assert drop_files(desk, editor, [photo]).taken == 1
    cite(desk, editor, "第三十六条第二款")
    editor.form.deadlines.chip("15").click()
    editor.form.measure.setCurrentIndex(editor.form.measure.findData("rectify_by_date"))
    editor.form.measure.activated.emit(0)
    finding_id = editor.finding_id
    editor.go_back()
    desk.rest()
    assert finding_now(desk, finding_id).missing == ()
    return finding_id


def end(desk: Desk, inspection_id: str) -> None:
    """End the visit; what is open was not checked for one reason."""
    page = desk.inspection(inspection_id)
    page.findings.close_button.click()
    desk.rest()
    page.findings.reason.setText("时间所限，下次检查")
    with desk.qtbot.waitSignal(page.navigate, timeout=PATIENCE):
        page.findings.confirm.click()
    desk.rest()


def test_a_whole_inspection_goes_through_the_window(qtbot: Any, own_data_dir: Path, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.jpg"
    photo.write_bytes(jpeg(1600, 1200))
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = start(desk, county)
        page = desk.inspection(inspection_id)
        said = [answer(desk, page, verdict) for verdict in ("符合", "符合", "不涉及", "不符合")]
        finding_id = find(desk, inspection_id, photo)
        papers = desk.papers(inspection_id)
        papers.create_all()
        desk.rest()
        desk.rest()
        issued = {form: issue(desk, papers, form) for form in (RECORD, ORDER)}
        end(desk, inspection_id)
    app = opened(own_data_dir)
    answers = app.inspections.answers(inspection_id)
    assert [(key, answers[key].verdict) for key, _verdict in said] == said
    assert answers[said[-1][0]].verdict == Verdict.NOT_COMPLIANT
    finding = app.inspections.finding(finding_id)
    assert (finding.place, finding.photos, finding.measure) == ("三中段 2 号采场", 1, "rectify_by_date")
    assert finding.fact == "采场顶板局部开裂掉块，未及时撬毛支护。"
    assert app.inspections.get(inspection_id).inspection_state == InspectionState.CLOSED
    for form, row in issued.items():
        assert row.state is DocumentState.PRINTED
        assert row.number
        assert row.form == form
        assert app.papers.pdf(row.id).startswith(b"%PDF")
    with app.store.units.read() as connection:
        assert verify(connection, app.store.fold).problems == []
    app.store.close()
