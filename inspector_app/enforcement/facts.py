"""What is known when a paper is filled or checked: plain values gathered from visit, register, office and case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspector_app.enforcement.case_values import CaseRow
from inspector_app.enforcement.values import PaperRow
from inspector_app.inspection.values import ON_SITE_MEASURES, Measure
from inspector_app.office.calendar import WorkCalendar
from inspector_app.office.values import BureauRow, SettingRow

POLICY_ONLY = "policy_only"
"""``Force.POLICY_ONLY`` of a checklist item, as findings store it."""


@dataclass(frozen=True)
class OfficerFact:
    """An officer on a paper, with the dates of his certificate (ISO days, both inclusive)."""

    officer_id: str
    name: str
    cert_no: str
    department: str = ""
    title: str = ""
    valid_from_on: str | None = None
    valid_to_on: str | None = None
    is_officer: bool = True

    def certified_on(self, day: str) -> bool:
        """Whether the certificate holds on that day; a missing end counts as valid, a missing number not."""
        begun = self.valid_from_on is None or self.valid_from_on <= day
        return bool(self.cert_no) and begun and (self.valid_to_on is None or day <= self.valid_to_on)


@dataclass(frozen=True)
class PermitFact:
    """One licence as F3 prints it."""

    name: str
    number: str
    valid_to_on: str | None


@dataclass(frozen=True)
class OrgFact:
    """▸ORG: the company inspected or penalised, and the mine it is about."""

    id: str
    name: str
    uscc: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    legal_rep: str = ""
    legal_rep_title: str = ""
    mine_name: str = ""
    org_type: str = ""
    permits: tuple[PermitFact, ...] = ()

    @property
    def unit_phone(self) -> str:
        """The company's number for a blank in the line of its representative: it says that it is not his own."""
        return f"{self.phone}（单位）" if self.phone else ""


@dataclass(frozen=True)
class PersonFact:
    """▸PERSON: a natural person who is penalised. ``birth_on`` is an ISO day."""

    id: str
    name: str
    gender: str = ""
    birth_on: str | None = None
    id_type: str = ""
    id_no: str = ""
    home_address: str = ""
    postcode: str = ""
    phone: str = ""
    employer: str = ""
    employer_address: str = ""
    title: str = ""
    appointment_no: str = ""

    def age_on(self, day: date) -> int | None:
        """Whole years on that day."""
        if not self.birth_on:
            return None
        born = date.fromisoformat(self.birth_on)
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class ProblemFact:
    """One finding as papers need it."""

    finding_id: str
    seq: int
    place: str
    fact: str
    hazard_level: str = "general"
    criterion_key: str | None = None
    violated_rule: str | None = None
    force: str | None = None
    legal_basis: str | None = None
    measure: Measure | None = None
    measure_text: str | None = None
    due_on: str | None = None
    corrected_on_spot: bool = False
    original_finding_id: str | None = None
    result: str | None = None
    result_note: str | None = None
    serious_violation: str | None = None

    @property
    def is_major(self) -> bool:
        """Whether it was judged a major hazard."""
        return self.hazard_level == "major"

    @property
    def rests_on_policy(self) -> bool:
        """Whether only the plan asks for it, and nobody has added an article (DESIGN: papers)."""
        return self.force == POLICY_ONLY and not (self.legal_basis or "").strip()

    @property
    def on_site(self) -> bool:
        """Whether its measure belongs into a 现场处理措施决定书."""
        return self.measure in ON_SITE_MEASURES


@dataclass(frozen=True)
class PhotoFact:
    """One photo; ``sha256`` names the original, which is scaled when it is printed."""

    photo_id: str
    sha256: str
    finding_id: str | None
    taken_at: str | None
    time_source: str
    place: str = ""
    proves: str = ""
    camera: str = ""
    file_name: str = ""


@dataclass(frozen=True)
class VisitFact:
    """One visit as papers need it; times are ISO with offset."""

    id: str
    started_at: str
    ended_at: str | None = None
    place: str = ""
    """The route, else the mine."""
    behavior_code: str = ""
    behavior_code_gap_reason: str = ""
    site_rep_name: str = ""
    site_rep_title: str = ""
    companions: str = ""
    approval_no: str = ""
    route: str = ""

    @property
    def day(self) -> str:
        """The calendar day of the visit."""
        return self.started_at[:10]


@dataclass(frozen=True)
class OriginalFact:
    """The paper that a re-inspection, a demand or a correction is about."""

    row: PaperRow
    values: Mapping[str, Any]

    @property
    def respondent(self) -> str:
        """The party named on the paper."""
        return party_of(self.values)


@dataclass(frozen=True)
class CaseFact:
    """A case, who it is against, and the papers it already has."""

    row: CaseRow
    org: OrgFact | None = None
    person: PersonFact | None = None
    papers: tuple[OriginalFact, ...] = ()
    siblings: tuple[CaseRow, ...] = ()
    former_decisions: tuple[str, ...] = ()
    """Days of other decisions against the same party."""
    opinion: str = ""
    """What the party wrote by hand on its notice, transcribed."""


@dataclass(frozen=True)
class Facts:
    """Everything about one paper. ``today`` is its day of issue; ``parameters`` are the office's, by key."""

    today: date
    bureau: BureauRow | None
    parameters: Mapping[str, SettingRow] = field(default_factory=dict)
    found_at: str | None = None
    """Now, to the minute, for papers that state when a danger was seen."""
    org: OrgFact | None = None
    visit: VisitFact | None = None
    officers: tuple[OfficerFact, ...] = ()
    problems: tuple[ProblemFact, ...] = ()
    photos: tuple[PhotoFact, ...] = ()
    case: CaseFact | None = None
    original: OriginalFact | None = None
    siblings: tuple[OriginalFact, ...] = ()
    """The other papers of the same visit, for comparing their wording."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """(officer, mine) of other visits at the same hours."""
    has_case: bool = False
    """Whether a dual group or a case was opened for this visit."""
    calendar: WorkCalendar = field(default_factory=lambda: WorkCalendar(()))

    def number(self, key: str) -> int:
        """A whole-number parameter of the office."""
        return int(str(self.parameters[key].value))

    def is_doubtful(self, *keys: str) -> bool:
        """Whether one of these parameters waits for confirmation (待确认), so that nothing may block on it."""
        return any(self.parameters[key].needs_confirmation for key in keys)


def party_of(values: Mapping[str, Any]) -> str:
    """Whom a paper is about, whichever blank its form uses for that."""
    names = ("respondent", "addressee", "org_name", "person_name", "party", "recipient")
    return next((str(values[name]) for name in names if values.get(name)), "")


def stated(**values: Any) -> dict[str, Any]:
    """Without the blanks nobody knows: unset is not "no"."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
