"""Turns stored cases and groups into values, and values into what records store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection

from inspector_app.enforcement import repository
from inspector_app.enforcement.law import EvidenceNeed
from inspector_app.enforcement.model import Document, DualGroup, EnforcementCase
from inspector_app.enforcement.values import (
    Act,
    CaseRow,
    CaseState,
    ChecklistTick,
    DocumentState,
    EvidenceItem,
    GroupRow,
    PrincipalKind,
    RespondentType,
    Stage,
    Subject,
)
from inspector_app.enterprise import repository as register
from inspector_app.errors import BadInput

_ACT_FIELDS = frozenset(one.name for one in fields(Act))
_EVIDENCE_FIELDS = frozenset(one.name for one in fields(EvidenceItem))


def act_of(stored: Mapping[str, Any]) -> Act:
    """One act from its stored or typed form. Raises ``BadInput`` for an unknown or missing part."""
    _require_known(stored, _ACT_FIELDS, "act")
    try:
        made: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
        made |= {"stage": Stage(stored.get("stage", Stage.FIRST)), "subject": Subject(stored["subject"])}
    except (KeyError, ValueError) as error:
        raise BadInput("record.wrong_type", kind="act", field="subject", value=str(error)) from error
    return Act(**made)


def evidence_of(stored: Mapping[str, Any]) -> EvidenceItem:
    """One evidence line from its stored or typed form."""
    _require_known(stored, _EVIDENCE_FIELDS, "evidence")
    return EvidenceItem(**stored)


def stored(part: Act | EvidenceItem) -> dict[str, Any]:
    """The JSON form of an act or evidence line."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(part).items()}


def stored_list(parts: Iterable[Act | EvidenceItem | Mapping[str, Any]], kind: str) -> list[dict[str, Any]]:
    """JSON forms of values or of plain objects, both checked."""
    make = act_of if kind == "acts" else evidence_of
    return [stored(part if isinstance(part, Act | EvidenceItem) else make(part)) for part in parts]


def respondent_name(connection: Connection, kind: RespondentType, respondent_id: str) -> str:
    """The full registered name of a party, as every paper must print it (V10)."""
    if kind is RespondentType.ORG:
        company = register.enterprise(connection, respondent_id)
        return company.name if company else ""
    person = register.person(connection, respondent_id)
    return (person.name or "") if person else ""


def case_row(connection: Connection, case: EnforcementCase) -> CaseRow:
    """A case as pages and papers read it; its state follows from its papers and dates."""
    kind = RespondentType(case.respondent_type or "org")
    notice = repository.document(connection, case.notice_id) if case.notice_id else None
    decision = repository.document(connection, case.decision_id) if case.decision_id else None
    return CaseRow(
        id=case.id,
        group_id=case.group_id,
        inspection_id=case.inspection_id,
        respondent_type=kind,
        respondent_id=case.respondent_id or "",
        respondent_name=respondent_name(connection, kind, case.respondent_id or ""),
        principal_kind=PrincipalKind(case.principal_kind) if case.principal_kind else None,
        case_name=case.case_name or "",
        filed_on=case.filed_on,
        handler_ids=tuple(case.handler_ids or ()),
        acts=tuple(act_of(one) for one in case.acts or ()),
        evidence=tuple(evidence_of(one) for one in case.evidence or ()),
        defense_text=case.defense_text or "",
        amount_fen=case.amount_fen,
        notice_id=case.notice_id,
        decision_id=case.decision_id,
        state=_state(case, notice, decision),
        notice_number=notice.number if notice else None,
        decision_number=decision.number if decision else None,
        notice_served_on=_served_on(notice),
        decided_on=decision.issued_on if decision else None,
        served_on=_served_on(decision),
        paid_on=case.paid_on,
        paid_fen=case.paid_fen,
        not_penalised_reason=case.not_penalised_reason or "",
    )


def group_row(
    group: DualGroup, cases: Sequence[EnforcementCase], needs: Iterable[EvidenceNeed]
) -> GroupRow:
    """A group with its cases and the 双罚取证清单 as it stands."""
    ticks = group.evidence_list or {}
    return GroupRow(
        id=group.id,
        inspection_id=group.inspection_id or "",
        finding_ids=tuple(group.finding_ids or ()),
        dual_required=bool(group.dual_required),
        dual_reason=group.dual_reason or "",
        not_dual_reason=group.not_dual_reason or "",
        org_case_ids=tuple(case.id for case in cases if case.respondent_type == RespondentType.ORG),
        person_case_ids=tuple(case.id for case in cases if case.respondent_type == RespondentType.PERSON),
        checklist=tuple(
            ChecklistTick(
                need.key,
                need.zh,
                need.en,
                need.respondent_type,
                bool(ticks.get(need.key, {}).get("done")),
                str(ticks.get(need.key, {}).get("reason") or ""),
            )
            for need in needs
        ),
    )


def _state(case: EnforcementCase, notice: Document | None, decision: Document | None) -> CaseState:
    if case.concluded_on or case.not_penalised_reason:
        return CaseState.CONCLUDED
    if decision is not None and decision.served_at:
        return CaseState.SERVED
    if decision is not None and decision.document_state not in (DocumentState.DRAFT, DocumentState.VOID):
        return CaseState.DECIDED
    if notice is not None and notice.served_at:
        return CaseState.NOTIFIED
    return CaseState.FILED if case.filed_on else CaseState.OPEN


def _served_on(paper: Document | None) -> str | None:
    return paper.served_at[:10] if paper is not None and paper.served_at else None


def _require_known(stated: Mapping[str, Any], known: frozenset[str], kind: str) -> None:
    unknown = sorted(set(stated) - known)
    if unknown:
        raise BadInput("record.unknown_field", kind=kind, field=unknown[0])
