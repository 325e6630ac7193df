"""How the window looks: Fusion with our own palette and style sheet, an 8-px grid and one type scale.

Three themes: ``light``, ``dark`` and ``contrast`` (black on white with heavy borders, for reading in the sun).
Colours carry meaning and never stand alone: a word or an icon always says the same.
"""

from __future__ import annotations

import string
from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import paths

THEMES = ("light", "dark", "contrast")
GRID = 8
"""Pixels; margins and gaps are multiples of it."""
SMALL, BODY, LEAD, TITLE, DISPLAY = 13, 15, 18, 24, 34
"""The type scale, in device-independent pixels."""
TARGET = 40
"""Least height of anything that is clicked; gloves."""
FAMILY = "Noto Sans SC"


@dataclass(frozen=True)
class Colours:
    """The colours of one theme, #rrggbb. ``*_back`` is the surface behind text of that meaning."""

    window: str
    surface: str
    sunken: str
    border: str
    strong_border: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_back: str
    danger: str
    on_danger: str
    danger_back: str
    warn: str
    warn_back: str
    good: str
    good_back: str
    progress: str
    line: int = 1
    """Width of borders in pixels."""


_THEMES = {
    "light": Colours(
        window="#f3f5f7", surface="#ffffff", sunken="#e9edf1", border="#d3dae1", strong_border="#7f8c9a",
        text="#17212b", muted="#51606e", disabled="#98a3ae", accent="#0b57a4", on_accent="#ffffff",
        accent_hover="#084583", accent_back="#e3eefa", danger="#b3221b", on_danger="#ffffff", danger_back="#fdeceb",
        warn="#7a4d00", warn_back="#fff3d6", good="#1a6338", good_back="#e4f4ea",
        progress="#a9cdf0",
    ),
    "dark": Colours(
        window="#13181d", surface="#1c232a", sunken="#0f1317", border="#36414c", strong_border="#6d7b89",
        text="#e9eef3", muted="#a8b4c0", disabled="#66727e", accent="#6cb2f7", on_accent="#08192a",
        accent_hover="#93c8fa", accent_back="#1b3248", danger="#ff8f86", on_danger="#2b0503", danger_back="#3d1c1a",
        warn="#f4c667", warn_back="#3a2d10", good="#7fd6a0", good_back="#16341f",
        progress="#2c567f",
    ),
    "contrast": Colours(
        window="#ffffff", surface="#ffffff", sunken="#ffffff", border="#000000", strong_border="#000000",
        text="#000000", muted="#000000", disabled="#595959", accent="#00317a", on_accent="#ffffff",
        accent_hover="#000000", accent_back="#dbe9ff", danger="#8b0000", on_danger="#ffffff", danger_back="#ffffff",
        warn="#5c3900", warn_back="#ffffff", good="#004d1a", good_back="#ffffff", progress="#b9d3ff", line=2,
    ),
}  # fmt: skip

_current = "light"


def current() -> str:
    """The name of the theme in use."""
    return _current


def colours() -> Colours:
    """The colours in use."""
    return _THEMES[_current]


def colours_of(name: str) -> Colours:
    """The colours of a theme."""
    return _THEMES[name]


def load_screen_font() -> None:
    """Load the screen face; its bold sibling follows at once because titles are bold."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(paths.resources("fonts", name)))


def apply(application: QApplication, name: str = "light") -> None:
    """Dress the whole application in a theme; open windows follow."""
    global _current
    _current = name if name in THEMES else "light"
    application.setStyle("fusion")
    font = QFont(FAMILY)
    font.setPixelSize(BODY)
    application.setFont(font)
    application.setPalette(_palette(colours()))
    application.setStyleSheet(style_sheet(_current))


@cache
def style_sheet(name: str) -> str:
    """The style sheet of a theme: ``resources/style/window.qss`` with colours and sizes filled in."""
    template = string.Template(paths.resources("style", "window.qss").read_text("utf-8"))
    sizes = {"small": SMALL, "body": BODY, "lead": LEAD, "title": TITLE, "display": DISPLAY, "target": TARGET}
    arrow = paths.resources("style", f"down-{name}.svg").as_posix()
    tick = paths.resources("style", f"tick-{name}.svg").as_posix()
    up = paths.resources("style", f"up-{name}.svg").as_posix()
    return template.substitute({**asdict(_THEMES[name]), **sizes, "arrow": arrow, "up": up, "tick": tick})


def role(widget: QWidget, name: str) -> QWidget:
    """Give a widget a part to play in the style sheet (``title``, ``muted``, ``primary``, ``danger`` …)."""
    widget.setProperty("role", name)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    return widget


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for which, colour in (
        (roles.Window, c.window), (roles.WindowText, c.text), (roles.Base, c.surface), (roles.AlternateBase, c.sunken),
        (roles.Text, c.text), (roles.Button, c.surface), (roles.ButtonText, c.text), (roles.Highlight, c.accent),
        (roles.HighlightedText, c.on_accent), (roles.ToolTipBase, c.surface), (roles.ToolTipText, c.text),
        (roles.PlaceholderText, c.muted), (roles.Link, c.accent), (roles.BrightText, c.danger),
        (roles.Accent, c.accent),
        (roles.Light, c.surface), (roles.Mid, c.border), (roles.Dark, c.strong_border), (roles.Shadow, c.strong_border),
        (roles.Midlight, c.sunken),
    ):  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.disabled))
    return palette
