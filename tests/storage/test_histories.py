"""Random histories through the services, on two laptops, with undo, typing, restore and re-folding in between.

Whatever happened: the tables are the fold of the journal, both laptops agree once they exchanged their entries in any
order, a field changed on both sides is a conflict until a person chooses, and nobody's words are lost.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, select

from inspector_app.bootstrap import App
from inspector_app.errors import BadInput, InspectorError, RecordConflict, RuleViolation
from inspector_app.inspection.model import Finding
from inspector_app.schema import RECORD_KINDS
from inspector_app.storage import journal, tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.history import undo
from inspector_app.storage.records import PRESENT
from inspector_app.storage.refold import refold
from inspector_app.storage.verify import verify
from inspector_app.store import Store
from tests.fixtures import pictures
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

WORDS = st.sampled_from(["甲", "乙", "丙", "", "顶板未支护", "é e\u0301 \u2029", "九" * 300])
FIELDS = st.sampled_from(["place", "fact", "measure_text", "responsible_person"])
SIDES = st.integers(0, 1)
CHOICE = st.integers(0, 10**6)
PICTURES = [pictures.jpeg(64, 48, seed=seed) for seed in (1, 2, 3)]


class TwoLaptops(RuleBasedStateMachine):
    """Two officers at one visit, each with his laptop."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="histories-"))
        self.apps: list[App] = []
        self.steps = 0

    @initialize()
    def set_out(self) -> None:
        """One laptop begins the visit, the other one is a copy that opened a stream of its own."""
        first = make_bureau(self.folder / "a", FrozenClock())
        self.visit = begin_visit(first, make_mine(first))
        first.store.close()
        shutil.copytree(self.folder / "a", self.folder / "b")
        self.apps = [self.opened("a"), self.opened("b")]
        assert self.apps[0].store.stream_id != self.apps[1].store.stream_id

    def opened(self, name: str) -> App:
        os.environ["INSPECTOR_MACHINE"] = name[0]
        app = App(Store.open(self.folder / name, "zhang", PASSPHRASE, clock=FrozenClock()))
        return app

    def teardown(self) -> None:
        if self.apps:
            self.exchange(random.Random(1))
            assert picture(self.apps[0]) == picture(self.apps[1])
            self.verify_all()
            for app in self.apps:
                app.store.close()
        os.environ.pop("INSPECTOR_MACHINE", None)
        shutil.rmtree(self.folder, ignore_errors=True)

    def finding(self, side: int, choice: int) -> str | None:
        """One of the findings that this laptop knows; none when there is none."""
        table = table_of(Finding)
        with self.apps[side].store.units.read() as connection:
            known = sorted(connection.execute(select(table.c.id).where(table.c.presence == PRESENT)).scalars())
        return known[choice % len(known)] if known else None

    @rule(side=SIDES, place=WORDS, fact=WORDS)
    def add(self, side: int, place: str, fact: str) -> None:
        self.apps[side].inspections.add_finding(ACTOR, self.visit, place=place, fact=fact)

    @rule(side=SIDES, choice=CHOICE, name=FIELDS, text=WORDS)
    def change(self, side: int, choice: int, name: str, text: str) -> None:
        if finding := self.finding(side, choice):
            self.apps[side].inspections.change_finding(ACTOR, finding, **{name: text or None})

    @rule(side=SIDES, choice=CHOICE, name=FIELDS, text=WORDS)
    def type(self, side: int, choice: int, name: str, text: str) -> None:
        if finding := self.finding(side, choice):
            self.apps[side].drafts.keep(ACTOR, "finding", finding, name, text, len(text))

    @rule(side=SIDES)
    def settle(self, side: int) -> None:
        drafts = self.apps[side].drafts
        orphans = {draft.record_id for draft in drafts.orphans()}
        drafts.settle(ACTOR)
        assert {draft.record_id for draft in drafts.pending()} == orphans

    @rule(side=SIDES, choice=CHOICE)
    def remove(self, side: int, choice: int) -> None:
        if finding := self.finding(side, choice):
            self.apps[side].inspections.remove_finding(ACTOR, finding, "重复")

    @rule(side=SIDES, choice=CHOICE, level=st.sampled_from(["general", "suspected_major", "major"]))
    def judge(self, side: int, choice: int, level: str) -> None:
        if finding := self.finding(side, choice):
            with contextlib.suppress(RuleViolation, BadInput):
                self.apps[side].inspections.judge(ACTOR, finding, level, judged_by="张三", basis="判定标准第三条")

    @rule(side=SIDES, number=st.integers(0, 2), choice=CHOICE)
    def photograph(self, side: int, number: int, choice: int) -> None:
        finding = self.finding(side, choice)
        done = self.apps[side].evidence.add_photo(ACTOR, PICTURES[number], inspection_id=self.visit, finding_id=finding)
        assert done.photo_id

    @rule(side=SIDES, choice=CHOICE)
    def undo_something(self, side: int, choice: int) -> None:
        units = self.apps[side].store.units
        with units.read() as connection:
            mine = [e for _p, e in journal.read(connection, stream_id=self.apps[side].store.stream_id)]
        actions = sorted({e.action_id for e in mine if e.kind == "finding"})
        if actions:
            with contextlib.suppress(BadInput, RecordConflict):
                undo(units, ACTOR, actions[choice % len(actions)])

    @rule(choice=CHOICE)
    def meet(self, choice: int) -> None:
        """Both laptops hand their entries over, in any order, and agree."""
        self.exchange(random.Random(choice))
        assert picture(self.apps[0]) == picture(self.apps[1])

    @rule(side=SIDES, choice=CHOICE)
    def settle_a_conflict(self, side: int, choice: int) -> None:
        units = self.apps[side].store.units
        with units.read() as connection:
            waiting = sorted(map(tuple, connection.execute(select(tables.record_conflict))))
        fields = [row for row in waiting if row[0] == "finding" and row[2] != "~"]
        if fields:
            _kind, record, name = fields[choice % len(fields)]
            with contextlib.suppress(BadInput), units.begin(ACTOR, "conflict.settle") as unit:
                unit.change(Finding, record, **{name: "甲"})

    @rule(side=SIDES)
    def restore(self, side: int) -> None:
        """The laptop is lost after a backup; work goes on from the backup in a new stream."""
        app, name = self.apps[side], "ab"[side] + os.urandom(4).hex()
        app.store.back_up(self.folder / "backup" / name)
        former = app.store.stream_id
        app.store.close()
        os.environ["INSPECTOR_MACHINE"] = name[0]
        backup = self.folder / "backup" / name
        store = Store.restore(backup, self.folder / name, "zhang", PASSPHRASE, clock=FrozenClock())
        assert store.stream_id != former
        self.apps[side] = App(store)

    @rule(side=SIDES)
    def fold_again(self, side: int) -> None:
        """What a migration of record data does."""
        app = self.apps[side]
        before = picture(app)
        with app.store.units.writing() as connection:
            refold(connection, app.store.fold)
        assert picture(app) == before

    @rule(side=SIDES)
    def change_the_key(self, side: int) -> None:
        self.apps[side].store.rotate_key()

    @invariant()
    def tables_are_the_fold_of_the_journal(self) -> None:
        self.steps += 1
        if self.steps % 5 == 0:
            self.verify_all()

    def verify_all(self) -> None:
        for app in self.apps:
            with app.store.units.read() as connection:
                report = verify(connection, app.store.fold)
            assert report.ok, report.problems[:3]

    def exchange(self, choices: random.Random) -> None:
        """Everything that one laptop has and the other has not: each stream in its order, the streams mixed anyhow."""
        held = [entries(app) for app in self.apps]
        for app, own, others in ((self.apps[0], held[0], held[1]), (self.apps[1], held[1], held[0])):
            new = interleaved([e for identity, e in others.items() if identity not in own], choices)
            signatures = signed(self.apps[1] if app is self.apps[0] else self.apps[0])
            with app.store.units.writing() as connection:
                for entry in new:
                    journal.append(connection, entry)
                    app.store.fold.apply(connection, entry)
                    if entry.id in signatures:
                        journal.append_signature(connection, entry.id, entry.stream_id, signatures[entry.id])


