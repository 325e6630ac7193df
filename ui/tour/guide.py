"""Walks the officer through the tour: says the next step, frames its control, notices by itself that it was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from inspector_app import paths
from inspector_app.tour.loader import tour
from inspector_app.tour.values import Step, TourStage, TourState
from ui.main_window import MainWindow
from ui.tasks import LATER
from ui.tour.bar import TourBar
from ui.tour.pointer import Pointer

LOOK_MS = 250
"""How often the guide looks where the control is and whether a part of the window has appeared, while it is shown."""


class TourGuide(QObject):
    """One per window. Everything it knows of what was done comes from the journal and from what is to be seen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self._is_asking = False
        self.state = TourState()
        self.bar: TourBar | None = None
        self.pointer: Pointer | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        window.page_shown.connect(lambda _key: self.look())
        self._bridge.changed.connect(lambda: self._observe())
        self._bridge.happened.connect(lambda what: self._observe(f"event:{what}"))
        self._bridge.closing.connect(self._timer.stop)

    @property
    def step(self) -> Step | None:
        """What is to be done next."""
        return self.state.current(tour())

    @property
    def is_shown(self) -> bool:
        """Whether the officer is being guided now."""
        return self.bar is not None and self.state.stage is TourStage.RUNNING

    def welcome(self) -> None:
        """The services are there: begin in a sample county that never had the tour, else go on where it was."""

        def begin(app: Any) -> TourState:
            state: TourState = app.tour.state()
            after: TourState = app.tour.start() if state.stage is TourStage.FRESH else app.tour.observe()
            return after

        self._bridge.ask(begin, self._take, owner=self)

    def start(self, afresh: bool) -> None:
        """Begin, or take up again (from the help)."""
        self._bridge.ask(lambda app: app.tour.start(afresh=afresh), self._take, owner=self)

    def attach(self) -> None:
        """Stand at the foot of the desk; called again for a desk that was made anew."""
        if self.bar is not None and self._window.desk.foot.indexOf(self.bar) >= 0:
            return
        self.bar = self.pointer = None
        if self.state.stage is TourStage.RUNNING:
            self._show()

    def look(self) -> None:
        """See whether the step was done by what is shown, and where its control is."""
        step = self.step
        if not self.is_shown or not self._window.is_at_desk:
            return
        if step is not None and not self._seen().isdisjoint(step.done):
            self._observe()
        self._point()

    def _seen(self) -> frozenset[str]:
        """What the window can tell: the page in front, and parts of it that the step waits for."""
        step = self.step
        waited = [fact.removeprefix("shown:") for fact in step.done if fact.startswith("shown:")] if step else []
        shown = {f"shown:{name}" for name in waited if self._find(name) is not None}
        return frozenset({f"page:{self._page()}"} | shown)

    def _page(self) -> str:
        return self._window.key_of(self._window.current_page)

    def _find(self, name: str) -> QWidget | None:
        """The control of that name that is to be seen."""
        found: Iterable[QWidget] = self._window.findChildren(QWidget, name)
        return next((one for one in found if one.isVisible()), None)

    def _observe(self, *happened: str) -> None:
        """Ask how far the officer is; one question at a time, the next look asks what came meanwhile."""
        if not self.is_shown or not self._bridge.is_open or (self._is_asking and not happened):
            return
        self._is_asking = True
        seen = self._seen() | set(happened)
        self._bridge.ask(lambda app: app.tour.observe(seen), self._take, self._untold, owner=self, priority=LATER)

    def _take(self, state: TourState) -> None:
        self._is_asking = False
        self.state = state
        self._show()

    def _untold(self, _error: Exception) -> None:
        """The store could not be asked; the next change asks again."""
        self._is_asking = False

    def _show(self) -> None:
        if self.state.stage is not TourStage.RUNNING:
            self._put_down()
            return
        if self._window.desk is None:
            return
        if self.bar is None:
            self._make()
        self._timer.start()
        self._say()
        self.look()

    def _make(self) -> None:
        self.bar = bar = TourBar()
        self._window.desk.foot.addWidget(bar)
        self.pointer = Pointer(self._window.desk)
        bar.go_wanted.connect(self._go)
        bar.photo_wanted.connect(self._take_photo)
        bar.skip_wanted.connect(lambda: self._change("skip"))
        bar.close_wanted.connect(lambda: self._change("put_away"))
        bar.finish_wanted.connect(lambda: self._change("finish"))

    def _put_down(self) -> None:
        self._timer.stop()
        if self.bar is not None and self.pointer is not None:
            self.pointer.point_at(None)
            for part in (self.bar, self.pointer):
                part.hide()
                part.deleteLater()
            if self.state.stage is TourStage.PUT_AWAY:
                self._window.desk.say(self.tr("导览已收起。要继续，在“帮助”里点“导览”。"))
        self.bar = self.pointer = None

    def _say(self) -> None:
        assert self.bar is not None
        if self.step is None:
            self.bar.show_ending(tour())
        else:
            self.bar.show_step(tour(), self.step, is_elsewhere=self.step.page != self._page())

    def _point(self) -> None:
        assert self.pointer is not None
        step = self.step
        self._say()
        names = step.targets if step is not None else ()
        if step is not None and step.page != self._page():
            names = (*names, f"nav.{step.page}")
        self.pointer.point_at(next((found for name in names if (found := self._find(name)) is not None), None))

    def _go(self) -> None:
        if self.step is not None:
            self._window.go(self.step.page)

    def _change(self, what: str) -> None:
        self._bridge.ask(lambda app: getattr(app.tour, what)(), self._take, owner=self)

    def _take_photo(self) -> None:
        """For whoever has no photo at hand: one of the sample county's own."""
        box: Any = self._find("finding.photos")
        if self.step is not None and self.step.photo and box is not None:
            box.take([paths.resources("sample", "photos", self.step.photo)])
