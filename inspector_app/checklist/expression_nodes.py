"""What an expression is made of once it is read: small functions from what is known to a value, unknown included."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True)
class Cells:
    """One column of a table, what is filled in; only functions over columns take it."""

    values: tuple[Decimal | str, ...]


Value = Decimal | str | bool | tuple[str, ...] | Cells | None


class ExpressionFault(ValueError):
    """Why an expression cannot be read or makes no sense; ``at`` counts characters from 0."""

    def __init__(self, zh: str, en: str, at: int = 0) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.at = at


@dataclass(frozen=True)
class Known:
    """What expressions may ask: answers by item key (number, day, option, options, text), verdicts, design values.

    ``rows`` are the tables by item key, each row by column key; a blank cell is left out.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    design: Mapping[str, Decimal] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Decimal | str]]] = field(default_factory=dict)


Node = Callable[[Known], Value]


def decimals(texts: Mapping[str, str]) -> dict[str, Decimal]:
    """Numbers as the register and answers spell them; what is none is left out."""
    found = {key: decimal(text) for key, text in texts.items()}
    return {key: number for key, number in found.items() if number is not None}


def decimal(text: str) -> Decimal | None:
    """A finite number, or ``None``."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def truth(value: Value) -> bool | None:
    """A yes, a no or unknown. Raises ``ExpressionFault`` for anything else."""
    if value is None or isinstance(value, bool):
        return value
    raise ExpressionFault("应是判断（是或否）", "should be a yes or no")


def number_of(value: Value) -> Decimal | None:
    """A number or unknown. Raises ``ExpressionFault`` for anything else."""
    if value is None or isinstance(value, Decimal):
        return value
    raise ExpressionFault("应是数值", "should be a number")


def constant(value: Value) -> Node:
    """What stands there."""
    return lambda _known: value


def answer(key: str) -> Node:
    """What was answered to an item."""
    return lambda known: known.answers.get(key)


def column(key: str, name: str) -> Node:
    """What stands in one column of a table; unknown while there is no row."""

    def node(known: Known) -> Value:
        rows = known.rows.get(key)
        return Cells(tuple(row[name] for row in rows if name in row)) if rows else None

    return node


def verdict(key: str) -> Node:
    """The verdict of an item."""
    return lambda known: known.verdicts.get(key)


def either(left: Node, right: Node) -> Node:
    """``or``: yes as soon as one side is."""

    def node(known: Known) -> Value:
        sides = [truth(left(known)), truth(right(known))]
        return True if True in sides else None if None in sides else False

    return node


def both(left: Node, right: Node) -> Node:
    """``and``: no as soon as one side is."""

    def node(known: Known) -> Value:
        sides = [truth(left(known)), truth(right(known))]
        return False if False in sides else None if None in sides else True

    return node


def compare(sign: str, left: Node, right: Node) -> Node:
    """Numbers with numbers, texts with texts."""

    def node(known: Known) -> Value:
        a, b = left(known), right(known)
        if a is None or b is None:
            return None
        if isinstance(a, str) and isinstance(b, str):
            return _stands(sign, a, b)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return _stands(sign, a, b)
        raise ExpressionFault("两边类型不同，不能比较", "the two sides cannot be compared")

    return node


def _stands(sign: str, a: Decimal | str, b: Decimal | str) -> bool:
    """Days are ISO texts, so that texts stand in the order of their days."""
    less, equal = a < b, a == b  # type: ignore[operator]
    more = not less and not equal
    return {"<=": not more, ">=": not less, "!=": not equal, "=": equal, "<": less, ">": more}[sign]


def reckon(sign: str, left: Node, right: Node) -> Node:
    """Sums and products; a division by nothing is unknown."""

    def node(known: Known) -> Value:
        a, b = number_of(left(known)), number_of(right(known))
        if a is None or b is None or (b == 0 and sign in ("div", "mod")):
            return None
        return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign in "+-*" else a / b if sign == "div" else a % b

    return node


def _not(given: Sequence[Node]) -> Node:
    def node(known: Known) -> Value:
        held = truth(given[0](known))
        return None if held is None else not held

    return node


def _if(given: Sequence[Node]) -> Node:
    def node(known: Known) -> Value:
        held = truth(given[0](known))
        return None if held is None else given[1](known) if held else given[2](known)

    return node


def _coalesce(given: Sequence[Node]) -> Node:
    return lambda known: next((value for one in given if (value := one(known)) is not None), None)


def _answered(given: Sequence[Node]) -> Node:
    return lambda known: given[0](known) is not None


def _selected(given: Sequence[Node]) -> Node:
    def node(known: Known) -> Value:
        chosen, option = given[0](known), given[1](known)
        if chosen is None:
            return None
        return option in (chosen if isinstance(chosen, tuple) else (chosen,))

    return node


def _extreme(pick: Callable[[Sequence[Decimal]], Decimal]) -> Callable[[Sequence[Node]], Node]:
    """Over those that are known; unknown only when none is."""

    def made(given: Sequence[Node]) -> Node:
        def node(known: Known) -> Value:
            numbers = [number for one in given for number in _numbers(one(known))]
            return pick(numbers) if numbers else None

        return node

    return made


def _numbers(value: Value) -> list[Decimal]:
    """The numbers of a column, or the one that stands there. Raises ``ExpressionFault`` for anything else."""
    cells = value.values if isinstance(value, Cells) else (value,)
    return [number for one in cells if (number := number_of(one)) is not None]


def _cells(value: Value) -> Cells | None:
    if value is None or isinstance(value, Cells):
        return value
    raise ExpressionFault("应是表格的一列", "should be a column of a table")


def _sum(given: Sequence[Node]) -> Node:
    def node(known: Known) -> Value:
        cells = _cells(given[0](known))
        return None if cells is None else sum(_numbers(cells), Decimal(0))

    return node


def _count(given: Sequence[Node]) -> Node:
    def node(known: Known) -> Value:
        cells = _cells(given[0](known))
        return None if cells is None else Decimal(len(cells.values))

    return node


def _times(given: Sequence[Node]) -> Node:
    """How many cells of a column are this option."""

    def node(known: Known) -> Value:
        cells, sought = _cells(given[0](known)), given[1](known)
        return None if cells is None or sought is None else Decimal(cells.values.count(sought))

    return node


def design(key: str) -> Node:
    """A value of the mine's approved design."""
    return lambda known: known.design.get(key)


FUNCTIONS: Mapping[str, tuple[int, int, Callable[[Sequence[Node]], Node]]] = {
    "not": (1, 1, _not),
    "if": (3, 3, _if),
    "coalesce": (1, 9, _coalesce),
    "answered": (1, 1, _answered),
    "selected": (2, 2, _selected),
    "sum": (1, 1, _sum),
    "count": (1, 1, _count),
    "times": (2, 2, _times),
    "min": (1, 9, _extreme(min)),
    "max": (1, 9, _extreme(max)),
}
"""By name: how many arguments at least and at most, and what they make."""
