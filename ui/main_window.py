"""The window: entry (set up, unlock, lock) or the desk (navigation, pages, status line)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from inspector_app.errors import InspectorError
from ui.bridge import Bridge
from ui.page import Page, PageEntry

log = logging.getLogger(__name__)

EMERGENCY = "evacuate"
"""Nothing half decided keeps anybody from this page."""


class MainWindow(QMainWindow):
    """Shows either an entry widget or the desk. Pages are announced with ``add_page`` and made when first shown."""

    page_shown = Signal(str)
    """Key of the page that is in front now."""
    closes = Signal()
    """The window is about to close; it still has its place on the screen."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, Page] = {}
        self._desk: Any = None
        self._actions: list[QAction] = []
        self.setWindowTitle(self.tr("矿安检"))
        self.resize(1280, 800)
        self.setMinimumSize(960, 600)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        bridge.trouble.connect(self.show_trouble)
        bridge.changed.connect(self._changed)
        self._refresh_timer = QTimer(self, interval=150, singleShot=True)
        self._refresh_timer.timeout.connect(self._refresh_shown)
        self.closing: Callable[[], None] = lambda: None
        self.recovering: Callable[..., None] = lambda **_how: None
        """Called after a mistake of the program, with ``is_again``."""
        self._scans: Any = None
        self._troubles: Any = None
        self._composing: Any = None
        self.setAcceptDrops(True)

    @property
    def desk(self) -> Any:
        """Navigation, pages and status line (``ui.desk.Desk``); there once the store was unlocked."""
        return self._desk

    @property
    def current_page(self) -> Page | None:
        """The page in front, or nothing while the entry is shown."""
        return None if self._desk is None or not self.is_at_desk else self._desk.current()

    @property
    def is_at_desk(self) -> bool:
        """Whether pages are shown (not unlocking or locked)."""
        return self._desk is not None and self._stack.currentWidget() is self._desk

    def add_page(self, entry: PageEntry) -> None:
        """Announce a page; a page with a key that is there already replaces it."""
        self._entries[entry.key] = entry

    def entries(self) -> list[PageEntry]:
        """All announced pages in the order of the navigation."""
        return sorted(self._entries.values(), key=lambda entry: entry.order)

    def show_entry(self, widget: QWidget) -> None:
        """Show a widget instead of the desk (set-up, unlock, lock); it is deleted when another one comes."""
        page = self.current_page
        if page is not None:
            self._take_composed()
            page.leave()
        before = self._stack.currentWidget()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if before is not None and before is not self._desk:
            self._stack.removeWidget(before)
            before.deleteLater()

    def make_desk(self) -> None:
        """Make navigation and status line from the pages announced so far, without showing them."""
        if self._desk is None:
            from ui.desk import Desk

            self._desk = Desk(self)
            self._stack.addWidget(self._desk)

    def rehearse_desk(self) -> None:
        """Style the desk, lay it out and draw it unseen, so that unlocking only has to show it."""
        if not self.is_at_desk:
            self._desk.resize(self._stack.size())
            self._desk.grab()

    def show_desk(self) -> None:
        """Show navigation and pages."""
        self.make_desk()
        before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self._desk)
        if before is not None and before is not self._desk:
            self._stack.removeWidget(before)
            before.deleteLater()

    def go(self, key: str, argument: object = None) -> None:
        """Show a page, opened for ``argument`` when that is not ``None``. An unknown key goes home.

        The page in front stays when something on it is half decided (``Page.may_leave``).
        """
        entry = self._entries.get(key) or self._entries["home"]
        page = self._page(entry)
        before = self._desk.current()
        if before is not None and before is not page:
            self._take_composed()
            if entry.key != EMERGENCY and not before.may_leave():
                self._desk.show_page(self._entries[self.key_of(before)], before)
                return
            before.leave()
        self._desk.clear_message()
        if argument is not None:
            page.open(argument)
            page.put_away_former()
        self._desk.show_page(entry, page)
        if before is not page:
            self._desk.status.move_on()
        page.refresh()
        self.page_shown.emit(entry.key)

    def _run_errand(self, key: str, argument: object, told: str) -> None:
        """Show a page for something to be done there, with the way back above it."""
        before = self.key_of(self.current_page)
        self.go(key, argument)
        back = self.tr("回到{0}").format(self._entries[before].title)
        self._desk.show_message(told, "info", action=back, clicked=lambda: self.go(before))

    def forget_pages(self) -> None:
        """Throw all pages and the desk away (the language changed); they are made again when shown."""
        for page in self._pages.values():
            try:
                page.leave()
            except Exception:  # a page that made a mistake must not keep the others from being made anew
                log.exception("a page could not be left")
        self._pages.clear()
        self._entries.clear()
        for action in self._actions:
            self.removeAction(action)
        self._actions.clear()
        if self._desk is not None:
            self._stack.removeWidget(self._desk)
            self._desk.deleteLater()
            self._desk = None

    def page(self, key: str) -> Page:
        """The page of that key, made now if it was never shown."""
        return self._page(self._entries[key])

    def key_of(self, page: Page | None) -> str:
        """The key of a page that was shown."""
        return next((key for key, shown in self._pages.items() if shown is page), "home")

    def show_trouble(self, error: InspectorError) -> None:
        """Show an error where it belongs: status line, above the page, or a dialog."""
        if self._troubles is None:
            from ui.troubles import Troubles  # nothing is wrong at most starts

            self._troubles = Troubles(self)
        self._troubles.show(error)

    def _settle_trouble(self) -> None:
        if self._troubles is not None:
            self._troubles.settle()

    @property
    def scans(self) -> Any:
        """Takes signed pages in (``ui.papers.scan_intake.ScanIntake``)."""
        if self._scans is None:
            from ui.papers.scan_intake import ScanIntake

            self._scans = ScanIntake(self)
        return self._scans

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files dropped where no page wants them are signed pages."""
        mime = event.mimeData()
        if self.is_at_desk and (mime.hasUrls() or mime.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """They find their paper by the code on them."""
        from ui.inspection.photo_import import sources_of

        event.acceptProposedAction()
        self.scans.take(sources_of(event.mimeData()))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does."""
        from ui.tabbing import move  # nobody presses Tab before the first paint

        return move(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything typed is journalled before the window goes."""
        self._take_composed()
        self.closes.emit()
        self.closing()
        event.accept()

    def _page(self, entry: PageEntry) -> Page:
        page = self._pages.get(entry.key)
        if page is None:
            page = entry.make(self.bridge)
            page.navigate.connect(self.go)
            page.errand.connect(self._run_errand)
            page.trouble.connect(self.show_trouble)
            page.settled.connect(self._settle_trouble)
            page.notice.connect(self._desk.say)
            self._pages[entry.key] = page
            self._desk.add(page)
        return page

    def _changed(self) -> None:
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _refresh_shown(self) -> None:
        page = self.current_page
        if page is not None:
            page.refresh()

    def add_shortcuts(self) -> None:
        """Keys for pages and actions; the home page can be painted before they are there."""
        if self._actions:
            return
        self._watch_composing()
        self._action(self.tr("撤销"), "Ctrl+Z", self._undo)
        self._action(self.tr("修改留痕"), "Ctrl+H", self._show_trail)
        self._action(self.tr("帮助"), "F1", self._show_help)
        self._action(self.tr("刷新"), "F5", self._refresh_shown)
        self._action(self.tr("粘贴照片"), "Ctrl+V", self._paste)
        self._action(self.tr("开始检查"), "Ctrl+N", lambda: self._go_by_key("start_inspection"))
        self._action(self.tr("紧急撤人"), "F12", lambda: self._go_by_key("evacuate"))
        for entry in self.entries():
            if entry.shortcut and entry.shortcut not in ("Ctrl+N", "F12"):
                self._action(entry.title, entry.shortcut, lambda key=entry.key: self._go_by_key(key))

    def _watch_composing(self) -> None:
        from ui.composing import Composing

        self._composing = self._composing or Composing(self)

    def _take_composed(self) -> None:
        """What an input method has not finished yet counts as typed."""
        if self._composing is not None:
            self._composing.take()

    def _action(self, text: str, keys: str, run: Callable[[], None]) -> None:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)
        self._actions.append(action)

    def _go_by_key(self, key: str) -> None:
        if self.is_at_desk and key in self._entries:
            self.go(key)

    def _undo(self) -> None:
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit  # not before the first paint

        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit) and not focus.property("passesUndo"):
            focus.undo()
        elif self.is_at_desk:
            from ui.undo import undo_last

            undo_last(self.bridge, self._desk)

    def _paste(self) -> None:
        if self.is_at_desk:
            from ui.pasting import paste

            paste(self)

    def _show_trail(self) -> None:
        page = self.current_page
        record = None if page is None else page.trail_record()
        if record is not None:
            from ui.trail_dialog import TrailDialog

            TrailDialog(self.bridge, *record, parent=self).open()
        elif page is not None:
            self._desk.say(self.tr("这一页没有可以查看修改留痕的记录。"))

    def _show_help(self) -> None:
        page = self.current_page
        if page is not None:
            self.go("help", {"topic": page.help_topic, "from": self.key_of(page)})


