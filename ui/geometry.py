"""Where the window stood: it always fits the screen, and each size of screen has its own remembered place.

Only plain numbers and no values of the ``Qt`` namespace: this runs before the first paint.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

FILE = "window_places.json"
USUAL = (1280, 800)
"""Size of the window on a large screen, in logical pixels."""
FRAME = 40
"""Pixels kept free for the title bar of the system."""
MOST_SCREENS = 20


@dataclass(frozen=True)
class Place:
    """Upper left corner and size without the frame, in logical pixels; ``maximised`` counts more than both."""

    x: int
    y: int
    width: int
    height: int
    maximised: bool = False


def fitted(screen: QRect, kept: Place | None = None) -> Place:
    """The remembered place moved and shrunk into the screen; without one the usual size, maximised if too large."""
    room = (screen.width(), max(1, screen.height() - FRAME))
    wanted = (kept.width, kept.height) if kept else USUAL
    width, height = min(wanted[0], room[0]), min(wanted[1], room[1])
    if kept is None:
        x, y = screen.x() + (screen.width() - width) // 2, screen.y() + (screen.height() - height) // 2
        return Place(x, max(y, screen.y() + min(FRAME, room[1])), width, height, (width, height) != USUAL)
    x = min(max(kept.x, screen.x()), screen.x() + screen.width() - width)
    y = min(max(kept.y, screen.y()), screen.y() + screen.height() - height)
    return Place(x, y, width, height, kept.maximised)


def put(window: QWidget, folder: Path) -> None:
    """Show the window where it stood last on a screen of this size."""
    screen = window.screen().availableGeometry()
    place = fitted(screen, _kept(folder).get(_name(screen)))
    least = window.minimumSize()
    window.setMinimumSize(min(least.width(), place.width), min(least.height(), place.height))
    window.setGeometry(place.x, place.y, place.width, place.height)
    if place.maximised:
        window.showMaximized()
    else:
        window.show()


def keep(window: QWidget, folder: Path) -> None:
    """Remember where the window stands, for the next start on a screen of this size."""
    from inspector_app.storage.durable import atomic_write

    screen = window.screen().availableGeometry()
    is_large = window.isMaximized() or window.isFullScreen()
    at = window.normalGeometry() if is_large else window.geometry()
    places = _kept(folder)
    places.pop(_name(screen), None)
    places[_name(screen)] = Place(at.x(), at.y(), at.width(), at.height(), is_large)
    newest = dict(list(places.items())[-MOST_SCREENS:])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({name: asdict(place) for name, place in newest.items()})
        atomic_write(folder / FILE, text.encode("utf-8"))
    except OSError:  # a folder that cannot be written must not keep the window from closing
        _warn("the place of the window was not kept")


def _name(screen: QRect) -> str:
    return f"{screen.width()}x{screen.height()}"


def _kept(folder: Path) -> dict[str, Place]:
    try:
        known = json.loads((folder / FILE).read_text("utf-8"))
        return {str(name): Place(**place) for name, place in known.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, OSError, AttributeError, TypeError):
        _warn("window_places.json cannot be read; using the usual place")
        return {}


def _warn(text: str) -> None:
    import logging  # start-up does without it

    logging.getLogger(__name__).warning(text, exc_info=True)
