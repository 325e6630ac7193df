"""The sync page against a real county server in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from inspector_app.sync.county_clock import ClockReading, keep
from tests.fixtures.county import County, make_county
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE, at_rest, set_up_store, unlock, window_on
from ui.entry.join_page import JoinDialog
from ui.preferences import Preferences
from ui.reception import create_sample, sample_folder
from ui.sync.driver import SyncDriver, driver_of
from ui.sync.page import SyncPage


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    made = make_county(tmp_path / "county")
    yield made
    made.stop()


def sync_page(window: Any) -> SyncPage:
    window.go("sync")
    page = window.current_page
    assert isinstance(page, SyncPage)
    return page


def status_known(qtbot: Any, driver: SyncDriver) -> None:
    with qtbot.waitSignal(driver.status_changed, timeout=PATIENCE):
        driver.ask_status()


def join(qtbot: Any, page: SyncPage, county: County, code: str) -> JoinDialog:
    dialog = JoinDialog(page.bridge, page)
    dialog.form.joined.connect(page._joined)
    dialog.open()
    dialog.form.url.setText(county.url)
    dialog.form.code.setText(code)
    dialog.button.click()
    return dialog


def test_an_unjoined_laptop_says_so_and_offers_joining(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = sync_page(window)
        status_known(qtbot, page.driver)
        assert page.join_button.isVisible()
        assert not page.run_button.isVisible()
        assert "还没有加入县局" in page.headline.text()


def test_a_sample_county_waits_for_nobody(qtbot: Any, own_data_dir: Path) -> None:
    create_sample(sample_folder(own_data_dir))
    Preferences().save(own_data_dir, store="sample")
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception, "")
        page = sync_page(window)
        status_known(qtbot, page.driver)
        at_rest(qtbot, window)
        assert "不会上报" in page.headline.text()
        assert not page.join_button.isVisible()
        assert not [one for one in page.groups.findChildren(QLabel) if "待上报" in one.text()]


def test_joining_hands_over_and_shows_the_receipt(qtbot: Any, own_data_dir: Path, county: County) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = sync_page(window)
        with qtbot.waitSignal(page.driver.finished, timeout=PATIENCE) as finished:
            join(qtbot, page, county, county.code())
        assert finished.args[0].complete
        status_known(qtbot, page.driver)
        page.refresh()
        at_rest(qtbot, window)
        assert page.headline.text() == "县局已全部接收，回执齐全。"
        assert page.receipts.body.count() >= 1
        assert not window.bridge.is_held
    assert county.inventory()["records"]["officer"] == 1


def test_a_wrong_code_is_told_in_the_form(qtbot: Any, own_data_dir: Path, county: County) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = sync_page(window)
        dialog = join(qtbot, page, county, "WRONG-CODE")
        with qtbot.waitSignal(window.bridge.tasks.network.idle, timeout=PATIENCE):
            pass
        assert dialog.form.isEnabled()
        assert dialog.form.message.accessibleName()
        dialog.reject()


def test_a_county_that_does_not_answer_is_no_alarm(qtbot: Any, own_data_dir: Path, county: County) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = sync_page(window)
        with qtbot.waitSignal(page.driver.finished, timeout=PATIENCE):
            join(qtbot, page, county, county.code())
        county.kill()
        with qtbot.waitSignal(page.driver.fault, timeout=PATIENCE) as told:
            page.driver.run_now()
        assert told.args[0].happened
        assert page.message.isVisible()


def test_pausing_is_shown_and_can_be_taken_back(qtbot: Any, own_data_dir: Path, county: County) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = sync_page(window)
        driver = driver_of(window.bridge)
        with qtbot.waitSignal(driver.finished, timeout=PATIENCE):
            join(qtbot, page, county, county.code())
        page.pause_button.click()
        assert driver.is_paused
        with qtbot.waitSignal(driver.finished, timeout=PATIENCE):
            page.run_button.click()
        assert not driver.is_paused


def status_line(window: Any) -> str:
    text: str = window.desk.status.county.text()
    return text


def test_joining_in_the_window_begins_to_hand_over_at_once_and_the_status_line_follows(
    qtbot: Any, own_data_dir: Path, county: County
) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        driver = driver_of(window.bridge)
        assert "还没有加入县局" in status_line(window)
        dialog = JoinDialog(window.bridge, window)
        dialog.open()
        dialog.form.url.setText(county.url)
        dialog.form.code.setText(county.code())
        with qtbot.waitSignals([driver.finished, driver.status_changed], timeout=PATIENCE):
            dialog.button.click()
        status_known(qtbot, driver)
        assert status_line(window) == "县局已全部接收，回执齐全。"


def test_a_first_start_that_joins_hands_over_by_itself(qtbot: Any, own_data_dir: Path, county: County) -> None:
    with window_on(qtbot, own_data_dir) as (window, reception):
        join_at_first_start(qtbot, reception, county)
        driver = driver_of(window.bridge)
        if driver.status is None or not driver.status.complete:
            with qtbot.waitSignal(driver.status_changed, check_params_cb=lambda s: s.complete, timeout=PATIENCE):
                pass
        assert status_line(window) == "县局已全部接收，回执齐全。"


def join_at_first_start(qtbot: Any, reception: Any, county: County) -> None:
    reception.entry.real_button.click()
    page = reception.entry
    page.name.setText("张三")
    page.login.setText("zhang")
    page.passphrase.setText(PASSPHRASE)
    page.again.setText(PASSPHRASE)
    with qtbot.waitSignal(reception.entry_shown, timeout=PATIENCE):
        page.button.click()
    reception.entry.typed.setText(reception.entry.key.accessibleDescription()[-4:])
    with qtbot.waitSignal(reception.entry_shown, timeout=PATIENCE):
        reception.entry.button.click()
    reception.entry.form.url.setText(county.url)
    reception.entry.form.code.setText(county.code())
    with qtbot.waitSignal(reception.desk_shown, timeout=PATIENCE):
        reception.entry.button.click()


def test_a_clock_apart_from_the_countys_is_told_with_both_times(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = sync_page(window)
        status_known(qtbot, page.driver)
        assert page.clocks.isHidden()
        window.bridge.ask(_ten_minutes_ahead)
        at_rest(qtbot, window)
        with qtbot.waitSignal(page.driver.status_changed, timeout=PATIENCE):
            page.driver.ask_status()
        assert "时钟比县局快" in page.clocks.accessibleName()


def _ten_minutes_ahead(app: Any) -> None:
    now = app.store.clock.now()
    keep(app.store, ClockReading(now.at - timedelta(minutes=10), now, timedelta(minutes=10)))
