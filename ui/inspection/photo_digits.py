"""Numbers typed digit by digit, without Enter where no longer number begins the same."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

WAIT_MS = 900
"""After this long the number that stands there is meant."""
TENTH = 10
"""What a single 0 means: the key behind 9."""


def settled(typed: str, known: Iterable[int]) -> int | None:
    """The number that is meant for sure, or ``None`` while more digits may follow. An unknown number counts too."""
    numbers = set(known)
    if typed == "0" and TENTH in numbers:
        return TENTH
    value = int(typed)
    may_grow = any(str(one).startswith(typed) and one != value for one in numbers)
    return None if may_grow else value


class DigitEntry(QObject):
    """Collects digits until a number is meant."""

    chosen = Signal(int)
    typing = Signal(str)
    """What stands there so far; empty when nothing does."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known: frozenset[int] = frozenset()
        self._typed = ""
        self._waiting = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._waiting.timeout.connect(self.confirm)

    @property
    def typed(self) -> str:
        """What stands there."""
        return self._typed

    def feed(self, digit: str) -> None:
        """One more digit."""
        self._typed += digit
        number = settled(self._typed, self.known)
        if number is None:
            self._waiting.start()
            self.typing.emit(self._typed)
        else:
            self._finish(number)

    def confirm(self) -> bool:
        """The number that stands there is meant; whether there was one."""
        if not self._typed:
            return False
        self._finish(int(self._typed))
        return True

    def clear(self) -> bool:
        """Forget what was typed; whether there was anything."""
        was, self._typed = self._typed, ""
        self._waiting.stop()
        if was:
            self.typing.emit("")
        return bool(was)

    def _finish(self, number: int) -> None:
        self.clear()
        self.chosen.emit(number)
