"""What lies on a card, phone or folder, and which of it to take in: one bar per place above the tray."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from inspector_app.errors import InspectorError
from inspector_app.evidence.source_values import PhotoPlace, PlaceKind, Since, Survey
from ui import icons, messages, theme
from ui.bridge import Bridge
from ui.inspection.parts import Chips
from ui.inspection.photo_words import notes_of, place_title, since_words
from ui.tasks import Task
from ui.widgets.basic import GRID, LinkButton, PrimaryButton, clear, column, label, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

_ICONS = {PlaceKind.CARD: "hard-drive", PlaceKind.PHONE: "camera", PlaceKind.CHAT: "download"}


class OfferBar(QFrame):
    """One place: looked through first, then its counts to choose from. Enter on a choice does not import yet."""

    wanted = Signal(object, object)
    """(the ``Survey``, the ``Since`` chosen): take these in."""
    put_off = Signal(object)
    """The ``PhotoPlace`` is not wanted now."""
    looked = Signal()
    """The counts stand there, or why there are none."""

    def __init__(self, bridge: Bridge, place: PhotoPlace, inspection_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.place = place
        self.inspection_id = inspection_id
        self.seen: Survey | None = None
        self._looking: Task | None = None
        self._going_on: Since | None = None
        self.setProperty("role", "message-info")
        layout = column(self, margin=GRID, gap=GRID // 2)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        picture = QLabel()
        picture.setPixmap(icons.pixmap(_ICONS.get(place.kind, "folder"), theme.colours().accent, 20))
        self.title = label("", "strong")
        self.take_in = PrimaryButton(self.tr("导入"), self._take, icon="download")
        self.later = LinkButton(self.tr("先不导入"), lambda: self.put_off.emit(self.place), icon="x")
        head = row(picture, self.title, self.take_in, self.later)
        head.setStretch(1, 1)
        layout.addLayout(head)
        self.which = Chips((), self.tr("导入哪些照片"), single=True)
        self.which.changed.connect(self._chosen)
        self.notes = label("", "small")
        choice = row(self.which, self.notes, gap=2 * GRID)
        choice.setStretch(0, 2)
        choice.setStretch(1, 3)
        layout.addLayout(choice)
        self._show_none(self.tr("正在查看“{0}”…").format(place.name))

    def look(self, since: Since | None = None) -> None:
        """Look the place through (again). ``since``: these are taken in at once, an import that was begun goes on."""
        self._going_on = since
        place, inspection_id = self.place, self.inspection_id

        def work(app: App) -> Generator[int, None, Survey | None]:
            for step in app.evidence.survey_steps(place, inspection_id):
                if isinstance(step, Survey):
                    return step
                yield step
            return None

        self._looking = self._bridge.ask_device(work, self._seen, self._not_seen, progress=self._step, owner=self)

    def give_up(self) -> None:
        """Nobody wants to know any more."""
        if self._looking is not None:
            self._looking.cancel()

    @property
    def since(self) -> Since:
        """Which photos are chosen."""
        return Since((self.which.values or [Since.ALL.value])[0])

    def _step(self, count: int) -> None:
        self.title.setText(self.tr("正在查看“{0}”… {1} 张").format(self.place.name, count))

    def _seen(self, seen: Survey) -> None:
        self.seen = seen
        if not seen.photos and seen.place.kind is PlaceKind.CARD:  # a drive with other things; no business of ours
            self.put_off.emit(self.place)
            self.looked.emit()
            return
        offers = [(since, found) for since, found, _fresh in seen.offers() if found or since is Since.ALL]
        self.which.set_choices([(since.value, since_words(since, found)) for since, found in offers])
        before = next((since for since, _found, fresh in seen.offers() if fresh), Since.ALL)
        self.which.set_values([(self._going_on or before).value])
        self.which.setVisible(bool(seen.photos))
        self._chosen()
        self.looked.emit()
        if self._going_on is not None and seen.fresh(self._going_on):
            self.wanted.emit(seen, self._going_on)

    def _chosen(self) -> None:
        if self.seen is None:
            return
        since, seen = self.since, self.seen
        if not self.which.values:
            self.which.set_values([since.value])
        fresh = len(seen.fresh(since))
        self.title.setText(place_title(seen) + self._what(seen))
        self.take_in.setText("  " + self.tr("导入 {0} 张").format(fresh))
        self.take_in.setAccessibleName(self.tr("导入 {0} 张").format(fresh))
        self.take_in.setVisible(fresh > 0)
        said = notes_of(seen, since)
        self.notes.setText("  ·  ".join(said))
        self.notes.setVisible(bool(said))

    def _what(self, seen: Survey) -> str:
        if not seen.photos:
            return self.tr("，里面没有照片")
        today = len(seen.chosen(Since.TODAY))
        if today:
            return self.tr("，内有 {0} 张今天的照片").format(today)
        return self.tr("，内有 {0} 张照片，没有今天的").format(len(seen.photos))

    def _take(self) -> None:
        if self.seen is not None:
            self.wanted.emit(self.seen, self.since)

    def _not_seen(self, error: Exception) -> None:
        if isinstance(error, InspectorError):
            told = messages.told(error)
            self._show_none(told.happened, told.todo)
        self.looked.emit()

    def _show_none(self, text: str, more: str = "") -> None:
        self.title.setText(text)
        self.notes.setText(more)
        self.notes.setVisible(bool(more))
        self.take_in.hide()
        self.which.hide()


class OfferList(QWidget):
    """The bars of all places, the newest on top; a place that goes takes its bar with it."""

    wanted = Signal(object, object)
    looked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._inspection_id = ""
        self.bars: dict[Path, OfferBar] = {}
        self._put_off: set[Path] = set()
        self._is_aside = False
        self._layout: QVBoxLayout = column(self)
        self.hide()

    def for_visit(self, inspection_id: str) -> None:
        """Counts are those of another visit."""
        if inspection_id != self._inspection_id:
            self._inspection_id = inspection_id
            places = [bar.place for bar in self.bars.values()]
            self._empty()
            for place in reversed(places):
                self.offer(place)

    def show_places(self, places: tuple[PhotoPlace, ...]) -> None:
        """Cards and phones that are there now; chosen folders stay."""
        there = {place.path for place in places}
        self._put_off &= there
        for path, bar in list(self.bars.items()):
            if bar.place.kind in (PlaceKind.CARD, PlaceKind.PHONE) and path not in there:
                self._take_away(bar.place)
        for place in places:
            if place.path not in self.bars and place.path not in self._put_off:
                self.offer(place)

    def offer(self, place: PhotoPlace, since: Since | None = None) -> OfferBar | None:
        """Look a place through and offer what lies there; with ``since`` take those in that are missing."""
        self._take_away(place)
        self._put_off.discard(place.path)
        if not self._inspection_id:
            return None
        bar = OfferBar(self._bridge, place, self._inspection_id)
        bar.wanted.connect(self.wanted)
        bar.looked.connect(self.looked)
        bar.put_off.connect(self._later)
        self.bars[place.path] = bar
        self._layout.insertWidget(0, bar)
        self.step_aside(self._is_aside)
        bar.look(since)
        return bar

    def done(self, place: PhotoPlace) -> None:
        """Its photos are in."""
        self._later(place)

    def forget(self) -> None:
        """What was put off is offered again."""
        self._put_off.clear()

    def _later(self, place: PhotoPlace) -> None:
        self._put_off.add(place.path)
        self._take_away(place)

    def _take_away(self, place: PhotoPlace) -> None:
        bar = self.bars.pop(place.path, None)
        if bar is not None:
            bar.give_up()
            bar.hide()
            self._layout.removeWidget(bar)
            bar.deleteLater()
        self.step_aside(self._is_aside)

    def step_aside(self, is_aside: bool) -> None:
        """Make room while something else is written."""
        self._is_aside = is_aside
        self.setVisible(bool(self.bars) and not is_aside)

    def _empty(self) -> None:
        self.bars.clear()
        clear(self._layout)
        self.hide()
