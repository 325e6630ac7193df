"""What is wrong with the list in work: told in the words of the form, and each leads to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from inspector_app.checklist.validation import Problem
from ui import language
from ui.checklists.inputs import UNREADABLE, Path
from ui.widgets.basic import GRID, LinkButton, column, label, row
from ui.widgets.message import announce

MOST_SHOWN, ROW = 3, 32
"""Lines of mistakes in sight, and their height."""


@dataclass(frozen=True)
class Place:
    """Where a mistake is: the item (by place; ``None`` for the list itself), the path in it, the name that lacks."""

    item: int | None
    path: Path
    missing: str = ""


def place_of(problem: Problem) -> Place:
    """Where to put the cursor for this mistake."""
    parts = tuple(problem.where.split(".")) if problem.where else ()
    if parts[:1] == ("items",) and len(parts) > 1 and parts[1].isdigit():
        return Place(int(parts[1]), parts[2:], problem.missing)
    return Place(None, parts, problem.missing)


def told(problem: Problem) -> str:
    """The reason."""
    if f"“{UNREADABLE}”" in problem.reason_zh:
        return language.tr("写法不对，请照帮助里的例子写")
    return problem.reason_en if language.current() == "en" else problem.reason_zh


class ProblemsList(QWidget):
    """Hidden while nothing is wrong."""

    chosen = Signal(int)
    """The place of a mistake in the list was clicked, or reached by F8."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID // 2)
        self.count = label("", "danger", wrap=False)
        self.next = LinkButton(self.tr("下一处  F8"), self.step)
        self.view = QListWidget()
        self.view.setAccessibleName(self.tr("要改的地方"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addLayout(row(self.count, 1, self.next))
        layout.addWidget(self.view)
        self.view.itemClicked.connect(lambda _item: self.chosen.emit(self.view.currentRow()))
        self.view.itemActivated.connect(lambda _item: self.chosen.emit(self.view.currentRow()))
        self.hide()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these mistakes."""
        before = [self.view.item(place).text() for place in range(self.view.count())]
        if before != list(lines):
            self.view.clear()
            for words in lines:
                line = QListWidgetItem(words)
                line.setToolTip(words)
                self.view.addItem(line)
            said = self.tr("{n} 处要改，改好才能发布").format(n=len(lines))
            self.count.setText(said)
            if bool(before) != bool(lines):
                announce(self, said if lines else self.tr("没有要改的了"))
        self.view.setFixedHeight(min(len(lines), MOST_SHOWN) * ROW + GRID)
        self.setVisible(bool(lines))

    def step(self) -> None:
        """To the next mistake."""
        if self.view.count():
            self.view.setCurrentRow((self.view.currentRow() + 1) % self.view.count())
            self.chosen.emit(self.view.currentRow())
