"""Decides what stands in the window before the desk: welcome, set-up, recovery key, joining, unlocking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from inspector_app.errors import InspectorError
from inspector_app.storage.keys import read_key_file
from ui import language, theme
from ui.bridge import Bridge
from ui.entry.unlock_page import UnlockPage
from ui.main_window import MainWindow
from ui.opening import Opened, Opening
from ui.preferences import Preferences
from ui.tasks import Task

SAMPLE_LOGIN, SAMPLE_OFFICER = "示例", "王示例"
SAMPLE_PASSPHRASE = "shili-sample-county"  # noqa: S105 - the sample county holds nothing secret


def sample_folder(data_dir: Path) -> Path:
    """Where the sample county (示例) lives: beside the real store, never inside it."""
    return data_dir.with_name(data_dir.name + "-sample")


class Reception(QObject):
    """One per program run. ``data_dir``: folder of the real store; the sample county lies beside it."""

    entry_shown = Signal(str)
    """welcome, setup, recovery_key, join, recover or unlock stands in the window."""
    refused = Signal()
    """Something could not be done; the entry says why."""
    desk_shown = Signal(object)
    """``Opened``: the store is unlocked and the desk is there."""

    def __init__(self, window: MainWindow, bridge: Bridge, data_dir: Path) -> None:
        super().__init__(window)
        self.window = window
        self.bridge = bridge
        self.data_dir = data_dir
        self.preferences = Preferences.load(data_dir)
        self.opening = Opening(bridge, self)
        self.opening.found.connect(self._found)
        self.opening.failed.connect(self._refused)
        self.entry: Any = None
        self._folder = data_dir
        self._after_setup = ""

    @property
    def is_real_set_up(self) -> bool:
        """Whether there is a store in the data folder."""
        return (self.data_dir / "keys.json").exists()

    @property
    def is_sample_set_up(self) -> bool:
        """Whether the sample county was opened before."""
        return (sample_folder(self.data_dir) / "keys.json").exists()

    def start(self) -> None:
        """Show the first thing."""
        if self.preferences.store == "sample" and self.is_sample_set_up:
            self._ask_passphrase(sample_folder(self.data_dir))
        elif self.is_real_set_up:
            self._ask_passphrase(self.data_dir)
        else:
            self._welcome()

    def remember(self, **changes: str) -> None:
        """Write preferences down."""
        self.preferences = self.preferences.save(self.data_dir, **changes)

    def _show(self, name: str, widget: Any) -> None:
        self.entry = widget
        widget.language_chosen.connect(self._choose_language)
        self.window.show_entry(widget)
        proxy = widget.focusProxy()
        if proxy is not None:
            proxy.setFocus()
        self.entry_shown.emit(name)

    def _choose_language(self, code: str) -> None:
        self.remember(language=code)
        language.speak(code)
        self.window.forget_pages()
        self.start()

    def _welcome(self) -> None:
        from ui.entry.welcome_page import WelcomePage

        page = WelcomePage()
        page.sample.connect(self._open_sample)
        page.real.connect(self._set_up)
        page.restore.connect(self._restore)
        self._show("welcome", page)

    def _open_sample(self) -> None:
        folder = sample_folder(self.data_dir)
        if self.is_sample_set_up:
            self._unlock_sample()
            return
        self.entry.busy(self.window.tr("正在准备示例县，只需几秒…"))
        task = Task(lambda _task: create_sample(folder), done=lambda _n: self._unlock_sample(), failed=self._refused)
        self.bridge.run(task)

    def _unlock_sample(self) -> None:
        self._folder = sample_folder(self.data_dir)
        self.opening.unlock(self._folder, SAMPLE_LOGIN, SAMPLE_PASSPHRASE)

    def _set_up(self) -> None:
        from ui.entry.setup_page import SetupPage

        page = SetupPage()
        page.wanted.connect(self._create)
        page.back.connect(self._welcome)
        self._show("setup", page)

    def _create(self, name: str, login: str, certificate: str, passphrase: str) -> None:
        self._folder = self.data_dir
        self.remember(login=login, store="real")
        task = Task(
            lambda _task: create_store(self.data_dir, name, login, certificate, passphrase),
            done=lambda recovery: self._show_recovery_key(recovery, login, passphrase),
            failed=self._refused,
        )
        self.bridge.run(task)

    def _show_recovery_key(self, recovery: str, login: str, passphrase: str) -> None:
        from ui.entry.recovery_pages import RecoveryKeyPage

        page = RecoveryKeyPage(recovery)
        self._after_setup = "join"
        page.confirmed.connect(lambda: self._recovery_confirmed(login, passphrase))
        self._show("recovery_key", page)

    def _recovery_confirmed(self, login: str, passphrase: str) -> None:
        self.entry.button.setEnabled(False)
        self.opening.unlock(self._folder, login, passphrase)

    def _offer_joining(self, opened: Opened) -> None:
        from ui.entry.join_page import JoinPage

        self.opening.build_services(opened)
        page = JoinPage(self.bridge)
        page.done.connect(lambda: self._to_desk(opened))
        self._show("join", page)

    def _ask_passphrase(self, folder: Path) -> None:
        self._folder = folder
        try:
            key_file = read_key_file(folder)
        except InspectorError as error:
            self.window.show_trouble(error)
            self._welcome()
            return
        page = UnlockPage(key_file.login_names(), self.preferences.login, is_sample=key_file.is_sample)
        page.unlock.connect(lambda login, secret: self.opening.unlock(folder, login, secret))
        page.forgotten.connect(lambda: self._recover(folder))
        page.other_store.connect(self._other_store)
        if key_file.is_sample:
            page.show_sample(SAMPLE_LOGIN, SAMPLE_OFFICER, SAMPLE_PASSPHRASE)
        self._show("unlock", page)

    def _other_store(self) -> None:
        if self._folder != self.data_dir and self.is_real_set_up:
            self._ask_passphrase(self.data_dir)
        elif self._folder == self.data_dir and self.is_sample_set_up:
            self._ask_passphrase(sample_folder(self.data_dir))
        else:
            self._welcome()

    def _recover(self, folder: Path) -> None:
        from ui.entry.recovery_pages import RecoverPage

        page = RecoverPage(read_key_file(folder).login_names(), self.preferences.login)
        page.back.connect(lambda: self._ask_passphrase(folder))
        page.recover.connect(self._set_new_passphrase)
        self._show("recover", page)

    def _set_new_passphrase(self, login: str, recovery: str, passphrase: str) -> None:
        folder = self._folder
        task = Task(
            lambda _task: renew_passphrase(folder, login, recovery, passphrase),
            done=lambda _nothing: self.opening.unlock(folder, login, passphrase),
            failed=self._refused,
        )
        self.bridge.run(task)

    def _restore(self) -> None:
        from ui.entry.restore_page import RestorePage

        page = RestorePage(self.bridge, self.data_dir)
        page.back.connect(self._welcome)
        page.restored.connect(lambda: self._ask_passphrase(self.data_dir))
        self._show("restore", page)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            self.start()
            return
        if hasattr(self.entry, "refuse"):
            self.entry.refuse(error)
        else:
            self.window.show_trouble(error)
        self.refused.emit()

    def _found(self, opened: Opened) -> None:
        folder = opened.unlocked.folder
        login = opened.unlocked.key_file.login_of(opened.unlocked.officer_id) or ""
        self.remember(login=login, store="sample" if folder != self.data_dir else "real")
        if self._after_setup == "join":
            self._after_setup = ""
            self._offer_joining(opened)
        else:
            self._to_desk(opened)

    def _to_desk(self, opened: Opened) -> None:
        self.entry = None
        self.desk_shown.emit(opened)


def create_store(folder: Path, name: str, login: str, certificate: str, passphrase: str) -> str:
    """Set up a real store; the recovery key that must now be written down. Raises ``BadInput``."""
    from inspector_app.store import NewOfficer, Store

    store, recovery = Store.create(folder, NewOfficer(login, passphrase, name, certificate))
    store.close()
    return recovery


def create_sample(folder: Path) -> None:
    """Set up the sample county in a folder of its own."""
    from inspector_app.sample.papers import load_county
    from inspector_app.store import NewOfficer, Store
    from ui.opening import today

    officer = NewOfficer(SAMPLE_LOGIN, SAMPLE_PASSPHRASE, SAMPLE_OFFICER, "33119900001")
    store, _recovery = Store.create(folder, officer, is_sample=True)
    load_county(store, today())
    store.close()


def renew_passphrase(folder: Path, login: str, recovery: str, passphrase: str) -> None:
    """Give an officer a new passphrase with the recovery key. Raises ``WrongKey`` or ``BadInput``."""
    from inspector_app.storage.keys import RECOVERY
    from inspector_app.store import Store

    store = Store.open(folder, RECOVERY, recovery)
    store.change_passphrase(login, passphrase)
    store.close()


def application() -> QApplication:
    """The running application."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def dress(preferences: Preferences) -> None:
    """Font, theme and language of the application."""
    theme.load_screen_font()
    theme.apply(application(), preferences.theme)
    language.speak(preferences.language)
