"""出检前自检 in the window: lines come by themselves, each red one has a button that leads somewhere real and back."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from inspector_app.office.values import OfficerFacts
from inspector_app.preflight.values import Check, CheckKey, CheckState, Remedy
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, opened
from tests.ui.pages.desk import Desk, desk_on
from ui.opening import today
from ui.papers import printers
from ui.preflight import runner
from ui.preflight.page import PreflightPage
from ui.preflight.runner import PreflightRunner
from ui.settings.page import SettingsPage
from ui.widgets.basic import Button

__all__ = ["cups"]


def _dated(day: str) -> OfficerFacts:
    """The partner's certificate, valid until then."""
    return OfficerFacts("王秀兰", cert_no="33110001002", cert_valid_to_on=day)


@pytest.fixture
def opened_desk(qtbot: Any, own_data_dir: Path) -> Iterator[tuple[Desk, County]]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, county


def checked(desk: Desk) -> PreflightPage:
    """The page with all its lines."""
    page = desk.window.page("preflight")
    assert isinstance(page, PreflightPage)
    with desk.qtbot.waitSignal(page.ended, timeout=PATIENCE):
        desk.window.go("preflight")
    desk.rest()
    return page


def state(page: PreflightPage, key: CheckKey) -> CheckState:
    return page.runner.checks[key].state


@contextmanager
def looked_at(desk: Desk, page: PreflightPage) -> Iterator[None]:
    """Until a line has been looked at again."""
    with desk.qtbot.waitSignal(page.ended, timeout=PATIENCE):
        yield
    desk.rest()


def press(page: PreflightPage, key: CheckKey, remedy: Remedy) -> None:
    page.lines[key].buttons[remedy].click()


def fill(desk: Desk, page: PreflightPage, **typed: str) -> None:
    """Answer what the page asks and confirm with Enter."""
    for name, text in typed.items():
        field = page.bar.fields[name]
        assert isinstance(field, QLineEdit)
        field.clear()
        desk.type(field, text)
    page.bar.confirm.click()


def test_the_lines_come_by_themselves_and_home_tells_them_later(opened_desk: tuple[Desk, County]) -> None:
    desk, _county = opened_desk
    home = desk.go("home")
    assert "还没有做过" in home.preflight.text()
    home.preflight_link.click()
    page = desk.window.current_page
    assert isinstance(page, PreflightPage)
    desk.qtbot.waitUntil(lambda: not page.runner.is_running, timeout=PATIENCE)
    desk.rest()
    assert set(page.runner.checks) == set(CheckKey)
    assert all(line.title.text() and line.accessibleName() for line in page.lines.values())
    open_lines = [check for check in page.runner.checks.values() if check.state is not CheckState.GOOD]
    assert all(check.remedies for check in open_lines)
    told = desk.go("home").preflight.text()
    assert "上次自检 今天" in told
    assert f"{sum(1 for one in open_lines if one.state is CheckState.BAD)} 项需处理" in told


def test_nothing_is_looked_at_when_the_home_page_opens(opened_desk: tuple[Desk, County]) -> None:
    desk, _county = opened_desk
    home = desk.go("home")
    assert home.board.preflight is None
    assert not desk.window.findChildren(PreflightPage)
    assert not desk.window.bridge.findChildren(PreflightRunner)


def test_the_page_opens_by_its_keys(opened_desk: tuple[Desk, County]) -> None:
    desk, _county = opened_desk
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.current_page
    assert isinstance(page, PreflightPage)
    desk.qtbot.waitUntil(lambda: not page.runner.is_running, timeout=PATIENCE)


def test_an_errand_leads_to_the_place_and_the_line_is_looked_at_when_the_officer_is_back(
    opened_desk: tuple[Desk, County], own_data_dir: Path
) -> None:
    desk, county = opened_desk
    with_one = opened(own_data_dir)
    with_one.office.change_officer(county.officer_id, county.partner_id, _dated("2020-01-01"))
    page = checked(desk)
    assert state(page, CheckKey.OFFICERS) is CheckState.BAD
    press(page, CheckKey.OFFICERS, Remedy.OFFICERS)
    desk.rest()
    settings = desk.window.current_page
    assert isinstance(settings, SettingsPage)
    assert settings.tabs.currentIndex() == 2
    with_one.office.change_officer(county.officer_id, county.partner_id, _dated("2031-01-01"))
    with_one.store.close()
    back = next(b for b in desk.window.desk.message.findChildren(Button) if "回到" in b.text())
    with looked_at(desk, page):
        back.click()
    assert desk.window.current_page is page
    assert state(page, CheckKey.OFFICERS) is CheckState.GOOD


