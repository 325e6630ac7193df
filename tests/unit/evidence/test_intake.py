"""Pictures as they really come: what is taken in, what is refused, and what the officer is told."""

from __future__ import annotations

import io
import os
import re
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inspector_app import messages
from inspector_app.errors import BadInput, StorageFault
from inspector_app.evidence import intake, pictures
from inspector_app.evidence.intake import PhotoIntake
from inspector_app.storage.blobs import BlobStore
from inspector_app.storage.records import canonical
from tests.fixtures import pictures as made

HEIC = Path(__file__).parents[2] / "fixtures" / "files" / "phone.heic"
LONG_AGO = 1_700_000_000


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs", b"k" * 32)


@pytest.fixture
def taking(blobs: BlobStore) -> PhotoIntake:
    return PhotoIntake(blobs)


def on_card(folder: Path, name: str, data: bytes) -> Path:
    """A file that was copied long ago."""
    file = folder / name
    file.write_bytes(data)
    os.utime(file, (LONG_AGO, LONG_AGO))
    return file


def stored_files(blobs: BlobStore) -> list[Path]:
    return [file for file in blobs.folder.rglob("*") if file.is_file()] if blobs.folder.exists() else []


def refused(taking: PhotoIntake, source: Path | bytes, name: str = "") -> str:
    with pytest.raises(BadInput) as told:
        taking.take(source, name)
    text = str(messages.tell(told.value))
    assert "…" not in text, text
    assert re.search(r"[\u4e00-\u9fff]", text)
    return told.value.code


def test_a_phone_picture_brings_time_place_and_camera(taking: PhotoIntake, blobs: BlobStore) -> None:
    data = made.jpeg(800, 600)
    taken = taking.take(data)
    facts = taken.facts
    assert (facts.media_type, facts.width, facts.height) == ("image/jpeg", 800, 600)
    assert facts.taken_at == "2026-03-10T10:15:30.123+08:00"
    assert facts.position is not None
    assert (facts.position.latitude, facts.position.longitude) == ("28.456700", "119.912300")
    assert facts.position.altitude_m == "321.5"
    assert facts.camera == "HUAWEI ALN-AL00"
    assert facts.warnings == ()
    with blobs.open(facts.sha256) as stream:
        assert stream.read() == data


def test_nothing_of_a_picture_is_a_float_on_the_way_to_the_journal(taking: PhotoIntake) -> None:
    facts = taking.take(made.jpeg()).facts
    canonical({name: value for name, value in vars(facts).items() if name not in ("position", "warnings")})
    assert facts.position is not None
    canonical(vars(facts.position))


def test_south_and_west_are_negative(taking: PhotoIntake) -> None:
    exif = made.exif_block(latitude=-33.5, longitude=-70.25)
    position = taking.take(made.jpeg(exif=exif)).facts.position
    assert position is not None
    assert (position.latitude, position.longitude) == ("-33.500000", "-70.250000")


def test_a_picture_without_exif_is_taken_in_and_asks_for_its_time(taking: PhotoIntake) -> None:
    facts = taking.take(made.plain_jpeg()).facts
    assert (facts.taken_at, facts.position, facts.camera) == (None, None, None)
    assert facts.warnings == ("photo.no_camera_time",)


@pytest.mark.parametrize(
    ("options", "taken_at", "warning"),
    [
        ({"fraction": None}, "2026-03-10T10:15:30+08:00", None),
        ({"offset": None}, "2026-03-10T10:15:30.123", "photo.time_without_offset"),
        ({"taken": "0000:00:00 00:00:00"}, None, "photo.no_camera_time"),
        ({"taken": "2026:13:41 10:15:30"}, None, "photo.no_camera_time"),
        ({"taken": "    :  :     :  :  "}, None, "photo.no_camera_time"),
        ({"taken": "1970:01:01 00:00:00"}, "1970-01-01T00:00:00.123+08:00", "photo.time_implausible"),
        ({"taken": None, "tag_306": "2026:03:10 10:15:31"}, "2026-03-10T10:15:31", "photo.time_without_offset"),
        ({"offset": "nonsense"}, "2026-03-10T10:15:30.123", "photo.time_without_offset"),
    ],
)
def test_the_camera_clock_is_read_as_far_as_it_makes_sense(
    options: dict[str, str], taken_at: str | None, warning: str | None, taking: PhotoIntake
) -> None:
    facts = taking.take(made.jpeg(exif=made.exif_block(**options))).facts
    assert facts.taken_at == taken_at
    assert (warning in facts.warnings) if warning else facts.warnings == ()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
