"""Findings of a visit that stand on no order: which, why, and the way there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.enforcement.left_out import LeftOut, LeftOutWhy
from ui.widgets.basic import LinkButton, column, label


class LeftOutLine(QWidget):
    """Hidden while every finding stands on an order, or its order is still to be made."""

    wanted = Signal(str)
    """Id of the first of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = ""
        layout = column(self, gap=0)
        self.words = label("", "warn")
        self.go = LinkButton("", self.go_there)
        self.go.setToolTip("Ctrl+M")
        layout.addWidget(self.words)
        layout.addWidget(self.go)
        self.hide()

    def show_left(self, left: Sequence[LeftOut]) -> None:
        """Say which findings no order names, grouped by why."""
        self.setVisible(bool(left))
        self._first = left[0].finding_id if left else ""
        if not left:
            return
        whys = {
            LeftOutWhy.NO_MEASURE: self.tr("问题 {0} 没选处理措施"),
            LeftOutWhy.POLICY_ONLY: self.tr("问题 {0} 只依据方案，还没有法律依据"),
            LeftOutWhy.NOT_WRITTEN: self.tr("问题 {0} 没写进已定稿的文书"),
        }
        said = []
        for why, words in whys.items():
            seqs = self.tr("、").join(str(one.seq) for one in left if one.why is why)
            said += [words.format(seqs)] if seqs else []
        self.words.setText(self.tr("不在指令书、决定书上：{0}。").format(self.tr("；").join(said)))
        self.go.setText(self.tr("去看问题 {0}").format(left[0].seq))
        self.go.setAccessibleName(f"{self.go.text()}  {self.words.text()}")

    def step_back(self, is_back: bool) -> None:
        """Make room for what is done below meanwhile."""
        self.setVisible(bool(self._first) and not is_back)

    def go_there(self) -> None:
        """To the first of them, where its measure is chosen."""
        if self._first:
            self.wanted.emit(self._first)
