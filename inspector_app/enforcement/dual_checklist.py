"""双罚取证清单: what must be had from the people while they are at hand, ticked, linked to a photo, or explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspector_app.clock import Clock
from inspector_app.enforcement import case_rows, repository
from inspector_app.enforcement.case_values import EvidenceSheet, GroupRow
from inspector_app.enforcement.gathering import Gathering, Neighbours
from inspector_app.enforcement.law import law_library
from inspector_app.enforcement.model import DualGroup, EnforcementCase
from inspector_app.errors import BadInput
from inspector_app.evidence.model import Photo
from inspector_app.evidence.values import DUAL_EVIDENCE
from inspector_app.hazard.rules import needs_dual_penalty, wants_dual_evidence
from inspector_app.inspection.values import FindingRow
from inspector_app.storage.unit_of_work import Unit, Units

MOST = 100_000


class DualChecklist:
    """The list of a visit. It hangs on the visit's dual group; before anybody judged, on one that is undecided."""

    def __init__(self, units: Units, clock: Clock, neighbours: Neighbours) -> None:
        self._units = units
        self._clock = clock
        self._near = neighbours
        self._gathering = Gathering(units, neighbours)

    def uncovered(self, inspection_id: str) -> list[FindingRow]:
        """Findings that need a dual penalty and stand in no group yet. Source: plan task 23."""
        with self._units.read() as connection:
            groups = repository.groups(connection, inspection_id)
        covered = {one for group in groups if not is_undecided(group) for one in group.finding_ids or ()}
        findings = self._near.inspections().findings(inspection_id=inspection_id, limit=MOST, is_grave=True)
        return [finding for finding in findings if needs_dual_penalty(finding) and finding.id not in covered]

    def sheet(self, inspection_id: str) -> EvidenceSheet | None:
        """The list of a visit as it stands; ``None`` when nothing was found that asks for it."""
        findings = self._near.inspections().findings(inspection_id=inspection_id, limit=MOST, is_grave=True)
        wanting = [finding for finding in findings if wants_dual_evidence(finding)]
        with self._units.read() as connection:
            groups = [one for one in repository.groups(connection, inspection_id) if not one.not_dual_reason]
        if not wanting or (not groups and self._is_closed_single(inspection_id, wanting)):
            return None
        group = groups[0] if groups else None
        ticks = (group.evidence_list if group else None) or {}
        return EvidenceSheet(
            inspection_id=inspection_id,
            group_id=group.id if group else "",
            finding_seqs=tuple(finding.seq for finding in wanting),
            is_suspected=not any(needs_dual_penalty(finding) for finding in wanting),
            lines=case_rows.evidence_lines(ticks, law_library().dual_evidence),
        )

    def begin_sheet(self, actor: str, inspection_id: str) -> EvidenceSheet | None:
        """Have a list for everything found so far that asks for one; nothing is written when it is there already.

        A suspicion alone gives an undecided group: it asks for evidence, not yet for two penalties.
        """
        findings = self._near.inspections().findings(inspection_id=inspection_id, limit=MOST, is_grave=True)
        wanting = [finding for finding in findings if wants_dual_evidence(finding)]
        with self._units.read() as connection:
            groups = repository.groups(connection, inspection_id)
        if self._lacks(groups, wanting):
            with self._units.begin(actor, "dual.sheet") as unit:
                self._take_in(unit, inspection_id, repository.groups(unit.connection, inspection_id), wanting)
        return self.sheet(inspection_id)

    def tick(
        self, actor: str, group_id: str, key: str, *, done: bool = True, reason: str = "", photo_id: str | None = None
    ) -> None:
        """Tick a line of the list, say why it could not be had, or (neither) take both back.

        The people are the same for all groups of the visit, so the line counts in each of them. ``photo_id``: the
        photo that shows it; it is filed by that, and stays while the line is ticked. Raises ``BadInput`` for an
        unknown line or photo.
        """
        if key not in {need.key for need in law_library().dual_evidence}:
            raise BadInput("dual.tick_unknown", key=key)
        with self._units.begin(actor, "dual.tick") as unit:
            group = unit.get(DualGroup, group_id)
            lines = dict(group.evidence_list or {})
            photo_id = photo_id or ((lines.get(key) or {}).get("photo_id") if done else None)
            self._file_photo(unit, group, lines, key, photo_id)
            line: dict[str, Any] = {"done": done, "at": self._clock.now().iso, "by": actor}
            line |= {"reason": reason.strip()} if reason.strip() else {}
            line |= {"photo_id": photo_id} if photo_id else {}
            there = repository.groups(unit.connection, group.inspection_id)
            for one in [one for one in there if one.id == group_id or not one.not_dual_reason]:
                kept = {name: its for name, its in (one.evidence_list or {}).items() if name != key}
                if done or reason.strip() or photo_id:
                    kept[key] = line
                unit.change(DualGroup, one.id, evidence_list=kept)

    def open_sheets(self) -> list[EvidenceSheet]:
        """Lists with something open, those of the newest visits first; the home page shows them."""
        with self._units.read() as connection:
            visits = {group.inspection_id for group in repository.groups(connection) if not group.not_dual_reason}
        sheets = (self.sheet(one) for one in sorted((one for one in visits if one), reverse=True))
        return [sheet for sheet in sheets if sheet is not None and sheet.open]

    def _file_photo(
        self, unit: Unit, group: DualGroup, lines: dict[str, Any], key: str, photo_id: str | None
    ) -> None:
        """A photo that shows evidence is no longer unfiled; one that no line names any more is again."""
        former = (lines.get(key) or {}).get("photo_id")
        if former and former != photo_id:
            others = {one.get("photo_id") for name, one in lines.items() if name != key}
            if former not in others and unit.get(Photo, former).purpose == DUAL_EVIDENCE:
                unit.change(Photo, former, purpose=None)
        if photo_id:
            photo = unit.get(Photo, photo_id)
            if photo.inspection_id != group.inspection_id:
                raise BadInput("dual.photo_of_other_visit")
            if photo.finding_id is None and photo.answer_id is None and photo.purpose is None:
                unit.change(Photo, photo_id, purpose=DUAL_EVIDENCE)

    def _take_in(
        self, unit: Unit, inspection_id: str, groups: Sequence[DualGroup], wanting: Sequence[FindingRow]
    ) -> None:
        required = any(needs_dual_penalty(finding) for finding in wanting) or None
        taken = {one for group in groups for one in group.finding_ids or ()}
        new = [finding.id for finding in wanting if finding.id not in taken]
        free = next((group for group in groups if _may_grow(unit, group)), None)
        if free is None and new:
            unit.create(
                DualGroup, inspection_id=inspection_id, finding_ids=new, dual_required=required,
                evidence_list=had_before(groups),
            )  # fmt: skip
        elif free is not None:
            unit.change(
                DualGroup, free.id, finding_ids=[*(free.finding_ids or ()), *new],
                dual_required=free.dual_required or required,
            )  # fmt: skip

    @staticmethod
    def _lacks(groups: Sequence[DualGroup], wanting: Sequence[FindingRow]) -> bool:
        taken = {one for group in groups for one in group.finding_ids or ()}
        decided = {one for group in groups if not is_undecided(group) for one in group.finding_ids or ()}
        return any(
            finding.id not in taken or (needs_dual_penalty(finding) and finding.id not in decided)
            for finding in wanting
        )

    def _is_closed_single(self, inspection_id: str, wanting: Sequence[FindingRow]) -> bool:
        with self._units.read() as connection:
            groups = repository.groups(connection, inspection_id)
        covered = {one for group in groups for one in group.finding_ids or ()}
        return all(finding.id in covered for finding in wanting)

    @staticmethod
    def _row(group: DualGroup, cases: Sequence[EnforcementCase]) -> GroupRow:
        return case_rows.group_row(group, cases, law_library().dual_evidence)


def is_undecided(group: DualGroup) -> bool:
    """Whether it was begun for a suspicion: evidence is collected, nobody has asked for penalties yet."""
    return group.dual_required is None


def had_before(groups: Sequence[DualGroup]) -> dict[str, Any]:
    """What is ticked already in the visit: a further group begins with it."""
    return {key: line for group in groups for key, line in (group.evidence_list or {}).items()}


def _may_grow(unit: Unit, group: DualGroup) -> bool:
    """Whether another finding may still join: nobody closed it, no case was opened from it."""
    return not group.not_dual_reason and not repository.cases(unit.connection, group_id=group.id)
