"""Two laptops on one inspection: a signed file with entries and files, checked whole before anything is folded.

Form: a ZIP with ``batch.json`` (the same message that goes to the county, with who vouches for it) and ``blobs/HASH``.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from inspector_app.clock import Clock
from inspector_app.errors import BadInput, Refused
from inspector_app.storage import journal
from inspector_app.storage.durable import classify_os_error, fsync_directory
from inspector_app.storage.journal import Entry
from inspector_app.storage.records import canonical
from inspector_app.store import Store
from inspector_app.sync import repository
from inspector_app.sync.county import statement_holds
from inspector_app.sync.receiving import fold_vouched, vouch
from inspector_app.sync.values import ExportSummary, ImportSummary
from inspector_app.wire.batch import Batch
from inspector_app.wire.messages import SignedStatement, pack, unpack

BATCH = "batch.json"
LARGEST_BATCH = 256 << 20
_PIECE = 1 << 20
_IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class _Handover:
    """A checked file: its batch, the content of its statement, the sender's key and label."""

    batch: Batch
    content: dict[str, Any]
    public_key: str
    label: str


def export(store: Store, target: Path, inspection_id: str | None, *, originals: bool) -> ExportSummary:
    """Write the file; durable when this returns.

    With an inspection: everything this laptop wrote about it, and what that refers to. Raises
    ``BadInput('sync.not_joined')``, ``BadInput('inspection.unknown')``, ``StorageFault``.
    """
    if store.local("certificate") is None:
        raise BadInput("sync.not_joined")
    with store.units.read() as connection:
        entries = _chosen(connection, inspection_id)
        signatures = repository.signatures_of(connection, [entry.id for entry in entries])
        ranks = repository.blobs_of(connection, {entry.record_id for entry in entries})
    blobs = sorted(s for s, rank in ranks.items() if (originals or rank < 3) and store.blobs.exists(s))
    facts: dict[str, Any] = {"handover": 2, "county": store.local("county_id"), "sender": store.stream_id}
    facts |= {"entries": [entry.id for entry in entries], "blobs": blobs, "made_at": store.clock.now().iso}
    body = canonical({**facts, "inspection": inspection_id})
    batch = Batch(
        sender=store.stream_id,
        entries=[pack(entry.body) for entry in entries],
        signatures=signatures,
        statement=SignedStatement(body=body.decode("utf-8"), signature=store.signer.sign(body).hex()),
        certificates=_certificates(store, {entry.stream_id for entry in entries} | {store.stream_id}),
    )
    try:
        _write(store, target, batch, blobs)
    except OSError as error:
        raise classify_os_error(error) from error
    return ExportSummary(str(target), len(entries), len(blobs), target.stat().st_size)


def import_file(store: Store, clock: Clock, source: Path) -> ImportSummary:
    """Take a file in: all of it or nothing.

    Raises ``BadInput`` (cannot be read, not joined), ``Refused`` (cut, forged, of another county).
    """
    if store.local("county_key") is None:
        raise BadInput("sync.not_joined")
    try:
        with zipfile.ZipFile(source) as archive:
            handover = _checked(store, archive)
            new_blobs = _take_blobs(store, archive, handover.content["blobs"])
    except OSError as error:
        raise BadInput("sync.file_unreadable", file=str(source), detail=error.strerror or "") from error
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, RuntimeError) as error:
        raise Refused("sync.file_cut", file=source.name) from error
    batch = handover.batch
    with store.units.writing() as connection:
        before = repository.count_conflicts(connection)
        named = handover.content["entries"]
        taken = fold_vouched(connection, store.fold, batch.entries, batch.signatures, named)
        if taken.has_gaps and batch.statement is not None:
            vouch(connection, batch.statement, handover.public_key, clock.now().iso)
        conflicts = repository.count_conflicts(connection) - before
    for listener in store.units.committed if taken.new else ():
        listener()
    scopes = sorted({e.scope_id for e in (journal.parse(unpack(t)) for t in batch.entries) if e.scope_id})
    blobs = len(handover.content["blobs"])
    return ImportSummary(
        batch.sender, handover.label, taken.total, taken.new, blobs, new_blobs, max(0, conflicts), tuple(scopes)
    )


