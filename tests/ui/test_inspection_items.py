"""Answering items by keys: shown at once, stored behind, batch, search, reasons, half-typed values, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from inspector_app.checklist.values import AnswerType, Verdict
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, make_county, opened, start_visit
from tests.ui.pages.desk import Desk, answer, desk_on
from ui.inspection import visit_reading
from ui.inspection.inspection_page import InspectionPage
from ui.inspection.item_model import FindingListModel, ItemListModel
from ui.inspection.visit import Answers, matching, next_open
from ui.inspection.visits_page import VisitsPage, VisitTableModel

Scene = tuple[Desk, County, InspectionPage]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A running visit on its page."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        yield desk, county, desk.inspection(inspection_id)


def stored(desk: Desk, page: InspectionPage) -> dict[str, Any]:
    found: dict[str, Any] = desk.ask(lambda app: app.inspections.answers(page.inspection_id))
    return found


def select(page: InspectionPage, kind: AnswerType) -> Any:
    line = next(line for line in page.items.model.lines if line.item.answer.type is kind)
    page.items.select(line.key)
    return line


def test_each_list_begins_under_its_title(scene: Scene) -> None:
    _desk, _county, page = scene
    model = page.items.model
    begins = [row for row, line in enumerate(model.lines) if line.number == 1]
    assert len(begins) > 1
    assert [row for row in range(model.rowCount()) if model.heading(row)] == begins
    view = page.items.view
    assert view.sizeHintForIndex(model.index(begins[1])).height() > view.sizeHintForIndex(model.index(1)).height()


def test_buttons_say_the_terms_not_the_words_for_papers(scene: Scene) -> None:
    _desk, _county, page = scene
    assert [button.text().split()[-1] for button in page.panel.buttons.values()] == [
        "符合", "不符合", "不涉及", "本次未检查",
    ]  # fmt: skip


def text_edges(page: VisitsPage, row: int) -> int:
    """The first dark or light pixel of the text of the first cell, from the left edge of the cell."""
    rect = page.table.visualRect(page.model.index(row, 0))
    image = page.table.viewport().grab(rect).toImage()
    back = image.pixel(2, image.height() // 2)
    return next(x for x in range(image.width()) if any(image.pixel(x, y) != back for y in range(8, image.height() - 8)))


def test_the_text_of_a_selected_row_does_not_jump(scene: Scene) -> None:
    desk, county, _page = scene
    desk.ask(lambda app: start_visit(app, county, county.pit_id))
    page = desk.go("inspections")
    before = text_edges(page, 1)
    page.table.selectRow(1)
    desk.rest()
    assert text_edges(page, 1) == before


def test_models_are_sound(qtmodeltester: Any, own_data_dir: Path) -> None:
    county = make_county(own_data_dir)
    app = opened(own_data_dir)
    visit = visit_reading.visit(app, start_visit(app, county))
    model = ItemListModel(Answers())
    model.show(visit.lines)
    qtmodeltester.check(model)
    model.show(visit.lines[:3])
    qtmodeltester.check(model)
    for empty in (FindingListModel(), VisitTableModel()):
        qtmodeltester.check(empty)
    visits = VisitTableModel()
    visits.show(app.inspections.visits())
    qtmodeltester.check(visits)
    app.store.close()


def test_an_answer_is_shown_before_it_is_stored(scene: Scene) -> None:
    desk, _county, page = scene
    first = page.panel.line
    assert first is not None
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
        desk.press(page.items.view, Qt.Key.Key_1)
        assert page.answers.get(first.key) is not None
        assert page.panel.line is not first
    assert stored(desk, page)[first.key].verdict == Verdict.COMPLIANT


def test_every_verdict_has_its_key_and_2_stays_for_the_finding(scene: Scene) -> None:
    desk, _county, page = scene
    for word, verdict in (("符合", "compliant"), ("不涉及", "not_applicable"), ("不符合", "not_compliant")):
        key, said = answer(desk, page, word)
        assert said == verdict
    assert page.panel.line is not None
    assert page.panel.line.key == key


def test_not_checked_asks_its_reason_inline(scene: Scene) -> None:
    desk, _county, page = scene
    line = page.panel.line
    assert line is not None
    desk.press(page.items.view, Qt.Key.Key_4)
    assert page.panel.reason.isVisibleTo(page)
    desk.press(page.panel.reason, Qt.Key.Key_Return)
    assert page.panel.reason_error.isVisibleTo(page)
    desk.type(page.panel.reason, "停产停用")
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
        desk.press(page.panel.reason, Qt.Key.Key_Return)
    assert stored(desk, page)[line.key].not_checked_reason == "停产停用"


def test_a_selection_is_answered_as_one_action_item_by_item(scene: Scene) -> None:
    desk, _county, page = scene
    view = page.items.view
    for _ in range(3):
        desk.qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keys = [line.key for line in page.items.selected()]
    assert len(keys) == 4
    list_keys = {line.list_key for line in page.items.selected()}
    desk.press(view, Qt.Key.Key_3)
    assert page.panel.batch.isVisible()
    assert "4 项" in page.panel.batch.words.text()
    assert stored(desk, page) == {}
    with desk.qtbot.waitSignals([page.answer_stored] * len(keys), timeout=PATIENCE):
        desk.press(page.panel.batch.yes, Qt.Key.Key_Return)
    assert len(list_keys) == 1
    assert not page.panel.batch.isVisible()
    found = stored(desk, page)
    assert {found[key].verdict for key in keys} == {"not_applicable"}


def test_a_selection_is_left_alone_by_esc_and_answered_by_the_same_key_twice(scene: Scene) -> None:
    desk, _county, page = scene
    view = page.items.view
    desk.qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.press(view, Qt.Key.Key_1)
    desk.press(page.panel.batch.yes, Qt.Key.Key_Escape)
    assert not page.panel.batch.isVisible()
    assert stored(desk, page) == {}
    assert len(page.items.selected()) == 2
    desk.press(view, Qt.Key.Key_1)
    with desk.qtbot.waitSignals([page.answer_stored] * 2, timeout=PATIENCE):
        desk.press(page.panel.batch.yes, Qt.Key.Key_1)
    assert len(stored(desk, page)) == 2


def test_a_batch_changes_verdicts_and_keeps_what_was_measured(scene: Scene) -> None:
    desk, _county, page = scene
    of_count = [line for line in page.items.model.lines if line.item.answer_type is AnswerType.COUNT]
    listed = of_count[0].list_key
    counted = [line for line in of_count if line.list_key == listed][:2] + of_count[:1]
    said = {line.key: AnswerInput("compliant", count=1, note="现场点数") for line in counted}
    with desk.qtbot.waitSignals([page.answer_stored] * len(said), timeout=PATIENCE):
        page._store(listed, said)
    other = next(line for line in page.items.model.lines if line.key not in said)
    page.items.select(other.key)
    for key in said:
        index = page.items.model.index(page.items.model.row_of(key))
        page.items.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    desk.press(page.items.view, Qt.Key.Key_2)
    with desk.qtbot.waitSignals([page.answer_stored] * (len(said) + 1), timeout=PATIENCE):
        desk.press(page.panel.batch.yes, Qt.Key.Key_Return)
    found = stored(desk, page)
    assert [(found[key].verdict, found[key].count, found[key].note) for key in said] == [
        ("not_compliant", 1, "现场点数") for _key in said
    ]


def test_undo_takes_a_verdict_back_and_the_page_shows_it(scene: Scene) -> None:
    desk, _county, page = scene
    key, _said = answer(desk, page, "符合")
    changed = page.items.model.dataChanged
    with desk.qtbot.waitSignal(changed, timeout=PATIENCE, check_params_cb=lambda *_: page.answers.get(key) is None):
        desk.qtbot.keyClick(page.items.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert key not in stored(desk, page)


def test_items_are_found_by_characters_initials_key_and_number(scene: Scene) -> None:
    desk, _county, page = scene
    desk.rest()
    assert page.visit is not None
    lines = page.visit.lines
    target = lines[3]
    assert target in matching(lines, target.item.title[:2])
    assert target in matching(lines, target.initials.split()[0])
    assert matching(lines, target.key) == [target]
    assert target in matching(lines, "4")
    page.items.search.setText("没有这样的检查项")
    page.items.search.textEdited.emit("x")
    assert page.middle.none_fits.isVisibleTo(page)


def test_a_number_beyond_its_limit_proposes_the_verdict_and_enter_takes_it(scene: Scene) -> None:
    desk, _county, page = scene
    line = next(one for one in page.items.model.lines if one.item.design_key == "shift_headcount")
    page.items.select(line.key)
    desk.type(page.panel.value.field, "999")
    desk.press(page.panel.value.field, Qt.Key.Key_Return) if not page.panel.proposal.isVisibleTo(page) else None
    assert "29" in page.panel.proposal.text()
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE) as said:
        desk.press(page.panel.value.field, Qt.Key.Key_Return)
    assert said.args == [line.key, "not_compliant"]


def test_a_value_that_is_none_is_refused_beside_the_field(scene: Scene) -> None:
    desk, _county, page = scene
    line = select(page, AnswerType.NUMBER)
    desk.type(page.panel.value.field, "abc")
    page.give(Verdict.COMPLIANT)
    assert page.panel.value.error.isVisibleTo(page)
    assert page.answers.get(line.key) is None


def test_half_typed_values_are_kept_per_item(scene: Scene) -> None:
    desk, _county, page = scene
    line = select(page, AnswerType.NUMBER)
    with desk.qtbot.waitSignal(page.half_typed.kept, timeout=PATIENCE):
        desk.type(page.panel.value.field, "12")
    page.items.select(page.items.model.lines[0].key)
    page.items.select(line.key)
    assert page.panel.value.field.text() == "12"


def test_answers_on_their_way_outlive_an_older_reading() -> None:
    answers, said = Answers(), {"a": AnswerInput("compliant")}
    answers.say(said)
    assert answers.stored({}) == set()
    assert answers.get("a") is not None
    answers.settle(said, kept=True)
    assert answers.stored(said) == set()


def test_the_next_open_item_wraps_around(scene: Scene) -> None:
    _desk, _county, page = scene
    lines = page.items.model.lines
    said = {line.key: AnswerInput("compliant") for line in lines[2:]}
    assert next_open(lines, lines[5].key, said) == lines[0].key
    assert next_open(lines, "", {line.key: AnswerInput("compliant") for line in lines}) is None


def test_filters_show_what_is_open_what_does_not_comply_what_is_major_and_one_area(scene: Scene) -> None:
    desk, _county, page = scene
    items = page.items
    whole = len(items.model.lines)
    answer(desk, page, "不符合")
    items.wanted.set_values(("bad",))
    items.wanted.changed.emit()
    assert [line.key for line in items.model.lines] == [key for key, said in page.answers.all().items() if said]
    items.wanted.set_values(("open",))
    items.wanted.changed.emit()
    assert len(items.model.lines) == whole - 1
    items.wanted.set_values(("open", "bad", "major"))
    items.wanted.changed.emit()
    assert items.model.lines
    assert all(line.item.criterion_keys for line in items.model.lines)
    items.wanted.set_values(())
    areas = [items.areas.itemData(place) for place in range(1, items.areas.count())]
    shown = 0
    for area in areas:
        items.areas.set_value(area)
        items.areas.activated.emit(items.areas.currentIndex())
        shown += len(items.model.lines)
    assert shown == whole


def test_the_ring_of_a_list_tells_the_truth_whatever_is_filtered(scene: Scene) -> None:
    desk, _county, page = scene
    model = page.items.model
    key = model.lines[0].list_key
    before = model.progress(0)
    answer(desk, page, "符合")
    after = model.progress(0)
    assert after == (before[0] + 1, before[1])
    page.items.wanted.set_values(("open",))
    page.items.wanted.changed.emit()
    assert model.lines[0].list_key == key
    assert model.progress(0) == after


def test_a_visit_opened_again_stands_where_it_was_left(scene: Scene) -> None:
    desk, county, page = scene
    visit = page.visit
    assert visit is not None
    chosen = visit.lists[1]
    page.items.lists.set_value(chosen.key)
    page.items.wanted.set_values(["open"])
    page.items._filter()
    line = page.items.model.lines[2]
    page.items.select(line.key)
    desk.inspection(desk.ask(lambda app: start_visit(app, county)))
    assert page.items.lists.value == ""
    again = desk.inspection(visit.id)
    assert (again.items.lists.value, again.items.wanted.values) == (chosen.key, ["open"])
    assert again.panel.line is not None
    assert again.panel.line.key == line.key


def test_what_was_passed_over_does_not_count_as_checked(scene: Scene) -> None:
    desk, _county, page = scene
    page.items.select(page.items.model.lines[0].key)
    page.give(Verdict.COMPLIANT)
    page.items.select(page.items.model.lines[1].key)
    page._not_checked("没有下到该中段")
    desk.rest()
    assert page.items.progress.format().startswith("已查 1 / ")
    assert page.items.progress.format().endswith("本次未检查 1")


def test_several_selected_items_say_so_and_after_their_verdict_the_next_open_one_is_in_front(scene: Scene) -> None:
    desk, _county, page = scene
    view = page.items.view
    desk.qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.panel.several.isVisible()
    assert "2" in page.panel.several.text()
    taken = [line.key for line in page.items.selected()]
    desk.press(view, Qt.Key.Key_1)
    with desk.qtbot.waitSignals([page.answer_stored] * 2, timeout=PATIENCE):
        desk.press(page.panel.batch.yes, Qt.Key.Key_Return)
    (front,) = page.items.selected()
    assert front.key not in taken
    assert not page.panel.several.isVisible()


def test_what_is_no_number_is_told_when_its_field_is_left(scene: Scene) -> None:
    desk, _county, page = scene
    line = next(line for line in page.items.model.lines if line.item.answer_type is AnswerType.COUNT)
    page.items.select(line.key)
    desk.type(page.panel.value.field, "五abc")
    page.items.view.setFocus()
    assert page.panel.value.error.is_saying
    page.items.step(1)
    assert not page.panel.value.error.is_saying
    page.items.step(-1)
    assert page.panel.value.error.is_saying


def test_an_item_whose_verdict_came_with_its_finding_shows_it(scene: Scene) -> None:
    desk, _county, page = scene
    page.new_finding()
    desk.rest()
    line = page.panel.line
    assert line is not None
    if page.answers.get(line.key) is not None:
        assert page.panel.buttons[Verdict.NOT_COMPLIANT].isChecked()
    else:
        assert line.item.answer.is_required


def test_after_a_click_no_button_of_the_next_item_looks_chosen(scene: Scene) -> None:
    desk, _county, page = scene
    page.panel.buttons[Verdict.NOT_APPLICABLE].setFocus()
    with desk.qtbot.waitSignal(page.answer_stored, timeout=PATIENCE):
        desk.qtbot.mouseClick(page.panel.buttons[Verdict.NOT_APPLICABLE], Qt.MouseButton.LeftButton)
    assert page.items.view.hasFocus()
    assert not any(button.isChecked() for button in page.panel.buttons.values())


def test_the_list_of_visits_counts_what_was_looked_at(scene: Scene) -> None:
    desk, county, page = scene
    listed = page.items.model.lines[0].list_key
    plain = [line.key for line in page.items.model.lines if line.list_key == listed][:2]
    said = {
        plain[0]: AnswerInput("not_applicable"), plain[1]: AnswerInput("not_checked", not_checked_reason="停产停用"),
    }  # fmt: skip
    desk.ask(lambda app: app.inspections.answer(county.officer_id, page.inspection_id, listed, said))
    (row,) = desk.ask(lambda app: app.inspections.visits(limit=1))
    assert row.answers == 1


def test_a_re_inspection_is_told_apart_in_the_list_of_visits(scene: Scene) -> None:
    desk, county, page = scene
    with_original = {"original_inspection_id": page.inspection_id}
    second = desk.ask(lambda app: start_visit(app, county))
    desk.ask(lambda app: app.inspections.change_details(county.officer_id, second, **with_original))
    rows = desk.ask(lambda app: app.inspections.visits(limit=2))
    model = VisitTableModel(page)
    model.show(rows)
    assert [model.index(n, 3).data() for n in range(2)] == ["复查，检查中", "检查中"]
