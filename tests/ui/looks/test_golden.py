"""A few screens look as they did: what changed is shown as a picture, and accepted by taking it anew."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from inspector_app import paths
from tests.ui.looks.golden import FOLDER, ROOT, SHOWN, compare, picture_of, take

DIFFERENCES = ROOT / "shots" / "differences"
EXPECTED = sorted(f"{language}-{theme}-{name}.png" for (language, theme), names in SHOWN.items() for name in names)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not sys.platform.startswith("linux") or not shutil.which("faketime"):
        pytest.skip("the clock is held by faketime, which is not there")
    folder = tmp_path_factory.mktemp("golden")
    take(folder)
    return folder


def opened(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def test_the_screens_look_as_they_did(taken: Path) -> None:
    assert sorted(file.name for file in FOLDER.glob("*.png")) == EXPECTED
    changed = []
    for name in EXPECTED:
        golden, now = opened(FOLDER / name), opened(taken / name)
        difference = compare(golden, now)
        if difference.is_seen:
            DIFFERENCES.mkdir(parents=True, exist_ok=True)
            picture_of(golden, now, difference).save(DIFFERENCES / name)
            changed.append(f"{name}: {difference.blocks} blocks in {difference.box}")
    how = f"Look at {DIFFERENCES}; if that is what was wanted: python3 run.py shot --golden"
    assert not changed, "\n".join([*changed, how])


def test_the_golden_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) < 3_000_000


def test_one_other_word_is_seen() -> None:
    golden = opened(FOLDER / "zh-light-home.png")
    now = golden.copy()
    face = ImageFont.truetype(str(paths.resources("fonts", "NotoSansSC-Regular.ttf")), 15)
    ImageDraw.Draw(now).text((700, 300), "过期", font=face, fill="#17212b")
    assert compare(golden, now).is_seen


def test_another_colour_of_a_button_is_seen() -> None:
    golden = opened(FOLDER / "zh-light-home.png")
    now = golden.copy()
    now.paste((26, 99, 56), (1150, 30, 1300, 80))
    assert compare(golden, now).is_seen


def test_other_edges_of_letters_are_not() -> None:
    golden = opened(FOLDER / "zh-light-home.png")
    softer = golden.resize((golden.width * 2, golden.height * 2)).resize(golden.size, Image.Resampling.BILINEAR)
    assert not compare(golden, softer).is_seen
