"""一案双罚: one group links organisation and person cases, and lets neither half be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspector_app.documents.numerals import plain_yuan, read_capital_amount, yuan
from inspector_app.enforcement import case_rows, dual_rules, repository, rules
from inspector_app.enforcement.case_values import (
    Act,
    CaseRow,
    GroupRow,
    Missing,
    PrincipalKind,
    Respondent,
    RespondentType,
)
from inspector_app.enforcement.dual_checklist import MOST, DualChecklist, had_before, is_undecided
from inspector_app.enforcement.dual_rules import MAJOR_PAIR, Scene
from inspector_app.enforcement.facts import CaseFact, OrgFact, PersonFact, ProblemFact
from inspector_app.enforcement.law import Pair, law_library
from inspector_app.enforcement.list_merging import merged
from inspector_app.enforcement.model import Document, DualGroup, EnforcementCase
from inspector_app.enforcement.respondents import respondents_at
from inspector_app.enforcement.shaping import problem_of
from inspector_app.enforcement.values import DocumentState
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.hazard.rules import is_major, needs_dual_penalty
from inspector_app.inspection.values import FindingRow
from inspector_app.storage.unit_of_work import Unit

CASE_FIELDS = frozenset({
    "case_name", "filed_on", "handler_ids", "acts", "evidence", "defense_text", "principal_kind", "pair_key",
    "act_ended_on", "extended_to_on", "discussed_on", "legal_review_on", "hearing_held_on", "defense_waived_on",
    "paid_on", "paid_fen", "receipt_no", "concluded_on", "conclusion", "not_penalised_reason",
})  # fmt: skip
DECIDED_FIELDS = frozenset({"acts", "evidence", "case_name", "defense_text", "principal_kind"})
"""What a printed decision states; it changes no more once the decision is signed."""
MERGED = frozenset({"evidence", "handler_ids"})
"""Lists of a case of which a writer may say how they stood before him."""


class DualService(DualChecklist):
    """One public method = one thing the officer decides about a case = one transaction."""

    def open(self, actor: str, inspection_id: str, finding_ids: Sequence[str], reason: str) -> str:
        """Open a dual group for these findings; its id. One that was begun for a suspicion becomes it.

        Source: plan task 23.

        Raises ``RuleViolation`` for no finding, one that stands in a group already, or no reason at all where
        nothing requires a dual penalty.
        """
        findings = self._findings(inspection_id, finding_ids)
        required = any(needs_dual_penalty(finding) for finding in findings)
        if not required and not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "dual.open") as unit:
            begun: DualGroup | None = None
            there = repository.groups(unit.connection, inspection_id)
            for group in there:
                shared = set(group.finding_ids or ()) & set(finding_ids)
                if shared and is_undecided(group):
                    begun = group
                elif shared:
                    seq = next(finding.seq for finding in findings if finding.id in shared)
                    raise RuleViolation("dual.finding_in_group", field="finding_ids", seq=seq)
            stated: dict[str, Any] = {"dual_required": required, "dual_reason": reason or None}
            if begun is None:
                stated |= {"inspection_id": inspection_id, "finding_ids": list(finding_ids)}
                return unit.create(DualGroup, evidence_list=had_before(there), **stated)
            both = list(dict.fromkeys([*(begun.finding_ids or ()), *finding_ids]))
            unit.change(DualGroup, begun.id, finding_ids=both, **stated)
            return begun.id

    def group(self, group_id: str) -> GroupRow:
        """One group. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            group = repository.group(connection, group_id)
            if group is None:
                raise BadInput("record.unknown", kind="dual_group", id=group_id)
            return self._row(group, repository.cases(connection, group_id=group_id))

    def groups(self, inspection_id: str | None = None) -> list[GroupRow]:
        """Groups of one visit, or all."""
        with self._units.read() as connection:
            found = repository.groups(connection, inspection_id)
            return [self._row(group, repository.cases(connection, group_id=group.id)) for group in found]

    def open_groups(self) -> list[GroupRow]:
        """Groups with a half still missing and no reason recorded; the home page counts them."""
        return [group for group in self.groups() if group.is_open]

    def respondents(self, inspection_id: str) -> tuple[Respondent, ...]:
        """Who may be penalised for what this visit found, as the register knows them today."""
        visit = self._near.inspections().get(inspection_id)
        return respondents_at(self._near.register().site_file(visit.site_id or ""))

    def add_case(
        self,
        actor: str,
        group_id: str,
        respondent_type: RespondentType,
        respondent_id: str,
        *,
        principal_kind: PrincipalKind | None = None,
        pair_key: str | None = None,
        **fields: Any,
    ) -> str:
        """Add a respondent's own case, its facts prefilled from the findings; its id.

        ``pair_key`` names a line of the pairing table; a major hazard takes its usual one. Raises ``BadInput``
        for an unknown party or pair, ``RuleViolation`` when the party has a case in this group already.
        """
        self._require_known(fields)
        group = self.group(group_id)
        findings = self._still_there(group)
        pair = self._pair(pair_key, findings)
        problems = [problem_of(finding) for finding in findings]
        made = self._prefilled(group, respondent_type, respondent_id, problems, pair, principal_kind)
        made |= _stored(fields)
        if "acts" in made:
            made["amount_fen"] = dual_rules.sound_total([case_rows.act_of(one) for one in made["acts"]])
        with self._units.begin(actor, "case.add") as unit:
            there = repository.cases(unit.connection, group_id=group_id, respondent_id=respondent_id)
            if there:
                raise RuleViolation("dual.party_has_case", field="respondent_id", name=there[0].case_name or "")
            return unit.create(
                EnforcementCase,
                group_id=group_id,
                inspection_id=group.inspection_id,
                respondent_type=respondent_type.value,
                respondent_id=respondent_id,
                principal_kind=principal_kind.value if principal_kind else None,
                pair_key=pair.key if pair else None,
                **made,
            )

    def case(self, case_id: str) -> CaseRow:
        """One case. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            found = repository.case(connection, case_id)
            if found is None:
                raise BadInput("record.unknown", kind="enforcement_case", id=case_id)
            return case_rows.case_row(connection, found)

    def cases(self, group_id: str) -> list[CaseRow]:
        """Cases of a group, organisations first."""
        with self._units.read() as connection:
            found = repository.cases(connection, group_id=group_id)
            return [case_rows.case_row(connection, case) for case in found]

    def change_case(
        self,
        actor: str,
        case_id: str,
        *,
        reason: str | None = None,
        was: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> bool:
        """State or correct facts of a case; acts and evidence as values or plain objects.

        A plain act changes the fields it names of the act with its ``act_id``; the others stay as they stand.
        ``was``: lists as the writer had them before him; then only what he changed of them is laid over how they
        stand (``list_merging``). The sum of the fines follows by itself. Raises ``RuleViolation('case.decided')``
        for what a signed decision states or a negative fine, ``BadInput`` for a field a case does not have.
        """
        self._require_known(fields)
        before = _stored({name: value for name, value in (was or {}).items() if name in MERGED & fields.keys()})
        with self._units.begin(actor, "case.change") as unit:
            case = unit.get(EnforcementCase, case_id)
            if fields.get("acts") is not None:
                fields["acts"] = case_rows.laid_over(case.acts or (), fields["acts"])
            made = _stored(fields)
            for name in before:
                made[name] = merged(before[name] or (), made[name] or (), getattr(case, name) or ())
            return self._keep(unit, case_id, made, reason)

    def change_act(self, actor: str, case_id: str, act_id: str, *, reason: str | None = None, **fields: Any) -> bool:
        """State fields of one act; what is not named stays as it stands in the store, whoever wrote it last.

        Raises ``BadInput`` for an unknown act or field, ``RuleViolation`` as ``set_amount`` and ``change_case``.
        """
        with self._units.begin(actor, "case.change") as unit:
            return self._change_act(unit, case_id, act_id, fields, reason)

    def set_amount(
        self,
        actor: str,
        case_id: str,
        act_id: str,
        amount_fen: int,
        *,
        capitals: str | None = None,
        tier_note: str = "",
    ) -> CaseRow:
        """Set the fine of one act, in fen.

        ``capitals``: what was typed in capitals, to be compared. Raises ``RuleViolation`` for a negative fine,
        when both differ, or the amount lies outside the range of its clause (减轻 excepted).
        """
        if capitals is not None and not _same_amount(capitals, amount_fen):
            raise RuleViolation("case.capitals_differ", field="amount_fen", capitals=capitals, yuan=yuan(amount_fen))
        stated = {"tier_note": tier_note} if tier_note else {}
        with self._units.begin(actor, "case.change") as unit:
            self._change_act(unit, case_id, act_id, {"amount_fen": amount_fen, **stated}, None)
        return self.case(case_id)

    def _change_act(
        self, unit: Unit, case_id: str, act_id: str, fields: Mapping[str, Any], reason: str | None
    ) -> bool:
        there = list(unit.get(EnforcementCase, case_id).acts or ())
        place = next((at for at, one in enumerate(there) if one["act_id"] == act_id), None)
        if place is None:
            raise BadInput("record.unknown", kind="act", id=act_id)
        act = case_rows.act_of({**there[place], **fields, "act_id": act_id})
        if "amount_fen" in fields:
            dual_rules.sound_total([act])
            if not dual_rules.in_range(act):
                fine = plain_yuan(act.amount_fen or 0)
                raise RuleViolation("case.amount_outside", field="amount_fen", yuan=fine, **dual_rules.range_told(act))
        there[place] = case_rows.stored(act)
        return self._keep(unit, case_id, {"acts": there}, reason)

    def _keep(self, unit: Unit, case_id: str, made: dict[str, Any], reason: str | None) -> bool:
        """Journal facts of a case; with its acts the sum of their fines."""
        if "acts" in made:
            made["amount_fen"] = dual_rules.sound_total([case_rows.act_of(one) for one in made["acts"] or ()])
        self._require_open(unit, case_id, made)
        case_rows.require_settled(unit.get(EnforcementCase, case_id), made)
        return unit.change(EnforcementCase, case_id, reason=reason, **made)

    def missing(self, group_id: str) -> list[Missing]:
        """Every blank that both halves still have, told by ``messages.say(code, **params)``."""
        cases = self.cases(group_id)
        return dual_rules.missing(self.group(group_id), cases, {case.id: self._party(case) for case in cases})

    def close_single(self, actor: str, group_id: str, reason: str) -> None:
        """Record why this is not penalised on both sides (不双罚理由)."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="not_dual_reason")
        with self._units.begin(actor, "dual.close_single") as unit:
            unit.change(DualGroup, group_id, reason=reason, not_dual_reason=reason)

    def _prefilled(
        self,
        group: GroupRow,
        kind: RespondentType,
        respondent_id: str,
        problems: Sequence[ProblemFact],
        pair: Pair | None,
        principal_kind: PrincipalKind | None,
    ) -> dict[str, Any]:
        facts = self._gathering.about(Document(id="", entry_id="", inspection_id=group.inspection_id), self._today())
        scene = Scene(
            day=facts.visit.day if facts.visit else self._today().isoformat(),
            bureau=facts.bureau.name if facts.bureau else "",
            org=facts.org.name if facts.org else "",
            mine=facts.org.mine_name if facts.org else "",
        )
        acts: list[Act]
        if kind is RespondentType.ORG:
            name = self._near.register().enterprise(respondent_id).name
            acts = dual_rules.acts_for_org(pair, problems, scene)
        else:
            person = self._gathering.person(respondent_id, group.inspection_id)
            name = person.name
            acts = [dual_rules.act_for_person(pair, problems, scene, person, principal_kind)]
        return {
            "case_name": dual_rules.case_name(name, acts[0].basis_key if acts else None),
            "acts": [case_rows.stored(act) for act in acts],
            "evidence": [case_rows.stored(one) for one in dual_rules.shared_evidence(p.row for p in facts.siblings)],
            "handler_ids": [officer.officer_id for officer in facts.officers if officer.is_officer],
            "act_ended_on": scene.day,
        }

    def _party(self, case: CaseRow) -> OrgFact | PersonFact | None:
        about: CaseFact | None = self._gathering.case(case.id)
        return (about.org or about.person) if about else None

    def _still_there(self, group: GroupRow) -> list[FindingRow]:
        """The findings of a group without those that were taken off the list since."""
        known = self._near.inspections().findings(inspection_id=group.inspection_id, limit=MOST)
        return [finding for finding in known if finding.id in group.finding_ids]

    def _findings(self, inspection_id: str, finding_ids: Sequence[str]) -> list[FindingRow]:
        known = {f.id: f for f in self._near.inspections().findings(inspection_id=inspection_id, limit=MOST)}
        unknown = [one for one in finding_ids if one not in known]
        if unknown:
            raise BadInput("record.unknown", kind="finding", id=unknown[0])
        if not finding_ids:
            raise RuleViolation("dual.no_finding", field="finding_ids")
        return [known[one] for one in finding_ids]

    @staticmethod
    def _pair(pair_key: str | None, findings: Sequence[FindingRow]) -> Pair | None:
        pairs = law_library().pairs
        if pair_key is not None:
            if pair_key not in pairs:
                raise BadInput("law.pair_unknown", key=pair_key)
            return pairs[pair_key]
        return pairs[MAJOR_PAIR] if any(is_major(finding) for finding in findings) else None

    @staticmethod
    def _require_known(fields: Mapping[str, Any]) -> None:
        unknown = sorted(set(fields) - CASE_FIELDS)
        if unknown:
            raise BadInput("record.unknown_field", kind="enforcement_case", field=unknown[0])

    @staticmethod
    def _require_open(unit: Unit, case_id: str, made: Mapping[str, Any]) -> None:
        case = unit.get(EnforcementCase, case_id)
        if not DECIDED_FIELDS & set(made) or case.decision_id is None:
            return
        decision = repository.document(unit.connection, case.decision_id)
        fixed = (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED)
        if decision is not None and decision.document_state in fixed:
            raise RuleViolation("case.decided", field=sorted(DECIDED_FIELDS & set(made))[0])

    def _today(self) -> Any:
        return self._clock.now().at.date()


def _stored(fields: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(fields)
    for name in ("acts", "evidence"):
        if made.get(name) is not None:
            made[name] = case_rows.stored_list(made[name], name)
    for name, value in made.items():
        if name.endswith("_on") and value is not None:
            made[name] = rules.day_of(str(value), name)
    paid = made.get("paid_fen")
    if paid is not None and (not isinstance(paid, int) or paid < 0):
        raise BadInput("case.paid_wrong", field="paid_fen", typed=str(paid))
    if made.get("handler_ids") is not None:
        made["handler_ids"] = list(made["handler_ids"])
    return made


def _same_amount(capitals: str, fen: int) -> bool:
    try:
        return read_capital_amount(capitals) == fen
    except ValueError:
        return False
