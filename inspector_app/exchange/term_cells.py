"""Cells of closed sets and of named things: written in words, read in words and in codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from inspector_app.checklist.field_words import ENUMS, valued, worded
from inspector_app.checklist.loader import criteria_library
from inspector_app.checklist.serious import BASIC_CONDITION, SERIOUS, serious_violations
from inspector_app.checklist.values import Operator
from inspector_app.enforcement.law import law_library
from inspector_app.enterprise.requirements import design_keys, measures, mine_facts
from inspector_app.exchange.cell_fault import CellFault
from inspector_app.terms import choices

_SEVERAL = re.compile(r"[;；\n]")
_GROUPS = {
    "seven_false": "七假", "five_over": "五超", "three_hiding": "三瞒", "three_not": "三不", "two_contracting": "两包",
}  # fmt: skip
_SIGNS = {"≤": "at_most", "<=": "at_most", "≥": "at_least", ">=": "at_least", "<": "less_than", ">": "more_than",
          "=": "equal_to"}  # fmt: skip


def term_written(name: str, value: Any) -> str:
    """The word of a value."""
    return worded(name, value)


def term_read(name: str, text: str) -> str:
    """The value that a word, or a code, means. Raises ``CellFault`` with the words there are."""
    found = valued(name, text.strip())
    if found not in set(ENUMS[name]):
        raise _none_of(text, terms_of(name))
    return found


def terms_of(name: str) -> tuple[str, ...]:
    """The words that may stand in a cell of this name."""
    return tuple(words for _value, words in choices(ENUMS[name]))


def _none_of(text: str, known: tuple[str, ...]) -> CellFault:
    return CellFault(f"“{text}”不在可选值之内，可以填：{'、'.join(known)}", f"“{text}” is none of {', '.join(known)}")


def several(text: str) -> list[str]:
    """Words with semicolons, or line breaks, between them."""
    return [part.strip() for part in _SEVERAL.split(text) if part.strip()]


def terms_written(name: str, value: list[str]) -> str:
    """The words of several values."""
    return "；".join(worded(name, one) for one in value)


def terms_read(name: str, text: str) -> list[str]:
    """Several values; 、 may stand between them too."""
    return [term_read(name, one) for one in several(text.replace("、", "；").replace("，", "；"))]


def limit_written(value: Mapping[str, str]) -> str:
    """不少于 200."""
    return f"{worded('operator', value['operator'])} {value['value']}"


def limit_read(text: str) -> dict[str, str]:
    """不少于 200, ≥200, at_least 200."""
    operator, rest = operator_read(text)
    return {"operator": operator, "value": rest}


def operator_read(text: str) -> tuple[str, str]:
    """The comparison a cell begins with, and the rest. Raises ``CellFault``."""
    known = {word: value for value, word in choices(Operator)} | {one.value: one.value for one in Operator} | _SIGNS
    for word in sorted(known, key=len, reverse=True):
        if text.startswith(word):
            return known[word], text[len(word) :].strip()
    words = tuple(word for _value, word in choices(Operator))
    zh = f"“{text}”应以 {'、'.join(words)} 之一开头，如 不少于 200"
    raise CellFault(zh, f"“{text}” should begin with a comparison")


def design_written(value: Mapping[str, str]) -> str:
    """不大于 设计开采深度 × 1.2."""
    factor = f" × {value['factor']}" if "factor" in value else ""
    return f"{worded('operator', value['operator'])} {design_name(value['key'])}{factor}"


def design_read(text: str) -> dict[str, str]:
    """The other way round."""
    operator, rest = operator_read(text)
    name, times, factor = rest.rpartition(" × ") if " × " in rest else (rest, "", "")
    made = {"key": design_key(name.strip()), "operator": operator}
    return {**made, "factor": factor.strip()} if times else made


def design_name(key: str) -> str:
    """A design value by its name."""
    return _designs().written(key)


def design_key(name: str) -> str:
    """The key of a design value by its name or its key."""
    return _designs().read(name)


class Names:
    """Keys and the one name of each; a name that two keys have is nobody's."""

    def __init__(self, named: Mapping[str, str], plain: Callable[[str], str] = str.strip) -> None:
        self._plain = plain
        self._keys: dict[str, str] = {}
        doubled: set[str] = set()
        for key, name in named.items():
            doubled |= {plain(name)} if plain(name) in self._keys else set()
            self._keys[plain(name)] = key
        self._names = {key: name for key, name in named.items() if plain(name) not in doubled}

    def written(self, key: str) -> str:
        """The name, or the key of what has none."""
        return self._names.get(key, key)

    def read(self, text: str) -> str:
        """The key; what is no name is taken for one."""
        found = self._keys.get(self._plain(text), text.strip())
        return found if found in self._names else text.strip()


@cache
def _designs() -> Names:
    return Names({key: one.zh for key, one in (design_keys() | measures()).items()})


@cache
def facts() -> Names:
    """Facts of a mine (矿情) by name."""
    return Names({key: one.zh for key, one in mine_facts().items()})


@cache
def tags() -> Names:
    """Tags by name."""
    own = {SERIOUS: "严重违法行为", BASIC_CONDITION: "基本条件类", **_GROUPS}
    return Names(own | {key: one.zh for key, one in serious_violations().items()})


@cache
def criteria() -> Names:
    """Published criteria by the numbers of the published text."""
    return Names({one.key: one.cited for one in criteria_library().all()})


@cache
def articles() -> Names:
    """Provisions as papers cite them; 《》 and 中华人民共和国 may be left out."""
    library = law_library()
    return Names({one.key: library.citation(one.key) for one in library.articles()}, _plain_citation)


def _plain_citation(text: str) -> str:
    return re.sub(r"[《》\s]|中华人民共和国", "", text)


def names_written(known: Names, value: list[str]) -> str:
    """Several named things."""
    return "；".join(known.written(one) for one in value)


def names_read(known: Names, text: str) -> list[str]:
    """Several keys."""
    return [known.read(one) for one in several(text)]
