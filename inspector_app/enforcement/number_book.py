"""Taking, keeping and voiding numbers inside a write transaction, so that two processes never take one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from inspector_app.enforcement import repository
from inspector_app.enforcement.model import NumberBlock, NumberUse
from inspector_app.enforcement.numbering import Block, Series, block_of, clean_serial, next_serial, require_apart
from inspector_app.enforcement.values import NumberSource
from inspector_app.errors import RuleViolation
from inspector_app.storage.unit_of_work import Unit

if TYPE_CHECKING:
    from inspector_app.store import Store

SAMPLE_SERIALS = 100
"""Serials of the block that a sample laptop gives itself."""


@dataclass(frozen=True)
class Wanted:
    """Which number a paper asks for. ``typed`` is what an officer wrote; ``mark`` a sub-unit's marker."""

    series: Series
    source: NumberSource
    document_id: str
    inspection_id: str | None = None
    typed: str | None = None
    mark: str = ""
    record_stem: str = ""
    """Full stem of the 检查记录 whose serial is shared (``NumberSource.INSPECTION``)."""


@dataclass(frozen=True)
class Taken:
    """A number that now belongs to a paper."""

    number: str
    serial: str
    source: NumberSource


def take(unit: Unit, wanted: Wanted, stream_id: str, at: str) -> Taken | None:
    """Give a paper its number; ``None`` when it is inked by hand later.

    Raises ``RuleViolation``: no block for stem and year, block used up, number taken, typed number missing.
    """
    if wanted.typed is None and wanted.source is NumberSource.INKED:
        return None
    series = wanted.series
    blocks = repository.blocks(unit.connection, stream_id, series.block_stem, series.year)
    source = NumberSource.TYPED if wanted.typed is not None else wanted.source
    if source is NumberSource.TYPED:
        serial = _typed(wanted)
    elif source is NumberSource.INSPECTION:
        serial = _shared(unit.connection, wanted)
    else:
        serial = _from_block(unit.connection, wanted, stream_id)
    holder = repository.number_use(unit.connection, series.number_id(serial))
    if holder is not None:
        raise RuleViolation("number.taken", field="number", number=series.number(serial))
    block = block_of(serial, blocks, wanted.mark)
    unit.create(
        NumberUse,
        series.number_id(serial),
        block_id=block.id if block else None,
        bureau_id=series.bureau_id,
        stem=series.stem,
        year=series.year,
        serial=serial,
        number=series.number(serial),
        document_id=wanted.document_id,
        number_source=source.value,
        taken_at=at,
    )
    return Taken(series.number(serial), serial, source)


def void(unit: Unit, document_id: str, reason: str) -> None:
    """Mark the numbers of a paper void: rows and reason stay, and nobody ever takes them again."""
    for use in repository.number_uses(unit.connection, document_id):
        unit.change(NumberUse, use.id, void_reason=reason, reason=reason)


def numbers_itself(store: Store) -> bool:
    """Whether this laptop leases nothing: a sample county that joined nobody."""
    return store.is_sample and store.local("county_url") is None


def ensure_sample_block(unit: Unit, stream_id: str, series: Series, at: str) -> None:
    """A sample laptop that joined nobody numbers its papers itself; they are marked 示例 and never leave it."""
    if not repository.blocks(unit.connection, None, series.block_stem, series.year):
        add_block(unit, stream_id, series.block_stem, series.year, 1, SAMPLE_SERIALS, at)


def sample_block() -> Block:
    """The block ``ensure_sample_block`` will give when the first paper of a series is issued."""
    return Block("", 1, SAMPLE_SERIALS)


def add_block(unit: Unit, stream_id: str, stem: str, year: int, first: int, last: int, at: str) -> str:
    """Enter a block that the office gave by hand; its id. Raises ``RuleViolation`` when it overlaps a known one."""
    require_apart(first, last, repository.blocks(unit.connection, None, stem, year))
    return unit.create(
        NumberBlock, stream_id=stream_id, stem=stem, year=year, first_serial=first, last_serial=last, leased_at=at
    )


def _typed(wanted: Wanted) -> str:
    if not (wanted.typed or "").strip():
        raise RuleViolation("number.typed_missing", field="number", stem=wanted.series.stem)
    return clean_serial(wanted.typed or "")


def _shared(connection: Connection, wanted: Wanted) -> str:
    serial = repository.serial_of_visit(connection, wanted.inspection_id, wanted.record_stem, wanted.series.year)
    if serial is None:
        raise RuleViolation("number.inspection_has_none", field="number", stem=wanted.series.stem)
    return serial


def _from_block(connection: Connection, wanted: Wanted, stream_id: str) -> str:
    series = wanted.series
    blocks = repository.blocks(connection, stream_id, series.block_stem, series.year)
    if not blocks:
        raise RuleViolation("number.no_block", field="number", stem=series.block_stem, year=series.year)
    found = next_serial(blocks, repository.serials(connection, series), wanted.mark)
    if found is None:
        raise RuleViolation("number.block_used_up", field="number", stem=series.block_stem, year=series.year)
    return found[1]
