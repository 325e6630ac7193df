"""The office's list of people, its bureau and its parameters, on a real store."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.errors import BadInput, InspectorError
from inspector_app.messages import tell
from inspector_app.office import rules
from inspector_app.office.calendars import read_table
from inspector_app.office.model import Setting
from inspector_app.office.parameters import parameters
from inspector_app.office.regions import find_region, regions
from inspector_app.office.values import CertificateState, OfficerFacts, OfficerRole
from tests.fixtures.register import make_app

DAY = date(2026, 3, 10)


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_app(tmp_path)


def refused(code: str, field: str | None, call: Any) -> None:
    with pytest.raises(InspectorError) as caught:
        call()
    assert (caught.value.code, caught.value.params.get("field")) == (code, field)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (OfficerFacts(" "), "office.name_missing", "name"),
        (OfficerFacts("甲", OfficerRole.EXPERT, "33000000001"), "office.certificate_not_for_role", "cert_no"),
        (OfficerFacts("甲", cert_no="1 2"), "office.certificate_malformed", "cert_no"),
        (OfficerFacts("甲", cert_no="33110001234"), "office.certificate_taken", "cert_no"),
        (OfficerFacts("甲", cert_valid_to_on="2026-13-01"), "office.day_impossible", "cert_valid_to_on"),
        (
            OfficerFacts("甲", cert_valid_from_on="2026-01-02", cert_valid_to_on="2026-01-01"),
            "office.certificate_ends_first",
            "cert_valid_to_on",
        ),
    ],
)
def test_a_wrong_entry_is_refused_beside_its_blank(app: App, facts: OfficerFacts, code: str, field: str) -> None:
    refused(code, field, lambda: app.office.add_officer("x", facts))


@pytest.mark.parametrize(
    ("facts", "state", "may_enforce"),
    [
        (OfficerFacts("甲"), CertificateState.MISSING, False),
        (OfficerFacts("甲", cert_no="33000000001"), CertificateState.VALID, True),
        (OfficerFacts("甲", cert_no="33000000001", cert_valid_to_on="2026-03-09"), CertificateState.EXPIRED, False),
        (OfficerFacts("甲", cert_no="33000000001", cert_valid_to_on="2026-03-10"), CertificateState.EXPIRING, True),
        (OfficerFacts("甲", cert_no="33000000001", cert_valid_from_on="2026-03-11"),
         CertificateState.NOT_YET_VALID, False),
        (OfficerFacts("甲", OfficerRole.TECHNICAL_ASSISTANT), CertificateState.MISSING, False),
    ],
)  # fmt: skip
def test_a_certificate_decides_who_may_stand_in_an_officers_blank(
    app: App, facts: OfficerFacts, state: CertificateState, may_enforce: bool
) -> None:
    row = app.office.officer(app.office.add_officer("x", facts), DAY)
    assert (row.certificate, row.may_enforce) == (state, may_enforce)


def test_somebody_who_still_unlocks_stays_on_the_list(app: App) -> None:
    own = app.officer_id
    refused("office.officer_still_unlocks", "officer_id", lambda: app.office.retire_officer("x", own, "调离"))
    other = app.office.add_officer("x", OfficerFacts("甲"))
    refused("record.reason_missing", "reason", lambda: app.office.retire_officer("x", other, ""))
    app.office.retire_officer("x", other, "调离")
    refused("office.officer_unknown", None, lambda: app.office.officer(other))


def test_without_a_bureau_it_is_said_how_to_set_one(app: App) -> None:
    with pytest.raises(BadInput) as caught:
        app.office.bureau()
    assert "bureau set" in tell(caught.value).todo
    app.office.set_bureau("x", "331123", name="遂昌县应急管理局")
    assert app.office.bureau().missing_for_penalties[0] == "government"
    refused("record.unknown_field", "colour", lambda: app.office.set_bureau("x", "331123", colour="red"))


def test_a_setting_is_the_default_until_somebody_chooses_and_again_when_cleared(app: App) -> None:
    key = "procedure.reinspection_days"
    assert app.office.setting(key) == 10
    assert app.office.settings(key)[0].needs_confirmation
    assert app.office.set_setting("x", key, 7, "令第18号")
    assert not app.office.set_setting("x", key, 7, "令第18号")
    row = app.office.settings(key)[0]
    assert (row.value, row.default, row.is_set, row.needs_confirmation, row.note) == (7, 10, True, False, "令第18号")
    app.office.clear_setting("x", key, "有误")
    assert app.office.setting(key) == 10
    assert app.office.set_setting("x", key, 8)
    assert app.office.setting(key) == 8


def test_a_laptops_own_choice_goes_before_its_countys(app: App) -> None:
    key = "papers.layout"
    with app.store.units.begin("county", "setting.set") as unit:
        unit.create(Setting, rules.setting_id(f"{key}@331123"), key=key, value="readable", note="county 331123")
    assert app.office.setting(key) == "readable"
    app.office.set_setting("x", key, "compact")
    assert app.office.setting(key) == "compact"
    assert app.office.settings(key)[0].value == "compact"
    app.office.clear_setting("x", key, "随县局")
    assert app.office.setting(key) == "readable"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("colour", 1, "office.setting_unknown"),
        ("procedure.payment_days", "15", "office.setting_wrong_kind"),
        ("procedure.payment_days", True, "office.setting_wrong_kind"),
        ("procedure.officers_least", 1, "office.setting_out_of_bounds"),
        ("procedure.hearing_request_working_days", 3, "office.setting_out_of_bounds"),
        ("procedure.seizure_days", 31, "office.setting_out_of_bounds"),
        ("numbering.source", "invented", "office.setting_not_a_choice"),
        ("numbering.source_by_stem", {"罚": "invented"}, "office.setting_not_a_choice"),
        ("numbering.serial_pattern", "([", "office.setting_malformed"),
        ("procedure.evaluation_report_by", "13-05", "office.setting_malformed"),
    ],
)
def test_a_value_that_cannot_be_is_refused(app: App, key: str, value: Any, code: str) -> None:
    refused(code, None, lambda: app.office.set_setting("x", key, value))


@pytest.mark.parametrize("key", sorted(parameters()))
def test_every_parameter_fits_itself_and_is_labelled(key: str) -> None:
    parameter = parameters()[key]
    if parameter.value is not None:
        rules.require_fitting(parameter, parameter.value)
    assert parameter.mark in ("S", "K", "?")
    assert parameter.zh
    assert parameter.en
    assert parameter.norm or parameter.mark != "K"


def test_a_new_holiday_table_goes_before_the_shipped_one_and_fills_the_years_ahead(app: App, tmp_path: Path) -> None:
    file = tmp_path / "cn_2027.json"
    holiday, workday = '{"day": "2027-01-01", "name": "元旦"}', '{"day": "2027-01-09", "name": "元旦"}'
    file.write_text(
        f'{{"year": 2027, "source": "通知", "holidays": [{holiday}], "workdays": [{workday}]}}', encoding="utf-8-sig"
    )
    assert app.office.calendar().deadline(date(2026, 12, 30), 1).missing_years == ()
    assert app.office.calendar().deadline(date(2026, 12, 30), 2).is_provisional
    assert app.office.import_calendar("x", read_table(file))
    assert not app.office.import_calendar("x", read_table(file))
    calendar = app.office.calendar()
    assert calendar.is_working_day(date(2027, 1, 9))
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert not calendar.deadline(date(2026, 12, 30), 2).is_provisional


@pytest.mark.parametrize("text", ["{", "[]", '{"year": 2027}'])
def test_a_calendar_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")
    refused("calendar.unreadable", None, lambda: read_table(file))


@pytest.mark.parametrize("text", ["331123", "遂昌县", "遂昌", "浙江省丽水市遂昌县示例乡"])
def test_a_county_is_found_however_it_is_written(text: str) -> None:
    region = find_region(text)
    assert region is not None
    assert region.code == "331123"


def test_only_the_two_key_counties_are_key_counties() -> None:
    assert {region.name for region in regions().values() if region.is_key} == {"遂昌县", "青田县"}
    assert find_region("杭州市") is None
