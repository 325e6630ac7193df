"""Buttons that are on or off, and that assistive programs can switch as a finger does.

Pages listen to ``clicked``, so that showing a stored value changes nothing. What comes over the accessibility bus
switches the button without a click; here that counts as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QToolButton

if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class Operable(_Base):
    """Beside a class of buttons: whatever switches it that is neither the program nor a click is told as a click."""

    _is_told = False
    _is_listening = False

    def setCheckable(self, is_so: bool) -> None:
        """From now on it is on or off."""
        super().setCheckable(is_so)
        if is_so:
            self.listen()

    def setChecked(self, is_on: bool) -> None:
        """The program shows a value."""
        before, self._is_told = self._is_told, True
        super().setChecked(is_on)
        self._is_told = before

    def nextCheckState(self) -> None:
        """A click, by mouse or key: Qt tells it itself."""
        before, self._is_told = self._is_told, True
        super().nextCheckState()
        self._is_told = before

    def listen(self) -> None:
        """Be told whenever it is switched."""
        if not self._is_listening:
            self._is_listening = True
            self.toggled.connect(self._switched)

    def _switched(self, is_on: bool) -> None:
        if not self._is_told and (is_on or not self.autoExclusive()):
            self.clicked[bool].emit(is_on)  # type: ignore[index]  # the stubs know no overloads


class Tick(Operable, QCheckBox):
    """A box to tick."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.listen()


class Pick(Operable, QRadioButton):
    """One of several."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.listen()


class PlaceButton(Operable, QToolButton):
    """A place to go to, which shows where one is."""
