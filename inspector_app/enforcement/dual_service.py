"""一案双罚: one group links organisation and person cases, and lets neither half be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspector_app.clock import Clock
from inspector_app.enforcement.values import CaseRow, GroupRow, Missing, PrincipalKind, RespondentType
from inspector_app.storage.unit_of_work import Units


class DualService:
    """One public method = one thing the officer decides about a case = one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def open(self, actor: str, inspection_id: str, finding_ids: Sequence[str], reason: str) -> str:
        """Open a dual group for these findings; its id. Source: plan task 23."""
        raise NotImplementedError

    def group(self, group_id: str) -> GroupRow:
        """One group."""
        raise NotImplementedError

    def groups(self, inspection_id: str) -> list[GroupRow]:
        """Groups of one visit."""
        raise NotImplementedError

    def open_groups(self) -> list[GroupRow]:
        """Groups with a half still missing and no reason recorded; the home page counts them."""
        raise NotImplementedError

    def add_case(
        self,
        actor: str,
        group_id: str,
        respondent_type: RespondentType,
        respondent_id: str,
        *,
        principal_kind: PrincipalKind | None = None,
        **fields: Any,
    ) -> str:
        """Add a respondent's own case, its facts prefilled from the findings; its id."""
        raise NotImplementedError

    def case(self, case_id: str) -> CaseRow:
        """One case."""
        raise NotImplementedError

    def cases(self, group_id: str) -> list[CaseRow]:
        """Cases of a group, organisations first."""
        raise NotImplementedError

    def change_case(self, actor: str, case_id: str, *, reason: str | None = None, **fields: Any) -> bool:
        """State or correct facts of a case; acts and evidence as values or plain objects."""
        raise NotImplementedError

    def tick(self, actor: str, group_id: str, key: str, *, done: bool = True, reason: str = "") -> None:
        """Tick a line of the 双罚取证清单, or say why it could not be had."""
        raise NotImplementedError

    def missing(self, group_id: str) -> list[Missing]:
        """Every blank that both halves still have."""
        raise NotImplementedError

    def close_single(self, actor: str, group_id: str, reason: str) -> None:
        """Record why this is not penalised on both sides (不双罚理由)."""
        raise NotImplementedError
