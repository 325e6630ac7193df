"""The printer died and the officers wrote by hand: the paper is copied beside its photo and stands among the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from inspector_app.enforcement.values import DocumentState
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import Desk, desk_on
from tests.ui.pages.papers import visit_with_problem
from ui.papers.actions import Action
from ui.papers.handwritten_page import HandwrittenPage

Scene = tuple[Desk, HandwrittenPage, str]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A visit with one finding, and the form for what was written by hand."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: visit_with_problem(app, county))
        papers = desk.papers(visit)
        papers.by_hand.click()
        desk.rest()
        page = desk.window.current_page
        assert isinstance(page, HandwrittenPage)
        yield desk, page, visit


def write(page: HandwrittenPage, **answers: str) -> None:
    for name, text in answers.items():
        page.head._lines[name].setText(text)
        page.head._lines[name].textEdited.emit(text)


def drop(desk: Desk, page: HandwrittenPage, file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    page.dropEvent(
        QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    desk.qtbot.waitUntil(lambda: page.pages.page_count == 1, timeout=PATIENCE)


def test_an_order_is_copied_beside_its_photo_registered_and_filed(scene: Scene, tmp_path: Path) -> None:
    desk, page, visit = scene
    photo = tmp_path / "order.jpg"
    photo.write_bytes(jpeg(640, 900))
    drop(desk, page, photo)
    page.fill.click()
    desk.rest()
    write(page, number="7", signer="陈志强", opinion="属实，马上整改🙂")
    with desk.qtbot.waitSignals([page.registered, desk.window.scans.finished], timeout=PATIENCE):
        page.go.click()
    desk.rest()
    (row,) = desk.ask(lambda app: app.papers.papers(inspection_id=visit))
    history = desk.ask(lambda app: app.papers.history(row.id))
    assert (row.is_handwritten, row.state, row.number[-2:]) == (True, DocumentState.SIGNED, "7号")
    assert history.signatures[0].opinion == "属实，马上整改🙂"
    assert len(history.scans) == 1
    assert desk.window.current_page is desk.window.page("papers")
    assert desk.ask(lambda app: app.papers.content(row.id)).values["problems"][0]["description"].startswith("1 台")


def test_what_was_copied_so_far_stands_there_again(scene: Scene, tmp_path: Path) -> None:
    desk, page, visit = scene
    write(page, number="7", reason="看后拒签", witness="吴明")
    page.head.state.set_value("refused")
    page.head.state.activated.emit(1)
    page.leave()
    desk.rest()
    page.inspection_id = ""
    page.head.show_answers({})
    desk.go("handwritten", visit)
    said = page.head.answers()
    assert (said["number"], said["state"], said["reason"], said["witness"]) == ("7", "refused", "看后拒签", "吴明")


def test_the_check_reads_it_against_the_visit_and_a_number_outside_the_blocks_may_stand(scene: Scene) -> None:
    desk, page, visit = scene
    page.fill.click()
    desk.rest()
    with desk.qtbot.waitSignal(page.checked, timeout=PATIENCE):
        write(page, number="999", respondent="另一家公司", signer="陈志强")
    page.go.click()
    desk.rest()
    assert page.problem.isVisibleTo(page)
    assert desk.ask(lambda app: app.papers.papers(inspection_id=visit)) == []
    with desk.qtbot.waitSignal(page.registered, timeout=PATIENCE):
        page.register(anyway=True)


def test_what_was_copied_wrongly_is_put_right_and_a_mistake_is_taken_back(scene: Scene) -> None:
    desk, page, visit = scene
    page.fill.click()
    desk.rest()
    write(page, number="7", signer="陈志强")
    with desk.qtbot.waitSignal(page.registered, timeout=PATIENCE) as done:
        page.go.click()
    desk.rest()
    document_id = done.args[0]
    pane = desk.window.current_page.pane
    pane.form.blanks["addressee"].editor.set_value("遂昌示例金矿有限公司（改）")
    with desk.qtbot.waitSignal(pane.stored, timeout=PATIENCE):
        pane.form.blanks["addressee"].editor.edited.emit()
        pane.form.left.emit()
    assert desk.ask(lambda app: app.papers.content(document_id)).values["addressee"].endswith("（改）")
    pane.steps.do(Action.UNREGISTER)
    pane.steps.bar.fields["reason"].setText("登记到了别的检查")
    with desk.qtbot.waitSignal(pane.steps.done, timeout=PATIENCE):
        pane.steps.bar.confirm.click()
    desk.rest()
    assert desk.ask(lambda app: app.papers.papers(inspection_id=visit)) == []
