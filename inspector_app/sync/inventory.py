"""The laptop's inventory, in the county's form."""

from __future__ import annotations

from typing import Any

from inspector_app.storage.inventory import inventory
from inspector_app.store import Store


def laptop_inventory(store: Store) -> dict[str, Any]:
    """Records by kind, blob hashes and heads held on this laptop."""
    with store.units.read() as connection:
        return inventory(connection, store.fold, store.blobs.iterate())
