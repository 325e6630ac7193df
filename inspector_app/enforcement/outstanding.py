"""Papers that are out and not done with: no seal, not served, a missing signature nobody reported to the bureau.

The home page asks by its thin reader and ``PaperService.outstanding`` by the store, both along the same two indexes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

OUTSIDE = "document_state IN ('printed', 'signed') AND seal_mode <> 'none' AND presence = 'present'"
"""Issued papers that bear a seal, so somebody is served with them. Condition of the index ``document_outside``."""
UNREPORTED = "is_refusal IS TRUE AND is_reported IS NOT TRUE AND presence = 'present'"
"""Missing signatures nobody has reported (安全生产法 68). Condition of the index ``refusal_unreported``."""
RECEIPT = "service_receipt"
"""The receipt of service is kept; nobody is served with it."""
SERVED_WITHIN = {
    "penalty_decision_org": "procedure.service_working_days",
    "penalty_decision_person": "procedure.service_working_days",
}
"""Forms whose service has its lawful time, by the parameter that holds it (行政处罚法 61)."""

_WAITING = f"{OUTSIDE} AND document_state = 'signed' AND (sealed_at IS NULL OR form <> '{RECEIPT}')"
_DECISIONS = f"{OUTSIDE} AND form IN ({', '.join(repr(form) for form in SERVED_WITHIN)})"
"""They wait for service from the day they are issued: the party signs their receipt, not them."""
_COLUMNS = (
    "d.id, coalesce(d.inspection_id, '') inspection_id, coalesce(d.form, '') form, coalesce(d.title, '') title, "
    "coalesce(d.number, '') number, coalesce(s.name, '') site_name, coalesce(d.issued_on, '') issued_on, "
    "d.document_state state, coalesce(d.seal_mode, 'none') seal_mode, d.sealed_at, d.served_at"
)
_BESIDE = "LEFT JOIN inspection i ON i.id = d.inspection_id LEFT JOIN site s ON s.id = i.site_id"
UNSERVED_ROWS = (
    f"SELECT {_COLUMNS}, 0 is_unreported FROM (SELECT * FROM document INDEXED BY document_outside "  # noqa: S608 - constants
    f"WHERE {_WAITING} ORDER BY signed_at, form, id LIMIT :shown) d {_BESIDE}"
)
DECISION_ROWS = (
    f"SELECT {_COLUMNS}, 0 is_unreported FROM (SELECT * FROM document INDEXED BY document_outside "  # noqa: S608 - constants
    f"WHERE {_DECISIONS} ORDER BY document_state, signed_at, form, id LIMIT :shown) d {_BESIDE}"
)
UNREPORTED_ROWS = (
    f"SELECT {_COLUMNS}, 1 is_unreported FROM (SELECT document_id, signed_at FROM signature_record "  # noqa: S608 - constants
    f"INDEXED BY refusal_unreported WHERE {UNREPORTED} ORDER BY signed_at LIMIT :shown) r "
    f"JOIN document d ON d.id = r.document_id AND d.presence = 'present' {_BESIDE}"
)
COUNT = (
    "SELECT count(*) FROM ("  # noqa: S608 - constants
    f"SELECT id FROM (SELECT id FROM document INDEXED BY document_outside WHERE {_WAITING} LIMIT :most) UNION "
    f"SELECT id FROM (SELECT id FROM document INDEXED BY document_outside WHERE {_DECISIONS} LIMIT :most) UNION "
    "SELECT document_id FROM (SELECT document_id FROM signature_record INDEXED BY refusal_unreported "
    f"WHERE {UNREPORTED} LIMIT :most))"
)

Rows = Callable[[str, Mapping[str, Any]], Iterable[Mapping[str, Any]]]
Lawful = Callable[[str, str], str]
"""(parameter, ISO day it was issued on) -> the last lawful day."""


@dataclass(frozen=True)
class OutstandingPaper:
    """A paper that is out and what it lacks. ``serve_by``: the last lawful day of service, empty without one."""

    id: str
    inspection_id: str
    form: str
    title: str
    number: str
    site_name: str
    issued_on: str
    needs_seal: bool
    needs_service: bool
    is_unreported: bool
    """That it was not signed has not been reported to the bureau."""
    serve_by: str = ""

    def is_late(self, day: date) -> bool:
        """Whether the lawful day of service has passed."""
        return bool(self.serve_by) and self.serve_by < day.isoformat()


def outstanding(rows: Rows, lawful: Lawful, shown: int) -> tuple[OutstandingPaper, ...]:
    """What waits: what has a lawful day first, then the oldest; at most ``shown``."""
    found: dict[str, OutstandingPaper] = {}
    bounds = {"shown": shown}
    unreported = {row["id"]: _paper(row, lawful) for row in rows(UNREPORTED_ROWS, bounds)}
    for query in (DECISION_ROWS, UNSERVED_ROWS):
        found |= {row["id"]: _paper(row, lawful) for row in rows(query, bounds) if row["id"] not in found}
    found = {**{key: one for key, one in found.items() if key not in unreported}, **unreported}
    papers = sorted(found.values(), key=lambda one: (one.serve_by or "9999", one.issued_on, one.id))
    return tuple(papers[:shown])


def _paper(row: Mapping[str, Any], lawful: Lawful) -> OutstandingPaper:
    within = SERVED_WITHIN.get(row["form"])
    is_out = row["state"] in ("printed", "signed") and row["seal_mode"] != "none"
    needs_service = is_out and row["form"] != RECEIPT
    return OutstandingPaper(
        id=row["id"],
        inspection_id=row["inspection_id"],
        form=row["form"],
        title=row["title"],
        number=row["number"],
        site_name=row["site_name"],
        issued_on=row["issued_on"],
        needs_seal=is_out and not row["sealed_at"],
        needs_service=needs_service,
        is_unreported=bool(row["is_unreported"]),
        serve_by=lawful(within, row["issued_on"]) if within and needs_service and row["issued_on"] else "",
    )
