"""Pre-sealed sheets at the printer: the next ones of the stock stand in the field, the officer's own word stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.jamming import Cups, cups
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import Desk, desk_on, issue
from tests.ui.pages.papers import ORDER, begin_papers, offer
from ui.papers.papers_page import PapersPage

__all__ = ["cups"]
Scene = tuple[Desk, PapersPage, str]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """An office with pre-sealed sheets and an issued order."""
    with desk_on(qtbot, own_data_dir) as (desk, county):

        def sheets(app: Any) -> None:
            app.office.set_setting(county.officer_id, "papers.seal_mode", "presealed")
            app.sheets.receive(county.officer_id, "A0101", "A0120")

        desk.ask(sheets)
        page = begin_papers(desk, county)
        yield desk, page, issue(desk, page, ORDER).id


def line_of(panel: Any, document_id: str) -> Any:
    return next(line for line in panel._lines if line.paper.id == document_id)


def test_the_next_sheets_are_proposed_for_the_copies_that_are_wanted(scene: Scene) -> None:
    desk, page, order = scene
    line = line_of(offer(desk, page), order)
    line.copies.setValue(1)
    desk.rest()
    once = line.sheets.text().split("、")
    line.copies.setValue(2)
    desk.rest()
    assert once[0] == "A0101"
    assert len(line.sheets.text().split("、")) == 2 * len(once)


def test_what_the_officer_wrote_stays(scene: Scene) -> None:
    desk, page, order = scene
    line = line_of(offer(desk, page), order)
    line.sheets.clear()
    desk.type(line.sheets, "A0110")
    line.copies.setValue(3)
    desk.rest()
    assert line.sheets.text() == "A0110"


def test_proposed_sheets_are_used_and_the_paper_is_sealed_by_that(scene: Scene, cups: Cups) -> None:
    desk, page, order = scene
    panel = offer(desk, page)
    wanted = line_of(panel, order).count
    with desk.qtbot.waitSignal(panel.printed, timeout=PATIENCE):
        panel.run(cups.queue)
    desk.rest()
    stock = desk.ask(lambda app: app.sheets.stock())[0]
    assert (stock.used, stock.left) == (wanted, 20 - wanted)
    assert desk.ask(lambda app: app.papers.paper(order)).sealed_at
