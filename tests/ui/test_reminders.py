"""What the window reminds of after the signature: seal, service, the report to the bureau; findings on no order."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.signing_values import Refusal
from inspector_app.enforcement.values import SealMode, ServiceMode, SignerRole
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on, issue
from tests.ui.pages.papers import ORDER, RECORD, Begun, begun, choose
from ui.home_page import HomePage
from ui.papers.actions import Action
from ui.widgets.basic import LinkButton

__all__ = ["begun"]


def line(home: HomePage, action: str) -> LinkButton:
    return next(one for one in home.waiting.findChildren(LinkButton) if one.text().strip() == action)


def refused_order(scene: Begun) -> str:
    """The order, issued; the party did not sign it, nobody told the bureau."""
    order = issue(scene.desk, scene.page, ORDER).id
    told = Refusal("不认可", witness_name="吴明", noted_by=("张建国", "王秀兰"))
    scene.desk.ask(lambda app: app.papers.refuse(app.officer_id, order, told))
    return str(order)


def test_home_leads_from_each_line_to_the_step_that_is_lacking(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    order = refused_order(begun)
    home = desk.go("home")
    seal = line(home, "去盖章")
    assert "还没盖章、送达，未签名还没报告本局" in seal.accessibleName()
    seal.click()
    desk.rest()
    assert desk.window.current_page is page
    assert page.pane.steps.bar.accessibleName() == "登记盖章"
    assert page.pane.steps.bar.isVisibleTo(page)
    desk.ask(lambda app: app.papers.seal(app.officer_id, order, SealMode.OFFICE))
    line(desk.go("home"), "去送达").click()
    desk.rest()
    assert page.pane.steps.bar.accessibleName() == "登记送达"
    desk.ask(lambda app: app.papers.serve(app.officer_id, order, ServiceMode.LEFT, note="留在值班室"))
    line(desk.go("home"), "去报告").click()
    desk.rest()
    bar: Any = page.pane.steps.bar
    assert bar.accessibleName() == "登记已报告本局"
    bar.fields["reported_to"].setText("李局长")
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        bar.confirm.click()
    desk.rest()
    today = datetime.now().astimezone().date().isoformat()
    assert f"{today} 已向本局报告（李局长）。" in page.pane.plan.signed.text()
    assert Action.REPORT not in page.pane.steps.buttons
    assert desk.ask(lambda app: app.papers.outstanding()) == []


def test_a_signed_order_waits_for_its_seal_only_until_it_has_it(begun: Begun) -> None:
    desk = begun.desk
    order = issue(desk, begun.page, ORDER).id
    home = desk.go("home")
    assert any("已定稿，待签字、盖章" in one.accessibleName() for one in home.waiting.findChildren(LinkButton))
    desk.ask(lambda app: app.papers.sign(app.officer_id, order, SignerRole.SITE_REPRESENTATIVE, "陈志强"))
    assert "还没盖章、送达" in line(desk.go("home"), "去盖章").accessibleName()


def test_home_names_the_officers_who_have_not_signed_until_they_have(begun: Begun) -> None:
    desk = begun.desk
    record = issue(desk, begun.page, RECORD).id
    desk.ask(lambda app: app.papers.sign(app.officer_id, record, SignerRole.SITE_REPRESENTATIVE, "陈志强"))
    sign = line(desk.go("home"), "去签字")
    assert "现场检查记录 还没登记执法人员 张建国、王秀兰 的签名" in sign.accessibleName()
    sign.click()
    desk.rest()
    assert begun.page.pane.document_id == record
    assert begun.page.pane.steps.bar.accessibleName() == "登记签名"
    desk.ask(lambda app: app.papers.sign(app.officer_id, record, SignerRole.OFFICER, "张建国"))
    assert "执法人员 王秀兰 的签名" in line(desk.go("home"), "去签字").accessibleName()
    desk.ask(lambda app: app.papers.sign(app.officer_id, record, SignerRole.OFFICER, "王秀兰"))
    assert desk.go("home").board.half_signed == ()


def test_home_says_whose_draft_it_is_and_asks_for_no_decision_before_the_notice_is_out(begun: Begun) -> None:
    desk, visit = begun.desk, begun.page.inspection_id

    def penalise(app: Any) -> str:
        actor, finding = app.officer_id, app.inspections.findings(inspection_id=visit)[0].id
        group = app.dual.open(actor, visit, [finding], "情节严重")
        party = next(one for one in app.dual.respondents(visit) if one.type is RespondentType.PERSON)
        case = app.dual.add_case(actor, group, party.type, party.id, principal_kind=party.principal_kind)
        for form in ("penalty_prior_notice", "penalty_decision_person"):
            app.papers.create(actor, form, case_id=case)
        return str(party.name)

    name = desk.ask(penalise)
    drafts = {one.form: one for one in desk.go("home").board.drafts}
    assert "penalty_decision_person" not in drafts
    assert drafts["penalty_prior_notice"].respondent == name


@pytest.fixture
def desk(qtbot: Any, own_data_dir: Path) -> Any:
    with desk_on(qtbot, own_data_dir) as (made, county):
        yield made, county


def silent_finding(made: Desk, county: Any) -> tuple[str, str]:
    """(visit, finding) without a measure."""

    def begin(app: Any) -> tuple[str, str]:
        visit = start_visit(app, county)
        return visit, app.inspections.add_finding(county.officer_id, visit, place="井口", fact="护栏缺失")

    return made.ask(begin)


def test_before_the_end_findings_without_a_measure_are_pointed_out(desk: Any) -> None:
    made, county = desk
    visit, finding = silent_finding(made, county)
    page = made.inspection(visit)
    page.findings.close_button.click()
    made.rest()
    assert "问题 1 没选处理措施" in page.findings.left_words.text()
    assert page.findings.choose.hasFocus()
    page.findings.choose.click()
    made.rest()
    editor = made.window.current_page
    assert editor.finding_id == finding
    assert editor.form.measure.hasFocus()
    page = made.inspection(visit)
    page.findings.close_button.click()
    made.rest()
    page.findings.anyway.click()
    made.rest()
    assert not page.findings.left_words.isVisibleTo(page)
    assert page.findings.reason.isVisibleTo(page) or made.window.current_page is not page


def test_a_visit_that_has_ended_says_so_and_takes_no_more(desk: Any) -> None:
    made, county = desk
    visit, _finding = silent_finding(made, county)
    made.ask(lambda app: app.inspections.remove_finding(app.officer_id, _finding, "记错"))
    made.ask(lambda app: app.end_visit(visit, open_items_reason="时间所限"))
    page = made.inspection(visit)
    assert "检查已结束" in page.findings.over.text()
    assert page.findings.over.isVisibleTo(page)
    assert not page.findings.field_sheet.isVisibleTo(page)
    assert not any(button.isEnabled() for button in page.panel.buttons.values())
    page.new_finding()
    made.rest()
    assert made.window.current_page is page


def test_the_papers_page_says_which_findings_stand_on_no_order_and_one_key_leads_there(desk: Any) -> None:
    made, county = desk
    visit, finding = silent_finding(made, county)
    page = made.papers(visit)
    assert page.left_out.isVisibleTo(page)
    assert page.left_out.words.text() == "不在指令书、决定书上：问题 1 没选处理措施。"
    made.qtbot.keyClick(page.list, "M", modifier=Qt.KeyboardModifier.ControlModifier)
    made.rest()
    assert made.window.current_page.finding_id == finding
    made.ask(lambda app: app.inspections.change_finding(app.officer_id, finding, measure="correct_on_spot"))
    assert not made.papers(visit).left_out.isVisibleTo(page)


def test_a_step_that_no_longer_fits_is_not_begun(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    order = choose(desk, page, ORDER)
    desk.go("papers", {"inspection": page.inspection_id, "paper": order, "step": "serve"})
    assert not page.pane.steps.bar.isVisibleTo(page)


def test_escape_closes_the_print_panel_and_the_list_takes_the_keys(begun: Begun) -> None:
    desk, page = begun.desk, begun.page
    issue(desk, page, ORDER)
    page.print_all.click()
    desk.rest()
    assert page.printing.isVisibleTo(page)
    assert not page.pane.scans.isVisibleTo(page)
    desk.qtbot.keyClick(page.printing.go, Qt.Key.Key_Escape)
    assert not page.printing.isVisibleTo(page)
    assert page.list.hasFocus()


def test_a_hint_about_keys_does_not_follow_to_other_pages(desk: Any) -> None:
    made, county = desk
    visit = made.ask(lambda app: start_visit(app, county))
    page = made.inspection(visit)
    said: list[str] = []
    page.notice.connect(said.append)
    made.qtbot.keyClick(page.items.view, Qt.Key.Key_2)
    made.rest()
    assert "按 N 写问题" in said[-1]
    made.go("home")
    assert said[-1] == ""
