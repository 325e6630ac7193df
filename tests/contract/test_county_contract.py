"""What every county must do, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from county_server.storage import CountyStore, Setup
from inspector_app.identity import new_id
from inspector_app.storage.records import canonical
from inspector_app.sync.client import CountyClient
from inspector_app.wire.messages import LeaseRequest
from tests.fixtures.county import County, joined


def test_a_hand_over_ends_with_equal_inventories_and_equal_rows(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    visit = laptop.inspection("龑頔 𬭬")
    laptop.photo(60_000, 1, visit, laptop.finding(inspection=visit))
    laptop.photo(2_500_000, 2, visit)
    laptop.paper(visit)
    assert laptop.sync.run().complete
    mine = laptop.inventory()
    assert mine["blobs"] == sorted(set(mine["blobs"]) & set(county.inventory()["blobs"]))
    for kind in ("inspection", "finding", "photo", "document"):
        assert rows(county, kind).items() >= laptop_rows(laptop, kind).items()
    assert laptop.sync.run().entries_sent == 0


def rows(county: County, kind: str) -> dict[str, bytes]:
    with county.store.read() as connection:
        found = connection.execute(county.store.fold.table(kind).select()).mappings()
        return {row["id"]: canonical(dict(row)) for row in found}


def laptop_rows(laptop: object, kind: str) -> dict[str, bytes]:
    store = laptop.store  # type: ignore[attr-defined]
    with store.units.read() as connection:
        found = connection.execute(store.fold.table(kind).select()).mappings()
        return {row["id"]: canonical(dict(row)) for row in found}


def test_the_tables_refuse_what_does_not_come_through_the_journal(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding()
    laptop.sync.run()
    for statement in (
        "UPDATE finding SET fact = 'other'",
        "DELETE FROM finding",
        "UPDATE entry SET body = body",
        "DELETE FROM entry_signature",
        "INSERT INTO finding (id, entry_id, presence, field_heads) VALUES ('x', 'y', 'present', '{}')",
    ):
        with pytest.raises(DBAPIError, match="refused by the journal"), county.store.engine.begin() as connection:
            connection.execute(text(statement))


def test_many_laptops_at_once_lose_nothing_and_take_no_number_twice(county: County, tmp_path: Path) -> None:
    laptops = [joined(tmp_path / str(n), county) for n in range(4)]
    for number, laptop in enumerate(laptops):
        for finding in range(10):
            laptop.finding(f"{number}-{finding}")

    def work(number: int) -> list[int]:
        client = CountyClient(county.url, laptops[number].store.signer)
        taken = []
        for _lease in range(6):
            block = client.lease(LeaseRequest(request=new_id(), stem="遂应急", year=2026, count=3))
            taken += range(block.first_serial, block.last_serial + 1)
        laptops[number].sync.run()
        return taken

    with ThreadPoolExecutor(4) as pool:
        serials = [serial for taken in pool.map(work, range(4)) for serial in taken]
    assert sorted(serials) == list(range(1, len(serials) + 1))
    for laptop in laptops:
        laptop.sync.run()
        assert len([fact for fact in laptop.facts() if "-" in fact]) == 40
        assert laptop.inventory()["heads"] == county.inventory()["heads"]


def test_a_restart_by_kill_keeps_every_acknowledged_thing(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("确认过")
    laptop.photo(200_000, 3)
    assert laptop.sync.run().complete
    county.restart()
    assert laptop.inventory()["heads"].items() <= county.inventory()["heads"].items()
    laptop.finding("重启之后")
    assert laptop.sync.run().complete


def test_the_county_verifies_itself(county: County) -> None:
    told = county.command("verify")
    assert told["ok"], told
    assert told["entries"] > 0


def test_a_backup_is_a_whole_county_of_its_own(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.photo(50_000, 9)
    laptop.sync.run()
    county.command("backup", "--to", str(tmp_path / "backup"))
    county.command("backup", "--to", str(tmp_path / "backup"))
    copy = CountyStore.open_or_create(tmp_path / "backup", Setup())
    twin = County(tmp_path / "backup", setup=Setup(), _store=copy)
    assert twin.inventory() == county.inventory()
    assert copy.public_key == county.store.public_key
    twin.start()
    laptop.store.set_local("county_url", twin.url)
    laptop.finding("在副本上继续")
    assert laptop.sync.run().complete
    assert twin.command("verify")["ok"]
    twin.stop()
