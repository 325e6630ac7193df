"""A store in which an inspection can begin: two officers, an expert, two mines, a pond. Everything is fictional."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.bootstrap import App
from inspector_app.clock import Clock, SystemClock
from inspector_app.enterprise.inputs import DesignValueInput, LicenceInput, PostInput
from inspector_app.enterprise.values import LicenceKind, PostKind, Scale, SiteKind, SiteState
from inspector_app.inspection.values import (
    InspectionCategory,
    InspectionMethod,
    NewInspection,
    ParticipantRole,
    TakingPart,
    TaskSource,
)
from inspector_app.office.values import OfficerFacts, OfficerRole
from inspector_app.store import NewOfficer, Store
from tests.fixtures.register import RegisterBuilder
from tests.fixtures.stores import PASSPHRASE


@dataclass(frozen=True)
class County:
    """Ids of what was made."""

    officer_id: str
    partner_id: str
    expired_id: str
    expert_id: str
    mine_id: str
    pit_id: str
    pond_id: str


def make_county(folder: Path, clock: Clock | None = None) -> County:
    """A closed store in ``folder``; log in as zhang."""
    store, _recovery = Store.create(folder, NewOfficer("zhang", PASSPHRASE, "张建国", "33110001001"), clock=clock)
    app = App(store)
    county = _fill(app)
    store.close()
    return county


def opened(folder: Path, clock: Clock | None = None) -> App:
    """The services on that store, beside the window, as a second program has them."""
    return App(Store.open(folder, "zhang", PASSPHRASE, clock=clock or SystemClock()))


def start_visit(app: App, county: County, site_id: str = "", checklists: tuple[str, ...] | None = None) -> str:
    """A running visit of both officers; its id."""
    site = site_id or county.mine_id
    fitting = tuple(one.key for one in app.checklists.fitting(app.inspections.subject_at(site)))
    return app.inspections.start(
        county.officer_id,
        NewInspection(
            site_id=site,
            participants=(
                TakingPart(county.officer_id, ParticipantRole.LEAD),
                TakingPart(county.partner_id, ParticipantRole.OFFICER),
            ),
            task_source=TaskSource.ANNUAL_PLAN,
            category=InspectionCategory.GENERAL,
            methods=(InspectionMethod.UNANNOUNCED_VISIT,),
            scope_text="井下采掘、通风、排水、提升",
            checklists=fitting if checklists is None else checklists,
            approval_no="应急检查〔2026〕12号",
            approver="李局长",
            approved_at="2026-03-09T16:30+08:00",
            behavior_code="XZJC331199202603090001",
        ),
    )


def _fill(app: App) -> County:
    actor = app.officer_id
    app.office.set_bureau(
        actor, "331123", name="示例县应急管理局", government="示例县人民政府", court="示例县人民法院", region_char="示",
        address="示例县平昌路 1 号", phone="0578-0000000", contact="张建国",
    )  # fmt: skip
    app.office.change_officer(
        actor, actor, OfficerFacts("张建国", cert_no="33110001001", cert_valid_to_on="2030-12-31", department="矿山科")
    )
    partner = OfficerFacts("王秀兰", cert_no="33110001002", cert_valid_to_on="2030-12-31", department="矿山科")
    expired = OfficerFacts("赵大明", cert_no="33110001003", cert_valid_to_on="2020-12-31")
    expert = OfficerFacts("钱工", role=OfficerRole.EXPERT, title="采矿高级工程师")
    partner_id, expired_id, expert_id = (app.office.add_officer(actor, one) for one in (partner, expired, expert))
    build = RegisterBuilder(app)
    company = build.enterprise("遂昌示例金矿有限公司", address="示例县云峰街道", phone="0578-1111111")
    mine = build.site(
        "示例金矿", company, mineral="金矿", site_state=SiteState.PRODUCING, scale=Scale.SMALL, region_code="331123",
        capacity_tonnes_per_year=60_000, commissioned_on="2008-05-01", updated_on="2026-03-01",
    )  # fmt: skip
    pit = build.site("白岩露天采石场", site_kind=SiteKind.OPEN_PIT_MINE, site_state=SiteState.PRODUCING)
    pond = build.site("坑口尾矿库", company, site_kind=SiteKind.TAILINGS_POND, is_overhead_pond=True)
    manager = build.person("陈志强", phone="13900000000")
    for kind in (PostKind.PRINCIPAL, PostKind.MINE_MANAGER):
        app.register.add(actor, PostInput(manager, company, kind, site_id=mine, appointed_on="2020-01-01"))
    for kind, number, until in (
        (LicenceKind.SAFETY_LICENCE, "（浙）FM安许证字〔2024〕0001", "2027-05-31"),
        (LicenceKind.MINING_LICENCE, "C3300002020010000001", "2025-12-31"),
    ):
        app.register.add(actor, LicenceInput(company, kind, number, site_id=mine, valid_to_on=until))
    for key, value in (("shift_headcount", "29"), ("face_headcount", "9"), ("main_pumps", "3"), ("level_exits", "2")):
        app.register.add(
            actor, DesignValueInput(mine, key, value, source="初步设计及安全设施设计", dated_on="2019-06-01")
        )
    _lend_numbers(app, actor)
    return County(actor, partner_id, expired_id, expert_id, mine, pit, pond)


def _lend_numbers(app: App, actor: str) -> None:
    """A 号段 for every paper of the visit, this year."""
    year = app.store.clock.now().at.year
    for form in ("inspection_record", "rectification_order", "onsite_measure_decision", "reinspection_opinion"):
        stem = app.papers.full_stem(form)
        assert stem is not None
        app.papers.add_block(actor, stem, year, 1, 50)
