"""Bars, questions and panels that belong to the record in front: with another record none of them stays open."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget


class HalfOpen:
    """Mixed into a widget that asks something about the record in front; ``Page.put_away_former`` has it put away."""

    def put_away(self) -> None:
        """Another record is in front: ask no more. Words that were typed wait on disk for their own record."""
        assert isinstance(self, QWidget)
        self.hide()


class AskingLine(QLineEdit, HalfOpen):
    """A reason asked for in one line, hidden until then; what was not confirmed is given up with its record."""

    def put_away(self) -> None:
        """Its words were about the record before."""
        self.hide()
        self.clear()


class AskingFrame(QFrame, HalfOpen):
    """A question with its buttons, hidden until it is asked."""


def put_away(inside: QWidget) -> None:
    """Put away whatever is half open in there."""
    part: QObject
    for part in inside.findChildren(QWidget):
        if isinstance(part, HalfOpen):
            part.put_away()
