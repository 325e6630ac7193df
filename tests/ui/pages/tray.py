"""The photo tray in the window: how photos get to a folder, into the tray, and to their findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from inspector_app.evidence.places import PlaceFinder
from inspector_app.evidence.source_values import Since
from tests.fixtures.cards import card
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.inspection.photo_tray_page import PhotoTrayPage

Tray = tuple[Desk, County, PhotoTrayPage]
Key = Qt.Key


@pytest.fixture
def tray(qtbot: Any, own_data_dir: Path, tmp_path: Path) -> Iterator[Tray]:
    """A running visit with three findings, its tray in front; no device is connected."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        desk.window.resize(1366, 768)
        visit = desk.ask(lambda app: start_visit(app, county))
        for fact in ("甲", "乙", "丙"):
            desk.ask(lambda app, fact=fact: app.inspections.add_finding(county.officer_id, visit, fact=fact))
        yield desk, county, tray_of(desk, visit, tmp_path)


def tray_of(desk: Desk, visit: str, folder: Path) -> PhotoTrayPage:
    """The tray of this visit, looking for devices in a folder of the test."""
    page = desk.window.page("photos")
    assert isinstance(page, PhotoTrayPage)
    page.watch.finder = PlaceFinder((str(folder / "media"),), folder / "gvfs")
    desk.go("photos", visit)
    return page


def now() -> datetime:
    """This moment."""
    return datetime.now().astimezone()


def morning(folder: Path, count: int, **more: Any) -> list[Path]:
    """Photos of the last minutes, since the visit began a moment ago the newest lies after it."""
    return card(folder, count, **{"first": now() - timedelta(minutes=count - 1), **more})


def dropped(desk: Desk, page: Any, *files: Path) -> None:
    """Files are dragged onto the tray."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def offered(desk: Desk, page: PhotoTrayPage, folder: Path) -> Any:
    """The bar that offers what was found in a folder."""
    with desk.qtbot.waitSignal(page.offers.looked, timeout=PATIENCE):
        dropped(desk, page, folder)
    return page.offers.bars[folder]


def imported(desk: Desk, page: PhotoTrayPage, folder: Path) -> Any:
    """Everything in the folder, by its bar."""
    bar = offered(desk, page, folder)
    bar.which.chip(Since.ALL.value).click()
    with desk.qtbot.waitSignal(page.importer.finished, timeout=PATIENCE) as done:
        bar.take_in.click()
    desk.rest()
    return done.args[0]


def press(desk: Desk, page: PhotoTrayPage, *keys: Any) -> None:
    """Single keys, each until it is done."""
    for key in keys:
        with desk.qtbot.waitSignal(desk.window.bridge.changed, timeout=PATIENCE):
            desk.press(page.strip, key)
        desk.rest()
        page.refresh()
        desk.rest()


def left(desk: Desk, page: PhotoTrayPage) -> int:
    """How many photos wait."""
    visit = page.inspection_id
    return len(desk.ask(lambda app: app.evidence.photos(inspection_id=visit, unfiled=True)))
