"""The scope of a visit: which lists, in which version, and going over to a newer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.checklist import pinning
from inspector_app.checklist import repository as checklists
from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.difference import Difference, difference
from inspector_app.checklist.expression_nodes import Known
from inspector_app.checklist.relations import known_of
from inspector_app.clock import Clock
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection import repository
from inspector_app.inspection.coverage import ChecklistSource, Coverage
from inspector_app.inspection.keeping import answer_id
from inspector_app.inspection.list_proposals import ListProposal, history_of, proposed
from inspector_app.inspection.model import Answer, Inspection
from inspector_app.inspection.values import AnswerInput, InspectionState
from inspector_app.storage.unit_of_work import Unit, Units


class VisitScope:
    """What a visit asks. One public method = one thing the inspector does = one transaction."""

    def __init__(self, units: Units, clock: Clock, checklists: ChecklistSource) -> None:
        self._units = units
        self._clock = clock
        self._checklists = checklists
        self._coverage = Coverage(checklists)

    def set_scope(self, actor: str, inspection_id: str, checklists: Sequence[str], reason: str = "") -> None:
        """Choose the checklists in scope; lists that stay keep the version they were begun with.

        ``task_16@short`` walks a list less thoroughly, ``task_16@full`` walks all of it from now on. A list that is
        added or dropped takes a reason. Raises ``RuleViolation('inspection.scope_reason_missing')``.
        """
        with self._units.begin(actor, "inspection.scope") as unit:
            inspection = self._require_running(unit, inspection_id)
            pins = dict(inspection.checklist_pins or {})
            added = [self._checklists.pinned(name) for name in checklists if name not in pins]
            pinning.keep(unit, added)
            pins |= {one.key: one.content_hash for one in added}
            keys = [name.partition("@")[0] for name in checklists]
            if set(keys) != set(inspection.scope_checklists or ()) and not reason.strip():
                raise RuleViolation("inspection.scope_reason_missing", field="reason")
            why = reason.strip() or None
            unit.change(Inspection, inspection_id, reason=why, scope_checklists=keys, checklist_pins=pins)

    def proposals(self, site_id: str, system_id: str | None = None) -> list[ListProposal]:
        """The lists that fit a mine today, with what speaks for each and how long it takes."""
        day = self._clock.now().at.date()
        with self._units.read() as connection:
            subject = checklists.subject(connection, site_id, day, system_id)
            history = history_of(connection, site_id)
        return proposed(self._checklists.fitting(subject), subject, history, day)

    def adopt(self, actor: str, inspection_id: str, checklist_key: str) -> Difference:
        """Go on with the newest version of a list; what changed.

        Answers that still fit are carried; those to items that are gone or mean something else are taken back (the
        trail keeps them) and stand open again. Raises ``RuleViolation('checklist.no_newer')``.
        """
        with self._units.begin(actor, "inspection.adopt") as unit:
            inspection = self._require_running(unit, inspection_id)
            old = self._coverage.pinned(inspection, checklist_key)
            new = self._checklists.pinned(f"{checklist_key}@{old.depth.value}")
            if new.content_hash == old.content_hash:
                raise RuleViolation("checklist.no_newer", checklist=old.title)
            changed = difference(old, new)
            pinning.keep(unit, [new])
            pins = {**(inspection.checklist_pins or {}), checklist_key: new.content_hash}
            unit.change(Inspection, inspection_id, checklist_pins=pins)
            for item_key in repository.answers(unit.connection, inspection_id, checklist_key):
                if item_key not in changed.carried:
                    unit.remove(Answer, answer_id(inspection_id, item_key), f"检查表换用第 {new.version} 版")
        return changed

    def newer(self, inspection_id: str) -> dict[str, Difference]:
        """By list in scope: what its newest version would change. Lists at their newest version are left out.

        Raises ``BadInput('inspection.unknown')``.
        """
        with self._units.read() as connection:
            inspection = repository.inspection(connection, inspection_id)
        if inspection is None:
            raise BadInput("inspection.unknown", id=inspection_id)
        found = {}
        for old in self._coverage.scope(inspection):
            new = self._checklists.pinned(f"{old.key}@{old.depth.value}")
            if new.content_hash != old.content_hash and new.version > old.version:
                found[old.key] = difference(old, new)
        return found

    def _known_before(
        self, unit: Unit, inspection: Inspection, pinned: Checklist, answers: Mapping[str, AnswerInput]
    ) -> Known | None:
        """What a computed answer among these is worked out from; nothing is read when there is none."""
        if not any(pinned.has(key) and pinned.item(key).answer.formula for key in answers):
            return None
        said = repository.answers(unit.connection, inspection.id)
        return known_of(said, self._coverage.subject(unit.connection, inspection))

    @staticmethod
    def _require_running(unit: Unit, inspection_id: str) -> Inspection:
        inspection = unit.get(Inspection, inspection_id)
        if inspection.inspection_state != InspectionState.RUNNING:
            raise RuleViolation("inspection.closed", field="inspection_state")
        return inspection