def test_thumbnails_stand_upright_however_the_camera_was_held(
    orientation: int, taking: PhotoIntake
) -> None:
    image = Image.new("RGB", (800, 600), "blue")
    image.paste("red", (0, 0, 400, 300))
    data = made.encoded(image, "JPEG", exif=made.exif_block(orientation=orientation).tobytes())
    taken = taking.take(data)
    thumbnail = opened(taken.thumbnail)
    sideways = orientation >= 5
    assert (taken.facts.width, taken.facts.height) == ((600, 800) if sideways else (800, 600))
    assert thumbnail.size == ((300, 400) if sideways else (400, 300))
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    x, y = (10 + corner[0] * (thumbnail.width - 20), 10 + corner[1] * (thumbnail.height - 20))
    red, _green, blue = thumbnail.getpixel((x, y))
    assert red > 200 > 60 > blue


@pytest.mark.parametrize(
    ("data", "media", "name"),
    [
        (made.encoded(made.scene(), "PNG"), "image/png", "a.png"),
        (made.encoded(made.scene(), "WEBP"), "image/webp", "a.webp"),
        (made.encoded(made.scene().convert("CMYK"), "JPEG"), "image/jpeg", "a.jpg"),
        (made.encoded(made.scene().convert("L"), "JPEG"), "image/jpeg", "a.JPG"),
        (made.encoded(made.scene(), "JPEG", progressive=True), "image/jpeg", "a.jpeg"),
        (made.encoded(made.scene().convert("RGBA"), "PNG"), "image/png", "a.png"),
        (made.encoded(made.scene().convert("P"), "PNG"), "image/png", "a.png"),
        (made.encoded(made.scene().convert("1"), "PNG"), "image/png", "a.png"),
        (made.encoded(made.scene().convert("LA"), "PNG"), "image/png", "a.png"),
        (HEIC.read_bytes(), "image/heic", "a.heic"),
    ],
    ids=["png", "webp", "cmyk", "grey", "progressive", "rgba", "palette", "bits", "grey-alpha", "heic"],
)
def test_every_accepted_kind_gets_a_real_thumbnail(
    data: bytes, media: str, name: str, taking: PhotoIntake
) -> None:
    taken = taking.take(data, name)
    assert taken.facts.media_type == media
    assert "photo.wrong_extension" not in taken.facts.warnings
    thumbnail = opened(taken.thumbnail)
    assert (thumbnail.mode, max(thumbnail.size)) == ("RGB", min(400, taken.facts.width))
    low, high = thumbnail.convert("L").getextrema()
    assert high - low > 60, "a flat thumbnail shows nothing"


@pytest.mark.parametrize("mode", ["P", "1", "L", "LA", "RGBA", "RGB", "I;16"])
def test_large_screenshots_and_scans_of_any_depth_are_taken_in(mode: str, taking: PhotoIntake) -> None:
    image = Image.new("I;16", (2400, 1800), 30_000) if mode == "I;16" else made.scene(2400, 1800).convert(mode)
    thumbnail = opened(taking.take(made.encoded(image, "PNG")).thumbnail)
    assert (thumbnail.mode, thumbnail.size) == ("RGB", (400, 300))


def test_a_sixteen_bit_grey_picture_keeps_its_brightness(taking: PhotoIntake) -> None:
    image = Image.new("I;16", (300, 200), 40_000)
    taken = taking.take(made.encoded(image, "PNG"))
    low, high = opened(taken.thumbnail).convert("L").getextrema()
    assert 40_000 // 256 - 2 <= low <= high <= 40_000 // 256 + 2


def test_a_transparent_picture_is_turned_as_well(taking: PhotoIntake) -> None:
    exif = made.exif_block(orientation=6).tobytes()
    data = made.encoded(made.scene(600, 300).convert("RGBA"), "PNG", exif=exif)
    assert opened(taking.take(data).thumbnail).size == (200, 400)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")
