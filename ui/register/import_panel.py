"""导入登记表: choose tables, see row by row what would not be taken over, then import; stopping keeps what is in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QProgressBar, QWidget

from inspector_app.errors import InspectorError
from ui import folders, language, messages
from ui.bridge import Bridge
from ui.inspection.parts import QuietList
from ui.tasks import Task
from ui.widgets.basic import Button, Card, LinkButton, PrimaryButton, label, row
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.enterprise.importing.report import ImportReport, RowProblem
    from inspector_app.enterprise.importing.service import Progress

MOST_SHOWN = 500
"""Problems listed on the page; the list that can be saved holds more."""


class ImportPanel(Card):
    """First a rehearsal, which writes nothing, then the import itself."""

    rehearsed = Signal(object)
    """An ``ImportReport``: what would happen."""
    imported = Signal(object)
    """An ``ImportReport``: what happened."""
    stopped = Signal()
    closed = Signal()
    trouble = Signal(object)
    """An ``InspectorError``: a file that cannot be read."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("导入登记表"), parent, icon="upload")
        self._bridge = bridge
        self._files: list[Path] = []
        self._report: ImportReport | None = None
        self._task: Task | None = None
        self.message = InlineMessage(closable=False)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("导入进度"))
        self.cancel = Button(self.tr("停止"), self._cancel, icon="x")
        self.model = QStringListModel(self)
        self.list = QuietList()
        self.list.setModel(self.model)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("不能导入的行"))
        self.note = label(self.tr("把表中这些行改好后再选一次文件即可；已经导入的行不会重复。"), "muted")
        self.start = PrimaryButton(self.tr("导入"), self.run, icon="upload")
        self.save = LinkButton(self.tr("另存问题清单"), self._ask_where, icon="save")
        self.other = Button(self.tr("另选文件"), self.choose, icon="folder-open")
        self.close_button = Button(self.tr("关闭"), self._close)
        self.body.addWidget(self.message)
        busy = row(self.progress, self.cancel)
        busy.setStretch(0, 1)
        self.body.addLayout(busy)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.note)
        self.body.addLayout(row(self.save, 1, self.other, self.close_button, self.start))
        self._show_busy(is_busy=False)
        self.hide()

    def choose(self) -> None:
        """Ask for the tables and rehearse them."""
        dialog = QFileDialog(self, self.tr("选择登记表（CSV 或 XLSX，可多选）"), folders.documents())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("登记表") + " (*.xlsx *.csv)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.rehearse([Path(name) for name in names]))
        dialog.open()

    def rehearse(self, files: list[Path]) -> None:
        """Say what importing these files would do; nothing is written."""
        self._files = files
        self.show()
        self._go(dry_run=True)

    def run(self) -> None:
        """Import what was rehearsed."""
        self._go(dry_run=False)

    def save_problems(self, target: Path) -> None:
        """Write the rows that cannot be taken over as a table."""
        from inspector_app.storage.durable import atomic_write

        if self._report is not None:
            try:
                atomic_write(target, self._report.problems_csv(language.current()))
            except OSError as error:
                self.message.show_message(self.tr("清单没有存成：{0}").format(error.strerror or ""), "error")

    def _go(self, *, dry_run: bool) -> None:
        actor, files = self._bridge.officer_id, self._files
        self.message.hide()
        self.model.setStringList([])
        self._show_busy(is_busy=True)
        self.progress.setMaximum(0)
        self.progress.setFormat(self.tr("正在检查…") if dry_run else self.tr("正在导入…"))
        self._task = self._bridge.ask(
            lambda app: app.register.import_steps(actor, files, dry_run=dry_run),
            self._done, self._failed, progress=self._show_progress, cancelled=self._was_stopped, owner=self,
        )  # fmt: skip

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setMaximum(progress.total or 0)
        self.progress.setValue(min(progress.row, progress.total or progress.row))
        self.progress.setFormat(self.tr("{0}：第 {1} 行").format(progress.title, progress.row))

    def _done(self, report: ImportReport) -> None:
        self._report = report
        self._show_busy(is_busy=False)
        self.model.setStringList([_line(problem) for problem in report.problems[:MOST_SHOWN]])
        for part in (self.list, self.note, self.save):
            part.setVisible(bool(report.problems))
        taken = sum(sheet.added + sheet.changed for sheet in report.sheets)
        self.start.setVisible(report.dry_run and taken > 0)
        self.start.setText(self.tr("导入 {0} 行").format(taken))
        self.message.show_message(_summary(report), "warn" if report.problem_count else "good")
        if report.dry_run:
            (self.start if taken else self.other).setFocus()
            self.rehearsed.emit(report)
        else:
            self.close_button.setFocus()
            self.imported.emit(report)

    def _failed(self, error: Exception) -> None:
        self._show_busy(is_busy=False)
        if isinstance(error, InspectorError):
            self.message.show_message(messages.told(error), "error")
            self.trouble.emit(error)

    def _was_stopped(self) -> None:
        self._show_busy(is_busy=False)
        words = self.tr("已停止。此前导入的行都已保存；再选同一个文件，会从没有导入的行继续。")
        self.message.show_message(words, "info")
        self.stopped.emit()

    def _show_busy(self, *, is_busy: bool) -> None:
        of_the_report: tuple[QWidget, ...] = (self.list, self.note, self.save, self.start)
        for part in of_the_report:
            part.setVisible(False)
        for button in (self.other, self.close_button):
            button.setVisible(not is_busy)
        self.progress.setVisible(is_busy)
        self.cancel.setVisible(is_busy)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("问题清单存到哪里"), folders.documents())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_problems(Path(name)))
        dialog.open()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


def _line(problem: RowProblem) -> str:
    told = problem.message(language.current())
    where = language.tr("{0} 第 {1} 行").format(problem.sheet or problem.file, problem.row)
    what = f"{problem.column}“{problem.value}”" if problem.value else problem.column
    return "  ".join(part for part in (where, what, told.happened, told.todo) if part)


def _summary(report: ImportReport) -> str:
    added = sum(sheet.added for sheet in report.sheets)
    changed = sum(sheet.changed for sheet in report.sheets)
    same = sum(sheet.unchanged for sheet in report.sheets)
    wrong = sum(sheet.rejected + sheet.waiting for sheet in report.sheets)
    words = language.tr("预演（还没有写入）：将新增 {0} 行、更正 {1} 行，{2} 行没有变化，{3} 行不能导入。")
    if not report.dry_run:
        words = language.tr("导入完成：新增 {0} 行、更正 {1} 行，{2} 行没有变化，{3} 行没有导入。")
    return words.format(added, changed, same, wrong)
