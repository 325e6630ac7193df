"""Chinese through a real input method: fcitx5's pinyin types into every kind of field of the real window.

A screen, a session bus, a window manager, fcitx5 and the program, with the environment that the program itself sets;
keys come from ``xdotool``. Each field must get 安全出口 from ``anquanchukou`` and a space, and must keep what is half
typed when the officer goes elsewhere. Keys that answer items must work while pinyin is on, and a passphrase must get
its letters. Usage: ``run.py soak ime``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

PROGRAMS = {"fcitx5": "fcitx5", "dbus-daemon": "dbus-run-session", "xdotool": "xdotool", "openbox": "openbox"}
"""Debian package -> the program it brings."""
SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--"]
PINYIN, HANZI, HALF = "anquanchukou", "安全出口", "shan"
PATIENCE = 10.0
"""Seconds until a text that must come counts as missing."""
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
BEHAVIOUR = "[Behavior]\nActiveByDefault=True\nShareInputState=All\n"


def main() -> int:
    """Prepare a store outside, then go inside a screen and a session bus of our own."""
    if sys.argv[1:2] == ["--inside"]:
        return inside(Path(sys.argv[2]))
    from tools import setup_machine

    pinyin = {} if list(Path("/usr/lib").glob("*/fcitx5/libpinyin.so")) else {"fcitx5-pinyin": "pinyin of fcitx5"}
    setup_machine.need({**PROGRAMS, **pinyin}, "the input method is tested with fcitx5")
    with tempfile.TemporaryDirectory(prefix="ime-") as name:
        from ui.reception import create_sample
        from ui.shots import leave_work_unfinished

        create_sample(Path(name) / "county")
        leave_work_unfinished(Path(name) / "county")
        home = Path(name) / "home"
        for file, text in (("profile", PROFILE), ("config", BEHAVIOUR)):
            target = home / ".config" / "fcitx5" / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "ascii")
        return _go_inside(Path(name), home)


def _go_inside(folder: Path, home: Path) -> int:
    """The environment of a desktop with fcitx, as it would mislead Qt."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("IBUS", "XDG", "XMOD"))}
    environment = {
        **kept, "HOME": str(home), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "fcitx",
    }  # fmt: skip
    noise = folder / "noise.txt"
    with noise.open("wb") as sink:
        command = [*SCREEN, sys.executable, __file__, "--inside", str(folder)]
        status = subprocess.run(command, env=environment, cwd=ROOT, stderr=sink, check=False).returncode
    if status:
        print(noise.read_text("utf-8", "replace")[-3000:], file=sys.stderr)
    return status


def inside(folder: Path) -> int:
    """With a screen and a bus: start the helpers, open the window, type into everything."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    helpers = [subprocess.Popen(command, **quiet) for command in (["openbox"], ["fcitx5", "-D"])]
    try:
        _until(lambda: subprocess.run(["fcitx5-remote"], capture_output=True, check=False).returncode == 0)
        officer = Officer(folder)
        told = [officer.passphrase()] + [officer.field(*field) for field in FIELDS]
        told += [officer.keys_answer(), officer.set_up()]
        for good, text in told:
            print("ok " if good else "BAD", text, flush=True)
        return 0 if all(good for good, _text in told) else 1
    finally:
        for helper in helpers:
            helper.terminate()


def _until(is_so: Callable[[], bool], live: Callable[[], None] = lambda: None) -> bool:
    ends = time.monotonic() + PATIENCE
    while not is_so():
        live()
        time.sleep(0.01)
        if time.monotonic() > ends:
            return False
    return True


def _edit_cell(page: Any) -> Any:
    """The field that opens in the table of parameters."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QLineEdit, QTableWidget

    table = page.findChild(QTableWidget)
    found = (table.item(row, 1) for row in range(table.rowCount()))
    table.editItem(next(i for i in found if i.flags() & Qt.ItemFlag.ItemIsEditable and not i.text().startswith("[")))
    return table.findChild(QLineEdit)


def _ask(page: Any) -> Any:
    """The field of a small form inside a page."""
    page.single.click()
    return page.bar.fields["reason"]


FIELDS: tuple[tuple[str, str, object, Callable[[Any], Any]], ...] = (
    ("several lines that belong to a record", "finding", None, lambda page: page.form.fact),
    ("one line that belongs to a record", "finding", None, lambda page: page.form.place),
    ("a search that runs while typing", "search", None, lambda page: page.field),
    ("several lines before there is a record", "evacuate", None, lambda page: page.danger),
    ("a small form in the page", "dual", None, _ask),
    ("a cell of a table", "settings", 4, _edit_cell),
)
"""What the field is, its page, the page's argument (else a record that fits), how the field is found."""


