"""The lines of the 双罚取证清单: ticked, linked to a photo, or why it cannot be had now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from inspector_app.enforcement.case_values import ChecklistTick
from ui import language
from ui.bridge import Bridge
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_view import PhotoStrip, caption
from ui.inspection.typing import LocalDraft
from ui.papers.evidence_reading import EvidenceView, evidence_view
from ui.preflight.words import when
from ui.widgets.basic import GRID, LinkButton, column, label, row
from ui.widgets.checkable import Tick

BESIDE_THE_BOX = 46
"""Where the words of a line begin."""


class TickedWords(QLabel):
    """Words of a check box that may need two lines; a click on them is one on the box."""

    def __init__(self, text: str, box: Tick) -> None:
        super().__init__(text)
        self._box = box
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As on the box."""
        event.accept()
        self._box.click()


class ReasonLine(QLineEdit):
    """Where it is said why something cannot be had; Esc gives it up."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and leaving record, Esc does not."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class EvidenceLine(QWidget):
    """One thing to be had. ``is_brief``: what to look at is told by the tooltip only."""

    ticked = Signal(str, bool, str)
    """(key, done, reason)."""
    photo_wanted = Signal(str)
    paper_wanted = Signal(str)
    """Key of the form by which it is had."""
    typed = Signal()

    def __init__(self, tick: ChecklistTick, *, is_brief: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        english = language.current() == "en"
        self.key, self.tick = tick.key, tick
        self.title = tick.title_en if english else tick.title
        self.box = Tick("")
        self.box.setAccessibleName(self.title)
        words = TickedWords(self.title, self.box)
        self.photo = LinkButton(self.tr("照片"), lambda: self.photo_wanted.emit(self.key))
        self.why = LinkButton(self.tr("取不到"), self._ask_why)
        self.make = LinkButton(self.tr("去开具"), lambda: self.paper_wanted.emit(self.tick.form))
        for button in (self.photo, self.why, self.make):
            button.setAccessibleName(f"{self.title}：{button.text().strip()}")
        if not tick.form:
            self.make.hide()  # never shown before it has its place: that would open it as a window of its own
        self.reason = ReasonLine()
        self.reason.setPlaceholderText(self.tr("现在取不到的原因，回车记下，Esc 不写"))
        self.reason.setAccessibleName(self.tr("{0}：取不到的原因").format(self.title))
        self.reason.hide()
        self.about = label("", "small")
        hint = tick.hint_en if english else tick.hint
        self._hint = "" if is_brief else hint
        for part in (self.box, words):
            part.setToolTip(hint)
        self.box.setAccessibleDescription(hint)
        layout = column(self, gap=0)
        head = row(self.box, words, self.photo, self.make, self.why, gap=GRID // 2)
        head.setStretch(1, 1)
        layout.addLayout(head)
        inner = column(gap=0)
        inner.setContentsMargins(BESIDE_THE_BOX, 0, 0, GRID // 2)
        inner.addWidget(self.about)
        inner.addWidget(self.reason)
        layout.addLayout(inner)
        self.box.clicked.connect(lambda on: self.ticked.emit(self.key, on, ""))
        self.reason.textEdited.connect(lambda _text: self.typed.emit())
        self.reason.editingFinished.connect(self._say_why)
        self.reason.given_up.connect(self._give_up)

    def show_tick(self, tick: ChecklistTick, view: EvidenceView) -> None:
        """Show how it stands; a reason that is being typed stays."""
        self.tick = tick
        self.box.setChecked(tick.is_done)
        if not self.reason.hasFocus() and not self.reason.isModified():
            self.reason.setText(tick.reason)
            self.reason.setVisible(bool(tick.reason) and not tick.is_done)
        photo = view.photo(tick.photo_id)
        facts = [when(datetime.fromisoformat(tick.at)), view.names.get(tick.by, "")] if tick.at else []
        if photo is not None:
            facts.append(self.tr("照片 {0}").format(caption(photo)))
        if not tick.is_settled:
            facts = [self._hint]
        self.about.setText("  ·  ".join(part for part in facts if part))
        self._make_room()
        self.why.setVisible(not tick.is_done)

    def recall(self, text: str) -> None:
        """A reason that was typed and not recorded yet."""
        if not self.reason.text():
            self.reason.setText(text)
            self.reason.setModified(True)
            self.reason.show()
            self._make_room()

    def _make_room(self) -> None:
        """The reason is written where the hint stood, so that the list hardly grows by it."""
        is_hint = self.about.text() == self._hint
        self.about.setVisible(bool(self.about.text()) and not (is_hint and not self.reason.isHidden()))

    def _ask_why(self) -> None:
        self.reason.show()
        self._make_room()
        self.reason.setFocus()

    def _give_up(self) -> None:
        """What was recorded stays as it was."""
        self.reason.setText(self.tick.reason)
        self.reason.setModified(False)
        self.typed.emit()
        self.why.setFocus()
        self.reason.setVisible(bool(self.tick.reason))
        self._make_room()

    def _say_why(self) -> None:
        text = self.reason.text().strip()
        self.reason.setModified(False)
        if text != self.tick.reason:
            self.ticked.emit(self.key, False, text)
        elif not text:
            self.reason.hide()
            self._make_room()


class EvidenceLines(QWidget):
    """All lines of one visit in one or two columns, and the strip from which a photo is chosen."""

    changed = Signal(object)
    """An ``EvidenceView``, or ``None``: what is shown now."""
    told = Signal(str)
    """One quiet sentence."""
    trouble = Signal(object)
    paper_wanted = Signal(str)

    def __init__(self, bridge: Bridge, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._columns = bridge, columns
        self.inspection_id = ""
        self.view: EvidenceView | None = None
        self.lines: dict[str, EvidenceLine] = {}
        self._draft: LocalDraft | None = None
        self._picking = ""
        self._half_typed: dict[str, str] = {}
        layout = column(self)
        layout.addWidget(self._photo_bar())
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)
        layout.addLayout(self._grid)

    def show_visit(self, inspection_id: str, *, begin: bool = False) -> None:
        """Read the list of this visit; ``begin``: have one made if something asks for it."""
        if inspection_id != self.inspection_id:
            self._leave()
            self.inspection_id = inspection_id
            self._draft = LocalDraft(self._bridge, f"dual.evidence.{inspection_id}", self._typed, self)
            self._draft.recall(self._recall)
        actor = self._bridge.officer_id if begin else ""
        self._bridge.ask(lambda app: evidence_view(app, inspection_id, actor), self._show, owner=self)

    def _show(self, view: EvidenceView | None) -> None:
        if view is not None and view.sheet.inspection_id != self.inspection_id:
            return
        self.view = view
        for place, tick in enumerate(view.sheet.lines if view else ()):
            if tick.key not in self.lines:
                at = divmod(place, self._columns)
                self._grid.addWidget(self._line(tick), *at, Qt.AlignmentFlag.AlignTop)
            assert view is not None
            self.lines[tick.key].show_tick(tick, view)
        self._hand_back()
        self.changed.emit(view)

    def _line(self, tick: ChecklistTick) -> EvidenceLine:
        line = self.lines[tick.key] = EvidenceLine(tick, is_brief=self._columns == 1)
        line.ticked.connect(self._tick)
        line.photo_wanted.connect(self._pick)
        line.paper_wanted.connect(self.paper_wanted)
        line.typed.connect(lambda: self._draft.touched() if self._draft else None)
        return line

    def _tick(self, key: str, done: bool, reason: str, photo_id: str | None = None) -> None:
        actor, inspection_id = self._bridge.officer_id, self.inspection_id

        def work(app: Any) -> None:
            sheet = app.dual.begin_sheet(actor, inspection_id)
            if sheet is not None:
                app.dual.tick(actor, sheet.group_id, key, done=done, reason=reason, photo_id=photo_id)

        if self._draft is not None:
            self._draft.touched()
        word = self.tr("已勾选") if done else self.tr("已记下原因") if reason else self.tr("已取消")
        told = self.tr("{0}：{1}。Ctrl+Z 撤销。").format(self.lines[key].title, word)
        self._bridge.ask(work, lambda _none: self.told.emit(told), self.trouble.emit, owner=self)

    def _photo_bar(self) -> QFrame:
        self._bar = QFrame()
        self._bar.setProperty("role", "message-info")
        layout = column(self._bar, margin=GRID)
        self._bar_words = label("", "strong")
        self.strip = PhotoStrip(Pictures(self._bridge, self))
        self.strip.clicked.connect(self._picked)
        self.strip.activated.connect(self._picked)
        layout.addLayout(row(self._bar_words, 1, LinkButton(self.tr("返回"), self._bar.hide, icon="x")))
        layout.addWidget(self.strip)
        self._bar.hide()
        return self._bar

    def _pick(self, key: str) -> None:
        """Offer the photos of the visit for this line."""
        photos = self.view.photos if self.view else ()
        if not photos:
            self.told.emit(self.tr("这次检查还没有照片；拍好导入后再来关联。"))
            return
        self._picking = key
        self._bar_words.setText(self.tr("点一张照片，作为“{0}”的凭证").format(self.lines[key].title))
        self.strip.show_photos(photos, follow_fresh=False)
        self._bar.show()
        self.strip.setFocus()

    def _picked(self, index: QModelIndex) -> None:
        photo = self.strip.photos.rows[index.row()] if index.isValid() else None
        if photo is not None and self._picking:
            key, self._picking = self._picking, ""
            self._bar.hide()
            self.lines[key].box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._tick(key, True, "", photo.id)

    def _typed(self) -> dict[str, str]:
        return {key: line.reason.text() for key, line in self.lines.items() if line.reason.isModified()}

    def _recall(self, kept: Any) -> None:
        """What was half typed; the lines may not be there yet."""
        self._half_typed = {key: str(text) for key, text in (kept or {}).items() if text}
        self._hand_back()

    def _hand_back(self) -> None:
        for key in [key for key in self._half_typed if key in self.lines]:
            self.lines[key].recall(self._half_typed.pop(key))

    def _leave(self) -> None:
        if self._draft is not None:
            self._draft.flush()
            self._draft = None
        self._half_typed = {}
        self._bar.hide()
        for line in self.lines.values():
            line.reason.clear()
            line.reason.setModified(False)
            line.reason.hide()
