"""A value as the other system takes it: without signs that web forms refuse, and with line breaks as chosen. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_BREAKS = re.compile(r"[ \t]*[\r\n\u2028\u2029\v\f]+[ \t]*")
_BLANKS = re.compile(r"[\t\u00a0\u2000-\u200a\u202f]")


class LineBreaks(StrEnum):
    """What becomes of line breaks when a value is copied."""

    KEEP = "keep"
    SPACE = "space"
    REMOVE = "remove"


class DateStyle(StrEnum):
    """How days are written."""

    ISO = "iso"
    SLASH = "slash"
    CHINESE = "chinese"


@dataclass(frozen=True)
class Cleaning:
    """What a layout says about values: line breaks, and how days are written."""

    line_breaks: str = LineBreaks.SPACE.value
    dates: str = DateStyle.ISO.value

    def day(self, text: str | None) -> str:
        """A day (ISO) as the system writes it; nothing for none."""
        if not text:
            return ""
        year, month, day = text[:10].split("-")
        match DateStyle(self.dates):
            case DateStyle.SLASH:
                return f"{year}/{month}/{day}"
            case DateStyle.CHINESE:
                return f"{year}年{int(month)}月{int(day)}日"
        return text[:10]

    def moment(self, text: str | None) -> str:
        """A moment (ISO 8601) to the minute; nothing for none."""
        if not text:
            return ""
        at = datetime.fromisoformat(text)
        return f"{self.day(at.date().isoformat())} {at:%H:%M}"

    def copied(self, text: str, line_breaks: str | None = None) -> str:
        """What goes to the clipboard: no control or invisible signs, blanks as plain ones, line breaks as chosen."""
        chosen = LineBreaks(line_breaks or self.line_breaks)
        plain = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
        if chosen is LineBreaks.KEEP:
            plain = "\n".join(line.rstrip() for line in plain.splitlines())
        else:
            plain = _BREAKS.sub(" " if chosen is LineBreaks.SPACE else "", plain)
        return "".join(one for one in plain if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf", "Co", "Cs"))
