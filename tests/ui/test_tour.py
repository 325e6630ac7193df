"""The first-run tour, walked in the real window by doing what it says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from inspector_app import paths
from inspector_app.tour.loader import tour
from tests.fixtures.windows import PATIENCE, at_rest, set_up_store, unlock, window_on
from tests.ui.pages.desk import Desk, choose_mine
from ui import language
from ui.main_window import MainWindow
from ui.papers.actions import Action
from ui.papers.printers import TO_FILE
from ui.reception import SAMPLE_PASSPHRASE, create_sample, sample_folder
from ui.tour.guide import TourGuide

SOURCE = Path(__file__).resolve().parents[2] / "ui"


@pytest.fixture(autouse=True)
def chinese_again(qapp: Any) -> Iterator[None]:
    yield
    language.speak("zh")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county as the welcome page makes it."""
    folder = tmp_path_factory.mktemp("sample") / "county"
    create_sample(folder)
    return folder


@pytest.fixture
def folder(county: Path, tmp_path: Path) -> Path:
    """A copy to work on."""
    return Path(shutil.copytree(county, tmp_path / "county"))


@contextmanager
def guided(qtbot: Any, folder: Path) -> Iterator[tuple[Desk, TourGuide]]:
    """The unlocked window with the tour in it."""
    with window_on(qtbot, folder) as (window, reception):
        window.resize(1366, 768)
        reception.entry.passphrase.clear()
        unlock(qtbot, window, reception, SAMPLE_PASSPHRASE)
        desk = Desk(qtbot, window)
        guide = window.findChild(TourGuide)
        assert isinstance(guide, TourGuide)
        qtbot.waitUntil(lambda: guide.is_shown, timeout=PATIENCE)
        desk.rest()
        yield desk, guide


def see(window: MainWindow, name: str) -> Any:
    """The control of that name that is to be seen."""
    return next(one for one in window.findChildren(QWidget, name) if one.isVisible())


def click(name: str) -> Callable[[Desk, TourGuide], None]:
    return lambda desk, _guide: see(desk.window, name).click()


def back_and_begin(desk: Desk, guide: TourGuide) -> None:
    assert guide.bar is not None
    guide.bar.go.click()
    desk.rest()
    see(desk.window, "home.start").click()


