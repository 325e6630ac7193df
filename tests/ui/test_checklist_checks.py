"""答案之间的核对 in the editor: written from the items of the list, told in words, looked over, told in a visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.checklist import authoring
from inspector_app.checklist.loader import checklist_library
from inspector_app.inspection.values import AnswerInput
from tests.ui.pages.authoring import begin, edit, fill, looked_over, publish
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.checklists.asked_after import AskedAfterInput, put_together, taken_apart
from ui.checklists.checks_input import CheckRow
from ui.checklists.editor import PREVIEW, WHOLE, Editor
from ui.checklists.expressions import Askable
from ui.checklists.list_form import ListForm
from ui.checklists.table_input import TableInput

Scene = tuple[Desk, County]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as place:
        yield place


def count_item(desk: Desk, editor: Editor, title: str) -> None:
    """One more item that asks for a number of people."""
    editor.items.copy.click()
    fill(desk, editor, "form", {("title",): title})


def of_people(desk: Desk, editor: Editor) -> None:
    """The item in front asks for a number of people."""
    form = editor.form
    form.input("answer", "type").box.set_value("count")
    form.input("answer", "type").edited.emit()
    fill(desk, editor, "form", {("answer", "unit"): "人"})


def new_check(editor: Editor) -> CheckRow:
    editor.tabs.setCurrentIndex(WHOLE)
    editor.whole.checks.more.click()
    made = editor.whole.checks.rows[-1]
    assert isinstance(made, CheckRow)
    return made


def test_a_relation_is_put_together_from_items_and_told_when_a_visit_breaks_it(scene: Scene) -> None:
    desk, county = scene
    page = begin(desk, "下井人数核对")
    editor = page.editor
    of_people(desk, editor)
    fill(desk, editor, "form", {("title",): "实际下井人数"})
    count_item(desk, editor, "核定下井人数")
    first, second = (item["key"] for item in editor.content["items"])
    check = new_check(editor)
    check.holds._offer()
    assert [action.text() for action in check.holds.items.actions()] == [
        f"{first}  实际下井人数", f"{second}  核定下井人数",
    ]  # fmt: skip
    check.holds.items.actions()[0].trigger()
    desk.type(check.holds.line, " <= ")
    check.holds.insert(second)
    assert "应当：“实际下井人数” 不大于 “核定下井人数”" in check.holds.said.text()
    desk.type(check.message, "下井人数多于核定人数，请核对。")
    assert looked_over(desk, editor) == []
    publish(desk, page)
    visit = desk.ask(lambda app: start_visit(app, county, checklists=("county_01",)))
    said = {first: AnswerInput("compliant", count=5), second: AnswerInput("compliant", count=3)}
    desk.ask(lambda app: app.inspections.answer(app.officer_id, visit, "county_01", said))
    shown = desk.inspection(visit)
    desk.rest()
    assert "下井人数多于核定人数，请核对。" in shown.items.doubts.accessibleName()


def test_a_mistake_in_a_relation_says_which_one_and_leads_there(scene: Scene) -> None:
    desk, _county = scene
    page = edit(desk, "task_16")
    editor = page.editor
    there = len(editor.content["checks"])
    check = new_check(editor)
    desk.type(check.holds.line, "${T16-13} <= ${XJ-99}")
    assert check.holds.said.text() != "", (check.holds.line.text(), editor.askable.tell(check.holds.line.text()))
    desk.type(check.message, "请核对。")
    (told,) = looked_over(desk, editor)
    assert f"第 {there + 1} 条" in told
    assert "XJ-99" in told
    editor.items.select(2)
    editor.tabs.setCurrentIndex(0)
    page.publish.click()
    assert editor.tabs.currentIndex() == WHOLE
    assert check.holds.line.hasFocus()


def test_a_relation_that_is_taken_out_is_gone_and_the_last_one_leaves_nothing(scene: Scene) -> None:
    desk, _county = scene
    editor = edit(desk, "task_20").editor
    editor.tabs.setCurrentIndex(WHOLE)
    for made in list(editor.whole.checks.rows):
        made.dropped.emit()
    assert "checks" not in editor.content
    assert looked_over(desk, editor) == []


def test_an_item_that_another_list_depends_on_is_not_taken_out_unnoticed(scene: Scene) -> None:
    desk, _county = scene
    editor = edit(desk, "criteria_underground").editor
    at = next(n for n, item in enumerate(editor.content["items"]) if item["key"] == "UG-01-1")
    editor.items.select(at)
    editor.delete_item()
    assert any("UG-01-1" in line and "还在引用" in line for line in looked_over(desk, editor))


def chosen(field: Any, value: str) -> None:
    """Choose this in a box."""
    field.box.set_value(value)
    field.edited.emit()


def test_a_table_is_made_without_writing_any_code(scene: Scene) -> None:
    desk, county = scene
    page = begin(desk, "作业面核查")
    editor = page.editor
    of_people(desk, editor)
    table = editor.form.input("answer", "rows")
    assert isinstance(table, TableInput)
    table.columns.more.click()
    first = table.columns.rows[0]
    desk.type(table.what, "作业面")
    desk.type(first.title, "名称")
    table.columns.more.click()
    second = table.columns.rows[1]
    second.kind.set_value("count")
    second.edited.emit()
    for field, text in ((second.title, "人数"), (second.unit, "人"), (second.limit, "3")):
        desk.type(field, text)
    second.operator.set_value("at_most")
    second.edited.emit()
    table.columns.more.click()
    third = table.columns.rows[2]
    third.kind.set_value("choice")
    third.edited.emit()
    desk.type(third.title, "作业")
    desk.type(third.choices, "采矿、掘进")
    table.sum.set_value("max")
    table.of.set_value("column_b")
    table.edited.emit()
    assert looked_over(desk, editor) == []
    assert editor.content["items"][0]["answer"]["rows"] == {
        "named": "作业面", "named_en": "作业面", "value": "max(${XJ-01.column_b})",
        "columns": [
            {"key": "column_a", "title": "名称", "title_en": "名称", "type": "text"},
            {"key": "column_b", "title": "人数", "title_en": "人数", "type": "count", "unit": "人",
             "bound": {"operator": "at_most", "value": "3"}},
            {"key": "column_c", "title": "作业", "title_en": "作业", "type": "choice", "options": [
                {"key": "option_1", "label": "采矿", "label_en": "采矿"},
                {"key": "option_2", "label": "掘进", "label_en": "掘进"}]},
        ],
    }  # fmt: skip
    editor.copy_item()
    assert editor.content["items"][1]["answer"]["rows"]["value"] == "max(${XJ-02.column_b})"
    assert looked_over(desk, editor) == []
    publish(desk, page)
    visit = desk.ask(lambda app: start_visit(app, county, checklists=("county_01",)))
    rows = ({"column_a": "1号", "column_b": 2}, {"column_a": "2号", "column_b": 4})
    said = {"XJ-01": AnswerInput("not_compliant", rows=rows)}
    desk.ask(lambda app: app.inspections.answer(app.officer_id, visit, "county_01", said))
    assert desk.ask(lambda app: app.inspections.answers(visit))["XJ-01"].count == 4


def test_the_usual_conditions_are_chosen_and_others_are_kept(scene: Scene) -> None:
    desk, _county = scene
    page = begin(desk, "外包专项")
    editor = page.editor
    form = editor.form
    assert not form.rest.isVisible()
    chosen(form.input("when", "has_contractor"), "yes")
    chosen(form.input("when", "capacity", "operator"), "less_than")
    assert any("设计年生产能力" in line or "万吨每年" in line for line in looked_over(desk, editor))
    fill(desk, editor, "form", {("when", "capacity", "value"): "5", ("when", "commissioned", "before"): "2024-01-01"})
    assert looked_over(desk, editor) == []
    assert editor.content["items"][0]["when"] == {
        "has_contractor": True, "capacity": {"operator": "less_than", "value": "5"},
        "commissioned": {"before": "2024-01-01"},
    }  # fmt: skip
    assert not form.facts.isVisible()
    form.further.click()
    form.facts.chips.chip("self_ignition").click()
    assert looked_over(desk, editor) == []
    assert editor.content["items"][0]["when"]["fact"] == {"self_ignition": True}
    desk.type(form.rest.area, "符合其一：（多大规模：大型）（什么状态：生产）")
    assert looked_over(desk, editor) == []
    assert editor.content["items"][0]["when"]["any"][0] == {"scale": ["large"]}
    chosen(form.input("when", "has_contractor"), "")
    assert "has_contractor" not in editor.content["items"][0]["when"]
    editor.tabs.setCurrentIndex(WHOLE)
    chosen(next(one for one in editor.whole.inputs if one.path == ("when", "overhead_pond")), "no")
    assert editor.content["when"] == {"overhead_pond": False}


def test_when_an_item_is_asked_is_chosen_without_writing_any_code(scene: Scene) -> None:
    desk, _county = scene
    editor = begin(desk, "井下专项").editor
    of_people(desk, editor)
    count_item(desk, editor, "泵数")
    asked = editor.form.input("relevance")
    assert isinstance(asked, AskedAfterInput)
    assert asked.expression.line.isHidden()
    before = str(editor.content["items"][0]["key"])
    for box, value in ((asked.item, before), (asked.how, "<")):
        box.set_value(value)
        box.activated.emit(box.currentIndex())
    desk.type(asked.number, "200")
    assert editor.items.current is not None
    assert editor.items.current["relevance"] == f"${{{before}}} < 200"
    assert "小于 200" in asked.expression.said.text()
    asked.how.set_value("verdict =")
    asked.how.activated.emit(0)
    asked.choice.set_value("not_compliant")
    asked.choice.activated.emit(0)
    assert editor.items.current["relevance"] == f"verdict(${{{before}}}) = 'not_compliant'"
    assert looked_over(desk, editor) == []
    editor.tabs.setCurrentIndex(PREVIEW)
    assert "才问这一项" in editor.preview.asked.text()
    asked.item.set_value("")
    asked.item.activated.emit(0)
    assert "relevance" not in editor.items.current


def test_a_richer_relation_is_shown_as_it_is_written(qtbot: Any) -> None:
    simple = ["${XJ-02} <= 3", "verdict(${T04-03}) != 'not_applicable'", "${XJ-02} = 'a_1'", "selected(${XJ-02}, 'a')"]
    for text in simple:
        part = taken_apart(text)
        assert part is not None
        assert put_together(*part) == text
    assert taken_apart("${XJ-01} = 1 and ${XJ-02} = 2") is None


def test_no_relation_is_changed_by_being_shown(qtbot: Any) -> None:
    form = ListForm(Askable())
    qtbot.addWidget(form)
    for one in checklist_library().lists():
        content = authoring.working_copy(one)
        form.show_list(content)
        for field in form.inputs:
            touched = dict(content)
            field.put(touched)
            assert touched == content, field.path
