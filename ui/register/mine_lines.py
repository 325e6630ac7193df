"""The lines of a mine's file: one record each, the whole line opens its place; words for deadlines and expiry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app import terms
from inspector_app.enterprise.values import Expiry
from ui import language
from ui.widgets.basic import GRID, LinkButton, label

LOOKS = {
    Expiry.VALID: "good", Expiry.EXPIRED: "danger", Expiry.EXPIRING: "warn", Expiry.NOT_YET_VALID: "danger",
    Expiry.UNDATED: "warn",
}  # fmt: skip
"""The role of a text about a dated paper; the words say the same."""


LONGEST = 160
"""Characters of a record's own text that its line shows; its page has all of it."""


class LineLink(LinkButton):
    """The arrows go to the line above or below, however many there are."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down as Shift+Tab and Tab."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class RecordLine(QWidget):
    """What a record says, facts about it below, and a way to it; a click anywhere goes there."""

    def __init__(
        self,
        text: str,
        facts: str,
        action: str,
        then: Callable[[], object],
        *,
        part: str = "",
        facts_part: str = "small",
    ) -> None:
        super().__init__()
        self._then = then
        text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        grid.addWidget(label(text, part), 0, 0)
        if facts:
            grid.addWidget(label(facts, facts_part), 1, 0)
        self.link = LineLink(action, then, name=f"{action} {text}")
        grid.addWidget(self.link, 0, 1, 2 if facts else 1, 1)
        grid.setColumnStretch(0, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole line is the target."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._then()


def days_words(left: int | None) -> tuple[str, str]:
    """(words, role) for the days to a deadline."""
    if left is None:
        return language.tr("未定期限"), "small"
    if left < 0:
        return language.tr("已过期 {n} 天").format(n=-left), "danger"
    if left == 0:
        return language.tr("今天到期"), "warn"
    return language.tr("还有 {n} 天").format(n=left), "small"


def expiry_words(expiry: Expiry, until: str | None, left: int | None = None) -> str:
    """Where a dated paper stands, in words."""
    if expiry is Expiry.UNDATED or not until:
        return language.tr("未登记有效期")
    state = terms.label(expiry, language.current())
    if left is not None and expiry in (Expiry.EXPIRED, Expiry.EXPIRING):
        state = language.tr("{0}（{1}）").format(state, days_words(left)[0])
    return f"{language.tr('至 {0}').format(until)}  ·  {state}"


def joined(*parts: str) -> str:
    """Facts in one line, what is unknown left out."""
    return "  ·  ".join(part for part in parts if part)
