"""Pinyin initials of Chinese names, so that an officer finds 遂昌金矿 by typing scjk."""

from __future__ import annotations

from itertools import islice, product

MOST_READINGS = 4
"""A name with several readings keeps at most this many, the likeliest first."""

_TWO_READINGS = {
    "长": "cz", "重": "cz", "乐": "ly", "行": "xh", "朝": "cz", "盛": "sc", "曾": "zc", "单": "ds", "会": "hk",
    "降": "jx", "解": "jx", "率": "ls", "省": "sx", "万": "wm", "隗": "wk", "翟": "zd", "覃": "qt", "仇": "qc",
}  # fmt: skip
"""Characters that mines and people are named with and that are read with two initials."""


def initials(name: str) -> str:
    """Lower-case initials of a name, several readings separated by spaces; ASCII letters and digits stay.

    Characters without a known reading (rare names) are left out rather than guessed.
    """
    from pypinyin import Style, pinyin

    chinese = "".join(character for character in name if character.isalnum() and not character.isascii())
    parts = [one[0] for one in pinyin(chinese, style=Style.FIRST_LETTER, errors=_unread)]
    if len(parts) != len(chinese):  # several unread characters in a row count as one part
        alone = (pinyin(c, style=Style.FIRST_LETTER, errors=_unread) for c in chinese)
        parts = ["".join(part[0]) if part else "" for part in alone]
    read = iter(parts)
    choices = [
        [character.lower()] if character.isascii() else _readings(character, next(read))
        for character in name
        if character.isalnum()
    ]
    likeliest = "".join(several[0] for several in choices)
    others = ("".join(one) for one in islice(product(*choices), 64))
    return " ".join(list(dict.fromkeys([likeliest, *others]))[:MOST_READINGS])


def _readings(character: str, likeliest: str) -> list[str]:
    """The likeliest initial first, then the other one where a character has two."""
    return list(dict.fromkeys([likeliest, *_TWO_READINGS.get(character, "")]))


def _unread(_characters: str) -> str:
    return ""
