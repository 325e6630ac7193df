"""How papers are shown: an issued one as it was frozen, a draft that cannot be drawn with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton

from inspector_app.documents import page_images
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import issue
from tests.ui.pages.papers import DUE, LAW, ORDER, RECORD, begun, choose
from tests.ui.test_papers_page import Scene, do, scene
from ui import theme
from ui.papers.actions import Action
from ui.papers.page_view import DPI
from ui.papers.renderer import image_of

__all__ = ["begun", "scene"]


def shown_pages(page: Any) -> list[QImage]:
    return [sheet._pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888) for sheet in page.pane.pages._sheets]


def pages_of(pdf: bytes) -> list[QImage]:
    return [image_of(one) for one in page_images.page_images(pdf, DPI)]


def drawn(desk: Any, page: Any) -> None:
    """Until no newer pages are on their way."""
    desk.qtbot.waitUntil(lambda: not page.pane.is_drawing, timeout=PATIENCE)


def test_an_issued_paper_is_shown_as_it_was_frozen(scene: Scene) -> None:
    desk, _county, page = scene
    choose(desk, page, ORDER)
    drawn(desk, page)
    draft = shown_pages(page)
    row = issue(desk, page, ORDER)
    drawn(desk, page)
    frozen = pages_of(desk.ask(lambda app: app.papers.pdf(row.id)))
    assert shown_pages(page) == frozen
    assert shown_pages(page) != draft


def test_it_is_shown_as_it_was_also_after_it_was_made_void(scene: Scene) -> None:
    desk, _county, page = scene
    row = issue(desk, page, ORDER)
    pdf = desk.ask(lambda app: app.papers.pdf(row.id))
    do(desk, page, Action.VOID, reason="送错单位")
    page.pane.show_paper(row.id)
    desk.rest()
    drawn(desk, page)
    assert shown_pages(page) == pages_of(pdf)


def test_fields_of_an_issued_paper_look_read_only_at_once(scene: Scene) -> None:
    desk, _county, page = scene
    choose(desk, page, RECORD)
    line: Any = page.pane.form.blanks["companions"].editor
    assert inside(line.line) == QColor(theme.colours().surface)
    issue(desk, page, RECORD)
    assert inside(line.line) == QColor(theme.colours().sunken)
    block = next(b.editor.text for b in page.pane.form.blanks.values() if hasattr(b.editor, "text"))
    assert inside(block) == QColor(theme.colours().sunken)
    assert "撤回修改" in page.pane.frozen.text()


def inside(field: Any) -> QColor:
    image = field.grab().toImage()
    return QColor(image.pixelColor(image.width() - 6, image.height() - 6))


def test_rows_of_an_order_say_how_the_finding_was_judged(scene: Scene) -> None:
    desk, _county, page = scene
    issue(desk, page, ORDER)
    choose(desk, page, ORDER)
    rows: Any = page.pane.form.blanks["problems"].editor
    editors = rows.rows[0].editors
    shown = {key: editor.value() for key, editor in editors.items() if editor.isVisibleTo(page)}
    assert shown["violated_rule"] == LAW
    assert (shown["hazard_level"], shown["deadline"]) == ("一般", DUE)
    assert None not in shown.values()
    assert editors["violated_rule"].line.cursorPosition() == 0  # type: ignore[attr-defined]


def test_a_draft_that_cannot_be_drawn_says_why_in_its_place_until_it_can(scene: Scene) -> None:
    desk, county, page = scene
    key = choose(desk, page, RECORD)
    told: list[Any] = []
    page.trouble.connect(told.append)
    desk.ask(lambda app: app.papers.set_values(county.officer_id, key, companions="陈志强🙂"))
    with desk.qtbot.waitSignal(page.pane.undrawn, timeout=PATIENCE):
        page.pane.refresh()
    assert page.pane.problem.isVisibleTo(page)
    assert "没有生成文书" not in page.pane.problem.accessibleName()
    page.pane.steps.do(Action.ISSUE)
    assert not page.pane.steps.bar.isVisibleTo(page)
    assert page.pane.form.blanks["companions"].editor.line.hasFocus()
    assert not told
    desk.ask(lambda app: app.papers.set_values(county.officer_id, key, companions="陈志强"))
    with desk.qtbot.waitSignal(page.pane.previewed, timeout=PATIENCE):
        page.pane.refresh()
    assert not page.pane.problem.isVisibleTo(page)


def test_a_fact_of_several_lines_is_not_squeezed_into_one(scene: Scene) -> None:
    desk, _county, page = scene
    choose(desk, page, ORDER)
    block: Any = page.pane.form.blanks["problems"].editor.rows[0].editors["description"].text
    assert block.height() >= 2 * block.fontMetrics().lineSpacing()


@pytest.mark.parametrize("width", [360, 430, 520, 1000])
def test_no_word_of_a_button_is_cut_off(scene: Scene, width: int) -> None:
    desk, _county, page = scene
    issue(desk, page, ORDER)
    steps = page.pane.steps
    steps.setFixedWidth(width)
    desk.rest()
    buttons = [one for one in steps.findChildren(QAbstractButton) if one.isVisibleTo(steps) and one.text()]
    assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == []
    reachable = {one.text() for one in buttons} | {one.text() for one in steps.menu.actions()}
    assert {"打印", "登记签名", "未签名", "撤回修改", "作废"} <= reachable
    assert steps._more.isVisibleTo(steps) == bool(steps.menu.actions())


def test_a_draft_that_its_findings_left_behind_says_so_and_is_filled_anew(scene: Scene) -> None:
    desk, county, page = scene
    key = choose(desk, page, ORDER)
    assert not page.pane.stale.isVisibleTo(page)

    def change(app: Any) -> None:
        (finding,) = app.inspections.findings(inspection_id=page.inspection_id)
        app.inspections.change_finding(county.officer_id, finding.id, fact="2 台主排水泵不能正常运转。")

    desk.ask(change)
    page.pane.refresh()
    desk.rest()
    assert page.pane.stale.isVisibleTo(page)
    button = page.pane.stale.findChild(QAbstractButton)
    assert button is not None
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        button.click()
    desk.rest()
    problems = desk.ask(lambda app: app.papers.content(key)).values["problems"]
    assert problems[0]["description"] == "2 台主排水泵不能正常运转。"
    assert not page.pane.stale.isVisibleTo(page)
