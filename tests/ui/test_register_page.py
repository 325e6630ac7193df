"""企业档案: the mine asked for is marked; a register is rehearsed, imported and stopped; a mine is added by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from inspector_app.enterprise.values import SiteQuery
from tests.fixtures.register import uscc
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County
from tests.ui.pages.desk import Desk, desk_on
from ui.inspection.parts import ChoiceBox
from ui.register.page import RegisterPage
from ui.undo import take_back_last

Scene = tuple[Desk, County, RegisterPage]
HEADINGS = "企业名称,统一社会信用代码,地址\n"


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """The page, with no mine chosen."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.go("site")
        assert isinstance(page, RegisterPage)
        yield desk, county, page


def companies(folder: Path, count: int, *, spoilt: bool = False) -> Path:
    """A table of companies; the last one has a wrong code when ``spoilt``."""
    lines = [f"示例导入{number}有限公司,{uscc(1000 + number)},某某街道\n" for number in range(count)]
    if spoilt:
        lines.append("示例坏行有限公司,123,某某街道\n")
    file = folder / "企业.csv"
    file.write_text(HEADINGS + "".join(lines), "utf-8")
    return file


def known(desk: Desk, name: str) -> bool:
    found = desk.ask(lambda app: app.register.enterprises(name, limit=5))
    return any(one.name == name for one in found)


def marked(page: RegisterPage) -> Any:
    return page.search.hits.currentIndex().data(Qt.ItemDataRole.UserRole)


def test_the_mine_asked_for_is_marked_in_the_list(scene: Scene) -> None:
    desk, county, _page = scene
    for site in (county.pond_id, county.mine_id):
        page = desk.go("site", site)
        desk.rest()
        assert marked(page).id == site


def test_nothing_is_marked_before_a_mine_is_chosen(scene: Scene) -> None:
    desk, county, page = scene
    assert page.search.model.rowCount()
    assert marked(page) is None
    first = page.search.model.index(0).data(Qt.ItemDataRole.UserRole)
    assert first.region_code == "331123", "the mines of the own county come first"
    page = desk.go("site", county.mine_id)
    desk.rest()
    assert marked(page).id == county.mine_id


def test_a_rehearsal_shows_bad_rows_and_writes_nothing(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    with desk.qtbot.waitSignal(page.importing.rehearsed, timeout=PATIENCE):
        page.importing.rehearse([companies(tmp_path, 2, spoilt=True)])
    assert page.importing.model.rowCount() == 1
    assert "123" in page.importing.model.stringList()[0]
    assert page.importing.start.isVisibleTo(page.importing)
    assert not known(desk, "示例导入0有限公司")


def test_good_rows_are_imported_and_the_problems_saved(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    with desk.qtbot.waitSignal(page.importing.rehearsed, timeout=PATIENCE):
        page.importing.rehearse([companies(tmp_path, 2, spoilt=True)])
    with desk.qtbot.waitSignal(page.importing.imported, timeout=PATIENCE):
        page.importing.start.click()
    page.importing.save_problems(tmp_path / "问题.csv")
    assert known(desk, "示例导入1有限公司")
    assert not known(desk, "示例坏行有限公司")
    assert "123" in (tmp_path / "问题.csv").read_text("utf-8-sig")
    page.importing.close_button.click()
    assert page.dossier.isVisibleTo(page)


def test_an_import_can_be_stopped_and_taken_up_again(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    file = companies(tmp_path, 450)
    with desk.qtbot.waitSignal(page.importing.rehearsed, timeout=PATIENCE):
        page.importing.rehearse([file])
    with desk.qtbot.waitSignal(page.importing.stopped, timeout=PATIENCE):
        page.importing.start.click()
        page.importing.cancel.click()
    with desk.qtbot.waitSignal(page.importing.rehearsed, timeout=PATIENCE):
        page.importing.rehearse([file])
    with desk.qtbot.waitSignal(page.importing.imported, timeout=PATIENCE):
        page.importing.start.click()
    assert known(desk, "示例导入449有限公司")


def test_a_file_that_is_no_register_is_refused_in_words(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    with desk.qtbot.waitSignal(page.importing.trouble, timeout=PATIENCE):
        page.importing.rehearse([file])
    assert page.importing.message.isVisibleTo(page.importing)
    assert not page.importing.start.isVisibleTo(page.importing)


def test_the_template_is_a_register_without_rows(scene: Scene, tmp_path: Path) -> None:
    desk, _county, page = scene
    target = tmp_path / "登记表.xlsx"
    with desk.qtbot.waitSignal(page.notice, timeout=PATIENCE):
        page.write_template(target)
    with desk.qtbot.waitSignal(page.importing.rehearsed, timeout=PATIENCE) as told:
        page.importing.rehearse([target])
    assert told.args[0].problem_count == 0


def test_a_mine_is_added_by_hand_and_shown(scene: Scene) -> None:
    desk, _county, page = scene
    page.add_button.click()
    form = page.adding
    form.save.click()
    assert form.fields["company"].error.is_saying
    desk.type(form.company, "手工示例矿业有限公司")
    desk.type(form.site, "手工示例矿")
    with desk.qtbot.waitSignal(page.shown, timeout=PATIENCE):
        form.save.click()
    desk.rest()
    assert [one.name for one in desk.ask(lambda app: app.register.sites(SiteQuery(text="手工示例矿"), limit=5))] == [
        "手工示例矿"
    ]
    assert marked(page).name == "手工示例矿"


def test_a_wrong_code_is_told_beside_its_blank(scene: Scene) -> None:
    desk, _county, page = scene
    page.add_button.click()
    form = page.adding
    desk.type(form.company, "手工示例矿业有限公司")
    desk.type(form.uscc, "123")
    desk.type(form.site, "手工示例矿")
    form.save.click()
    desk.rest()
    assert form.fields["uscc"].error.is_saying
    assert not known(desk, "手工示例矿业有限公司")


def test_what_is_not_so_at_a_mine_is_stated_and_taken_back(scene: Scene) -> None:
    desk, county, _page = scene
    page = desk.go("site", county.mine_id)
    desk.rest()
    page.facts_button.click()
    desk.rest()
    answer = page.facts.fields["self_ignition"]
    assert isinstance(answer, ChoiceBox)
    assert answer.value == ""
    answer.set_value("no")
    desk.type(page.facts.fields["source"], "勘探报告")
    with desk.qtbot.waitSignal(page.facts.stated, timeout=PATIENCE) as told:
        page.facts.confirm.click()
    assert told.args == [1]
    desk.rest()
    facts = desk.ask(lambda app: app.register.facts(county.mine_id))
    assert {one.key: (one.holds, one.source) for one in facts if one.holds is not None} == {
        "self_ignition": (False, "勘探报告")
    }
    page.facts_button.click()
    desk.rest()
    assert page.facts.fields["self_ignition"].value == "no"
    take_back_last(desk.window.bridge, page, lambda _told: None)
    desk.rest()
    assert all(one.holds is None for one in desk.ask(lambda app: app.register.facts(county.mine_id)))