@pytest.mark.parametrize(("key", "remedy", "goes_to"), [
    (CheckKey.BUREAU, Remedy.BUREAU, "settings"),
    (CheckKey.REGISTER, Remedy.REGISTER, "site"),
    (CheckKey.REGISTER, Remedy.REGISTER_IMPORT, "site"),
    (CheckKey.CERTIFICATE, Remedy.JOIN, "sync"),
    (CheckKey.HANDOVER, Remedy.HAND_OVER, "sync"),
    (CheckKey.BACKUP, Remedy.BACK_UP, "settings"),
])  # fmt: skip
def test_every_errand_leads_to_a_page_with_the_way_back(
    opened_desk: tuple[Desk, County], key: CheckKey, remedy: Remedy, goes_to: str
) -> None:
    desk, county = opened_desk
    page = checked(desk)
    record = county.mine_id if remedy is Remedy.REGISTER else ""
    page.lines[key].show_check(Check(key, CheckState.BAD, "preflight.failed", {}, (remedy,), record))
    press(page, key, remedy)
    desk.rest()
    assert desk.window.key_of(desk.window.current_page) == goes_to
    assert desk.window.desk.message.isVisible()
    assert "自检" in desk.window.desk.message.findChildren(Button)[0].text()


@pytest.mark.parametrize("remedy", [
    Remedy.PRINTER_ADD, Remedy.DISK_SPACE, Remedy.CLOCK_SET, Remedy.POWER, Remedy.REINSTALL,
])  # fmt: skip
def test_what_is_done_outside_is_told_on_the_spot_and_looked_at_again(
    opened_desk: tuple[Desk, County], remedy: Remedy
) -> None:
    desk, _county = opened_desk
    page = checked(desk)
    page.lines[CheckKey.DISK].show_check(Check(CheckKey.DISK, CheckState.BAD, "preflight.disk_short", {}, (remedy,)))
    press(page, CheckKey.DISK, remedy)
    assert page.message.isVisible()
    assert "1." in page.message.accessibleName() or "电源" in page.message.accessibleName()
    again = next(b for b in page.message.findChildren(Button) if "再查" in b.text())
    with looked_at(desk, page):
        again.click()
    assert state(page, CheckKey.DISK) is CheckState.GOOD


def test_numbers_given_by_the_office_are_entered_on_the_spot(
    opened_desk: tuple[Desk, County]
) -> None:
    desk, _county = opened_desk
    page = checked(desk)
    assert state(page, CheckKey.NUMBERS) is CheckState.BAD  # none for 撤
    press(page, CheckKey.NUMBERS, Remedy.NUMBERS_ENTER)
    fill(desk, page, first="abc", last="50")
    assert page.bar.isVisible()
    with looked_at(desk, page):
        fill(desk, page, first="1", last="50")
    assert state(page, CheckKey.NUMBERS) is CheckState.GOOD
    assert page.bar.isHidden()


def test_sheets_are_entered_on_the_spot(opened_desk: tuple[Desk, County]) -> None:
    desk, county = opened_desk
    desk.ask(lambda app: app.office.set_setting(county.officer_id, "papers.seal_mode", "presealed"))
    page = checked(desk)
    press(page, CheckKey.SHEETS, Remedy.SHEETS_RECEIVE)
    fill(desk, page, first="A0120", last="A0101")
    desk.rest()
    assert page.bar.isVisible()
    with looked_at(desk, page):
        fill(desk, page, first="A0101", last="A0120")
    assert state(page, CheckKey.SHEETS) is CheckState.GOOD
    assert page.runner.checks[CheckKey.SHEETS].figures["left"] == 20
    press(page, CheckKey.SHEETS, Remedy.SHEETS_SPOIL)
    with looked_at(desk, page):
        fill(desk, page, numbers="A0103-A0104", reason="下车时淋湿")
    assert page.runner.checks[CheckKey.SHEETS].figures["spoiled"] == 2


def test_a_holiday_table_is_imported_on_the_spot(opened_desk: tuple[Desk, County], tmp_path: Path) -> None:
    desk, _county = opened_desk
    page = checked(desk)
    missing = page.runner.checks[CheckKey.CALENDAR]
    year = today().year + 1 if missing.state is not CheckState.GOOD else today().year
    file = tmp_path / "节假日.json"
    day = {"day": f"{year}-01-01", "name": "元旦"}
    file.write_text(json.dumps({"year": year, "source": "国办通知", "holidays": [day], "workdays": []}), "utf-8")
    with looked_at(desk, page):
        page.remedies.import_table(missing, file)
    assert state(page, CheckKey.CALENDAR) is CheckState.GOOD


