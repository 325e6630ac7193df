"""A page is known again from a phone photo: at an angle, in bad light, at any size; further pages say their number."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest
from PIL import Image

from inspector_app.documents.checkcode import page_code, read_code
from inspector_app.documents.scanning import find_codes, pdf_sheets
from inspector_app.errors import BadInput
from tests.documents.test_verification import issued
from tests.fixtures.phone import Shot, page_picture, phone_jpeg

CONDITIONS = {
    "turned by 7 degrees and tilted": Shot(turn=7, keystone=0.12, noise=6),
    "lying across": Shot(turn=90, fill=0.7),
    "upside down": Shot(turn=183, keystone=0.1),
    "seen very steeply": Shot(turn=5, keystone=0.4),
    "in the dark": Shot(turn=3, shadow=0.9, noise=5),
    "shaken": Shot(blur=2.0),
    "everything at once": Shot(turn=7, keystone=0.15, shadow=0.6, noise=12, blur=1.0),
    "40 megapixels": Shot(megapixels=40, turn=7, keystone=0.15, shadow=0.7, noise=14, blur=1.3),
    "5 megapixels": Shot(megapixels=5, turn=4, noise=6),
}


@cache
def order() -> bytes:
    problems = [{"seq": n, "location": f"+{n} 中段", "description": "顶板未按设计支护" * 6} for n in range(1, 40)]
    return issued("F5", problems=problems)


def grey(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg)) as opened:
        return opened.convert("L")


@pytest.mark.parametrize("shot", CONDITIONS.values(), ids=CONDITIONS)
def test_the_code_is_read_from_a_phone_photo(shot: Shot) -> None:
    codes = find_codes(grey(phone_jpeg(issued("F3"), 0, shot)))
    assert [read_code(code).page for code in codes] == [1]


def test_each_page_says_which_one_it_is() -> None:
    seen = [find_codes(page_picture(order(), page)) for page in range(3)]
    codes = [read_code(found[0]) for found in seen]
    assert [code.page for code in codes] == [1, 2, 3]
    assert len({code.facts for code in codes}) == 1
    assert all(code.is_signed for code in codes)


def test_two_papers_side_by_side_are_both_read() -> None:
    both = Image.new("L", (4960, 3508), 200)
    both.paste(page_picture(order(), 0), (0, 0))
    both.paste(page_picture(issued("F3"), 0), (2480, 0))
    assert len(find_codes(both)) == 2


def test_a_page_number_is_no_part_of_what_is_signed() -> None:
    first = "KAJ1:ABC"
    assert (page_code(first, 1), page_code(first, 12)) == (first, "KAJ1.12:ABC")
    with pytest.raises(BadInput, match=r"document\.code_unreadable"):
        read_code("KAJ1.0:ABC")


def test_a_picture_too_poor_to_read_is_not_guessed_at() -> None:
    assert find_codes(grey(phone_jpeg(issued("F3"), 0, Shot(blur=4, fill=0.5, megapixels=3)))) == ()


def scanned_pdf(pictures: list[Image.Image]) -> bytes:
    """What the copier in the office makes of a pile of sheets."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def test_a_scanned_pile_of_sheets_is_read_sheet_by_sheet() -> None:
    pile = [page_picture(order(), 1, 150), Image.new("L", (1240, 1754), 255), page_picture(order(), 0, 150)]
    sheets = pdf_sheets(scanned_pdf(pile))
    assert [[read_code(code).page for code in sheet.codes] for sheet in sheets] == [[2], [], [1]]


def test_a_pdf_that_cannot_be_read_says_so() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(order())) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    for broken in (b"%PDF-1.7 nothing", locked.getvalue()):
        with pytest.raises(BadInput, match=r"scan\.pdf_unreadable"):
            pdf_sheets(broken)
