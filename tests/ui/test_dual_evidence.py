"""双罚取证清单 in the window: comes up by itself, takes nothing away from the officer, and is never far."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.enforcement.case_values import EvidenceSheet, RespondentType
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.looks.eyes import flaws
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on, new_finding
from ui.inspection.finding_page import FindingPage
from ui.papers.dual_page import DualPage
from ui.widgets.basic import Button

Scene = tuple[Desk, County, FindingPage]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A running visit, a new finding before the officer."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county))
        editor = new_finding(desk, desk.inspection(visit))
        desk.rest()
        yield desk, county, editor


def sheet_of(desk: Desk, editor: FindingPage) -> EvidenceSheet:
    found = desk.ask(lambda app: app.dual.sheet(editor.evidence.lines.inspection_id))
    assert isinstance(found, EvidenceSheet)
    return found


def judge(desk: Desk, editor: FindingPage, level: str) -> None:
    editor.judge.level.chip(level).click()
    desk.rest()
    lines = editor.evidence.lines
    desk.qtbot.waitUntil(lambda: bool(lines.view and lines.view.sheet.group_id), timeout=PATIENCE)
    desk.rest()


def test_nothing_comes_up_for_an_ordinary_finding(scene: Scene) -> None:
    desk, _county, editor = scene
    desk.type(editor.form.fact, "护栏缺失")
    desk.rest()
    assert not editor.evidence.isVisibleTo(editor)


@pytest.mark.parametrize("level", ["major", "suspected_major"])
def test_the_list_comes_up_while_the_officer_types_on(scene: Scene, level: str) -> None:
    desk, _county, editor = scene
    editor.judge.level.chip(level).click()
    editor.form.fact.setFocus()
    desk.type(editor.form.fact, "主通风机停运")
    desk.rest()
    desk.qtbot.waitUntil(lambda: editor.evidence.isVisibleTo(editor))
    assert editor.form.fact.hasFocus()
    desk.type(editor.form.fact, "，仍在作业")
    assert editor.form.fact.toPlainText() == "主通风机停运，仍在作业"
    lines = editor.evidence.lines
    desk.qtbot.waitUntil(lambda: bool(lines.view and lines.view.sheet.group_id), timeout=PATIENCE)
    sheet = sheet_of(desk, editor)
    assert sheet.is_suspected is (level != "major")
    assert set(editor.evidence.lines.lines) == {line.key for line in sheet.lines}
    assert QApplication.activeModalWidget() is None


def test_a_line_is_ticked_explained_and_taken_back_by_one_key(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    lines = editor.evidence.lines.lines
    lines["id_copy"].box.setFocus()
    desk.press(lines["id_copy"].box, Qt.Key.Key_Space)
    desk.rest()
    desk.qtbot.waitUntil(lambda: "张建国" in lines["id_copy"].about.text())
    lines["labour_contract"].why.click()
    desk.type(lines["labour_contract"].reason, "企业明天送来")
    desk.press(lines["labour_contract"].reason, Qt.Key.Key_Return)
    desk.rest()
    kept = {line.key: line for line in sheet_of(desk, editor).lines}
    assert (kept["id_copy"].is_done, kept["labour_contract"].reason) == (True, "企业明天送来")
    lines["id_copy"].box.setFocus()
    desk.window._undo()
    desk.rest()
    assert not {line.key: line for line in sheet_of(desk, editor).lines}["labour_contract"].reason


def test_a_reason_half_typed_is_there_again(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    line = editor.evidence.lines.lines["duty_records"]
    line.why.click()
    desk.type(line.reason, "资料在县城，")
    draft = editor.evidence.lines._draft
    assert draft is not None
    with desk.qtbot.waitSignal(draft.kept):
        draft.keep_now()
    dual = desk.go("dual", {"inspection": editor.evidence.lines.inspection_id})
    again = dual.evidence.lines.lines["duty_records"].reason
    desk.rest()
    assert (again.text(), again.isVisibleTo(dual)) == ("资料在县城，", True)


def test_a_photo_becomes_the_proof_of_a_line_and_is_filed_by_that(scene: Scene) -> None:
    desk, county, editor = scene
    judge(desk, editor, "major")
    visit = editor.evidence.lines.inspection_id
    desk.ask(lambda app: app.evidence.add_photo(county.officer_id, jpeg(seed=5), inspection_id=visit))
    desk.qtbot.waitUntil(lambda: bool(editor.evidence.lines.view and editor.evidence.lines.view.photos))
    lines = editor.evidence.lines
    lines.lines["id_copy"].photo.click()
    assert lines.strip.isVisibleTo(editor)
    desk.press(lines.strip, Qt.Key.Key_Return)
    desk.rest()
    line = next(one for one in sheet_of(desk, editor).lines if one.key == "id_copy")
    assert line.is_done
    assert line.photo_id
    assert desk.ask(lambda app: app.evidence.photos(inspection_id=visit, unfiled=True)) == []


def test_the_paper_of_a_line_is_one_press_away(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    visit = editor.evidence.lines.inspection_id
    editor.evidence.lines.lines["service_address"].make.click()
    desk.rest()
    assert desk.window.key_of(desk.window.current_page) == "papers"
    forms = [row.form for row in desk.ask(lambda app: app.papers.papers(inspection_id=visit))]
    assert forms == ["service_address_confirm"]


def test_the_list_is_reached_from_the_visit_the_dual_page_and_todays_list(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    visit = editor.evidence.lines.inspection_id
    page = desk.inspection(visit)
    assert "还差" in page.findings.evidence.text()
    page.findings.evidence.click()
    desk.rest()
    dual = desk.window.current_page
    assert isinstance(dual, DualPage)
    assert dual.evidence.isVisibleTo(dual)
    home = desk.go("home")
    assert [gap.inspection_id for gap in home.board.evidence] == [visit]
    words = [label.text() for label in home.waiting.findChildren(type(home.preflight))]
    assert any("双罚取证还差" in text for text in words)


def test_the_way_back_leads_to_the_finding_it_was_opened_from(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    finding = editor.finding_id
    editor.evidence.more.click()
    desk.rest()
    page = desk.window.current_page
    assert isinstance(page, DualPage)
    assert page.back.text().strip() == "回到问题"
    assert page.state.text() == "还没有加单位案件和个人案件"
    page.back.click()
    desk.rest()
    assert isinstance(desk.window.current_page, FindingPage)
    assert editor.finding_id == finding


def test_a_visit_with_two_groups_shows_each(scene: Scene) -> None:
    desk, county, editor = scene
    judge(desk, editor, "major")
    visit = editor.evidence.lines.inspection_id

    def second(app: Any) -> str:
        sheet = app.dual.sheet(visit)
        enterprise = app.inspections.get(visit).enterprise_id
        app.dual.add_case(county.officer_id, sheet.group_id, RespondentType.ORG, enterprise)
        finding = app.inspections.add_finding(county.officer_id, visit, place="二号井", fact="超层越界")
        app.inspections.judge(county.officer_id, finding, "major", judged_by="张建国", basis="现场核查")
        app.dual.begin_sheet(county.officer_id, visit)
        return str(finding)

    finding = desk.ask(second)
    dual = desk.go("dual", {"inspection": visit})
    chips = [b for b in dual.opening.findChildren(Button) if b.isCheckable()]
    assert [chip.isChecked() for chip in chips] == [True, False]
    chips[1].click()
    desk.rest()
    assert [row.id for row in dual.shown.findings] == [finding]


def test_the_panel_folds_and_stays_folded_while_other_things_change(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    editor.evidence.toggle()
    assert editor.evidence.is_folded
    desk.type(editor.form.place, "主通风机房")
    editor.form.fact.setFocus()
    desk.rest()
    editor.refresh()
    desk.rest()
    assert editor.evidence.is_folded


@pytest.mark.parametrize("size", [(1280, 650), (1366, 768)])
def test_list_and_photos_share_the_height_of_a_small_screen(scene: Scene, size: tuple[int, int]) -> None:
    desk, county, editor = scene
    desk.window.resize(*size)
    judge(desk, editor, "major")
    finding, visit = editor.finding_id, editor.evidence.lines.inspection_id
    for seed in (7, 8):
        picture = jpeg(seed=seed)
        desk.ask(
            lambda app, one=picture: app.evidence.add_photo(
                county.officer_id, one, inspection_id=visit, finding_id=finding
            )
        )
    editor.refresh()
    desk.rest()
    assert editor.photos.strip.isVisibleTo(editor)
    assert not editor.photos.preview.isVisibleTo(editor)
    assert flaws(desk.window) == []
    editor.evidence.toggle()
    desk.rest()
    assert editor.photos.preview.isVisibleTo(editor)
    assert flaws(desk.window) == []


def test_every_control_of_the_list_has_a_name_of_its_own(scene: Scene) -> None:
    from tests.ui.test_shell_texts import unnamed

    desk, _county, editor = scene
    judge(desk, editor, "major")
    assert unnamed(editor.evidence) == []
    names = [line.photo.accessibleName() for line in editor.evidence.lines.lines.values()]
    assert len(set(names)) == len(names)


def test_beside_an_ordinary_finding_the_list_of_another_one_is_one_line(scene: Scene) -> None:
    desk, _county, editor = scene
    judge(desk, editor, "major")
    assert editor.evidence.takes_room
    major = editor.finding_id
    editor._another()
    desk.qtbot.waitUntil(lambda: editor.finding_id not in ("", major))
    desk.rest()
    assert editor.evidence.isVisibleTo(editor)
    assert editor.evidence.is_folded
    judge(desk, editor, "suspected_major")
    desk.qtbot.waitUntil(lambda: editor.evidence.takes_room, timeout=PATIENCE)
    editor.open(major)
    editor.refresh()
    desk.rest()
    assert editor.evidence.takes_room
