"""Journal, local and derived tables as they began.

Record tables are not here: they are a reading of the journal and are rebuilt from it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create what a first store had."""
    op.create_table(
        "entry",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("action_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("scope_id", sa.Text),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("entry_stream_seq", "entry", ["stream_id", "seq"])
    op.create_index("entry_record", "entry", ["record_id", "position"])
    op.create_index("entry_action", "entry", ["action_id"])
    op.create_index("entry_scope", "entry", ["scope_id", "position"])
    op.create_table(
        "entry_signature",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "record_conflict",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("record_id", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
    )
    _local_tables()


def _local_tables() -> None:
    op.create_table(
        "draft_input",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("record_id", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False),
        sa.Column("officer_id", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Text, nullable=False),
    )
    for name, kind in (("local_value", sa.Text), ("secret", sa.LargeBinary)):
        op.create_table(name, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", kind, nullable=False))
    op.create_table(
        "small_blob",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sync_item",
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("item_kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("uploaded_bytes", sa.BigInteger, nullable=False),
        sa.Column("total_bytes", sa.BigInteger, nullable=False),
        sa.Column("upload_url", sa.Text),
        sa.Column("updated_at", sa.Text, nullable=False),
    )
    op.create_index("sync_item_state", "sync_item", ["state"])
    op.create_table(
        "receipt",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("head_seq", sa.Integer, nullable=False),
        sa.Column("head_id", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("is_valid", sa.Boolean, nullable=False),
    )
    op.create_table(
        "voucher",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("received_at", sa.Text, nullable=False),
    )
