"""The code of a working sheet: eight letters and digits that survive a pencil, and the text of its QR code.

It names the sheet and proves nothing: no facts, no signature, no 文书校验码.
"""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which a hand mistakes for 1, 0 and V."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_QR = re.compile(r"KAJS1:([0-9A-F]{32})")


def short_code(sheet_id: str) -> str:
    """The code of a sheet, from the last 40 bits of its id: ``K7M3-2Q4D``."""
    number = UUID(sheet_id).int & ((1 << 40) - 1)
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def plain_code(typed: str) -> str:
    """A typed code in its one spelling; empty when it cannot be one."""
    text = unicodedata.normalize("NFKC", typed).upper().translate(_ALIKE)
    letters = "".join(char for char in text if char in _LETTERS)
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else ""


def qr_text(sheet_id: str) -> str:
    """What the QR code of a sheet holds."""
    return f"KAJS1:{UUID(sheet_id).hex.upper()}"


def sheet_of_qr(text: str) -> str | None:
    """The sheet that a scanned code names, or nothing when it is another kind of code."""
    found = _QR.fullmatch(text.strip())
    return str(UUID(found[1])) if found else None
