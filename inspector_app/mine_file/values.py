"""Value types of a mine's whole history (一企一档): what is shown of each part, and how a long part is paged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from inspector_app.enforcement.case_values import CaseState, RespondentType
from inspector_app.enforcement.values import PaperRow
from inspector_app.enterprise.dossier import PersonRow, PostRow, QualificationRow, SiteFile
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.values import InspectionCategory, InspectionState, ReinspectionResult

T = TypeVar("T")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of a list; ``after`` asks for the next one and is ``None`` on the last."""

    rows: tuple[T, ...]
    after: str | None = None


@dataclass(frozen=True)
class Tally:
    """How much there is of each kind. ``open``: hazards not written back as rectified; ``overdue`` of them."""

    visits: int
    findings: int
    open: int
    overdue: int
    majors: int
    papers: int
    cases: int


@dataclass(frozen=True)
class OpenHazard:
    """A finding that is not rectified yet. ``days_left`` to its deadline, negative when over, ``None`` without one."""

    id: str
    inspection_id: str
    found_on: str
    place: str
    fact: str
    level: HazardLevel
    due_on: str
    days_left: int | None
    result: ReinspectionResult | None


@dataclass(frozen=True)
class VisitLine:
    """One visit on the time line."""

    id: str
    begun_on: str
    state: InspectionState
    category: InspectionCategory | None
    lead: str
    scope_text: str
    findings: int
    open: int
    papers: int


@dataclass(frozen=True)
class CaseLine:
    """One respondent's case."""

    id: str
    group_id: str
    inspection_id: str
    name: str
    respondent_type: RespondentType | None
    state: CaseState
    amount_fen: int | None


@dataclass(frozen=True)
class ChangeLine:
    """One change of the mine's entry or of what belongs to it: who, when, which fields (identifiers)."""

    position: int
    at: str
    actor: str
    action: str
    kind: str
    record_id: str
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Holder:
    """A person of the mine with the posts held now and the certificates, soonest end first."""

    person: PersonRow
    posts: tuple[PostRow, ...]
    certificates: tuple[QualificationRow, ...]
    is_principal: bool


@dataclass(frozen=True)
class MineFile:
    """Everything about one mine on one page; long parts begin here and are read on by their own ``after``."""

    register: SiteFile
    tally: Tally
    hazards: Slice[OpenHazard]
    visits: Slice[VisitLine]
    papers: Slice[PaperRow]
    cases: tuple[CaseLine, ...]
    holders: tuple[Holder, ...]
    changes: Slice[ChangeLine]
