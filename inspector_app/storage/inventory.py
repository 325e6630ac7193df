"""What a database and its blobs hold, in the form that laptop and county compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from inspector_app.storage import journal
from inspector_app.storage.fold import Fold, table_of
from inspector_app.storage.records import PRESENT


def inventory(connection: Connection, fold: Fold, blobs: Iterable[str]) -> dict[str, Any]:
    """Present records by kind (empty kinds left out), sorted blob hashes, the head of every stream."""
    records = {}
    for kind, model in fold.kinds.items():
        table = table_of(model)
        query = select(func.count()).select_from(table).where(table.c.presence == PRESENT)
        if count := connection.execute(query).scalar_one():
            records[kind] = count
    heads = {stream: head.id for stream, head in sorted(journal.heads(connection).items())}
    return {"records": records, "blobs": sorted(blobs), "heads": heads}
