"""Beside the items that ask how many were examined: what the examinations of this visit came to, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.quiz.values import FILLS, Tally
from ui.widgets.basic import GRID, LinkButton, column, label, row


class QuizOffer(QWidget):
    """Hidden at every other item. It fills nothing in by itself: ``taken`` says the number the officer pressed."""

    taken = Signal(int)
    wanted = Signal()
    """To 逢查必考."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._tally = Tally()
        layout = column(self, gap=GRID // 2)
        self.told = label("")
        self.take = LinkButton("", self._take, icon="check")
        self.go = LinkButton(self.tr("去抽考"), self.wanted.emit, icon="clipboard-check")
        layout.addWidget(self.told)
        layout.addLayout(row(self.take, self.go, 1))
        self._show()

    def show_item(self, key: str) -> None:
        """Another item is shown."""
        self._key = key
        self._show()

    def show_tally(self, tally: Tally) -> None:
        """The examinations of the visit as they stand."""
        if tally != self._tally:
            self._tally = tally
            self._show()

    def _show(self) -> None:
        self.setVisible(self._key in FILLS)
        if self._key not in FILLS:
            return
        found = self._tally
        told = self.tr("抽考：已考 {0} 人，不合格 {1} 人").format(found.examined, len(found.failed))
        if found.failed:
            told += self.tr("（{0}）").format("、".join(found.failed))
        if found.running:
            told += self.tr("；还有 {0} 人没有成绩").format(len(found.running))
        self.told.setText(told if found.examined or found.running else self.tr("本次检查还没有抽考。"))
        self.take.setVisible(bool(found.examined))
        self.take.setText(self.tr("填入抽考结果：{0} 人").format(FILLS[self._key](found)))

    def _take(self) -> None:
        self.taken.emit(FILLS[self._key](self._tally))
