"""Signed pages dropped anywhere in the window: looked at in the worker, filed by their code, or asked for by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from inspector_app.enforcement.scan_values import FiledScan, ScanGap, ScanOutcome
from inspector_app.errors import InspectorError
from ui import messages
from ui.papers.renderer import PageRenderer
from ui.undo import undo_last

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Source = Path | bytes
MOST_CANDIDATES = 12
"""Papers offered for a picture without a readable code, those with pages missing first."""


class ScanIntake(QObject):
    """Takes files one after the other; what became of each is said above the page."""

    finished = Signal(str, object)
    """(file name, ``ScanOutcome``, the error that says why not, or nothing for a field sheet)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self._waiting: list[tuple[Source, str | None]] = []
        self._is_busy = False
        self.menu: QMenu | None = None

    def take(self, sources: list[Source], document_id: str | None = None) -> None:
        """File these by their codes, or to ``document_id`` where none can be read."""
        self._waiting += [(source, document_id) for source in sources]
        if not self._is_busy:
            self._next()

    def _next(self) -> None:
        self._is_busy = bool(self._waiting)
        if not self._waiting:
            return
        source, document_id = self._waiting.pop(0)
        name = source.name if isinstance(source, Path) else self.tr("粘贴的图片")
        self._window.desk.say(self.tr("正在辨认：{0}，还有 {1} 个").format(name, len(self._waiting)))
        given = source if isinstance(source, bytes) else str(source)
        actor = self._bridge.officer_id

        def failed(error: Exception) -> None:
            self._refused(source, name, error)

        def looked(read: Any) -> None:
            if read.field_sheet and not read.has_code and document_id is None:
                self._keep_sheet(source, name, read.field_sheet, failed)
                return
            self._bridge.ask(
                lambda app: app.papers.file_scan(actor, source, document_id=document_id, name=name, read=read),
                lambda outcome: self._filed(name, outcome),
                failed,
                owner=self,
            )

        PageRenderer.of(self._bridge).read_scan(given, looked, failed)

    def _keep_sheet(self, source: Source, name: str, sheet_id: str, failed: Callable[[Exception], None]) -> None:
        """It is no paper but a filled-in 下井记录单: evidence of its visit."""
        actor = self._bridge.officer_id

        def kept(_photo: str) -> None:
            self._window.desk.say("")
            self._window.desk.show_message(self.tr("{0}：填好的下井记录单，已作为证据保存").format(name), "good")
            self.finished.emit(name, None)
            self._next()

        self._bridge.ask(
            lambda app: app.field_sheets.attach(actor, source, sheet_id, name=name), kept, failed, owner=self
        )

    def _filed(self, name: str, outcome: ScanOutcome) -> None:
        told = [self._told(one) for one in outcome.filed]
        told += [str(messages.sentence(one.code, **one.params)) for one in outcome.problems]
        self._window.desk.say("")
        kind = "warn" if outcome.problems else "good"
        desk = self._window.desk
        desk.show_message(
            f"{name}：" + "；".join(told), kind, action=self.tr("撤销"), clicked=lambda: undo_last(self._bridge, desk)
        )
        self.finished.emit(name, outcome)
        self._next()

    def _told(self, filed: FiledScan) -> str:
        paper = f"《{filed.paper.title}》{filed.paper.number or ''}"
        if filed.is_duplicate:
            return self.tr("{0}早已有这张，没有重复保存").format(paper)
        pages = "、".join(str(one.page or "?") for one in filed.sheet_pages)
        told = self.tr("已归到{0}第 {1} 页").format(paper, pages)
        if filed.missing:
            missing = "、".join(map(str, filed.missing))
            return told + self.tr("，第 {0} 页还没有扫回").format(missing)
        return told + self.tr("，各页已齐")

    def _refused(self, source: Source, name: str, error: Exception) -> None:
        self._window.desk.say("")
        if isinstance(error, InspectorError):
            by_hand = error.code == "scan.no_code"
            named = str(error.params.get("document_id") or "")
            action, clicked = ("", None)
            if by_hand:
                action, clicked = self.tr("选择文书"), lambda: self._offer(source)
            elif named and error.code in ("scan.of_withdrawn", "scan.of_other_print", "scan.of_void"):
                action, clicked = self.tr("仍归入这份文书"), lambda: self.take([source], named)
            self._window.desk.show_message(messages.told(error), "warn", action=action, clicked=clicked)
        self.finished.emit(name, error)
        self._next()

    def _offer(self, source: Source) -> None:
        self._bridge.ask(lambda app: app.papers.unscanned(), lambda gaps: self._choose(source, gaps), owner=self)

    def _choose(self, source: Source, gaps: list[ScanGap]) -> None:
        """The short list of papers whose pages have not come back."""
        self.menu = QMenu(self._window)
        for gap in gaps[:MOST_CANDIDATES]:
            paper = gap.paper
            words = "  ".join(part for part in (paper.title, paper.number, paper.respondent) if part)
            self.menu.addAction(words, lambda one=paper.id: self.take([source], one))
        if not gaps:
            self.menu.addAction(self.tr("没有缺页的文书")).setEnabled(False)
        self.menu.popup(QCursor.pos())
