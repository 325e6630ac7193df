"""隐患台账: every finding this laptop knows, however many, read window by window.

The order is fixed first as one number per finding (eight bytes), then the rows that are looked at are read by their
numbers. So any place of the list costs the same, also after a jump, and nothing but the numbers stays in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select

from inspector_app.enterprise.model import Site
from inspector_app.inspection.ledger_values import LedgerRow, LedgerState
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.inspection.values import ReinspectionResult
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

if TYPE_CHECKING:
    from inspector_app.clock import Clock
    from inspector_app.storage.unit_of_work import Units

_finding, _visit, _site = table_of(Finding), table_of(Inspection), table_of(Site)
_NUMBER: ColumnElement[int] = literal_column("finding.rowid")
"""SQLite's own number of a row; ids would take six times the memory."""


_COLUMNS = (
    "id", "inspection_id", "place", "fact", "hazard_level", "rectification_due_on", "reinspection_result",
    "corrected_on_spot",
)  # fmt: skip


class FindingLedger:
    """Reads only."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def numbers(self, state: LedgerState = LedgerState.ALL, site_id: str = "") -> array[int]:
        """The numbers of the findings in this state, newest first; with ``site_id`` those of one mine."""
        query = select(_NUMBER).select_from(_finding).where(_finding.c.presence == PRESENT, *self._narrowed(state))
        if site_id:
            query = query.where(_finding.c.site_id == site_id)
        with self._units.read() as connection:
            return array("q", connection.execute(query.order_by(_finding.c.id.desc())).scalars())

    def rows(self, numbers: Sequence[int]) -> list[LedgerRow]:
        """The findings of these numbers, in their order; one that was removed meanwhile is left out."""
        query = (
            select(
                _NUMBER.label("number"),
                *(_finding.c[name] for name in _COLUMNS),
                func.coalesce(_site.c.name, "").label("site_name"),
                func.coalesce(_finding.c.found_at, _visit.c.started_at, "").label("begun_at"),
            )
            .select_from(
                _finding.outerjoin(_site, _site.c.id == _finding.c.site_id).outerjoin(
                    _visit, _visit.c.id == _finding.c.inspection_id
                )
            )
            .where(_NUMBER.in_(list(numbers)), _finding.c.presence == PRESENT)
        )
        with self._units.read() as connection:
            found = {row["number"]: row for row in connection.execute(query).mappings()}
        day = self._today().isoformat()
        return [_row(found[number], day) for number in numbers if number in found]

    def _narrowed(self, state: LedgerState) -> list[ColumnElement[bool]]:
        rectified = ReinspectionResult.RECTIFIED.value
        done = or_(_finding.c.reinspection_result == rectified, _finding.c.corrected_on_spot.is_(True))
        is_open = and_(
            or_(_finding.c.reinspection_result.is_(None), _finding.c.reinspection_result != rectified),
            _finding.c.corrected_on_spot.isnot(True),
        )
        match state:
            case LedgerState.OPEN:
                return [is_open]
            case LedgerState.OVERDUE:
                return [is_open, _finding.c.rectification_due_on < self._today().isoformat()]
            case LedgerState.DONE:
                return [done]
        return []

    def _today(self) -> date:
        return self._clock.now().at.date()


def _row(row: Any, day: str) -> LedgerRow:
    due, result = row["rectification_due_on"] or "", row["reinspection_result"] or ""
    is_done = result == ReinspectionResult.RECTIFIED.value or bool(row["corrected_on_spot"])
    if row["corrected_on_spot"] and not result:
        result = ReinspectionResult.RECTIFIED.value
    return LedgerRow(
        id=row["id"],
        inspection_id=row["inspection_id"] or "",
        found_on=row["begun_at"][:10],
        site_name=row["site_name"],
        place=row["place"] or "",
        fact=row["fact"] or "",
        hazard_level=row["hazard_level"] or "",
        due_on=due,
        reinspection_result=result,
        is_overdue=bool(due) and due < day and not is_done,
    )
