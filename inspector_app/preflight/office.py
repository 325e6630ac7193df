"""What the unlocked store knows: people, authority, register, numbers, sheets, certificate, hand-over, backup."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from inspector_app.preflight.machine import clock_line
from inspector_app.preflight.values import Check, CheckKey, CheckState, Remedy
from inspector_app.storage import journal
from inspector_app.storage.clock_trust import ClockTrust, TrustGauge

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

BACKUP_AGE = timedelta(days=7)
SYNC_AGE = timedelta(days=14)
AHEAD = timedelta(days=90)
"""As far as deadlines of today's orders usually reach: holiday tables are needed until then."""
CLOCKS_DIFFER = timedelta(minutes=3)
"""A backup or receipt later than now by more than this: somebody's clock was wrong."""
NAMED = 3
"""So many names stand in a sentence; the rest is counted."""


def officers(app: App) -> Check:
    """执法证: enough valid ones, none twice, none about to end. Source: 行政处罚法 42."""
    from inspector_app.office.values import CertificateState, OfficerRole

    rows = app.office.officers(role=OfficerRole.OFFICER)
    valid = [row for row in rows if row.may_enforce]
    people = len({row.cert_no.strip() for row in valid})
    figures: dict[str, Any] = {"count": people}
    doubled = [row.name for row in valid if row.same_certificate_as]
    ending = [row for row in valid if row.certificate is CertificateState.EXPIRING]
    useless = [row.name for row in rows if not row.may_enforce and row.unlocks]
    enough = people >= int(app.office.setting("procedure.officers_least"))
    worse = CheckState.WARN if enough else CheckState.BAD
    remedy = (Remedy.OFFICERS,)
    if doubled:
        return Check(CheckKey.OFFICERS, worse, "preflight.officers_doubled", figures | _names(doubled), remedy)
    if useless:
        return Check(CheckKey.OFFICERS, worse, "preflight.officers_invalid", figures | _names(useless), remedy)
    if not enough:
        return Check(CheckKey.OFFICERS, worse, "preflight.officers_few", figures, remedy)
    if ending:
        soon = min(ending, key=lambda row: row.cert_valid_to_on or "")
        told = {**figures, "name": soon.name, "day": soon.cert_valid_to_on}
        return Check(CheckKey.OFFICERS, worse, "preflight.officers_ending", told, remedy)
    return Check(CheckKey.OFFICERS, CheckState.GOOD, "preflight.officers", figures)


def bureau(app: App) -> Check:
    """执法主体 and what every paper prints of it: name, 复议机关, court, characters of the numbers, address."""
    from inspector_app.errors import BadInput
    from inspector_app.labels import field_label

    remedy = (Remedy.BUREAU,)
    try:
        row = app.office.bureau()
    except BadInput:
        return Check(CheckKey.BUREAU, CheckState.BAD, "preflight.bureau_none", {}, remedy)
    needed = [name for name in ("name", "government", "court", "region_char") if not getattr(row, name)]
    useful = [name for name in ("address", "phone", *row.missing_for_penalties) if not getattr(row, name)]
    lacking = needed or [name for name in useful if name not in needed]
    if not lacking:
        return Check(CheckKey.BUREAU, CheckState.GOOD, "preflight.bureau", {"name": row.name})
    state = CheckState.BAD if needed else CheckState.WARN
    figures = {
        "name": row.name,
        "blanks": "、".join(field_label(name) for name in lacking),
        "blanks_en": ", ".join(field_label(name, "en") for name in lacking),
    }
    return Check(CheckKey.BUREAU, state, "preflight.bureau_lacks", figures, remedy)


def assignments(app: App) -> Check:
    """Visits under way: approved, or begun with a reason that still wants its approval (国办发〔2024〕54号)."""
    from inspector_app.inspection.values import InspectionState

    running = app.inspections.visits(state=InspectionState.RUNNING)
    open_ = [row for row in running if not app.inspections.get(row.id).approval_no]
    if not running:
        return Check(CheckKey.ASSIGNMENTS, CheckState.GOOD, "preflight.assignments_none")
    if not open_:
        return Check(CheckKey.ASSIGNMENTS, CheckState.GOOD, "preflight.assignments", {"count": len(running)})
    figures = {"count": len(open_), "name": open_[0].site_name or open_[0].enterprise_name}
    remedy = (Remedy.ASSIGNMENT,)
    return Check(
        CheckKey.ASSIGNMENTS, CheckState.WARN, "preflight.assignments_open", figures, remedy, open_[0].id
    )


def register(app: App) -> Check:
    """How old the entries of the mines are, those of visits under way first. Source: plan task 10."""
    from inspector_app.inspection.values import InspectionState

    age = app.register.age()
    if not age.sites:
        return Check(CheckKey.REGISTER, CheckState.BAD, "preflight.register_none", {}, (Remedy.REGISTER_IMPORT,))
    figures: dict[str, Any] = {"count": age.sites, "newest": age.newest_on or "—", "stale": age.stale}
    if not age.stale:
        return Check(CheckKey.REGISTER, CheckState.GOOD, "preflight.register", figures)
    remedies = (Remedy.REGISTER, Remedy.REGISTER_IMPORT)
    going = {row.site_id for row in app.inspections.visits(state=InspectionState.RUNNING) if row.site_id}
    for site in (app.register.site_file(one).site for one in sorted(going)):
        if app.register.is_stale(site.updated_on):
            told = {**figures, "name": site.name, "day": site.updated_on or "—"}
            return Check(
                CheckKey.REGISTER, CheckState.WARN, "preflight.register_stale_today", told, remedies, site.id
            )
    oldest = app.register.stale_sites(limit=1)[0]
    told = {**figures, "name": oldest.name, "day": oldest.updated_on or "—"}
    return Check(CheckKey.REGISTER, CheckState.WARN, "preflight.register_stale", told, remedies, oldest.id)


