"""What every page of the window is: it knows its name, reads itself anew, and is told when it is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import half_open
from ui.bridge import Bridge


class Page(QWidget):
    """One page. Sub-classes build their widgets in ``__init__`` and read data in ``refresh`` (never block)."""

    navigate = Signal(str, object)
    """(key of a page, record id or other argument): the window shows that page."""
    errand = Signal(str, object, str)
    """(key of a page, argument, what to do there): as ``navigate``, and the window offers the way back here."""
    notice = Signal(str)
    """One quiet line for the status line."""
    trouble = Signal(object)
    """An ``InspectorError`` to show above the page."""
    settled = Signal()
    """What was refused is done now: the trouble above the page is no longer true."""

    help_topic = "start"
    """Which page of the help F1 opens (a file in ``resources/help``)."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._subject = ""

    def open(self, argument: object) -> None:
        """Show this record (or begin what ``argument`` says); called before ``refresh``."""

    def subject(self) -> str:
        """Id of the record in front, which bars and questions of the page belong to; empty where it shows no record."""
        return ""

    def put_away_former(self) -> None:
        """Put away what was half open about another record; called after ``open`` and wherever the page changes it."""
        before, self._subject = self._subject, self.subject()
        if before != self._subject:
            half_open.put_away(self)

    def refresh(self) -> None:
        """Read anew; called whenever the page is shown and after changes while it is shown."""

    def may_leave(self) -> bool:
        """Whether nothing stands half decided; a page that says no asks about it on itself."""
        return True

    def leave(self) -> None:
        """The officer goes to another page, or the window locks: put down what is half done."""

    def place(self) -> dict[str, Any]:
        """Where the officer is on this page, as JSON; ``restore`` gets it at the next start."""
        return {}

    def restore(self, place: dict[str, Any]) -> None:
        """Return to where the officer was."""

    def paste(self) -> bool:
        """Ctrl+V outside a text field: take what lies on the clipboard; whether the page has a place for it."""
        return False

    def trail_record(self) -> tuple[str, str] | None:
        """(kind, record id) whose 修改留痕 Ctrl+H shows, or nothing."""
        return None


@dataclass(frozen=True)
class PageEntry:
    """How the window announces a page. ``title`` is already translated; ``make`` is called when first shown.

    ``order``: place in the navigation (home 0, sync 80, settings 90, help 95). ``in_navigation``: pages that
    only open for a record stay out of it. ``shortcut``: for example ``Ctrl+2``.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Bridge], Page]
    order: int = 50
    in_navigation: bool = True
    shortcut: str = ""
