"""Every query of the hand-over on the laptop's own store, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from inspector_app.blob_fields import BLOB_FIELDS
from inspector_app.storage import journal, tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.journal import Entry
from inspector_app.wire.messages import SignedStatement, pack
from inspector_app.wire.receipt import Receipt

_ENTRY, _SIGNATURE = tables.entry, tables.entry_signature
_ARRIVAL: ColumnElement[int] = literal_column("receipt.rowid")
"""Grows with every receipt that is kept."""
_SIGNED_AT = func.json_extract(cast(tables.receipt.c.body, Text), "$.issued_at")


@dataclass(frozen=True)
class Page:
    """Entries for one batch, the signatures of their transactions, and the last entry's id and place."""

    entries: list[Entry]
    signatures: dict[str, str]
    position: int


def own_streams(connection: Connection) -> list[str]:
    """Streams whose private key lies in this store: those that this laptop answers for, oldest first."""
    query = select(tables.secret.c.key).where(tables.secret.c.key.like("stream:%")).order_by(tables.secret.c.key)
    return [key.removeprefix("stream:") for key in connection.execute(query).scalars()]


def successors(connection: Connection, stream: str | None) -> list[str]:
    """Own streams that were opened after ``stream``, oldest first."""
    from inspector_app.office.model import Stream

    table = table_of(Stream)
    query = select(table.c.id).where(table.c.predecessor_stream == stream, table.c.id.in_(own_streams(connection)))
    return list(connection.execute(query.order_by(table.c.id)).scalars())


def count_entries(connection: Connection, streams: list[str]) -> int:
    """How many entries these streams have here."""
    query = select(func.count()).select_from(_ENTRY).where(_ENTRY.c.stream_id.in_(streams))
    return connection.execute(query).scalar_one()


def count_after(connection: Connection, stream: str, position: int) -> int:
    """How many entries of a stream stand after a position."""
    query = select(func.count()).select_from(_ENTRY)
    return connection.execute(query.where(_ENTRY.c.stream_id == stream, _ENTRY.c.position > position)).scalar_one()


def position_of(connection: Connection, entry_id: str | None) -> int:
    """Where an entry stands in this journal; 0 for none, or one that is not here."""
    if entry_id is None:
        return 0
    return connection.execute(select(_ENTRY.c.position).where(_ENTRY.c.id == entry_id)).scalar() or 0


def next_page(connection: Connection, stream: str, position: int, most: int, most_bytes: int) -> Page:
    """Up to ``most`` entries of a stream after a position, ending with a whole transaction."""
    query = (
        select(_ENTRY.c.position, _ENTRY.c.body, _SIGNATURE.c.signature)
        .outerjoin_from(_ENTRY, _SIGNATURE, _SIGNATURE.c.entry_id == _ENTRY.c.id)
        .where(_ENTRY.c.position > position, _ENTRY.c.stream_id == stream)
        .order_by(_ENTRY.c.position)
    )
    page, size = Page([], {}, position), 0
    for row in connection.execute(query):
        entry = journal.parse(bytes(row.body))
        page.entries.append(entry)
        size += len(entry.body)
        if row.signature is not None:
            page.signatures[entry.id] = pack(bytes(row.signature))
            if len(page.entries) >= most or size >= most_bytes:
                return Page(page.entries, page.signatures, row.position)
        page = Page(page.entries, page.signatures, row.position)
    return page


def transaction_of(connection: Connection, entry_id: str) -> Page:
    """The whole signed transaction that an entry belongs to, for offering it again."""
    entry = journal.find(connection, entry_id)
    if entry is None:
        return Page([], {}, 0)
    members = [e for _p, e in journal.read(connection, action_id=entry.action_id) if e.stream_id == entry.stream_id]
    return Page(members, signatures_of(connection, [e.id for e in members]), 0)


def signatures_of(connection: Connection, entry_ids: list[str]) -> dict[str, str]:
    """The signatures there are over these entries."""
    found: dict[str, str] = {}
    for start in range(0, len(entry_ids), 500):
        query = select(_SIGNATURE).where(_SIGNATURE.c.entry_id.in_(entry_ids[start : start + 500]))
        found |= {row.entry_id: pack(bytes(row.signature)) for row in connection.execute(query)}
    return found


def last_receipts(connection: Connection, streams: list[str]) -> dict[str, Receipt]:
    """The receipt of each stream that reaches furthest and still holds; of equals the one that arrived last.

    Which one is newest is never asked of a clock: this laptop's may have been wrong when an earlier one came.
    """
    table = tables.receipt
    query = select(table.c.stream_id, table.c.body).where(table.c.stream_id.in_(streams), table.c.is_valid)
    found = {}
    for row in connection.execute(query.order_by(table.c.head_seq, _ARRIVAL)):
        found[row.stream_id] = read_receipt(bytes(row.body))
    return found


def received_count(connection: Connection, receipt: Receipt) -> int:
    """How many entries that are here a receipt covers."""
    if not receipt.beside:
        return receipt.applied_count
    query = select(_ENTRY.c.id).where(_ENTRY.c.stream_id == receipt.stream)
    return receipt.applied_count + len(set(connection.execute(query).scalars()) & set(receipt.beside))


