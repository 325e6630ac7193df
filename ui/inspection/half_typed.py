"""What is typed at items without a verdict: kept on this machine within a second, gone when they are answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft

ROWS = "#rows"
"""Behind an item's key: its half-typed rows, as JSON."""


class HalfTyped(QObject):
    """The half-typed values and rows of one visit, by item key."""

    recalled = Signal()
    kept = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._texts: dict[str, str] = {}
        self._draft: LocalDraft | None = None

    def begin(self, inspection_id: str) -> None:
        """Another visit is in front."""
        self._texts = {}
        self._draft = LocalDraft(self._bridge, f"form.answers.{inspection_id}", lambda: self._texts, self)
        self._draft.kept.connect(self.kept)

    def recall(self, answered: Collection[str]) -> None:
        """Ask for what was left from before; items that have their answer need it no more."""

        def found(texts: Any) -> None:
            if isinstance(texts, dict):
                self._texts = {key: str(text) for key, text in texts.items() if key.partition("#")[0] not in answered}
                self.recalled.emit()

        if self._draft is not None:
            self._draft.recall(found)

    def of(self, key: str) -> tuple[str, str]:
        """Value and rows half typed at an item."""
        return self._texts.get(key, ""), self._texts.get(f"{key}{ROWS}", "")

    def keep(self, name: str, text: str) -> None:
        """The value (or, with ``ROWS`` behind the key, the rows) stand like this now."""
        if text:
            self._texts[name] = text
        else:
            self._texts.pop(name, None)
        self._touched()

    def answered(self, keys: Iterable[str]) -> None:
        """These items have their answer."""
        gone = [self._texts.pop(name, None) for key in keys for name in (key, f"{key}{ROWS}")]
        if any(gone):
            self._touched()

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._draft is not None:
            self._draft.flush()

    def _touched(self) -> None:
        if self._draft is not None:
            self._draft.touched()