def choose(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    choose_mine(desk, page, "qsl")


def fill_and_start(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    next(box for box in page.team.findChildren(QCheckBox) if box.isEnabled() and not box.isChecked()).click()
    desk.type(page.authority.number, "应急检查〔2026〕12号")
    desk.type(page.authority.approver, "李局长")
    desk.type(page.authority.approved_at, "昨天 16:30")
    page.authority.no_code.click()
    page.task.methods.chip("unannounced_visit").click()
    desk.type(page.task.scope, "井下")
    page.start_button.click()


def give_verdict(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    next(iter(page.panel.buttons.values())).click()


def write(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    desk.type(page.form.place, "三中段")
    desk.type(page.form.fact, "顶板开裂")
    page.form.place.setFocus()


def take_photo(_desk: Desk, guide: TourGuide) -> None:
    assert guide.bar is not None
    guide.bar.photo.click()


def choose_record(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    page.select(next(line.key for line in page.model.lines if line.form == "inspection_record"))
    desk.rest()
    see(desk.window, "papers.issue").click()


def issue(desk: Desk, _guide: TourGuide) -> None:
    bar = see(desk.window, "papers.ask")
    if "warnings" in bar.fields:
        bar.fields["warnings"].click()
    bar.confirm.click()


def save(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    see(desk.window, "papers.print").click()
    desk.rest()
    page.printing.run(TO_FILE, paths.default_data_dir())


def sign(desk: Desk, _guide: TourGuide) -> None:
    page: Any = desk.window.current_page
    page.pane.steps.do(Action.SIGN)
    desk.rest()
    page.pane.steps.bar.confirm.click()


DOING: dict[str, Callable[[Desk, TourGuide], None]] = {
    "preflight": click("home.preflight"),
    "begin": back_and_begin,
    "mine": choose,
    "start": fill_and_start,
    "verdict": give_verdict,
    "finding": click("inspection.new_finding"),
    "fact": write,
    "photo": take_photo,
    "back": click("finding.finish"),
    "papers": click("inspection.papers"),
    "create": click("papers.create"),
    "preview": choose_record,
    "issue": issue,
    "print": save,
    "sign": sign,
    "sync": click("nav.sync"),
}
"""What an officer does at each step."""


def next_key(guide: TourGuide) -> str:
    return guide.step.key if guide.step else ""


def pointed_at(guide: TourGuide) -> str:
    """Object name of the control in the frame."""
    target = guide.pointer.target if guide.pointer is not None and guide.pointer.isVisible() else None
    return target.objectName() if target is not None else ""


def framed(guide: TourGuide) -> QRect:
    """Where the frame would lie over its control: nowhere."""
    pointer = guide.pointer
    assert pointer is not None
    assert pointer.isVisible()
    assert pointer.target is not None
    inside = pointer.target.visibleRegion().boundingRect().adjusted(1, 1, -1, -1)
    corner = pointer.mapFrom(pointer.parentWidget(), pointer.target.mapTo(pointer.parentWidget(), QPoint()))
    return (pointer.mask() & inside.translated(corner)).boundingRect()


def test_the_whole_tour_is_walked_by_doing_what_it_says(qtbot: Any, folder: Path) -> None:
    assert list(DOING) == [step.key for step in tour().steps]
    with guided(qtbot, folder) as (desk, guide):
        for step in tour().steps:
            assert next_key(guide) == step.key
            away = () if step.page == desk.window.key_of(desk.window.current_page) else (f"nav.{step.page}",)
            qtbot.waitUntil(lambda names=(*step.targets, *away): pointed_at(guide) in names, timeout=PATIENCE)
            assert framed(guide).isEmpty()
            DOING[step.key](desk, guide)
            qtbot.waitUntil(lambda key=step.key: next_key(guide) != key, timeout=PATIENCE)
            desk.rest()
        assert guide.bar is not None
        assert guide.bar.finish.isVisible()
        guide.bar.finish.click()
        desk.rest()
        assert not guide.is_shown


def test_every_control_the_tour_points_at_is_named_in_the_window() -> None:
    source = "".join(file.read_text("utf-8") for file in SOURCE.rglob("*.py"))
    named = {f"papers.{action.value}" for action in Action}
    names = {name for step in tour().steps for name in step.targets}
    names |= {fact.removeprefix("shown:") for step in tour().steps for fact in step.done if fact.startswith("shown:")}
    lost = {n for n in names if f'setObjectName("{n}")' not in source and n not in named and not n.startswith("nav.")}
    assert lost == set()


def test_every_page_and_photo_of_the_tour_exists(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        pages = {entry.key for entry in window.entries()}
    told = {fact.removeprefix("page:") for step in tour().steps for fact in step.done if fact.startswith("page:")}
    assert {step.page for step in tour().steps} | told <= pages
    assert all(paths.resources("sample", "photos", step.photo).is_file() for step in tour().steps if step.photo)


def test_put_away_it_comes_back_from_the_help_where_it_was(qtbot: Any, folder: Path) -> None:
    with guided(qtbot, folder) as (desk, guide):
        assert guide.bar is not None
        guide.bar.skip.click()
        desk.rest()
        guide.bar.close_button.click()
        desk.rest()
        assert not guide.is_shown
        page: Any = desk.go("help")
        page.tour.click()
        desk.rest()
        assert guide.is_shown
        assert next_key(guide) == tour().steps[1].key


def test_it_survives_a_restart_and_leads_to_the_page_of_its_step(qtbot: Any, folder: Path) -> None:
    with guided(qtbot, folder) as (desk, guide):
        for _step in range(5):
            assert guide.bar is not None
            guide.bar.skip.click()
            desk.rest()
    with guided(qtbot, folder) as (desk, guide):
        assert next_key(guide) == tour().steps[5].key
        assert guide.bar is not None
        assert guide.bar.go.isVisible()
        guide.bar.go.click()
        desk.rest()
        assert not guide.bar.go.isVisible()


def test_the_bar_is_worked_by_keyboard_and_speaks_both_languages(qtbot: Any, folder: Path) -> None:
    with guided(qtbot, folder) as (desk, guide):
        for code in language.LANGUAGES:
            desk.window.bridge.appearance.emit("language", code)
            desk.rest()
            assert guide.bar is not None
            assert guide.bar.text.text() == tour().steps[0].text(code)
            guide.bar.skip.setFocus()
            assert guide.bar.skip.hasFocus()
            assert guide.bar.accessibleDescription()


def test_a_real_county_has_no_tour_and_says_why(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        at_rest(qtbot, window)
        assert window.findChild(TourGuide) is None
        window.go("help")
        window.bridge.tour_wanted.emit(False)
        at_rest(qtbot, window)
        assert window.desk.message.isVisible()


def test_the_tour_as_data_has_nothing_its_loader_does_not_read() -> None:
    data = json.loads(paths.resources("tour", "first_inspection.json").read_text("utf-8"))
    known = {"key", "page", "targets", "done", "photo", "zh", "en"}
    assert all(set(step) <= known for step in data["steps"])


def test_the_frame_lets_clicks_through(qtbot: Any, folder: Path) -> None:
    with guided(qtbot, folder) as (desk, guide):
        assert guide.pointer is not None
        assert guide.pointer.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        button = see(desk.window, "home.start")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        desk.rest()
        assert desk.window.key_of(desk.window.current_page) == "start_inspection"


def test_it_begins_by_itself_when_the_sample_county_is_opened_the_first_time(
    qtbot: Any, own_data_dir: Path, county: Path
) -> None:
    shutil.copytree(county, sample_folder(own_data_dir))
    with window_on(qtbot, own_data_dir) as (window, reception):
        with qtbot.waitSignal(window.bridge.opened, timeout=PATIENCE):
            reception.entry.sample_button.click()
        qtbot.waitUntil(lambda: window.findChild(TourGuide) is not None, timeout=PATIENCE)
        guide = window.findChild(TourGuide)
        assert isinstance(guide, TourGuide)
        qtbot.waitUntil(lambda: guide.is_shown, timeout=PATIENCE)
        assert next_key(guide) == tour().steps[0].key
        at_rest(qtbot, window)


@pytest.mark.parametrize("width", [960, 1366])
def test_no_sentence_of_the_tour_is_cut_off(qtbot: Any, folder: Path, width: int) -> None:
    with guided(qtbot, folder) as (desk, guide):
        desk.window.resize(width, 600)
        for code in language.LANGUAGES:
            desk.window.bridge.appearance.emit("language", code)
            desk.rest()
            bar = guide.bar
            assert bar is not None
            for step in tour().steps:
                bar.show_step(tour(), step, is_elsewhere=True)
                QApplication.sendPostedEvents()
                QApplication.processEvents()
                for said in (bar.title, bar.text):
                    assert said.height() >= said.heightForWidth(said.width()) - 1, (code, step.key)
                for button in (bar.go, bar.skip, bar.close_button):
                    assert button.width() >= button.minimumSizeHint().width(), (code, step.key)
