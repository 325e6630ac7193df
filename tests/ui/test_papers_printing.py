"""Printing in the window, on a real print queue: one job, a jam, a printer that is gone, and nothing ever lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrinter

from inspector_app.enforcement.values import PrintRow, SealMode
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import Desk, issue
from tests.ui.pages.papers import ORDER, RECORD, Begun, begun, offer
from ui.papers import spooler
from ui.papers.papers_page import PapersPage
from ui.papers.renderer import PageRenderer
from ui.papers.sheet_painter import SheetPainter

__all__ = ["begun", "cups"]
Scene = tuple[Desk, PapersPage, str, str]


@pytest.fixture
def scene(begun: Begun) -> Scene:
    """A visit whose record and order are numbered."""
    desk, page = begun.desk, begun.page
    return desk, page, issue(desk, page, RECORD).id, issue(desk, page, ORDER).id


def send(desk: Desk, panel: Any, printer: str) -> None:
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        panel.run(printer)
    desk.rest()


def runs(desk: Desk, document_id: str) -> tuple[PrintRow, ...]:
    found: tuple[PrintRow, ...] = desk.ask(lambda app: app.papers.history(document_id)).prints
    return found


def pages(file: Path) -> int:
    with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
        return len(pdf.pages)


def test_all_papers_leave_as_one_job_and_the_printer_is_watched(scene: Scene, cups: Cups) -> None:
    desk, page, record, order = scene
    panel = offer(desk, page)
    send(desk, panel, cups.queue)
    cups.heard()
    desk.qtbot.waitUntil(lambda: "请点清" in panel.rest.state.text(), timeout=PATIENCE)
    (file,) = cups.printed()
    count = sum(len(runs(desk, one)[-1].sheet_pages) for one in (record, order))
    assert pages(file) == count
    assert f"共 {count} 张" in panel.rest.told.text()
    assert not desk.window.bridge.is_held
    panel.rest.finish.click()
    assert not panel.isVisibleTo(page)


def test_after_a_jam_the_officer_names_the_copy_and_only_the_rest_is_printed(scene: Scene, cups: Cups) -> None:
    desk, page, record, order = scene
    panel = offer(desk, page)
    send(desk, panel, cups.queue)
    cups.heard()
    rest = panel.rest
    rest.copy.set_value("1/2")
    rest.copy.activated.emit(rest.copy.currentIndex())
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        rest.more.click()
    cups.heard()
    first, again = cups.printed()
    of_order = runs(desk, order)
    assert pages(again) == len(of_order[-1].sheet_pages) < pages(first)
    assert [(one.copies, one.jammed_at) for one in of_order] == [(1, (2, 1)), (1, None)]
    assert [one.copies for one in runs(desk, record)] == [2]
    assert "余下的" in rest.told.text()


def test_a_printer_that_stops_is_told_and_the_job_is_still_there_after_a_new_start(scene: Scene, cups: Cups) -> None:
    desk, page, record, _order = scene
    panel = offer(desk, page)
    cups.jam()
    send(desk, panel, cups.queue)
    assert cups.heard() == "jam"
    desk.qtbot.waitUntil(lambda: "已暂停" in panel.rest.state.text(), timeout=PATIENCE)
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        panel.rest.more.click()
    assert "已暂停" in panel.error.said
    panel.rest.forget()
    panel.hide()
    offer(desk, page)
    assert panel.before.isVisibleTo(page)
    panel.before.click()
    cups.clear()
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        panel.rest.more.click()
    cups.heard()
    assert len(cups.printed()) == 1
    assert [one.copies for one in runs(desk, record)] == [0, 2]


def test_a_printer_that_is_gone_leaves_the_choice_as_it_was_and_offers_files(
    scene: Scene, cups: Cups, tmp_path: Path
) -> None:
    desk, page, record, _order = scene
    panel = offer(desk, page)
    cups.tool("lpadmin", "-x", cups.queue)
    panel._lines[1].box.setChecked(False)
    send(desk, panel, cups.queue)
    assert "找不到打印机" in panel.error.said
    assert [one.paper.id for one in panel.orders()] == [record]
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        panel.run("pdf", tmp_path)
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    assert [one.copies for one in runs(desk, record)] == [0]


def test_pre_sealed_sheets_are_named_before_printing_and_the_spoiled_one_after_a_jam(
    scene: Scene, cups: Cups
) -> None:
    desk, page, _record, order = scene
    actor = desk.window.bridge.officer_id
    desk.ask(lambda app: app.papers.change_plan(actor, order, "带了预盖章纸", seal_mode=SealMode.PRESEALED))
    panel = offer(desk, page)
    panel._lines[0].box.setChecked(False)
    count = 2 * (desk.ask(lambda app: app.papers.paper(order)).pages or 0)
    panel._lines[1].sheets.setText(f"0101-{100 + count:04d}")
    send(desk, panel, cups.queue)
    cups.heard()
    last = panel.rest
    last.copy.set_value("0/2")
    last.copy.activated.emit(last.copy.currentIndex())
    last.new.setText("0201-0209")
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        last.more.click()
    before, after = runs(desk, order)
    assert before.spoiled_sheets == (f"{101 + count // 2:04d}",)
    assert after.sheets[0] == "0201"
    assert desk.ask(lambda app: app.papers.paper(order)).sealed_at


def test_sheet_numbers_that_are_none_are_told_and_nothing_is_sent(scene: Scene) -> None:
    desk, page, record, _order = scene
    actor = desk.window.bridge.officer_id
    desk.ask(lambda app: app.papers.record_job(actor, app.papers.plan_print([record]), "HP"))
    panel = offer(desk, page)
    panel.before.click()
    panel.rest.new.setText("A1-B3")
    panel.rest.more.click()
    desk.rest()
    assert "A1" in panel.error.said
    assert len(runs(desk, record)) == 1


def test_pages_are_painted_one_by_one_for_printers_that_take_no_pdf(scene: Scene, tmp_path: Path) -> None:
    desk, _page, record, _order = scene
    pdf = desk.ask(lambda app: app.papers.pdf(record))
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "painted.pdf"))
    painter = SheetPainter(PageRenderer.of(desk.window.bridge), pdf, printer, "现场检查记录")
    with desk.qtbot.waitSignal(painter.finished, timeout=PATIENCE):
        painter.start()
    assert pages(tmp_path / "painted.pdf") == desk.ask(lambda app: app.papers.paper(record)).pages


def test_without_the_tools_of_a_printing_system_pages_are_painted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not spooler.has_cups()
