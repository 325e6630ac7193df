"""What the pre-print check says, worst first, each with the way to the blank it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from inspector_app.enforcement.check_values import CASE
from inspector_app.enforcement.values import CheckLevel, CheckResult
from ui import icons, messages, theme
from ui.widgets.basic import GRID, LinkButton, clear, column, label, row

_LOOKS = {
    CheckLevel.BLOCK: ("circle-alert", "danger"),
    CheckLevel.WARN: ("triangle-alert", "warn"),
    CheckLevel.NOTE: ("info", "muted"),
}
FIRST = 4
"""Lines shown before the rest is asked for."""


class ChecksCard(QFrame):
    """Hidden for a paper that is frozen; says ``fine`` when everything is in order."""

    field_wanted = Signal(str)

    def __init__(self, fine: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fine = fine or self.tr("检查通过，可以定稿")
        self.setAccessibleName(name or self.tr("打印前检查"))
        self._layout = column(self, margin=GRID, gap=GRID // 2)
        self._shows_all = False
        self._results: tuple[CheckResult, ...] = ()

    @property
    def results(self) -> tuple[CheckResult, ...]:
        """What the check said."""
        return self._results

    @property
    def blocks(self) -> int:
        """How many keep the paper from being issued."""
        return sum(1 for result in self._results if result.blocks)

    @property
    def warnings(self) -> int:
        """How many an officer may override."""
        return sum(1 for result in self._results if result.level is CheckLevel.WARN)

    def show_checks(self, results: Sequence[CheckResult]) -> None:
        """Show what the check says now."""
        self._results = tuple(results)
        self._draw()

    def _draw(self) -> None:
        clear(self._layout)
        kind = "error" if self.blocks else "warn" if self.warnings else "good"
        self.setProperty("role", f"message-{kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._layout.addWidget(label(self._head(), "strong"))
        shown = self._results if self._shows_all else self._results[:FIRST]
        for result in shown:
            self._layout.addWidget(self._line(result))
        if len(self._results) > FIRST:
            rest = len(self._results) - FIRST
            text = self.tr("只看前几条") if self._shows_all else self.tr("再看 {0} 条").format(rest)
            self._layout.addWidget(LinkButton(text, self._toggle))

    def _head(self) -> str:
        """Every line that follows is counted in it, by how much it weighs."""
        weighed = (
            (self.blocks, self.tr("{0} 处必须先改")),
            (self.warnings, self.tr("{0} 处请核对")),
            (len(self._results) - self.blocks - self.warnings, self.tr("{0} 条提示")),
        )
        said = self.tr("，").join(words.format(count) for count, words in weighed if count)
        return said if self.blocks or self.warnings else self._fine

    def _line(self, result: CheckResult) -> QWidget:
        told = messages.sentence(result.code, **dict(result.params))
        picture, part = _LOOKS[result.level]
        image = QLabel()
        image.setPixmap(icons.pixmap(picture, getattr(theme.colours(), part), 16))
        words = label(" ".join(filter(None, (told.happened, told.todo))), "")
        words.setToolTip(result.rule)
        line = QWidget()
        layout = row(image, words)
        layout.setStretch(1, 1)
        if result.field:
            way = self.tr("去一案双罚") if result.field == CASE else self.tr("去填写")
            go = LinkButton(way, lambda field=result.field: self.field_wanted.emit(field))
            go.setAccessibleName(self.tr("{0}：{1}").format(way, told.happened))
            layout.addWidget(go)
        line.setLayout(layout)
        return line

    def _toggle(self) -> None:
        self._shows_all = not self._shows_all
        self._draw()
