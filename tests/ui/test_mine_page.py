"""一企一档 in the window: a mine's whole history on one page, and every line of it opens its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from inspector_app.inspection.model import Finding
from tests.documents.reading import text_of
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.register.mine_lines import RecordLine
from ui.register.mine_page import MinePage
from ui.trail_dialog import TrailDialog
from ui.widgets.basic import LinkButton

Scene = tuple[Desk, County]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, county


def mine_page(desk: Desk, site: str) -> MinePage:
    page = desk.go("mine", site)
    desk.rest()
    assert isinstance(page, MinePage)
    return page


def lines(card: QWidget) -> list[RecordLine]:
    return [line for line in card.findChildren(RecordLine) if line.isVisibleTo(card)]


def words(card: QWidget) -> str:
    return "\n".join(one.text() for one in card.findChildren(QLabel) if one.isVisibleTo(card))


def where(desk: Desk) -> str:
    desk.rest()
    return desk.window.key_of(desk.window.current_page)


def find(desk: Desk, county: County, count: int = 1, **fields: Any) -> str:
    """A visit of the mine with so many findings."""

    def made(app: Any) -> str:
        visit = start_visit(app, county, checklists=())
        with app.store.units.begin(app.officer_id, "finding.add") as unit:
            for number in range(count):
                unit.create(Finding, inspection_id=visit, site_id=county.mine_id, fact=f"浮石{number}", **fields)
        return visit

    return str(desk.ask(made))


def test_a_mine_with_nothing_yet_says_what_to_do(scene: Scene) -> None:
    desk, county = scene
    page = mine_page(desk, county.pit_id)
    assert "没有未整改的问题" in words(page.hazards)
    assert "没有登记证照" in words(page.licences)
    assert "没有登记人员" in words(page.holders)
    lines(page.visits)[0].link.click()
    assert where(desk) == "start_inspection"


def test_the_head_names_the_mine_its_company_and_who_answers(scene: Scene) -> None:
    desk, county = scene
    page = mine_page(desk, county.mine_id)
    assert page.name.text() == "示例金矿"
    assert "遂昌示例金矿有限公司" in page.people.text()
    assert "陈志强" in page.people.text()
    assert "13900000000" in page.people.text()
    assert "已过期" in words(page.licences)


def test_a_hazard_a_visit_and_a_paper_open_their_pages(scene: Scene) -> None:
    desk, county = scene
    visit = find(desk, county, rectification_due_on="2026-01-15")
    desk.ask(lambda app: app.papers.create(app.officer_id, "inspection_record", inspection_id=visit))
    for part, key in (("hazards", "finding"), ("visits", "inspection"), ("papers", "papers")):
        page = mine_page(desk, county.mine_id)
        (line,) = lines(getattr(page, part))
        line.link.click()
        assert where(desk) == key
    assert "已过期" in words(page.hazards)


def test_arrows_walk_the_lines_and_enter_opens_one(scene: Scene) -> None:
    desk, county = scene
    find(desk, county, 3)
    page = mine_page(desk, county.mine_id)
    first, second = lines(page.hazards)[:2]
    first.link.setFocus()
    desk.press(first.link, Qt.Key.Key_Down)
    assert second.link.hasFocus()
    desk.press(second.link, Qt.Key.Key_Return)
    assert where(desk) == "finding"


def test_the_whole_line_is_the_target_of_a_click(scene: Scene) -> None:
    desk, county = scene
    find(desk, county)
    page = mine_page(desk, county.mine_id)
    desk.qtbot.mouseClick(lines(page.hazards)[0], Qt.MouseButton.LeftButton)
    assert where(desk) == "finding"


def test_a_long_part_reads_on_by_its_button_until_it_ends(scene: Scene) -> None:
    desk, county = scene
    find(desk, county, 75)
    page = mine_page(desk, county.mine_id)
    assert len(lines(page.hazards)) == 20
    for expected in (70, 75):
        page.hazards.more.click()
        desk.rest()
        assert len(lines(page.hazards)) == expected
    assert page.hazards.more.isHidden()


def test_all_findings_of_the_mine_are_one_click_away_in_the_ledger(scene: Scene) -> None:
    desk, county = scene
    find(desk, county, 3, reinspection_result="rectified")
    page = mine_page(desk, county.mine_id)
    page.ledger.click()
    assert where(desk) == "ledger"
    ledger = desk.window.current_page
    assert ledger.model.rowCount() == 3
    assert ledger.only.text().strip() == "示例金矿"
    desk.go("mine", county.pit_id)
    desk.go("ledger", {"site": county.pit_id, "name": "白岩"})
    assert ledger.model.rowCount() == 0
    ledger.only.click()
    desk.rest()
    assert ledger.model.rowCount() == 3


def test_the_file_is_reached_from_the_register_and_from_the_visit(scene: Scene) -> None:
    desk, county = scene
    register = desk.go("site", county.mine_id)
    desk.rest()
    register.panel.file_link.click()
    assert where(desk) == "mine"
    visit = desk.inspection(find(desk, county))
    desk.rest()
    visit.findings.site.click()
    assert where(desk) == "mine"


def test_what_is_registered_is_put_right_and_its_trail_is_read_from_the_file(scene: Scene) -> None:
    desk, county = scene
    page = mine_page(desk, county.mine_id)
    lines(page.changes)[0].link.click()
    (dialog,) = page.findChildren(TrailDialog)
    desk.rest()
    assert dialog.table.rowCount() >= 1
    dialog.accept()
    next(one for one in page.licences.findChildren(LinkButton) if "更正" in one.text()).click()
    assert where(desk) == "site"


def test_a_mine_that_is_gone_is_told_and_the_page_says_how_to_choose(scene: Scene) -> None:
    desk, _county = scene
    page = mine_page(desk, "nowhere")
    assert page.empty.isVisibleTo(page)
    assert page.head.isHidden()


def test_the_file_is_saved_as_internal_pages(scene: Scene, tmp_path: Path) -> None:
    desk, county = scene
    find(desk, county)
    page = mine_page(desk, county.mine_id)
    page.print_button.click()
    assert page.printing.isVisibleTo(page)
    target = tmp_path / "一企一档.pdf"
    with desk.qtbot.waitSignal(page.printing.printed, timeout=PATIENCE) as told:
        page.printing.send("", target)
    assert told.args[0] in (1, 2)
    assert "内部资料" in text_of(target.read_bytes())
    assert page.printing.isHidden()


def test_a_folder_that_takes_nothing_is_told_beside_the_button(scene: Scene, tmp_path: Path) -> None:
    desk, county = scene
    page = mine_page(desk, county.mine_id)
    page.print_button.click()
    (tmp_path / "file").write_text("no folder", "utf-8")
    with desk.qtbot.waitSignal(page.printing.error_shown, timeout=PATIENCE):
        page.printing.send("", tmp_path / "file" / "x.pdf")
    assert page.printing.error.is_saying