def test_a_broken_camera_block_spoils_nothing_but_itself(taking: PhotoIntake) -> None:
    data = made.encoded(made.scene(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    assert opened(taking.take(data).thumbnail).size == (400, 300)


def test_what_a_browser_cannot_show_gets_a_jpeg_beside_it(taking: PhotoIntake, blobs: BlobStore) -> None:
    taken = taking.take(HEIC)
    assert taken.preview_blob is not None
    with blobs.open(taken.preview_blob.sha256) as stream:
        assert opened(stream.read()).size == (320, 240)
    assert taken.facts.camera == "Apple iPhone 15"


def test_a_transparent_picture_stands_on_white(taking: PhotoIntake) -> None:
    taken = taking.take(made.encoded(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"))
    assert opened(taken.thumbnail).getpixel((50, 50)) == (255, 255, 255)


def test_a_moving_picture_shows_its_first_frame_and_says_so(taking: PhotoIntake) -> None:
    frames = [made.scene(seed=n) for n in (1, 2, 3)]
    data = made.encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert "photo.animated" in taking.take(data).facts.warnings


def test_the_content_counts_and_not_the_name(taking: PhotoIntake) -> None:
    facts = taking.take(made.jpeg(), "IMG_0001.png").facts
    assert facts.media_type == "image/jpeg"
    assert facts.warnings == ("photo.wrong_extension",)


def test_the_same_picture_twice_is_stored_once(taking: PhotoIntake, blobs: BlobStore) -> None:
    first, second = taking.take(made.jpeg()), taking.take(made.jpeg())
    assert first.facts == second.facts
    assert (first.original_blob.is_new, second.original_blob.is_new) == (True, False)
    assert len(stored_files(blobs)) == 1


def test_the_original_on_the_card_is_never_touched(taking: PhotoIntake, tmp_path: Path) -> None:
    file = on_card(tmp_path, "IMG.jpg", made.jpeg())
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    taking.take(file)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


OTHER_FILES = {
    "text": (b"not a picture at all", "photo.not_a_picture"),
    "gif": (made.encoded(Image.new("P", (10, 10)), "GIF"), "photo.format_unsupported"),
    "bmp": (made.encoded(Image.new("RGB", (10, 10)), "BMP"), "photo.format_unsupported"),
    "tiff": (made.encoded(Image.new("RGB", (10, 10)), "TIFF"), "photo.format_unsupported"),
    "pdf": (b"%PDF-1.7\n", "photo.format_unsupported"),
    "film": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "photo.format_unsupported"),
    "only a head": (b"\xff\xd8\xff\xe0", "photo.damaged"),
    "png head": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "photo.damaged"),
    "webp head": (b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", "photo.damaged"),
    "heic head": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "photo.damaged"),
}


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_what_is_no_usable_picture_is_refused_and_leaves_nothing(
    kind: str, taking: PhotoIntake, blobs: BlobStore, tmp_path: Path
) -> None:
    data, code = OTHER_FILES[kind]
    assert refused(taking, on_card(tmp_path, "x.jpg", data)) in (code, "photo.cut_off")
    assert stored_files(blobs) == []


def test_an_empty_file_says_so(taking: PhotoIntake, tmp_path: Path) -> None:
    assert refused(taking, on_card(tmp_path, "x.jpg", b"")) == "photo.empty"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_a_picture_whose_end_is_missing_is_refused(kind: str, taking: PhotoIntake, tmp_path: Path) -> None:
    whole = HEIC.read_bytes() if kind == "HEIC" else made.encoded(made.scene(), kind)
    for part in (0.3, 0.6, 0.95):
        file = on_card(tmp_path, f"{kind}-{part}", whole[: int(len(whole) * part)])
        assert refused(taking, file) in ("photo.cut_off", "photo.damaged")


def test_a_file_that_is_still_being_copied_is_told_apart_from_a_broken_one(
    taking: PhotoIntake, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.jpg"
    fresh.write_bytes(made.jpeg()[:20_000])
    assert refused(taking, fresh) == "photo.still_copying"
    fresh.write_bytes(b"")
    assert refused(taking, fresh) == "photo.still_copying"


def test_a_file_that_grows_while_it_is_read_is_refused(
    blobs: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = on_card(tmp_path, "x.jpg", made.jpeg())
    stage = blobs.stage

    def stage_and_grow(*arguments: object) -> object:
        staged = stage(*arguments)  # type: ignore[arg-type]
        with file.open("ab") as more:
            more.write(b"later")
        return staged

    monkeypatch.setattr(blobs, "stage", stage_and_grow)
    assert refused(PhotoIntake(blobs), file) == "photo.still_copying"
    assert stored_files(blobs) == []


def test_folders_missing_and_odd_files_are_named(taking: PhotoIntake, tmp_path: Path) -> None:
    assert refused(taking, tmp_path) == "photo.is_folder"
    assert refused(taking, tmp_path / "gone.jpg") == "photo.missing"
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refused(taking, tmp_path / "pipe.jpg") == "photo.not_a_file"
    (tmp_path / "broken.jpg").symlink_to(tmp_path / "nowhere")
    assert refused(taking, tmp_path / "broken.jpg") == "photo.missing"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(taking: PhotoIntake, tmp_path: Path) -> None:
    file = on_card(tmp_path, "x.jpg", made.jpeg())
    file.chmod(0)
    assert refused(taking, file) == "photo.unreadable"


class DisappearingCard(io.BytesIO):
    """Gives some bytes and then the error of a card that was pulled out."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 0:
            raise OSError(5, "Input/output error")
        return super().read(10_000)


def test_a_card_pulled_out_while_reading_leaves_nothing_behind(blobs: BlobStore) -> None:
    lost = intake._Source(DisappearingCard(made.jpeg()), None)
    with pytest.raises(BadInput, match="source_lost"), blobs.stage(lost):
        pass
    assert stored_files(blobs) == []


def png_claiming(width: int, height: int) -> bytes:
    """A tiny PNG that unpacks to any size (a decompression bomb)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_decompression_bomb_is_refused_before_a_pixel_is_unpacked(taking: PhotoIntake) -> None:
    began = time.perf_counter()
    assert refused(taking, png_claiming(60_000, 60_000)) == "photo.too_many_pixels"
    assert time.perf_counter() - began < 2


def test_a_forty_megapixel_picture_is_taken_in_with_little_memory(taking: PhotoIntake) -> None:
    data = made.encoded(Image.new("RGB", (7_728, 5_368), "grey"), "JPEG")
    facts = taking.take(data).facts
    assert (facts.width, facts.height) == (7_728, 5_368)


def test_a_file_larger_than_any_picture_is_refused_while_it_is_read(
    taking: PhotoIntake, blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_BYTES", 50_000)
    assert refused(taking, made.jpeg(), "film.jpg") == "photo.file_too_large"
    assert stored_files(blobs) == []


def test_a_full_disk_is_our_own_fault_and_not_the_pictures(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFault, match=r"storage\.full"):
        PhotoIntake(blobs).take(made.jpeg())
    assert stored_files(blobs) == []


def test_the_cameras_own_thumbnail_shows_first(taking: PhotoIntake, tmp_path: Path) -> None:
    file = on_card(tmp_path, "x.jpg", made.with_embedded_thumbnail(made.jpeg(1200, 900)))
    quick = taking.quick_look(file)
    assert quick is not None
    assert Image.open(io.BytesIO(quick)).size == (160, 120)
    assert taking.quick_look(on_card(tmp_path, "y.jpg", made.plain_jpeg())) is None
    assert taking.quick_look(tmp_path / "gone.jpg") is None


def test_a_rendition_is_upright_and_bounded() -> None:
    data = made.jpeg(2400, 1800, exif=made.exif_block(orientation=6))
    shown = Image.open(io.BytesIO(pictures.rendition(io.BytesIO(data), 1000)))
    assert shown.size == (750, 1000)


def mangled() -> Iterator[bytes]:
    yield made.jpeg(320, 240)
    yield made.with_embedded_thumbnail(made.jpeg(320, 240))
    yield made.encoded(made.scene(320, 240), "PNG")
    yield made.encoded(made.scene(320, 240), "WEBP")
    yield HEIC.read_bytes()


WHOLE = list(mangled())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12))
def test_damaged_bytes_anywhere_give_a_picture_or_a_clear_answer(which: int, changes: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[which])
    for place, value in changes:
        data[int(place * place * (len(data) - 1))] = value  # mostly in the head, where the structure is
    try:
        picture = pictures.examine(io.BytesIO(bytes(data)))
    except BadInput:
        return
    canonical(dict(picture.facts.exif))
    canonical(list(picture.facts.warnings))
