"""Signed pages dropped anywhere in the window: looked at in the worker, filed by their code, or asked for by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from inspector_app.enforcement.scan_values import FiledScan, ScanGap, ScanOutcome
from inspector_app.errors import InspectorError
from ui import messages
from ui.papers.renderer import PageRenderer
from ui.undo import undo_last

if TYPE_CHECKING:
    from inspector_app.evidence.scans import ScanRead
    from inspector_app.fieldwork.values import SheetScan
    from ui.main_window import MainWindow

Source = Path | bytes
Failed = Callable[[Exception], None]
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

        def failed(error: Exception) -> None:
            self._refused(source, name, error)

        def looked(read: ScanRead) -> None:
            if document_id is None and any(sheet.field_sheet for sheet in read.sheets):
                self._keep_sheets(source, name, read, failed)
            else:
                self._file(source, name, read, document_id, failed)

        PageRenderer.of(self._bridge).read_scan(given, looked, failed)

    def _file(
        self, source: Source, name: str, read: ScanRead, document_id: str | None, failed: Failed, said: str = ""
    ) -> None:
        """``said``: what became of other pages of the file."""
        actor = self._bridge.officer_id
        self._bridge.ask(
            lambda app: app.papers.file_scan(actor, source, document_id=document_id, name=name, read=read),
            lambda outcome: self._filed(name, outcome, said),
            failed,
            owner=self,
        )

    def _keep_sheets(self, source: Source, name: str, read: ScanRead, failed: Failed) -> None:
        """It shows filled-in 下井记录单: evidence of their visits. Pages of papers among them go to their papers."""
        actor = self._bridge.officer_id

        def kept(scan: SheetScan) -> None:
            said = self._told_sheets(scan)
            if read.has_code:
                self._file(source, name, read, None, lambda error: self._refused(source, name, error, said), said)
                return
            self._window.desk.say("")
            self._window.desk.show_message(f"{name}：{said}", "warn" if scan.unread or scan.unknown else "good")
            self.finished.emit(name, None)
            self._next()

        self._bridge.ask(
            lambda app: app.field_sheets.attach_steps(actor, source, name=name, read=read),
            kept,
            failed,
            progress=lambda page: self._window.desk.say(self.tr("正在保存：{0} 第 {1} 页").format(name, page)),
            owner=self,
        )

    def _told_sheets(self, scan: SheetScan) -> str:
        """Which sheets a file showed, and which of its pages are left."""
        codes = "、".join(scan.codes)
        told = self.tr("填好的下井记录单 {0}，{1} 页已作为证据保存").format(codes, len(scan.pages))
        for pages, words in (
            (scan.unread, self.tr("；第 {0} 页没有认出二维码，没有保存")),
            (scan.unknown, self.tr("；第 {0} 页是别的电脑打印的记录单，没有保存")),
        ):
            told += words.format("、".join(map(str, pages))) if pages else ""
        return told

    def _filed(self, name: str, outcome: ScanOutcome, said: str) -> None:
        told = [said] if said else []
        told += [self._told(one) for one in outcome.filed]
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

    def _refused(self, source: Source, name: str, error: Exception, said: str = "") -> None:
        self._window.desk.say(said)
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
