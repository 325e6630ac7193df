"""What an inspector does during a visit: start it, answer items, record findings, close it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from inspector_app.checklist import pinning
from inspector_app.checklist import repository as checklists
from inspector_app.checklist.rules import checked_answer
from inspector_app.checklist.values import OpenItem, SiteSubject, Verdict
from inspector_app.enterprise.model import Site
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection import repository, rules
from inspector_app.inspection.keeping import keep_answer, keep_finding, require_carried
from inspector_app.inspection.model import Finding, Inspection, Participant
from inspector_app.inspection.scope_service import VisitScope
from inspector_app.inspection.values import (
    AnswerInput,
    AnswerRow,
    FindingRow,
    InspectionRow,
    InspectionState,
    NewInspection,
    ParticipantRow,
    Progress,
)
from inspector_app.storage.unit_of_work import Unit

FINDING_FIELDS = frozenset(
    {
        "place", "fact", "item_key", "checklist_key", "criterion_key", "violated_rule", "force", "legal_basis",
        "measure", "measure_text", "rectification_due_on", "responsible_person", "corrected_on_spot",
        "serious_violation", "reinspection_result", "reinspection_note",
    }
)  # fmt: skip


class InspectionService(VisitScope):
    """One public method = one thing the inspector does = one transaction."""

    def start(self, actor: str, new: NewInspection) -> str:
        """Begin a visit and return its id.

        Raises ``RuleViolation`` (fewer than two valid officers, unexplained gap, a beginning that is still to come),
        ``BadInput`` (unknown mine, a moment that is none).
        """
        rules.require_startable(new)
        rules.require_moments(asdict(new), self._clock.now().at)
        started = new.started_at or self._clock.now().iso
        roles = {person.officer_id: person.role for person in new.participants}
        lists = [self._checklists.pinned(key) for key in new.checklists]
        with self._units.begin(actor, "inspection.start") as unit:
            known = {c.officer_id: c for c in repository.certificates(unit.connection, list(roles))}
            rules.require_team(roles, list(known.values()), datetime.fromisoformat(started).date())
            site = unit.get(Site, new.site_id)
            year = int(started[:4])
            nth = repository.checks_this_year(unit.connection, site.enterprise_id, year) + 1
            pinning.keep(unit, lists)
            facts = asdict(new)
            del facts["participants"], facts["checklists"], facts["category"], facts["methods"]
            inspection_id = unit.create(
                Inspection,
                **{name: value for name, value in facts.items() if name != "started_at"},
                enterprise_id=site.enterprise_id,
                inspection_state=InspectionState.RUNNING.value,
                inspection_category=new.category.value,
                inspection_methods=[method.value for method in new.methods],
                scope_checklists=[one.key for one in lists],
                checklist_pins={one.key: one.content_hash for one in lists},
                nth_check_this_year=nth,
                lead_officer_id=next(o for o, role in roles.items() if role == "lead"),
                started_at=started,
            )
            for officer_id, role in roles.items():
                certificate = known[officer_id]
                unit.create(
                    Participant,
                    inspection_id=inspection_id,
                    officer_id=officer_id,
                    participant_role=role.value,
                    name=certificate.name,
                    cert_no=certificate.cert_no,
                )
        return inspection_id

    def change_details(self, actor: str, inspection_id: str, **fields: Any) -> bool:
        """Complete or correct what was stated at the beginning; whether anything changed.

        Raises as ``start`` for moments.
        """
        rules.require_moments(fields, self._clock.now().at)
        with self._units.begin(actor, "inspection.change") as unit:
            self._require_running(unit, inspection_id)
            return unit.change(Inspection, inspection_id, **fields)

    def answer(
        self, actor: str, inspection_id: str, checklist_key: str, answers: Mapping[str, AnswerInput]
    ) -> list[str]:
        """Answer one or several items of a list, journalled per item; their record ids.

        Raises ``BadInput`` for an item that the pinned list does not have or an answer that does not fit it,
        ``RuleViolation`` when 本次未检查 has no reason or a value is said to be carried that was another. Nothing of a
        batch is kept when one of it is refused.
        """
        with self._units.begin(actor, "inspection.answer") as unit:
            inspection = self._require_running(unit, inspection_id)
            pinned = self._coverage.pinned(inspection, checklist_key)
            ids = []
            known = self._known_before(unit, inspection, pinned, answers)
            for item_key, given in answers.items():
                if not pinned.has(item_key):
                    raise BadInput("checklist.item_unknown", item=item_key, checklist=checklist_key)
                fields = {**asdict(given), **checked_answer(pinned.item(item_key), given, known)}
                require_carried(unit, inspection, item_key, fields)
                ids.append(keep_answer(unit, self._clock.now().iso, inspection_id, checklist_key, item_key, fields))
        return ids

    def add_finding(
        self,
        actor: str,
        inspection_id: str,
        *,
        place: str = "",
        fact: str = "",
        item_key: str | None = None,
        checklist_key: str | None = None,
        **later: Any,
    ) -> str:
        """Record that something is wrong; its id. Place, fact and photo may follow.

        Raises ``BadInput`` or ``RuleViolation`` for a deadline that cannot be meant or a criterion nobody published.
        """
        self._require_known(later)
        with self._units.begin(actor, "finding.add") as unit:
            inspection = self._require_running(unit, inspection_id)
            self._coverage.require_theirs(inspection, checklist_key, item_key)
            rules.require_due_after(later.get("rectification_due_on"), inspection.started_at)
            return keep_finding(
                unit,
                self._clock.now().iso,
                inspection,
                place=place,
                fact=fact,
                item_key=item_key,
                checklist_key=checklist_key,
                **later,
            )

    def change_finding(self, actor: str, finding_id: str, *, reason: str | None = None, **fields: Any) -> bool:
        """Complete or correct a finding; the level is changed by ``judge`` only. Raises as ``add_finding``."""
        self._require_known(fields)
        with self._units.begin(actor, "finding.change") as unit:
            if fields.get("rectification_due_on"):
                visit = unit.get(Inspection, unit.get(Finding, finding_id).inspection_id or "")
                rules.require_due_after(fields["rectification_due_on"], visit.started_at)
            return unit.change(Finding, finding_id, reason=reason, **fields)

    def judge(
        self,
        actor: str,
        finding_id: str,
        level: str,
        *,
        judged_by: str,
        basis: str,
        criterion_key: str | None = None,
        criteria_set_version: str | None = None,
    ) -> None:
        """Say what a finding is: 一般, 疑似重大 or 重大, by whom and on what basis; a criterion brings its set.

        Raises ``RuleViolation`` when 重大 has no basis or no judge, ``BadInput`` for a criterion nobody published.
        Source: plan task 5.
        """
        if level == "major" and not (basis.strip() and judged_by.strip()):
            raise RuleViolation("hazard.basis_missing", field="judged_basis")
        self._require_known({"criterion_key": criterion_key})
        version = criteria_set_version or rules.set_of_criterion(criterion_key)
        with self._units.begin(actor, "finding.judge") as unit:
            unit.change(
                Finding,
                finding_id,
                hazard_level=level,
                judged_by=judged_by or None,
                judged_basis=basis or None,
                judged_at=self._clock.now().iso,
                criterion_key=criterion_key,
                criteria_set_version=version,
            )

    def remove_finding(self, actor: str, finding_id: str, reason: str) -> None:
        """Take a finding off the list; it stays in the journal with the reason."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "finding.remove") as unit:
            unit.remove(Finding, finding_id, reason)

    def close(
        self,
        actor: str,
        inspection_id: str,
        ended_at: str | None = None,
        *,
        started_at: str | None = None,
        open_items_reason: str | None = None,
    ) -> None:
        """End the visit. ``started_at``: when it really began, where a signed record says so.

        Raises ``RuleViolation`` for an end before the beginning or still to come, naming the first finding that
        still lacks place, fact or photo, and ``inspection.items_open`` when an item in scope has no verdict. With
        ``open_items_reason`` what is open is first answered 本次未检查 with that reason, each with its own entry.
        """
        now = self._clock.now()
        with self._units.begin(actor, "inspection.close") as unit:
            inspection = self._require_running(unit, inspection_id)
            begun = started_at or inspection.started_at or ""
            if ended_at:  # a clock that was set back meanwhile keeps no visit open
                rules.require_end(begun, ended_at, now.at)
            self._settle_open_items(unit, inspection, open_items_reason)
            for row in repository.findings(unit.connection, inspection_id=inspection_id, limit=100_000):
                if row.missing:
                    raise RuleViolation("finding.incomplete", field=row.missing[0], seq=row.seq)
            state = InspectionState.CLOSED.value
            span = {"started_at": begun or None, "ended_at": ended_at or now.iso}
            unit.change(Inspection, inspection_id, inspection_state=state, **span)

    def _settle_open_items(self, unit: Unit, inspection: Inspection, reason: str | None) -> None:
        left = self._coverage.open_items(unit.connection, inspection)
        if left and not (reason or "").strip():
            first = f"{left[0].item_key} {left[0].title}"
            raise RuleViolation("inspection.items_open", field="open_items_reason", count=len(left), first=first)
        skipped = {"verdict": Verdict.NOT_CHECKED.value, "not_checked_reason": reason}
        for item in left:
            keep_answer(unit, self._clock.now().iso, inspection.id, item.checklist_key, item.item_key, skipped)

    def get(self, inspection_id: str) -> Inspection:
        """One visit with all its fields. Raises ``BadInput('inspection.unknown')``."""
        with self._units.read() as connection:
            found = repository.inspection(connection, inspection_id)
        if found is None:
            raise BadInput("inspection.unknown", id=inspection_id)
        return found

    def visits(self, **narrowed: Any) -> list[InspectionRow]:
        """Visits, newest first (see ``repository.inspections``)."""
        with self._units.read() as connection:
            return repository.inspections(connection, **narrowed)

    def nth_check(self, enterprise_id: str | None) -> int:
        """How many checks of this enterprise there would be this year with one more (国办发〔2024〕54号)."""
        with self._units.read() as connection:
            return repository.checks_this_year(connection, enterprise_id, self._clock.now().at.year) + 1

    def subject_at(self, site_id: str, system_id: str | None = None) -> SiteSubject:
        """What conditions may ask of a mine today, before any visit begins."""
        with self._units.read() as connection:
            return checklists.subject(connection, site_id, self._clock.now().at.date(), system_id)

    def participants(self, inspection_id: str) -> list[ParticipantRow]:
        """Who takes part."""
        with self._units.read() as connection:
            return repository.participants(connection, inspection_id)

    def answers(self, inspection_id: str, checklist_key: str | None = None) -> dict[str, AnswerRow]:
        """Answers by item key."""
        with self._units.read() as connection:
            return repository.answers(connection, inspection_id, checklist_key)

    def findings(self, **narrowed: Any) -> list[FindingRow]:
        """Findings (see ``repository.findings``)."""
        with self._units.read() as connection:
            return repository.findings(connection, **narrowed)

    def finding(self, finding_id: str) -> FindingRow:
        """One finding. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            row = repository.finding(connection, finding_id)
        if row is None:
            raise BadInput("record.unknown", kind="finding", id=finding_id)
        return row

    def progress(self, inspection_id: str) -> list[Progress]:
        """How far each list in scope is, over the items that are asked of this mine."""
        inspection = self.get(inspection_id)
        with self._units.read() as connection:
            return self._coverage.progress(connection, inspection)

    def coverage(self, inspection_id: str) -> list[OpenItem]:
        """Items in the approved scope that still need a verdict, 不涉及 or 本次未检查 with its reason."""
        inspection = self.get(inspection_id)
        with self._units.read() as connection:
            return self._coverage.open_items(connection, inspection)

    def subject(self, inspection_id: str) -> SiteSubject:
        """What conditions and limits ask of the mine: for ``item.standing`` and ``checklist.proposals.proposal``."""
        inspection = self.get(inspection_id)
        with self._units.read() as connection:
            return self._coverage.subject(connection, inspection)

    def _require_known(self, fields: Mapping[str, Any]) -> None:
        unknown = set(fields) - FINDING_FIELDS
        if unknown:
            raise BadInput("record.unknown_field", kind="finding", field=sorted(unknown)[0])
        rules.require_sound_finding(fields, self._clock.now().at.date())
