"""When both sides are penalised, and what keeps a hazard from being written off."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from inspector_app.errors import RuleViolation
from inspector_app.hazard import rules
from inspector_app.hazard.values import DiscoveryChannel, HazardStage


@dataclass(frozen=True)
class Judged:
    """A finding as the rules see it."""

    hazard_level: str = "general"
    serious_violation: str | None = None


@pytest.mark.parametrize(
    ("finding", "needed"),
    [
        (Judged("major"), True),
        (Judged("suspected_major"), False),
        (Judged("general"), False),
        (Judged("general", "fake_drawings"), True),
        (Judged("general", " "), False),
    ],
)
def test_a_major_hazard_or_a_serious_violation_asks_for_both_penalties(finding: Judged, needed: bool) -> None:
    assert rules.needs_dual_penalty(finding) is needed
    assert bool(rules.why_dual(finding)) is needed


def test_what_the_enterprise_reported_itself_asks_for_no_dual_penalty() -> None:
    assert not rules.needs_dual_penalty(Judged("major"), DiscoveryChannel.SELF_INSPECTION)


def test_every_stage_is_reached_and_only_the_ends_lead_nowhere() -> None:
    reached = {stage for stages in rules.NEXT.values() for stage in stages}
    assert reached | {HazardStage.DISCOVERED} == set(HazardStage)
    assert {stage for stage, after in rules.NEXT.items() if not after} == {HazardStage.REJECTED, HazardStage.VERIFIED}


def test_nothing_is_written_off_before_acceptance() -> None:
    with pytest.raises(RuleViolation, match=r"hazard\.step_impossible"):
        rules.require_step(HazardStage.RECTIFYING, HazardStage.CANCELLED)
    rules.require_step(HazardStage.ACCEPTED, HazardStage.CANCELLED)


def test_what_keeps_a_hazard_on_the_list_is_named() -> None:
    blocked = rules.write_off_blockers(
        open_items=1, has_acceptance=False, has_penalty_outcome=False, has_reinspection=False
    )
    assert blocked == (
        "hazard.items_open", "hazard.acceptance_missing", "hazard.penalty_outcome_missing",
        "hazard.reinspection_missing",
    )  # fmt: skip
    assert not rules.write_off_blockers(
        open_items=0, has_acceptance=True, has_penalty_outcome=True, has_reinspection=True
    )
