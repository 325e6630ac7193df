"""What the county says back: receipts, pages of entries to pull, leased numbers, its inventory."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from county_server import tables
from county_server.storage import ACTOR, CountyStore
from inspector_app.enforcement.model import NumberBlock
from inspector_app.storage import journal
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.inventory import inventory
from inspector_app.wire.messages import LeaseRequest, PullPage, ReceiptRequest, SignedStatement, pack

PAGE = 500


class HandoverService:
    """Signed statements and pages for laptops."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def receipt(self, request: ReceiptRequest) -> SignedStatement:
        """接收回执: how far a stream is applied here, what of it is only held, and which files are stored whole."""
        table = journal_tables.entry
        with self._store.units.read() as connection:
            head = journal.head(connection, request.stream)
            held = (
                select(tables.held_entry.c.entry_id)
                .join_from(tables.held_entry, table, table.c.id == tables.held_entry.c.entry_id)
                .where(table.c.stream_id == request.stream)
            )
            not_applied = sorted(connection.execute(held).scalars())
            count = select(func.count()).where(table.c.stream_id == request.stream)
            entries = connection.execute(count).scalar_one()
        return self._store.sign(
            {
                "receipt": 1,
                "county": self._store.county_id,
                "stream": request.stream,
                "entries": {"from": 1, "to": head.seq, "count": entries, "head": head.id},
                "held": not_applied,
                "blobs": sorted(sha for sha in request.blobs if self._store.blobs.exists(sha)),
                "issued_at": self._store.clock.now().iso,
            }
        )

    def pull(self, stream_id: str, region: str, cursor: int) -> PullPage:
        """Entries after ``cursor`` that this laptop may see: the county's own and those of its region's laptops."""
        table = journal_tables.entry
        with self._store.units.read() as connection:
            visible = select(tables.laptop.c.stream_id).where(
                tables.laptop.c.region == region, tables.laptop.c.stream_id != stream_id
            )
            streams = [self._store.own_stream, *connection.execute(visible).scalars()]
            query = (
                select(table.c.position, table.c.id, table.c.body)
                .where(table.c.position > cursor, table.c.stream_id.in_(streams))
                .order_by(table.c.position)
                .limit(PAGE)
            )
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            signed = select(journal_tables.entry_signature).where(journal_tables.entry_signature.c.entry_id.in_(ids))
            signatures = {row.entry_id: pack(bytes(row.signature)) for row in connection.execute(signed)}
        last = rows[-1].position if rows else cursor
        statement = self._store.sign({"pull": 1, "stream": stream_id, "from": cursor, "to": last, "entries": ids})
        return PullPage(
            entries=[pack(bytes(row.body)) for row in rows],
            signatures=signatures,
            cursor=last,
            more=len(rows) == PAGE,
            statement=statement,
        )

    def lease(self, stream_id: str, request: LeaseRequest) -> dict[str, Any]:
        """Lease the next free serials of a stem and year to a laptop; blocks never overlap."""
        table = table_of(NumberBlock)
        with self._store.units.begin(ACTOR, "number.lease") as unit:
            query = select(func.max(table.c.last_serial)).where(
                table.c.stem == request.stem, table.c.year == request.year
            )
            last = unit.connection.execute(query).scalar() or 0
            facts = {"stem": request.stem, "year": request.year, "stream_id": stream_id}
            facts |= {"first_serial": last + 1, "last_serial": last + request.count}
            unit.create(NumberBlock, **facts, leased_at=self._store.clock.now().iso)
        return facts

    def inventory(self) -> dict[str, Any]:
        """What the county holds."""
        with self._store.units.read() as connection:
            return inventory(connection, self._store.fold, self._store.blobs.iterate())
