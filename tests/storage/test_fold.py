"""The fold gives the same tables whatever the order of arrival, and keeps what two officers wrote."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from inspector_app.inspection.model import Finding
from inspector_app.storage import database, journal, tables
from inspector_app.storage.fold import Fold, table_of
from inspector_app.storage.journal import Entry
from inspector_app.storage.signing import StreamSigner
from inspector_app.storage.unit_of_work import Units
from tests.fixtures.clocks import FrozenClock

FIELDS = ("place", "fact", "measure_text")


@dataclass
class Laptop:
    """One stream with its own database; entries pass between laptops as they are."""

    name: str
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.engine = database.open_in_memory()
        self.fold = Fold((Finding,))
        self.units = Units(self.engine, self.fold, StreamSigner(self.name, b"\1" * 32), FrozenClock())
        with self.units.writing() as connection:
            database.create_tables(connection, (Finding,))

    def entries(self) -> list[Entry]:
        with self.units.read() as connection:
            return [entry for _p, entry in journal.read(connection)]

    def receive(self, entries: Sequence[Entry]) -> None:
        with self.units.writing() as connection:
            for entry in entries:
                if journal.find(connection, entry.id) is None:
                    journal.append(connection, entry)
                    self.fold.apply(connection, entry)

    def picture(self) -> tuple[dict[str, object], list[tuple[str, ...]]]:
        with self.units.read() as connection:
            return findings(connection), sorted(map(tuple, connection.execute(select(tables.record_conflict))))


def findings(connection: Connection) -> dict[str, object]:
    rows = connection.execute(select(table_of(Finding))).mappings()
    return {row["id"]: {k: v for k, v in row.items() if k != "entry_id"} for row in rows}


@pytest.fixture
def two() -> tuple[Laptop, Laptop]:
    return Laptop("laptop-a"), Laptop("laptop-b")


def shared_finding(a: Laptop, b: Laptop) -> str:
    with a.units.begin("zhang", "finding.add") as unit:
        identity = unit.create(Finding, None, place="+120中段", fact="未支护")
    b.receive(a.entries())
    return identity


def change(laptop: Laptop, identity: str, **fields: object) -> None:
    with laptop.units.begin("officer", "finding.change") as unit:
        unit.change(Finding, identity, **fields)


def test_two_officers_changing_different_fields_both_keep_their_words(two: tuple[Laptop, Laptop]) -> None:
    a, b = two
    identity = shared_finding(a, b)
    change(a, identity, place="+160中段")
    change(b, identity, fact="顶板未按设计支护")
    a.receive(b.entries())
    rows, conflicts = a.picture()
    assert (rows[identity]["place"], rows[identity]["fact"]) == ("+160中段", "顶板未按设计支护")
    assert conflicts == []


def test_the_same_field_changed_twice_keeps_both_values_until_a_person_chooses(two: tuple[Laptop, Laptop]) -> None:
    a, b = two
    identity = shared_finding(a, b)
    change(a, identity, place="甲")
    change(b, identity, place="乙")
    a.receive(b.entries())
    b.receive(a.entries())
    assert a.picture() == b.picture()
    assert a.picture()[1] == [("finding", identity, "place")]
    change(b, identity, place="丙")
    a.receive(b.entries())
    assert a.picture()[0][identity]["place"] == "丙"
    assert a.picture()[1] == []


def test_the_same_value_written_twice_is_no_conflict(two: tuple[Laptop, Laptop]) -> None:
    a, b = two
    identity = shared_finding(a, b)
    change(a, identity, place="甲")
    change(b, identity, place="甲")
    a.receive(b.entries())
    assert a.picture()[1] == []


def test_an_edit_against_a_removal_is_a_conflict_for_people(two: tuple[Laptop, Laptop]) -> None:
    a, b = two
    identity = shared_finding(a, b)
    with a.units.begin("zhang", "finding.remove") as unit:
        unit.remove(Finding, identity, "重复")
    change(b, identity, fact="还有裂缝")
    a.receive(b.entries())
    b.receive(a.entries())
    assert a.picture() == b.picture()
    assert a.picture()[1] == [("finding", identity, "~")]
    with a.units.begin("zhang", "finding.restore") as unit:
        unit.restore(Finding, identity, "保留")
    b.receive(a.entries())
    assert b.picture() == a.picture()
    assert a.picture()[0][identity]["presence"] == "present"
    assert a.picture()[1] == []


def test_a_change_may_arrive_before_its_record(two: tuple[Laptop, Laptop]) -> None:
    a, b = two
    identity = shared_finding(a, b)
    change(b, identity, place="乙")
    late = Laptop("county")
    late.receive([e for e in b.entries() if e.stream_id == "laptop-b"])
    assert late.picture()[0][identity]["presence"] == "unborn"
    late.receive(a.entries())
    assert late.picture() == b.picture()


def random_history(choices: random.Random, laptops: Sequence[Laptop], steps: int) -> None:
    """Laptops create, change, remove and exchange entries in any order."""
    identities: list[str] = []
    for _ in range(steps):
        laptop = choices.choice(laptops)
        present = [i for i, row in laptop.picture()[0].items() if row["presence"] == "present"]
        match choices.randrange(6):
            case 0:
                with laptop.units.begin("o", "add") as unit:
                    shared = choices.random() < 0.3
                    name = f"answer-{choices.randrange(3)}" if shared else None
                    if name and name in identities:
                        continue
                    values = {f: choices.choice("甲乙丙") for f in FIELDS if choices.random() < 0.7}
                    try:
                        identities.append(unit.create(Finding, name, **values))
                    except Exception as error:
                        raise AssertionError(str(error)) from error
            case 1 | 2 | 3 if present:
                values = {choices.choice(FIELDS): choices.choice(["甲", "乙", None])}
                change(laptop, choices.choice(present), **values)
            case 4 if present:
                with laptop.units.begin("o", "remove") as unit:
                    unit.remove(Finding, choices.choice(present), "x")
            case _:
                laptop.receive(choices.choice(laptops).entries())


@given(seed=st.integers(0, 2**32), steps=st.integers(5, 40))
def test_any_order_of_arrival_gives_the_same_tables(seed: int, steps: int) -> None:
    choices = random.Random(seed)
    laptops = [Laptop(f"laptop-{n}") for n in "abc"]
    random_history(choices, laptops, steps)
    everything = {e.id: e for laptop in laptops for e in laptop.entries()}
    pictures = []
    for _ in range(3):
        order = list(everything.values())
        choices.shuffle(order)
        reader = Laptop("reader")
        reader.receive(order)
        pictures.append(reader.picture())
    for laptop in laptops:
        laptop.receive(list(everything.values()))
        pictures.append(laptop.picture())
    assert all(picture == pictures[0] for picture in pictures), json.dumps(
        pictures, ensure_ascii=False, indent=1, default=str
    )
