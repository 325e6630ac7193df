"""Check digits: 统一社会信用代码 (GB 32100-2015 with GB 11714 inside) and 公民身份号码 (GB 11643-1999)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_USCC_LENGTH, _RESIDENT_LENGTH = 18, 18


@dataclass(frozen=True)
class Resident:
    """What a resident identity number says of its holder; ``gender`` is 男 or 女."""

    region_code: str
    birth_on: str
    gender: str


def tidy(code: str) -> str:
    """A code as people type it (full-width, lower case, spaced, hyphened) in its one spelling."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(character for character in plain if not character.isspace() and character not in "-‐–—")


def uscc_fault(code: str) -> str | None:
    """What is wrong with a 统一社会信用代码: ``length``, ``character``, ``organisation``, ``check``; or nothing.

    Source: GB 32100-2015; characters 9 to 17 are an organisation code of GB 11714.
    """
    if len(code) != _USCC_LENGTH:
        return "length"
    if any(character not in _USCC_ALPHABET for character in code) or not code[2:8].isdigit():
        return "character"
    if organisation_check(code[8:16]) != code[16]:
        return "organisation"
    return None if uscc_check(code[:17]) == code[17] else "check"


def uscc_check(first: str) -> str:
    """The check character of the first 17 characters of a 统一社会信用代码."""
    total = sum(_USCC_ALPHABET.index(c) * weight for c, weight in zip(first, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[-total % 31]


def organisation_check(first: str) -> str:
    """The check character of an organisation code's first eight characters. Source: GB 11714."""
    total = sum(
        _ORGANISATION_ALPHABET.index(c) * weight for c, weight in zip(first, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def resident_fault(number: str) -> str | None:
    """What is wrong with a 公民身份号码: ``length``, ``character``, ``birthday``, ``check``; or nothing.

    Region codes are not looked up: merged and renumbered counties stay on the cards of a lifetime.
    """
    if len(number) != _RESIDENT_LENGTH:
        return "length"
    if not (number.isascii() and number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        return "character"
    if _birthday(number) is None:
        return "birthday"
    return None if resident_check(number[:17]) == number[17] else "check"


def resident_check(first: str) -> str:
    """The check character of the first 17 digits of a 公民身份号码."""
    return _RESIDENT_CHECKS[sum(int(c) * weight for c, weight in zip(first, _RESIDENT_WEIGHTS, strict=True)) % 11]


def resident(number: str) -> Resident:
    """What a sound number says; call ``resident_fault`` first. Raises ``ValueError`` for an impossible birthday."""
    born = _birthday(number)
    if born is None:
        raise ValueError("no such birthday")
    return Resident(number[:6], born.isoformat(), "男" if int(number[16]) % 2 else "女")


def age_on(birth_on: str, day: date) -> int:
    """Full years of age on a day."""
    born = date.fromisoformat(birth_on)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _birthday(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
