"""Value types of a hazard: how it was found, and how far its removal is."""

from __future__ import annotations

from enum import StrEnum


class HazardLevel(StrEnum):
    """What a finding was judged to be, as findings store it. Source: plan task 5."""

    GENERAL = "general"
    SUSPECTED_MAJOR = "suspected_major"
    MAJOR = "major"


class DiscoveryChannel(StrEnum):
    """查处渠道 (enforcement facts §6.2). Source: plan task 6."""

    SELF_INSPECTION = "self_inspection"
    COUNTY_INSPECTION = "county_inspection"
    CITY_INSPECTION = "city_inspection"
    PROVINCIAL_INSPECTION = "provincial_inspection"
    NATIONAL_SUPERVISION = "national_supervision"
    EXPERT_DIAGNOSIS = "expert_diagnosis"
    PUBLIC_REPORT = "public_report"
    ONLINE_PATROL = "online_patrol"
    SUPERIOR_ASSIGNED = "superior_assigned"


class HazardStage(StrEnum):
    """The life of a major hazard from discovery to the look back (§6.3)."""

    DISCOVERED = "discovered"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CONTROLLED = "controlled"
    LISTED = "listed"
    PLANNED = "planned"
    RECTIFYING = "rectifying"
    EXTENDED = "extended"
    APPLIED = "applied"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    """销号."""
    VERIFIED = "verified"
