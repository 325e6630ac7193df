"""Pictures of every screen: ``python -m ui.shots OUT [PART …]`` (on a real X server: ``run.py shot``).

Languages zh and en, themes light, dark and contrast, 100, 150 and 200 %, each in a folder
``OUT/<language>-<theme>-<percent>``: the window has 1366×768 pixels of its own, so a picture at 200 % has 2732×1536.
Only screens whose name contains one of the PARTs are taken when any are given. The sample county is shown; which
screens there are says ``ui/screens.py``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.language import LANGUAGES
from ui.main import open_window
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.reception import SAMPLE_LOGIN, SAMPLE_PASSPHRASE, Reception, create_sample
from ui.screens import find_records, screens
from ui.theme import THEMES
from ui.worker_jobs import WorkerJobs

PERCENTS = (100, 150, 200)
SIZE = (1366, 768)
"""The smallest laptop screen that is in use."""
ENTRIES = ("01-welcome", "02-setup", "03-recovery-key", "04-join", "05-recover", "05-restore")
"""Pictures that need no store."""


def main(arguments: list[str]) -> int:
    """Take all pictures, one process per language, theme and scale."""
    if arguments[:1] == ["--one"]:
        return _one(Path(arguments[1]), Path(arguments[2]), arguments[3], arguments[4], arguments[5:])
    out, parts = Path(arguments[0] if arguments else "shots"), arguments[1:]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "county"
        make_store(folder)
        worst = 0
        for language, theme, percent in product(LANGUAGES, THEMES, PERCENTS):
            target = out / f"{language}-{theme}-{percent}"
            env = {**os.environ, "QT_SCALE_FACTOR": str(percent / 100)}
            command = [sys.executable, "-m", "ui.shots", "--one", str(folder), str(target), language, theme, *parts]
            worst = max(worst, subprocess.call(command, env=env))
    return worst


def _one(folder: Path, target: Path, language: str, theme: str, parts: list[str]) -> int:
    application = QApplication(sys.argv[:1])
    application.setCursorFlashTime(0)
    target.mkdir(parents=True, exist_ok=True)
    Preferences().save(folder, language=language, theme=theme, login=SAMPLE_LOGIN)
    camera = Camera(target, parts)
    camera.before_the_store(folder, language, theme)
    camera.at_the_desk(folder)
    application.quit()
    return 0


def make_store(folder: Path) -> None:
    """The sample county with work begun, as all pictures show it."""
    create_sample(folder)
    leave_work_unfinished(folder)


def leave_work_unfinished(folder: Path) -> None:
    """A running visit with findings and photos, papers half written, a dual penalty begun: what pages look like."""
    from inspector_app.bootstrap import App
    from inspector_app.demo.visit import Visit
    from inspector_app.store import Store

    store = Store.open(folder, SAMPLE_LOGIN, SAMPLE_PASSPHRASE)
    app = App(store)
    visit = Visit(app, folder.with_name("pictures"), None, lambda _line: None)
    visit.start()
    visit.record_findings()
    for form in ("F3", "F4", "F5"):
        app.papers.create(app.officer_id, form, inspection_id=visit.inspection)
    visit.open_cases()
    sheet = app.field_sheets.draw_up(app.officer_id, visit.inspection)
    for line in ("1-6 1", "7 3", "10 4 巷道封闭", "f1 @1 栏杆缺失"):
        app.field_sheets.enter(app.officer_id, sheet.id, line)
    half_typed = {"line": "14 2 @2 p1-2 f2 人员定位分站停电，调度室无显示", "waiting": []}
    app.store.set_local(f"form.field_sheet.{sheet.id}", json.dumps(half_typed))
    _examine(app, visit.inspection)
    app.tour.put_away()  # shown on a picture of its own
    store.close()


def _examine(app: Any, inspection_id: str) -> None:
    """Two people were examined: one knew everything, one did not answer the last questions."""
    from inspector_app.quiz.values import NewSitting, QuizRole

    for name, role, post, left in (
        ("周示例", QuizRole.MANAGER, "安全科长", 0), ("吴示例", QuizRole.SPECIAL_WORKER, "爆破员", 6)
    ):  # fmt: skip
        new = NewSitting(name, role, post, count=20, seed="7f3a")
        sitting = app.quiz.sitting(app.quiz.begin(app.officer_id, inspection_id, new))
        for question in sitting.questions[: len(sitting.questions) - left]:
            app.quiz.answer(app.officer_id, sitting.row.id, question.key, question.right)
        app.quiz.finish(app.officer_id, sitting.row.id)


class Camera:
    """Walks through the screens and saves each."""

    def __init__(self, target: Path, parts: list[str]) -> None:
        self._target = target
        self._parts = parts

    def before_the_store(self, folder: Path, language: str, theme: str) -> None:
        """Welcome, set-up, recovery key, joining and recovery, which need no store."""
        if not any(map(self._wanted, ENTRIES)):
            return
        empty = folder.with_name("empty")
        Preferences().save(empty, language=language, theme=theme)
        window, reception = self._window(empty)
        self._take("01-welcome", window)
        for name, widget in entry_widgets(reception):
            window.show_entry(widget)
            self._take(name, window)
        window.close()

    def at_the_desk(self, folder: Path) -> None:
        """Unlock, every page, dialogs, lock."""
        window, reception = self._window(folder)
        self._take("06-unlock", window)
        reception.entry.passphrase.setText(SAMPLE_PASSPHRASE)
        reception.entry.button.click()
        wait(lambda: window.bridge.is_open)
        settle(window)
        for screen in screens(window, records(window)):
            if self._wanted(screen.name):
                window.go(screen.key, screen.argument)
                settle(window)
                self._take(screen.name, window)
        for name, dialog in dialogs(window):
            if self._wanted(name):
                dialog.open()
                settle(window)
                self._take(name, dialog)
                dialog.close()
        window.go("home")
        self._tour(window)
        self._lock(window)
        window.close()

    def _tour(self, window: MainWindow) -> None:
        if self._wanted("96-tour"):
            window.bridge.tour_wanted.emit(True)
            settle(window)
            self._take("96-tour", window)

    def _lock(self, window: MainWindow) -> None:
        from ui.workday import Workday

        workday: Any = window.findChild(Workday)
        workday.lock()
        self._take("90-lock", window)

    def _window(self, folder: Path) -> tuple[MainWindow, Reception]:
        window, reception = open_window(folder)
        window.resize(*SIZE)
        window.show()
        settle(window)
        return window, reception

    def _wanted(self, name: str) -> bool:
        return not self._parts or any(part in name for part in self._parts)

    def _take(self, name: str, widget: QWidget) -> None:
        if self._wanted(name):
            QApplication.processEvents()
            widget.grab().save(str(self._target / f"{name}.png"))


def entry_widgets(reception: Reception) -> Iterator[tuple[str, QWidget]]:
    """Name and widget of what stands before the store: set-up with its mistakes told, keys, joining, restoring."""
    from ui.entry.join_page import JoinPage
    from ui.entry.recovery_pages import RecoverPage, RecoveryKeyPage
    from ui.entry.restore_page import RestorePage
    from ui.entry.setup_page import SetupPage

    setup = SetupPage()
    setup.name.setText("张三")
    setup.passphrase.setText("松阳 2026 矿山")
    setup.button.click()
    yield "02-setup", setup
    yield "03-recovery-key", RecoveryKeyPage("2VP9-MUEW-YVL9-8S8F-96BY-BCNN-PYEQ-FBQC")
    yield "04-join", JoinPage(reception.bridge)
    yield "05-recover", RecoverPage(["张三", "李四"])
    yield "05-restore", RestorePage(reception.bridge, reception.data_dir)


def records(window: MainWindow) -> dict[str, object]:
    """Some record for each page that needs one."""
    found: dict[str, object] = {}
    window.bridge.read_home(lambda reader, _unlocked: find_records(reader), found.update, window)
    settle(window)
    return found


def dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Name and dialog of those that a window opens over itself."""
    from ui import messages
    from ui.entry.join_page import JoinDialog
    from ui.settings.officers import OfficerDialog
    from ui.trail_dialog import TrailDialog

    record = records(window).get("finding")
    if record is not None:
        yield "91-trail", TrailDialog(window.bridge, "finding", str(record), window)
    yield "92-join", JoinDialog(window.bridge, window)
    yield "93-officer", OfficerDialog(window.bridge, None, window)
    yield "94-crash", messages.MessageDialog(messages.sentence("window.bug", file="20260310-091500.txt"), window)
    yield "95-disk-full", messages.MessageDialog(messages.sentence("storage.full"), window)


def settle(window: MainWindow) -> None:
    """Wait until nothing is being read any more and everything has been painted."""
    wait(lambda: all(lane.is_idle for lane in window.bridge.tasks.lanes()))
    loop = QEventLoop()
    QTimer.singleShot(250, loop.quit)
    loop.exec()
    wait(lambda: all(lane.is_idle for lane in window.bridge.tasks.lanes()))
    children: Any = window.bridge.findChildren(WorkerJobs)
    wait(lambda: all(jobs.is_idle for jobs in children))
    wait(lambda: not getattr(getattr(window.current_page, "runner", None), "is_running", False))


def wait(done: Callable[[], bool]) -> None:
    loop = QEventLoop()
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start()
    if not done():
        loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
