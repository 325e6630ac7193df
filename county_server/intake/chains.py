"""Where the chains stand while a batch is taken in: looked up once, kept up to date as entries are accepted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from county_server import tables
from inspector_app.storage import journal
from inspector_app.storage import tables as journal_tables
from inspector_app.storage.journal import Entry, Head

_PAGE = 500


class Chains:
    """The chains that a batch extends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: set[str] = set()
        self._heads: dict[str, Head] = {}
        self._laptops: dict[str, Row[Any] | None] = {}

    def look_up(self, entries: list[Entry]) -> None:
        """Find out which of these entries are here already."""
        table = journal_tables.entry
        ids = [entry.id for entry in entries]
        for start in range(0, len(ids), _PAGE):
            query = select(table.c.id).where(table.c.id.in_(ids[start : start + _PAGE]))
            self._known |= set(self._connection.execute(query).scalars())

    def holds(self, entry_id: str) -> bool:
        """Whether an entry of the batch is in the journal by now."""
        return entry_id in self._known

    def laptop(self, stream_id: str) -> Row[Any] | None:
        """The certified stream, or ``None``."""
        if stream_id not in self._laptops:
            query = select(tables.laptop).where(tables.laptop.c.stream_id == stream_id)
            self._laptops[stream_id] = self._connection.execute(query).first()
        return self._laptops[stream_id]

    def may_follow(self, entry: Entry) -> bool:
        """Whether an entry's place in its chain is possible.

        Its predecessor may be missing (set aside, and named as a gap by the receipt): a signed transaction after it
        is not made to wait. What is here must be where the entry says it is.
        """
        if self.holds(entry.id):
            return True
        if entry.previous == journal.genesis(entry.stream_id):
            return entry.seq == 1
        if entry.previous == self._head(entry.stream_id).id:
            return entry.seq == self._head(entry.stream_id).seq + 1
        table = journal_tables.entry
        query = select(table.c.seq, table.c.stream_id).where(table.c.id == entry.previous)
        found = self._connection.execute(query).first()
        if found is None:
            return entry.seq > 1
        return bool(found.stream_id == entry.stream_id and found.seq + 1 == entry.seq)

    def is_fork(self, entry: Entry) -> bool:
        """Whether another entry already follows the same one."""
        head = self._head(entry.stream_id)
        if entry.previous == head.id or entry.seq > head.seq:
            return False
        table = journal_tables.entry
        query = select(table.c.body).where(
            table.c.stream_id == entry.stream_id, table.c.seq == entry.seq, table.c.id != entry.id
        )
        bodies = self._connection.execute(query).scalars()
        return any(journal.parse(bytes(body)).previous == entry.previous for body in bodies)

    def extend(self, entries: list[Entry]) -> None:
        """Note entries that were just accepted."""
        self._known |= {entry.id for entry in entries}
        last = entries[-1]
        if last.seq > self._head(last.stream_id).seq:
            self._heads[last.stream_id] = Head(last.seq, last.id)

    def _head(self, stream_id: str) -> Head:
        if stream_id not in self._heads:
            self._heads[stream_id] = journal.head(self._connection, stream_id)
        return self._heads[stream_id]
