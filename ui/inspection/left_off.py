"""Where the officer was in each visit, kept on this machine: whoever opens it again goes on there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft


class LeftOff(QObject):
    """The item in front and what was shown around it, one value per visit. ``read`` says how it is now."""

    def __init__(self, bridge: Bridge, read: Callable[[], dict[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._read = bridge, read
        self._draft: LocalDraft | None = None
        self._is_open = False
        self.found: dict[str, Any] = {}

    def begin(self, inspection_id: str) -> None:
        """Another visit is in front; asked before the visit itself, so that it is known when that is shown."""
        self.flush()
        self._is_open, self.found = False, {}
        draft = self._draft = LocalDraft(self._bridge, f"form.visit.{inspection_id}", self._read, self)

        def found(kept: Any) -> None:
            if draft is self._draft and isinstance(kept, dict):
                self.found = kept

        draft.recall(found)

    def follow(self) -> None:
        """The visit stands as it was left: from now on every step is kept."""
        self._is_open = True

    def moved(self) -> None:
        """Another item is in front, or other items are shown."""
        if self._is_open and self._draft is not None:
            self._draft.touched()

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._draft is not None:
            self._draft.flush()
