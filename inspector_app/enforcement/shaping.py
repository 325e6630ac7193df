"""Turns what register, office, visits and evidence know into the plain facts of papers; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from inspector_app.enforcement import repository
from inspector_app.enforcement.facts import (
    OrgFact,
    OriginalFact,
    PermitFact,
    PhotoFact,
    ProblemFact,
    VisitFact,
)
from inspector_app.enforcement.model import Document
from inspector_app.enterprise.dossier import EnterpriseFacts, PostRow, SiteFile
from inspector_app.enterprise.values import LicenceKind
from inspector_app.inspection.model import Inspection
from inspector_app.inspection.values import FindingRow, Measure, ReinspectionResult
from inspector_app.terms import label

if TYPE_CHECKING:
    from inspector_app.evidence.model import Photo

_MEASURES = frozenset(one.value for one in Measure)
_RESULTS = frozenset(one.value for one in ReinspectionResult)
PRINTED_LICENCES = (LicenceKind.MINING_LICENCE, LicenceKind.SAFETY_LICENCE, LicenceKind.BLASTING_LICENCE)


def problem_of(row: FindingRow) -> ProblemFact:
    """A finding as papers need it; a measure that is none of the statutory ones counts as its text."""
    measure = Measure(row.measure) if row.measure in _MEASURES else None
    return ProblemFact(
        finding_id=row.id,
        seq=row.seq,
        place=row.place,
        fact=row.fact,
        hazard_level=row.hazard_level,
        criterion_key=row.criterion_key,
        violated_rule=row.violated_rule,
        force=row.force,
        legal_basis=row.legal_basis,
        measure=measure,
        measure_text=row.measure_text or (row.measure if measure is None else None),
        due_on=row.rectification_due_on,
        corrected_on_spot=row.corrected_on_spot,
        original_finding_id=row.original_finding_id,
        result=row.reinspection_result if row.reinspection_result in _RESULTS else None,
        result_note=row.reinspection_note,
        serious_violation=row.serious_violation,
    )


def original_fact(paper: Document) -> OriginalFact:
    """A paper as other papers see it."""
    return OriginalFact(repository.paper_row(paper), paper.values or {})


def visit_fact(visit: Inspection, file: SiteFile | None) -> VisitFact:
    """A visit as papers print it; what was approved to be checked is no place."""
    place = visit.route or (file.site.name if file else "")
    return VisitFact(
        id=visit.id,
        started_at=visit.started_at or "",
        ended_at=visit.ended_at,
        place=place,
        route=visit.route or "",
        behavior_code=visit.behavior_code or "",
        behavior_code_gap_reason=visit.behavior_code_gap_reason or "",
        site_rep_name=visit.site_rep_name or "",
        site_rep_title=visit.site_rep_title or "",
        companions=visit.companions or "",
        approval_no=visit.approval_no or "",
    )


def org_fact(
    company: EnterpriseFacts, legal_rep: str, posts: Iterable[PostRow], mine: str, permits: tuple[PermitFact, ...]
) -> OrgFact:
    """▸ORG of a company; ``posts`` say what its legal representative is."""
    held = [post for post in posts if post.person_id == company.legal_rep_id]
    return OrgFact(
        id=company.id,
        name=company.name,
        uscc=company.uscc,
        address=company.address,
        postcode=company.postcode,
        phone=company.phone,
        legal_rep=legal_rep,
        legal_rep_title=title_of(held),
        mine_name=mine,
        org_type=label(company.org_type) if company.org_type else "",
        permits=permits,
    )


def permits_of(file: SiteFile) -> tuple[PermitFact, ...]:
    """The licences that a record prints."""
    found = [(kind, file.licence(kind)) for kind in PRINTED_LICENCES]
    return tuple(PermitFact(label(kind), paper.number, paper.valid_to_on) for kind, paper in found if paper)


def title_of(posts: list[PostRow]) -> str:
    """What somebody is at his company."""
    return next((post.title or label(post.kind) for post in posts), "")


def photo_fact(photo: Photo) -> PhotoFact:
    """A photo as a sheet prints it."""
    return PhotoFact(
        photo_id=photo.id,
        sha256=photo.sha256 or "",
        finding_id=photo.finding_id,
        taken_at=photo.taken_at,
        time_source=photo.time_source or "",
        place=photo.place or "",
        proves=photo.proves or "",
        camera=photo.camera or "",
        file_name=photo.file_name or "",
    )


def day_of(visit: Inspection) -> date | None:
    """The calendar day of a visit."""
    return date.fromisoformat(visit.started_at[:10]) if visit.started_at else None
