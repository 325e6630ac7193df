"""Cuts the two bold faces to what headings need, so that all shipped fonts stay under 60 MB.

Kept: every character of Zhuque Fangsong (all 8,105 of 通用规范汉字表, Latin, punctuation), GB 2312 with its symbols.
Run once with the uncut faces: ``python tools/cut_fonts.py SOURCE_FOLDER resources/fonts``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

BOLD = {"NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf", "NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf"}


def gb2312() -> set[int]:
    """All code points that GB 2312 encodes."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def main(source: Path, target: Path) -> None:
    """Write the cut faces into ``target``."""
    wanted = set(TTFont(source / "LXGWZhuqueFangsong-Regular.ttf").getBestCmap()) | gb2312()
    options = subset.Options(layout_features=["vert", "kern"], hinting=False, name_IDs=["*"], notdef_outline=True)
    for uncut, cut in BOLD.items():
        font = TTFont(source / uncut)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        font.save(target / cut)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
