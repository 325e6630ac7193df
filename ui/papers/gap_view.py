"""What stands in the place of a paper that fits and does not exist yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui import messages
from ui.papers.papers_reading import PaperLine
from ui.widgets.basic import GRID, PrimaryButton, column, label, row


class GapView(QWidget):
    """A paper that fits and does not exist yet: why it fits, and the button that fills it."""

    create_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        self.title = label("", "title")
        self.why = label("")
        self.button = PrimaryButton(self.tr("生成并自动填写"), self.create_wanted.emit, icon="plus")
        layout.addStretch(1)
        for widget in (self.title, self.why):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget)
        layout.addLayout(row(1, self.button, 1))
        layout.addStretch(2)

    def show_line(self, line: PaperLine) -> None:
        """Show why this paper fits."""
        self.title.setText(line.title)
        reason = line.suggestion.reason if line.suggestion else ""
        self.why.setText(str(messages.sentence(reason)) if reason else "")
