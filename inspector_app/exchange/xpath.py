"""Expressions of a list in the words of XLSForm: the same but for what only we have (decision 0102)."""

from __future__ import annotations

import re

_VERDICT = re.compile(r"verdict\(\s*\$\{([^}]+)\}\s*\)")
_ANSWERED = re.compile(r"answered\(\s*(\$\{[^}]+\})\s*\)")
_DESIGN = re.compile(r"design\(\s*(['\"])(.*?)\1\s*\)")
_TIMES = re.compile(r"times\(\s*(\$\{[^}]+\})\s*,\s*('[^']*'|\"[^\"]*\")\s*\)")


def in_xlsform(text: str) -> str:
    """``verdict`` asks the question beside, ``answered`` a length, ``design`` a table, ``times`` a filter."""
    text = _VERDICT.sub(r"${v-\1}", text)
    text = _ANSWERED.sub(r"(string-length(\1) > 0)", text)
    text = _DESIGN.sub(r"pulldata('design', 'value', 'key', '\2')", text)
    return _TIMES.sub(r"count(\1[. = \2])", text)
