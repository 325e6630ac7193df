"""Photos on paper: scaled, upright, never altered at the source, two on a page with their captions."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest
from PIL import Image

from inspector_app.documents.pictures import LONG_EDGE, jpeg_size, print_size
from inspector_app.errors import BadInput
from tests.documents import samples
from tests.documents.reading import drawn, page_texts


def camera_photo(width: int, height: int, orientation: int = 1) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_big_photo_is_scaled_to_what_a_printer_shows() -> None:
    assert jpeg_size(print_size(camera_photo(4000, 3000))) == (LONG_EDGE, LONG_EDGE * 3 // 4)
    assert jpeg_size(print_size(camera_photo(400, 300))) == (400, 300)


def test_a_photo_taken_upright_prints_upright_without_camera_data() -> None:
    scaled = print_size(camera_photo(800, 600, orientation=6))
    assert jpeg_size(scaled) == (600, 800)
    with Image.open(io.BytesIO(scaled)) as image:
        assert not image.getexif()


def test_scaling_twice_changes_nothing() -> None:
    once = print_size(camera_photo(4000, 3000))
    assert print_size(once) is once
    assert once == print_size(camera_photo(4000, 3000))


def test_other_formats_are_printed_too_and_see_through_parts_become_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 40), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(print_size(out.getvalue()))) as image:
        assert image.convert("L").getpixel((20, 20)) > 250


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        print_size(b"not a photo")
    assert refused.value.code == "document.photo_unreadable"


def test_two_photos_stand_on_each_page_in_their_own_shape() -> None:
    made = drawn("EX-11")
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        pictures = [list(page.Resources.XObject.as_dict().values()) for page in pdf.pages]
        assert [len(on_page) for on_page in pictures] == [2, 1]
        sizes = [(int(image.Width), int(image.Height)) for on_page in pictures for image in on_page]
    assert sorted(sizes) == [(360, 640), (640, 480), (800, 300)]


def test_every_photo_carries_its_whole_hash_and_is_confirmed_on_its_page() -> None:
    pages = page_texts(drawn("EX-11").pdf)
    assert all(any(sha256 in page for page in pages) for sha256 in samples.photos())
    assert all("照片内容与现场一致" in page and "当事人（签名）" in page for page in pages)


def test_a_paper_without_its_photo_is_not_made_but_a_draft_says_where_it_is() -> None:
    some = dict(list(samples.photos().items())[:1])
    with pytest.raises(BadInput) as refused:
        drawn("EX-11", photo=some)
    assert refused.value.code == "document.photo_missing"
    assert "照片原件不在本机" in "".join(page_texts(drawn("EX-11", photo=some, is_draft=True).pdf))


def test_a_photo_without_a_clock_says_so_in_words() -> None:
    rows = [row | {"taken_at": "时间未注明"} for row in samples.values("EX-11")["photos"]]
    assert "拍摄时间：时间未注明" in "".join(page_texts(drawn("EX-11", photos=rows).pdf))


def test_long_captions_make_the_pictures_smaller_not_fewer() -> None:
    rows = [row | {"proves": "证明采场顶板未支护，" * 20} for row in samples.values("EX-11")["photos"]]
    assert drawn("EX-11", photos=rows).pages == 2


def test_the_hash_on_the_sheet_is_that_of_the_original() -> None:
    sha256, original = next(iter(samples.photos().items()))
    assert hashlib.sha256(original).hexdigest() == sha256


def test_one_very_long_caption_leaves_the_other_pictures_as_they_are() -> None:
    from inspector_app.documents.pictures import _heights
    from inspector_app.documents.style import MM

    usual, firsts, alone = _heights([40.0] * 4, 2, 240 * MM)
    heights, cut, single = _heights([40.0, 40.0, 400.0, 40.0, 40.0], 2, 240 * MM)
    assert (len(set(usual)), firsts, alone) == (1, {0, 2}, set())
    assert (heights[:2], cut, single) == (usual[:2], {0, 2, 3}, {2})
    assert min(heights) >= 55 * MM


def test_a_photo_that_its_caption_gives_a_page_of_its_own_gets_what_room_there_is() -> None:
    import pypdfium2

    def widest(count: int) -> float:
        row = samples.values("EX-11")["photos"][0] | {"proves": "人员定位分站断电，当班人员无法核对位置，" * count}
        page = pypdfium2.PdfDocument(drawn("EX-11", photos=[row]).pdf)[0]
        bounds = [one.get_bounds() for one in page.get_objects() if one.type == 3]
        return max(float(right - left) for left, _bottom, right, _top in bounds)

    assert widest(20) > 1.3 * widest(1)


def test_a_caption_longer_than_a_page_goes_on_overleaf_and_nothing_of_it_is_lost() -> None:
    words = "".join(f"第{n}句说明现场情况。" for n in range(1, 240))
    row = samples.values("EX-11")["photos"][0] | {"proves": words}
    texts = page_texts(drawn("EX-11", photos=[row]).pdf)
    assert len(texts) == 2
    assert "第239句说明现场情况。" in texts[1]
    assert all(f"第{n}句" in "".join(texts) for n in range(1, 240))
