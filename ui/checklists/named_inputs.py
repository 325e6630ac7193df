"""Things known by a name, one a line: provisions as papers cite them, criteria by the numbers of the published text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from inspector_app.exchange.term_cells import Names, several
from ui.bridge import Bridge
from ui.checklists.inputs import Path, WordsInput, value_at
from ui.inspection.law_field import LawField


class NamesInput(WordsInput):
    """Names are shown and typed, keys are kept; what is no name stays as it was typed, and lint tells."""

    def __init__(self, path: Path, title: str, known: Callable[[], Names], hint: str = "") -> None:
        super().__init__(path, title, hint, lines=2)
        self._known = known

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        if self.value() != (found or None):
            self.show_text("\n".join(self._known().written(str(one)) for one in found or ()))

    def value(self) -> Any:
        return [self._known().read(one) for one in several(self.area.toPlainText())] or None

    def add(self, name: str) -> None:
        """One more, unless it stands there."""
        lines = several(self.area.toPlainText())
        if name not in lines:
            self.area.setPlainText("\n".join([*lines, name]))


class LawInput(NamesInput):
    """Provisions; a field below finds them by a few words of theirs."""

    def __init__(self, path: Path, title: str, known: Callable[[], Names], hint: str, bridge: Bridge | None) -> None:
        super().__init__(path, title, known, hint)
        self.search = LawField(bridge) if bridge is not None else None
        layout = self.layout()
        if self.search is not None and layout is not None:
            layout.addWidget(self.search)
            self.search.field.setAccessibleName(f"{title}：{self.search.field.accessibleName()}")
            self.search.chosen.connect(self.add)

    def target(self, _path: Path) -> QWidget:
        return self.area
