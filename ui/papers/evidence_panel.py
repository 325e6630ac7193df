"""The 双罚取证清单 as a panel: comes up by itself beside what the officer does, folds to one line, never asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import language
from ui.bridge import Bridge
from ui.papers.evidence_lines import EvidenceLines
from ui.papers.evidence_reading import EvidenceView
from ui.widgets.basic import Card, LinkButton, Scroll, label
from ui.widgets.message import announce


class EvidencePanel(Card):
    """Hidden until something of the visit asks for the list; then it stays, folded as the officer likes."""

    dual_wanted = Signal()
    told = Signal(str)
    trouble = Signal(object)
    paper_wanted = Signal(str)
    spread = Signal()
    """It takes more or less room now (``takes_room``)."""
    came_up = Signal()
    """The list is shown for the first time in this visit."""

    def __init__(self, bridge: Bridge, columns: int = 1, *, beside: bool = True, parent: QWidget | None = None) -> None:
        """``beside``: it stands beside something else, scrolls by itself and leads to the dual page."""
        super().__init__(language.tr("双罚取证清单"), parent, icon="list-checks")
        self.summary = label("", "warn", wrap=False)
        self.fold = LinkButton(self.tr("收起"), self.toggle)
        self.more = LinkButton(self.tr("一案双罚"), self.dual_wanted.emit)
        for part in (self.summary, self.more, self.fold):
            self.corner.addWidget(part)
        self.more.setVisible(beside)  # only now: without a place of its own it would flash up as a window
        self.why = label("", "small")
        self.body.addWidget(self.why)
        self.lines = EvidenceLines(bridge, columns)
        self.holder: QWidget = self.lines
        if beside:
            self.holder = roll = Scroll(width=900, margin=0)
            roll.body.addWidget(self.lines)
            roll.body.addStretch(1)
        self.body.addWidget(self.holder, 1)
        self.lines.changed.connect(self._show)
        self.lines.told.connect(self.told)
        self.lines.trouble.connect(self.trouble)
        self.lines.paper_wanted.connect(self.paper_wanted)
        self._shown_for = ""
        self._is_asked = True
        self.hide()

    @property
    def is_folded(self) -> bool:
        """Whether only its heading is shown."""
        return self.holder.isHidden()

    @property
    def takes_room(self) -> bool:
        """Whether its lines are shown."""
        return not self.isHidden() and not self.is_folded

    def show_visit(self, inspection_id: str, *, begin: bool) -> None:
        """Show the list of this visit if something asks for one."""
        if inspection_id != self._shown_for:
            self.hide()
        self.lines.show_visit(inspection_id, begin=begin)

    def attend(self, is_asked: bool) -> None:
        """Another thing of the visit is in front; beside one that does not ask for the list, one line is enough."""
        if is_asked != self._is_asked and self._shown_for:
            self._fold(folded=not is_asked)
        self._is_asked = is_asked

    def toggle(self) -> None:
        """Fold to one line, or unfold."""
        self._fold(not self.is_folded)

    def _fold(self, folded: bool) -> None:
        for part in (self.holder, self.why):
            part.setVisible(not folded)
        self.fold.setText(self.tr("展开") if folded else self.tr("收起"))
        policy = QSizePolicy.Policy.Maximum if folded else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.spread.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """What stands beside it makes room."""
        super().showEvent(event)
        self.spread.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """What stands beside it takes its room back."""
        super().hideEvent(event)
        self.spread.emit()

    def _show(self, view: EvidenceView | None) -> None:
        if view is None:
            self._shown_for = ""
            self.hide()
            return
        sheet = view.sheet
        seqs = self.tr("、").join(map(str, sheet.finding_seqs))
        why = self.tr("问题 {0} 疑似重大：趁人还在现场先取齐。").format(seqs)
        if not sheet.is_suspected:
            why = self.tr("问题 {0} 要对单位和个人双罚：趁人还在现场取齐。").format(seqs)
        self.why.setText(why)
        left = len(sheet.open)
        self.summary.setText(self.tr("还差 {0} 项").format(left) if left else self.tr("都已取齐或说明"))
        if self._shown_for != sheet.inspection_id:
            self._shown_for = sheet.inspection_id
            self._fold(folded=not left or not self._is_asked)
            self.show()
            announce(self, f"{self.accessibleName()} {self.summary.text()}")
            self.came_up.emit()


