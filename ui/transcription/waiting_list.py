"""The visits that wait for being entered, and below them the systems they are entered in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.transcription.values import PendingVisit
from ui.bridge import Bridge
from ui.register.mine_lines import RecordLine, joined
from ui.transcription.systems_card import SystemsCard
from ui.widgets.basic import GRID, Card, EmptyState, Scroll, column


class WaitingList(Scroll):
    """Reads both; says which visit was chosen."""

    chosen = Signal(str)
    shown = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=1400, margin=0)
        self._bridge = bridge
        self.systems = SystemsCard(bridge)
        self._visits = column(gap=2 * GRID)
        self.body.addLayout(self._visits)
        self.body.addWidget(self.systems)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the visits and the layouts anew."""
        self._bridge.ask(lambda app: app.transcription.pending(), self._show, owner=self)
        self.systems.refresh()

    def _show(self, visits: Sequence[PendingVisit]) -> None:
        while self._visits.count():
            taken = self._visits.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        if visits:
            card = Card(self.tr("待转录的检查"), icon="inbox")
            for visit in visits:
                card.body.addWidget(self._line(visit))
            self._visits.addWidget(card)
        else:
            hint = self.tr("检查结束后会出现在这里；已经录入的，有改动时会再出现。")
            self._visits.addWidget(EmptyState(self.tr("没有要转录的检查"), hint, icon="circle-check"))
        self.shown.emit()

    def _line(self, visit: PendingVisit) -> QWidget:
        facts = self.tr("转录后又有改动") if visit.was_done else self.tr("还没转录完")
        text = joined(visit.site_name or self.tr("（未填矿山）"), visit.started_at[:10])
        part = "warn" if visit.was_done else "small"
        return RecordLine(text, facts, self.tr("去转录"), lambda: self.chosen.emit(visit.id), facts_part=part)
