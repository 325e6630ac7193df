"""What the sync page shows: figures by kind, and every item that is not simply received, in plain words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from inspector_app.messages import say
from inspector_app.storage import journal
from inspector_app.store import Store
from inspector_app.sync import county_clock, lock, repository
from inspector_app.sync.values import GroupStatus, SyncGroup, SyncItem, SyncState, SyncStatus

GROUP_OF_RANK = {1: SyncGroup.PAPERS, 2: SyncGroup.THUMBNAILS, 3: SyncGroup.ORIGINALS}
_NAMED_BY = ("fact", "name", "number", "title", "file_name", "place")
"""Fields that tell a person which record is meant, best first."""


def overview(store: Store) -> SyncStatus:
    """The whole picture, from what this laptop knows without asking anybody."""
    with store.units.read() as connection:
        own = repository.own_streams(connection)
        receipts = repository.last_receipts(connection, own)
        entries = repository.count_entries(connection, own)
        received = min(entries, sum(repository.received_count(connection, one) for one in receipts.values()))
        ranks = _files(connection, store)
        confirmed = repository.confirmed_blobs(connection)
        conflicts = repository.count_conflicts(connection)
        rows = repository.items(connection)
        last = repository.last_receipt_at(connection)
        items = [_item(connection, row) for row in rows if row.item_kind != "fork" and row.item not in confirmed]
    known = set(ranks) & confirmed
    gap = county_clock.gap(store)
    return SyncStatus(
        joined=store.local("county_url") is not None,
        county_name=store.local("county_name") or "",
        url=store.local("county_url") or "",
        region=store.local("region") or "",
        entries_total=entries,
        entries_received=received,
        blobs_total=len(ranks),
        blobs_received=len(known),
        last_receipt_at=last,
        last_run_at=store.local("sync_last_run_at"),
        last_fault=store.local("sync_last_fault") or None,
        running=lock.is_taken(store.folder),
        conflicts=conflicts,
        groups=_groups(entries, received, ranks, known),
        forks=tuple(row.item for row in rows if row.item_kind == "fork"),
        items=tuple(items),
        clock_ahead_seconds=round(gap.ahead.total_seconds()) if gap else 0,
        clock_told=str(say(gap.code, **gap.figures)) if gap else "",
    )


def _files(connection: Connection, store: Store) -> dict[str, int]:
    """Files this laptop answers for: those it holds, and those that are named by its records but have got lost."""
    ranks = repository.own_blobs(connection)
    lost = {row.item for row in repository.items(connection) if row.reason == "blob.missing"}
    return {sha256: rank for sha256, rank in ranks.items() if sha256 in lost or store.blobs.exists(sha256)}


def _groups(entries: int, received: int, ranks: dict[str, int], known: set[str]) -> tuple[GroupStatus, ...]:
    groups = [GroupStatus(SyncGroup.RECORDS, entries, received)]
    for rank, group in GROUP_OF_RANK.items():
        files = {sha256 for sha256, its_rank in ranks.items() if its_rank == rank}
        groups.append(GroupStatus(group, len(files), len(files & known)))
    return tuple(groups)


def _item(connection: Connection, row: Any) -> SyncItem:
    entry = journal.find(connection, row.item) if row.item_kind == "entry" else None
    told = str(say(row.reason)) if row.reason else ""
    return SyncItem(
        item=row.item,
        item_kind=row.item_kind,
        state=SyncState(row.state),
        reason=row.reason,
        sent_bytes=row.uploaded_bytes or 0,
        total_bytes=row.total_bytes or 0,
        record_kind=entry.kind if entry else "",
        record_id=entry.record_id if entry else "",
        title=_title(entry) if entry else "",
        told=told,
    )


def _title(entry: journal.Entry) -> str:
    """A few words by which a person knows the entry again."""
    values = (entry.fields[name].new for name in _NAMED_BY if name in entry.fields)
    return next((value[:40] for value in values if isinstance(value, str) and value), "")
