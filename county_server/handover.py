"""What the county gives to laptops: pages of entries to pull, and blocks of numbers."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from county_server import tables
from county_server.storage import ACTOR, CountyStore
from county_server.visibility import Visible
from inspector_app.enforcement.model import NumberBlock
from inspector_app.errors import Refused
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.fold import table_of
from inspector_app.wire.messages import LeasedBlock, LeaseRequest, PullPage, pack

PAGE = 500
_SCANNED = 5000
"""Entries looked at for one page, so that a laptop that may see few of many is not kept waiting."""


class HandoverService:
    """Signed subsets and leased numbers for laptops."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store

    def pull(self, stream_id: str, visible: Visible, cursor: int) -> PullPage:
        """The next entries after ``cursor`` that this laptop may see; the county vouches for them.

        Its own stream is left out, unless that was continued in two places. So is what no program can read.
        """
        table, signature = journal_tables.entry, journal_tables.entry_signature
        with self._store.read() as connection:
            columns = (table.c.position, table.c.stream_id, table.c.id, table.c.kind)
            places = select(*columns).where(table.c.position > cursor)
            scanned = connection.execute(places.order_by(table.c.position).limit(_SCANNED)).all()
            own = None if _is_forked(connection, stream_id) else stream_id
            useless = _unreadable(connection)
            seen = [
                row.position
                for row in scanned
                if row.stream_id != own and visible.wants(row.stream_id, row.kind) and row.id not in useless
            ][:PAGE]
            query = select(table.c.id, table.c.body).where(table.c.position.in_(seen)).order_by(table.c.position)
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            signed = connection.execute(select(signature).where(signature.c.entry_id.in_(ids)))
            signatures = {row.entry_id: pack(bytes(row.signature)) for row in signed}
        is_last = len(scanned) < _SCANNED and len(seen) < PAGE
        reached = seen[-1] if len(seen) == PAGE else scanned[-1].position if scanned else cursor
        facts = {"pull": 2, "county": self._store.county_id, "stream": stream_id, "from": cursor, "to": reached}
        return PullPage(
            entries=[pack(bytes(row.body)) for row in rows],
            signatures=signatures,
            cursor=reached,
            more=not is_last,
            statement=self._store.sign({**facts, "entries": ids}),
        )

    def lease(self, stream_id: str, region: str, request: LeaseRequest) -> LeasedBlock:
        """Lease the next free serials of a stem and year to a laptop; blocks never overlap.

        The same request again gets the same block. Raises ``Refused('county.request_taken')``.
        """
        table = table_of(NumberBlock)
        with self._store.units_of(region).begin(ACTOR, "number.lease") as unit:
            known = unit.connection.execute(select(table).where(table.c.id == request.request)).mappings().first()
            if known is not None:
                if (known["stream_id"], known["stem"], known["year"]) != (stream_id, request.stem, request.year):
                    raise Refused("county.request_taken")
                return _block(dict(known))
            query = select(func.max(table.c.last_serial)).where(
                table.c.stem == request.stem, table.c.year == request.year
            )
            last = unit.connection.execute(query).scalar() or 0
            facts = {"stem": request.stem, "year": request.year, "stream_id": stream_id}
            facts |= {"first_serial": last + 1, "last_serial": last + request.count}
            unit.create(NumberBlock, request.request, **facts, leased_at=self._store.clock.now().iso)
        return _block({**facts, "id": request.request})


def _is_forked(connection: Connection, stream_id: str) -> bool:
    query = select(tables.fork.c.entry_id).where(tables.fork.c.stream_id == stream_id)
    return connection.execute(query).first() is not None


def _unreadable(connection: Connection) -> set[str]:
    """Entries with a value of a kind that no program takes."""
    query = select(tables.held_entry.c.entry_id).where(tables.held_entry.c.reason == "journal.wrong_type")
    return set(connection.execute(query).scalars())


def _block(row: dict[str, object]) -> LeasedBlock:
    names = ("stem", "year", "stream_id", "first_serial", "last_serial")
    return LeasedBlock.model_validate({"block": row["id"], **{name: row[name] for name in names}})