def calendar(app: App) -> Check:
    """Holiday tables as far as deadlines of today reach."""
    today = app.store.clock.now().at.date()
    missing = app.office.calendar().missing_years(today, today + AHEAD)
    remedy = (Remedy.CALENDAR_IMPORT,)
    if missing:
        figures = {"years": "、".join(map(str, missing))}
        state = CheckState.BAD if today.year in missing else CheckState.WARN
        return Check(CheckKey.CALENDAR, state, "preflight.calendar_missing", figures, remedy)
    return Check(CheckKey.CALENDAR, CheckState.GOOD, "preflight.calendar", {"year": (today + AHEAD).year})


def certificate(app: App) -> Check:
    """The laptop's own certificate: 文书校验码 and hand-over rest on it."""
    from inspector_app.sync.own_certificate import standing

    now = app.store.clock.now().at
    own = standing(app.store)
    if not own.joined:
        return Check(CheckKey.CERTIFICATE, CheckState.WARN, "preflight.not_joined", {}, (Remedy.JOIN,))
    if not own.holds:
        return Check(CheckKey.CERTIFICATE, CheckState.BAD, "preflight.certificate_wrong", {}, (Remedy.HAND_OVER,))
    figures = {"issued": own.issued_on, "county": own.county}
    if own.line_ends_at is None:
        return Check(CheckKey.CERTIFICATE, CheckState.GOOD, "preflight.certificate", figures)
    left = (own.line_ends_at - now).days
    told = {**figures, "day": f"{own.line_ends_at:%Y-%m-%d}", "days": max(0, left)}
    if own.line_ends_at <= now:
        return Check(CheckKey.CERTIFICATE, CheckState.BAD, "preflight.line_ended", told, (Remedy.JOIN,))
    if left <= int(app.office.setting("office.certificate_warning_days")):
        return Check(CheckKey.CERTIFICATE, CheckState.WARN, "preflight.line_ends", told, (Remedy.JOIN,))
    return Check(CheckKey.CERTIFICATE, CheckState.GOOD, "preflight.certificate", figures)


def handover(app: App) -> Check:
    """When the county last gave a receipt, and what it lacks."""
    status = app.sync.status()
    if not status.joined:
        return Check(CheckKey.HANDOVER, CheckState.WARN, "preflight.handover_alone", {}, (Remedy.JOIN,))
    return _age(app, CheckKey.HANDOVER, status.last_receipt_at, SYNC_AGE, Remedy.HAND_OVER)


def backup(app: App) -> Check:
    """When the store was last copied onto a stick."""
    return _age(app, CheckKey.BACKUP, app.store.local("backup_at"), BACKUP_AGE, Remedy.BACK_UP)


def typed(app: App) -> Check:
    """Typed text whose record is gone."""
    orphans = len(app.drafts.orphans())
    if orphans:
        remedy = (Remedy.TYPED_TEXTS,)
        return Check(CheckKey.TYPED, CheckState.WARN, "preflight.typed_left", {"count": orphans}, remedy)
    return Check(CheckKey.TYPED, CheckState.GOOD, "preflight.typed")


def clock(app: App) -> Check:
    """The clock against the journal, and against the county's when it last answered."""
    from inspector_app.sync import county_clock

    own = clock_line(app.store.clock.now().at, _trust(app))
    gap = county_clock.gap(app.store)
    if own.state is not CheckState.GOOD or gap is None:
        return own
    state = CheckState.BAD if gap.is_wrong_day else CheckState.WARN
    return Check(CheckKey.CLOCK, state, gap.code, gap.figures, (Remedy.CLOCK_SET,))


def _trust(app: App) -> ClockTrust:
    with app.store.units.read() as connection:
        last = journal.find(connection, journal.head(connection, app.store.stream_id).id)
    return TrustGauge().judge(app.store.clock.now(), last)


def _age(app: App, key: CheckKey, at: str | None, oldest: timedelta, remedy: Remedy) -> Check:
    if not at:
        return Check(key, CheckState.WARN, f"preflight.{key}_never", {}, (remedy,))
    then = datetime.fromisoformat(at)
    if then.tzinfo is None:
        then = then.astimezone()
    now = app.store.clock.now().at
    age, told = now - then, f"{then.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
    if age < -CLOCKS_DIFFER:
        return Check(key, CheckState.WARN, f"preflight.{key}_later", {"at": told}, (remedy,))
    figures = {"at": told, "days": max(0, age.days)}
    if age <= oldest:
        return Check(key, CheckState.GOOD, f"preflight.{key}", figures)
    return Check(key, CheckState.WARN, f"preflight.{key}_old", figures, (remedy,))


def _names(names: list[str]) -> dict[str, str]:
    more = "" if len(names) <= NAMED else "…"
    return {"names": "、".join(names[:NAMED]) + more}
