"""Filled-in sheets that come back from the scanner: every page of a PDF finds its own sheet."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from inspector_app.documents.rendering import render
from inspector_app.errors import BadInput
from inspector_app.evidence.values import FIELD_SHEET
from inspector_app.fieldwork.values import Sheet
from tests.fixtures.visits import ACTOR
from tests.unit.fieldwork.conftest import Lane

BLANK = Image.new("RGB", (1240, 1754), "white")


def pages_of(lane: Lane, sheet: Sheet) -> list[Image.Image]:
    """The printed sheet as a scanner sees it."""
    document = pypdfium2.PdfDocument(render(lane.app.field_sheets.paper(sheet.id)).pdf)
    return [document[number].render(scale=150 / 72).to_pil().convert("RGB") for number in range(len(document))]


def scanned(*pages: Image.Image) -> bytes:
    """Pages as one PDF without text, as scanners make it."""
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return stream.getvalue()


def scrawl() -> Image.Image:
    """A page with something on it, but no code."""
    page = BLANK.copy()
    page.paste("black", (200, 300, 900, 500))
    return page


def test_each_page_goes_to_the_sheet_its_code_names(lane: Lane, tmp_path: Path) -> None:
    other = lane.app.field_sheets.draw_up(ACTOR, lane.visit, checklists=["task_17"])
    first, second = pages_of(lane, lane.sheet), pages_of(lane, other)
    (tmp_path / "扫描.pdf").write_bytes(scanned(first[0], BLANK, second[0], scrawl(), first[1]))
    kept = lane.app.field_sheets.attach(ACTOR, tmp_path / "扫描.pdf")
    assert [(one.page, one.short_code) for one in kept.pages] == [
        (1, lane.sheet.short_code), (3, other.short_code), (5, lane.sheet.short_code)
    ]  # fmt: skip
    assert (kept.unread, kept.unknown, kept.codes) == ((4,), (), (lane.sheet.short_code, other.short_code))
    assert lane.app.field_sheets.state(lane.sheet.id).scans == (kept.pages[0].photo_id, kept.pages[2].photo_id)
    photos = {photo.id: photo for photo in lane.app.evidence.photos(inspection_id=lane.visit)}
    assert {photo.purpose for photo in photos.values()} == {FIELD_SHEET}
    assert photos[kept.pages[1].photo_id].file_name == "扫描-3.jpg"
    assert lane.app.evidence.original(kept.pages[1].photo_id).startswith(b"\xff\xd8")


def test_the_same_scan_again_adds_nothing(lane: Lane) -> None:
    scan = scanned(*pages_of(lane, lane.sheet)[:1])
    once = lane.app.field_sheets.attach(ACTOR, scan, name="a.pdf")
    assert lane.app.field_sheets.attach(ACTOR, scan, name="b.pdf").pages == once.pages
    assert len(lane.app.evidence.photos(inspection_id=lane.visit)) == 1


def test_an_officer_says_whose_the_unreadable_pages_are(lane: Lane) -> None:
    kept = lane.app.field_sheets.attach(ACTOR, scanned(scrawl(), BLANK), lane.sheet.id, name="a.pdf")
    assert [(one.page, one.sheet_id) for one in kept.pages] == [(1, lane.sheet.id)]


def test_a_scan_without_any_sheet_keeps_nothing(lane: Lane) -> None:
    with pytest.raises(BadInput, match=r"sheet\.scan_no_code"):
        lane.app.field_sheets.attach(ACTOR, scanned(scrawl()), name="a.pdf")
    assert lane.app.evidence.photos(inspection_id=lane.visit) == []
