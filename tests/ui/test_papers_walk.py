"""A paper goes to the printer, a mistake is seen before anybody signs, and it comes again under its number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from inspector_app.enforcement.values import DocumentState
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import Desk, issue
from tests.ui.pages.papers import ORDER, Begun, begun, choose
from ui.papers.actions import Action
from ui.papers.papers_page import PapersPage

__all__ = ["begun", "cups"]
Scene = tuple[Desk, PapersPage]


@pytest.fixture
def scene(begun: Begun) -> Scene:
    return begun.desk, begun.page


def print_it(desk: Desk, page: PapersPage, cups: Cups) -> None:
    page.pane.steps.do(Action.PRINT)
    desk.rest()
    with desk.qtbot.waitSignal(page.printing.printed, timeout=PATIENCE):
        page.printing.run(cups.queue)
    cups.heard()
    desk.rest()


def text_of(file: Path) -> str:
    return str(pypdfium2.PdfDocument(file.read_bytes())[0].get_textpage().get_text_range())


def test_a_printed_paper_is_withdrawn_changed_and_printed_again_under_the_same_number(
    scene: Scene, cups: Cups
) -> None:
    desk, page = scene
    number = issue(desk, page, ORDER).number
    key = choose(desk, page, ORDER)
    print_it(desk, page, cups)
    page.pane.steps.do(Action.WITHDRAW)
    page.pane.steps.bar.fields["reason"].setText("行政行为码抄错")  # type: ignore[attr-defined]
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        page.pane.steps.bar.confirm.click()
    desk.rest()
    editor: Any = page.pane.form.blanks["behavior_code"].editor
    editor.line.setText("XZJC331123202611250009")
    editor.edited.emit()
    with desk.qtbot.waitSignal(page.pane.stored, timeout=PATIENCE):
        editor.left.emit()
    assert issue(desk, page, ORDER).number == number
    choose(desk, page, ORDER)
    print_it(desk, page, cups)
    first, second = cups.printed()
    assert "202611250009" not in text_of(first)
    assert "202611250009" in text_of(second)
    runs = desk.ask(lambda app: app.papers.history(key)).prints
    assert [(one.copies, one.withdrawn_reason) for one in runs] == [(2, "行政行为码抄错"), (2, None)]
    assert runs[0].digest != runs[1].digest


def test_after_the_first_signature_nothing_offers_to_withdraw(scene: Scene) -> None:
    desk, page = scene
    order = issue(desk, page, ORDER)
    choose(desk, page, ORDER)
    assert Action.WITHDRAW in page.pane.steps.buttons
    page.pane.steps.do(Action.SIGN)
    page.pane.steps.bar.fields["name"].setCurrentText("陈志强")  # type: ignore[attr-defined]
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        page.pane.steps.bar.confirm.click()
    desk.rest()
    assert Action.WITHDRAW not in page.pane.steps.buttons
    assert desk.ask(lambda app: app.papers.paper(order.id)).state is DocumentState.SIGNED


def test_a_scan_filed_to_the_wrong_page_gets_its_page_and_one_too_many_is_taken_off(
    scene: Scene, tmp_path: Path
) -> None:
    desk, page = scene
    order = issue(desk, page, ORDER)
    choose(desk, page, ORDER)
    photo = tmp_path / "signed.jpg"
    photo.write_bytes(jpeg(640, 900))
    desk.ask(lambda app: app.papers.file_scan(desk.window.bridge.officer_id, photo, document_id=order.id))
    page.refresh()
    desk.rest()
    panel = page.pane.scans
    panel.number.click()
    panel.bar.fields["pages"].setText("一")  # type: ignore[attr-defined]
    panel.bar.confirm.click()
    assert panel.bar._shown["pages"].said
    panel.bar.fields["pages"].setText("1")  # type: ignore[attr-defined]
    with desk.qtbot.waitSignal(panel.changed, timeout=PATIENCE):
        panel.bar.confirm.click()
    desk.rest()
    assert desk.ask(lambda app: app.papers.history(order.id)).scans[0].pages == (1,)
    panel.take_off.click()
    panel.bar.fields["reason"].setText("拍糊了")  # type: ignore[attr-defined]
    with desk.qtbot.waitSignal(panel.changed, timeout=PATIENCE):
        panel.bar.confirm.click()
    desk.rest()
    assert desk.ask(lambda app: app.papers.history(order.id)).scans == ()
