"""The small language of relations between answers: a subset of XLSForm's XPath, so that a list can go there and back.

``${T16-13} <= ${T16-12}``, ``${T12-11} != 'fill' or ${T12-10} != 'fill'``, ``selected(${T06-05}, 'lacks_1')``,
``verdict(${T16-08}) = 'not_compliant'``, ``design('mine_depth_m') >= 200``. Numbers are decimals, days ISO texts. What
was not answered is unknown; unknown is never yes and never no (decision 0100). Columns of tables, ``${T16-07.people}``,
go into ``sum count times min max`` (decision 0101). Nothing is evaluated as code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import cache

from inspector_app.checklist import expression_nodes as nodes
from inspector_app.checklist.expression_nodes import FUNCTIONS, ExpressionFault, Known, Node, Value

LONGEST = 500
"""Characters of an expression; a longer one is a mistake."""
_DEEPEST = 30
_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{[A-Z]{1,4}-?[0-9-]+(?:\.[a-z_]+)?\})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<name>[a-z]+)|(?P<sign><=|>=|!=|[=<>()+*,-]))"
)


@dataclass(frozen=True)
class Expression:
    """An expression that was read.

    ``asks`` are the keys of the items it depends on, ``designs`` of design values, ``columns`` of columns of tables.
    """

    text: str
    asks: frozenset[str]
    designs: frozenset[str]
    columns: frozenset[tuple[str, str]]
    node: Node

    def value(self, known: Known) -> Value:
        """What it comes to, ``None`` when something it needs is not known. Raises ``ExpressionFault``."""
        try:
            return self.node(known)
        except DecimalException as error:
            raise ExpressionFault("算不出结果", "cannot be calculated") from error

    def holds(self, known: Known) -> bool | None:
        """Whether it holds, ``None`` when that is not known. Raises ``ExpressionFault`` for what is neither."""
        return nodes.truth(self.value(known))

    def told(self, known: Known) -> bool | None:
        """The same; what makes no sense with these answers counts as not known."""
        try:
            return self.holds(known)
        except ExpressionFault:
            return None


@cache
def expression(text: str) -> Expression:
    """Read an expression. Raises ``ExpressionFault`` with the place of the mistake."""
    if len(text) > LONGEST:
        raise ExpressionFault(f"超过 {LONGEST} 个字符", f"longer than {LONGEST} characters", LONGEST)
    reader = _Reader(text)
    node = reader.either(0)
    reader.require_end()
    return Expression(
        text, frozenset(reader.asks), frozenset(reader.designs), frozenset(reader.columns), node
    )


def number_from(formula: Expression, known: Known) -> Decimal | None:
    """The number an expression comes to; nothing when that is not known or is no number."""
    try:
        value = formula.value(known)
    except ExpressionFault:
        return None
    return value if isinstance(value, Decimal) else None


class _Reader:
    """Reads from left to right: or, and, comparison, sum, product, sign, value."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._place = 0
        self._end = len(text)
        self.asks: set[str] = set()
        self.designs: set[str] = set()
        self.columns: set[tuple[str, str]] = set()

    def require_end(self) -> None:
        """Raises ``ExpressionFault`` when something is left."""
        if self._place < len(self._tokens):
            raise self._fault("多余的内容", "something too much")

    def either(self, depth: int) -> Node:
        """Everything from ``or`` downwards."""
        self._require_shallow(depth)
        node = self._both(depth)
        while self._take("or"):
            node = nodes.either(node, self._both(depth))
        return node

    def _both(self, depth: int) -> Node:
        node = self._comparison(depth)
        while self._take("and"):
            node = nodes.both(node, self._comparison(depth))
        return node

    def _comparison(self, depth: int) -> Node:
        node = self._sum(depth)
        for sign in ("<=", ">=", "!=", "=", "<", ">"):
            if self._take(sign):
                return nodes.compare(sign, node, self._sum(depth))
        return node

    def _sum(self, depth: int) -> Node:
        node = self._product(depth)
        while sign := self._take("+", "-"):
            node = nodes.reckon(sign, node, self._product(depth))
        return node

    def _product(self, depth: int) -> Node:
        node = self._signed(depth)
        while sign := self._take("*", "div", "mod"):
            node = nodes.reckon(sign, node, self._signed(depth))
        return node

    def _signed(self, depth: int) -> Node:
        if self._take("-"):
            self._require_shallow(depth)
            return nodes.reckon("-", nodes.constant(Decimal(0)), self._signed(depth + 1))
        return self._value(depth)

    def _require_shallow(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise self._fault("嵌套太深", "nested too deeply")

    def _value(self, depth: int) -> Node:
        if self._take("("):
            node = self.either(depth + 1)
            self._require(")")
            return node
        kind, text, _at = self._next()
        match kind:
            case "ref":
                return self._reference(text[2:-1])
            case "number":
                return nodes.constant(Decimal(text))
            case "text":
                return nodes.constant(text[1:-1])
            case "name" if text == "verdict":
                return self._verdict()
            case "name" if text == "design":
                return self._design()
            case "name" if text in FUNCTIONS:
                return self._call(text, depth)
        self._place -= 1
        raise self._fault(f"不认识“{text}”", f"“{text}” is not known here")

    def _reference(self, named: str) -> Node:
        key, _dot, column = named.partition(".")
        self.asks.add(key)
        if not column:
            return nodes.answer(key)
        self.columns.add((key, column))
        return nodes.column(key, column)

    def _verdict(self) -> Node:
        """Takes the item itself, not its answer."""
        self._require("(")
        kind, text, _at = self._next()
        if kind != "ref" or "." in text:
            raise self._fault("verdict 里应写一个检查项", "verdict takes an item")
        self.asks.add(text[2:-1])
        self._require(")")
        return nodes.verdict(text[2:-1])

    def _design(self) -> Node:
        self._require("(")
        kind, text, _at = self._next()
        if kind != "text":
            raise self._fault("design 里应写设计值编号", "design takes the key of a design value")
        self.designs.add(text[1:-1])
        self._require(")")
        return nodes.design(text[1:-1])

    def _call(self, name: str, depth: int) -> Node:
        self._require("(")
        given = [self.either(depth + 1)]
        while self._take(","):
            given.append(self.either(depth + 1))
        self._require(")")
        least, most, make = FUNCTIONS[name]
        if not least <= len(given) <= most:
            raise self._fault(f"{name} 的参数个数不对", f"{name} takes another number of arguments")
        return make(given)

    def _take(self, *wanted: str) -> str | None:
        if self._place < len(self._tokens):
            kind, text, _at = self._tokens[self._place]
            if kind in ("sign", "name") and text in wanted:
                self._place += 1
                return text
        return None

    def _require(self, sign: str) -> None:
        if not self._take(sign):
            raise self._fault(f"缺少“{sign}”", f"“{sign}” is missing")

    def _next(self) -> tuple[str, str, int]:
        if self._place >= len(self._tokens):
            raise self._fault("没有写完", "not finished")
        self._place += 1
        return self._tokens[self._place - 1]

    def _fault(self, zh: str, en: str) -> ExpressionFault:
        at = self._tokens[self._place][2] if self._place < len(self._tokens) else self._end
        return ExpressionFault(zh, en, at)


def tokens(text: str) -> list[tuple[str, str, int]]:
    """(kind, text, place) of everything in it. Raises ``ExpressionFault`` for a sign that is none of the language."""
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            rest = text[place:].lstrip()
            raise ExpressionFault(f"不认识“{rest[0]}”", f"“{rest[0]}” is not known here", len(text) - len(rest))
        kind = str(match.lastgroup)
        found.append((kind, match[kind], match.start(kind)))
        place = match.end()
    return found
