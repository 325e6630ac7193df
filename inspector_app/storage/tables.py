"""Tables beside the record tables: the journal itself, and everything derived or local to one machine.

``JOURNAL`` tables are append-only. ``DERIVED`` tables can be rebuilt from journal and blobs and never travel; so
can the search index, which ``search.index`` makes when somebody first looks for something (SQLite's own full-text
tables, which no other database has: ``search_…``). ``LOCAL`` tables hold this machine's own state (keys, receipts,
drafts).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

JOURNAL = MetaData()
DERIVED = MetaData()
LOCAL = MetaData()

_POSITION = BigInteger().with_variant(Integer, "sqlite")

entry = Table(
    "entry",
    JOURNAL,
    Column("position", _POSITION, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("stream_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("action_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("scope_id", Text),
    Column("body", LargeBinary, nullable=False),
    Index("entry_stream_seq", "stream_id", "seq"),
    Index("entry_record", "record_id", "position"),
    Index("entry_action", "action_id"),
    Index("entry_scope", "scope_id", "position"),
)
"""One row per change of a record; ``id`` is the SHA-256 of ``body``, the rest repeats parts of it for look-up."""

entry_signature = Table(
    "entry_signature",
    JOURNAL,
    Column("entry_id", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""The Ed25519 signature of the stream over the head of each transaction."""

record_conflict = Table(
    "record_conflict",
    DERIVED,
    Column("kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),
)
"""Fields that hold several concurrent values until a person chooses; written by the fold."""

draft_input = Table(
    "draft_input",
    LOCAL,
    Column("kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("cursor", Integer, nullable=False, default=0),
    Column("officer_id", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
)
"""Text being typed right now, overwritten in place; becomes one journal entry when the field is left."""

local_value = Table("local_value", LOCAL, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
"""Small facts of this machine: schema version, own stream, county address, place on screen."""

secret = Table("secret", LOCAL, Column("key", Text, primary_key=True), Column("value", LargeBinary, nullable=False))
"""Private keys and PIN hashes; encrypted with everything else by the store key."""

small_blob = Table(
    "small_blob",
    LOCAL,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Thumbnails under their hash: immutable files that are too small to be worth two flushes of the disk each."""

sync_item = Table(
    "sync_item",
    LOCAL,
    Column("item", Text, primary_key=True),
    Column("item_kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("uploaded_bytes", BigInteger, nullable=False, default=0),
    Column("total_bytes", BigInteger, nullable=False, default=0),
    Column("upload_url", Text),
    Column("updated_at", Text, nullable=False),
    Index("sync_item_state", "state"),
)
"""What the county has said about each entry or blob that is not settled by the cursor in ``receipt``."""

receipt = Table(
    "receipt",
    LOCAL,
    Column("id", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("head_seq", Integer, nullable=False),
    Column("head_id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("is_valid", Boolean, nullable=False, default=True),
)
"""接收回执: the county's signed statements of what it holds and has applied."""

voucher = Table(
    "voucher",
    LOCAL,
    Column("id", Text, primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
)
"""Signed lists (``entries``) of what county or colleagues handed over as part of a chain: it stands in for the gaps."""

ALL = (JOURNAL, DERIVED, LOCAL)
