"""Lawful dates that papers and cases set running: re-inspection, statement, hearing, decision, payment, suit.

Days come from the office's parameters; a date that rests on a doubtful one carries the mark ``?``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from inspector_app.enforcement import repository, suggesting
from inspector_app.enforcement.case_rows import case_row
from inspector_app.enforcement.case_values import CaseRow, CaseState
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.values import DueRow
from inspector_app.office.calendar import WorkCalendar
from inspector_app.office.values import SettingRow

_DONE = (CaseState.CONCLUDED,)
_PARTY = ("statement", "hearing_request", "reconsideration", "suit")
"""Periods of the party: shown with the case, not among what the bureau has to do."""


def due(
    connection: Connection, calendar: WorkCalendar, parameters: Mapping[str, SettingRow], today: date
) -> list[DueRow]:
    """Every date that somebody still has to keep, the earliest first."""
    found = [*_reinspections(connection, parameters, today), *_cases(connection, calendar, parameters, today)]
    return sorted(found, key=lambda row: (row.due_on, row.kind, row.record_id))


def reinspection_due(values: Mapping[str, Any]) -> str | None:
    """The last deadline of an order; the re-inspection follows it."""
    days = [str(group.get("deadline"))[:10] for group in values.get("groups") or () if group.get("deadline")]
    return max(days, default=None)


def case_dates(row: CaseRow, calendar: WorkCalendar, parameters: Mapping[str, SettingRow]) -> dict[str, date]:
    """The dates of one case that can be said: what has not begun has no date."""
    dates: dict[str, date] = {}
    if row.filed_on and row.state in (CaseState.FILED, CaseState.NOTIFIED):
        dates["decision"] = date.fromisoformat(row.filed_on) + timedelta(days=_days(parameters, "decision_days"))
    if row.notice_served_on and row.state is CaseState.NOTIFIED:
        served = date.fromisoformat(row.notice_served_on)
        dates["statement"] = calendar.working_deadline(served, _days(parameters, "statement_days")).last_on
        hearing = _days(parameters, "hearing_request_working_days")
        dates["hearing_request"] = calendar.working_deadline(served, hearing).last_on
    if row.state is CaseState.DECIDED and row.decided_on:
        within = _days(parameters, "service_working_days")
        dates["service"] = calendar.working_deadline(date.fromisoformat(row.decided_on), within).last_on
    if row.served_on:
        served = date.fromisoformat(row.served_on)
        dates["payment"] = calendar.deadline(served, _days(parameters, "payment_days")).last_on
        published = _days(parameters, "publicity_penalty_working_days")
        dates["publicity"] = calendar.working_deadline(served, published).last_on
        dates["reconsideration"] = calendar.deadline(served, _days(parameters, "reconsideration_days")).last_on
        dates["suit"] = calendar.deadline_in_months(served, _days(parameters, "suit_months")).last_on
    return dates


def _reinspections(
    connection: Connection, parameters: Mapping[str, SettingRow], today: date
) -> Iterator[DueRow]:
    """Orders whose re-inspection is to come; an order with a 复查意见书 is done with."""
    done = {paper.original_document_id for paper in repository.issued(connection, (suggesting.OPINION,))}
    allowed = parameters["procedure.reinspection_days"]
    for order in repository.issued(connection, (suggesting.ORDER,)):
        last = reinspection_due(order.values or {})
        if last is None or order.id in done:
            continue
        latest = date.fromisoformat(last) + timedelta(days=int(str(allowed.value)))
        yield DueRow(
            kind="reinspection",
            due_on=latest.isoformat(),
            title=_named(order),
            record_id=order.id,
            inspection_id=order.inspection_id,
            is_overdue=latest < today,
            mark="?" if allowed.needs_confirmation else "S",
        )


def _cases(
    connection: Connection, calendar: WorkCalendar, parameters: Mapping[str, SettingRow], today: date
) -> Iterator[DueRow]:
    for case in repository.cases(connection):
        row = case_row(connection, case)
        if row.state in _DONE:
            continue
        for kind, day in case_dates(row, calendar, parameters).items():
            if kind in _PARTY or (kind == "payment" and row.paid_on):
                continue
            if kind == "decision" and case.extended_to_on:
                day = max(day, date.fromisoformat(case.extended_to_on))
            yield DueRow(
                kind=kind,
                due_on=day.isoformat(),
                title=row.case_name,
                record_id=case.id,
                inspection_id=case.inspection_id,
                is_overdue=day < today,
            )


def _days(parameters: Mapping[str, SettingRow], name: str) -> int:
    return int(str(parameters[f"procedure.{name}"].value))


def _named(paper: Document) -> str:
    return " ".join(part for part in (paper.respondent, paper.number or paper.title) if part)
