"""The photo tray: what came from phone, card or chat and belongs to no finding yet; one key files it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget

from inspector_app.errors import RuleViolation
from inspector_app.inspection.values import FindingRow, InspectionRow
from ui.bridge import Bridge
from ui.inspection.item_model import LINE_ROLE, FindingListModel
from ui.inspection.moments import read_moment
from ui.inspection.parts import ChoiceBox
from ui.inspection.photo_box import PhotoDetails
from ui.inspection.photo_import import PhotoImport, drop_hint, sources_of
from ui.inspection.photo_pictures import Pictures
from ui.inspection.photo_rows import PhotoRow, photos_of
from ui.inspection.photo_view import PhotoPreview, PhotoStrip
from ui.page import Page
from ui.widgets.basic import GRID, Button, Card, EmptyState, PrimaryButton, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


@dataclass(frozen=True)
class Tray:
    """Photos of a visit that are filed nowhere, and where they may go."""

    inspection_id: str
    visits: tuple[InspectionRow, ...]
    photos: tuple[PhotoRow, ...]
    findings: tuple[FindingRow, ...]
    filed: int


def read_tray(app: App, inspection_id: str) -> Tray:
    """The tray of a visit, of the newest one when none is named."""
    visits = tuple(app.inspections.visits(limit=20))
    chosen = inspection_id or (visits[0].id if visits else "")
    if not chosen:
        return Tray("", visits, (), (), 0)
    photos = photos_of(app, inspection_id=chosen, unfiled=True)
    everything = len(app.evidence.photos(inspection_id=chosen))
    findings = tuple(app.inspections.findings(inspection_id=chosen, limit=1000))
    return Tray(chosen, visits, photos, findings, everything - len(photos))


class PhotoTrayPage(Page):
    """Big picture in the middle, the tray below, findings on the right; a number key files to that finding."""

    help_topic = "photos"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.inspection_id = ""
        self._tray: Tray | None = None
        self.setAcceptDrops(True)
        self.pictures = Pictures(bridge, self)
        layout = column(self, margin=2 * GRID)
        self.visits = ChoiceBox((), self.tr("检查"))
        self.visits.setMinimumContentsLength(24)
        self.count = label("", "count", wrap=False)
        self.about = label("", "muted", wrap=False)
        self.importer = PhotoImport(bridge)
        self.choose = PrimaryButton(self.tr("导入照片"), self._choose, icon="images")
        self.folder = Button(self.tr("导入文件夹"), self._choose_folder, icon="folder-open")
        self.paste_button = Button(self.tr("粘贴"), self._paste, icon="download")
        title = label(self.tr("照片整理"), "title", wrap=False)
        layout.addLayout(row(title, self.visits, 1, self.choose, self.folder, self.paste_button))
        layout.addLayout(row(self.count, self.about, 1, drop_hint()))
        layout.addWidget(self.importer)
        self.body = QWidget()
        layout.addWidget(self.body, 1)
        self._build_body()
        self.empty = EmptyState(
            self.tr("没有待整理的照片"),
            self.tr("从手机、存储卡或执法记录仪导入的照片先放在这里，再归到问题。"),
            icon="images",
        )
        layout.addWidget(self.empty, 1)
        self._connect()

    def open(self, argument: object) -> None:
        """``argument``: the inspection's id."""
        if isinstance(argument, str):
            self.inspection_id = argument

    def refresh(self) -> None:
        """Read the tray."""
        inspection_id = self.inspection_id
        self.bridge.ask(lambda app: read_tray(app, inspection_id), self._show, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Keys work at once."""
        super().showEvent(event)
        self.strip.setFocus()

    def place(self) -> dict[str, Any]:
        """The visit."""
        return {"inspection": self.inspection_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that visit."""
        self.open(str(place.get("inspection") or ""))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.inspection_id and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.importer.take(sources_of(event.mimeData()), self.inspection_id, None)
        event.acceptProposedAction()

    def file_to(self, finding_id: str) -> None:
        """File the selected photos to a finding; the next one comes to the front."""
        chosen = self.strip.chosen()
        actor = self.bridge.officer_id

        def work(app: App) -> int:
            for photo in chosen:
                app.evidence.file(actor, photo.id, finding_id)
            return len(chosen)

        if chosen:
            self.bridge.ask(work, self._filed, owner=self)

    def _build_body(self) -> None:
        across = QHBoxLayout(self.body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        middle = column()
        self.preview = PhotoPreview(self.pictures)
        self.details = PhotoDetails()
        self.strip = PhotoStrip(self.pictures)
        middle.addWidget(self.preview, 1)
        middle.addWidget(self.details)
        middle.addWidget(self.strip)
        across.addLayout(middle, 3)
        card = Card(self.tr("归到哪个问题"), icon="triangle-alert")
        card.body.addWidget(label(self.tr("按 1–9 直接归档，或双击问题。"), "small"))
        self.findings = FindingListModel(self)
        self.targets = QListView()
        self.targets.setModel(self.findings)
        self.targets.setWordWrap(True)
        self.targets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.targets.setAccessibleName(self.tr("本次发现的问题"))
        card.body.addWidget(self.targets, 1)
        self.file_button = PrimaryButton(self.tr("归到所选问题"), self._file_to_current, icon="check")
        self.new_button = Button(self.tr("作为新问题  N"), self._new_finding, icon="plus")
        card.body.addWidget(self.file_button)
        card.body.addWidget(self.new_button)
        across.addWidget(card, 1)

    def _connect(self) -> None:
        self.visits.activated.connect(lambda _index: self._choose_visit())
        self.strip.photo_chosen.connect(self._show_photo)
        self.targets.activated.connect(lambda _index: self._file_to_current())
        self.importer.finished.connect(lambda _result: self.refresh())
        self.importer.trouble.connect(self.trouble)
        self.details.remove_wanted.connect(self._remove)
        self.details.time_stated.connect(self._state_time)
        keys: dict[str, Any] = {"Ctrl+V": self._paste, "Ctrl+O": self._choose, "N": self._new_finding}
        keys |= {str(number): lambda n=number: self._file_by_number(n) for number in range(1, 10)}
        for key, then in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)

    def _show(self, tray: Tray) -> None:
        self._tray, self.inspection_id = tray, tray.inspection_id
        pairs = [(one.id, f"{one.site_name}  {one.started_at[:10]}") for one in tray.visits]
        self.visits.set_choices(pairs)
        self.visits.set_value(tray.inspection_id)
        for widget in (self.choose, self.folder, self.paste_button):
            widget.setEnabled(bool(tray.inspection_id))
        self.count.setText(str(len(tray.photos)))
        self.about.setText(self.tr("张待整理，{0} 张已归档").format(tray.filed))
        if tray.photos and self.body.isHidden():
            self.body.show()
            self.strip.setFocus()
        self.body.setVisible(bool(tray.photos))
        self.empty.setVisible(not tray.photos)
        self.findings.show(tray.findings)
        if tray.findings and not self.targets.currentIndex().isValid():
            self.targets.setCurrentIndex(self.findings.index(0))
        self.strip.show_photos(tray.photos)
        self.file_button.setEnabled(bool(tray.findings))

    def _show_photo(self, photo: object) -> None:
        shown = photo if isinstance(photo, PhotoRow) else None
        self.preview.show_photo(shown)
        self.details.show_photo(shown)

    def _choose_visit(self) -> None:
        self.inspection_id = self.visits.value
        self.refresh()

    def _choose(self) -> None:
        if self.inspection_id:
            self.importer.choose_files(self.inspection_id, None)

    def _choose_folder(self) -> None:
        self.importer.choose_folder(self.inspection_id, None)

    def _paste(self) -> None:
        if self.inspection_id:
            self.importer.paste(self.inspection_id, None)

    def _file_to_current(self) -> None:
        found = self.targets.currentIndex().data(LINE_ROLE)
        if isinstance(found, FindingRow):
            self.file_to(found.id)

    def _file_by_number(self, number: int) -> None:
        found = next((one for one in self._findings() if one.seq == number), None)
        if found is not None:
            self.file_to(found.id)
        else:
            self.notice.emit(self.tr("没有问题 {0}。").format(number))

    def _findings(self) -> Sequence[FindingRow]:
        return self._tray.findings if self._tray else ()

    def _filed(self, count: int) -> None:
        self.notice.emit(self.tr("已归档 {0} 张，Ctrl+Z 撤销。").format(count))

    def _new_finding(self) -> None:
        chosen = self.strip.chosen()
        actor, inspection_id = self.bridge.officer_id, self.inspection_id

        def work(app: App) -> str:
            finding_id = app.inspections.add_finding(actor, inspection_id)
            for photo in chosen:
                app.evidence.file(actor, photo.id, finding_id)
            return finding_id

        if chosen:
            self.bridge.ask(work, lambda finding_id: self.navigate.emit("finding", finding_id), owner=self)

    def _remove(self, photo: PhotoRow, reason: str) -> None:
        actor = self.bridge.officer_id
        self.bridge.ask(lambda app: app.evidence.remove(actor, photo.id, reason), owner=self)

    def _state_time(self, photo: PhotoRow, text: str) -> None:
        moment = read_moment(text, datetime.now().astimezone())
        if moment is None:
            self.trouble.emit(RuleViolation("start.moment_unreadable", field="taken_at", text=text))
            return
        actor, stated = self.bridge.officer_id, moment.isoformat(timespec="minutes")
        self.bridge.ask(lambda app: app.evidence.state_time(actor, photo.id, stated), owner=self)
