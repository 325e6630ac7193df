"""The right side of a visit: what was found so far, and the ways on to photos, papers and the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from inspector_app.enforcement.left_out import LeftOut
from ui.half_open import HalfOpen
from ui.inspection.item_model import LINE_ROLE, FindingListModel, missing_words
from ui.inspection.parts import QuietList
from ui.inspection.visit import Standing, Visit
from ui.widgets.basic import GRID, Button, Line, LinkButton, NameLink, PrimaryButton, column, label
from ui.widgets.message import FieldError


class FindingsSide(QWidget, HalfOpen):
    """Shows findings and counters of one visit."""

    new_finding = Signal()
    finding_opened = Signal(str)
    photos_wanted = Signal()
    papers_wanted = Signal()
    evidence_wanted = Signal()
    """To the 双罚取证清单."""
    field_sheet_wanted = Signal()
    quiz_wanted = Signal()
    """To 逢查必考."""
    transcription_wanted = Signal()
    mine_wanted = Signal(str)
    """Id of the mine whose name was clicked."""
    details_wanted = Signal()
    """To put right what was stated at the beginning."""
    close_wanted = Signal(str)
    """The reason for open items, empty at the first try."""
    end_anyway = Signal()
    """Findings without a measure were pointed out, and stay so."""
    measure_wanted = Signal(str)
    """Id of the finding whose measure is chosen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(256)
        layout = column(self, margin=GRID)
        self.site = NameLink("", lambda: self.mine_wanted.emit(self._site_id))
        self._site_id = ""
        self.about = label("", "small")
        self.over = label("", "warn")
        self.over.hide()
        self._is_running = True
        self._is_folded = self._has_evidence = False
        self.details = LinkButton(self.tr("检查信息和检查表"), self.details_wanted.emit, icon="pen")
        self.add = PrimaryButton(self.tr("新问题  N"), self.new_finding.emit, icon="plus")
        self.count = label("", "strong")
        self.model = FindingListModel(self)
        self.view = QuietList()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("本次发现的问题"))
        self.missing = label("", "warn")
        self.photos = Button(self.tr("照片整理"), self.photos_wanted.emit, icon="images")
        self.field_sheet = Button(self.tr("下井记录单  J"), self.field_sheet_wanted.emit, icon="notebook-pen")
        self.quiz = Button(self.tr("逢查必考  Q"), self.quiz_wanted.emit, icon="clipboard-check")
        self.evidence = Button("", self.evidence_wanted.emit, icon="list-checks")
        self.evidence.hide()
        self.papers = Button(self.tr("执法文书"), self.papers_wanted.emit, icon="file-text")
        self.transcribe = Button(self.tr("转录到其他系统"), self.transcription_wanted.emit, icon="files")
        self.close_button = Button(self.tr("结束检查"), lambda: self.close_wanted.emit(""), icon="check")
        self.add.setObjectName("inspection.new_finding")
        self.papers.setObjectName("inspection.papers")
        for widget in (self.site, self.about, self.over, self.details, self.add, self.count):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        self._ways = (self.field_sheet, self.quiz, self.photos, self.papers)
        last = (self.transcribe, self._reason_bar(), self._measure_bar(), self.close_button)
        for part in (self.missing, Line(), self.evidence, *self._ways, *last):
            layout.addWidget(part)
        self.view.activated.connect(self._open)
        self.view.clicked.connect(self._open)

    def show_visit(self, visit: Visit) -> None:
        """Name the visit."""
        self._site_id = visit.site_id
        self.site.setText(visit.site_name)
        self.site.setToolTip(self.tr("一企一档：{0}").format(visit.site_name))
        self.site.setAccessibleName(self.site.toolTip())
        begun = visit.started_at[:16].replace("T", " ")
        self.about.setText(self.tr("{0} 开始 · 今年第 {1} 次").format(begun, visit.nth))

    def show_standing(self, standing: Standing) -> None:
        """Show what was found so far."""
        self.model.show(standing.findings)
        self.count.setText(self.tr("问题 {0} 项").format(len(standing.findings)))
        incomplete = [row for row in standing.findings if row.missing]
        self.missing.setVisible(bool(incomplete))
        if incomplete:
            first = incomplete[0]
            words = self.tr("{0} 项待补：问题 {1} 缺{2}").format(len(incomplete), first.seq, missing_words(first))
            self.missing.setText(words)
        tray = self.tr("照片整理（{0} 张未归档）").format(standing.unfiled)
        self.photos.setText(tray if standing.unfiled else self.tr("照片整理"))
        self._show_evidence(standing.evidence_open)
        self._is_running = standing.is_running
        self.over.setVisible(not standing.is_running)
        ended = standing.ended_at[:16].replace("T", " ")
        self.over.setText(self.tr("检查已结束（{0}），只能看").format(ended))
        self.add.setEnabled(standing.is_running)
        self.details.setVisible(standing.is_running)
        self.close_button.setVisible(standing.is_running and not self._is_folded)
        self.field_sheet.setVisible(standing.is_running)
        self.transcribe.setVisible(not standing.is_running)
        if not standing.is_running:
            self._go_on()

    def _show_evidence(self, left: int | None) -> None:
        """The way to the 双罚取证清单, where something found asks for it."""
        self._has_evidence = left is not None
        self.evidence.setVisible(self._has_evidence and not self._is_folded)
        words = self.tr("双罚取证（还差 {0} 项）").format(left) if left else self.tr("双罚取证清单")
        self.evidence.setText(words)
        self.evidence.setAccessibleName(words)

    def put_away(self) -> None:
        """Another visit, whose end nobody asked for."""
        self._go_on()
        self.reason_error.say("", self.reason)
        self._left = ""

    def ask_reason(self, why: str) -> None:
        """Items are open: they end as 本次未检查 with one reason."""
        self.why.setText(why)
        self._fold_ways(folded=True)
        self._reason.show()
        self.reason.setFocus()

    def point_out(self, left: Sequence[LeftOut]) -> None:
        """Findings without a measure are in no order; once the visit has ended they cannot be changed."""
        self._left = left[0].finding_id
        seqs = "、".join(str(one.seq) for one in left)
        words = self.tr("问题 {0} 没选处理措施，不会写进指令书或决定书；结束后不能再选。").format(seqs)
        self.left_words.setText(words)
        self._fold_ways(folded=True)
        self._measure.show()
        self.choose.setFocus()

    def _measure_bar(self) -> QFrame:
        self._left = ""
        self._measure = QFrame()
        self._measure.setProperty("role", "message-warn")
        inner = column(self._measure, margin=GRID)
        self.left_words = label("", "strong")
        self.choose = PrimaryButton(self.tr("去选处理措施"), self._choose_measure)
        self.anyway = Button(self.tr("不用选，结束检查"), self._end_anyway)
        for widget in (self.left_words, self.choose, self.anyway, Button(self.tr("继续检查"), self._go_on)):
            inner.addWidget(widget)
        self._measure.hide()
        return self._measure

    def _choose_measure(self) -> None:
        self._go_on()
        self.measure_wanted.emit(self._left)

    def _end_anyway(self) -> None:
        self._go_on()
        self.end_anyway.emit()

    def _reason_bar(self) -> QFrame:
        self._reason = QFrame()
        self._reason.setProperty("role", "message-warn")
        inner = column(self._reason, margin=GRID)
        self.why = label("", "strong")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("未检查的原因"))
        self.reason.setAccessibleName(self.tr("未检查的原因"))
        self.reason_error = FieldError()
        self.confirm = PrimaryButton(self.tr("以此原因结束"), self._confirm)
        rest = label(self.tr("其余各项将记为“本次未检查”。"), "small")
        for widget in (self.why, rest, self.reason, self.reason_error):
            inner.addWidget(widget)
        inner.addWidget(self.confirm)
        inner.addWidget(Button(self.tr("继续检查"), self._go_on))
        self.reason.returnPressed.connect(self._confirm)
        self._reason.hide()
        return self._reason

    def _fold_ways(self, *, folded: bool) -> None:
        """While the reason is asked it has the room of the ways to other pages: a small screen holds only one."""
        self._is_folded = folded
        self.evidence.setVisible(self._has_evidence and not folded)
        self.close_button.setVisible(self._is_running and not folded)
        for way in self._ways:
            way.setVisible(not folded and (self._is_running or way is not self.field_sheet))

    def _go_on(self) -> None:
        self._reason.hide()
        self._measure.hide()
        self._fold_ways(folded=False)

    def _confirm(self) -> None:
        text = self.reason.text().strip()
        self.reason_error.say("" if text else self.tr("请写明原因。"), self.reason)
        if text:
            self.close_wanted.emit(text)

    def _open(self, _index: object) -> None:
        found = self.view.currentIndex().data(LINE_ROLE)
        if found is not None:
            self.finding_opened.emit(found.id)