class Officer:
    """Sits at the window and types with the keys of the real screen."""

    def __init__(self, folder: Path) -> None:
        from ui.main import open_window, prepare_environment

        prepare_environment()
        from PySide6.QtWidgets import QApplication

        self.application: Any = QApplication(sys.argv[:1])
        self._folder = folder
        self.window, self.reception = open_window(folder / "county")
        self._come_to_front(self.window)
        self._found: dict[str, object] = {}

    def passphrase(self) -> tuple[bool, str]:
        """A secret gets its letters, whatever the input method would make of them."""
        from ui.reception import SAMPLE_PASSPHRASE

        field = self.reception.entry.passphrase
        field.clear()
        field.setFocus()
        self._press("type", "--delay", "20", SAMPLE_PASSPHRASE)
        good = self._until(lambda: field.text() == SAMPLE_PASSPHRASE)
        opened: list[bool] = []
        self.window.bridge.opened.connect(lambda: opened.append(True))
        self.reception.entry.button.click()
        self._until(lambda: bool(opened))
        self._rest()
        self._look_up_records()
        return good, "passphrase: letters stay letters"

    def field(self, what: str, key: str, argument: object, find: Callable[[Any], Any]) -> tuple[bool, str]:
        """Pinyin becomes characters; half a word is there when the officer comes back from another page."""
        self.window.go(key, argument if argument is not None else self._found.get(key))
        self._rest()
        field = find(self.window.current_page)
        field.clear()
        field.setFocus()
        self._press("type", "--delay", "20", PINYIN)
        self._until(lambda: self._half(PINYIN))
        self._press("key", "space")
        typed = self._until(lambda: HANZI in _text(field))
        self._press("type", "--delay", "20", HALF)
        composing = self._until(lambda: self._half(HALF))
        shown: list[str] = []
        field.textChanged.connect(lambda *_: shown.append(_text(field)))
        self.window.go("home")
        self._rest()
        kept = bool(shown) and f"{HANZI}{HALF}" in shown[-1] if composing else False
        return typed and kept, f"{what} ({type(field).__name__}): {HANZI} typed {typed}, half a word kept {kept}"

    def keys_answer(self) -> tuple[bool, str]:
        """In a list the keys are keys, pinyin or not."""
        self.window.go("inspection", self._found["inspection"])
        self._rest()
        page: Any = self.window.current_page
        stored: list[object] = []
        page.answer_stored.connect(lambda *args: stored.append(args))
        page.items.view.setFocus()
        self._press("key", "1")
        return self._until(lambda: bool(stored)), "keys answer an item while pinyin is on"

    def set_up(self) -> tuple[bool, str]:
        """A name on the very first page, before there is any store."""
        from ui.main import open_window

        self.window.hide()
        window, reception = open_window(self._folder / "empty")
        self._come_to_front(window)
        reception.entry.real_button.click()
        field = reception.entry.name
        field.setFocus()
        self._press("type", "--delay", "20", PINYIN)
        self._live(0.3)
        self._press("key", "space")
        return self._until(lambda: field.text() == HANZI), "the name on the first page"

    def _look_up_records(self) -> None:
        from ui.screens import find_records

        self.window.bridge.read_home(lambda reader, _unlocked: find_records(reader), self._found.update, self.window)
        self._rest()

    def _half(self, letters: str) -> bool:
        from ui.composing import Composing

        watch = self.window.findChild(Composing)
        return watch is not None and watch.half_typed.replace(" ", "") == letters

    def _come_to_front(self, window: Any) -> None:
        window.resize(1366, 768)
        window.show()
        self._until(window.isActiveWindow)
        self._live(0.3)

    def _press(self, *keys: str) -> None:
        pressing = subprocess.Popen(["xdotool", *keys])
        self._until(lambda: pressing.poll() is not None)

    def _rest(self) -> None:
        self._until(lambda: all(lane.is_idle for lane in self.window.bridge.tasks.lanes()))
        self._live(0.3)

    def _live(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        self._until(lambda: time.monotonic() > ends)

    def _until(self, is_so: Callable[[], bool]) -> bool:
        return _until(is_so, self.application.processEvents)


def _text(field: Any) -> str:
    return str(field.toPlainText() if hasattr(field, "toPlainText") else field.text())


if __name__ == "__main__":
    sys.exit(main())
