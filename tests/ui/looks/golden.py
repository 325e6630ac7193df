"""Golden pictures of the window: taken at a fixed hour of a sample county, kept small, compared with some patience.

``run.py shot --golden`` takes them anew; ``git diff --stat tests/ui/looks/golden`` shows which changed. The clock is
held by ``faketime``, outside the program, which has no way to be told a wrong time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(__file__).with_name("golden")
HOUR = "@2026-03-10 09:00:00"
CHINA = "CST-8"
"""The time zone in the form that needs no table of zones."""
SHOWN: dict[tuple[str, str], tuple[str, ...]] = {
    ("zh", "light"): (
        "unlock", "home", "search", "inspections", "start_inspection", "inspection", "finding", "field_sheet", "ledger",
        "papers", "dual", "transcription", "mine", "sync", "settings-1",
    ),
    ("zh", "dark"): ("home", "inspection"),
    ("zh", "contrast"): ("finding",),
    ("en", "light"): ("home", "inspection"),
}  # fmt: skip
"""(language, theme) -> screens. None that tells about this machine (disk, printer, battery)."""
NOTICES = (0, 737, 760, 768)
"""Left, top, right, bottom of the line that tells about cards and telephones of this machine."""
HIDDEN = {
    "field_sheet": ((216, 62, 436, 104), (1180, 130, 1350, 580)),
    "home": ((252, 332, 690, 356),),
}
"""Screen -> what is different each time: the code of a new sheet, the order of photos of the same second."""
COLOURS = 96
BLOCK = 4
"""Pixels; blocks of this size are compared, so that the edges of letters may differ a little."""
PATIENCE = 20
"""Levels of grey by which a block may differ."""
BLOCKS = 5
"""So many blocks may differ more: less than one character."""


@dataclass(frozen=True)
class Difference:
    """What changed between the golden picture and now: blocks, and where they lie in pixels."""

    blocks: int
    box: tuple[int, int, int, int] | None

    @property
    def is_seen(self) -> bool:
        """Whether somebody would notice."""
        return self.blocks > BLOCKS


def compare(golden: Image.Image, now: Image.Image) -> Difference:
    """Compare two pictures block by block; another size is another picture."""
    if golden.size != now.size:
        return Difference(sys.maxsize, None)
    small = (golden.width // BLOCK, golden.height // BLOCK)
    grey = [one.convert("RGB").convert("L").resize(small, Image.Resampling.BOX) for one in (golden, now)]
    marks = ImageChops.difference(*grey).point(lambda level: 255 if level > PATIENCE else 0)
    box = marks.getbbox()
    where = None if box is None else (box[0] * BLOCK, box[1] * BLOCK, box[2] * BLOCK, box[3] * BLOCK)
    return Difference(marks.histogram()[255], where)


def picture_of(golden: Image.Image, now: Image.Image, difference: Difference) -> Image.Image:
    """Golden above, now below, the changed place framed."""
    both = Image.new("RGB", (max(golden.width, now.width), golden.height + now.height + 8), "#b3221b")
    both.paste(golden.convert("RGB"), (0, 0))
    both.paste(now.convert("RGB"), (0, golden.height + 8))
    if difference.box is not None:
        left, top, right, bottom = difference.box
        for down in (0, golden.height + 8):
            ImageDraw.Draw(both).rectangle((left - 4, top - 4 + down, right + 4, bottom + 4 + down), outline="red")
    return both


def take(folder: Path) -> list[Path]:
    """Take all of them into a folder; their files, named ``zh-light-home.png`` and the like."""
    with tempfile.TemporaryDirectory(prefix="golden-") as name:
        work = Path(name)
        make = "from pathlib import Path; import sys; from ui.shots import make_store; make_store(Path(sys.argv[1]))"
        _at_the_hour("-c", make, str(work / "store" / "county"))
        with ThreadPoolExecutor(2) as pool:
            groups = [pool.submit(_group, work, *key) for key in SHOWN]
            taken = [file for group in groups for file in group.result()]
        folder.mkdir(parents=True, exist_ok=True)
        return [_kept(file, folder) for file in taken]


def _group(work: Path, language: str, theme: str) -> list[Path]:
    """The screens of one language and theme, in a store of their own."""
    store, out = work / f"{language}-{theme}", work / f"shots-{language}-{theme}"
    shutil.copytree(work / "store", store)
    names = SHOWN[(language, theme)]
    parts = [f"-{name}" for name in names]
    _at_the_hour("-m", "ui.shots", "--one", str(store / "county"), str(out), language, theme, *parts)
    return [file for file in sorted(out.glob("*.png")) if _screen(file) in names]


def _screen(file: Path) -> str:
    """The name of a screen without its place in the navigation."""
    return file.stem.partition("-")[2]


def _at_the_hour(*arguments: str) -> None:
    """Run Python with the clock held."""
    environment = {
        **os.environ, "TZ": CHINA, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1",
        "INSPECTOR_TEST_FAST_KEYS": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    command = ["faketime", "-f", HOUR, sys.executable, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])


def _kept(file: Path, folder: Path) -> Path:
    """The picture with few colours, which is a quarter of the bytes."""
    group = file.parent.name.removeprefix("shots-")
    kept = folder / f"{group}-{_screen(file)}.png"
    with Image.open(file) as picture:
        whole = picture.convert("RGB")
    for box in (NOTICES, *HIDDEN.get(_screen(file), ())):
        whole.paste((128, 128, 128), box)
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)
    return kept


def main() -> int:
    """Take the golden pictures anew, in place of the old ones."""
    for old in FOLDER.glob("*.png"):
        old.unlink()
    files = take(FOLDER)
    print(f"{len(files)} pictures, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
