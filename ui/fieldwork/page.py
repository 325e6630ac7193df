"""The page of the field sheet: print one for underground; afterwards type in line by line what was written on it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QTableView,
    QWidget,
)

from inspector_app.fieldwork.values import EnteredLine, LinePlan, Sheet, SheetItem
from ui.bridge import Bridge
from ui.fieldwork.items_model import FINDINGS, ITEM_ROLE, NUMBER, TITLE, SheetItemsModel
from ui.fieldwork.lane import Lane
from ui.fieldwork.print_card import PrintCard
from ui.fieldwork.reading import LaneView, read_lane
from ui.inspection.parts import ChoiceBox
from ui.inspection.photo_import import PhotoImport, sources_of
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow
from ui.inspection.photo_view import PhotoStrip
from ui.page import Page
from ui.widgets.basic import GRID, Button, EmptyState, PrimaryButton, column, label, row


class FieldSheetPage(Page):
    """Items on the left, photos under their numbers on the right, the lane below; keys do all of it."""

    help_topic = "field_sheet"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self.sheet_id = ""
        self._view = LaneView()
        self._wants_print = False
        self._named_sheets: list[tuple[str, str]] = []
        self.setAcceptDrops(True)
        self.pictures = Pictures(bridge, self)
        layout = column(self, margin=2 * GRID)
        for line in self._head():
            layout.addLayout(line)
        self.importer = PhotoImport(bridge)
        self.card = PrintCard(bridge)
        self.lane = Lane(bridge)
        self.body = self._body()
        self.empty = EmptyState(
            self.tr("还没有打印下井记录单"),
            self.tr("井下不带电脑：打印一张带下去，照着写；升井后在这里按项号录入。"),
            icon="notebook-pen",
            action=self.tr("打印下井记录单"),
            clicked=self.ask_print,
        )
        for widget in (self.importer, self.card, self.body, self.lane, self.empty):
            layout.addWidget(widget, 1 if widget in (self.body, self.empty) else 0)
        self.card.hide()
        self._connect()
        self._show(LaneView())

    def open(self, argument: object) -> None:
        """``argument``: the inspection's id, or ``{"inspection": id, "sheet": id, "print": True}``."""
        wanted = argument if isinstance(argument, dict) else {"inspection": argument}
        inspection_id = str(wanted.get("inspection") or "")
        if inspection_id:
            self.inspection_id = inspection_id
        self.sheet_id = str(wanted.get("sheet") or (self.sheet_id if inspection_id in ("", self.inspection_id) else ""))
        self._wants_print = bool(wanted.get("print"))

    def subject(self) -> str:
        """The visit."""
        return self.inspection_id

    def refresh(self) -> None:
        """Read the sheets and how far the one in front is entered."""
        inspection_id, sheet_id, to_print = self.inspection_id, self.sheet_id, self._wants_print or self._is_asking()
        self.bridge.ask(
            lambda app: read_lane(app, inspection_id, sheet_id, to_print=to_print), self._show, owner=self
        )

    def showEvent(self, event: QShowEvent) -> None:
        """The line takes keys at once."""
        super().showEvent(event)
        self.lane.field.setFocus()

    def leave(self) -> None:
        """A half-typed line stays."""
        self.lane.flush()

    def place(self) -> dict[str, Any]:
        """The visit and the sheet."""
        return {"inspection": self.inspection_id, "sheet": self.sheet_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that sheet."""
        self.open(place)

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to this sheet."""
        return ("field_sheet", self.sheet_id) if self.sheet_id else None

    def ask_print(self) -> None:
        """Show what can be printed; the lane makes room meanwhile."""
        self.card.show()
        self.lane.hide()
        self.empty.hide()
        if not self._view.lists:
            self.refresh()
        self.card.go.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.inspection_id and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.importer.take(sources_of(event.mimeData()), self.inspection_id, None)
        event.acceptProposedAction()

    def _head(self) -> tuple[QLayout, QLayout]:
        self.site = label("", "title")
        self.site.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sheets = ChoiceBox((), self.tr("记录单"))
        self.sheets.setMinimumWidth(224)
        self.progress = label("", "muted", wrap=False)
        self.print_button = Button(self.tr("打印新的一张"), self.ask_print, icon="printer")
        self.again_button = Button(self.tr("重印这张"), self._print_again, icon="refresh-cw")
        self.photos_button = Button(self.tr("导入照片"), self._choose_photos, icon="images")
        self.back_button = PrimaryButton(self.tr("回到检查"), self._back, icon="list-checks")
        buttons = (self.print_button, self.again_button, self.photos_button, self.back_button)
        first = row(self.site, *buttons)
        first.setStretch(0, 1)
        self.code = QLineEdit()
        self.code.setPlaceholderText(self.tr("按纸上的编号找"))
        self.code.setAccessibleName(self.tr("按纸上的编号找"))
        self.code.setMaximumWidth(224)
        return first, row(self.sheets, self.progress, 1, self.code)

    def _body(self) -> QWidget:
        self.model = SheetItemsModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("记录单上的检查项"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        self.strip = PhotoStrip(self.pictures, is_upright=True)
        self.photo_count = label("", "small", wrap=False)
        side = QWidget()
        inner = column(side)
        inner.setContentsMargins(GRID, 0, 0, 0)
        inner.addWidget(self.photo_count)
        inner.addWidget(self.strip, 1)
        self.places = label("", "small")
        left = QWidget()
        items = column(left)
        items.addWidget(self.table, 1)
        items.addWidget(self.places)
        split = QSplitter(Qt.Orientation.Horizontal)
        for place, (part, stretch) in enumerate(((left, 1), (side, 0))):
            split.addWidget(part)
            split.setStretchFactor(place, stretch)
            split.setCollapsible(place, False)
        return split

    def _connect(self) -> None:
        self.sheets.activated.connect(lambda _index: self._choose_sheet())
        self.code.returnPressed.connect(self._find)
        self.table.activated.connect(self._begin_item)
        self.table.doubleClicked.connect(self._begin_item)
        self.strip.doubleClicked.connect(self._name_photo)
        self.lane.planned.connect(self._point)
        self.lane.line_entered.connect(self._entered)
        self.importer.finished.connect(lambda _result: self.refresh())
        self.importer.trouble.connect(self.trouble)
        self.card.drawn_up.connect(self._drawn_up)
        self.card.printed.connect(self._printed)
        self.card.closed.connect(lambda: self._show(self._view))
        keys = {"Ctrl+P": self.ask_print, "Ctrl+O": self._choose_photos, "Esc": self._escape}
        for key, then in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    def _show(self, view: LaneView) -> None:
        self._view, self.inspection_id = view, view.inspection_id
        state = view.state
        self.sheet_id = state.sheet.id if state else ""
        self.site.setText(view.site_name or self.tr("下井记录单"))
        self._offer_sheets(view)
        has_sheet = state is not None
        for widget in (self.sheets, self.progress, self.body, self.again_button):
            widget.setVisible(has_sheet)
        self.lane.setVisible(has_sheet and not self._is_asking())
        self.empty.setVisible(not has_sheet and not self._is_asking())
        self.print_button.setVisible(has_sheet and view.is_running)
        for button in (self.photos_button, self.back_button):
            button.setVisible(bool(view.inspection_id))
        if view.lists or not view.inspection_id:
            self.card.show_visit(view.inspection_id, view.lists)
        if self._wants_print and view.inspection_id:
            self._wants_print = False
            self.ask_print()
        if state is not None:
            self._show_sheet(view)

    def _offer_sheets(self, view: LaneView) -> None:
        named = [(one.id, self._named(one)) for one in view.sheets]
        if named != self._named_sheets:
            self._named_sheets = named
            self.sheets.set_choices(named)
        self.sheets.set_value(self.sheet_id)

    def _is_asking(self) -> bool:
        return not self.card.isHidden()

    def _show_sheet(self, view: LaneView) -> None:
        state = view.state
        assert state is not None
        if self.model.show(state):
            self._lay_out_table()
        is_new = not self.lane.field.isEnabled() or not self.lane.field.hasFocus()
        self.lane.bind(state.sheet.id)
        self.lane.field.setEnabled(state.is_running)
        self.lane.look_again()
        done = self.tr("录完了") if not state.open else self.tr("还有 {0} 项").format(state.open)
        self.progress.setText(self._told(state.sheet, done))
        self.strip.show_photos(view.photos, follow_fresh=False)
        count = self.tr("照片 {0} 张，{1} 张未归").format(len(view.photos), view.unfiled)
        self.photo_count.setText(count if view.photos else self.tr("还没有照片：Ctrl+O 导入，或拖进来"))
        named = "　".join(f"@{number} {place}" for number, place in enumerate(state.sheet.places, 1))
        self.places.setText(self.tr("地点表：{0}").format(named))
        self.places.setVisible(bool(named))
        if is_new and not self._is_asking():
            self.lane.field.setFocus()

    def _lay_out_table(self) -> None:
        """Headings across, columns as wide as their words; once for a sheet, for it costs more than a key press."""
        for heading in self.model.headings:
            self.table.setSpan(heading, 0, 1, FINDINGS + 1)
        header, room = self.table.horizontalHeader(), 4 * GRID
        for section, words in self.model.widest().items():
            title = str(self.model.headerData(section, Qt.Orientation.Horizontal))
            widths = [self.table.fontMetrics().horizontalAdvance(one) for one in words]
            header.resizeSection(section, max(*widths, header.fontMetrics().horizontalAdvance(title) + GRID) + room)

    def _told(self, sheet: Sheet, done: str) -> str:
        """How many items, how many are left, and when the walk is said to have been."""
        if not (sheet.seen_from_at and sheet.seen_to_at):
            return self.tr("{0} 项，{1}").format(len(sheet.items), done)
        hours = (sheet.seen_from_at[11:16], sheet.seen_to_at[11:16])
        return self.tr("{0} 项，{1}；下井 {2} 至 {3}").format(len(sheet.items), done, *hours)

    def _named(self, sheet: Sheet) -> str:
        return self.tr("第 {0} 张　{1}").format(sheet.sheet_no, sheet.short_code)

    def _find(self) -> None:
        """A sheet of any visit, by the eight characters at its foot."""
        code = self.code.text().strip()

        def found(sheet: Sheet) -> None:
            self.code.clear()
            self.open({"inspection": sheet.inspection_id, "sheet": sheet.id})
            self.refresh()

        if code:
            self.bridge.ask(lambda app: app.field_sheets.sheet(code), found, owner=self)

    def _choose_sheet(self) -> None:
        self.sheet_id = self.sheets.value
        self.refresh()

    def _begin_item(self, index: Any) -> None:
        item = index.data(ITEM_ROLE)
        if item is None:
            item = index.siblingAtColumn(NUMBER).data(ITEM_ROLE)
        if isinstance(item, SheetItem):
            self.lane.prefill(item.no)

    def _name_photo(self, index: Any) -> None:
        """A photo that is double-clicked is named in the line."""
        photo = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(photo, PhotoRow):
            self.lane.append(f"p{photo.number}")

    def _point(self, plan: LinePlan | None) -> None:
        """Show the items and photos that the line speaks of."""
        self.table.clearSelection()
        if plan is None:
            return
        rows = [self.model.row_of(one.no) for one in plan.answers]
        model = self.table.selectionModel()
        model.select(self.model.lines(rows), model.SelectionFlag.ClearAndSelect | model.SelectionFlag.Rows)
        if rows:
            self.table.scrollTo(self.model.index(rows[0], TITLE), QAbstractItemView.ScrollHint.PositionAtCenter)
        photos = (*plan.answer_photos, *(plan.finding.photos if plan.finding else ()))
        self._point_at_photos({one.id for one in photos})

    def _point_at_photos(self, wanted: set[str]) -> None:
        self.strip.clearSelection()
        model = self.strip.selectionModel()
        for number, photo in enumerate(self.strip.photos.rows):
            if photo.id in wanted:
                model.select(self.strip.photos.index(number), model.SelectionFlag.Select)
                self.strip.scrollTo(self.strip.photos.index(number))

    def _entered(self, done: EnteredLine) -> None:
        if done.changed:
            self.refresh()

    def _drawn_up(self, sheet: Sheet) -> None:
        self.sheet_id = sheet.id
        self.refresh()

    def _printed(self, sheet: Sheet, pages: int) -> None:
        self.card.hide()
        self.notice.emit(self.tr("下井记录单 {0} 已打印，{1} 页。").format(sheet.short_code, pages))
        self.refresh()
        self.lane.field.setFocus()

    def _print_again(self) -> None:
        if self._view.state is not None:
            self.card.print_again(self._view.state.sheet)

    def _choose_photos(self) -> None:
        if self.inspection_id:
            self.importer.choose_files(self.inspection_id, None, "pdf")

    def _escape(self) -> None:
        if self._is_asking():
            self.card.close_card()
        else:
            self._back()

    def _back(self) -> None:
        if self.inspection_id:
            self.navigate.emit("inspection", self.inspection_id)
