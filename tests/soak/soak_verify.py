"""Verification of a journal of a million entries: time per entry, and memory that does not grow with the journal.

Usage: ``run.py soak verify`` (``ENTRIES=1000000``). A generator writes findings and their changes straight into journal
and tables, chained and signed as a store would; then the store is checked by the command, and again with one bit
of the journal, one row and one conflict forged, each of which must be named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from sqlalchemy import Connection, insert, text

from inspector_app.identity import new_id
from inspector_app.inspection.model import Finding
from inspector_app.storage import journal, tables
from inspector_app.storage.fold import Row, heads_of, table_of
from inspector_app.storage.journal import Draft, Entry, FieldChange, Operation
from inspector_app.store import Store
from tests.fixtures.stores import PASSPHRASE, make_store

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("INSPECTOR_TEST_FAST_KEYS", "1")
ENTRIES = int(os.environ.get("ENTRIES", "1000000"))
CHANGES = 4
"""Changes of each finding after it was made."""
TOGETHER = 2000
"""Findings of one transaction: their entries lie in rounds, so that those of one record are far apart."""
SIGNED_EVERY = 10
MOST_MB, GROWTH = 260, 1.25
"""Most memory of a check, and how much more of it the whole journal may take than a twentieth of it."""


class Generator:
    """Extends the chain of a store by findings, as fast as they can be composed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.units.read() as connection:
            self._head = journal.head(connection, store.stream_id)
        self._rows: dict[str, tuple[Row, str]] = {}

    def write(self, findings: int, begin: int) -> int:
        """One transaction; the number of entries."""
        ids = [new_id() for _ in range(findings)]
        drafts = [self._created(identity, begin + n) for n, identity in enumerate(ids)]
        with self._store.units.writing() as connection:
            entries = self._round(connection, drafts)
            for number in range(CHANGES):
                entries += self._round(connection, [self._changed(identity, number) for identity in ids])
            fold = self._store.fold
            rows = [fold.columns("finding", identity, *reversed(self._rows.pop(identity))) for identity in ids]
            connection.execute(insert(table_of(Finding)), rows)
        return entries

    def _created(self, identity: str, number: int) -> Draft:
        facts = {"inspection_id": f"visit-{number // 20}", "seq": number % 20, "place": "+120中段",
                 "fact": f"采场顶板局部破碎，未按设计支护，现场有浮石 {number}"}  # fmt: skip
        fields = {name: FieldChange(None, value) for name, value in facts.items()}
        return Draft("finding", Finding.kind_version, identity, f"visit-{number // 20}", Operation.CREATE, fields)

    def _changed(self, identity: str, number: int) -> Draft:
        row, _last = self._rows[identity]
        name, value = ("place", f"+120中段{number}") if number % 2 else ("fact", f"顶板破碎处理中，第{number}次查看")
        base = tuple(heads_of(row.heads, name, row.values.get(name)))
        change = FieldChange(row.values.get(name), value, base)
        return Draft("finding", Finding.kind_version, identity, None, Operation.CHANGE, {name: change})

    def _round(self, connection: Connection, drafts: list[Draft]) -> int:
        entries = [self._extended(draft) for draft in drafts]
        names = ("id", "stream_id", "seq", "action_id", "kind", "record_id", "scope_id", "body")
        connection.execute(insert(tables.entry), [{name: getattr(entry, name) for name in names} for entry in entries])
        signed = [entry for place, entry in enumerate(entries, 1) if place % SIGNED_EVERY == 0 or place == len(entries)]
        for entry in signed:
            signature = self._store.signer.sign(bytes.fromhex(entry.id))
            journal.append_signature(connection, entry.id, entry.stream_id, signature)
        for entry in entries:
            row, _last = self._rows.get(entry.record_id, (Row(), ""))
            self._store.fold.merge(connection, row, entry)
            row.exists = True
            self._rows[entry.record_id] = (row, entry.id)
        return len(entries)

    def _extended(self, draft: Draft) -> Entry:
        chain = {"stream": self._store.stream_id, "seq": self._head.seq + 1, "prev": self._head.id, "action": "soak",
                 "action_name": "finding.add", "actor": self._store.officer_id, "at": "2026-03-10T12:00:00+08:00",
                 "mono": self._head.seq, "boot": "soak", "trust": "certain"}  # fmt: skip
        entry = journal.compose(draft, chain)
        self._head = journal.Head(entry.seq, entry.id)
        return entry


def filled(folder: Path, entries: int) -> Path:
    """A store with that many entries."""
    store = make_store(folder)
    begun, written, findings = time.monotonic(), 0, 0
    generator = Generator(store)
    while written < entries:
        together = min(TOGETHER, -(-(entries - written) // (CHANGES + 1)))
        written += generator.write(together, findings)
        findings += together
    store.close()
    size = (folder / "store.db").stat().st_size if (folder / "store.db").exists() else 0
    print(f"{written} entries of {findings} findings written in {time.monotonic() - begun:.0f} s, {size >> 20} MB",
          flush=True)  # fmt: skip
    return folder


def verified(folder: Path) -> tuple[dict[str, Any], float, int]:
    """What ``journal verify`` says, how much memory it took (MB), and how often it told how far it is."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "INSPECTOR_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "inspector_app.cli", "journal", "verify", "--json", "--data-dir", str(folder)]
    begun = time.monotonic()
    process = subprocess.Popen(
        [*command, "--officer", "zhang"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert process.stdout is not None
    told = sum(1 for _line in process.stderr)
    said = json.loads(process.stdout.read())
    _pid, _status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    seconds, peak = time.monotonic() - begun, usage.ru_maxrss / 1024
    print(f"{said['entries']:8} entries, {said['rows']} rows: {seconds:6.1f} s, {1e6 * seconds / said['entries']:5.0f} "
          f"µs an entry, peak {peak:.0f} MB, progress told {told} times, {len(said['problems'])} problems",
          flush=True)  # fmt: skip
    return said, peak, told


def forge(folder: Path) -> None:
    """One entry, one row and one conflict, deep inside."""
    store = Store.open(folder, "zhang", PASSPHRASE)
    with store.units.writing() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        middle = f"(SELECT id FROM finding ORDER BY id LIMIT 1 OFFSET {ENTRIES // (CHANGES + 1) // 2})"
        connection.execute(text(f"UPDATE finding SET place = '别处' WHERE id = {middle}"))
        connection.execute(text(f"INSERT INTO record_conflict VALUES ('finding', {middle}, 'fact')"))
        connection.execute(
            text("UPDATE entry SET body = CAST(replace(body, '+120', '+121') AS BLOB) WHERE position = :p"),
            {"p": 50},
        )
    store.close()


def main() -> int:
    """Small and whole, then forged; 0 when all is named and memory stays flat."""
    with tempfile.TemporaryDirectory() as place:
        _said, small, _told = verified(filled(Path(place) / "small", ENTRIES // 20))
        whole = filled(Path(place) / "whole", ENTRIES)
        said, peak, told = verified(whole)
        good = said["ok"] and peak < MOST_MB and peak < small * GROWTH and told > 0
        forge(whole)
        said, _peak, _told = verified(whole)
        named = {problem["code"] for problem in said["problems"]}
        print(sorted(named))
    good = good and {"verify.row_edited", "verify.conflict_added", "verify.edited"} <= named
    print("good" if good else "NOT AS IT OUGHT TO BE")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
