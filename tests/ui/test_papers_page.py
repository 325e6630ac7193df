"""Papers in the window: true pages, typing, checks, numbers, printing, signing, withdrawing, the PIN."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from inspector_app.documents.specification import FieldSpecification, form_library
from inspector_app.enforcement.values import DocumentState, PaperRow, SealMode
from inspector_app.session import Pin
from tests.documents.samples import values as sample_values
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County
from tests.ui.pages.desk import Desk, issue
from tests.ui.pages.papers import ORDER, RECORD, Begun, begun, choose
from ui.papers.actions import Action, offered
from ui.papers.field_editors import Span, editor_for, yuan
from ui.papers.paper_list import PaperListModel
from ui.papers.papers_page import PapersPage
from ui.papers.printers import TO_FILE
from ui.papers.printing import file_name
from ui.papers.values_form import ValuesForm

__all__ = ["begun"]
Scene = tuple[Desk, County, PapersPage]


@pytest.fixture
def scene(begun: Begun) -> Scene:
    return begun.desk, begun.county, begun.page


def row_in(state: DocumentState, **more: Any) -> PaperRow:
    return PaperRow("id", RECORD, "现场检查记录", "1号", state, "i", None, None, 1, "甲", None, None, None, **more)


def do(desk: Desk, page: PapersPage, action: Action, **answers: str) -> None:
    """Press a button under the paper, fill what it asks, confirm."""
    page.pane.steps.do(action)
    for key, text in answers.items():
        field: Any = page.pane.steps.bar.fields[key]
        field.setCurrentText(text) if hasattr(field, "setCurrentText") else field.setText(text)
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        page.pane.steps.bar.confirm.click()
    desk.rest()


def paper(desk: Desk, document_id: str) -> PaperRow:
    row = desk.ask(lambda app: app.papers.paper(document_id))
    assert isinstance(row, PaperRow)
    return row


def test_the_list_is_a_sound_model(qtmodeltester: Any) -> None:
    qtmodeltester.check(PaperListModel())


def test_what_may_be_done_follows_the_state() -> None:
    assert offered(row_in(DocumentState.DRAFT)).first is Action.ISSUE
    assert offered(row_in(DocumentState.PRINTED)).first is Action.PRINT
    assert offered(row_in(DocumentState.PRINTED), prints=2).first is Action.SIGN
    assert offered(row_in(DocumentState.SIGNED, seal_mode=SealMode.OFFICE)).first is Action.SEAL
    assert Action.WITHDRAW not in offered(row_in(DocumentState.SIGNED)).all
    assert offered(row_in(DocumentState.VOID)).all == ()


@pytest.mark.parametrize("code", ["F3", "F4", "F5", "F6", "F24", "F34", "F35", "EX-02", "EX-11", "F40"])
def test_every_form_is_edited_generically_and_loses_nothing(qtbot: Any, code: str) -> None:
    form, values = form_library().form(code), sample_values(code)
    for field in form.fields:
        if field.kind == "photo" or field.key not in values:
            continue
        editor = editor_for(field)
        qtbot.addWidget(editor)
        editor.set_value(values[field.key])
        assert editor.value() == values[field.key] or field.kind in ("dt", "dtr"), field.key


def test_money_is_typed_in_yuan_and_kept_in_fen(qtbot: Any) -> None:
    editor: Any = editor_for(FieldSpecification("total_fine", "罚款", kind="money"))
    qtbot.addWidget(editor)
    editor.line.setText("20,000.50")
    assert editor.value() == 2_000_050
    assert "贰万" in editor.capitals.text()
    assert (yuan(2_000_050), yuan(500_000)) == ("20000.50", "5000")


def test_the_papers_the_visit_needs_are_there_and_drawn(scene: Scene) -> None:
    _desk, _county, page = scene
    assert {line.form for line in page.model.lines if line.paper} >= {RECORD, ORDER}
    assert page.pane.pages.page_count >= 1
    assert not page.all.isVisibleTo(page)


def test_typing_is_drawn_before_it_is_stored_and_then_becomes_part_of_the_paper(scene: Scene) -> None:
    desk, _county, page = scene
    key = choose(desk, page, RECORD)
    editor: Any = page.pane.form.blanks["companions"].editor
    with desk.qtbot.waitSignal(page.pane.previewed, timeout=PATIENCE):
        desk.type(editor.line, "CHEN")
    assert "companions" not in desk.ask(lambda app: app.papers.content(key)).manual
    with desk.qtbot.waitSignal(page.pane.stored, timeout=PATIENCE):
        page.pane.form.blanks["phone"].editor.setFocus()
    assert desk.ask(lambda app: app.papers.content(key)).values["companions"] == "CHEN"


def test_a_blank_goes_back_to_what_is_known(scene: Scene) -> None:
    desk, county, page = scene
    key = choose(desk, page, RECORD)
    desk.ask(lambda app: app.papers.set_values(county.officer_id, key, org_name="写错的名字"))
    desk.rest()
    page.pane.refresh()
    desk.rest()
    blank = page.pane.form.blanks["org_name"]
    assert blank.refill.isVisibleTo(page)
    blank.refill.click()
    desk.rest()
    assert desk.ask(lambda app: app.papers.content(key)).values["org_name"] == "遂昌示例金矿有限公司"


def test_what_blocks_is_told_with_the_way_to_its_blank(scene: Scene) -> None:
    desk, county, page = scene
    key = choose(desk, page, ORDER)
    desk.ask(lambda app: app.papers.set_values(county.officer_id, key, officers=[{"name": "张建国", "cert_no": "1"}]))
    page.pane.refresh()
    desk.rest()
    assert page.pane.checks.blocks >= 1
    field = next(result.field for result in page.pane.checks.results if result.blocks and result.field)
    assert page.pane.form.focus(field)


def test_the_way_to_a_lacking_end_spares_the_beginning_and_is_seen(scene: Scene) -> None:
    desk, _county, page = scene
    choose(desk, page, RECORD)
    card, blank = page.pane.checks, page.pane.form.blanks["check_time"]
    notes = len(card.results) - card.blocks - card.warnings
    counted = f"{card.warnings} 处请核对" + (f"，{notes} 条提示" if notes else "")
    assert card.blocks == 0
    assert counted in [one.text() for one in card.findChildren(QLabel)]
    assert isinstance(blank.editor, Span)
    card.field_wanted.emit("check_time")
    assert blank.editor.end.line.hasFocus()
    assert not blank.visibleRegion().isEmpty()

def test_a_paper_is_numbered_withdrawn_and_comes_back_under_its_number(scene: Scene) -> None:
    desk, _county, page = scene
    first = issue(desk, page, ORDER)
    assert first.number.endswith("1号")
    choose(desk, page, ORDER)
    do(desk, page, Action.WITHDRAW, reason="期限写错")
    assert paper(desk, first.id).state is DocumentState.WITHDRAWN
    assert issue(desk, page, ORDER).number == first.number


def test_a_signature_makes_it_immutable_and_a_correction_begins_a_new_paper(scene: Scene) -> None:
    desk, _county, page = scene
    first = issue(desk, page, ORDER)
    choose(desk, page, ORDER)
    do(desk, page, Action.SIGN, name="陈志强")
    assert paper(desk, first.id).state is DocumentState.SIGNED
    assert all(not blank.editor.isEnabled() or blank.refill.isHidden() for blank in page.pane.form.blanks.values())
    with desk.qtbot.waitSignal(page.pane.paper_wanted, timeout=PATIENCE) as wanted:
        page.pane.steps.do(Action.CORRECT)
    desk.rest()
    assert paper(desk, wanted.args[0]).corrects_document_id == first.id


def test_seal_service_and_filing_follow_each_other(scene: Scene) -> None:
    desk, _county, page = scene
    first = issue(desk, page, ORDER)
    choose(desk, page, ORDER)
    do(desk, page, Action.SIGN, name="陈志强")
    for action in (Action.SEAL, Action.SERVE):
        do(desk, page, action)
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        page.pane.steps.do(Action.CLOSE)
    desk.rest()
    assert paper(desk, first.id).state is DocumentState.CLOSED


def test_issuing_asks_for_the_pin_and_says_how_many_tries_are_left(scene: Scene) -> None:
    desk, _county, page = scene
    desk.ask(lambda app: Pin(app.store).set("2580", PASSPHRASE))
    key = choose(desk, page, ORDER)
    page.pane.refresh()
    desk.rest()
    page.pane.steps.do(Action.ISSUE)
    bar: Any = page.pane.steps.bar
    bar.fields["pin"].setText("0000")
    if "warnings" in bar.fields:
        bar.fields["warnings"].setChecked(True)
    bar.confirm.click()
    desk.rest()
    assert bar._shown["pin"].error.isVisibleTo(page)
    bar.fields["pin"].setText("2580")
    with desk.qtbot.waitSignal(page.pane.steps.issued, timeout=PATIENCE):
        bar.confirm.click()
    desk.rest()
    assert paper(desk, key).state is DocumentState.PRINTED


def test_all_papers_of_the_visit_are_written_as_pdf_in_one_go(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    made = [issue(desk, page, form) for form in (RECORD, ORDER)]
    page._ask_print(None)
    desk.rest()
    assert [order.copies for order in page.printing.orders()] == [2, 2]
    told: list[str] = []
    page.notice.connect(told.append)
    with desk.qtbot.waitSignal(page.printing.printed, timeout=PATIENCE):
        page.printing.run(TO_FILE, tmp_path)
    desk.rest()
    assert any(str(tmp_path) in one for one in told)
    for row in made:
        assert (tmp_path / file_name(row)).read_bytes().startswith(b"%PDF")


def test_a_folder_that_takes_no_file_is_told_in_words(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    issue(desk, page, ORDER)
    (tmp_path / "a file").touch()
    page._ask_print(None)
    desk.rest()
    with desk.qtbot.waitSignal(page.printing.printed, timeout=PATIENCE):
        page.printing.run(TO_FILE, tmp_path / "a file" / "folder")
    assert "PDF 没有存进" in page.printing.error._words.text()


def test_a_form_without_values_shows_what_is_to_be_filled(qtbot: Any) -> None:
    from inspector_app.enforcement.values import PaperContent

    form = ValuesForm()
    qtbot.addWidget(form)
    form.show_content(PaperContent(row_in(DocumentState.DRAFT), form_library().form("F3"), {}, frozenset()), {})
    assert form.blanks["org_name"].mark.text() == "待填"
    assert form.blanks["org_opinion"].mark.text() == "打印后手写"