def confirmed_blobs(connection: Connection) -> set[str]:
    """Hashes that a receipt names."""
    confirmed: set[str] = set()
    query = select(tables.receipt.c.body).where(tables.receipt.c.is_valid)
    for body in connection.execute(query).scalars():
        confirmed |= set(read_receipt(bytes(body)).blobs)
    return confirmed


def read_receipt(body: bytes) -> Receipt:
    """The content of a kept receipt."""
    return Receipt.model_validate(SignedStatement(body=body.decode(), signature="").read())


def keep_receipt(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a receipt; the same one twice stays one."""
    connection.execute(delete(tables.receipt).where(tables.receipt.c.id == row["id"]))
    connection.execute(insert(tables.receipt), row)


def void_receipts(connection: Connection) -> None:
    """The county has lost what it once confirmed: old receipts stay as evidence, but nothing rests on them."""
    connection.execute(update(tables.receipt).values(is_valid=False))


def own_blobs(connection: Connection) -> dict[str, int]:
    """Files named by records that this laptop wrote to, with their rank in the order of sending (lowest first)."""
    streams = own_streams(connection)

    def written_here(table: Table) -> Any:
        """Asked of each record that names a file: most entries are of records that name none."""
        stream = func.coalesce(_ENTRY.c.stream_id, "")  # not its index: a stream is nearly all entries, a record a few
        of_record = (_ENTRY.c.record_id == table.c.id, _ENTRY.c.kind == table.name, stream.in_(streams))
        return select(_ENTRY.c.id).where(*of_record).exists()

    return _rows_named(connection, written_here, None)


def all_blobs(connection: Connection) -> dict[str, int]:
    """Files named by any record, with their rank."""
    return _rows_named(connection, lambda _table: None, None)


def blobs_of(connection: Connection, record_ids: set[str]) -> dict[str, int]:
    """Files named by these records, with their rank."""
    return _rows_named(connection, lambda _table: None, record_ids)


def _rows_named(
    connection: Connection, narrowed: Callable[[Table], Any], only: set[str] | None
) -> dict[str, int]:
    """One look at each kind of record that names files: how many there are is what is asked."""
    found: dict[str, int] = {}
    for model, fields in groupby(BLOB_FIELDS, lambda one: one.model):
        table, ranks = table_of(model), {one.field: one.rank for one in fields}
        named = [table.c[field] for field in ranks]
        query = select(table.c.id, *named).where(or_(*(column.is_not(None) for column in named)))
        condition = narrowed(table)
        if condition is not None:
            query = query.where(condition)
        for record_id, *hashes in connection.execute(query):
            if only is not None and record_id not in only:
                continue
            for sha256, rank in zip(hashes, ranks.values(), strict=True):
                if sha256 is not None:
                    found[sha256] = min(found.get(sha256, rank), rank)
    return found


def replace_entry_items(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """What is not simply received, as the newest receipts say."""
    connection.execute(delete(tables.sync_item).where(tables.sync_item.c.item_kind == "entry"))
    if rows:
        connection.execute(insert(tables.sync_item), rows)


def put_item(connection: Connection, row: dict[str, Any]) -> None:
    """Set what is said of one item."""
    connection.execute(delete(tables.sync_item).where(tables.sync_item.c.item == row["item"]))
    connection.execute(insert(tables.sync_item), row)


def drop_item(connection: Connection, item: str) -> None:
    """Nothing needs to be said of an item any more."""
    connection.execute(delete(tables.sync_item).where(tables.sync_item.c.item == item))


def items(connection: Connection) -> list[Any]:
    """Everything that is not simply received."""
    return list(connection.execute(select(tables.sync_item).order_by(tables.sync_item.c.updated_at)))


def upload_address(connection: Connection, sha256: str) -> str | None:
    """Where an upload of that file was under way."""
    query = select(tables.sync_item.c.upload_url).where(tables.sync_item.c.item == sha256)
    return connection.execute(query).scalar()


def set_local(connection: Connection, key: str, value: str) -> None:
    """Remember a fact of this machine, inside a transaction."""
    connection.execute(delete(tables.local_value).where(tables.local_value.c.key == key))
    connection.execute(insert(tables.local_value), {"key": key, "value": value})


def local(connection: Connection, key: str) -> str | None:
    """A fact of this machine, inside a transaction."""
    query = select(tables.local_value.c.value).where(tables.local_value.c.key == key)
    return connection.execute(query).scalar()


def count_conflicts(connection: Connection) -> int:
    """Fields that wait for a person to choose."""
    return connection.execute(select(func.count()).select_from(tables.record_conflict)).scalar_one()


def last_receipt_at(connection: Connection) -> str | None:
    """When the county signed the receipt that arrived last, by the county's clock."""
    query = select(tables.receipt.c.received_at).where(tables.receipt.c.is_valid).order_by(_ARRIVAL.desc())
    return connection.execute(query.limit(1)).scalar()


def has_misdated_receipts(connection: Connection) -> bool:
    """Whether a receipt is filed under another time than the county signed."""
    query = select(tables.receipt.c.id).where(tables.receipt.c.received_at != _SIGNED_AT)
    return connection.execute(query.limit(1)).first() is not None


def date_receipts(connection: Connection) -> None:
    """File receipts under the time that the county signed; some were filed by a laptop's clock that was wrong."""
    wrong = tables.receipt.c.received_at != _SIGNED_AT
    connection.execute(update(tables.receipt).where(wrong).values(received_at=_SIGNED_AT))
