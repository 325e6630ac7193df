"""What is being typed into the cases of a dual group: on disk at once, and back after the window ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft
from ui.papers.case_card import CaseCard


class CaseDrafts(QObject):
    """Follows the cards of one group at a time."""

    def __init__(self, bridge: Bridge, cards: Callable[[], Sequence[CaseCard]], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._cards = bridge, cards
        self._draft: LocalDraft | None = None

    def follow(self, group_id: str) -> None:
        """Keep what is typed in this group from now on; what was typed before comes back once."""
        name = f"dual.cases.{group_id}"
        if not group_id or (self._draft is not None and self._draft.name == name):
            return
        draft = self._draft = LocalDraft(self._bridge, name, self._typing, self)
        draft.recall(lambda kept: self._recall(draft, kept or {}))

    def touched(self) -> None:
        """Something was typed."""
        if self._draft is not None:
            self._draft.touched()

    def keep(self) -> None:
        """The page is left, or goes to another group: what is not stored waits on disk."""
        if self._draft is not None:
            self._draft.keep_now()

    def _typing(self) -> dict[str, Any]:
        return {card.case_id: typed for card in self._cards() if (typed := card.typing())}

    def _recall(self, draft: LocalDraft, kept: dict[str, Any]) -> None:
        for card in self._cards() if draft is self._draft else ():
            if card.case_id in kept:
                card.recall(kept[card.case_id])
