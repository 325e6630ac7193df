"""How an answer and a finding are written down, whoever says them: at the item, or from a sheet of paper afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from inspector_app.errors import RuleViolation
from inspector_app.identity import new_id
from inspector_app.inspection import repository, rules
from inspector_app.inspection.model import Answer, Finding, Inspection
from inspector_app.inspection.values import same_value
from inspector_app.storage.unit_of_work import Unit

_ANSWERS = uuid.UUID("6f1d9d0e-6c0e-5a57-8a6f-3c1b0f6a2d11")
"""Namespace of answer ids: two laptops that answer one item speak of the same record."""


def answer_id(inspection_id: str, item_key: str) -> str:
    """The id of the one answer to this item in this visit."""
    return str(uuid.uuid5(_ANSWERS, f"{inspection_id}/{item_key}"))


def keep_answer(
    unit: Unit,
    at: str | None,
    inspection_id: str,
    checklist_key: str,
    item_key: str,
    fields: Mapping[str, Any],
    *,
    sheet_id: str | None = None,
    reason: str | None = None,
) -> str:
    """Write one answer; its id.

    ``at``: now, where it is said at the item. ``sheet_id``: the field sheet it was copied from; no clock knows when it
    was seen then, and two who type the same line must not differ by their clocks. ``reason``: why an answer that stood
    there is replaced.
    """
    identity = answer_id(inspection_id, item_key)
    unit.ensure(
        Answer,
        identity,
        reason=reason,
        inspection_id=inspection_id,
        checklist_key=checklist_key,
        item_key=item_key,
        **fields,
        sheet_id=sheet_id,
        answered_at=at,
    )
    return identity


def require_carried(unit: Unit, inspection: Inspection, item_key: str, fields: Mapping[str, Any]) -> None:
    """An answer that says it confirms an earlier visit's value has that value, of the same mine.

    Raises ``RuleViolation('inspection.carried_differs')``.
    """
    earlier_id = fields["carried_from"]
    if earlier_id is None:
        return
    earlier = repository.inspection(unit.connection, earlier_id)
    said = repository.answers(unit.connection, earlier_id).get(item_key)
    if earlier is None or said is None or earlier.site_id != inspection.site_id or not same_value(said, fields):
        raise RuleViolation("inspection.carried_differs", field="carried_from", item=item_key)


def keep_finding(
    unit: Unit, at: str, inspection: Inspection, record_id: str | None = None, /, **fields: Any
) -> str:
    """Write a new finding under the next number of the visit; its id.

    ``at``: when it was found, a day alone where no hour is known. ``record_id``: an identity of its own; a finding that
    was taken off the list under it comes back. What a published criterion describes is 疑似重大 until it is judged.
    """
    seq = rules.next_seq(repository.finding_seqs(unit.connection, inspection.id))
    level = "suspected_major" if fields.get("criterion_key") else "general"
    identity = record_id or new_id()
    unit.ensure(
        Finding,
        identity,
        inspection_id=inspection.id,
        site_id=inspection.site_id,
        seq=seq,
        hazard_level=level,
        found_at=at,
        **{name: None if value == "" else value for name, value in fields.items()},
    )
    return identity