def interleaved(new: list[journal.Entry], choices: random.Random) -> list[journal.Entry]:
    streams: dict[str, list[journal.Entry]] = {}
    for entry in sorted(new, key=lambda entry: entry.seq):
        streams.setdefault(entry.stream_id, []).append(entry)
    order = [stream for stream, held in streams.items() for _ in held]
    choices.shuffle(order)
    return [streams[stream].pop(0) for stream in order]


def entries(app: App) -> dict[str, journal.Entry]:
    with app.store.units.read() as connection:
        return {entry.id: entry for _position, entry in journal.read(connection)}


def signed(app: App) -> dict[str, bytes]:
    with app.store.units.read() as connection:
        return {row.entry_id: bytes(row.signature) for row in connection.execute(select(tables.entry_signature))}


def picture(app: App) -> object:
    """All rows of all kinds without the entry that made them last, and what waits for a person."""
    with app.store.units.read() as connection:
        return {table_of(kind).name: rows(connection, kind) for kind in RECORD_KINDS}, conflicts(connection)


def rows(connection: Connection, kind: type) -> list[dict[str, object]]:
    table = table_of(kind)
    found = connection.execute(select(table).order_by(table.c.id)).mappings()
    return [{name: value for name, value in row.items() if name != "entry_id"} for row in found]


def conflicts(connection: Connection) -> list[tuple[object, ...]]:
    return sorted(map(tuple, connection.execute(select(tables.record_conflict))))


TestHistories = TwoLaptops.TestCase
TestHistories.settings = settings(
    max_examples=int(os.environ.get("HISTORIES", "10")),
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking real stores takes longer than reading the steps
)


def test_a_service_that_refuses_leaves_no_trace(tmp_path: Path) -> None:
    app = make_bureau(tmp_path / "s", FrozenClock())
    visit = begin_visit(app, make_mine(app))
    before = len(entries(app))
    for attempt in (
        lambda: app.inspections.change_finding(ACTOR, "nobody", fact="x"),
        lambda: app.inspections.add_finding(ACTOR, "nobody", fact="x"),
        lambda: app.inspections.add_finding(ACTOR, visit, fact="a\0b"),
        lambda: app.evidence.add_photo(ACTOR, PICTURES[0], inspection_id="nobody"),
    ):
        with contextlib.suppress(InspectorError):
            attempt()
    assert len(entries(app)) == before
