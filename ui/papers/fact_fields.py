"""Fields of a case that are stored one by one when they are left; what is typed is never overwritten by a reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.documents.specification import FieldSpecification
from ui.papers.field_editors import Editor, TextBlock, editor_for
from ui.widgets.form import Field

BLANK: dict[str, Any] = {"texts": [], "str": "", "text": ""}
"""What an empty field of a kind is stored as, where that is not nothing."""


class FactFields(QWidget):
    """Some facts of one record. A field shows what is stored unless it is typed, refused, or on its way there."""

    changed = Signal(object)
    """{field: value} of what was left with another value; answered by ``kept`` or ``refuse``."""
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.editors: dict[str, Editor] = {}
        self._stored: dict[str, Any] = {}
        self._touched: set[str] = set()
        """Typed and not stored since."""
        self._refused: set[str] = set()
        """Typed, and not taken as it stands; of these, ``_touched`` holds each."""
        self._underway: Counter[str] = Counter()

    def make(self, spec: FieldSpecification, title: str, hint: str = "") -> Field:
        """A field of this name and kind; the caller gives it its place."""
        editor = self.editors[spec.key] = editor_for(spec)
        editor.edited.connect(lambda: self._touch(spec.key))
        editor.left.connect(self.leave)
        if isinstance(editor, TextBlock):
            editor.text.installEventFilter(self)
        field = self.fields[spec.key] = Field(title, editor, hint, is_still=True)
        return field

    def show_values(self, values: Mapping[str, Any], locked: Iterable[str] = ()) -> None:
        """Show how the record stands; what is typed or underway stays."""
        fixed = set(locked)
        for name, editor in self.editors.items():
            self._stored[name] = values[name] or None
            if name not in self._touched and not self._underway[name]:
                editor.set_value(self._stored[name])
            editor.set_read_only(name in fixed)

    def typing(self) -> dict[str, Any]:
        """What was typed and is not stored yet."""
        return {name: editor.value() for name, editor in self.editors.items() if name in self._touched}

    def recall(self, typed: Mapping[str, Any]) -> None:
        """What was typed before the window ended; it is stored when a field is left."""
        for name in typed.keys() & self.editors.keys():
            self.editors[name].set_value(typed[name])
            self._touched.add(name)

    def leave(self) -> None:
        """Store what was typed, each field for itself; what was refused waits until it is typed anew."""
        ready = self._touched - self._refused
        self._touched -= ready
        changed = {}
        for name in [name for name in self.editors if name in ready]:
            value = self.editors[name].value() or None
            if value == self._stored.get(name) and not self._underway[name]:
                self.fields[name].say("")
            else:
                changed[name] = BLANK.get(self.editors[name].spec.kind) if value is None else value
                self._underway[name] += 1
        for name, value in changed.items():
            self.changed.emit({name: value})

    def kept(self, names: Iterable[str]) -> None:
        """These are in the store."""
        for name in self._arrived(names):
            if name not in self._refused:
                self.fields[name].say("")

    def refuse(self, names: Iterable[str], problem: str) -> None:
        """These were not taken: each stays as it was typed, with what is wrong beside it; empty for no fault of its."""
        for name in self._arrived(names):
            self._touched.add(name)
            if problem:
                self._refused.add(name)
                self.fields[name].say(problem)
        self.typed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A block of text is left when the cursor goes."""
        if event.type() is QEvent.Type.FocusOut:
            self.leave()
        return super().eventFilter(watched, event)

    def _arrived(self, names: Iterable[str]) -> list[str]:
        known = [name for name in names if name in self.editors]
        for name in known:
            self._underway[name] = max(0, self._underway[name] - 1)
        return known

    def _touch(self, name: str) -> None:
        self._touched.add(name)
        self._refused.discard(name)
        self.typed.emit()
