"""Setting up, unlocking, locking: what an officer meets before the desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from inspector_app.store import Store
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE, at_rest, set_up_store, unlock, window_on
from ui.entry.recovery_pages import RecoverPage, RecoveryKeyPage
from ui.entry.setup_page import SetupPage
from ui.entry.strength import Strength, strength
from ui.entry.unlock_page import UnlockPage
from ui.entry.welcome_page import WelcomePage
from ui.preferences import Preferences
from ui.reception import SAMPLE_LOGIN, SAMPLE_PASSPHRASE, create_sample, sample_folder
from ui.workday import Workday


def fill(page: SetupPage, again: str = PASSPHRASE) -> None:
    page.name.setText("张三")
    page.login.setText("zhang")
    page.passphrase.setText(PASSPHRASE)
    page.again.setText(again)


def test_first_start_offers_sample_county_and_real_store(qtbot: Any, own_data_dir: Path) -> None:
    with window_on(qtbot, own_data_dir) as (_window, reception):
        assert isinstance(reception.entry, WelcomePage)
        assert reception.entry.sample_button.isVisible()


def test_a_real_store_is_set_up_confirmed_and_opened_without_network(qtbot: Any, own_data_dir: Path) -> None:
    with window_on(qtbot, own_data_dir) as (window, reception):
        reception.entry.real_button.click()
        fill(reception.entry)
        with qtbot.waitSignal(reception.entry_shown, timeout=PATIENCE):
            reception.entry.button.click()
        page = reception.entry
        assert isinstance(page, RecoveryKeyPage)
        page.typed.setText("XXXX")
        page.button.click()
        assert page.field.error.isVisible()
        page.typed.setText(page.key.accessibleDescription()[-4:].lower())
        with qtbot.waitSignal(reception.entry_shown, timeout=PATIENCE):
            page.button.click()
        with qtbot.waitSignal(reception.desk_shown, timeout=PATIENCE):
            reception.entry.later.click()
        assert window.is_at_desk
        at_rest(qtbot, window)
    assert Store.exists(own_data_dir)


def test_two_different_passphrases_are_told_beside_the_field(qtbot: Any, own_data_dir: Path) -> None:
    with window_on(qtbot, own_data_dir) as (_window, reception):
        reception.entry.real_button.click()
        fill(reception.entry, again="something else")
        reception.entry.button.click()
        assert reception.entry.fields["again"].error.isVisible()
    assert not Store.exists(own_data_dir)


def test_a_wrong_passphrase_is_told_and_can_be_typed_again(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        page = reception.entry
        assert isinstance(page, UnlockPage)
        page.passphrase.setText("wrong passphrase")
        with qtbot.waitSignal(reception.opening.failed, timeout=PATIENCE):
            page.button.click()
        assert page.button.isEnabled()
        assert page.passphrase.selectedText() == "wrong passphrase"
        unlock(qtbot, window, reception)
        assert window.is_at_desk


def test_the_recovery_key_gives_a_new_passphrase(qtbot: Any, own_data_dir: Path) -> None:
    from inspector_app.store import NewOfficer

    store, recovery = Store.create(own_data_dir, NewOfficer("zhang", "forgotten for ever", "张三"))
    store.close()
    with window_on(qtbot, own_data_dir) as (window, reception):
        reception.entry.forgotten_button.click()
        page = reception.entry
        assert isinstance(page, RecoverPage)
        page.key.setText(recovery.lower().replace("-", " "))
        page.passphrase.setText(PASSPHRASE)
        page.again.setText(PASSPHRASE)
        with qtbot.waitSignal(window.bridge.opened, timeout=PATIENCE):
            page.button.click()
    Store.open(own_data_dir, "zhang", PASSPHRASE).close()


def test_a_wrong_recovery_key_is_told(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (_window, reception):
        reception.entry.forgotten_button.click()
        page = reception.entry
        page.key.setText("AAAA-BBBB")
        page.passphrase.setText(PASSPHRASE)
        page.again.setText(PASSPHRASE)
        with qtbot.waitSignal(reception.refused, timeout=PATIENCE):
            page.button.click()
        assert page.fields["key"].error.isVisible()


def test_a_locked_window_asks_for_the_passphrase_and_returns_to_the_page(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        workday = unlock(qtbot, window, reception)
        window.go("help")
        with qtbot.waitSignal(workday.locked, timeout=PATIENCE):
            workday.lock()
        assert not window.is_at_desk
        page = window.centralWidget().currentWidget()  # type: ignore[attr-defined]
        qtbot.keyClicks(page.secret, PASSPHRASE)
        with qtbot.waitSignal(workday.unlocked, timeout=PATIENCE):
            page.button.click()
        assert window.key_of(window.current_page) == "help"


def test_the_locked_sample_county_says_its_passphrase(qtbot: Any, own_data_dir: Path) -> None:
    with window_on(qtbot, own_data_dir) as (window, reception):
        with qtbot.waitSignal(window.bridge.opened, timeout=PATIENCE):
            reception.entry.sample_button.click()
        at_rest(qtbot, window)
        workday: Any = window.findChild(Workday)
        workday.lock()
        page = window.centralWidget().currentWidget()  # type: ignore[attr-defined]
        assert any(SAMPLE_PASSPHRASE in told.text() for told in page.findChildren(QLabel))
        with qtbot.waitSignal(workday.unlocked, timeout=PATIENCE):
            page.button.click()


def test_the_sample_county_opens_again_by_one_press(qtbot: Any, own_data_dir: Path) -> None:
    create_sample(sample_folder(own_data_dir))
    Preferences().save(own_data_dir, store="sample", login=SAMPLE_LOGIN)
    with window_on(qtbot, own_data_dir) as (window, reception):
        page = reception.entry
        assert isinstance(page, UnlockPage)
        assert page.officer.currentText() == "王示例"
        assert page.filled.isVisible()
        with qtbot.waitSignal(reception.desk_shown, timeout=PATIENCE):
            page.button.click()
        at_rest(qtbot, window)


def test_a_pin_opens_the_lock(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        workday = unlock(qtbot, window, reception)
        window.go("settings", 3)
        tab = window.current_page.tab()  # type: ignore[union-attr]
        tab.pin.setText("2468")
        tab.pin_passphrase.setText(PASSPHRASE)
        with qtbot.waitSignal(window.bridge.pin_changed, timeout=PATIENCE):
            tab.pin_button.click()
        at_rest(qtbot, window)
        workday.lock()
        page = window.centralWidget().currentWidget()  # type: ignore[attr-defined]
        qtbot.keyClicks(page.secret, "2468")
        with qtbot.waitSignal(workday.unlocked, timeout=PATIENCE):
            page.button.click()


def test_printing_keeps_the_window_from_locking(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        workday = unlock(qtbot, window, reception)
        with window.bridge.holding():
            assert workday.session.holds
        assert not workday.session.holds


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("short", Strength.TOO_SHORT),
        ("12345678", Strength.WEAK),
        ("aaaaaaaaaaaaaaaa", Strength.WEAK),
        ("Kuang-2026 shan", Strength.STRONG),
        ("松阳矿山安全检查好", Strength.STRONG),
    ],
)
def test_strength_hint(passphrase: str, expected: Strength) -> None:
    assert strength(passphrase) is expected


def test_an_idle_window_locks_itself(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        workday = unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        with window.bridge.holding():
            assert workday.session.holds == ("busy",)
        workday.session._idle, workday.session._last_release = timedelta(milliseconds=-1), None
        with qtbot.waitSignal(workday.locked, timeout=PATIENCE):
            workday._look_at_the_clock()
        assert not window.is_at_desk
