"""Inputs of the list editor: each shows and changes one place of an item, and only when the officer touches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui import language
from ui.inspection.parts import Chips, ChoiceBox
from ui.widgets.basic import GRID
from ui.widgets.checkable import Tick
from ui.widgets.form import Field

Path = tuple[str, ...]
Codec = tuple[Callable[[Any], str], Callable[[str], Any]]
"""How a value is written for a person and read again."""
UNREADABLE = "?"
"""Under this name stands a text that cannot be read yet: it is kept, and lint tells of it."""
LINE_HEIGHT = 28


def value_at(item: Mapping[str, Any], path: Path) -> Any:
    """What stands there, or nothing."""
    found: Any = item
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def put_at(item: dict[str, Any], path: Path, value: Any) -> None:
    """Let this stand there; ``None`` takes the name away, and what is left empty around it."""
    if len(path) == 1:
        if value is None:
            item.pop(path[0], None)
        else:
            item[path[0]] = value
        return
    inner = item.get(path[0])
    kept = dict(inner) if isinstance(inner, Mapping) else {}
    put_at(kept, path[1:], value)
    put_at(item, path[:1], kept or None)


class Input(Field):
    """A labelled input for one place."""

    edited = Signal()
    """The officer changed it."""

    def __init__(self, path: Path, title: str, field: QWidget, hint: str = "") -> None:
        super().__init__(title, field, hint)
        self.path = path
        self.words = title

    def read(self, item: Mapping[str, Any]) -> None:
        """Show what stands there."""

    def put(self, item: dict[str, Any]) -> None:
        """Let what is shown stand there."""
        put_at(item, self.path, self.value())

    def value(self) -> Any:
        """What is shown, as the data file has it."""
        return None

    def named(self, _path: Path) -> str:
        """What a place inside is called."""
        return self.words

    def target(self, _path: Path) -> QWidget:
        """Where the cursor goes for a place inside."""
        return self.field

    def owns(self, path: Path) -> bool:
        """Whether a mistake at this place is this input's."""
        return path[: len(self.path)] == self.path


class TextInput(Input):
    """Words in one line. ``needed``: an empty text stays there, so that lint asks for it."""

    def __init__(self, path: Path, title: str, hint: str = "", *, needed: bool = False, example: str = "") -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(example)
        super().__init__(path, title, self.line, hint)
        self._needed = needed
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        text = "" if found is None else str(found)
        if self.line.text() != text:
            self.line.setText(text)

    def value(self) -> Any:
        text = self.line.text().strip()
        return text if text or self._needed else None


class NumberInput(TextInput):
    """A whole number; anything else stands there as it is typed, and lint tells."""

    def value(self) -> Any:
        text = self.line.text().strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else text or None


class WordsInput(Input):
    """A longer text."""

    def __init__(self, path: Path, title: str, hint: str = "", *, needed: bool = False, lines: int = 2) -> None:
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(lines * LINE_HEIGHT + 3 * GRID)
        super().__init__(path, title, self.area, hint)
        self._needed = needed
        self._is_showing = False
        self.area.textChanged.connect(lambda: None if self._is_showing else self.edited.emit())

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        self.show_text("" if found is None else str(found))

    def show_text(self, text: str) -> None:
        """Show it without being told of a change."""
        if self.area.toPlainText() != text:
            self._is_showing = True
            self.area.setPlainText(text)
            self._is_showing = False

    def value(self) -> Any:
        text = self.area.toPlainText().strip()
        return text if text or self._needed else None


class DataInput(WordsInput):
    """A part that has no form of its own, written in words as tables of a list have it, or as the data file."""

    def __init__(self, path: Path, title: str, hint: str, words: Codec, *, besides: Sequence[str] = ()) -> None:
        super().__init__(path, title, hint, lines=3)
        self._write, self._read = words
        self._besides = frozenset(besides)
        """Names inside that have inputs of their own."""

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        rest = {k: v for k, v in found.items() if k not in self._besides} if isinstance(found, Mapping) else found
        if self._parsed() != (rest or None):
            told = rest[UNREADABLE] if isinstance(rest, Mapping) and UNREADABLE in rest else None
            self.show_text(told or (self._write(rest) if rest else ""))

    def put(self, item: dict[str, Any]) -> None:
        rest, before = self._parsed(), value_at(item, self.path)
        kept = {k: v for k, v in before.items() if k in self._besides} if isinstance(before, Mapping) else {}
        put_at(item, self.path, {**kept, **(rest or {})} or None)

    def value(self) -> Any:
        return self._parsed()

    def _parsed(self) -> dict[str, Any] | None:
        text = self.area.toPlainText().strip()
        if not text:
            return None
        try:
            found = self._read(text)
        except (ValueError, KeyError, TypeError):
            found = None
        return found if isinstance(found, dict) else {UNREADABLE: text}


class ChoiceInput(Input):
    """One of a closed set; the empty value takes the name away."""

    def __init__(self, path: Path, title: str, choices: Sequence[tuple[str, str]], hint: str = "") -> None:
        self.box = ChoiceBox(choices, title)
        super().__init__(path, title, self.box, hint)
        self.box.activated.connect(lambda _index: self.edited.emit())

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        self.box.set_value("" if found is None else str(found))

    def value(self) -> Any:
        return self.box.value or None


class ChipsInput(Input):
    """Any of a closed set; none on takes the name away."""

    def __init__(self, path: Path, title: str, choices: Sequence[tuple[str, str]], hint: str = "") -> None:
        self.chips = Chips(choices, title)
        super().__init__(path, title, self.chips, hint)
        self._offered = frozenset(value for value, _text in choices)
        self._before: list[str] = []
        self.chips.changed.connect(self.edited.emit)

    def read(self, item: Mapping[str, Any]) -> None:
        found = value_at(item, self.path)
        self._before = [str(one) for one in found] if isinstance(found, list) else []
        self.chips.set_values(self._before)

    def value(self) -> Any:
        """What is on, in the order it stood in; what is not offered here stays."""
        on = self.chips.values
        kept = [one for one in self._before if one in on or one not in self._offered]
        return [*kept, *(one for one in on if one not in kept)] or None


class TickInput(Input):
    """Yes or nothing."""

    def __init__(self, path: Path, title: str, hint: str = "") -> None:
        self.tick = Tick(title)
        super().__init__(path, "", self.tick, hint)
        self.words = title
        self.title.hide()
        self.tick.setAccessibleName(title)
        self.tick.clicked.connect(lambda _on: self.edited.emit())

    def read(self, item: Mapping[str, Any]) -> None:
        self.tick.setChecked(value_at(item, self.path) is True)

    def value(self) -> Any:
        return True if self.tick.isChecked() else None


def none_first(choices: Sequence[tuple[str, str]], words: Callable[[str], str] = language.tr) -> list[tuple[str, str]]:
    """The choices behind one that says nothing."""
    return [("", words("（不设）")), *choices]
