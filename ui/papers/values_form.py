"""All blanks of a paper, generic from its form: what is still missing first seen, what is inked later said so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from inspector_app.documents.specification import FieldSpecification, FormSpecification
from inspector_app.enforcement.item_numbers import PROBLEMS, without_item
from inspector_app.enforcement.values import PaperContent
from ui.papers.field_editors import Editor, editor_for, shown_label
from ui.papers.rows_editor import RowsEditor
from ui.widgets.basic import GRID, LinkButton, column, label, row
from ui.widgets.form import Saying
from ui.widgets.message import FieldError

LAST = ("behavior_code",)


class BlankRow(Saying):
    """One blank: its name, whether it is required, inked or hand-written, and its editor."""

    refill_wanted = Signal(str)

    def __init__(self, field: FieldSpecification) -> None:
        super().__init__()
        self.spec = field
        layout = column(self, gap=GRID // 2)
        name = shown_label(field)
        self.title = label(name, wrap=False)
        self.mark = label("", "small", wrap=False)
        self.refill = LinkButton(self.tr("恢复自动填写"), lambda: self.refill_wanted.emit(field.key), icon="undo-2")
        self.refill.setAccessibleName(self.tr("{0}：恢复自动填写").format(name))
        layout.addLayout(row(self.title, self.mark, 1, self.refill))
        self.editor: Editor = editor_for(field)
        self.editor.setToolTip(field.help)
        layout.addWidget(self.editor)
        self.error = FieldError()
        layout.addWidget(self.error)

    def show_value(self, value: Any, *, is_manual: bool, is_editable: bool) -> None:
        """Show a value and where it comes from."""
        self.editor.set_value(value)
        self.editor.set_read_only(not is_editable)
        self.refill.setVisible(is_manual and is_editable)
        empty = value in (None, "", [], {})
        if self.spec.ink:
            said, part = self.tr("打印后手写"), "small"
        elif is_manual:
            said, part = self.tr("已手工修改"), "small"
        elif empty and self.spec.required:
            said, part = self.tr("待填"), "warn"
        else:
            said, part = "", "small"
        self.mark.setText(said)
        self.mark.setProperty("role", part)
        self.mark.style().unpolish(self.mark)
        self.mark.style().polish(self.mark)


class ValuesForm(QWidget):
    """Shows a ``PaperContent``; tells which blank was edited and when it was left."""

    edited = Signal(str)
    left = Signal()
    refill_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(self, gap=2 * GRID)
        self._form: FormSpecification | None = None
        self.blanks: dict[str, BlankRow] = {}

    def show_content(self, content: PaperContent, pending: Mapping[str, Any]) -> None:
        """Show a paper; ``pending`` is typed and not stored yet, and stays as it is."""
        form = content.form
        if self._form is None or form.content_hash != self._form.content_hash:
            self._build(form)
        for key, blank in self.blanks.items():
            value = pending.get(key, content.values.get(key))
            is_manual = key in content.manual or key in pending
            if key in pending:
                blank.mark.setText(self.tr("已手工修改"))
                continue
            blank.show_value(value, is_manual=is_manual, is_editable=content.row.takes_typing)

    def restart(self) -> None:
        """The next content is another paper."""
        self._form = None

    def value(self, key: str) -> Any:
        """What stands in a blank."""
        return self.blanks[key].editor.value()

    def named(self, name: str) -> str:
        """The blank with this key or label; empty when there is none."""
        key = name.split(".")[0].split("[")[0]
        if key in self.blanks:
            return key
        return next((blank.spec.key for blank in self.blanks.values() if blank.spec.label == name), "")

    def focus(self, key: str) -> bool:
        """Put the cursor into a blank and bring it to view; whether there is one."""
        blank = self.blanks.get(key.split(".")[0].split("[")[0])
        if blank is None:
            return False
        blank.editor.take_cursor()
        at = QApplication.focusWidget()
        aim = at if at is not None and blank.isAncestorOf(at) else blank
        holder: QWidget | None = self
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if holder is not None:
            holder.ensureWidgetVisible(blank, 0, 3 * GRID)
            holder.ensureWidgetVisible(aim, 0, 3 * GRID)
        return True

    def _take_number_out(self, number: int) -> None:
        """What names the problems by number follows when one of them is taken out."""
        values = {key: blank.editor.value() for key, blank in self.blanks.items()}
        for key, value in without_item(values, number).items():
            self.blanks[key].editor.set_value(value)
            self.edited.emit(key)

    def _build(self, form: FormSpecification) -> None:
        self._form = form
        for blank in self.blanks.values():
            self._layout.removeWidget(blank)
            blank.deleteLater()
        self.blanks = {}
        for field in sorted(form.fields, key=lambda one: one.key in LAST):
            if field.key == "doc_family" or field.kind == "photo":
                continue
            blank = BlankRow(field)
            blank.editor.edited.connect(lambda key=field.key: self.edited.emit(key))
            blank.editor.left.connect(self.left)
            if field.key == PROBLEMS and isinstance(blank.editor, RowsEditor):
                blank.editor.removed.connect(self._take_number_out)
            blank.refill_wanted.connect(self.refill_wanted)
            self._layout.addWidget(blank)
            self.blanks[field.key] = blank
