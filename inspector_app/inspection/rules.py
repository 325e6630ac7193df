"""Pure rules of a visit: who may begin it, which gaps need a reason, what a finding still lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from inspector_app.days import moment, require_deadline, require_moment
from inspector_app.errors import RuleViolation
from inspector_app.inspection.values import ApprovalKind, NewInspection, ParticipantRole

OFFICER_ROLES = frozenset({ParticipantRole.LEAD, ParticipantRole.OFFICER})
FEWEST_OFFICERS = 2
"""行政处罚法 42: at least two officers on every external act."""


@dataclass(frozen=True)
class Certificate:
    """What the office knows of somebody who takes part."""

    officer_id: str
    name: str
    is_officer: bool
    cert_no: str | None
    valid_from_on: str | None
    valid_to_on: str | None

    def valid_on(self, day: date) -> bool:
        """Whether the certificate holds on that day; a missing end date counts as valid, a missing number not."""
        text = day.isoformat()
        begins = self.valid_from_on is None or self.valid_from_on <= text
        ends = self.valid_to_on is None or text <= self.valid_to_on
        return bool(self.cert_no) and begins and ends


def require_team(roles: dict[str, ParticipantRole], certificates: Sequence[Certificate], day: date) -> None:
    """Refuse a team that the law does not accept.

    Raises ``RuleViolation``: fewer than two officers, no or several leaders, an expired certificate, or an expert
    put among the officers. Source: 行政处罚法 42, 55; plan task 30.
    """
    known = {certificate.officer_id: certificate for certificate in certificates}
    officers = [officer for officer, role in roles.items() if role in OFFICER_ROLES]
    if len(officers) < FEWEST_OFFICERS:
        raise RuleViolation("inspection.too_few_officers", field="participants", count=len(officers))
    leaders = [officer for officer, role in roles.items() if role is ParticipantRole.LEAD]
    if len(leaders) != 1:
        raise RuleViolation("inspection.one_leader", field="participants", count=len(leaders))
    for officer in officers:
        certificate = known.get(officer)
        if certificate is None or not certificate.is_officer:
            name = certificate.name if certificate else officer
            raise RuleViolation("inspection.not_an_officer", field="participants", name=name)
        if not certificate.valid_on(day):
            raise RuleViolation("inspection.certificate_invalid", field="participants", name=certificate.name)
    _require_different_people([known[officer] for officer in officers])


def _require_different_people(officers: Sequence[Certificate]) -> None:
    """One certificate number is one person, however often he stands in the register."""
    holders: dict[str, list[str]] = {}
    for officer in officers:
        holders.setdefault((officer.cert_no or "").strip(), []).append(officer.name)
    if len(holders) >= FEWEST_OFFICERS:
        return
    number, names = next(iter(holders.items()))
    raise RuleViolation(
        "inspection.same_certificate", field="participants", number=number, names="、".join(dict.fromkeys(names))
    )


def unexplained_gaps(new: NewInspection) -> list[str]:
    """Fields that may only stay empty with a reason, and have none.

    Source: 国办发〔2024〕54号 (approval before the visit); Zhejiang 行政行为码.
    """
    gaps = []
    approved = new.approval_no and new.approver and new.approved_at
    if (new.approval_kind is ApprovalKind.URGENT or not approved) and not _said(new.approval_gap_reason):
        gaps.append("approval_gap_reason")
    if not _said(new.behavior_code) and not _said(new.behavior_code_gap_reason):
        gaps.append("behavior_code_gap_reason")
    return gaps


def require_startable(new: NewInspection) -> None:
    """Raises ``RuleViolation`` naming the first blank that is missing or unexplained."""
    if not new.methods:
        raise RuleViolation("inspection.method_missing", field="methods")
    if not _said(new.scope_text):
        raise RuleViolation("inspection.scope_missing", field="scope_text")
    for gap in unexplained_gaps(new):
        raise RuleViolation(f"inspection.{gap.removesuffix('_reason')}_unexplained", field=gap)


def require_moments(fields: Mapping[str, Any], now: datetime) -> None:
    """Refuse moments of a visit that are none or cannot be meant; raises as ``days.require_moment``."""
    require_moment("approved_at", fields.get("approved_at"), now, ahead=timedelta(days=1))
    for field in ("started_at", "ended_at"):
        require_moment(field, fields.get(field), now)


def require_end(started: str, ended: str, now: datetime) -> None:
    """Raises as ``days.require_moment``, and ``RuleViolation('inspection.ends_first')``."""
    end = require_moment("ended_at", ended, now)
    begin = moment(started, now)
    if end is not None and begin is not None and end < begin:
        raise RuleViolation("inspection.ends_first", field="ended_at", started=started[:16], ended=ended[:16])


def require_same_end(stated: str | None, recorded: str | None, now: datetime) -> None:
    """Raises ``RuleViolation('inspection.end_differs')``: the signed record tells another end, to the minute."""
    if stated and recorded and _minute(stated, now) != _minute(recorded, now):
        told = {"ended": stated[:16].replace("T", " "), "record": recorded[:16].replace("T", " ")}
        raise RuleViolation("inspection.end_differs", field="ended_at", **told)


def kept_start(known: str | None, recorded: str | None, now: datetime) -> str | None:
    """The beginning that the record states, where it differs from the one known by a minute or more."""
    if not recorded or (known and _minute(known, now) == _minute(recorded, now)):
        return None
    return recorded


def _minute(text: str, now: datetime) -> datetime | None:
    found = moment(text, now)
    return found.replace(second=0, microsecond=0) if found else None


def require_sound_finding(fields: Mapping[str, Any], today: date) -> None:
    """Refuse a deadline that cannot be meant and a criterion that nobody published.

    Raises as ``days.require_deadline``, and ``BadInput('checklist.criterion_unknown')``.
    """
    require_deadline("rectification_due_on", fields.get("rectification_due_on"), today)
    if fields.get("criterion_key"):
        from inspector_app.checklist.loader import criteria_library

        criteria_library().criterion(fields["criterion_key"])


def set_of_criterion(key: str | None) -> str | None:
    """The version of the published set that a criterion is of. Raises ``BadInput('checklist.criterion_unknown')``."""
    from inspector_app.checklist.loader import criteria_library

    return criteria_library().criterion(key).set_version if key else None


def require_due_after(due: str | None, visit_on: str | None) -> None:
    """Raises ``RuleViolation('finding.due_before_visit')``: nobody is given until a day that was over already."""
    if due and visit_on and due < visit_on[:10]:
        raise RuleViolation("finding.due_before_visit", field="rectification_due_on", value=due, day=visit_on[:10])


def proposed_deadline(today: date, item_days: int, most_days: int) -> str:
    """The ISO day proposed for a finding: what the item asks for, never beyond what one order may grant."""
    return (today + timedelta(days=min(item_days, most_days))).isoformat()


_BLANK = re.compile(r"_{2,}")
"""What the suggested words leave open."""


def finding_lacks(place: str | None, fact: str | None, photos: int) -> tuple[str, ...]:
    """What a finding still needs to stand: place, fact without open blanks, and at least one photo."""
    lacks = []
    if not _said(place):
        lacks.append("place")
    if not _said(fact):
        lacks.append("fact")
    if fact and _BLANK.search(fact):
        lacks.append("blanks")
    if photos == 0:
        lacks.append("photo")
    return tuple(lacks)


def place_apart(place: str | None, fact: str | None) -> str:
    """The place as it stands before the fact; empty when the fact itself begins with it (spaces do not count)."""
    said, told = "".join((place or "").split()), "".join((fact or "").split())
    return "" if not said or told.startswith(said) else (place or "").strip()


def next_seq(taken: Iterable[int]) -> int:
    """The number of the next finding: numbers are never used twice in one visit."""
    return max(taken, default=0) + 1


def _said(text: str | None) -> bool:
    return bool(text and text.strip())
