"""One editor per kind of blank; each gives and takes the value as papers store it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.documents.specification import FieldSpecification
from ui import language
from ui.inspection.moments import read_day, read_moment, shown_moment
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, label
from ui.widgets.checkable import Tick

LINE_HEIGHT = 24


def lock(field: QLineEdit | QPlainTextEdit, is_read_only: bool) -> None:
    """Let a field be read only, or not, and look like it at once."""
    if field.isReadOnly() != is_read_only:
        field.setReadOnly(is_read_only)
        style = field.style()
        style.unpolish(field)
        style.polish(field)


class Editor(QWidget):
    """Edits one value. ``edited`` follows each change by the officer, never one by ``set_value``."""

    edited = Signal()
    left = Signal()
    """The cursor left the field."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = field
        self._layout: QHBoxLayout | QVBoxLayout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)

    def value(self) -> Any:
        """What stands here, ``None`` for an empty blank."""
        raise LookupError(self.spec.kind)

    def set_value(self, value: Any) -> None:
        """Show a value."""

    def set_read_only(self, is_read_only: bool) -> None:
        """Let nothing be changed."""
        self.setEnabled(not is_read_only)

    def take_cursor(self) -> None:
        """Put the cursor where something is to be written."""
        self.setFocus()

    def _chosen(self, _value: object) -> None:
        """A choice is made and left in one."""
        self.edited.emit()
        self.left.emit()


class TextLine(Editor):
    """One line of text."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(shown_label(field))
        self._layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self._leave)

    def value(self) -> Any:
        return self.line.text().strip() or None

    def set_value(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if self.line.text() != text:
            self.line.setText(text)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)  # a long text shows its beginning

    def set_read_only(self, is_read_only: bool) -> None:
        lock(self.line, is_read_only)

    def _leave(self) -> None:
        self.left.emit()


class QuietText(QPlainTextEdit):
    """The wheel moves the page, not the text, unless the cursor is in it and it has more than it shows."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass on what is not wanted here."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


class TextBlock(Editor):
    """Several lines; ``texts`` gives one entry per line."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.text = QuietText()
        self.text.setAccessibleName(shown_label(field))
        self.text.setTabChangesFocus(True)
        self.setFixedHeight(3 * LINE_HEIGHT + 16)  # not the text itself: its least height is the style sheet's
        self._layout.addWidget(self.text)
        self.setFocusProxy(self.text)
        self._is_showing = False
        self.text.textChanged.connect(self._changed)

    def value(self) -> Any:
        text = self.text.toPlainText().strip()
        if self.spec.kind == "texts":
            return [line.strip() for line in text.splitlines() if line.strip()] or None
        return text or None

    def set_value(self, value: Any) -> None:
        text = "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
        if self.text.toPlainText().strip() == text.strip():
            return
        self._is_showing = True
        self.text.setPlainText(text)
        self._is_showing = False
        lines = min(8, max(2, len(text) // 26 + text.count("\n") + 1))
        self.setFixedHeight(lines * LINE_HEIGHT + 16)

    def set_read_only(self, is_read_only: bool) -> None:
        lock(self.text, is_read_only)

    def _changed(self) -> None:
        if not self._is_showing:
            self.edited.emit()


class DayLine(TextLine):
    """A calendar day."""

    def value(self) -> Any:
        text = self.line.text().strip()
        found = read_day(text, _today()) if text else None
        return found.isoformat() if found else text or None

    def _leave(self) -> None:
        self.set_value(self.value())
        super()._leave()


class MomentLine(TextLine):
    """A day with its time."""

    def value(self) -> Any:
        text = self.line.text().strip()
        found = read_moment(text, _now()) if text else None
        return found.strftime("%Y-%m-%dT%H:%M") if found else text or None

    def set_value(self, value: Any) -> None:
        super().set_value(shown_moment(str(value or "")))

    def _leave(self) -> None:
        self.set_value(self.value())
        super()._leave()


class Span(Editor):
    """From one moment to another."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.start, self.end = MomentLine(field), MomentLine(field)
        self.start.line.setAccessibleName(language.tr("{0} 起").format(shown_label(field)))
        self.end.line.setAccessibleName(language.tr("{0} 止").format(shown_label(field)))
        for part in (self.start, label(language.tr("至"), wrap=False), self.end):
            self._layout.addWidget(part)
        self.setFocusProxy(self.start.line)
        for one in (self.start, self.end):
            one.edited.connect(self.edited)
            one.left.connect(self.left)

    def value(self) -> Any:
        found = {"start": self.start.value(), "end": self.end.value()}
        return {name: moment for name, moment in found.items() if moment} or None

    def set_value(self, value: Any) -> None:
        span = value if isinstance(value, dict) else {}
        self.start.set_value(span.get("start"))
        self.end.set_value(span.get("end"))

    def set_read_only(self, is_read_only: bool) -> None:
        self.start.set_read_only(is_read_only)
        self.end.set_read_only(is_read_only)

    def take_cursor(self) -> None:
        """A beginning that is known is not written over: it is the end that lacks or is wrong."""
        (self.end if self.start.line.text().strip() else self.start).line.setFocus()


