"""转录: what of a visit is typed into the other systems: one tab each, field by field, copied and ticked by Enter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from inspector_app import terms
from inspector_app.transcription.cleaning import Cleaning, LineBreaks
from inspector_app.transcription.values import FieldState, Group, Sheet
from ui import language
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox, QuietList
from ui.page import Page
from ui.register.mine_lines import joined
from ui.transcription.group_card import GroupCard
from ui.transcription.groups_model import GroupsModel, lines_of
from ui.transcription.waiting_list import WaitingList
from ui.widgets.basic import GRID, Button, EmptyState, LinkButton, Scroll, column, label, row
from ui.widgets.message import InlineMessage
from ui.widgets.two_lines import TwoLineDelegate

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

Head = tuple[str, str]
"""(mine, day) of the visit."""


class TranscriptionPage(Page):
    """Without a visit it lists those that wait; with one it shows its sheets."""

    shown = Signal(str)
    """Id of the visit whose sheets stand on the page, empty for the list."""
    help_topic = "transcription"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self.sheets: tuple[Sheet, ...] = ()
        self._system = ""
        self._group = ""
        self.card = GroupCard()
        layout = column(self, margin=3 * GRID, gap=GRID)
        self._make_head(layout)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("录入系统"))
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._change_system)
        layout.addWidget(self.tabs)
        self.order = InlineMessage(closable=False)
        self.gone = InlineMessage(closable=False)
        layout.addWidget(self.order)
        layout.addWidget(self.gone)
        self.body = self._make_body()
        layout.addWidget(self.body, 1)
        self.nothing = EmptyState(self.tr("这个系统没有要录入的内容"), "", icon="circle-check")
        layout.addWidget(self.nothing, 1)
        self.waiting = WaitingList(bridge)
        self.waiting.chosen.connect(lambda inspection_id: self.navigate.emit("transcription", inspection_id))
        self.waiting.shown.connect(self._show_waiting)
        layout.addWidget(self.waiting, 1)
        self._add_keys()
        self._show_parts()

    def open(self, argument: object) -> None:
        """``argument``: a visit's id, ``{"inspection": id, "system": key, "group": key}``, or "" for the list."""
        wanted = argument if isinstance(argument, dict) else {"inspection": argument}
        inspection_id = str(wanted.get("inspection") or "")
        self._system = str(wanted.get("system") or self._system)
        if inspection_id != self.inspection_id:
            self.inspection_id, self.sheets = inspection_id, ()
            self._group = str(wanted.get("group") or "")

    def subject(self) -> str:
        """The visit."""
        return self.inspection_id

    def refresh(self) -> None:
        """Read the sheets, or the visits that wait."""
        inspection_id = self.inspection_id
        if not inspection_id:
            self.waiting.refresh()
            return
        self.bridge.ask(lambda app: _read(app, inspection_id), lambda got: self._show(inspection_id, *got), owner=self)

    def place(self) -> dict[str, Any]:
        """The visit, the system and the group."""
        return {"inspection": self.inspection_id, "system": self._system, "group": self._group}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that sheet."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows who ticked this group and when; before anybody has, what happened to the visit."""
        if self.card.group is not None and self.card.group.mark:
            return "transcription_mark", self.card.group.mark
        return ("inspection", self.inspection_id) if self.inspection_id else None

    @property
    def sheet(self) -> Sheet | None:
        """The sheet in front."""
        return next((one for one in self.sheets if one.system == self._system), None)

    def _make_head(self, layout: QVBoxLayout) -> None:
        self.title = label(self.tr("转录到其他系统"), "title", wrap=False)
        self.about = label("", "muted")
        self.breaks = ChoiceBox(
            [(one.value, terms.label(one, language.current())) for one in LineBreaks], self.tr("复制时的换行")
        )
        self.visit_button = Button(self.tr("打开检查"), self._open_visit, icon="list-checks")
        self.list_button = Button(self.tr("待转录的检查"), self._open_list, icon="inbox")
        self.all_button = LinkButton(self.tr("本系统全部记为已录入"), lambda: self._tick(None), icon="check")
        layout.addLayout(row(self.title, 1, self.breaks, self.visit_button, self.list_button))
        below = row(self.about, self.all_button)
        below.setStretch(0, 1)
        layout.addLayout(below)

    def _make_body(self) -> QWidget:
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        left = column(gap=GRID)
        self.progress = label("", "strong")
        self.model = GroupsModel(self)
        self.list = QuietList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(lines_of, self.list))
        self.list.setAccessibleName(self.tr("要录入的各组"))
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._choose())
        self.list.activated.connect(lambda _index: self.card.focus_first())
        left.addWidget(self.progress)
        left.addWidget(self.list, 1)
        right = Scroll(width=1200, margin=0)
        self.card.copied.connect(self._copy)
        self.card.ticked.connect(self._tick)
        self.card.reopened.connect(self._reopen)
        right.body.addWidget(self.card)
        right.body.addStretch(1)
        keys = self.tr("回车：复制并到下一项  ·  ↑ ↓ 换一项  ·  Ctrl+C 只复制  ·  Ctrl+Tab 换系统")
        side = column(gap=GRID)
        side.addWidget(label(keys, "small"))
        side.addWidget(right, 1)
        across.addLayout(left, 2)
        across.addLayout(side, 5)
        return body

    def _add_keys(self) -> None:
        for keys, then in (
            ("Ctrl+C", self._copy_only),
            ("Ctrl+Tab", lambda: self._step_system(1)),
            ("Ctrl+Shift+Tab", lambda: self._step_system(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(then)

    def _show(self, inspection_id: str, head: Head, sheets: tuple[Sheet, ...]) -> None:
        if inspection_id != self.inspection_id:
            return
        is_first = not self.sheets
        self.sheets = sheets
        self.about.setText(joined(*head))
        if self.sheet is None and sheets:
            open_ones = [one for one in sheets if not one.is_settled]
            self._system = (open_ones or list(sheets))[0].system
        self._show_tabs()
        self._show_sheet(focus=is_first)
        self._show_parts()
        self.shown.emit(inspection_id)

    def _show_tabs(self) -> None:
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(self.sheets):
            self.tabs.removeTab(self.tabs.count() - 1)
        for number, one in enumerate(self.sheets):
            name = one.title_en if language.current() == "en" else one.title
            text = f"{name}  {one.settled}/{len(one.groups)}" if one.groups else name
            text = f"✓ {text}" if one.is_settled else text
            if number < self.tabs.count():
                self.tabs.setTabText(number, text)
            else:
                self.tabs.addTab(text)
            if one.system == self._system:
                self.tabs.setCurrentIndex(number)
        self.tabs.blockSignals(False)

    def _show_sheet(self, *, focus: bool, onward: bool = False) -> None:
        """``focus``: the cursor goes to the first field to copy; ``onward``: of the next group that is left."""
        sheet = self.sheet
        if sheet is None:
            return
        self._show_messages(sheet)
        self.model.show(sheet.groups)
        if focus:
            self.breaks.set_value(sheet.line_breaks)
        left = len(sheet.groups) - sheet.settled
        told = self.tr("还有 {0} 组，共 {1} 组").format(left, len(sheet.groups))
        self.progress.setText(told if left else self.tr("全部已录入"))
        self.all_button.setVisible(bool(sheet.groups) and not sheet.is_settled)
        row_number = self.model.row_of(self._group)
        if row_number < 0 or onward:
            following = next((one for one in sheet.groups if not one.is_settled), None)
            chosen = following or (sheet.groups[0] if sheet.groups else None)
            row_number = self.model.row_of(chosen.key) if chosen else -1
        if row_number >= 0:
            self.list.setCurrentIndex(self.model.index(row_number))
            self._choose()
            if focus:
                QTimer.singleShot(0, self.card, self.card.focus_first)

    def _show_messages(self, sheet: Sheet) -> None:
        self.order.hide()
        if not sheet.confirmed:
            words = self.tr("栏目顺序待确认：{0}").format(sheet.note) if language.current() == "zh" else self.tr(
                "栏目顺序待确认"
            )
            self.order.show_message(words, "warn", action=self.tr("栏目表"), clicked=self._open_list)
        self.gone.hide()
        if sheet.gone:
            first = sheet.gone[0]
            words = self.tr("“{0}”录入后在这里删除了，请到系统中也撤销。").format(first.title)
            self.gone.show_message(
                words, "warn", action=self.tr("已在系统中撤销"), clicked=lambda: self._reopen(first.key)
            )

    def _show_parts(self) -> None:
        has_visit = bool(self.inspection_id)
        sheet = self.sheet
        has_groups = has_visit and sheet is not None and bool(sheet.groups)
        for part in (self.tabs, self.visit_button, self.list_button, self.breaks):
            part.setVisible(has_visit)
        self.body.setVisible(has_groups)
        self.nothing.setVisible(has_visit and sheet is not None and not has_groups)
        self.waiting.setVisible(not has_visit)
        self.about.setVisible(has_visit)
        if not has_visit:
            self.order.hide()
            self.gone.hide()
            self.all_button.hide()

    def _show_waiting(self) -> None:
        if not self.inspection_id:
            self._show_parts()
            self.shown.emit("")

    def _choose(self) -> None:
        group = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(group, Group):
            self._group = group.key
            self.card.show_group(group)

    def _change_system(self, number: int) -> None:
        if 0 <= number < len(self.sheets):
            self._system, self._group = self.sheets[number].system, ""
            self._show_sheet(focus=True)
            self._show_parts()

    def _step_system(self, step: int) -> None:
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _copy(self, group_key: str, field_key: str) -> None:
        """To the clipboard at once; that it was copied is kept behind."""
        sheet = self.sheet
        group = sheet.group(group_key) if sheet else None
        if sheet is None or group is None:
            return
        field = next(one for one in group.fields if one.key == field_key)
        breaks = str(self.breaks.value)
        QGuiApplication.clipboard().setText(Cleaning().copied(field.text, breaks))
        if field.state in (FieldState.WAITING, FieldState.CHANGED):
            copied = replace(field, state=FieldState.COPIED)
            fields = tuple(copied if one is field else one for one in group.fields)
            self._replace(sheet, replace(group, fields=fields))
        inspection_id, system = self.inspection_id, sheet.system
        text = field.text
        self.bridge.ask(
            lambda app: app.transcription.copy(inspection_id, system, group_key, field_key, breaks, shown=text),
            owner=self,
        )

    def _replace(self, sheet: Sheet, group: Group) -> None:
        groups = tuple(group if one.key == group.key else one for one in sheet.groups)
        changed = replace(sheet, groups=groups)
        self.sheets = tuple(changed if one.system == sheet.system else one for one in self.sheets)
        self.model.show(groups)
        self.card.show_group(group)

    def _copy_only(self) -> None:
        self.card.copy_current()

    def _tick(self, group_key: str | None) -> None:
        actor, inspection_id, system = self.bridge.officer_id, self.inspection_id, self._system
        seen = {one.key: one.texts for one in self.sheet.groups} if self.sheet else {}
        self.bridge.ask(
            lambda app: app.transcription.done(actor, inspection_id, system, group_key, seen=seen),
            self._ticked,
            owner=self,
        )

    def _ticked(self, sheet: Sheet) -> None:
        self.sheets = tuple(sheet if one.system == sheet.system else one for one in self.sheets)
        self._show_tabs()
        current = sheet.group(self._group)
        self._show_sheet(focus=True, onward=current is None or current.is_settled)
        self._show_parts()
        if sheet.is_settled:
            left = [one for one in self.sheets if not one.is_settled]
            done = self.tr("这个系统录入完了。Ctrl+Tab 到下一个系统。") if left else self.tr("这次检查全部转录完了。")
            self.notice.emit(done)
        else:
            self.notice.emit(self.tr("已记下：录入完成。Ctrl+Z 撤销。"))

    def _reopen(self, group_key: str) -> None:
        actor, inspection_id, system = self.bridge.officer_id, self.inspection_id, self._system
        self.bridge.ask(
            lambda app: app.transcription.reopen(actor, inspection_id, system, group_key), self._ticked, owner=self
        )

    def _open_visit(self) -> None:
        self.navigate.emit("inspection", self.inspection_id)

    def _open_list(self) -> None:
        self.navigate.emit("transcription", "")


def _read(app: App, inspection_id: str) -> tuple[Head, tuple[Sheet, ...]]:
    visit = app.inspections.get(inspection_id)
    name = app.register.site_file(visit.site_id).site.name if visit.site_id else ""
    return (name, (visit.started_at or "")[:10]), app.transcription.sheets(inspection_id)
