"""Telling once that a widget stands on the screen.

By ``paintEvent``, not by an event filter: a filter makes the binding load every widget class there is.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


def tell_painted(widget: QWidget) -> None:
    """Call from ``paintEvent``: emits ``widget.painted`` once, after what is being painted has been shown."""
    if widget.property("wasPainted") is None:
        widget.setProperty("wasPainted", True)
        QTimer.singleShot(0, widget, widget.painted.emit)  # type: ignore[attr-defined]