def _chosen(connection: Connection, inspection_id: str | None) -> list[Entry]:
    """Own entries of an inspection (or all), and own entries about whatever those refer to, in journal order."""
    own = [entry for stream in repository.own_streams(connection) for entry in _of_stream(connection, stream)]
    if inspection_id is None:
        return own
    wanted = {entry.record_id for entry in own if inspection_id in (entry.scope_id, entry.record_id)}
    if not wanted:
        raise BadInput("inspection.unknown", id=inspection_id)
    records: dict[str, list[Entry]] = {}
    for entry in own:
        records.setdefault(entry.record_id, []).append(entry)
    reached, open_ends = set(wanted), list(wanted)
    while open_ends:
        for entry in records.get(open_ends.pop(), ()):
            found = {name for name in _IDENTITY.findall(entry.body.decode("utf-8")) if name in records} - reached
            reached |= found
            open_ends += found
    return [entry for entry in own if entry.record_id in reached or entry.kind == "stream"]


def _of_stream(connection: Connection, stream: str) -> list[Entry]:
    return [entry for _position, entry in journal.read(connection, stream_id=stream)]


def _certificates(store: Store, streams: set[str]) -> list[SignedStatement]:
    found = []
    for stream in sorted(streams):
        kept = store.local(f"certificate:{stream}")
        if kept is None:
            raise BadInput("sync.stream_not_certified")
        found.append(SignedStatement.model_validate_json(kept))
    return found


def _write(store: Store, target: Path, batch: Batch, blobs: list[str]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr(BATCH, batch.model_dump_json(), zipfile.ZIP_DEFLATED)
                for sha256 in blobs:
                    with store.blobs.open(sha256) as blob, archive.open(f"blobs/{sha256}", "w") as sink:
                        while piece := blob.read(_PIECE):
                            sink.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
        fsync_directory(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _checked(store: Store, archive: zipfile.ZipFile) -> _Handover:
    """The file's batch once everything in it is vouched for. Raises ``Refused``."""
    if archive.getinfo(BATCH).file_size > LARGEST_BATCH:
        raise Refused("sync.file_cut", file=archive.filename or "")
    try:
        batch = Batch.model_validate_json(archive.read(BATCH))
        certified = _certified_streams(store, batch)
        if batch.statement is None or batch.sender not in certified:
            raise Refused("sync.file_forged")
        sender = certified[batch.sender]
        if not statement_holds(batch.statement, sender["public_key"]):
            raise Refused("sync.file_forged")
        content = batch.statement.read()
        entries = [journal.parse(unpack(text)) for text in batch.entries]
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise Refused("sync.file_forged") from error
    _require_consistent(store, content, entries, set(certified))
    return _Handover(batch, content, sender["public_key"], str(sender.get("label") or ""))


def _certified_streams(store: Store, batch: Batch) -> dict[str, dict[str, Any]]:
    """Streams that our county certified for our office, with the content of their certificates."""
    key = store.local("county_key") or ""
    found = {}
    for certificate in batch.certificates:
        if not statement_holds(certificate, key):
            raise Refused("sync.file_other_county")
        content = certificate.read()
        if content["county"] != store.local("county_id") or content["region"] != store.local("region"):
            raise Refused("sync.file_other_county")
        found[str(content["stream"])] = content
    return found


def _require_consistent(store: Store, content: dict[str, Any], entries: list[Entry], streams: set[str]) -> None:
    if content.get("handover") != 2 or content.get("county") != store.local("county_id"):
        raise Refused("sync.file_forged")
    if [entry.id for entry in entries] != content["entries"] or {entry.stream_id for entry in entries} - streams:
        raise Refused("sync.file_forged")


def _take_blobs(store: Store, archive: zipfile.ZipFile, blobs: list[str]) -> int:
    """Store the files that came along; how many were new. Raises ``Refused('sync.file_forged')``."""
    new = 0
    for sha256 in blobs:
        if store.blobs.exists(sha256):
            continue
        with archive.open(f"blobs/{sha256}") as source:
            digest = hashlib.sha256()
            while piece := source.read(_PIECE):
                digest.update(piece)
        if digest.hexdigest() != sha256:
            raise Refused("sync.file_forged")
        with archive.open(f"blobs/{sha256}") as source:
            store.blobs.put(source)
        new += 1
    return new

