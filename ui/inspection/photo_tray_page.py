"""The photo tray: what came from phone, card or chat and belongs nowhere yet; one key files it, until it is empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from inspector_app.evidence.source_values import Since, Survey
from ui.bridge import Bridge
from ui.inspection.parts import Chips, ChoiceBox
from ui.inspection.photo_acts import PhotoActs
from ui.inspection.photo_details import PhotoDetails
from ui.inspection.photo_import import PhotoImport, drop_hint, place_of, sources_of
from ui.inspection.photo_memory import ImportMemory
from ui.inspection.photo_offer import OfferList
from ui.inspection.photo_pages import page_words
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow
from ui.inspection.photo_run import ImportResult
from ui.inspection.photo_stage import ZOOM_STEP, PhotoStage
from ui.inspection.photo_target import PhotoTarget
from ui.inspection.photo_tray_reading import Pile, Tray, items_of, pile_of, read_tray
from ui.inspection.photo_view import PhotoStrip
from ui.inspection.photo_watch import SourceWatch
from ui.page import Page
from ui.widgets.basic import GRID, Button, EmptyState, PrimaryButton, column, label, row

MOST_VISIT_WIDTH = 480


class PhotoTrayPage(Page):
    """Thumbnails on the left, the photo large in the middle, where it may go on the right."""

    help_topic = "photos"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self._tray = Tray("")
        self._since = Since.ALL
        self._came_in = False
        """Photos were taken in since the tray was shown last: the photo in front stays in front."""
        self.setAcceptDrops(True)
        self.pictures = Pictures(bridge, self)
        self.watch = SourceWatch.of(bridge)
        self.memory = ImportMemory(bridge, self)
        layout = column(self, margin=2 * GRID)
        self.visits = ChoiceBox((), self.tr("检查"))
        self.visits.setMinimumContentsLength(12)
        self.visits.setMaximumWidth(MOST_VISIT_WIDTH)
        self.count = label("", "count", wrap=False)
        self.about = label("", "muted", wrap=False)
        title = label(self.tr("照片整理"), "title", wrap=False)
        head = row(title, self.count, self.about, self.visits)
        head.setStretch(2, 1)
        head.setStretch(3, 3)
        layout.addLayout(head)
        self.piles = Chips((), self.tr("看哪些照片"), single=True)
        self.choose = PrimaryButton(self.tr("导入照片"), self._choose, icon="images")
        self.more = Button(self.tr("其他来源"), None, icon="folder-open")
        self.more.setMenu(self._sources_menu())
        tools = row(self.piles, self.choose, self.more)
        tools.setStretch(0, 1)
        layout.addLayout(tools)
        self.offers = OfferList(bridge)
        self.importer = PhotoImport(bridge)
        layout.addWidget(self.offers)
        layout.addWidget(self.importer)
        self.body = QWidget()
        layout.addWidget(self.body, 1)
        self._build_body()
        self.empty = EmptyState("", "", icon="images")
        layout.addWidget(self._emptiness(), 1)
        self._connect()
        self._add_keys()

    def open(self, argument: object) -> None:
        """``argument``: the inspection's id."""
        if isinstance(argument, str):
            self.inspection_id = argument

    def subject(self) -> str:
        """The visit."""
        return self.inspection_id

    def refresh(self) -> None:
        """Read the tray."""
        inspection_id = self.inspection_id
        self.bridge.ask(lambda app: read_tray(app, inspection_id), self._show, owner=self)

    def place(self) -> dict[str, Any]:
        """The visit."""
        return {"inspection": self.inspection_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that visit."""
        self.open(str(place.get("inspection") or ""))

    def paste(self) -> bool:
        """Ctrl+V: what lies on the clipboard comes into the tray."""
        if self.inspection_id:
            self.importer.paste(self.inspection_id, None)
        return bool(self.inspection_id)

    def showEvent(self, event: QShowEvent) -> None:
        """The thumbnails take the keys; cards and phones are looked for."""
        super().showEvent(event)
        self.strip.setFocus()
        self.watch.start()
        self.watch.poll(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.watch.poll(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.inspection_id and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.importer.take(sources_of(event.mimeData()), self.inspection_id, None)
        event.acceptProposedAction()

    @property
    def pile(self) -> Pile:
        """Which photos are shown."""
        return Pile((self.piles.values or [Pile.UNFILED.value])[0])

    def _chosen(self) -> list[str]:
        return [photo.id for photo in self.strip.chosen()]

    def _file_to(self, finding_id: str) -> None:
        found = next((one for one in self._tray.findings if one.id == finding_id), None)
        self.acts.file_to(finding_id, found.seq if found else 0)

    def _sources_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("手机、存储卡或文件夹…"), self._choose_folder)
        self.chat = menu.addAction(self.tr("聊天下载文件夹"), lambda: self._offer_chat(None))
        menu.addAction(self.tr("换一个聊天下载文件夹…"), lambda: self.memory.choose_chat_folder(self._offer_chat))
        menu.addSeparator()
        paste = menu.addAction(self.tr("粘贴"), self.paste)
        paste.setText(self.tr("粘贴") + "\tCtrl+V")
        menu.addAction(self.tr("再找一次存储卡和手机"), self._look_again)
        return menu

    def _emptiness(self) -> QWidget:
        self._around_empty = QWidget()
        inner = column(self._around_empty)
        inner.addStretch(1)
        inner.addWidget(self.empty)
        hint = drop_hint()
        hint.setWordWrap(False)
        inner.addLayout(row(1, hint, 1))
        inner.addStretch(2)
        return self._around_empty

    def _build_body(self) -> None:
        across = QHBoxLayout(self.body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        self.strip = PhotoStrip(self.pictures, is_upright=True)
        self.stage = PhotoStage(self.pictures)
        self.details = PhotoDetails(self.bridge)
        self.target = PhotoTarget(self.bridge)
        self.acts = PhotoActs(self.bridge, self._chosen, self)
        middle = column()
        middle.addWidget(self.stage, 1)
        middle.addWidget(self.details)
        across.addWidget(self.strip)
        across.addLayout(middle, 5)
        across.addWidget(self.target, 2)

    def _connect(self) -> None:
        self.visits.activated.connect(lambda _index: self._choose_visit())
        self.piles.changed.connect(self._show_pile)
        self.strip.photo_chosen.connect(self._show_photo)
        self.strip.activated.connect(lambda _index: self.target.file_to_current())
        self.importer.offer = lambda folder: self.offers.offer(place_of(folder))
        self.importer.go_on = self._go_on
        self.importer.finished.connect(self._imported)
        self.importer.page_found.connect(self._page_found)
        self.importer.trouble.connect(self.trouble)
        self.offers.wanted.connect(self._take_in)
        self.watch.changed.connect(lambda: self.offers.show_places(self.watch.places))
        target, acts = self.target, self.acts
        acts.told.connect(self.notice)
        acts.finding_made.connect(lambda finding_id: self.navigate.emit("finding", finding_id))
        target.finding_chosen.connect(self._file_to)
        target.item_chosen.connect(acts.file_to_item)
        target.finding_written.connect(acts.write_finding)
        target.aside_wanted.connect(acts.set_aside)
        target.back_wanted.connect(acts.put_back)
        target.items_wanted.connect(self._pick_item)
        target.unknown_number.connect(lambda number: self.notice.emit(self.tr("没有问题 {0}。").format(number)))
        target.room_wanted.connect(self.offers.step_aside)
        target.left.connect(self.strip.setFocus)

    def _add_keys(self) -> None:
        canvas, target, acts = self.stage.canvas, self.target, self.acts
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+O": self._choose, "F": target.ask_finding, "Shift+F": acts.open_finding, "N": acts.open_finding,
            "I": self._pick_item, "X": target.ask_reason, "B": acts.put_back, "U": acts.undo,
            "R": lambda: canvas.turn_by(90),
            "/": lambda: canvas.set_zoom(0), "*": self.stage.pixels.click, "-": lambda: canvas.zoom_by(1 / ZOOM_STEP),
            "+": lambda: canvas.zoom_by(ZOOM_STEP), "=": lambda: canvas.zoom_by(ZOOM_STEP),
            "Left": lambda: self._step(-1), "Right": lambda: self._step(1), "Esc": self._escape,
            "Backspace": target.digits.clear, "Alt+Left": lambda: canvas.move_by(-0.2, 0),
            "Alt+Right": lambda: canvas.move_by(0.2, 0), "Alt+Up": lambda: canvas.move_by(0, -0.2),
            "Alt+Down": lambda: canvas.move_by(0, 0.2),
        }  # fmt: skip
        keys |= {str(digit): lambda one=str(digit): target.digits.feed(one) for digit in range(10)}
        for key, then in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    def _show(self, tray: Tray) -> None:
        self._tray, self.inspection_id = tray, tray.inspection_id
        self.target.inspection_id = self.acts.inspection_id = tray.inspection_id
        pairs = [(one.id, f"{one.site_name}  {one.started_at[:10]}") for one in tray.visits]
        self.visits.set_choices(pairs)
        self.visits.set_value(tray.inspection_id)
        for widget in (self.choose, self.more):
            widget.setEnabled(bool(tray.inspection_id))
        self.offers.for_visit(tray.inspection_id)
        self.offers.show_places(self.watch.places)
        self.memory.for_visit(tray.inspection_id, self.offers.offer)
        self.target.show_findings(tray.findings)
        self._show_counts()
        self._show_pile()

    def _show_counts(self) -> None:
        piles = {pile: len(self._tray.pile(pile)) for pile in Pile}
        words = {
            Pile.UNFILED: self.tr("待整理 {0}"), Pile.FILED: self.tr("已归档 {0}"), Pile.ASIDE: self.tr("无关 {0}"),
        }  # fmt: skip
        self.count.setText(str(piles[Pile.UNFILED]))
        self.about.setText(self.tr("张待整理"))
        self.count.setAccessibleName(f"{self.count.text()} {self.about.text()}")
        shown = self.pile
        choices = [(pile.value, words[pile].format(count)) for pile, count in piles.items()]
        if [chip for _value, chip in choices] != self.property("piles"):
            self.setProperty("piles", [chip for _value, chip in choices])
            self.piles.set_choices(choices)
        self.piles.set_values([shown.value])

    def _show_pile(self) -> None:
        if not self.piles.values:
            self.piles.set_values([Pile.UNFILED.value])
        photos = self._tray.pile(self.pile)
        had_none = self.body.isHidden()
        self.body.setVisible(bool(photos))
        self._around_empty.setVisible(not photos)
        if not photos:
            self._say_why_empty()
        self.strip.show_photos(photos, follow_fresh=not self.importer.is_running and not self._came_in)
        self._came_in = False
        if photos and had_none and self.isVisible():
            self.strip.setFocus()

    def _say_why_empty(self) -> None:
        if self.pile is Pile.UNFILED and self._tray.photos:
            words = (self.tr("照片都整理完了"), self.tr("还有照片时，插上存储卡或手机，或把文件夹拖进来。"))
        elif self.pile is Pile.UNFILED:
            words = (
                self.tr("没有待整理的照片"),
                self.tr("插上存储卡或手机，这里会提示导入；也可以导入照片、文件夹或聊天下载。"),
            )
        else:
            words = (self.tr("这里没有照片"), "")
        self.empty.say(*words)

    def _show_photo(self, photo: object) -> None:
        shown = photo if isinstance(photo, PhotoRow) else None
        self.stage.show_photo(shown)
        self.details.show_photo(shown)
        self.target.back_button.setEnabled(shown is not None and pile_of(shown) is not Pile.UNFILED)

    def _choose_visit(self) -> None:
        self.inspection_id = self.visits.value
        self.refresh()

    def _choose(self) -> None:
        if self.inspection_id:
            self.importer.choose_files(self.inspection_id, None)

    def _choose_folder(self) -> None:
        self.importer.choose_folder(self.inspection_id, None)

    def _look_again(self) -> None:
        self.offers.forget()
        self.watch.look()
        self.offers.show_places(self.watch.places)

    def _offer_chat(self, folder: Path | None) -> None:
        self.memory.chat_place(folder, self.offers.offer)

    def _take_in(self, seen: Survey, since: Since) -> None:
        if self.importer.take_found(seen, since, self.inspection_id):
            self._since = since
            self.memory.begun(self.inspection_id, seen.place, since)
            self.offers.done(seen.place)
        else:
            self.notice.emit(self.tr("正在导入，请稍候再导入这一批。"))

    def _go_on(self, result: ImportResult) -> None:
        if result.seen is not None:
            self.offers.offer(result.seen.place, self._since)

    def _imported(self, result: ImportResult) -> None:
        if result.seen is not None:
            self.memory.ended(result)
        self._came_in = True
        if result.failures and not self.isVisible():  # pasted on another page
            self.trouble.emit(result.failures[0][1])
        self.refresh()

    def _page_found(self, outcome: object) -> None:
        self.notice.emit(page_words(outcome))
        self.refresh()

    def _pick_item(self) -> None:
        inspection_id = self.inspection_id
        if self._chosen():
            self.bridge.ask(lambda app: items_of(app, inspection_id), self.target.pick_item, owner=self)

    def _step(self, by: int) -> None:
        wanted = self.strip.currentIndex().row() + by
        if 0 <= wanted < len(self.strip.photos.rows):
            self.strip.setCurrentIndex(self.strip.photos.index(wanted))

    def _escape(self) -> None:
        if not self.target.digits.clear():
            self.target.close_forms()
            self.stage.canvas.set_zoom(0)
