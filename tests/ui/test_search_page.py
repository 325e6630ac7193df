"""搜索: two characters find a mine, a finding, a provision; Enter opens the place, arrows never leave the field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from inspector_app.search.values import Hit, SearchGroup
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.search.page import HIT, MORE
from ui.search.places import place_of

Scene = tuple[Desk, str]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, desk.ask(lambda app: start_visit(app, county, checklists=()))


def found(desk: Desk, words: str) -> Any:
    """The page with the hits of these words."""
    page = desk.go("search")
    desk.rest()
    with desk.qtbot.waitSignal(page.answered, timeout=PATIENCE, check_params_cb=lambda text: text == words):
        page.field.setText(words)
    return page


def hits(page: Any) -> list[Hit]:
    rows = (page.list.item(row).data(HIT) for row in range(page.list.count()))
    return [hit for hit in rows if hit is not None]


def test_a_finding_just_written_is_found_and_opened_by_enter(scene: Scene) -> None:
    desk, visit = scene
    finding = desk.ask(lambda app: app.inspections.add_finding(app.officer_id, visit, place="井口", fact="梯子间堵塞"))
    page = found(desk, "梯子")
    assert [hit.id for hit in hits(page) if hit.group is SearchGroup.FINDING] == [finding]
    while page.list.currentItem().data(HIT).id != finding:
        desk.qtbot.keyClick(page.field, Qt.Key.Key_Down)
    desk.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.key_of(desk.window.current_page) == "finding"


def test_enter_on_a_mine_opens_its_file(scene: Scene) -> None:
    desk, _visit = scene
    page = found(desk, "示例金矿")
    assert hits(page)[0].group is SearchGroup.SITE
    desk.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.key_of(desk.window.current_page) == "mine"


def test_a_provision_is_read_beside_the_list(scene: Scene) -> None:
    desk, _visit = scene
    page = found(desk, "安全出口")
    law = next(hit for hit in hits(page) if hit.group is SearchGroup.LAW)
    row = next(n for n in range(page.list.count()) if page.list.item(n).data(HIT) == law)
    page.list.setCurrentRow(row)
    assert (page.heading.text(), page.detail.text()) == (law.title, law.detail)
    assert place_of(law) is None
    assert page.button.isHidden()


def test_more_of_a_group_is_shown_below_the_first(scene: Scene) -> None:
    desk, visit = scene

    def many(app: Any) -> None:
        for number in range(20):
            app.inspections.add_finding(app.officer_id, visit, place="平台", fact=f"浮石未清理{number}")

    desk.ask(many)
    page = found(desk, "浮石")
    before = sum(hit.group is SearchGroup.FINDING for hit in hits(page))
    row = next(n for n in range(page.list.count()) if page.list.item(n).data(MORE) == SearchGroup.FINDING.value)
    page.list.setCurrentRow(row)
    with desk.qtbot.waitSignal(page.answered, timeout=PATIENCE):
        desk.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert sum(hit.group is SearchGroup.FINDING for hit in hits(page)) == 20 > before


def test_words_that_nothing_has_say_so(scene: Scene) -> None:
    desk, _visit = scene
    page = found(desk, "没有这种东西的")
    assert page.empty.isVisible()
    assert not page.list.isVisible()


def choose(page: Any, wanted: Hit) -> None:
    page.list.setCurrentRow(next(n for n in range(page.list.count()) if page.list.item(n).data(HIT) == wanted))


@pytest.mark.parametrize("asked", ["作业人数", "task_16", "任务16", "xczy", "how many people"])
def test_a_whole_checklist_is_found_by_its_name_key_task_or_initials_and_opened(scene: Scene, asked: str) -> None:
    desk, _visit = scene
    title = desk.ask(lambda app: app.checklists.pinned("task_16")).title
    page = found(desk, asked)
    listed = next(hit for hit in hits(page) if hit.kind == "checklist" and hit.id == "task_16")
    choose(page, listed)
    desk.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    desk.rest()
    opened = desk.window.current_page
    assert desk.window.key_of(opened) == "checklists"
    assert opened.editor.is_looking  # type: ignore[attr-defined]
    assert opened.title.text() == title  # type: ignore[attr-defined]


def test_an_item_opens_in_the_visit_that_asks_it_and_else_in_its_list(scene: Scene) -> None:
    desk, visit = scene
    page = found(desk, "T16-07")
    item = next(hit for hit in hits(page) if hit.kind == "item" and hit.id == "T16-07")
    choose(page, item)
    page.open_current()
    desk.rest()
    opened = desk.window.current_page
    assert desk.window.key_of(opened) == "checklists"
    assert opened.editor.items.current["key"] == "T16-07"  # type: ignore[attr-defined]
    reason = "现场需要"
    desk.ask(lambda app: app.inspections.set_scope(app.officer_id, visit, ["task_16"], reason))
    page = found(desk, "T16-07 ")
    choose(page, item)
    page.open_current()
    desk.rest()
    opened = desk.window.current_page
    assert desk.window.key_of(opened) == "inspection"
    assert opened.panel.line.key == "T16-07"  # type: ignore[attr-defined]


def test_a_list_that_was_just_published_is_found(scene: Scene) -> None:
    desk, _visit = scene
    assert not hits(found(desk, "汛期专项夜查"))

    def publish(app: Any) -> None:
        content = {**app.checklists.pinned("task_16").content, "title": "汛期专项夜查"}
        app.publishing.publish(app.officer_id, {**content, "version": content["version"] + 1})

    desk.ask(publish)
    desk.go("home")
    assert [hit.kind for hit in hits(found(desk, "汛期专项夜"))] == ["checklist"]
