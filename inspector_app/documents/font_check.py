"""Whether the shipped faces are whole and carry the characters that names and places of the county need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app import paths
from inspector_app.documents.fonts import Face

_TABLES = ("head", "hhea", "hmtx", "cmap", "glyf", "loca")


@dataclass(frozen=True)
class FontsFound:
    """``unusable``: files that are missing or damaged; ``lacking``: characters of ``proof`` that no face draws."""

    usable: int
    unusable: tuple[str, ...]
    proof: int
    lacking: str


def examine(folder: Path | None = None, proof: str | None = None) -> FontsFound:
    """Load every face of ``folder`` (the shipped ones) and look for the characters of ``proof`` (the shipped list)."""
    folder = folder or paths.resources("fonts")
    wanted = proof if proof is not None else paths.resources("fonts", "proof.txt").read_text("utf-8")
    letters = {char for char in wanted if not char.isspace()}
    known: set[int] = set()
    unusable = []
    for face in Face:
        codes = _codes(folder / face.value)
        known |= codes
        if not codes:
            unusable.append(face.value)
    lacking = "".join(sorted(char for char in letters if ord(char) not in known))
    return FontsFound(len(Face) - len(unusable), tuple(unusable), len(letters), lacking)


def _codes(file: Path) -> frozenset[int]:
    """Code points that a font file draws; none when it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file, lazy=True) as font:
            for table in _TABLES:
                font.reader[table]  # the bytes are really there
            found: dict[int, str] = font.getBestCmap() or {}
            return frozenset(found)
    except (OSError, TTLibError, KeyError, AssertionError, ValueError):
        return frozenset()