def test_an_approval_that_came_later_is_entered_on_the_spot(opened_desk: tuple[Desk, County]) -> None:
    from tests.ui.pages.county import start_visit

    desk, county = opened_desk
    visit = desk.ask(lambda app: start_visit(app, county))
    desk.ask(lambda app: app.inspections.change_details(county.officer_id, visit, approval_no=None))
    page = checked(desk)
    assert state(page, CheckKey.ASSIGNMENTS) is CheckState.WARN
    press(page, CheckKey.ASSIGNMENTS, Remedy.ASSIGNMENT)
    with looked_at(desk, page):
        fill(desk, page, approval_no="应急检查〔2026〕88号", approver="李局长")
    assert state(page, CheckKey.ASSIGNMENTS) is CheckState.GOOD
    assert desk.ask(lambda app: app.inspections.get(visit).approval_no) == "应急检查〔2026〕88号"


def test_text_without_a_place_is_copied_and_dropped(opened_desk: tuple[Desk, County]) -> None:
    desk, county = opened_desk
    desk.ask(lambda app: app.drafts.keep(county.officer_id, "finding", "gone", "fact", "护栏缺失"))
    page = checked(desk)
    press(page, CheckKey.TYPED, Remedy.TYPED_TEXTS)
    desk.rest()
    assert page.left_over.isVisible()
    next(b for b in page.left_over.findChildren(Button) if "复制" in b.text()).click()
    assert QApplication.clipboard().text() == "护栏缺失"
    with looked_at(desk, page):
        page.left_over.drops[0].click()
    assert state(page, CheckKey.TYPED) is CheckState.GOOD
    assert page.left_over.isHidden()


def test_the_test_page_really_prints(cups: Cups, opened_desk: tuple[Desk, County]) -> None:
    desk, _county = opened_desk
    page = checked(desk)
    assert state(page, CheckKey.PRINTER) is CheckState.GOOD
    with looked_at(desk, page):
        press(page, CheckKey.PRINTER, Remedy.PRINT_TEST)
    assert cups.heard() == "1"
    assert cups.queue in page.message.accessibleName()


def test_a_printing_system_that_hangs_holds_nothing_up_and_can_be_given_up(
    opened_desk: tuple[Desk, County], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk, _county = opened_desk
    hanging = tmp_path / "bin" / "lpstat"
    hanging.parent.mkdir()
    hanging.write_text("#!/bin/sh\nexec sleep 600\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{hanging.parent}:{os.environ['PATH']}")
    page = desk.window.page("preflight")
    assert isinstance(page, PreflightPage)
    desk.window.go("preflight")
    desk.qtbot.waitUntil(lambda: CheckKey.FONTS in page.runner.checks, timeout=PATIENCE)
    desk.rest()
    assert CheckKey.PRINTER in page.runner.pending
    assert page.stop_button.isVisible()
    page.stop_button.click()
    assert not page.runner.is_running
    assert "还没有检查完" in page.summary.text()
    assert page.lines[CheckKey.PRINTER].state.text() == "未检查"


def test_only_what_is_open_can_be_shown(opened_desk: tuple[Desk, County]) -> None:
    desk, _county = opened_desk
    page = checked(desk)
    for wanted in (CheckState.BAD, CheckState.WARN):
        page.only[wanted].click()
        shown = {key for key, line in page.lines.items() if not line.isHidden()}
        assert shown == {key for key in CheckKey if state(page, key) is wanted}
        page.only[wanted].click()
    assert all(not line.isHidden() for line in page.lines.values())


def test_what_must_be_done_stands_first(opened_desk: tuple[Desk, County], own_data_dir: Path) -> None:
    desk, county = opened_desk
    opened(own_data_dir).office.change_officer(county.officer_id, county.partner_id, _dated("2020-01-01"))
    page = checked(desk)
    desk.rest()
    weight = {CheckState.BAD: 0, CheckState.WARN: 1, CheckState.GOOD: 2}
    tops = {key: line.mapTo(page.body.widget(), line.rect().topLeft()).y() for key, line in page.lines.items()}
    first = min(tops, key=lambda key: tops[key])
    assert weight[state(page, first)] == min(weight[state(page, key)] for key in CheckKey)


def test_without_cups_the_window_asks_for_the_printers_beside_itself(
    opened_desk: tuple[Desk, County], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _county = opened_desk
    asked_on: list[str] = []

    def found() -> list[str]:
        asked_on.append(threading.current_thread().name)
        return ["HP"]

    monkeypatch.setattr(runner, "has_cups", lambda: False)
    monkeypatch.setattr(printers, "printers", found)
    page = checked(desk)
    assert state(page, CheckKey.PRINTER) is CheckState.GOOD
    assert page.runner.checks[CheckKey.PRINTER].figures["name"] == "HP"
    assert asked_on
    assert threading.main_thread().name not in asked_on
