"""The fast lane: one line is typed, what Enter will do stands below it, and what became of each line stands above."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from inspector_app.errors import InspectorError, StorageFault
from inspector_app.fieldwork.telling import ToldLine, told
from inspector_app.fieldwork.unfinished import DRAFT
from inspector_app.fieldwork.values import EnteredLine, LinePlan
from ui import icons, language, messages, theme
from ui.bridge import Bridge
from ui.fieldwork.line_field import LineField
from ui.inspection.typing import LocalDraft
from ui.widgets.basic import GRID, column, label

LOOK_AFTER_MS = 40
"""From a key press to the question what the line means."""
SHOWN = 60
"""Lines of the log."""


class Lane(QFrame):
    """Belongs to one sheet (``bind``). What is typed, and what is on its way, survives the end of the program."""

    line_entered = Signal(object)
    """An ``EnteredLine`` is on disk."""
    planned = Signal(object)
    """The ``LinePlan`` of what stands in the field, or nothing while it means nothing."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._sheet_id = ""
        self._waiting: list[str] = []
        self._draft: LocalDraft | None = None
        self._asked = 0
        self.setProperty("role", "card")
        layout = column(self, margin=GRID + GRID // 2, gap=GRID // 2)
        self.log = QListWidget()
        self.log.setAccessibleName(self.tr("已录入的各行"))
        self.log.setWordWrap(True)
        self.log.setFixedHeight(84)
        self.log.hide()
        self.log.itemActivated.connect(self._bring_back)
        self.field = LineField(self.tr("录入行"))
        self.field.setPlaceholderText(self.tr("项号 结论 …　例：12 1"))
        self.field.setMinimumHeight(44)
        self.does = label("", "strong")
        self.minds = label("", "warn")
        self.hint = label(
            self.tr(
                "12 1　13-18 1　13,15 4 原因　21 2 3.5 @3 p5-7 f1 事实　f2 @地点 p4 事实　t 0910-1240　* 4 原因　z 撤销"
                "\n1 符合 2 不符合 3 不涉及 4 未查，@ 地点，p（#）照片，f（&）问题编号；↑ 取回前面的行"
            ),
            "small",
        )
        for widget in (self.log, self.field, self.does, self.minds, self.hint):
            layout.addWidget(widget)
        self.does.setMinimumHeight(24)
        self._look_timer = QTimer(self, interval=LOOK_AFTER_MS, singleShot=True)
        self._look_timer.timeout.connect(self._look)
        self.field.changed.connect(self._changed)
        self.field.entered.connect(self._enter)

    def bind(self, sheet_id: str) -> None:
        """Belong to this sheet; what was half typed for it comes back."""
        if sheet_id == self._sheet_id:
            return
        self.flush()
        self._sheet_id, self._waiting = sheet_id, []
        self.log.clear()
        self.log.hide()
        self.field.clear()
        self._draft = LocalDraft(self._bridge, f"{DRAFT}{sheet_id}", self._typed, self) if sheet_id else None
        if self._draft is not None:
            self._draft.recall(self._recalled)
        self._look()

    def flush(self) -> None:
        """Nothing half typed is only in memory."""
        if self._draft is not None:
            self._draft.flush()

    def prefill(self, number: int) -> None:
        """Begin a line for this item, unless one is being typed."""
        if not self.field.text().strip():
            self.field.put(f"{number} ")
        self.field.setFocus()

    def append(self, part: str) -> None:
        """Put a mark behind what stands in the line."""
        self.field.put(f"{self.field.text().rstrip()} {part}".strip() + " ")
        self.field.setFocus()

    def look_again(self) -> None:
        """The store changed: what the line means may be another thing now."""
        self._look_timer.start()

    def _typed(self) -> dict[str, Any]:
        return {"line": self.field.content, "waiting": self._waiting}

    def _recalled(self, kept: Any) -> None:
        if not isinstance(kept, dict):
            return
        left = [str(one) for one in kept.get("waiting") or () if str(one).strip()]
        line = str(kept.get("line") or "")
        for one in left if line else left[1:]:
            self._say(one, self.tr("上次没有来得及录入，双击取回"), "triangle-alert", "warn")
        if not self.field.text() and (line or left):
            self.field.put(line or left[0])

    def _changed(self) -> None:
        if self._draft is not None:
            self._draft.touched()
        self._look_timer.start()

    def _look(self) -> None:
        """Ask what the line means; an answer that comes late is not shown."""
        self._asked += 1
        asked, sheet_id, text = self._asked, self._sheet_id, self.field.content
        if not text.strip() or not sheet_id:
            self._tell("", "strong", ())
            self.planned.emit(None)
            return

        def shown(plan: LinePlan) -> None:
            if asked == self._asked:
                said = told(plan, language.current())
                self._tell(said.does, "strong", said.warnings)
                self.planned.emit(plan)

        def refused(error: Exception) -> None:
            if asked == self._asked and isinstance(error, InspectorError):
                message = messages.told(error)
                self._tell(message.happened, "warn", (message.todo,) if message.todo else ())
                self.planned.emit(None)

        self._bridge.ask(lambda app: app.field_sheets.plan(sheet_id, text), shown, refused, owner=self)

    def _enter(self, text: str) -> None:
        """The next line may be typed at once; a refused one comes back."""
        if not self._sheet_id:
            return
        actor, sheet_id = self._bridge.officer_id, self._sheet_id
        self._waiting.append(text)
        self.field.remember(text)
        self.field.clear()
        if self._draft is not None:
            self._draft.keep_now()
        self._bridge.ask(
            lambda app: app.field_sheets.enter(actor, sheet_id, text),
            lambda done: self._entered(done, sheet_id),
            lambda error: self._refused(error, text),
            owner=self,
        )

    def _entered(self, done: EnteredLine, sheet_id: str) -> None:
        self._settle(done.text)
        if sheet_id == self._sheet_id:
            said = told(done.plan, language.current())
            minds = said.warnings if done.changed else ()
            kind = ("triangle-alert", "warn") if minds else ("circle-check", "good")
            self._say(done.text, str(ToldLine(said.does, minds)), *kind)
        self.line_entered.emit(done)

    def _refused(self, error: Exception, text: str) -> None:
        """Why it was not entered; the words are back in the field unless the next line is being typed there."""
        self._settle(text)
        why = str(messages.told(error).happened) if isinstance(error, InspectorError) else self.tr("没有录入")
        self._say(text, why, "circle-alert", "danger")
        if not self.field.text():
            self.field.put(text)
        if isinstance(error, StorageFault):
            self._bridge.trouble.emit(error)
        elif not isinstance(error, InspectorError):
            raise error

    def _settle(self, text: str) -> None:
        if text in self._waiting:
            self._waiting.remove(text)
        if self._draft is not None:
            self._draft.touched()

    def _say(self, line: str, words: str, picture: str, colour: str) -> None:
        item = QListWidgetItem(icons.icon(picture, getattr(theme.colours(), colour)), f"{line}　→　{words}")
        item.setData(LINE_ROLE, line)
        item.setToolTip(self.tr("双击取回这一行"))
        self.log.show()
        self.log.insertItem(0, item)
        self.log.scrollToTop()
        while self.log.count() > SHOWN:
            self.log.takeItem(self.log.count() - 1)

    def _bring_back(self, item: QListWidgetItem) -> None:
        self.field.put(str(item.data(LINE_ROLE)))
        self.field.setFocus()

    def _tell(self, does: str, part: str, minds: tuple[str, ...]) -> None:
        self.does.setText(does)
        if str(self.does.property("role") or "") != part:
            theme.role(self.does, part)
        self.minds.setText(" ".join(minds))
        self.minds.setVisible(bool(minds))
        self.field.setAccessibleDescription(" ".join((does, *minds)))


LINE_ROLE = 256 + 1
"""``Qt.ItemDataRole.UserRole`` and one: the line as it was typed."""
