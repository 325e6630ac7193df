"""Starting a visit: finding the mine, the team, what is missing, and that nothing half done is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from inspector_app.enterprise.inputs import LicenceInput
from inspector_app.enterprise.values import LicenceKind
from inspector_app.inspection.model import Inspection
from inspector_app.inspection.values import AnswerInput, ApprovalKind
from tests.fixtures.windows import PATIENCE, unlock, window_on
from tests.ui.pages.county import make_county, opened, start_visit
from tests.ui.pages.desk import Desk, choose_mine, desk_on
from ui.inspection.moments import read_day, read_moment
from ui.inspection.site_search import SiteHits
from ui.inspection.start_form import StartForm

NOW = datetime.fromisoformat("2026-03-10T09:00:00+08:00")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-09 16:30", "2026-03-09T16:30"),
        ("3.9 1630", "2026-03-09T16:30"),
        ("昨天 16:30", "2026-03-09T16:30"),
        ("12月30日 8点", "2025-12-30T08:00"),
        ("0905", "2026-03-10T09:05"),
        ("２０２６－０３－０１", "2026-03-01T00:00"),
    ],
)
def test_a_moment_is_read_as_people_type_it(typed: str, meant: str) -> None:
    found = read_moment(typed, NOW)
    assert found is not None
    assert found.isoformat(timespec="minutes")[:16] == meant


@pytest.mark.parametrize("typed", ["", "明年", "2026-02-30", "25:00", "13.40"])
def test_what_is_no_moment_is_not_guessed(typed: str) -> None:
    assert read_moment(typed, NOW) is None


@pytest.mark.parametrize(("typed", "meant"), [("15", "2026-03-25"), ("3.25", "2026-03-25"), ("1.5", "2027-01-05")])
def test_a_deadline_lies_ahead(typed: str, meant: str) -> None:
    assert read_day(typed, date(2026, 3, 10)) == date.fromisoformat(meant)


def test_habits_carry_over_but_numbers_and_urgency_do_not() -> None:
    last = StartForm(
        officers=("a", "b"), lead="b", approver="李局长", approval_no="12", methods=("double_random",),
        approval_kind=ApprovalKind.URGENT.value,
    )  # fmt: skip
    form = StartForm().after(last, ["a"])
    assert (form.officers, form.lead, form.approver, form.methods) == (("a",), "", "李局长", ("double_random",))
    assert (form.approval_no, form.approval_kind) == ("", ApprovalKind.PLAN.value)


def test_the_first_officer_leads_until_another_does() -> None:
    form = StartForm().with_officer("a", taken=True).with_officer("b", taken=True)
    assert form.lead == "a"
    assert form.with_officer("a", taken=False).lead == "b"


def test_a_report_or_campaign_of_last_time_is_not_proposed_again() -> None:
    last = StartForm(
        officers=("a",), task_source="public_report", category="special", methods=("report_check",), approver="李局长"
    )
    form = StartForm().after(last, ["a"])
    assert (form.task_source, form.category, form.methods) == ("annual_plan", StartForm().category, ())
    assert form.approver == "李局长"


def test_a_visit_of_others_lends_no_team_and_who_works_here_is_ticked(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.start_page()
        assert page._choices is not None
        others = StartForm(officers=(county.partner_id,), lead=county.partner_id, approver="李局长")
        page._choices = replace(page._choices, last=others)
        page.clear.click()
        assert page.team.box(county.officer_id).isChecked()
        assert not page.team.box(county.partner_id).isChecked()


def test_lists_that_something_speaks_for_are_chosen_beforehand(
    qtbot: Any, own_data_dir: Path
) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        assert page._choice is not None
        offered = {one.key: one for one in page._choice.lists}
        assert {"criteria_underground", "on_site_procedure"} <= set(page.form.checklists)
        assert all(offered[key].reasons for key in page.form.checklists)
        assert len(page.form.checklists) < len(offered) // 2
        assert page.task.estimate.text().startswith(f"已选 {len(page.form.checklists)} 张")


def test_a_list_that_this_mine_calls_for_may_be_left_out_with_a_reason(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county, checklists=("task_05",)))
        said = {"T05-01": AnswerInput("not_compliant")}
        desk.ask(lambda app: app.inspections.answer(county.officer_id, visit, "task_05", said))
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        assert "上次有 1 项不符合" in page.task.list_note.text()
        assert not page.task.fields["scope_reason"].isVisible()
        page.task.lists.set_values([key for key in page.form.checklists if key != "task_05"])
        page.task.lists.changed.emit()
        assert page.task.fields["scope_reason"].isVisible()
        desk.type(page.task.scope_reason, "上周市局已查")
        assert page.form.scope_reason == "上周市局已查"


def test_a_list_that_nothing_speaks_for_is_added_with_a_reason(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        usual = list(page.form.checklists)
        assert not page.task.fields["scope_reason"].isVisible()
        extra = next(one.key for one in page.task._choice.lists if one.key not in usual)
        page.task.lists.set_values([*usual, extra])
        page.task.lists.changed.emit()
        assert page.task.fields["scope_reason"].isVisible()
        desk.type(page.task.scope_reason, "群众举报")
        assert page.form.new_inspection(NOW).scope_reason == "群众举报"


def test_no_network_is_reason_enough_for_a_missing_code(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.start_page()
        page.authority.no_code.click()
        assert "behavior_code_gap_reason" not in page.problems()


def test_starting_with_blanks_goes_to_the_first_of_them(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        page.team.box(county.partner_id).click()
        page.authority.kind.setFocus()
        for field in (page.authority.number, page.authority.approver, page.authority.code):
            desk.type(field, "1")
        desk.type(page.authority.approved_at, "0800")
        page.scroll_area.verticalScrollBar().setValue(0)
        page.start_button.click()
        desk.rest()
        assert page.task.methods.isAncestorOf(desk.window.focusWidget())
        assert not page.task.methods.visibleRegion().isEmpty()
        page.authority.number.setFocus()
        page.summary.click()
        assert page.task.methods.isAncestorOf(desk.window.focusWidget())


def test_a_task_is_named_once(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        assert page.task.lists.chip("task_01").text().count("任务1") == 1


def test_a_licence_without_end_says_so_once(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        company = desk.ask(lambda app: app.register.site_file(county.mine_id).site.enterprise_id)
        actor = county.officer_id
        facts = LicenceInput(company, LicenceKind.BUSINESS_LICENCE, "1", site_id=county.mine_id)
        desk.ask(lambda app: app.register.add(actor, facts))
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        texts = [shown.text() for shown in page.panel.findChildren(QLabel) if "未登记有效期" in shown.text()]
        assert [text.count("未登记有效期") for text in texts] == [1]


def test_a_kept_form_from_another_version_still_opens() -> None:
    assert StartForm.from_json({"site_id": "x", "gone": 1, "methods": ["m"]}) == StartForm(site_id="x", methods=("m",))


def test_the_list_of_mines_is_a_sound_model(qtmodeltester: Any) -> None:
    qtmodeltester.check(SiteHits())


def test_a_mine_is_found_by_pinyin_and_shows_its_file(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.start_page()
        choose_mine(desk, page, "bylt")
        assert page.form.site_id == county.pit_id
        assert page.chosen.text() == "白岩露天采石场"
        assert page.form.checklists


def test_each_gap_is_told_beside_its_blank(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.start_page()
        page.start()
        assert set(page.problems()) >= {"site_id", "participants", "methods", "scope_text", "behavior_code_gap_reason"}
        assert page.task.fields["methods"].error.isVisibleTo(page)
        assert page.authority.fields["approval_gap_reason"].isVisibleTo(page)


def test_an_officer_without_a_valid_certificate_cannot_be_chosen(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.start_page()
        assert not page.team.box(county.expired_id).isEnabled()
        assert page.team.box(county.officer_id).isChecked()


def test_a_half_done_form_survives_a_restart(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        with qtbot.waitSignal(page.draft.kept, timeout=PATIENCE):
            desk.type(page.authority.number, "No.12")
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = Desk(qtbot, window).start_page()
        assert page.authority.number.text() == "No.12"
        assert page.form.site_id == county.mine_id


def test_the_second_visit_needs_few_keys(qtbot: Any, own_data_dir: Path) -> None:
    county = make_county(own_data_dir)
    app = opened(own_data_dir)
    start_visit(app, county)
    app.store.close()
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        desk = Desk(qtbot, window)
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        assert page.form.scope_text == "井下采掘、通风、排水、提升"
        for field, text in ((page.authority.number, "13"), (page.authority.approved_at, "0800"),
                            (page.authority.code, "X")):  # fmt: skip
            desk.type(field, text)
        assert page.problems() == {}
        with qtbot.waitSignal(page.navigate, timeout=PATIENCE) as gone:
            qtbot.keyClick(page.authority.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert gone.args[0] == "inspection"


def test_the_scope_of_another_part_is_not_proposed_and_who_goes_along_stands_in_the_visit(
    qtbot: Any, own_data_dir: Path
) -> None:
    county = make_county(own_data_dir)
    app = opened(own_data_dir)
    visit = start_visit(app, county)
    with app.store.units.begin(county.officer_id, "inspection.change") as unit:
        unit.change(Inspection, visit, system_id="part-of-the-mine")
    app.store.close()
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        desk = Desk(qtbot, window)
        page = desk.start_page()
        choose_mine(desk, page, "slj")
        assert page.form.scope_text == ""
        desk.type(page.task.route, "+120 中段")
        desk.type(page.task.companions, "孙矿长")
        page._take()
        new = page.form.new_inspection(datetime.now().astimezone())
        assert (new.route, new.companions) == ("+120 中段", "孙矿长")
