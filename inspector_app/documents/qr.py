"""The check code as one vector path."""

from __future__ import annotations

from functools import lru_cache

QUIET = 2
"""Empty modules around the code inside its box; the white of the page does the rest."""

_MASK = 3
"""One fixed mask: trying all eight costs four fifths of the time and every reader takes any."""


@lru_cache(maxsize=32)
def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """Modules of the smallest code that holds ``text``; dark is ``True``."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_L

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=0, mask_pattern=_MASK)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def path(text: str, x: float, y: float, side: float) -> str:
    """Operators that fill the code into a square of ``side`` points whose lower left corner is (x, y)."""
    rows = matrix(text)
    module = side / (len(rows) + 2 * QUIET)
    code = []
    for at, row in enumerate(rows):
        bottom = y + side - (at + 1 + QUIET) * module
        for start, length in _runs(row):
            left = x + (start + QUIET) * module
            code.append(f"{left:.2f} {bottom:.2f} {length * module:.2f} {module:.2f} re")
    return " ".join([*code, "f"])


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and runs and runs[-1][0] + runs[-1][1] == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
