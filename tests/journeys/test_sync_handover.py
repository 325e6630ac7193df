"""Handing over: what is received, what is not and why; nothing blocks anything else, nothing arrives twice."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from county_server import tables as county_tables
from inspector_app.errors import BadInput, Refused
from inspector_app.identity import new_id
from inspector_app.inspection.model import Finding
from inspector_app.storage import journal, tables
from inspector_app.storage.journal import Draft, FieldChange, Operation
from inspector_app.storage.records import canonical
from inspector_app.storage.verify import verify
from inspector_app.store import Store
from inspector_app.sync import repository
from inspector_app.sync.client import CountyClient
from inspector_app.sync.values import SyncState
from inspector_app.wire.batch import Batch
from inspector_app.wire.messages import LeaseRequest, pack
from tests.fixtures.county import County, Laptop, joined, laptop_of
from tests.fixtures.stores import PASSPHRASE


def entries_of(laptop: Laptop) -> list[journal.Entry]:
    with laptop.store.units.read() as connection:
        return [entry for _position, entry in journal.read(connection, stream_id=laptop.store.stream_id)]


def batch_of(laptop: Laptop, entries: list[journal.Entry]) -> Batch:
    with laptop.store.units.read() as connection:
        signatures = repository.signatures_of(connection, [entry.id for entry in entries])
    return Batch(sender=laptop.store.stream_id, entries=[pack(e.body) for e in entries], signatures=signatures)


def client_of(laptop: Laptop, county: County) -> CountyClient:
    return CountyClient(county.url, laptop.store.signer)


def test_after_a_hand_over_both_sides_hold_the_same_and_a_second_run_sends_nothing(
    county: County, tmp_path: Path
) -> None:
    laptop = joined(tmp_path / "a", county)
    visit = laptop.inspection()
    laptop.photo(60_000, 1, visit, laptop.finding(inspection=visit))
    laptop.photo(3_000_000, 2, visit)
    laptop.paper(visit)
    report = laptop.sync.run()
    assert report.complete
    assert laptop.inventory() == county.inventory() == county.command("inventory")
    again = laptop.sync.run()
    assert (again.entries_sent, again.blobs_sent, again.bytes_sent, again.pulled, again.receipts) == (0, 0, 0, 0, 0)


def test_nothing_counts_as_received_before_its_receipt(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding()
    laptop.photo()
    client_of(laptop, county).send(batch_of(laptop, entries_of(laptop)))
    status = laptop.sync.status()
    assert (status.entries_received, status.blobs_received, status.complete) == (0, 0, False)
    assert laptop.sync.run().complete
    assert laptop.sync.status().complete


def test_records_come_first_then_papers_thumbnails_originals(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.photo()
    laptop.paper()
    steps: list[str] = []
    laptop.sync.run(lambda step: steps.append(step.step.value))
    order = list(dict.fromkeys(steps))
    assert order[:6] == ["connect", "records", "receipt", "papers", "thumbnails", "originals"]


def test_a_paused_run_goes_on_where_it_stopped(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    for seed in range(6):
        laptop.photo(30_000, seed)
    stop = threading.Event()

    def pause_at_the_first_original(step: object) -> None:
        if getattr(step, "step", None) == "originals":
            stop.set()

    first = laptop.sync.run(pause_at_the_first_original, stop.is_set)
    assert first.stopped
    assert not first.complete
    assert laptop.sync.status().entries_received == laptop.sync.status().entries_total
    second = laptop.sync.run()
    assert second.complete
    assert first.blobs_sent + second.blobs_sent == 12


def test_a_bad_entry_in_the_middle_blocks_nobody_and_is_told_in_plain_words(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    for number in range(5):
        laptop.finding(f"问题 {number}")
    entries = entries_of(laptop)
    victim = next(entry for entry in entries if "问题 2" in entry.body.decode())
    forged = journal.parse(victim.body.replace("问题 2".encode(), "改过的".encode()))
    sent = [forged if entry is victim else entry for entry in entries]
    batch = batch_of(laptop, entries)
    answer = client_of(laptop, county).send(batch.model_copy(update={"entries": [pack(e.body) for e in sent]}))
    assert answer.applied == len(entries) - 2  # the forged one and the entry whose transaction it joined
    assert {other.outcome for other in answer.others} == {"quarantined"}
    aside = county.rows(county_tables.quarantine)
    assert forged.id in {row.item for row in aside}
    assert laptop.sync.run().complete  # the true entry arrives and closes the gap
    assert laptop.inventory() == county.inventory()


def test_what_the_county_cannot_verify_is_set_aside_item_by_item_with_its_reason(
    county: County, tmp_path: Path
) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding()
    entries = entries_of(laptop)
    batch = batch_of(laptop, entries)
    wrong = {entry_id: pack(b"x" * 64) for entry_id in batch.signatures}
    client = client_of(laptop, county)
    reasons = {o.reason for o in client.send(batch.model_copy(update={"signatures": wrong})).others}
    assert reasons == {"sync.signature_wrong"}
    reasons = {o.reason for o in client.send(batch.model_copy(update={"signatures": {}})).others}
    assert reasons == {"sync.unsigned"}
    garbage = ["%%%", pack(b"not json"), pack(b"{}"), pack(b'{"v":1,"seq":"x"}')]
    answer = client.send(batch.model_copy(update={"entries": [*garbage, *batch.entries]}))
    assert answer.applied == len(entries)
    assert len(answer.others) == len(garbage)
    status = laptop.sync.status()
    assert laptop.sync.run().complete
    assert all("本机" in item.told for item in status.items)


def test_an_item_set_aside_is_listed_with_words_and_offered_again_on_request(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("待查的问题")
    entry = entries_of(laptop)[-1]
    with laptop.store.units.writing() as connection:  # a signature that went bad on this laptop's disk
        connection.exec_driver_sql("DROP TRIGGER guard_entry_signature_update")
        row = tables.entry_signature.update().where(tables.entry_signature.c.entry_id == entry.id)
        good = connection.execute(tables.entry_signature.select().filter_by(entry_id=entry.id)).one().signature
        connection.execute(row.values(signature=b"x" * 64))
    laptop.finding("之后的问题")
    report = laptop.sync.run()
    assert not report.complete
    (item,) = laptop.sync.status().items
    assert (item.state, item.reason, item.title) == (SyncState.QUARANTINED, "sync.signature_wrong", "待查的问题")
    assert "签名不符" in item.told
    assert laptop.sync.status().entries_received == laptop.sync.status().entries_total - 1
    with laptop.store.units.writing() as connection:
        connection.execute(row.values(signature=good))
    assert laptop.sync.run(again=True).complete
    assert laptop.sync.status().items == ()


def test_an_entry_of_a_newer_program_is_held_not_lost_and_applied_after_the_upgrade(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = joined(tmp_path / "a", county)
    visit = laptop.finding("第一版")
    with laptop.store.units.begin(laptop.me, "finding.change") as unit:
        draft = Draft("finding", 9, visit, None, Operation.CHANGE, {"fact": FieldChange("第一版", "新版")})
        journal.append(unit.connection, unit._chain.extend(draft))
    laptop.finding("之后的问题")
    report = laptop.sync.run()
    assert not report.complete
    (item,) = laptop.sync.status().items
    assert (item.state, item.reason) == (SyncState.HELD, "journal.newer_kind")
    assert laptop.sync.status().entries_received == laptop.sync.status().entries_total - 1
    assert county.command("verify")["held"] == 1


def test_a_value_of_the_wrong_kind_is_held_and_hurts_nobody(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    identity = laptop.finding()
    with laptop.store.units.begin(laptop.me, "finding.change") as unit:
        draft = Draft("finding", 1, identity, None, Operation.CHANGE, {"seq": FieldChange(1, ["a", "list"])})
        journal.append(unit.connection, unit._chain.extend(draft))
    laptop.finding("之后的问题")
    assert not laptop.sync.run().complete
    assert [item.reason for item in laptop.sync.status().items] == ["journal.wrong_type"]
    other = joined(tmp_path / "b", county)
    other.sync.run()
    assert "之后的问题" in other.facts()


def test_two_laptops_of_one_county_see_each_other(county: County, tmp_path: Path) -> None:
    first, second = joined(tmp_path / "a", county), joined(tmp_path / "b", county, login="li")
    paper = first.paper()
    original = first.photo()
    first.finding("甲的问题")
    second.finding("乙的问题")
    first.sync.run()
    second.sync.run()
    first.sync.run()
    assert first.facts() == second.facts() == ["乙的问题", "甲的问题"]
    assert second.store.blobs.exists(paper)
    assert not second.store.blobs.exists(original)
    assert second.sync.fetch_file(original)
    assert second.store.blobs.verify(original) == 60_000
    assert first.inventory()["heads"] == second.inventory()["heads"] == county.inventory()["heads"]
    assert second.sync.status().complete


def test_each_county_sees_its_own_and_the_city_sees_all(county: County, tmp_path: Path) -> None:
    regions = [f"33112{n}" for n in range(1, 9)]
    for region in regions:
        county.office(region, f"{region} 县")
    county.office("331100", "丽水市应急管理局", is_city=True)
    laptops = {r: joined(tmp_path / r, county, region=r) for r in (*regions, "331100")}
    for region, laptop in laptops.items():
        laptop.finding(f"{region} 的问题")
        laptop.sync.run()
    for laptop in laptops.values():
        laptop.sync.run()
    for region in regions:
        assert laptops[region].facts() == [f"{region} 的问题"]
        assert laptops[region].inventory()["heads"] == county.inventory(region)["heads"]
        assert laptops[region].inventory()["records"] == county.inventory(region)["records"]
    assert len(laptops["331100"].facts()) == len(laptops)
    assert laptops["331100"].inventory()["records"] == county.inventory()["records"]


def test_one_county_cannot_hand_over_or_ask_about_the_other_s_chains(county: County, tmp_path: Path) -> None:
    county.office("331122", "缙云县应急管理局")
    mine, theirs = joined(tmp_path / "a", county), joined(tmp_path / "b", county, region="331122")
    theirs.finding("别县的问题")
    theirs.sync.run()
    client = client_of(mine, county)
    theirs.finding("还没有上传")
    answer = client.send(batch_of(theirs, entries_of(theirs)))
    assert {other.reason for other in answer.others} == {"sync.other_region"}
    with pytest.raises(Refused, match=r"sync\.other_region"):
        client.standings({theirs.store.stream_id: None})


def test_leased_numbers_never_overlap_however_many_ask_at_once(county: County, tmp_path: Path) -> None:
    laptops = [joined(tmp_path / str(n), county) for n in range(2)]
    clients = [client_of(laptop, county) for laptop in laptops]

    def lease(number: int) -> tuple[int, int]:
        request = LeaseRequest(request=new_id(), stem="遂应急检记", year=2026, count=number % 7 + 1)
        block = clients[number % 2].lease(request)
        return block.first_serial, block.last_serial

    with ThreadPoolExecutor(8) as pool:
        blocks = sorted(pool.map(lease, range(40)))
    serials = [serial for first, last in blocks for serial in range(first, last + 1)]
    assert serials == list(range(1, len(serials) + 1))


def test_a_lease_asked_for_twice_is_one_block_and_lies_on_the_laptop(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    request = LeaseRequest(request=new_id(), stem="遂应急检记", year=2026, count=20)
    client = client_of(laptop, county)
    assert client.lease(request) == client.lease(request)
    block = laptop.sync.lease_numbers("遂应急检记", 2026, 5)
    assert (block.first_serial, block.last_serial) == (21, 25)
    assert laptop.inventory()["records"]["number_block"] == 2


def test_yesterday_s_backup_is_restored_works_on_and_is_accepted(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("昨天")
    laptop.sync.run()
    laptop.store.back_up(tmp_path / "backup")
    laptop.finding("今天，已上传")
    laptop.sync.run()
    laptop.store.close()
    restored = laptop_of(Store.restore(tmp_path / "backup", tmp_path / "new", "zhang", PASSPHRASE))
    restored.finding("恢复之后")
    report = restored.sync.run()
    assert report.complete
    assert restored.facts() == ["今天，已上传", "恢复之后", "昨天"]
    assert restored.inventory() == county.inventory()
    assert restored.sync.run().entries_sent == 0
    former = next(row for row in county.rows(county_tables.laptop) if row.stream_id == restored.store.stream_id)
    assert former.predecessor == laptop.store.signer.stream_id


def test_a_store_set_back_by_hand_forks_and_both_sides_show_it(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("共同的过去")
    laptop.sync.run()
    laptop.store.close()
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    laptop = laptop_of(Store.open(tmp_path / "a", "zhang", PASSPHRASE))
    laptop.finding("原机")
    laptop.sync.run()
    laptop.store.close()
    copy = laptop_of(Store.open(tmp_path / "copy", "zhang", PASSPHRASE))
    former = copy.store.stream_id
    copy.finding("副本")
    report = copy.sync.run()
    assert len(report.forks) == 1
    assert copy.sync.status().forks
    assert copy.store.stream_id != former
    assert [row.stream_id for row in county.rows(county_tables.fork)] == [former]
    copy.finding("副本继续")
    assert copy.sync.run().complete
    assert copy.facts() == ["共同的过去", "副本", "副本继续", "原机"]
    assert copy.inventory() == county.inventory()
    with copy.store.units.read() as connection:
        checked = verify(connection, copy.store.fold)
    assert (checked.ok, len(checked.forks)) == (True, 1)


def test_a_clone_on_another_machine_goes_on_as_a_laptop_of_its_own(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("原机")
    laptop.sync.run()
    laptop.store.close()
    shutil.copytree(tmp_path / "a", tmp_path / "clone")
    monkeypatch.setenv("INSPECTOR_MACHINE", "another machine")
    clone = laptop_of(Store.open(tmp_path / "clone", "zhang", PASSPHRASE))
    clone.finding("克隆机")
    assert clone.sync.run().complete
    monkeypatch.delenv("INSPECTOR_MACHINE")
    original = laptop_of(Store.open(tmp_path / "a", "zhang", PASSPHRASE))
    original.finding("原机继续")
    assert original.sync.run().complete
    assert not county.rows(county_tables.fork)
    assert original.facts() == ["克隆机", "原机", "原机继续"]


def test_a_county_set_back_to_its_backup_gets_everything_again(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("备份之前")
    laptop.photo(30_000, 1)
    laptop.sync.run()
    county.command("backup", "--to", str(tmp_path / "backup"))
    laptop.finding("备份之后")
    laptop.photo(30_000, 2)
    laptop.sync.run()
    port = county.port
    county.stop()
    shutil.rmtree(county.folder)
    shutil.copytree(tmp_path / "backup", county.folder)
    again = County(county.folder).start(port)
    try:
        report = laptop.sync.run()
        assert report.complete
        assert (report.entries_sent, report.blobs_sent) == (2, 2)
        assert laptop.inventory() == again.inventory()
    finally:
        again.stop()


def test_a_lost_file_is_told_and_does_not_stop_the_others(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    lost = laptop.photo(30_000, 1)
    laptop.photo(30_000, 2)
    (laptop.store.folder / "blobs" / lost[:2] / lost).unlink()
    report = laptop.sync.run()
    assert not report.complete
    assert report.blobs_sent == 3
    assert [(item.item, item.reason) for item in laptop.sync.status().items] == [(lost, "blob.missing")]


def test_a_forged_receipt_is_not_believed(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding()
    laptop.store.set_local("county_key", "00" * 32)
    with pytest.raises(Refused, match=r"sync\.receipt_wrong"):
        laptop.sync.run()
    assert laptop.sync.status().entries_received == 0


def test_two_runs_never_happen_at_once(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding()
    second: list[str] = []

    def try_again(_step: object) -> None:
        with pytest.raises(BadInput) as refused:
            laptop.sync.run()
        second.append(refused.value.code)

    laptop.sync.run(try_again)
    assert set(second) == {"sync.already_running"}
    assert laptop.sync.run().complete


def test_half_typed_text_goes_along(county: County, tmp_path: Path) -> None:
    from inspector_app.storage.drafts import Drafts

    laptop = joined(tmp_path / "a", county)
    finding = laptop.finding()
    Drafts(laptop.store.units, laptop.store.clock).keep(laptop.me, "finding", finding, "measure_text", "立即停止")
    laptop.sync.run()
    with county.store.read() as connection:
        row = connection.execute(county.store.fold.table("finding").select()).mappings().one()
    assert row["measure_text"] == "立即停止"


def test_every_address_but_the_first_few_asks_who_is_there(shared_county: County) -> None:
    from inspector_app.wire.version import HEADER, PROTOCOL

    with httpx.Client(base_url=shared_county.url, headers={HEADER: str(PROTOCOL), "Tus-Resumable": "1.0.0"}) as http:
        paths = http.get("/openapi.json").json()["paths"]
        free = {"/health", "/enrol", "/succeed", "/challenge", "/session"}
        for path, methods in paths.items():
            for method in set(methods) - {"options"}:
                address = path.replace("{sha256}", "0" * 64).replace("{upload}", "x")
                answer = http.request(method, address, content=b"{}", headers={"Content-Type": "application/json"})
                assert (answer.status_code == 401) is (path not in free), (method, path, answer.status_code)


def test_a_finding_and_its_row_carry_the_same_value(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding("龑頔 𬭬 é")
    laptop.sync.run()
    with county.store.read() as connection:
        (there,) = connection.execute(county.store.fold.table("finding").select()).mappings()
    with laptop.store.units.read() as connection:
        (here,) = connection.execute(laptop.store.fold.table("finding").select()).mappings()
    assert canonical(dict(there)) == canonical(dict(here))
    assert Finding.__tablename__ == "finding"
