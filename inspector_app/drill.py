"""Fire drills: a writer that acknowledges only what is durable, and a checker that looks for all of it again.

The drills work on a real store; kill, power-cut and tamper proofs drive them (``inspector_app.tampering`` does damage).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from inspector_app.errors import BadInput, StorageFault
from inspector_app.evidence.model import Photo
from inspector_app.inspection.model import Finding
from inspector_app.storage import journal, tables
from inspector_app.storage.drafts import Drafts
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT
from inspector_app.storage.unit_of_work import Unit
from inspector_app.storage.verify_report import Problem
from inspector_app.store import NewOfficer, Store
from inspector_app.store_check import check_store

LOGIN = "drill"
PASSPHRASE = "drill drill drill"  # noqa: S105 - drills hold no secrets
BLOB_BYTES = 70_000


@dataclass(frozen=True)
class WayIn:
    """Who opens the drilled store; the drill's own officer unless another one is stated."""

    login: str = LOGIN
    passphrase: str = PASSPHRASE


@dataclass(frozen=True)
class Acknowledgement:
    """One thing that is on disk. ``sha256``: of the entry, of the plain bytes of a blob, of the text of a draft."""

    kind: str
    id: str
    sha256: str

    def __str__(self) -> str:
        return f"ACK {self.kind} {self.id} {self.sha256}"


def parse(line: str) -> Acknowledgement:
    """Read an acknowledgement back. Raises ``BadInput('drill.line_unreadable')``."""
    match line.split():
        case ["ACK", kind, identity, sha256]:
            return Acknowledgement(kind, identity, sha256)
        case _:
            raise BadInput("drill.line_unreadable", line=line)


def open_or_create(folder: Path, way_in: WayIn = WayIn()) -> Store:
    """The store in ``folder``; a fresh sample store when there is none."""
    if not Store.exists(folder):
        try:
            return Store.create(folder, NewOfficer(way_in.login, way_in.passphrase), is_sample=True)[0]
        except BadInput as refusal:
            if refusal.code != "store.exists":  # another drill has just set it up
                raise
    return Store.open(folder, way_in.login, way_in.passphrase)


def write(folder: Path, count: int, way_in: WayIn = WayIn(), *, with_blobs: bool = False) -> Iterator[Acknowledgement]:
    """Write ``count`` findings, each with half-typed text and perhaps a file; yields when each thing is durable."""
    store = open_or_create(folder, way_in)
    drafts = Drafts(store.units, store.clock)
    for number in range(count):
        with store.units.begin(store.officer_id, "drill.write") as unit:
            finding = unit.create(Finding, seq=number, place=f"+{number}中段", fact=f"演练问题 {number}")
        yield Acknowledgement("finding", finding, _last_entry(store, finding))
        typed = f"正在输入 {number}"
        drafts.keep(store.officer_id, "finding", finding, "measure_text", typed, len(typed))
        yield Acknowledgement("draft", finding, _sha256(typed))
        with store.units.begin(store.officer_id, "drill.change") as unit:
            unit.change(Finding, finding, place=f"+{number}中段东侧")
        yield Acknowledgement("finding", finding, _last_entry(store, finding))
        if with_blobs:
            yield from _write_photo(store, finding)
    store.close()


def _write_photo(store: Store, finding: str) -> Iterator[Acknowledgement]:
    blob = store.blobs.put(random.randbytes(BLOB_BYTES))
    yield Acknowledgement("blob", blob.sha256, blob.sha256)
    with store.units.begin(store.officer_id, "drill.photo") as unit:
        photo = _record_photo(unit, finding, blob.sha256)
    yield Acknowledgement("photo", photo, _last_entry(store, photo))


def _record_photo(unit: Unit, finding: str, sha256: str) -> str:
    return unit.create(Photo, finding_id=finding, sha256=sha256, byte_count=BLOB_BYTES)


@dataclass
class DrillCheck:
    """What the checker found: acknowledged things that are missing, and whether everything else holds."""

    findings: int = 0
    acknowledged: int = 0
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing acknowledged is missing and nothing is damaged."""
        return not self.missing and not self.problems


def check(folder: Path, acknowledged: Iterable[str], way_in: WayIn = WayIn()) -> DrillCheck:
    """Open the store again, verify it whole and look for every acknowledged thing.

    Raises ``BadInput`` for an unreadable line, ``StorageFault`` when the store does not open at all.
    """
    wanted = [parse(line) for line in acknowledged]
    result = DrillCheck(acknowledged=len(wanted))
    if not Store.exists(folder):
        result.missing = [str(one) for one in wanted]
        return result
    store = Store.open(folder, way_in.login, way_in.passphrase)
    try:
        result.problems = check_store(store).problems
        table = table_of(Finding)
        with store.units.read() as connection:
            present = connection.execute(select(table.c.id).where(table.c.presence == PRESENT)).scalars()
            result.findings = len(set(present))
        result.missing = [str(one) for one in wanted if not _is_there(store, one)]
    finally:
        store.close()
    return result


def _is_there(store: Store, one: Acknowledgement) -> bool:
    if one.kind == "blob":
        return _is_whole(store, one.sha256)
    with store.units.read() as connection:
        if one.kind == "draft":
            query = select(tables.draft_input.c.text).where(tables.draft_input.c.record_id == one.id)
            return any(_sha256(typed) == one.sha256 for typed in connection.execute(query).scalars())
        entry = journal.find(connection, one.sha256)
    return entry is not None and (entry.kind, entry.record_id) == (one.kind, one.id)


def _last_entry(store: Store, record_id: str) -> str:
    """Hash of the newest entry of a record, read back after the commit."""
    query = select(tables.entry.c.id).where(tables.entry.c.record_id == record_id)
    with store.units.read() as connection:
        last = connection.execute(query.order_by(tables.entry.c.position.desc()).limit(1)).scalar_one()
    return str(last)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _is_whole(store: Store, sha256: str) -> bool:
    try:
        store.blobs.verify(sha256)
    except StorageFault:
        return False
    return True
