"""What stands in one cell, read as its column wants it. Pure; raises ``BadInput`` with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from inspector_app import terms
from inspector_app.enterprise import codes
from inspector_app.enterprise import values as register
from inspector_app.enterprise.importing.columns import plain, words
from inspector_app.enterprise.requirements import design_keys
from inspector_app.enterprise.values import NO, YES
from inspector_app.errors import BadInput
from inspector_app.office.regions import find_region

Raw = str | int | float | bool | date | datetime | None
"""What a file hands over: always text from CSV, typed cells from a workbook."""

Value = str | int | bool | None

EXACT_DIGITS = 15
"""A workbook keeps numbers to 15 digits: a longer one has lost its end."""

_EXCEL_EPOCH = date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(:\d{2})?)?")
_UNDATED = frozenset({"长期", "长期有效", "永久", "永久有效", "/", "-", "--", "—", "——", "无"})
_YES = frozenset({"是", "有", "√", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "×", "x", "n", "no", "false", "0"})
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(万)?(?:吨/年|t/a|吨|人|名|年|台|条|个|a|t)?")
_TEN_THOUSAND = Decimal(10_000)


def read(kind: str, raw: Raw) -> Value:
    """The value of a cell, ``None`` when it is empty. Raises ``BadInput`` (``import.…``)."""
    if isinstance(raw, float | int) and not isinstance(raw, bool) and kind in ("code", "text"):
        raw = _whole_text(raw, must_be_exact=kind == "code")
    text = raw if isinstance(raw, date) else unicodedata.normalize("NFC", str("" if raw is None else raw)).strip()
    if text == "":
        return None
    if kind.startswith("choice:"):
        return _choice(kind.removeprefix("choice:"), str(text))
    return _READERS[kind](text)


def text_of(raw: Raw) -> str:
    """A cell as a problem shows it."""
    if isinstance(raw, datetime | date):
        return raw.isoformat()[:10]
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw).strip()


def _whole_text(number: float, *, must_be_exact: bool) -> str:
    text = str(int(number)) if float(number).is_integer() else str(number)
    if must_be_exact and len(text.lstrip("-")) > EXACT_DIGITS:
        raise BadInput("import.number_cut", value=text)
    return text


def _text(text: str | date) -> str:
    return text.isoformat()[:10] if isinstance(text, date) else text


def _code(text: str | date) -> str:
    return codes.tidy(_text(text))


def _day(text: str | date) -> str | None:
    if isinstance(text, date):
        return text.isoformat()[:10]
    wanted = unicodedata.normalize("NFKC", text).strip()
    if wanted in _UNDATED:
        return None
    found = _DAY.fullmatch(wanted)
    parts = found.groups()[:3] if found else _digits(wanted)
    try:
        return date(*map(int, parts)).isoformat() if len(parts) == 3 else _excel_day(wanted)
    except ValueError:
        raise BadInput("import.day", value=text) from None


def _digits(text: str) -> tuple[str, ...]:
    return (text[:4], text[4:6], text[6:]) if re.fullmatch(r"\d{8}", text) else ()


def _excel_day(text: str) -> str:
    """A day that a workbook handed over as its count of days."""
    if not re.fullmatch(r"[2-7]\d{4}", text):
        raise ValueError(text)
    return (_EXCEL_EPOCH + timedelta(days=int(text))).isoformat()


def _number(text: str | date) -> tuple[Decimal, bool]:
    """The number, and whether it was written in units of ten thousand."""
    wanted = unicodedata.normalize("NFKC", _text(text)).replace(",", "").replace(" ", "")
    found = _NUMBER.fullmatch(wanted)
    if found is None:
        raise BadInput("import.number", value=_text(text))
    return Decimal(found[1]), found[2] is not None


def _whole(text: str | date) -> int:
    number, in_ten_thousands = _number(text)
    number = number * _TEN_THOUSAND if in_ten_thousands else number
    if number != number.to_integral_value():
        raise BadInput("import.number_not_whole", value=_text(text))
    return int(number)


def _ten_thousand(text: str | date) -> int:
    """A capacity written in ten thousand tonnes, as tonnes."""
    number, _stated = _number(text)
    return int((number * _TEN_THOUSAND).quantize(Decimal(1), ROUND_HALF_EVEN))


def _decimal(text: str | date) -> str:
    number, in_ten_thousands = _number(text)
    return format(number * _TEN_THOUSAND if in_ten_thousands else number, "f")


def _yes_no(text: str | date) -> bool:
    wanted = plain(_text(text))
    if wanted in _YES:
        return True
    if wanted in _NO:
        return False
    raise BadInput("import.yes_no", value=_text(text))


def _design_value(text: str | date) -> str:
    """A number, or the yes or no of a fact as it stands; which of them fits is checked with the kind of value."""
    return _text(text).strip() if plain(_text(text)) in ("是", "否", YES, NO) else _decimal(text)


def _region(text: str | date) -> str:
    region = find_region(_text(text))
    if region is None:
        raise BadInput("import.region", value=_text(text))
    return region.code


def _design_key(text: str | date) -> str:
    wanted = plain(_text(text))
    for key, known in design_keys().items():
        if wanted in (plain(key), plain(known.zh), plain(known.en), plain(f"{known.zh}（{known.unit}）")):
            return key
    raise BadInput("import.design_key", value=_text(text))


def _choice(name: str, text: str) -> str:
    enum = getattr(register, name)
    found = terms.find(enum, text)
    if found is not None:
        return found.value
    value = {plain(word): value for word, value in words().get(name, {}).items()}.get(plain(text))
    if value is None:
        raise BadInput("import.choice", value=text, known="、".join(terms.label(member) for member in enum))
    return value


_READERS: dict[str, Callable[[str | date], Value]] = {
    "text": _text,
    "code": _code,
    "day": _day,
    "whole": _whole,
    "ten_thousand": _ten_thousand,
    "decimal": _decimal,
    "design_value": _design_value,
    "yes_no": _yes_no,
    "region": _region,
    "design_key": _design_key,
}
