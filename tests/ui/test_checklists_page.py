"""检查表 in the window: a county writes its own list, publishes it, and visits begin with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from inspector_app.checklist import authoring
from inspector_app.checklist.loader import checklist_library
from inspector_app.exchange.values import ListFormat
from inspector_app.exchange.xlsform import LABEL
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.authoring import begin, clause, edit, fill, lists, looked_over, publish
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.checklists.editor import DIFFERENCE, PREVIEW
from ui.checklists.item_form import ItemForm
from ui.checklists.named_inputs import LawInput

Scene = tuple[Desk, County]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as place:
        yield place


def test_a_list_is_made_from_nothing_published_and_a_visit_begins_with_it(scene: Scene) -> None:
    desk, county = scene
    page = begin(desk, "汛期专项检查")
    assert looked_over(desk, page.editor) == []
    publish(desk, page)
    assert "第 1 版" in page.message.accessibleName()
    assert page.lists.chosen is not None
    assert page.lists.chosen.is_own
    assert page.lists.chosen.content is None
    visit = desk.ask(lambda app: start_visit(app, county, checklists=("county_01",)))
    shown = desk.inspection(visit)
    assert [line.item.title for line in shown.items.model.lines] == ["截水沟畅通"]


def test_a_changed_wording_is_compared_and_published_as_the_next_version(scene: Scene) -> None:
    desk, _county = scene
    page = edit(desk, "task_16")
    editor = page.editor
    assert editor.opened is not None
    assert editor.opened.newest is not None
    before_version = editor.opened.newest.version
    key, before = editor.content["items"][0]["key"], editor.content["items"][0]["title"]
    fill(desk, editor, "form", {("title",): "每班下井人数"})
    assert not editor.meaning.isVisible()
    editor.items.shift(1)
    assert looked_over(desk, editor) == []
    editor.tabs.setCurrentIndex(DIFFERENCE)
    desk.rest()
    told = "\n".join(editor.difference.lines)
    assert f"{before}  →  每班下井人数" in told
    assert "先后顺序变了" in told
    publish(desk, page, "标题改短")
    newest = desk.ask(lambda app: app.checklists.pinned("task_16"))
    assert newest.version == before_version + 1
    assert newest.item(key).title == "每班下井人数"
    assert newest.item_keys[1] == key


def test_another_limit_is_another_question_and_gets_a_new_key(scene: Scene) -> None:
    desk, _county = scene
    editor = edit(desk, "task_16").editor
    at = next(n for n, item in enumerate(editor.content["items"]) if item.get("answer", {}).get("bound"))
    editor.items.select(at)
    old = editor.content["items"][at]["key"]
    fill(desk, editor, "form", {("answer", "bound", "value"): "7"})
    assert editor.meaning.isVisible()
    editor.give_new_key()
    assert editor.content["items"][at]["key"] == "XJ-01"
    assert not editor.meaning.isVisible()
    assert all(f"${{{old}" not in str(item) for item in editor.content["items"])


def test_a_mistake_is_told_beside_its_field_and_leads_there(scene: Scene) -> None:
    desk, _county = scene
    page = edit(desk, "task_16")
    editor = page.editor
    fill(desk, editor, "form", {("title_en",): " "})
    editor.items.select(3)
    editor.tabs.setCurrentIndex(PREVIEW)
    (told,) = looked_over(desk, editor)
    assert "英文短标题" in told
    page.publish.click()
    assert not page.bar.isVisible()
    assert editor.items.view.currentRow() == 0
    assert editor.form.input("title_en").field.hasFocus()
    assert editor.form.input("title_en").said


def test_what_is_edited_stands_there_after_a_restart_and_can_be_given_up(scene: Scene) -> None:
    desk, _county = scene
    editor = edit(desk, "task_16").editor
    fill(desk, editor, "form", {("title",): "改到一半"})
    assert editor._draft is not None
    with desk.qtbot.waitSignal(editor._draft.kept, timeout=PATIENCE):
        pass
    assert "改到一半" in desk.ask(lambda app: app.store.local("checklist_draft:task_16"))
    editor.delete_item()
    editor.gone.hide()
    desk.window.go("home")
    desk.rest()
    page = lists(desk, "")
    assert page.lists.model.rows[page.lists.model.row_of("task_16")].content is not None
    page.lists.table.selectRow(page.lists.model.row_of("task_16"))
    page.lists.give_up.click()
    desk.rest()
    assert page.lists.model.rows[page.lists.model.row_of("task_16")].content is None


def republish(desk: Desk, key: str, **changes: str) -> None:
    """The office publishes a next version of a list, its first item changed."""

    def work(app: Any) -> None:
        newest = app.checklists.pinned(key)
        items = [dict(item) for item in newest.content["items"]]
        items[0] |= changes
        content = {**newest.content, "version": newest.version + 1, "items": items[:-1]}
        app.publishing.publish(app.officer_id, content, "少一项")

    desk.ask(work)


def newer_told(desk: Desk, page: Any) -> None:
    with desk.qtbot.waitSignal(page.newer.told, timeout=PATIENCE):
        page.newer.ask_now()
    desk.rest()


def test_a_running_visit_goes_over_to_a_newer_version_and_back(scene: Scene) -> None:
    desk, county = scene
    visit = desk.ask(lambda app: start_visit(app, county, checklists=("task_17",)))
    page = desk.inspection(visit)
    before = len(page.items.model.lines)
    newer_told(desk, page)
    assert not page.newer.isVisible()
    republish(desk, "task_17", title="换了标题")
    newer_told(desk, page)
    assert page.newer.isVisible()
    assert "减 1" in page.newer.words.text()
    page.newer.look.click()
    assert any("换了标题" in line for line in page.newer.difference.lines)
    page.newer.take.click()
    desk.rest()
    assert not page.newer.isVisible()
    titles = [line.item.title for line in page.items.model.lines]
    assert "换了标题" in titles
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    newer_told(desk, page)
    assert page.newer.isVisible()
    assert len(page.items.model.lines) == before


def test_a_version_is_taken_back_with_a_reason_and_that_can_be_undone(scene: Scene) -> None:
    desk, _county = scene
    republish(desk, "task_17", title="换了标题")
    page = lists(desk, "")
    page.lists.table.selectRow(page.lists.model.row_of("task_17"))
    chosen = page.lists.chosen
    assert chosen is not None
    assert chosen.is_own
    page.lists.withdraw_wanted.emit("task_17", chosen.versions[-1].version)
    desk.type(page.bar.fields["reason"], "多删了一项")
    page.bar.confirm.click()
    desk.rest()
    assert page.lists.chosen is not None
    assert not page.lists.chosen.is_own
    page._take_back()
    desk.rest()
    assert page.lists.chosen is not None
    assert page.lists.chosen.is_own


def test_a_form_that_was_edited_elsewhere_comes_back_as_a_working_copy(scene: Scene, tmp_path: Path) -> None:
    desk, _county = scene
    page = lists(desk, "")
    file = tmp_path / "表.xlsx"
    with desk.qtbot.waitSignal(page.notice, timeout=PATIENCE):
        page.export_file("task_17", ListFormat.XLSFORM, file)
    book = load_workbook(file)
    sheet = book["survey"]
    (place,) = [cell.column for cell in sheet[1] if cell.value == LABEL]
    row = next(row for row in range(2, sheet.max_row) if sheet.cell(row, 1).value == "begin_group")
    sheet.cell(row, place).value = "别处改过的标题"
    book.save(file)
    with desk.qtbot.waitSignal(page.shown, timeout=PATIENCE, check_params_cb=bool):
        page.import_file(file)
    assert page.editor.content["items"][0]["title"] == "别处改过的标题"
    assert looked_over(desk, page.editor) == []
    publish(desk, page)
    assert desk.ask(lambda app: app.checklists.pinned("task_17")).items[0].title == "别处改过的标题"


def test_a_list_that_was_filled_in_by_hand_is_typed_in_by_its_numbers(scene: Scene) -> None:
    desk, county = scene
    visit = desk.ask(lambda app: start_visit(app, county, checklists=("task_16", "task_17")))
    page = desk.go("field_sheet", {"inspection": visit, "print": True})
    desk.rest()
    page.card.paper.click()
    assert page.card.error.said
    page.card.which.set_value("task_16")
    with desk.qtbot.waitSignal(page.card.drawn_up, timeout=PATIENCE) as drawn:
        page.card.paper.click()
    desk.rest()
    listed = desk.ask(lambda app: app.checklists.pinned("task_16")).item_keys
    assert tuple(one.item_key for one in drawn.args[0].items) == listed
    desk.type(page.lane.field, "5 1")
    with desk.qtbot.waitSignal(page.lane.line_entered, timeout=PATIENCE):
        desk.press(page.lane.field, Qt.Key.Key_Return)
    desk.rest()
    assert desk.ask(lambda app: app.inspections.answers(visit))[listed[4]].verdict == "compliant"


def test_items_are_moved_by_the_mouse_copied_and_brought_back(scene: Scene) -> None:
    desk, _county = scene
    editor = edit(desk, "task_16").editor
    keys = [item["key"] for item in editor.content["items"]]
    view = editor.items.view
    below = view.visualItemRect(view.item(2))
    view.drop_at(below.bottomLeft())
    assert [item["key"] for item in editor.content["items"]][:3] == [keys[1], keys[2], keys[0]]
    view.drop_at(view.visualItemRect(view.item(0)).topLeft())
    assert [item["key"] for item in editor.content["items"]] == keys
    desk.qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert editor.content["items"][1]["key"] == "XJ-01"
    desk.qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [item["key"] for item in editor.content["items"]] == keys
    assert editor.gone.isVisible()
    desk.qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    moved = [item["key"] for item in editor.content["items"]]
    assert sorted(moved) == sorted(keys)
    assert moved != keys


def test_a_number_turned_into_a_verdict_can_be_published_and_turned_back(scene: Scene) -> None:
    desk, _county = scene
    editor = begin(desk, "汛期专项检查").editor
    kind = editor.form.input("answer", "type")

    def turn(value: str) -> None:
        kind.field.set_value(value)
        kind.edited.emit()

    turn("number")
    fill(desk, editor, "form", {("answer", "unit"): "m³", ("answer", "bound", "value"): "200"})
    editor.form.input("answer", "bound", "operator").field.set_value("at_least")
    editor.form.input("answer", "bound", "operator").edited.emit()
    fill(desk, editor, "form", {("title_en",): "Sump"})
    assert looked_over(desk, editor) == []
    editor.copy_item()
    turn("verdict")
    assert editor.content["items"][1]["answer"] == {"type": "verdict"}
    assert "title_en" not in editor.content["items"][1]
    assert looked_over(desk, editor) == []
    turn("number")
    assert editor.content["items"][1]["answer"]["bound"] == {"operator": "at_least", "value": "200"}
    assert looked_over(desk, editor) == []


def test_articles_are_typed_as_papers_cite_them_and_published_keys_stay(scene: Scene) -> None:
    desk, _county = scene
    page = begin(desk, "汛期专项检查")
    editor = page.editor
    fill(desk, editor, "form", {("violated_rules",): "安全生产法第四十一条第二款"})
    assert editor.content["items"][0]["violated_rules"] == ["safety_law:41.2"]
    law = editor.form.input("violated_rules")
    assert isinstance(law, LawInput)
    law.add("《中华人民共和国安全生产法》第二十八条")
    assert editor.content["items"][0]["violated_rules"] == ["safety_law:41.2", "safety_law:28"]
    fill(desk, editor, "form", {("penalty_rules",): "安全生产法第九百条"})
    assert any("没有“安全生产法第九百条”这个法条" in line for line in looked_over(desk, editor))
    editor.form.input("penalty_rules").area.clear()
    clause(editor).first.clear()
    desk.type(clause(editor).first, "GB 16423-2020")
    assert editor.content["items"][0]["force"] == "mandatory_standard"
    assert looked_over(desk, editor) == []
    assert not editor.form.input("key").field.isReadOnly()
    publish(desk, page)
    again = edit(desk, "county_01").editor
    assert again.form.input("key").field.isReadOnly()
    assert "第四十一条第二款" in again.form.input("violated_rules").area.toPlainText()


def test_no_field_changes_what_it_only_shows(qtbot: Any) -> None:
    """Of every item shipped, whichever field is touched."""
    form = ItemForm()
    qtbot.addWidget(form)
    for one in checklist_library().lists():
        for item in authoring.working_copy(one)["items"]:
            form.show_item(item)
            shown = {"answer": {"type": "verdict"}, **item}
            for field in form.inputs:
                touched = dict(shown)
                field.put(touched)
                if field.path == ("answer", "unit") and not touched["answer"]["unit"]:
                    touched["answer"] = {**shown["answer"], "unit": ""}  # a bare ratio
                    shown = {**shown, "answer": touched["answer"]}
                assert touched == shown, field.path


def test_where_the_county_publishes_the_page_says_so_and_keeps_the_working_copy(scene: Scene) -> None:
    desk, _county = scene
    desk.ask(lambda app: app.office.set_setting(app.officer_id, "checklist.publishing", "office"))
    page = edit(desk, "task_16")
    fill(desk, page.editor, "form", {("title",): "每班下井人数"})
    looked_over(desk, page.editor)
    page.publish.click()
    page.bar.confirm.click()
    desk.rest()
    assert "县局统一发布" in page.message.accessibleName()
    assert page.editor.content["items"][0]["title"] == "每班下井人数"


def test_what_somebody_else_published_meanwhile_is_compared_with_and_gone_beyond(scene: Scene) -> None:
    desk, _county = scene
    page = edit(desk, "task_17")
    fill(desk, page.editor, "form", {("title",): "我改的标题"})
    republish(desk, "task_17", title="别人改的标题")
    looked_over(desk, page.editor)
    page.publish.click()
    page.bar.confirm.click()
    desk.rest()
    assert page.message.isVisible()
    page.editor.tabs.setCurrentIndex(DIFFERENCE)
    desk.rest()
    assert any("别人改的标题  →  我改的标题" in line for line in page.editor.difference.lines)
    publish(desk, page)
    assert desk.ask(lambda app: app.checklists.pinned("task_17")).items[0].title == "我改的标题"


def test_in_the_sample_county_nobody_else_is_promised_the_list(scene: Scene) -> None:
    desk, _county = scene
    page = begin(desk, "汛期专项检查")
    assert page.editor.opened is not None
    page.editor.opened = replace(page.editor.opened, is_sample=True)
    publish(desk, page)
    assert "只在示例县里" in page.message.accessibleName()
    assert "其他电脑" not in page.message.accessibleName()
