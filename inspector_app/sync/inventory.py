"""The laptop's inventory, in the county's form."""

from __future__ import annotations

from typing import Any

from inspector_app.storage.inventory import inventory
from inspector_app.store import Store
from inspector_app.sync import repository


def laptop_inventory(store: Store) -> dict[str, Any]:
    """Records by kind, heads, and the files that records name and that lie on this laptop."""
    with store.units.read() as connection:
        named = sorted(repository.all_blobs(connection))
        return inventory(connection, store.fold, (sha256 for sha256 in named if store.blobs.exists(sha256)))