class WholeNumber(TextLine):
    """A whole number; what is none stays as typed, so that the check names it."""

    def value(self) -> Any:
        text = self.line.text().strip()
        return int(text) if text.lstrip("-").isdigit() else text or None


class Numbers(TextLine):
    """Several whole numbers: 1、3、5."""

    def value(self) -> Any:
        parts = self.line.text().replace("、", ",").replace("，", ",").replace(" ", ",").split(",")
        return [int(part) for part in parts if part.strip().isdigit()] or None

    def set_value(self, value: Any) -> None:
        super().set_value("、".join(map(str, value or ())))


class Money(TextLine):
    """Yuan on screen, whole fen in the value; the amount in capitals stands beside it."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setMaximumWidth(160)
        self.capitals = label("", "small")
        self._layout.addWidget(label(language.tr("元"), "muted", wrap=False))
        self._layout.addWidget(self.capitals, 1)
        self.line.textChanged.connect(lambda _text: self._show_capitals())

    def value(self) -> Any:
        text = self.line.text().replace(",", "").replace("，", "").strip()
        if not text:
            return None
        try:
            fen = Decimal(text) * 100
        except InvalidOperation:
            return text
        return int(fen) if fen == fen.to_integral_value() else text

    def set_value(self, value: Any) -> None:
        super().set_value(yuan(value) if isinstance(value, int) else value)

    def _show_capitals(self) -> None:
        from inspector_app.documents.numerals import capital_amount

        fen = self.value()
        self.capitals.setText(capital_amount(fen) if isinstance(fen, int) and fen >= 0 else "")


class YesNo(Editor):
    """A box to tick."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = Tick(language.tr("是"))
        self.box.setAccessibleName(shown_label(field))
        self._layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(self._chosen)

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))


class OneOf(Editor):
    """One of the words the form knows."""

    def __init__(self, field: FieldSpecification, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        pairs = [("", language.tr("（未选）")), *((one, one) for one in field.choices)]
        self.box = ChoiceBox(pairs, shown_label(field))
        self._layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._chosen)

    def value(self) -> Any:
        return self.box.value or None

    def set_value(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if text and self.box.findData(text) < 0:
            self.box.addItem(text, text)
        self.box.set_value(text)


_KINDS: dict[str, type[Editor]] = {
    "str": TextLine, "text": TextBlock, "texts": TextBlock, "date": DayLine, "dt": MomentLine, "dtr": Span,
    "int": WholeNumber, "ints": Numbers, "money": Money, "bool": YesNo, "enum": OneOf,
}  # fmt: skip


def editor_for(field: FieldSpecification) -> Editor:
    """The editor of a blank; lists get rows of editors."""
    if field.kind == "list":
        from ui.papers.rows_editor import RowsEditor

        return RowsEditor(field)
    if field.kind == "enum" and not field.choices:
        return TextLine(field)
    return _KINDS.get(field.kind, TextLine)(field)


def shown_label(field: FieldSpecification) -> str:
    """The blank's name in the language of the window."""
    return field.label_en or field.label if language.current() == "en" else field.label


def yuan(fen: int) -> str:
    """Fen as yuan, without decimals where there are none."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:02d}"


def _now() -> datetime:
    return datetime.now().astimezone()


def _today() -> date:
    return _now().date()
