"""An expression over answers in words, for whoever writes a list without knowing the language it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from inspector_app import terms
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.expressions import expression, tokens
from inspector_app.checklist.values import Option, Verdict
from inspector_app.enterprise.requirements import design_keys
from inspector_app.labels import labels


@dataclass(frozen=True)
class _Teller:
    items: Mapping[str, ChecklistItem]
    language: str

    def word(self, kind: str, text: str) -> str:
        match kind:
            case "ref":
                return self._item(text[2:-1])
            case "text":
                return self._quoted(text[1:-1])
            case "name" | "sign":
                known = labels("expressions").get(text)
                return text if known is None else known[self._place]
        return text

    @property
    def _place(self) -> int:
        return 1 if self.language == "en" else 0

    def _item(self, named: str) -> str:
        key, _dot, column = named.partition(".")
        item = self.items.get(key)
        if item is None:
            return f"“{named}”"
        title = item.title_en if self._place else item.title
        found = item.answer.rows.column(column) if item.answer.rows is not None else None
        cell = "" if found is None else f"·{found.title_en if self._place else found.title}"
        return f"“{title or key}{cell}”"

    def _quoted(self, said: str) -> str:
        """A verdict, an option, a design value: by its name; anything else as it stands."""
        if said in set(Verdict):
            return terms.label(Verdict(said), self.language)
        design = design_keys().get(said)
        if design is not None:
            return design.en if self._place else design.zh
        option = next((one for one in self._options() if one.key == said), None)
        return f"“{said}”" if option is None else option.label_en if self._place else option.label

    def _options(self) -> Iterator[Option]:
        """Those of the items asked and of their columns."""
        for item in self.items.values():
            yield from item.answer.options
            for column in item.answer.rows.columns if item.answer.rows is not None else ():
                yield from column.form.options


def worded(text: str, items: Mapping[str, ChecklistItem], language: str = "zh") -> str:
    """What an expression asks, by the titles of the items. Raises ``ExpressionFault`` for one that cannot be read."""
    asked = expression(text).asks
    teller = _Teller({key: item for key, item in items.items() if key in asked}, language)
    return "".join(_spaced(teller.word(kind, said) for kind, said, _at in tokens(text))).strip()


def _spaced(words: Iterator[str]) -> Iterator[str]:
    """Words with a space between them, none inside brackets and before commas."""
    before = ""
    for word in words:
        tight = before in ("", "(") or word in (")", ",") or (word == "(" and before not in _joining())
        yield word if tight else f" {word}"
        before = word


@cache
def _joining() -> frozenset[str]:
    """After these a bracket stands apart: it holds something together and is no function's."""
    signs = ("and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")
    return frozenset(word for name in signs for word in (name, *labels("expressions").get(name, ())))
