"""Signing on the screen in the window: not offered until the office wants it; pen, finger and mouse write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent

from inspector_app.documents.ink import read_ink
from inspector_app.session import Pin
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on, issue
from ui.papers.actions import Action
from ui.papers.ink_pad import InkPad
from ui.papers.papers_page import PapersPage

RECORD = "inspection_record"
Scene = tuple[Desk, PapersPage, str]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    """A record that is numbered, with signing on the screen enabled."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.papers(desk.ask(lambda app: start_visit(app, county)))
        page.create_all()
        desk.rest()
        desk.ask(lambda app: app.office.set_setting(county.officer_id, "papers.on_screen_signing", True))
        record = issue(desk, page, RECORD).id
        page.select(record)
        page.pane.refresh()
        desk.rest()
        yield desk, page, record


def write_name(desk: Desk, pad: InkPad) -> None:
    for points in ([(40, 40), (160, 60), (170, 150)], [(60, 120), (240, 110)]):
        desk.qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
        for x, y in points[1:]:
            desk.qtbot.mouseMove(pad, QPoint(x, y))
        desk.qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


@pytest.fixture
def pen() -> QPointingDevice:
    """A pen that knows its pressure; it outlives its events, which only point to it."""
    return QPointingDevice(
        "pen", 1, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure | QInputDevice.Capability.Position, 1, 1, "", QPointingDeviceUniqueId(),
    )  # fmt: skip


def touched(device: QPointingDevice, kind: QEvent.Type, at: QPointF, pressure: float) -> QTabletEvent:
    return QTabletEvent(
        kind, device, at, at, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
    )  # fmt: skip


def sign(desk: Desk, page: PapersPage) -> Any:
    page.pane.steps.do(Action.INK_SIGN)
    dialog = page.pane.steps.ink.dialog
    assert dialog is not None
    desk.qtbot.waitExposed(dialog)
    return dialog


def test_nothing_offers_it_until_the_office_enables_it(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        page = desk.papers(desk.ask(lambda app: start_visit(app, county)))
        page.create_all()
        desk.rest()
        issue(desk, page, RECORD)
        assert Action.INK_SIGN not in page.pane.steps.buttons


def test_the_party_writes_its_name_and_the_paper_says_who_signed(scene: Scene, tmp_path: Path) -> None:
    desk, page, record = scene
    before = desk.ask(lambda app: app.papers.pdf(record))
    dialog = sign(desk, page)
    assert not dialog.go.isEnabled()
    write_name(desk, dialog.pad)
    dialog.name.setCurrentText("陈志强")
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        dialog.go.click()
    desk.rest()
    (row,) = desk.ask(lambda app: app.papers.ink_signatures(record))
    assert (row.signer_name, row.pointer) == ("陈志强", "mouse")
    assert "屏幕签名：被检查单位现场负责人 陈志强" in page.pane.plan.signed.text()
    assert desk.ask(lambda app: app.papers.pdf(record)) == before
    page.pane.steps.ink._view = page.pane.view
    with desk.qtbot.waitSignal(page.pane.steps.ink.saved, timeout=PATIENCE):
        page.pane.steps.ink.write_copy(tmp_path)
    assert next(tmp_path.glob("*.pdf")).read_bytes().startswith(b"%PDF")


def test_a_signature_made_by_mistake_is_taken_back_with_its_reason(scene: Scene) -> None:
    desk, page, record = scene
    dialog = sign(desk, page)
    write_name(desk, dialog.pad)
    dialog.name.setCurrentText("陈志强")
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        dialog.go.click()
    desk.rest()
    page.pane.steps.do(Action.INK_REMOVE)
    page.pane.steps.bar.fields["reason"].setText("不是本人")  # type: ignore[attr-defined]
    with desk.qtbot.waitSignal(page.pane.steps.done, timeout=PATIENCE):
        page.pane.steps.bar.confirm.click()
    desk.rest()
    assert desk.ask(lambda app: app.papers.ink_signatures(record)) == []
    assert page.pane.plan.signed.text() == ""


def test_a_wrong_pin_leaves_what_is_written(scene: Scene) -> None:
    desk, page, record = scene
    desk.ask(lambda app: Pin(app.store).set("2580", PASSPHRASE))
    page.pane.refresh()
    desk.rest()
    dialog = sign(desk, page)
    write_name(desk, dialog.pad)
    dialog.pin.setText("0000")
    dialog.go.click()
    desk.rest()
    assert dialog.error.said
    assert not dialog.pad.is_empty
    assert desk.ask(lambda app: app.papers.ink_signatures(record)) == []
    dialog.reject()


def test_strokes_are_undone_one_by_one_and_all_at_once(qtbot: Any, pen: QPointingDevice) -> None:
    pad = InkPad()
    qtbot.addWidget(pad)
    for pressure in (0.2, 0.9):
        for kind, x in ((QEvent.Type.TabletPress, 20), (QEvent.Type.TabletMove, 300), (QEvent.Type.TabletRelease, 300)):
            QCoreApplication.sendEvent(pad, touched(pen, kind, QPointF(x, 60), pressure))
    drawn = read_ink(pad.strokes_file())
    assert (drawn.pointer, len(drawn.strokes)) == ("pen", 2)
    assert [stroke[0][3] for stroke in drawn.strokes] == [200, 900]
    pad.undo()
    assert len(read_ink(pad.strokes_file()).strokes) == 1
    pad.clear()
    assert pad.is_empty
