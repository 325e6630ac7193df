"""Announces the pages of official papers; each module is imported when its page is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.bridge import Bridge
from ui.language import tr
from ui.page import Page, PageEntry

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def register_pages(window: MainWindow) -> None:
    """Tell the window which pages there are."""
    for entry in entries():
        window.add_page(entry)


def entries() -> list[PageEntry]:
    """The papers of a visit, those written by hand, and the two halves of a dual penalty."""
    return [
        PageEntry("papers", tr("执法文书"), "file-text", _papers, 25, shortcut="Ctrl+4"),
        PageEntry("handwritten", tr("登记手写文书"), "pen", _handwritten, 27, in_navigation=False),
        PageEntry("dual", tr("一案双罚"), "scale", _dual, 26, in_navigation=False),
    ]


def _papers(bridge: Bridge) -> Page:
    from ui.papers.papers_page import PapersPage

    return PapersPage(bridge)


def _dual(bridge: Bridge) -> Page:
    from ui.papers.dual_page import DualPage

    return DualPage(bridge)


def _handwritten(bridge: Bridge) -> Page:
    from ui.papers.handwritten_page import HandwrittenPage

    return HandwrittenPage(bridge)
