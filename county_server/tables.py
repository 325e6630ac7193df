"""The county's own tables beside journal and records: who may send, what is under way, what was set aside."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text

COUNTY = MetaData()

county_value = Table(
    "county_value", COUNTY, Column("key", Text, primary_key=True), Column("value", LargeBinary, nullable=False)
)
"""Keys and facts of this server: root key, escrow key, blob key, console passwords."""

office = Table(
    "office",
    COUNTY,
    Column("region", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("is_city", Boolean, nullable=False, default=False),
    Column("stream_id", Text, nullable=False),
    Column("stream_key", LargeBinary, nullable=False),
)
"""The counties (and the city) that this server serves, by GB region code, each with a journal chain of its own."""

enrolment_code = Table(
    "enrolment_code",
    COUNTY,
    Column("code_hash", Text, primary_key=True),
    Column("region", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_by", Text),
)
"""One-time codes; only their hash is kept. ``expires_at``: Unix seconds of this server's clock."""

laptop = Table(
    "laptop",
    COUNTY,
    Column("stream_id", Text, primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("certificate", Text, nullable=False),
    Column("certificate_signature", Text, nullable=False),
    Column("escrow", Text),
    Column("predecessor", Text),
    Column("revoked", Boolean, nullable=False, default=False),
    Column("enrolled_at", Text, nullable=False),
    Column("last_seen_at", Text),
)
"""Streams whose key the county has certified."""

held_entry = Table(
    "held_entry",
    COUNTY,
    Column("entry_id", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Entries in the journal that this version cannot fold yet; tried again at each start."""

quarantine = Table(
    "quarantine",
    COUNTY,
    Column("item", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("seq", Integer),
    Column("sender", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary),
    Column("arrived_at", Text, nullable=False),
    Index("quarantine_stream", "stream_id"),
)
"""What was sent but not accepted, with the reason, for people to look at."""

fork = Table(
    "fork",
    COUNTY,
    Column("entry_id", Text, primary_key=True),
    Column("stream_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("previous", Text, nullable=False),
    Column("noticed_at", Text, nullable=False),
)
"""Second continuations of a chain: a copied or restored store that went on under the old stream."""

upload = Table(
    "upload",
    COUNTY,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("touched_at", BigInteger, nullable=False),
    Index("upload_file", "stream_id", "sha256"),
)
"""tus uploads under way; their offset is the length of the part file. ``touched_at``: Unix seconds."""
