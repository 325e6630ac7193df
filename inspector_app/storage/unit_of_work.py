"""One thing the officer did = one action = one transaction: journal first, then the fold, then the signature."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select

from inspector_app.clock import Clock
from inspector_app.errors import BadInput
from inspector_app.identity import new_id
from inspector_app.storage import journal
from inspector_app.storage.clock_trust import TrustGauge
from inspector_app.storage.faults import classify_database_error
from inspector_app.storage.fold import CREATED, PRESENCE, Fold, heads_of, table_of
from inspector_app.storage.journal import Draft, FieldChange, Head, Operation, Signer
from inspector_app.storage.records import OWN_COLUMNS, PRESENT, REMOVED, Record, canonical

R = TypeVar("R", bound=Record)


class Unit:
    """A transaction in the making. Every change is one entry, folded at once, so reads see it."""

    def __init__(self, connection: Connection, fold: Fold, chain: _Chain) -> None:
        self.connection = connection
        self._fold = fold
        self._chain = chain

    @property
    def action_id(self) -> str:
        """The id that all entries of this action share."""
        return self._chain.action_id

    @property
    def actor(self) -> str:
        """Officer id of whoever acts."""
        return self._chain.actor

    def create(self, model: type[Record], record_id: str | None = None, /, **fields: Any) -> str:
        """Journal a new record and return its id. Fields that are ``None`` are left unset.

        Raises ``BadInput('record.exists')`` when the id is taken.
        """
        known = _known(model, fields)
        identity = record_id or new_id()
        if record_id is not None and self._row(model, record_id) is not None:
            raise BadInput("record.exists", kind=model.__tablename__, id=record_id)
        changes = {name: FieldChange(None, value) for name, value in known.items() if value is not None}
        self._journal(model, identity, Operation.CREATE, known, fields=changes)
        return identity

    def change(self, model: type[Record], record_id: str, /, *, reason: str | None = None, **fields: Any) -> bool:
        """Journal the fields that really differ; whether there were any.

        Raises ``BadInput('record.unknown')`` when there is no such record (or it was removed).
        """
        row = self._present(model, record_id)
        known = _known(model, fields)
        heads = json.loads(row["field_heads"])
        changes = {}
        for name, value in known.items():
            live = heads_of(heads, name, row[name])
            if len(live) > 1 or (row[name] != value and canonical(row[name]) != _canonical(model, value)):
                changes[name] = FieldChange(row[name], value, tuple(live))
        if not changes:
            return False
        self._journal(model, record_id, Operation.CHANGE, row, fields=changes, reason=reason)
        return True

    def remove(self, model: type[Record], record_id: str, reason: str) -> None:
        """Journal a tombstone: the record stays in the table, marked removed, with the reason in the journal."""
        row = self._present(model, record_id)
        heads = json.loads(row["field_heads"])
        seen = {name: tuple(heads_of(heads, name, row.get(name))) for name in heads if name not in (CREATED, PRESENCE)}
        if CREATED in heads:
            seen[CREATED] = (heads[CREATED],)
        base = _presence_heads(heads)
        self._journal(model, record_id, Operation.REMOVE, row, presence_base=base, seen=seen, reason=reason)

    def restore(self, model: type[Record], record_id: str, reason: str | None = None) -> None:
        """Bring a removed record back. Raises ``BadInput('record.not_removed')`` otherwise."""
        row = self._row(model, record_id)
        if row is None or row["presence"] != REMOVED:
            raise BadInput("record.not_removed", kind=model.__tablename__, id=record_id)
        base = _presence_heads(json.loads(row["field_heads"]))
        self._journal(model, record_id, Operation.RESTORE, row, presence_base=base, reason=reason)

    def get(self, model: type[R], record_id: str) -> R:
        """The record as it stands inside this transaction. Raises ``BadInput('record.unknown')``."""
        return model(**self._present(model, record_id))

    def ensure(self, model: type[Record], record_id: str, /, *, reason: str | None = None, **fields: Any) -> None:
        """Create the record under a given id, or change it when it is there (settings, answers).

        One that was taken back meanwhile comes back. ``reason``: why what stood there is replaced.
        """
        row = self._row(model, record_id)
        if row is None:
            self.create(model, record_id, **fields)
            return
        if row["presence"] == REMOVED:
            self.restore(model, record_id, reason)
        self.change(model, record_id, reason=reason, **fields)

    def _present(self, model: type[Record], record_id: str) -> dict[str, Any]:
        row = self._row(model, record_id)
        if row is None or row["presence"] != PRESENT:
            raise BadInput("record.unknown", kind=model.__tablename__, id=record_id)
        return row

    def _row(self, model: type[Record], record_id: str) -> dict[str, Any] | None:
        table = table_of(model)
        row = self.connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
        return None if row is None else dict(row)

    def _journal(
        self, model: type[Record], record_id: str, operation: Operation, row: dict[str, Any], **parts: Any
    ) -> None:
        scope = record_id if model.scope_field == "id" else row.get(model.scope_field or "")
        draft = Draft(str(model.__tablename__), model.kind_version, record_id, scope, operation, **parts)
        try:
            entry = self._chain.extend(draft)
        except (ValueError, TypeError) as error:
            raise BadInput("record.unstorable", kind=model.__tablename__, detail=str(error)) from error
        journal.append(self.connection, entry)
        self._fold.apply(self.connection, entry, is_first=operation is Operation.CREATE)


class _Chain:
    """The end of the stream while a transaction extends it."""

    def __init__(self, signer: Signer, head: Head, clock: Clock, trust: str, actor: str, action: str) -> None:
        self._signer = signer
        self._head = self._start = head
        self._clock = clock
        self._trust = trust
        self.actor = actor
        self._action = action
        self.action_id = new_id()

    def extend(self, draft: Draft) -> journal.Entry:
        now = self._clock.now()
        entry = journal.compose(
            draft,
            {
                "stream": self._signer.stream_id,
                "seq": self._head.seq + 1,
                "prev": self._head.id,
                "action": self.action_id,
                "action_name": self._action,
                "actor": self.actor,
                "at": now.iso,
                "mono": now.monotonic_ms,
                "boot": now.boot,
                "trust": self._trust,
            },
        )
        self._head = Head(entry.seq, entry.id)
        return entry

    def seal(self, connection: Connection) -> None:
        """Sign the new head, when there is one."""
        if self._head != self._start:
            signature = self._signer.sign(bytes.fromhex(self._head.id))
            journal.append_signature(connection, self._head.id, self._signer.stream_id, signature)


class Units:
    """Opens transactions on one store for one stream."""

    def __init__(self, engine: Engine, fold: Fold, signer: Signer, clock: Clock) -> None:
        self._engine = engine
        self._fold = fold
        self._signer = signer
        self._clock = clock
        self._gauge = TrustGauge()
        self.committed: list[Callable[[], None]] = []
        """Called after each commit, outside the transaction (the window's bridge listens here)."""

    def continue_on(self, signer: Signer) -> None:
        """Extend another stream from now on (after a restore, a copy or a fork); services keep these units."""
        self._signer = signer

    @property
    def stream_id(self) -> str:
        """The stream that is extended."""
        return self._signer.stream_id

    @property
    def fold(self) -> Fold:
        """The fold that writes this store's tables."""
        return self._fold

    @contextmanager
    def begin(self, actor: str, action: str) -> Iterator[Unit]:
        """A write transaction: leaves cleanly = commit, raises = roll back.

        Raises ``StorageFault`` when the disk is full, read-only or damaged; nothing is half written.
        """
        with self.writing() as connection:
            stream_id = self._signer.stream_id
            last = journal.last(connection, stream_id)
            head = Head(last.seq, last.id) if last else Head(0, journal.genesis(stream_id))
            trust = self._gauge.judge(self._clock.now(), last).value
            chain = _Chain(self._signer, head, self._clock, trust, actor, action)
            yield Unit(connection, self._fold, chain)
            chain.seal(connection)
        for listener in self.committed:
            listener()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A bare write transaction, for local tables and for folding what arrived from elsewhere."""
        with classify_database_error(), self._engine.connect() as plain:
            connection = plain.execution_options(write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction on one consistent state."""
        with classify_database_error(), self._engine.connect() as connection, connection.begin():
            yield connection


def _presence_heads(heads: dict[str, Any]) -> tuple[str, ...]:
    return tuple(head for head in heads.get(PRESENCE, {}) if not head.startswith("!"))


def _known(model: type[Record], fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, checked against the model. Raises ``BadInput`` for an unknown name or a wrong type."""
    for name, value in fields.items():
        info = model.model_fields.get(name)
        if info is None or name in OWN_COLUMNS:
            raise BadInput("record.unknown_field", kind=model.__tablename__, field=name)
        if value is not None and not _fits(info.annotation, value):
            raise BadInput("record.wrong_type", kind=model.__tablename__, field=name, value=repr(value)[:80])
    return fields


def _canonical(model: type[Record], value: Any) -> bytes:
    try:
        return canonical(value)
    except (ValueError, TypeError) as error:
        raise BadInput("record.unstorable", kind=model.__tablename__, detail=str(error)) from error


def _fits(annotation: Any, value: Any) -> bool:
    if annotation is Any:
        return True
    wanted = {part for part in getattr(annotation, "__args__", (annotation,)) if part is not type(None)}
    if isinstance(value, bool):
        return bool in wanted
    return isinstance(value, tuple(wanted))
