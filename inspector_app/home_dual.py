"""What the home page says of 一案双罚: groups with one half missing, evidence lists that are not complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inspector_app import paths
from inspector_app.inspection.values import GRAVE
from inspector_app.storage.reader import Reader

_CASE = "(SELECT 1 FROM enforcement_case c WHERE c.group_id = g.id AND c.presence = 'present' AND c.respondent_type = "
_FOUND = (
    "EXISTS (SELECT 1 FROM json_each(g.finding_ids) one JOIN finding f ON f.id = one.value "
    "WHERE f.presence = 'present' AND (coalesce(f.serious_violation, '') <> '' OR f.hazard_level IN "
)
_OPEN = "dual_group g WHERE g.presence = 'present' AND g.not_dual_reason IS NULL "
HALF_DUAL = (
    f"{_OPEN} AND NOT (EXISTS {_CASE}'org') AND EXISTS {_CASE}'person')) "
    f"AND (g.dual_required IS NOT NULL OR {_FOUND} ('major'))))"
)
"""Groups with one half missing and no reason; one that was begun for a suspicion counts once somebody judged."""
_EVIDENCE = (
    "SELECT g.id, g.inspection_id, g.evidence_list, coalesce(s.name, '') site_name FROM "  # noqa: S608 - constants
    f"(SELECT g.* FROM {_OPEN} AND {_FOUND} ('major', 'suspected_major'))) ORDER BY g.id DESC LIMIT :shown) g "
    "LEFT JOIN inspection i ON i.id = g.inspection_id LEFT JOIN site s ON s.id = i.site_id ORDER BY g.id DESC"
)
_NOT_BEGUN = (
    "SELECT f.inspection_id, coalesce(s.name, '') site_name, count(*) findings FROM "  # noqa: S608 - constants
    f"(SELECT id, inspection_id FROM finding INDEXED BY finding_grave WHERE {GRAVE}) f "
    "JOIN inspection i ON i.id = f.inspection_id LEFT JOIN site s ON s.id = i.site_id "
    "WHERE (i.inspection_state = 'running' OR i.started_at >= :since) "
    "AND NOT EXISTS (SELECT 1 FROM dual_group g, json_each(g.finding_ids) one WHERE g.inspection_id = f.inspection_id "
    "AND one.value = f.id) GROUP BY f.inspection_id ORDER BY f.inspection_id DESC LIMIT :shown"
)
LATELY = timedelta(days=30)
"""Visits this old are still reminded of; older ones are the month-end report's business."""
NAMED = 2
"""So many open lines are named; the rest is counted."""


@dataclass(frozen=True)
class EvidenceGap:
    """A visit whose 双罚取证清单 has lines that are neither had nor explained; ``first``: titles (zh, en) of some."""

    inspection_id: str
    group_id: str
    site_name: str
    open: int
    first: tuple[tuple[str, str], ...]
    not_begun: int = 0
    """So many findings ask for a list that nobody has begun (typed in from paper, or by another officer)."""


def read_evidence(reader: Reader, day: date, shown: int) -> tuple[EvidenceGap, ...]:
    """Lists that are not begun or not complete, the newest first."""
    since = (day - LATELY).isoformat()
    begin = reader.rows(_NOT_BEGUN, {"shown": shown, "since": since})
    waiting = [
        EvidenceGap(row["inspection_id"] or "", "", row["site_name"], 0, (), int(row["findings"])) for row in begin
    ]
    return (*waiting, *_begun(reader, shown))


def _begun(reader: Reader, shown: int) -> tuple[EvidenceGap, ...]:
    rows = reader.rows(_EVIDENCE, {"shown": shown})
    if not rows:
        return ()
    needs = json.loads(paths.resources("law", "dual_evidence.json").read_text("utf-8"))["items"]
    gaps: list[EvidenceGap] = []
    for row in rows:
        if any(gap.inspection_id == row["inspection_id"] for gap in gaps):
            continue  # several groups of one visit share the list
        ticks = json.loads(row["evidence_list"] or "{}")
        lacking = [need for need in needs if not _settled(ticks.get(need["key"]) or {})]
        if lacking:
            first = tuple((need["zh"], need["en"]) for need in lacking[:NAMED])
            gaps.append(EvidenceGap(row["inspection_id"] or "", row["id"], row["site_name"], len(lacking), first))
    return tuple(gaps)


def _settled(tick: dict[str, Any]) -> bool:
    return bool(tick.get("done") or str(tick.get("reason") or "").strip())
