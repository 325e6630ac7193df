"""A photo of the signed page, dropped on the window, finds its paper; one without a code is asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from inspector_app.enforcement.scan_values import ScanOutcome
from inspector_app.errors import InspectorError
from tests.fixtures.phone import Shot, phone_jpeg
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.papers.asking import Ask, AskBar


def dropped(desk: Desk, file: Path) -> Any:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with desk.qtbot.waitSignal(desk.window.scans.finished, timeout=PATIENCE) as done:
        desk.window.dropEvent(event)
    desk.rest()
    return done.args[1]


def test_a_page_dropped_anywhere_finds_its_paper_and_can_be_undone(
    qtbot: Any, own_data_dir: Path, tmp_path: Path
) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):

        def issue(app: Any) -> tuple[str, bytes]:
            order = app.papers.create(county.officer_id, "EX-02", inspection_id=start_visit(app, county))
            app.papers.issue(county.officer_id, order)
            return order, app.papers.pdf(order)

        order, pdf = desk.ask(issue)
        page = tmp_path / "IMG_1.jpg"
        page.write_bytes(phone_jpeg(pdf, 0, Shot(megapixels=8, turn=7, keystone=0.1)))
        outcome = dropped(desk, page)
        assert isinstance(outcome, ScanOutcome)
        assert outcome.filed[0].paper.id == order
        assert desk.window.desk.message.isVisible()
        other = tmp_path / "IMG_2.jpg"
        other.write_bytes(jpeg())
        refused = dropped(desk, other)
        assert isinstance(refused, InspectorError)
        assert refused.code == "scan.no_code"
        desk.window.scans.take([other], order)
        with qtbot.waitSignal(desk.window.scans.finished, timeout=PATIENCE):
            pass
        assert len(desk.ask(lambda app: app.papers.history(order)).scans) == 2


def test_the_paper_shows_what_came_back_and_takes_the_opinion_down(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):

        def issue(app: Any) -> tuple[str, str]:
            visit = start_visit(app, county)
            order = app.papers.create(county.officer_id, "EX-02", inspection_id=visit)
            app.papers.issue(county.officer_id, order)
            app.papers.file_scan(county.officer_id, jpeg(), document_id=order)
            return visit, order

        visit, order = desk.ask(issue)
        page = desk.papers(visit)
        page.select(order)
        desk.rest()
        panel = page.pane.scans
        assert "1" in panel.summary.text()
        panel.look.click()
        desk.rest()
        assert (panel.beside.isVisible(), panel.beside.page_count) == (True, 1)
        panel.opinion.click()
        desk.type(panel.bar.fields["text"], "情况属实")
        desk.qtbot.keyClick(panel.bar, Qt.Key.Key_Escape)
        desk.rest()
        panel.opinion.click()
        desk.rest()
        assert panel.bar.answers()["text"] == "情况属实"  # it was on the disk, not only in the field
        with qtbot.waitSignal(panel.changed, timeout=PATIENCE):
            panel.bar.confirm.click()
        desk.rest()
        assert "情况属实" in panel.written.text()
        assert desk.ask(lambda app: app.papers.history(order)).handwriting[0].text == "情况属实"
        assert not any(text for text in desk.ask(kept_answers))


def kept_answers(app: Any) -> list[str]:
    """What small forms have left on the disk."""
    from sqlalchemy import text

    with app.store.engine.connect() as connection:
        query = text("SELECT value FROM local_value WHERE key LIKE 'form.ask.%'")
        return list(connection.execute(query).scalars())


def test_a_reason_half_typed_is_on_the_disk_and_a_pin_never(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        bar = AskBar(desk.window.bridge, lambda: "paper-1", desk.window)
        asks = [Ask("reason", "原因"), Ask("pin", "PIN", is_secret=True)]
        bar.ask("登记拒签", asks, "登记拒签", lambda _answers: None)
        assert bar._draft is not None
        with qtbot.waitSignal(bar._draft.kept, timeout=PATIENCE):
            desk.type(bar.fields["reason"], "当事人离")
            qtbot.keyClicks(bar.fields["pin"], "2468")
        assert desk.ask(kept_answers) == ['{"reason": "当事人离"}']
        other = AskBar(desk.window.bridge, lambda: "paper-2", desk.window)
        other.ask("登记拒签", asks, "登记拒签", lambda _answers: None)
        desk.rest()
        assert other.answers()["reason"] == ""
