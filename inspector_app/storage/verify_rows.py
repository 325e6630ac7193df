"""The rows of the record tables against the journal: each record folded anew in memory, one after the other.

The fold asks for no order between records, so entries are read along the index of their records; nothing is copied,
and no more than a few hundred records are held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, and_, exists, select, tuple_
from sqlalchemy.exc import DBAPIError

from inspector_app.errors import StorageFault
from inspector_app.storage import journal, tables
from inspector_app.storage.fold import Fold, Row, table_of
from inspector_app.storage.journal import Entry
from inspector_app.storage.records import canonical
from inspector_app.storage.verify_report import Report, Steps

_PAGE = 1000
_TOGETHER = 400
"""Records that are compared in one query."""

_entry, _conflict = tables.entry, tables.record_conflict


@dataclass
class _Folded:
    """One record as its entries make it; without ``entry_id`` none of them could be applied."""

    kind: str
    id: str
    row: Row = field(default_factory=Row)
    entry_id: str = ""


def check_rows(connection: Connection, fold: Fold, report: Report, steps: Steps) -> None:
    """Note every row and conflict that was edited, added or deleted beside the journal."""
    together: list[_Folded] = []
    for folded in _records(connection, fold, report, steps):
        together += folded
        if len(together) >= _TOGETHER:
            _compare(connection, fold, together, report)
            together = []
    _compare(connection, fold, together, report)
    _find_added(connection, fold, report)


def is_repeated(connection: Connection, row: Mapping[Any, Any], entry: Entry) -> bool:
    """Whether a row of the journal holds the content of another row once more, under a forged hash."""
    if row["id"] == entry.id:
        return False
    query = select(_entry.c.body).where(_entry.c.id == entry.id, _entry.c.position != row["position"])
    body = connection.execute(query).scalar()
    return body == entry.body


def parsed(body: object) -> Entry:
    """An entry from what its row holds. Raises ``StorageFault('journal.unreadable')``, also for what is no bytes."""
    if not isinstance(body, bytes | memoryview):
        raise StorageFault("journal.unreadable", detail=type(body).__name__)
    return journal.parse(bytes(body))


def _records(connection: Connection, fold: Fold, report: Report, steps: Steps) -> Iterator[list[_Folded]]:
    """Everything that one record id names, folded; ids in the order of their index."""
    current: dict[str, _Folded] = {}
    record_id = None
    for row in _entries_by_record(connection, steps):
        if row["record_id"] != record_id:
            yield list(current.values())
            current, record_id = {}, row["record_id"]
        try:
            entry = parsed(row["body"])
        except StorageFault:
            continue  # told where the chains are checked
        if not is_repeated(connection, row, entry):
            _apply(connection, fold, current, entry, report)
    yield list(current.values())


def _entries_by_record(connection: Connection, steps: Steps) -> Iterator[Mapping[Any, Any]]:
    columns = (_entry.c.position, _entry.c.id, _entry.c.record_id, _entry.c.body)
    place = tuple_(_entry.c.record_id, _entry.c.position)
    query = select(*columns).order_by(_entry.c.record_id, _entry.c.position).limit(_PAGE)
    page: Sequence[Any] = connection.execute(query).mappings().all()
    while page:
        yield from page
        steps.take(len(page))
        last = page[-1]
        page = connection.execute(query.where(place > (last["record_id"], last["position"]))).mappings().all()


def _apply(
    connection: Connection, fold: Fold, current: dict[str, _Folded], entry: Entry, report: Report
) -> None:
    where = f"{entry.stream_id}:{entry.seq}"
    folded = current.setdefault(entry.kind, _Folded(entry.kind, entry.record_id))
    try:
        if fold.merge(connection, folded.row, entry) is not None:
            folded.row.exists, folded.entry_id = True, entry.id
    except StorageFault as fault:
        report.add("verify.unfoldable", where, fault.code)
    except (DBAPIError, KeyError, TypeError, ValueError, AttributeError) as error:  # forged values of a wrong shape
        report.add("verify.unfoldable", where, type(error).__name__)


def _compare(connection: Connection, fold: Fold, together: list[_Folded], report: Report) -> None:
    for kind in {one.kind for one in together} & fold.kinds.keys():
        records = {one.id: one for one in together if one.kind == kind}
        stored = _stored(connection, table_of(fold.kinds[kind]), list(records))
        for record_id, folded in records.items():
            _compare_row(fold, folded, stored.get(record_id), report)
    ids = [one.id for one in together]
    query = select(_conflict).where(_conflict.c.record_id.in_(ids))
    theirs = {tuple(row) for row in connection.execute(query)}
    ours = {(one.kind, one.id, name) for one in together if one.entry_id for name in one.row.contested()}
    for row in sorted(ours ^ theirs):
        report.add("verify.conflict_hidden" if row in ours else "verify.conflict_added", ":".join(row))


def _compare_row(fold: Fold, folded: _Folded, stored: Mapping[str, Any] | None, report: Report) -> None:
    where = f"{folded.kind}:{folded.id}"
    report.rows += stored is not None
    if not folded.entry_id:
        if stored is not None:
            report.add("verify.row_added", where)
    elif stored is None:
        report.add("verify.row_deleted", where)
    elif not _is_same(fold.columns(folded.kind, folded.id, folded.entry_id, folded.row), stored):
        report.add("verify.row_edited", where)


def _is_same(expected: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    try:
        return canonical(dict(stored)) == canonical(dict(expected))
    except ValueError:  # a value that no entry can carry
        return False


def _stored(connection: Connection, table: Table, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    """Rows by id; one that holds what its column cannot hold comes empty, so that it is no row of the journal's."""
    try:
        found = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
        return {row["id"]: {str(name): value for name, value in row.items()} for row in found}
    except (ValueError, TypeError):
        if len(ids) == 1:
            return {ids[0]: {}}
        return {name: row for record_id in ids for name, row in _stored(connection, table, [record_id]).items()}


def _find_added(connection: Connection, fold: Fold, report: Report) -> None:
    """Rows and conflicts of records that the journal does not know."""
    for kind, model in fold.kinds.items():
        table = table_of(model)
        known = exists().where(and_(_entry.c.record_id == table.c.id, _entry.c.kind == kind))
        for record_id in connection.execute(select(table.c.id).where(~known).order_by(table.c.id)).scalars():
            report.rows += 1
            report.add("verify.row_added", f"{kind}:{record_id}")
    unknown = select(_conflict).where(~exists().where(_entry.c.record_id == _conflict.c.record_id))
    for row in connection.execute(unknown):
        report.add("verify.conflict_added", ":".join(row))
