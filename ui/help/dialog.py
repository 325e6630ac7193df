"""A guide in a window of its own: for the pages before the desk, which have no help page beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ui import language
from ui.help.guides import guide
from ui.help.text import GuideText
from ui.widgets.basic import GRID, PrimaryButton, column, row

SIZE = (760, 600)


class GuideDialog(QDialog):
    """Shows one guide; Esc closes it."""

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = guide(language.current(), topic)
        self.setWindowTitle(shown.heading)
        self.resize(*SIZE)
        layout = column(self, margin=2 * GRID, gap=2 * GRID)
        self.text = GuideText()
        self.text.setAccessibleName(shown.heading)
        self.text.show_guide(shown.file, shown.text())
        self.close_button = PrimaryButton(self.tr("知道了"), self.accept)
        layout.addWidget(self.text, 1)
        layout.addLayout(row(1, self.close_button))
