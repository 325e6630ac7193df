"""Two laptops on one inspection, by a file on a stick: verified, folded, conflicts visible; forged or cut: refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.commands import history_commands
from inspector_app.errors import BadInput, InspectorError, Refused
from inspector_app.inspection.model import Finding
from inspector_app.messages import tell
from inspector_app.storage import history, journal
from inspector_app.store_check import check_store
from inspector_app.wire.messages import pack, unpack
from tests.fixtures.county import County, Laptop, joined, make_laptop


@pytest.fixture
def pair(shared_county: County, tmp_path: Path) -> tuple[Laptop, Laptop]:
    """Two laptops of one county; the first has a visit with a photo, a paper, and another visit beside it."""
    first, second = joined(tmp_path / "a", shared_county), joined(tmp_path / "b", shared_county, login="li")
    visit = first.inspection("共同检查")
    first.photo(40_000, 5, visit, first.finding("甲发现的", visit))
    first.paper(visit)
    first.finding("别的检查中的", first.inspection("别的检查"))
    return first, second


def visit_of(laptop: Laptop, name: str = "共同检查") -> str:
    table = laptop.store.fold.table("inspection")
    with laptop.store.units.read() as connection:
        return str(connection.execute(table.select().where(table.c.scope_text == name)).one().id)


def test_an_inspection_comes_over_whole_and_nothing_else_does(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    summary = first.sync.export(tmp_path / "x.kaj", visit_of(first))
    taken = second.sync.import_file(tmp_path / "x.kaj")
    assert (taken.entries, taken.new_entries, taken.new_blobs) == (summary.entries, summary.entries, 3)
    assert second.facts() == ["甲发现的"]
    assert taken.inspections == (visit_of(first),)
    assert taken.sender_label == "一号本"


def test_the_same_file_twice_changes_nothing(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    second.sync.import_file(tmp_path / "x.kaj")
    again = second.sync.import_file(tmp_path / "x.kaj")
    assert (again.new_entries, again.new_blobs) == (0, 0)


def test_a_part_of_a_chain_verifies_on_the_other_laptop(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    second.sync.import_file(tmp_path / "x.kaj")
    report = check_store(second.store)
    assert report.ok, report.problems


def test_two_who_change_the_same_field_see_both_values_and_choose(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    second.sync.import_file(tmp_path / "x.kaj")
    table = first.store.fold.table("finding")
    with first.store.units.read() as connection:
        finding = str(connection.execute(table.select().where(table.c.fact == "甲发现的")).one().id)
    for laptop, text in ((first, "甲改的"), (second, "乙改的")):
        with laptop.store.units.begin(laptop.me, "finding.change") as unit:
            unit.change(Finding, finding, fact=text)
    second.sync.export(tmp_path / "back.kaj", visit_of(second))
    assert first.sync.import_file(tmp_path / "back.kaj").conflicts == 1
    assert first.sync.status().conflicts == 1
    with first.store.units.read() as connection:
        (conflict,) = history.conflicts(first.store.units, connection)
    assert {value for value, _who, _when in conflict.values.values()} == {"甲改的", "乙改的"}
    with first.store.units.begin(first.me, "finding.change") as unit:
        unit.change(Finding, finding, fact="两人商定的")
    first.sync.export(tmp_path / "settled.kaj", visit_of(first))
    second.sync.import_file(tmp_path / "settled.kaj")
    assert second.sync.status().conflicts == first.sync.status().conflicts == 0
    assert second.facts() == ["两人商定的"]


def test_the_choice_is_made_by_a_command_too(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    second.sync.import_file(tmp_path / "x.kaj")
    table = first.store.fold.table("finding")
    with first.store.units.read() as connection:
        finding = str(connection.execute(table.select().where(table.c.fact == "甲发现的")).one().id)
    for laptop, text in ((first, "甲改的"), (second, "乙改的")):
        with laptop.store.units.begin(laptop.me, "finding.change") as unit:
            unit.change(Finding, finding, fact=text)
    second.sync.export(tmp_path / "back.kaj", visit_of(second))
    first.sync.import_file(tmp_path / "back.kaj")
    commands = {command.name: command for command in history_commands.COMMANDS}
    at: Any = SimpleNamespace(app=App(first.store))
    (conflict,) = commands["conflict list"].run(at, {})
    theirs = next(one["entry"] for one in conflict["values"] if one["value"] == "乙改的")
    chosen = {"record": finding, "field": "fact", "choice": theirs, "reason": None}
    assert commands["conflict choose"].run(at, chosen)["left"] == 0
    assert "乙改的" in first.facts()


def test_both_then_hand_over_and_hold_what_the_county_holds(
    pair: tuple[Laptop, Laptop], shared_county: County, tmp_path: Path
) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    second.sync.import_file(tmp_path / "x.kaj")
    second.finding("乙补的", visit_of(second))
    assert second.sync.run().complete
    assert first.sync.run().complete
    second.sync.run()
    assert first.inventory()["records"] == second.inventory()["records"] == shared_county.inventory()["records"]
    assert check_store(second.store).ok


@pytest.mark.parametrize("keep", [0, 1, 100, 0.3, 0.7, 0.99])
def test_a_cut_file_is_refused_and_nothing_of_it_taken(
    pair: tuple[Laptop, Laptop], tmp_path: Path, keep: float
) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    whole = (tmp_path / "x.kaj").read_bytes()
    (tmp_path / "cut.kaj").write_bytes(whole[: int(keep * len(whole)) if isinstance(keep, float) else keep])
    before = second.inventory()
    with pytest.raises(Refused) as refused:
        second.sync.import_file(tmp_path / "cut.kaj")
    assert "没有采用" in str(tell(refused.value))
    assert second.inventory() == before


def forge(source: Path, target: Path, **changed: object) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "batch.json":
                content = json.dumps({**json.loads(content), **changed}).encode()
            new.writestr(name, content)


def test_a_changed_an_added_and_a_dropped_entry_are_all_found(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    with zipfile.ZipFile(tmp_path / "x.kaj") as archive:
        batch = json.loads(archive.read("batch.json"))
    bodies = [unpack(text) for text in batch["entries"]]
    changed = [body.replace("甲发现的".encode(), "假的事实".encode()) for body in bodies]
    other = first.store.units
    with other.read() as connection:
        extra = next(e.body for _p, e in journal.read(connection) if "别的检查中的" in e.body.decode())
    for entries in (changed, [*bodies, extra], bodies[:-1]):
        forge(tmp_path / "x.kaj", tmp_path / "forged.kaj", entries=[pack(body) for body in entries])
        with pytest.raises(Refused, match=r"sync\.file_forged"):
            second.sync.import_file(tmp_path / "forged.kaj")
    assert second.facts() == []


def test_a_changed_photo_is_found(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    first.sync.export(tmp_path / "x.kaj", visit_of(first))
    with zipfile.ZipFile(tmp_path / "x.kaj") as old, zipfile.ZipFile(tmp_path / "forged.kaj", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b"!" if name.startswith("blobs/") else b""))
    with pytest.raises(Refused, match=r"sync\.file_forged"):
        second.sync.import_file(tmp_path / "forged.kaj")


def test_a_file_of_another_county_or_a_stranger_is_refused(
    pair: tuple[Laptop, Laptop], shared_county: County, county: County, tmp_path: Path
) -> None:
    shared_county.office("331122", "缙云县应急管理局")
    for number, home in enumerate(((county, "331123"), (shared_county, "331122"))):
        stranger = joined(tmp_path / f"s{number}", home[0], region=home[1])
        stranger.finding("外县的")
        stranger.sync.export(tmp_path / "s.kaj")
        with pytest.raises(Refused, match=r"sync\.file_other_county"):
            pair[1].sync.import_file(tmp_path / "s.kaj")


def test_what_is_missing_is_said(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    first, second = pair
    lonely = make_laptop(tmp_path / "lonely")
    cases: list[tuple[InspectorError, object]] = []
    for work in (
        lambda: lonely.sync.export(tmp_path / "y.kaj"),
        lambda: lonely.sync.import_file(tmp_path / "y.kaj"),
        lambda: second.sync.import_file(tmp_path / "nowhere.kaj"),
        lambda: first.sync.export(tmp_path / "y.kaj", "no such inspection"),
    ):
        with pytest.raises(BadInput) as error:
            work()
        cases.append((error.value, tell(error.value)))
    codes = [error.code for error, _told in cases]
    assert codes == ["sync.not_joined", "sync.not_joined", "sync.file_unreadable", "inspection.unknown"]
