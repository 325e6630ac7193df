"""From unlocking to closing: pages are announced, the last place is returned to, the window locks itself, and
everything typed is journalled before it goes."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from inspector_app.clock import SystemClock
from inspector_app.errors import InspectorError
from inspector_app.home import PLACE, RUNNING_MARK
from inspector_app.session import IDLE, Session
from ui import language, theme
from ui.bridge import Bridge
from ui.home_page import HomePage
from ui.main_window import MainWindow
from ui.opening import Opened
from ui.reception import Reception, application
from ui.registry import announce_pages
from ui.standing import Standing
from ui.widgets import drafts

BUILD_AFTER_MS, BUILD_AT_LATEST_MS = 20, 500
"""The services are built after the home page was painted; a minimised window paints nothing, so not later than this."""

_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.InputMethod)


class Workday(QObject):
    """Everything between two unlockings of one window."""

    home_ready = Signal()
    """The unlocked home page shows counts and first rows."""
    locked = Signal()
    unlocked = Signal()

    def __init__(self, window: MainWindow, bridge: Bridge, reception: Reception, idle: timedelta = IDLE) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._reception = reception
        self._opened: Opened | None = None
        self._build_later: Opened | None = None
        self._hidden: list[QDialog] = []
        self._holding = ExitStack()
        self._saved_place = ""
        self._county: Any = None
        self._hears_county = False
        self.session = Session(SystemClock(), idle)
        self._has_pin = False
        self._guide: Any = None
        bridge.opened.connect(self._services_ready)
        bridge.held.connect(self._held)
        bridge.appearance.connect(self._dress)
        bridge.pin_changed.connect(self._ask_for_pin)
        bridge.lock_wanted.connect(self.lock)
        bridge.wording_changed.connect(self._ask_for_wording)
        bridge.tour_wanted.connect(lambda afresh: self._guide_now().start(afresh))
        window.closing = self.end
        window.recovering = self.recover
        self._place_timer = QTimer(self, interval=300, singleShot=True)
        self._place_timer.timeout.connect(self._save_place)
        window.page_shown.connect(lambda _key: self._place_timer.start())
        self._lock_action = QAction()
        self._lock_action.triggered.connect(lambda _checked=False: self.lock())
        self._lock_timer = QTimer(self, interval=5000)
        self._lock_timer.timeout.connect(self._look_at_the_clock)
        application().focusChanged.connect(self._focus_changed)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any key or click of the officer keeps the window from locking itself."""
        if event.type() in _TOUCHES:
            self.session.touch()
            self._bridge.wanted_field = None  # he goes where he likes now
        return False

    def _watch(self, window: QWindow | None) -> None:
        """Notice keys and clicks where they arrive, per system window; a filter on the whole application costs
        a Python call for every event of every widget."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def lock(self) -> None:
        """Lock now; what prints or uploads goes on."""
        if not self._window.is_at_desk or not self._bridge.is_open:
            return
        drafts.settle_all()
        self.session.lock()
        self._show_lock()

    def end(self) -> None:
        """Journal what is typed, remember the place, close the store, end the threads."""
        self._lock_timer.stop()
        self._place_timer.stop()
        page = self._window.current_page
        if page is not None:
            page.leave()
        drafts.settle_all()
        if self._bridge.is_open:
            place = json.dumps(self._place(), ensure_ascii=False)
            self._bridge.ask(lambda app: _say_goodbye(app, place))
        self._bridge.release()
        self._bridge.tasks.close()

    def speak_anew(self) -> None:
        """Make all pages again, in the language chosen now; the officer stays where he is."""
        page = self._window.current_page
        standing = Standing(page) if page is not None else None
        self._make_anew(self._place())
        page = self._window.current_page
        if standing is not None and page is not None:
            standing.give(page)

    def recover(self, *, is_again: bool) -> None:
        """A page made a mistake and may be half built: make all anew and return to where the officer was.

        ``is_again``: that was tried just now and did not help, so the home page comes instead.
        """
        if not self._window.is_at_desk or not self._bridge.is_open:
            return
        if is_again:
            self._make_anew({})
            self._window.desk.say(self.tr("这一页暂时打不开，已回到今日待办。输入的内容都在。"))
        else:
            self.speak_anew()

    def _make_anew(self, at: dict[str, Any]) -> None:
        drafts.settle_all()
        self._window.forget_pages()
        self.prepare()
        self._window.show_desk()
        self._window.add_shortcuts()
        self._dress_desk()
        if at.get("page", "home") == "home":
            self._window.go("home")
        else:
            self._go_to(at)

    def prepare(self) -> None:
        """Make navigation and home page behind the unlock page, so that unlocking only has to show them."""
        if not self._window.entries():
            announce_pages(self._window)
            self._window.make_desk()
            self._window.page("home")
            self._window.rehearse_desk()

    def begin(self, opened: Opened) -> None:
        """The store is unlocked: show the desk and home, then return to where the officer was."""
        self._opened = opened
        self._window.show_desk()
        self._dress_desk()
        home = self._window.page("home")
        assert isinstance(home, HomePage)
        home.begin_with(opened.board)
        self._window.go("home")
        if not self._bridge.is_open:
            self._build_later = opened
            home.painted.connect(lambda: QTimer.singleShot(BUILD_AFTER_MS, self, self._build))
            QTimer.singleShot(BUILD_AT_LATEST_MS, self, self._build)
        else:  # set up just now: the services were there before this was
            self._add_shortcuts()
            self._services_ready()
        self.home_ready.emit()
        self._return_to(opened)
        self._lock_timer.start()

    def _add_shortcuts(self) -> None:
        self._window.add_shortcuts()
        application().focusWindowChanged.connect(self._watch)
        self._watch(self._window.windowHandle())
        if not self._lock_action.parent():
            self._lock_action.setParent(self)
            self._lock_action.setShortcut("Ctrl+L")
            self._window.addAction(self._lock_action)

    def _dress(self, what: str, value: str) -> None:
        self._reception.remember(**{what: value})
        if what == "language":
            language.speak(value)
        else:
            theme.apply(application(), value)
        self.speak_anew()

    def _build(self) -> None:
        self._add_shortcuts()
        if self._build_later is not None:
            self._reception.opening.build_services(self._build_later)
            self._build_later = None

    def _dress_desk(self) -> None:
        if self._opened is not None:
            desk = self._window.desk
            desk.sample.setVisible(self._opened.board.is_sample)
            desk.status.officer.setText(self._opened.board.officer_name)
        self._show_county(self._county)
        if self._guide is not None:
            self._guide.attach()

    def _return_to(self, opened: Opened) -> None:
        back = opened.back
        if back.crashed:
            self._window.desk.say(self.tr("上次没有正常退出。已回到原来的位置，输入的内容都在。"))
        place = dict(back.place)
        if back.typed:
            newest = back.typed[0]
            place["field"] = {"kind": newest.kind, "record": newest.record_id, "field": newest.field}
        self._go_to(place)

    def _go_to(self, place: dict[str, Any]) -> None:
        field = place.get("field")
        if field:
            self._bridge.wanted_field = (field["kind"], field["record"], field["field"])
        key = str(place.get("page", "home"))
        if key not in {entry.key for entry in self._window.entries()} or key == "home":
            return
        page = self._window.page(key)
        page.restore(place.get("at", {}))
        self._window.go(key)

    def _place(self) -> dict[str, Any]:
        page = self._window.current_page
        if page is None:
            return json.loads(self._saved_place) if self._saved_place else {}
        place: dict[str, Any] = {"page": self._window.key_of(page), "at": page.place()}
        field = drafts.typing_in(self._window.focusWidget())  # also while a dialog stands in front
        if field is not None:
            place["field"] = field
        return place

    def _save_place(self) -> None:
        place = json.dumps(self._place(), ensure_ascii=False)
        if place != self._saved_place and self._bridge.is_open and self._window.is_at_desk:
            self._saved_place = place
            self._bridge.ask(lambda app: app.store.set_local(PLACE, place))

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._window.is_at_desk:
            self._place_timer.start()

    def _services_ready(self) -> None:
        from ui.sync.driver import driver_of

        driver = driver_of(self._bridge)
        if not self._hears_county:
            self._hears_county = True
            driver.status_changed.connect(self._show_county)
        driver.ask_status()
        self._ask_for_pin()
        self._ask_for_wording()
        self._place_timer.start()
        if self._opened is not None and self._opened.board.is_sample:
            self._guide_now().welcome()

    def _ask_for_wording(self) -> None:
        from inspector_app.office.wording import verdict_words

        self._bridge.ask(lambda app: verdict_words(app.office), self._take_wording, owner=self)

    def _take_wording(self, words: dict[str, str]) -> None:
        from inspector_app.office.wording import adopt

        if adopt(words) and self._window.is_at_desk:
            self.speak_anew()

    def _guide_now(self) -> Any:
        """The tour's guide; a real county loads it only when somebody asks for the tour."""
        if self._guide is None:
            from ui.tour.guide import TourGuide

            self._guide = TourGuide(self._window)
        return self._guide

    def _ask_for_pin(self) -> None:
        from inspector_app.session import Pin

        self._bridge.ask(lambda app: Pin(app.store).state, self._know_pin, owner=self)

    def _know_pin(self, state: Any) -> None:
        self._has_pin = state.is_set and state.tries_left > 0

    def _show_county(self, status: Any) -> None:
        """Also kept for a desk that is made later (first start, another language)."""
        self._county = status
        if self._window.desk is not None and status is not None:
            from ui.sync.words import headline

            waiting = status.entries_total - status.entries_received + status.blobs_total - status.blobs_received
            self._window.desk.mark("sync", waiting if status.joined else 0)
            unlocked = self._bridge.unlocked
            is_sample = unlocked is not None and unlocked.key_file.is_sample
            self._window.desk.status.county.setText(headline(status, is_sample=is_sample)[0])

    def _held(self, held: bool) -> None:
        if held:
            self._holding.enter_context(self.session.hold("busy"))
        else:
            self._holding.close()

    def _look_at_the_clock(self) -> None:
        if self._window.is_at_desk and self._bridge.is_open and self.session.is_locked():
            drafts.settle_all()
            self._show_lock()

    def _show_lock(self) -> None:
        from ui.entry.lock_page import LockPage
        from ui.reception import SAMPLE_PASSPHRASE

        self._saved_place = json.dumps(self._place(), ensure_ascii=False)
        self._hidden = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        for dialog in self._hidden:
            dialog.hide()
        board = self._opened.board if self._opened else None
        known = SAMPLE_PASSPHRASE if board is not None and board.is_sample else ""
        page = LockPage(board.officer_name if board else "", pin=self._has_pin, known=known)
        page.languages.hide()
        page.prove.connect(lambda kind, secret: self._prove(page, kind, secret))
        self._window.show_entry(page)
        page.secret.setFocus()
        self.locked.emit()

    def _prove(self, page: Any, kind: str, secret: str) -> None:
        def prove(app: Any) -> None:
            from inspector_app.session import Pin

            pin = Pin(app.store)
            if kind == "pin":
                pin.check(secret)
            else:
                pin.forgive(secret)

        self._bridge.ask(prove, lambda _nothing: self._proved(), lambda error: self._refuse(page, error), owner=page)

    def _refuse(self, page: Any, error: Exception) -> None:
        if isinstance(error, InspectorError):
            page.refuse(error)

    def _proved(self) -> None:
        self.session.unlock(lambda: None)
        self._ask_for_pin()
        self._window.show_desk()
        current = self._window.current_page
        if current is not None:
            current.refresh()
        for dialog in self._hidden:
            dialog.show()
        self._hidden = []
        self.unlocked.emit()


def _say_goodbye(app: Any, place: str) -> None:
    app.store.set_local(PLACE, place)
    app.store.set_local(RUNNING_MARK, "no")
