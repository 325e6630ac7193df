"""Pure rules of hazards: when both sides must be penalised, and what may follow what until write-off."""

from __future__ import annotations

from typing import Protocol

from inspector_app.errors import RuleViolation
from inspector_app.hazard.values import DiscoveryChannel, HazardLevel, HazardStage

NEXT: dict[HazardStage, frozenset[HazardStage]] = {
    HazardStage.DISCOVERED: frozenset({HazardStage.CONFIRMED, HazardStage.REJECTED}),
    HazardStage.CONFIRMED: frozenset({HazardStage.CONTROLLED}),
    HazardStage.REJECTED: frozenset(),
    HazardStage.CONTROLLED: frozenset({HazardStage.LISTED}),
    HazardStage.LISTED: frozenset({HazardStage.PLANNED}),
    HazardStage.PLANNED: frozenset({HazardStage.RECTIFYING}),
    HazardStage.RECTIFYING: frozenset({HazardStage.EXTENDED, HazardStage.APPLIED}),
    HazardStage.EXTENDED: frozenset({HazardStage.RECTIFYING, HazardStage.APPLIED}),
    HazardStage.APPLIED: frozenset({HazardStage.ACCEPTED, HazardStage.RETURNED}),
    HazardStage.RETURNED: frozenset({HazardStage.RECTIFYING}),
    HazardStage.ACCEPTED: frozenset({HazardStage.CANCELLED}),
    HazardStage.CANCELLED: frozenset({HazardStage.VERIFIED}),
    HazardStage.VERIFIED: frozenset(),
}
"""发现 → 判定 → 现场处置 → 挂牌 → 方案 → 整改 ⇄ 延期 → 申请验收 → 验收 → 销号 → 回头看 (§6.3)."""


class JudgedFinding(Protocol):
    """What the rules need to know of a finding."""

    @property
    def hazard_level(self) -> str:
        """``general``, ``suspected_major`` or ``major``."""
        ...

    @property
    def serious_violation(self) -> str | None:
        """Which of the twenty serious violations it is, if any."""
        ...


def is_major(finding: JudgedFinding) -> bool:
    """Whether it was judged a major hazard; a suspicion is not yet a judgement. Source: plan task 5."""
    return finding.hazard_level == HazardLevel.MAJOR


def needs_dual_penalty(
    finding: JudgedFinding, channel: DiscoveryChannel = DiscoveryChannel.COUNTY_INSPECTION
) -> bool:
    """Whether enterprise and principal must both be penalised for this finding.

    True when an inspection found a major hazard or a serious violation; what the enterprise reported itself is
    not what the task speaks of.   Source: plan task 23.
    """
    if channel is DiscoveryChannel.SELF_INSPECTION:
        return False
    return is_major(finding) or bool((finding.serious_violation or "").strip())


def wants_dual_evidence(finding: JudgedFinding) -> bool:
    """Whether the 双罚取证清单 is wanted: what will or may be penalised on both sides, while the people are at hand."""
    return needs_dual_penalty(finding) or finding.hazard_level == HazardLevel.SUSPECTED_MAJOR


def why_dual(finding: JudgedFinding) -> str:
    """Message code of the reason that a group is required: ``hazard.dual_major``, ``hazard.dual_serious`` or none."""
    if is_major(finding):
        return "hazard.dual_major"
    return "hazard.dual_serious" if (finding.serious_violation or "").strip() else ""


def require_step(now: HazardStage, to: HazardStage) -> None:
    """Raises ``RuleViolation('hazard.step_impossible')`` when the life of a hazard does not go there from here."""
    if to not in NEXT[now]:
        raise RuleViolation("hazard.step_impossible", field="hazard_stage", now=now.value, to=to.value)


def write_off_blockers(
    *, open_items: int, has_acceptance: bool, has_penalty_outcome: bool, has_reinspection: bool
) -> tuple[str, ...]:
    """Message codes of what keeps a major hazard from being written off (§6.3); empty when nothing does.

    A penalty outcome is a decision, a decision not to penalise, or a documented reason. Source: plan task 6.
    """
    blockers = (
        ("hazard.items_open", open_items > 0),
        ("hazard.acceptance_missing", not has_acceptance),
        ("hazard.penalty_outcome_missing", not has_penalty_outcome),
        ("hazard.reinspection_missing", not has_reinspection),
    )
    return tuple(code for code, stands in blockers if stands)
