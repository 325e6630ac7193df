"""What a county official does on the checklists page: open a list, fill its fields, look it over, publish it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import Desk
from ui.checklists.editor import WHOLE, Editor
from ui.checklists.page import ChecklistsPage


def lists(desk: Desk, argument: object = None) -> ChecklistsPage:
    page = desk.go("checklists", argument)
    assert isinstance(page, ChecklistsPage)
    return page


def fill(desk: Desk, editor: Editor, form: str, texts: dict[tuple[str, ...], str]) -> None:
    """Type into fields of the form, replacing what stands there."""
    for path, text in texts.items():
        owner = editor.form if form == "form" else editor.whole
        field = next(one for one in owner.inputs if one.path == path).field
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        field.selectAll()
        desk.type(field, text)


def looked_over(desk: Desk, editor: Editor) -> list[str]:
    """Wait for lint; what it says."""
    with desk.qtbot.waitSignal(editor.linted, timeout=PATIENCE):
        editor.lint_now()
    return [editor.wrong.view.item(n).text() for n in range(editor.wrong.view.count())]


def clause(editor: Editor) -> Any:
    return editor.form.input("clause")


def begin(desk: Desk, title: str) -> ChecklistsPage:
    """A new list with one item that is complete."""
    page = lists(desk)
    page.new.click()
    desk.type(page.bar.fields["title"], title)
    with desk.qtbot.waitSignal(page.shown, timeout=PATIENCE, check_params_cb=bool):
        page.bar.confirm.click()
    desk.rest()
    editor = page.editor
    assert editor.tabs.currentIndex() == WHOLE
    editor.items.add.click()
    fill(desk, editor, "form", {("title",): "截水沟畅通", ("question",): "采场上缘截水沟是否畅通？"})
    desk.type(clause(editor).first, "本县〔2026〕1号")
    desk.type(clause(editor).second, "第三条")
    desk.type(editor.form.input("looks").rows[0].words, "沿上缘走一遍")
    return page


def publish(desk: Desk, page: ChecklistsPage, note: str = "") -> None:
    looked_over(desk, page.editor)
    page.publish.click()
    desk.type(page.bar.fields["note"], note or "第一版")
    with desk.qtbot.waitSignal(page.published, timeout=PATIENCE):
        page.bar.confirm.click()
    desk.rest()


def edit(desk: Desk, key: str, item: int = 0) -> ChecklistsPage:
    page = lists(desk, {"edit": key, "item": item})
    assert page.editor.opened is not None
    return page
