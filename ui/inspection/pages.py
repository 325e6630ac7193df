"""Announces the pages of a visit; each module is imported when its page is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.bridge import Bridge
from ui.language import tr
from ui.page import Page, PageEntry

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def register_pages(window: MainWindow) -> None:
    """Tell the window which pages there are."""
    from ui.inspection.photo_news import PhotoNews

    for entry in entries():
        window.add_page(entry)
    if window.findChild(PhotoNews) is None:
        PhotoNews(window)


def entries() -> list[PageEntry]:
    """Everything of a visit, in the order of the navigation."""
    return [
        PageEntry("start_inspection", tr("开始检查"), "play", _start, 10, in_navigation=False),
        PageEntry("inspections", tr("现场检查"), "clipboard-check", _visits, 10, shortcut="Ctrl+2"),
        PageEntry("ledger", tr("隐患台账"), "notebook-pen", _ledger, 15),
        PageEntry("inspection", tr("检查项"), "list-checks", _inspection, 11, in_navigation=False),
        PageEntry("finding", tr("问题隐患"), "triangle-alert", _finding, 12, in_navigation=False),
        PageEntry("photos", tr("照片整理"), "images", _photos, 20, shortcut="Ctrl+3"),
        PageEntry("reinspection", tr("复查"), "refresh-cw", _reinspection, 30, in_navigation=False),
        PageEntry("evacuate", tr("紧急撤人"), "siren", _evacuate, 70, in_navigation=False),
    ]


def _start(bridge: Bridge) -> Page:
    from ui.inspection.start_page import StartPage

    return StartPage(bridge)


def _visits(bridge: Bridge) -> Page:
    from ui.inspection.visits_page import VisitsPage

    return VisitsPage(bridge)


def _ledger(bridge: Bridge) -> Page:
    from ui.inspection.ledger_page import LedgerPage

    return LedgerPage(bridge)


def _inspection(bridge: Bridge) -> Page:
    from ui.inspection.inspection_page import InspectionPage

    return InspectionPage(bridge)


def _finding(bridge: Bridge) -> Page:
    from ui.inspection.finding_page import FindingPage

    return FindingPage(bridge)


def _photos(bridge: Bridge) -> Page:
    from ui.inspection.photo_tray_page import PhotoTrayPage

    return PhotoTrayPage(bridge)


def _reinspection(bridge: Bridge) -> Page:
    from ui.inspection.reinspection_page import ReinspectionPage

    return ReinspectionPage(bridge)


def _evacuate(bridge: Bridge) -> Page:
    from ui.inspection.evacuation_page import EvacuationPage

    return EvacuationPage(bridge)
