"""Ctrl+V anywhere: a picture or files from the clipboard become photos of the visit; pages of papers find theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from inspector_app.errors import BadInput
from inspector_app.inspection.values import InspectionRow, InspectionState
from ui import language
from ui.inspection.photo_import import PDF, sources_of

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def paste(window: MainWindow) -> None:
    """The page in front takes it when it has a place for it; else the tray of the visit at hand does.

    What stands in the tray is looked at for a 文书校验码, so a photo of a signed page goes on to its paper by itself.
    """
    page = window.current_page
    if page is None or page.paste():
        return
    sources = sources_of(QGuiApplication.clipboard().mimeData())
    papers = [one for one in sources if isinstance(one, Path) and one.suffix.lower() == PDF]
    photos = [one for one in sources if one not in papers]
    if papers:
        window.scans.take(papers)
    if not sources:
        window.desk.say(language.tr("剪贴板里没有照片或文件。"))
    elif photos:
        _to_the_tray(window, photos, str(page.place().get("inspection") or ""))


def _to_the_tray(window: MainWindow, photos: list[Path | bytes], inspection_id: str) -> None:
    """Into the visit in front, else into the newest that is running."""

    def found(rows: list[InspectionRow]) -> None:
        visit = next((one for one in rows if one.id == inspection_id), rows[0] if rows else None)
        if visit is None:
            window.show_trouble(BadInput("photos.no_visit"))
            return
        tray: Any = window.page("photos")
        tray.importer.take(photos, visit.id, None)
        words = language.tr("粘贴的照片放进“{0}”{1} 的照片整理。").format(visit.site_name, visit.started_at[:10])
        window.desk.show_message(
            words, "info", action=language.tr("去整理"), clicked=lambda: window.go("photos", visit.id)
        )

    window.bridge.ask(
        lambda app: app.inspections.visits(state=InspectionState.RUNNING, limit=100), found, owner=window
    )
