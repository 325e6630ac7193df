"""Turns stored cases and groups into values, and values into what records store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, asdict, fields
from typing import Any

from sqlalchemy import Connection

from inspector_app.enforcement import repository
from inspector_app.enforcement.case_values import (
    Act,
    CaseRow,
    CaseState,
    ChecklistTick,
    EvidenceItem,
    GroupRow,
    PrincipalKind,
    RespondentType,
    Stage,
    Subject,
)
from inspector_app.enforcement.law import EvidenceNeed
from inspector_app.enforcement.model import Document, DualGroup, EnforcementCase
from inspector_app.enforcement.values import DocumentState
from inspector_app.enterprise import repository as register
from inspector_app.errors import BadInput, RecordConflict
from inspector_app.storage.fold import heads_of
from inspector_app.storage.records import canonical


def act_of(stored: Mapping[str, Any]) -> Act:
    """One act from its stored or typed form. Raises ``BadInput`` for an unknown, missing or misshapen part."""
    _require_sound(stored, Act, "act")
    made: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in stored.items()}
    try:
        made["subject"] = Subject(stored["subject"])
        made["stage"] = Stage(stored.get("stage", Stage.FIRST))
    except (KeyError, ValueError) as error:
        raise BadInput("record.wrong_type", kind="act", field="subject", value=str(stored.get("subject"))) from error
    return Act(**made)


def evidence_of(stored: Mapping[str, Any]) -> EvidenceItem:
    """One evidence line from its stored or typed form. Raises ``BadInput`` as ``act_of``."""
    _require_sound(stored, EvidenceItem, "evidence")
    return EvidenceItem(**stored)


def stored(part: Act | EvidenceItem) -> dict[str, Any]:
    """The JSON form of an act or evidence line."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(part).items()}


def stored_list(parts: Iterable[Act | EvidenceItem | Mapping[str, Any]], kind: str) -> list[dict[str, Any]]:
    """JSON forms of values or of plain objects, both checked."""
    make = act_of if kind == "acts" else evidence_of
    return [stored(part if isinstance(part, Act | EvidenceItem) else make(part)) for part in parts]


def laid_over(
    there: Iterable[Mapping[str, Any]], parts: Iterable[Act | Mapping[str, Any]]
) -> list[Act | Mapping[str, Any]]:
    """Plain acts filled up with what the stored act of the same id says; whole ``Act`` values stay as they are."""
    known = {one["act_id"]: one for one in there}
    return [{**known.get(str(one.get("act_id")), {}), **one} if isinstance(one, Mapping) else one for one in parts]


def require_settled(case: EnforcementCase, names: Iterable[str]) -> None:
    """A list that two laptops wrote apart is not written over before somebody has chosen: it would lose one of them.

    Raises ``RecordConflict('case.contested')``.
    """
    heads = json.loads(case.field_heads)
    for name in sorted({"acts", "evidence"} & set(names)):
        if len({canonical(value) for value in heads_of(heads, name, getattr(case, name)).values()}) > 1:
            raise RecordConflict("case.contested", field=name, name=case.case_name or "")


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
        act_ended_on=case.act_ended_on,
        extended_to_on=case.extended_to_on,
        defense_waived_on=case.defense_waived_on,
        hearing_held_on=case.hearing_held_on,
        legal_review_on=case.legal_review_on,
        discussed_on=case.discussed_on,
        receipt_no=case.receipt_no or "",
        concluded_on=case.concluded_on,
        conclusion=case.conclusion or "",
    )


def group_row(
    group: DualGroup, cases: Sequence[EnforcementCase], needs: Iterable[EvidenceNeed]
) -> GroupRow:
    """A group with its cases and the 双罚取证清单 as it stands."""
    return GroupRow(
        id=group.id,
        inspection_id=group.inspection_id or "",
        finding_ids=tuple(group.finding_ids or ()),
        dual_required=bool(group.dual_required),
        dual_reason=group.dual_reason or "",
        not_dual_reason=group.not_dual_reason or "",
        org_case_ids=tuple(case.id for case in cases if case.respondent_type == RespondentType.ORG),
        person_case_ids=tuple(case.id for case in cases if case.respondent_type == RespondentType.PERSON),
        checklist=evidence_lines(group.evidence_list or {}, needs),
        is_undecided=group.dual_required is None,
    )


def evidence_lines(ticks: Mapping[str, Mapping[str, Any]], needs: Iterable[EvidenceNeed]) -> tuple[ChecklistTick, ...]:
    """The lines of the 双罚取证清单 with what was ticked or said of each."""
    return tuple(_evidence_line(need, ticks.get(need.key) or {}) for need in needs)


def _evidence_line(need: EvidenceNeed, tick: Mapping[str, Any]) -> ChecklistTick:
    return ChecklistTick(
        need.key,
        need.zh,
        need.en,
        need.respondent_type,
        bool(tick.get("done")),
        str(tick.get("reason") or ""),
        at=str(tick.get("at") or ""),
        by=str(tick.get("by") or ""),
        photo_id=tick.get("photo_id"),
        form=need.form,
        hint=need.hint,
        hint_en=need.hint_en,
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


def _require_sound(stated: Any, kind: type[Act | EvidenceItem], name: str) -> None:
    """Names are known, nothing that is needed is missing, and texts, lists and amounts are what they claim to be."""
    if not isinstance(stated, Mapping):
        raise BadInput("record.wrong_type", kind=name, field=name, value=repr(stated)[:80])
    known = {one.name: one for one in fields(kind)}
    for field_name, value in stated.items():
        if field_name not in known:
            raise BadInput("record.unknown_field", kind=name, field=field_name)
        if not _fits(str(known[field_name].type), value):
            raise BadInput("record.wrong_type", kind=name, field=field_name, value=repr(value)[:80])
    for field_name, one in known.items():
        if one.default is MISSING and field_name not in stated:
            raise BadInput("record.wrong_type", kind=name, field=field_name, value="—")


def _fits(annotation: str, value: Any) -> bool:
    if value is None:
        return "None" in annotation
    if annotation.startswith("tuple"):
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    if annotation.startswith("int"):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, bool) if annotation == "bool" else isinstance(value, str)
