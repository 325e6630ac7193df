"""Numbers of papers (文号): how they are written, which serial comes next, and what a typed one may be.

Source: enforcement facts §1.9. A serial belongs to one bureau, stem and year, and is never used twice.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.enforcement.values import NumberSource
from inspector_app.errors import BadInput, RuleViolation

_NUMBERS = uuid.UUID("8a1b9f52-2f0e-5a7e-9a61-4c4a6f6f0c39")
"""Namespace of number ids: two laptops that use one number speak of the same record, and the clash shows."""

_HIGHEST = 9_999_999
"""No office numbers further in one year."""
_SERIAL = re.compile(r"(?P<mark>[\w\u4e00-\u9fa5-]*?)(?P<count>\d+)")


RECORD_STEM = "检记"
"""文书代字 of the 现场检查记录: others may share its serial, it has its own."""


@dataclass(frozen=True)
class SourceChoice:
    """What the office chose for where numbers come from (settings ``numbering.*``)."""

    usual: NumberSource
    by_stem: Mapping[str, str]
    shared: Collection[str]

    def of(self, stem: str) -> NumberSource:
        """Where papers of this 文书代字 (without prefix) take their number from."""
        if stem in self.shared and stem != RECORD_STEM:
            return NumberSource.INSPECTION
        return NumberSource(self.by_stem.get(stem) or self.usual)


@dataclass(frozen=True)
class Series:
    """What a serial counts in: issuing bureau, 地区代字, full stem (应急罚) and year."""

    bureau_id: str
    region_char: str
    stem: str
    year: int

    @property
    def block_stem(self) -> str:
        """How a 号段 names this series: 丽应急罚. The county leases for several bureaus, each with its own serials."""
        return f"{self.region_char}{self.stem}"

    def number(self, serial: str) -> str:
        """The 文号 as printed: the year in 〔〕, no leading zero, no 「第」."""
        return f"（{self.region_char}）{self.stem}〔{self.year}〕{serial}号"

    def number_id(self, serial: str) -> str:
        """The id of the one record that holds this number."""
        return str(uuid.uuid5(_NUMBERS, f"{self.bureau_id}/{self.region_char}/{self.stem}/{self.year}/{serial}"))


@dataclass(frozen=True)
class Block:
    """号段: first and last serial, both inclusive."""

    id: str
    first: int
    last: int

    def __contains__(self, serial: int) -> bool:
        return self.first <= serial <= self.last


def full_stem(prefix: str, stem: str) -> str:
    """The stem with the bureau's prefix: 检记 → 应急检记 (or 应急管检记); one that carries it already stays."""
    return stem if not prefix or stem.startswith(prefix) else prefix + stem


def next_serial(blocks: Iterable[Block], taken: Collection[str], mark: str = "") -> tuple[Block, str] | None:
    """The lowest serial of the lowest block that nobody has taken (void ones count as taken), or ``None``.

    ``mark``: a sub-unit's marker before the digits (执法二中队-).
    """
    for block in sorted(blocks, key=lambda one: one.first):
        for serial in range(block.first, block.last + 1):
            text = f"{mark}{serial}"
            if text not in taken:
                return block, text
    return None


def clean_serial(text: str) -> str:
    """A typed serial, with what people type around it taken off: 「第12号」 is 12, 「007」 is 7.

    Raises ``BadInput('number.serial_malformed')``.
    """
    stripped = text.strip().removeprefix("第").removesuffix("号").strip()
    found = _SERIAL.fullmatch(stripped)
    count = int(found["count"]) if found else 0
    if found is None or count == 0:
        raise BadInput("number.serial_malformed", serial=text)
    return f"{found['mark']}{count}"


def block_of(serial: str, blocks: Sequence[Block], mark: str = "") -> Block | None:
    """The own block a serial lies in, if any."""
    digits = serial.removeprefix(mark)
    if not digits.isdigit():
        return None
    return next((block for block in blocks if int(digits) in block), None)


def require_apart(first: int, last: int, blocks: Iterable[Block]) -> None:
    """Raises ``RuleViolation`` when a new block is empty, beyond all numbers, or overlaps one that is known."""
    if first < 1 or last < first or last > _HIGHEST:
        raise RuleViolation("number.block_malformed", field="first_serial", first=first, last=last)
    for block in blocks:
        if first <= block.last and block.first <= last:
            known = f"{block.first}–{block.last}"
            raise RuleViolation("number.block_overlaps", field="first_serial", first=first, last=last, known=known)
