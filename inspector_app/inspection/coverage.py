"""How far a visit is over its approved scope: what is asked of this mine, what has its verdict, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from sqlalchemy import Connection

from inspector_app.checklist import repository as checklists
from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.relations import known_of
from inspector_app.checklist.values import OpenItem, SiteSubject
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection import repository
from inspector_app.inspection.model import Inspection
from inspector_app.inspection.values import Progress


class ChecklistSource(Protocol):
    """Where checklists come from; a version that a visit is pinned to stays available."""

    def pinned(self, key: str, content_hash: str | None = None) -> Checklist:
        """The list in that version, or the newest one."""
        ...

    def fitting(self, subject: SiteSubject) -> tuple[Checklist, ...]:
        """The lists of which something is asked at such a mine."""
        ...


class Coverage:
    """Readings over the lists that one visit is pinned to. Outside the approved scope nothing is asked."""

    def __init__(self, source: ChecklistSource) -> None:
        self._source = source

    def pinned(self, inspection: Inspection, checklist_key: str) -> Checklist:
        """One list in the version of this visit. Raises ``BadInput('checklist.not_in_scope')``."""
        if checklist_key not in (inspection.scope_checklists or ()):
            raise BadInput("checklist.not_in_scope", checklist=checklist_key)
        return self._source.pinned(checklist_key, (inspection.checklist_pins or {}).get(checklist_key))

    def require_theirs(self, inspection: Inspection, checklist_key: str | None, item_key: str | None) -> None:
        """Raises ``RuleViolation('finding.officers_own')``: what only the officers owe is no finding at a mine."""
        if checklist_key is None or item_key is None or checklist_key not in (inspection.scope_checklists or ()):
            return
        pinned = self.pinned(inspection, checklist_key)
        if pinned.has(item_key) and not pinned.item(item_key).binds_the_mine:
            raise RuleViolation("finding.officers_own", field="item_key", item=item_key)

    def scope(self, inspection: Inspection) -> list[Checklist]:
        """All lists of the approved scope, in their order."""
        return [self.pinned(inspection, key) for key in inspection.scope_checklists or ()]

    def asked(
        self, connection: Connection, inspection: Inspection
    ) -> Iterator[tuple[Checklist, tuple[ChecklistItem, ...]]]:
        """Each list in scope with the items that are asked of this mine on the day of the visit."""
        subject = self.subject(connection, inspection)
        known = known_of(repository.answers(connection, inspection.id), subject)
        for checklist in self.scope(inspection):
            yield checklist, checklist.asked(subject, known)

    @staticmethod
    def subject(connection: Connection, inspection: Inspection) -> SiteSubject:
        """What conditions and limits may ask of the mine on the day of the visit."""
        day = date.fromisoformat((inspection.started_at or "")[:10])
        known = checklists.subject(connection, inspection.site_id, day, inspection.system_id)
        return replace(known, has_contractor=True) if inspection.contractor_id else known

    def open_items(self, connection: Connection, inspection: Inspection) -> list[OpenItem]:
        """Items in scope that have no verdict yet, in the order of the lists."""
        verdicts = repository.verdicts(connection, inspection.id)
        return [
            OpenItem(checklist.key, item.key, item.title)
            for checklist, items in self.asked(connection, inspection)
            for item in items
            if item.key not in verdicts.get(checklist.key, {})
        ]

    def progress(self, connection: Connection, inspection: Inspection) -> list[Progress]:
        """How far each list is, counted over the items that are asked here."""
        verdicts = repository.verdicts(connection, inspection.id)
        shown = []
        for checklist, items in self.asked(connection, inspection):
            said = verdicts.get(checklist.key, {})
            counts: dict[str, int] = {}
            for item in items:
                if item.key in said:
                    counts[said[item.key]] = counts.get(said[item.key], 0) + 1
            shown.append(Progress(checklist.key, checklist.title, len(items), counts))
        return shown
