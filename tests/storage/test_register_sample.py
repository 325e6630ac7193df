"""The sample county: fictional beyond doubt, sound in every number, alive on the day it is loaded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.bootstrap import App
from inspector_app.enterprise import codes
from inspector_app.enterprise.model import Enterprise, Person
from inspector_app.enterprise.values import EnterpriseRole, Expiry, SiteKind, SiteQuery
from inspector_app.errors import BadInput
from inspector_app.office.regions import regions
from inspector_app.office.values import CertificateState, OfficerRole
from inspector_app.sample.loader import Summary, load_sample
from inspector_app.sample.papers import load_county
from inspector_app.storage.fold import table_of
from inspector_app.store_check import check_store
from inspector_app.terms import find
from tests.fixtures.stores import make_store

DAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[App, Summary]:
    store = make_store(tmp_path_factory.mktemp("sample") / "store", sample=True)
    return App(store), load_county(store, DAY)


@pytest.fixture
def app(loaded: tuple[App, Summary]) -> App:
    return loaded[0]


@pytest.fixture
def summary(loaded: tuple[App, Summary]) -> Summary:
    return loaded[1]


def test_it_is_loaded_into_an_empty_sample_store_only(tmp_path: Path, app: App) -> None:
    real = make_store(tmp_path / "real")
    with pytest.raises(BadInput, match=r"sample\.real_store"):
        load_sample(real.units, real.clock, DAY)
    with pytest.raises(BadInput, match=r"sample\.loaded"):
        load_sample(app.store.units, app.store.clock, DAY)


def test_at_least_twelve_mine_enterprises_lie_in_all_nine_counties(app: App) -> None:
    assert len(app.register.enterprises(role=EnterpriseRole.MINE_ENTERPRISE)) >= 12
    assert {row.region_code for row in app.register.sites()} == regions().keys() - {"331100"}
    assert {row.kind for row in app.register.sites()} == set(SiteKind)


def test_every_company_says_that_it_is_an_example(app: App) -> None:
    assert all("示例" in row.name for row in app.register.enterprises())
    assert all("示例" in row.name for row in app.register.sites())


def test_every_code_is_sound_and_of_a_county_that_does_not_exist(app: App) -> None:
    with app.store.units.read() as connection:
        companies = connection.execute(select(table_of(Enterprise).c.uscc)).scalars().all()
        people = connection.execute(select(table_of(Person).c.id_no)).scalars().all()
    assert {codes.uscc_fault(code) for code in companies} == {None}
    assert {codes.resident_fault(number) for number in people} == {None}
    assert {code[2:8] for code in companies} == {number[:6] for number in people} == {"331199"}


def test_papers_are_valid_ending_and_ended_on_the_day_it_is_loaded(app: App, summary: Summary) -> None:
    states = {paper.expiry for site in summary.sites.values() for paper in app.register.site_file(site, DAY).licences}
    assert {Expiry.VALID, Expiry.EXPIRING, Expiry.EXPIRED, Expiry.UNDATED} <= states


def test_the_main_mine_has_two_systems_ten_managers_and_a_contractor_with_its_manager(
    app: App, summary: Summary
) -> None:
    file = app.register.site_file(summary.sites["s.qsl"], DAY)
    assert len(file.systems) == 2
    assert file.contracts[0].project_manager
    assert file.enterprise is not None
    assert file.enterprise.parent_company == "丽水示例矿业集团有限公司"
    assert file.name_of(file.enterprise.actual_controller_id)
    assert file.principal_because == "post"
    assert {"surface_exits", "main_pumps", "shift_headcount"} <= {value.key for value in file.design_values}
    gaps = [warning.params for warning in file.warnings if warning.code == "register.post_missing_in_system"]
    assert [(gap["system"], gap["post"]) for gap in gaps] == [("西区生产系统", "机电副矿长")]
    pumps = app.register.design_values(summary.sites["s.qsl"], day=DAY)["pump_capacity_m3h"]
    assert (pumps.value, pumps.dated_on) == ("100.0", "2024-11-20")


def test_ponds_have_their_dams(app: App) -> None:
    for row in app.register.sites(SiteQuery(kind=SiteKind.TAILINGS_POND)):
        assert "dam_height_m" in app.register.design_values(row.id, day=DAY)


def test_officers_show_every_state_of_a_certificate(app: App) -> None:
    officers = app.office.officers(DAY)
    states = {row.certificate for row in officers if row.role is OfficerRole.OFFICER}
    assert {CertificateState.VALID, CertificateState.EXPIRING, CertificateState.EXPIRED} == states
    assert {row.role for row in officers} == set(OfficerRole)
    assert len(app.office.valid_officers(DAY)) >= 4
    assert app.store.officer_id in {row.id for row in app.office.valid_officers(DAY)}


def test_the_bureau_is_complete_and_all_ten_are_known(app: App) -> None:
    assert app.office.bureau().name == "遂昌县应急管理局"
    assert app.office.bureau().missing_for_penalties == ()
    assert len(app.office.bureaus()) == 10


def test_the_history_holds_a_major_hazard_a_reinspection_and_an_order_about_to_fall_due(
    app: App, summary: Summary
) -> None:
    findings = app.inspections.findings(inspection_id=summary.inspections["v.qsl1"])
    assert [row.hazard_level for row in findings].count("major") == 1
    due = [date.fromisoformat(row.rectification_due_on) for row in findings if row.rectification_due_on]
    assert all(DAY - timedelta(days=10) <= day < DAY for day in due)
    again = app.inspections.get(summary.inspections["v.by1.reinspection"])
    assert again.original_inspection_id == summary.inspections["v.by1"]


def test_an_issued_order_waits_for_its_reinspection(app: App, summary: Summary) -> None:
    papers = app.papers.papers(inspection_id=summary.inspections["v.qsl1"])
    assert {row.form: row.state.value for row in papers} == {
        "inspection_record": "served",
        "onsite_measure_decision": "served",
        "rectification_order": "served",
    }
    assert all("示例" in str(row.number) for row in papers)
    assert all(str(row.printed_at) < DAY.isoformat() for row in papers)
    due = [row for row in app.papers.due() if row.inspection_id == summary.inspections["v.qsl1"]]
    assert [row.kind for row in due] == ["reinspection"]


def test_every_finding_has_its_picture_with_a_stated_time(app: App, summary: Summary) -> None:
    for key in ("v.by1", "v.ypw1", "v.qsl1", "v.nh1"):
        inspection = summary.inspections[key]
        assert all(row.photos == 1 and not row.missing for row in app.inspections.findings(inspection_id=inspection))
        assert all(photo.taken_at for photo in app.evidence.photos(inspection_id=inspection))


def test_past_visits_lie_in_the_past_and_every_item_in_scope_is_settled(app: App, summary: Summary) -> None:
    for identity in summary.inspections.values():
        visit = app.inspections.get(identity)
        assert visit.inspection_state == "closed"
        assert str(visit.started_at) < str(visit.ended_at) < DAY.isoformat()
        assert app.inspections.coverage(identity) == []


def test_everything_was_entered_through_the_journal(app: App) -> None:
    assert check_store(app.store).problems == []


def test_labels_can_be_typed_back() -> None:
    assert find(SiteKind, "地下矿山") is SiteKind.UNDERGROUND_MINE
