"""Page objects: what an officer does in the window, in his words. They wait for signals, never for the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QWidget

from inspector_app.inspection.values import FindingRow
from tests.fixtures.windows import PATIENCE, at_rest, unlock, window_on
from tests.ui.pages.county import County, make_county
from ui.inspection.finding_page import FindingPage
from ui.inspection.inspection_page import InspectionPage
from ui.inspection.start_page import StartPage
from ui.main_window import MainWindow
from ui.papers.actions import Action
from ui.papers.papers_page import PapersPage

VERDICT_KEYS = {"符合": Qt.Key.Key_1, "不符合": Qt.Key.Key_2, "不涉及": Qt.Key.Key_3, "本次未检查": Qt.Key.Key_4}


@contextmanager
def desk_on(qtbot: Any, folder: Path) -> Iterator[tuple[Desk, County]]:
    """The unlocked window on a small county."""
    county = make_county(folder)
    with window_on(qtbot, folder) as (window, reception):
        unlock(qtbot, window, reception)
        yield Desk(qtbot, window), county


def in_front(qtbot: Any, window: MainWindow) -> None:
    """Keys reach shortcuts only in the active window."""
    with qtbot.waitActive(window, timeout=PATIENCE):
        window.activateWindow()


class Desk:
    """The window with its pages."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        in_front(qtbot, window)

    def rest(self) -> None:
        """Until everything asked of the store has been answered and shown."""
        at_rest(self.qtbot, self.window)

    def ask(self, work: Any) -> Any:
        """Ask the services as pages do."""
        answer: list[Any] = []
        lane = self.window.bridge.tasks.database
        with self.qtbot.waitSignal(lane.idle, timeout=PATIENCE):
            self.window.bridge.ask(work, answer.append)
        return answer[0]

    def go(self, key: str, argument: object = None) -> Any:
        """Show a page and wait until it has read itself."""
        self.window.go(key, argument)
        self.rest()
        return self.window.current_page

    def start_page(self) -> StartPage:
        """The page on which a visit begins."""
        page = self.go("start_inspection")
        assert isinstance(page, StartPage)
        return page

    def inspection(self, inspection_id: str) -> InspectionPage:
        """The page of a visit."""
        page = self.go("inspection", inspection_id)
        assert isinstance(page, InspectionPage)
        return page

    def papers(self, inspection_id: str) -> PapersPage:
        """The papers of a visit."""
        page = self.go("papers", inspection_id)
        assert isinstance(page, PapersPage)
        return page

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """One key."""
        self.qtbot.keyClick(widget, key)

    def type(self, widget: QWidget, text: str) -> None:
        """Type into a field that takes the cursor; Chinese comes from an input method."""
        widget.setFocus()
        if text.isascii():
            self.qtbot.keyClicks(widget, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(widget, event)


def choose_mine(desk: Desk, page: StartPage, typed: str) -> None:
    """Search by what was typed and take the first hit with Enter."""
    page.search.field.clear()
    desk.type(page.search.field, typed)
    with desk.qtbot.waitSignal(page.search.chosen, timeout=PATIENCE):
        desk.press(page.search.field, Qt.Key.Key_Return)
        desk.rest()
    desk.rest()


def answer(desk: Desk, page: InspectionPage, verdict: str) -> tuple[str, str]:
    """Press the key of a verdict; (item, verdict) as stored."""
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE) as stored:
        desk.press(page.items.view, VERDICT_KEYS[verdict])
    return str(stored.args[0]), str(stored.args[1])


def new_finding(desk: Desk, page: InspectionPage) -> FindingPage:
    """Press N; the editor is ready to be typed in."""
    editor = desk.window.page("finding")
    assert isinstance(editor, FindingPage)
    with desk.qtbot.waitSignal(editor.finding_ready, timeout=PATIENCE):
        desk.press(page.items.view, Qt.Key.Key_N)
    return editor


def cite(desk: Desk, editor: FindingPage, words: str) -> str:
    """Look a provision up by these words and take the first one with the keys; the line that was taken."""
    law = editor.form.law
    with desk.qtbot.waitSignal(law.answered, timeout=PATIENCE, check_params_cb=lambda text: text == words):
        desk.type(law.field, words)
    first = law.lines[0]
    popup = law.hits.popup()
    assert popup is not None
    desk.press(popup, Qt.Key.Key_Down)
    with desk.qtbot.waitSignal(law.chosen, timeout=PATIENCE):
        desk.press(popup, Qt.Key.Key_Return)
    desk.rest()
    return first


def drop_files(desk: Desk, editor: FindingPage, files: list[Path]) -> Any:
    """Drag files onto the photos of a finding; what became of them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with desk.qtbot.waitSignal(editor.photos.importer.finished, timeout=PATIENCE) as done:
        editor.photos.dropEvent(event)
    desk.rest()
    return done.args[0]


def finding_now(desk: Desk, finding_id: str) -> FindingRow:
    """The finding as stored."""
    row = desk.ask(lambda app: app.inspections.finding(finding_id))
    assert isinstance(row, FindingRow)
    return row


def issue(desk: Desk, page: PapersPage, form: str) -> Any:
    """Choose the paper of this form, number it with its warnings accepted; its line."""
    key = next(line.key for line in page.model.lines if line.form == form)
    page.select(key)
    desk.rest()
    pane = page.pane
    pane.steps.do(Action.ISSUE)
    tick = pane.steps.bar.fields.get("warnings")
    if tick is not None:
        tick.click()  # type: ignore[attr-defined]
    told: list[Any] = []
    pane.trouble.connect(told.append)
    pane.steps.bar.confirm.click()
    desk.rest()
    assert not told, [str(one) for one in told]
    return desk.ask(lambda app: app.papers.paper(key))
