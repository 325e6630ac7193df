"""The register on a real store: what is entered, corrected, refused, taken off the list, listed and found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.enterprise import listing
from inspector_app.enterprise.entering import Entering
from inspector_app.enterprise.inputs import (
    ContractInput,
    DesignValueInput,
    EngagementInput,
    EnterpriseInput,
    LicenceInput,
    PersonInput,
    PostInput,
    QualificationInput,
    SiteInput,
    SystemInput,
)
from inspector_app.enterprise.values import (
    EnterpriseRole,
    Expiry,
    LicenceKind,
    PostKind,
    QualificationKind,
    ServiceKind,
    SiteKind,
    SiteQuery,
    SiteState,
)
from inspector_app.errors import BadInput, InspectorError, RuleViolation
from inspector_app.storage import history
from tests.fixtures.register import RegisterBuilder, id_no, make_app, uscc


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_app(tmp_path)


@pytest.fixture
def make(app: App) -> RegisterBuilder:
    return RegisterBuilder(app)


def refused(code: str, field: str, call: Any) -> None:
    with pytest.raises(InspectorError) as caught:
        call()
    assert (caught.value.code, caught.value.params["field"]) == (code, field)


def test_a_company_is_found_by_its_initials_and_its_county_comes_from_its_code(app: App) -> None:
    made = app.register.add(app.officer_id, EnterpriseInput("遂昌示例萤石有限公司", uscc=uscc(1, "331123")))
    assert [row.id for row in app.register.enterprises("scslys")] == [made]
    assert app.register.enterprise(made).region_code == "331123"


def test_two_laptops_that_enter_one_company_speak_of_the_same_record(tmp_path: Path) -> None:
    ids = set()
    for laptop in ("a", "b"):
        app = make_app(tmp_path / laptop)
        ids.add(app.register.add(app.officer_id, EnterpriseInput("示例矿业", uscc=uscc(7))))
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (EnterpriseInput(" "), "register.required_missing", "name"),
        (EnterpriseInput("示例", uscc="91331123MA2E0AB19"), "register.uscc_length", "uscc"),
        (EnterpriseInput("示例", uscc="91331123MA2E0AB198"), "register.uscc_check", "uscc"),
        (EnterpriseInput("示例", uscc="91331123MA2E0AB187"), "register.uscc_organisation", "uscc"),
        (EnterpriseInput("示例", uscc="91331123MA2E0IB197"), "register.uscc_character", "uscc"),
        (EnterpriseInput("示例", region_code="110105"), "register.region_unknown", "region_code"),
        (EnterpriseInput("示例", postcode="3233"), "register.postcode_malformed", "postcode"),
        (EnterpriseInput("示例", phone="问门卫"), "register.phone_malformed", "phone"),
        (EnterpriseInput("示例", employee_count=-1), "register.number_impossible", "employee_count"),
        (EnterpriseInput("示例", note="\x07"), "register.text_unprintable", "note"),
        (EnterpriseInput("示例", note="长" * 2001), "register.text_too_long", "note"),
        (EnterpriseInput("示例", parent_company_id="nobody"), "register.reference_unknown", "parent_company_id"),
    ],
)
def test_a_wrong_company_is_refused_beside_its_blank(app: App, facts: EnterpriseInput, code: str, field: str) -> None:
    refused(code, field, lambda: app.register.add(app.officer_id, facts))
    assert app.register.enterprises() == []


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (PersonInput("甲", id_no="33112319800101001"), "register.id_no_length", "id_no"),
        (PersonInput("甲", id_no="331123198001010011"), "register.id_no_check", "id_no"),
        (PersonInput("甲", id_no="331123198013010010"), "register.id_no_birthday", "id_no"),
        (PersonInput("甲", id_no=id_no(1), gender="女"), "register.gender_differs", "gender"),
        (PersonInput("甲", id_no=id_no(1), birth_on="1980-01-02"), "register.birthday_differs", "birth_on"),
        (PersonInput("甲", career_since_on="2020-02-30"), "register.day_impossible", "career_since_on"),
        (PersonInput("甲", gender="未知"), "register.gender_unknown", "gender"),
    ],
)
def test_a_wrong_person_is_refused_beside_its_blank(app: App, facts: PersonInput, code: str, field: str) -> None:
    refused(code, field, lambda: app.register.add(app.officer_id, facts))


def test_gender_and_birthday_follow_from_the_identity_number(app: App) -> None:
    person = app.register.person(app.register.add(app.officer_id, PersonInput("甲", id_no=id_no(2))))
    assert (person.gender, person.birth_on, person.id_type) == ("女", "1980-01-01", "resident_id")


def test_a_passport_is_taken_as_it_is(app: App) -> None:
    made = app.register.add(app.officer_id, PersonInput("Smith", id_type="passport", id_no="E1234567"))  # type: ignore[arg-type]
    assert app.register.person(made).id_no == "E1234567"


def test_neither_a_credit_code_nor_an_identity_number_is_entered_twice(app: App, make: RegisterBuilder) -> None:
    make.enterprise(uscc=uscc(5))
    refused("register.uscc_taken", "uscc", lambda: make.enterprise(uscc=uscc(5)))
    make.person(id_no=id_no(5))
    refused("register.id_no_taken", "id_no", lambda: make.person(id_no=id_no(5)))


@pytest.mark.parametrize(
    ("stated", "code", "field"),
    [
        ({"latitude": "128.5"}, "register.position_impossible", "latitude"),
        ({"longitude": "28,5"}, "register.position_impossible", "longitude"),
        ({"pond_grade": "4"}, "register.only_for_ponds", "pond_grade"),
        ({"site_kind": "quarry"}, "register.choice_unknown", "site_kind"),
        ({"service_years": 900}, "register.number_impossible", "service_years"),
    ],
)
def test_a_wrong_mine_is_refused_beside_its_blank(make: RegisterBuilder, stated: Any, code: str, field: str) -> None:
    refused(code, field, lambda: make.site(**stated))


def test_a_mine_takes_county_and_day_from_what_is_known(app: App, make: RegisterBuilder) -> None:
    site = make.site(enterprise_id=make.enterprise(region_code="331123"))
    facts = app.register.site_file(site).site
    assert (facts.region_code, facts.updated_on) == ("331123", "2026-03-10")


def test_a_correction_checks_the_whole_entry_and_is_dated(app: App, make: RegisterBuilder) -> None:
    site = make.site(updated_on="2025-01-01")
    assert app.register.change(app.officer_id, SiteInput, site, site_state="停产", latitude="28.5")
    facts = app.register.site_file(site).site
    assert (facts.state, facts.latitude, facts.updated_on) == (SiteState.PRODUCTION_HALT, "28.5", "2026-03-10")
    assert not app.register.change(app.officer_id, SiteInput, site, site_state="停产")
    impossible = lambda: app.register.change("x", SiteInput, site, latitude="285")  # noqa: E731
    refused("register.position_impossible", "latitude", impossible)


def test_the_day_of_an_entry_moves_only_when_something_of_it_changes(app: App, make: RegisterBuilder) -> None:
    site = make.site(updated_on="2025-01-01", mineral="萤石")
    assert not app.register.change(app.officer_id, SiteInput, site, mineral="萤石")
    assert app.register.site_file(site).site.updated_on == "2025-01-01"
    assert app.register.change(app.officer_id, SiteInput, site, mineral="金矿", updated_on="2026-02-01")
    assert app.register.site_file(site).site.updated_on == "2026-02-01"


def test_a_blank_can_be_emptied_but_not_a_required_one(app: App, make: RegisterBuilder) -> None:
    company = make.enterprise(phone="0578-1234567")
    assert app.register.change(app.officer_id, EnterpriseInput, company, phone=None)
    assert app.register.enterprise(company).phone == ""
    refused("register.required_missing", "name", lambda: app.register.change("x", EnterpriseInput, company, name=""))
    refused("record.unknown_field", "colour", lambda: app.register.change("x", EnterpriseInput, company, colour="red"))


def test_confirming_an_entry_makes_it_fresh(app: App, make: RegisterBuilder) -> None:
    site = make.site(updated_on="2025-01-01")
    assert [row.id for row in app.register.stale_sites()] == [site]
    assert app.register.confirm_site(app.officer_id, site)
    assert app.register.stale_sites() == []


def test_a_company_is_never_its_own_grandparent(app: App, make: RegisterBuilder) -> None:
    parent = make.enterprise(enterprise_role=EnterpriseRole.PARENT_COMPANY)
    child = make.enterprise(parent_company_id=parent)
    refused(
        "register.parent_of_itself",
        "parent_company_id",
        lambda: app.register.change("x", EnterpriseInput, parent, parent_company_id=child),
    )


def test_posts_papers_and_values_stand_in_the_file_of_the_mine(app: App, make: RegisterBuilder) -> None:
    company = make.enterprise()
    site, person = make.site(enterprise_id=company), make.person("示例甲", education="本科")
    register, actor = app.register, app.officer_id
    system = register.add(actor, SystemInput(site, "一系统"))
    register.add(actor, PostInput(person, company, PostKind.MINE_MANAGER, site, system, appointed_on="2024-01-01"))
    register.add(
        actor, LicenceInput(company, LicenceKind.SAFETY_LICENCE, "示例许证001", site, valid_to_on="2026-03-09")
    )
    register.add(actor, DesignValueInput(site, "shift_headcount", "29"))
    register.add(
        actor, QualificationInput(person, QualificationKind.SAFETY_ASSESSMENT, valid_to_on="2026-03-20")
    )
    file = register.site_file(site)
    assert [post.person_name for post in file.posts] == ["示例甲"]
    assert [(paper.number, paper.expiry) for paper in file.licences] == [("示例许证001", Expiry.EXPIRED)]
    assert [(value.value, value.unit) for value in file.design_values] == [("29", "人")]
    assert [one.expiry for one in file.qualifications] == [Expiry.EXPIRING]
    assert {"register.licence_expired", "register.qualification_expiring"} <= {w.code for w in file.warnings}


def test_what_belongs_to_another_mine_is_refused(app: App, make: RegisterBuilder) -> None:
    company, other = make.enterprise(), make.enterprise()
    site, elsewhere = make.site(enterprise_id=company), make.site(enterprise_id=other)
    system, person = app.register.add("x", SystemInput(elsewhere, "一系统")), make.person()
    refused(
        "register.site_of_another_enterprise",
        "site_id",
        lambda: app.register.add("x", LicenceInput(other, LicenceKind.MINING_LICENCE, "示例1", site)),
    )
    refused(
        "register.system_of_another_site",
        "system_id",
        lambda: app.register.add("x", PostInput(person, company, PostKind.MINE_MANAGER, site, system)),
    )


@pytest.mark.parametrize(
    ("key", "value", "unit", "code", "field"),
    [
        ("colour", "1", None, "register.design_key_unknown", "key"),
        ("dam_height_m", "50", None, "register.design_key_not_for_kind", "key"),
        ("main_pumps", "三台", None, "register.design_value_not_a_number", "value"),
        ("main_pumps", "3", "m", "register.design_unit_differs", "unit"),
    ],
)
def test_a_wrong_design_value_is_refused(
    app: App, make: RegisterBuilder, key: str, value: str, unit: str | None, code: str, field: str
) -> None:
    site = make.site()
    refused(code, field, lambda: app.register.add("x", DesignValueInput(site, key, value, unit)))


def test_a_changed_design_needs_a_day_of_its_own(app: App, make: RegisterBuilder) -> None:
    site = make.site()
    first = DesignValueInput(site, "main_pumps", "3", dated_on="2024-01-01")
    app.register.add("x", first)
    refused("register.design_value_there", "key", lambda: app.register.add("x", first))
    app.register.add("x", DesignValueInput(site, "main_pumps", "4", dated_on="2025-01-01"))
    assert app.register.design_values(site)["main_pumps"].value == "4"


def test_only_contractors_take_contracts_and_only_service_bodies_render_services(
    app: App, make: RegisterBuilder
) -> None:
    company = make.enterprise()
    site, body = make.site(enterprise_id=company), make.enterprise(enterprise_role=EnterpriseRole.SERVICE_BODY)
    wrong_body = ContractInput(site, body)
    refused("register.not_a_contractor", "contractor_id", lambda: app.register.add("x", wrong_body))
    refused(
        "register.contracts_with_itself",
        "contractor_id",
        lambda: app.register.add("x", ContractInput(site, company)),
    )
    wrong = EngagementInput(company, make.contractor(), ServiceKind.EVALUATION)
    refused("register.not_a_service_body", "body_id", lambda: app.register.add("x", wrong))
    app.register.add("x", EngagementInput(company, body, ServiceKind.EVALUATION, site))
    assert [one.kind for one in app.register.site_file(site).engagements] == [ServiceKind.EVALUATION]


def test_a_mine_leaves_with_what_belongs_to_it_and_one_undo_brings_all_back(app: App, make: RegisterBuilder) -> None:
    company = make.enterprise()
    site = make.site(enterprise_id=company)
    app.register.add("x", DesignValueInput(site, "main_pumps", "3"))
    app.register.add("x", LicenceInput(company, LicenceKind.SAFETY_LICENCE, "示例2", site))
    refused("register.still_named", "id", lambda: app.register.remove("x", EnterpriseInput, company, "关闭"))
    refused("record.reason_missing", "reason", lambda: app.register.remove("x", SiteInput, site, " "))
    assert app.register.remove(app.officer_id, SiteInput, site, "已关闭") == 3
    assert app.register.sites() == []
    with app.store.units.read() as connection:
        action = history.trail(connection, site)[-1].action_id
    history.undo(app.store.units, app.officer_id, action)
    file = app.register.site_file(site)
    assert (len(file.design_values), len(file.licences)) == (1, 1)


def test_a_person_who_holds_a_post_stays(app: App, make: RegisterBuilder) -> None:
    company, person = make.enterprise(), make.person()
    post = app.register.add("x", PostInput(person, company, PostKind.PRINCIPAL))
    refused("register.still_named", "id", lambda: app.register.remove("x", PersonInput, person, "离职"))
    app.register.remove("x", PostInput, post, "登记错误")
    assert app.register.remove("x", PersonInput, person, "登记错误") == 1
    with pytest.raises(BadInput, match="person_unknown"):
        app.register.person(person)


def test_a_removed_company_can_be_entered_again(app: App, make: RegisterBuilder) -> None:
    first = make.enterprise(uscc=uscc(9))
    app.register.remove("x", EnterpriseInput, first, "重复登记")
    assert make.enterprise(uscc=uscc(9)) != first


def test_pages_follow_each_other_without_gap_or_repetition(app: App) -> None:
    make_many(app, 137)
    seen: list[str] = []
    after = None
    while page := app.register.sites(after=after, limit=25):
        seen += [row.id for row in page]
        after = (page[-1].sort_key, page[-1].id)
    assert len(seen) == len(set(seen)) == 137


def test_a_search_pages_from_names_that_begin_to_names_that_hold(app: App) -> None:
    make_many(app, 30)
    seen, after = [], None
    while page := app.register.sites(SiteQuery("sl"), after=after, limit=7):
        seen += [row.name for row in page]
        after = (page[-1].sort_key, page[-1].id)
    assert len(seen) == len(set(seen)) == 30
    begins = [name.startswith("示例") for name in seen]
    assert begins == sorted(begins, reverse=True)


def test_lists_and_searches_by_initials_use_the_sorting_index(app: App) -> None:
    from sqlalchemy.dialects import sqlite

    paged = listing._page(listing.site_lines(), listing._site, ("a", "b"), 100)
    begun = listing._page(listing.site_lines().where(listing._begins("sc", listing._site)), listing._site, None, 100)
    with app.store.units.read() as connection:
        for statement in (paged, begun):
            sql = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
            assert any("SEARCH site USING INDEX site_sort" in line for line in plan), plan
            assert not any("TEMP B-TREE" in line for line in plan), plan


def make_many(app: App, count: int) -> None:
    with app.store.units.begin(app.officer_id, "test") as unit:
        entering = Entering(unit, "2026-03-10")
        company = entering.add(EnterpriseInput("青田示例矿业有限公司"))
        for number in range(count):
            name = f"{'示例' if number % 2 else '青田示例'}{number}号矿"
            entering.add(SiteInput(name, company, SiteKind.OPEN_PIT_MINE))


def test_a_code_that_only_a_newer_version_knows_survives_a_correction(app: App, make: RegisterBuilder) -> None:
    from inspector_app.enterprise.model import Site

    site = make.site()
    with app.store.units.begin("x", "newer") as unit:
        unit.change(Site, site, site_state="floating")
    app.register.change("x", SiteInput, site, mineral="萤石")
    with app.store.units.begin("x", "look") as unit:
        assert unit.get(Site, site).site_state == "floating"


def test_a_rule_violation_is_a_rule_and_an_unknown_entry_is_input(app: App, make: RegisterBuilder) -> None:
    with pytest.raises(RuleViolation):
        make.site(latitude="999")
    with pytest.raises(BadInput):
        make.site(enterprise_id="nobody")
