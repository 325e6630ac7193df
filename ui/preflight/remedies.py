"""What the buttons of 出检前自检 do: go to the place, ask on the spot, or do it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.enforcement.print_plan import sheet_numbers
from inspector_app.errors import InspectorError
from inspector_app.preflight.values import Check, Remedy
from ui import folders, messages
from ui.bridge import Bridge
from ui.inspection.moments import read_moment
from ui.language import tr
from ui.papers.asking import Answers, Ask, AskBar

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from ui.tasks import Task

BUREAU_TAB, OFFICERS_TAB, SECURITY_TAB = 1, 2, 3
"""Tabs of the settings page."""
EXPLAINED = {
    Remedy.PRINTER_ADD: "preflight.how_printer",
    Remedy.DISK_SPACE: "preflight.how_disk",
    Remedy.CLOCK_SET: "preflight.how_clock",
    Remedy.POWER: "preflight.how_power",
    Remedy.REINSTALL: "preflight.how_reinstall",
}
"""Remedies outside of this program: the steps are told on the spot."""


class Remedies(QObject):
    """Takes a remedy that was pressed. ``done`` comes when something was done here, so that its line is looked at."""

    errand = Signal(str, object, str)
    """(page, argument, what to do there): the window goes there and offers the way back."""
    explained = Signal(object, object)
    """(``Check``, ``Message``): steps to do outside of the program."""
    done = Signal(object, str)
    """(key of the line, one quiet sentence)."""
    again = Signal(object)
    """Key of a line to look at again."""
    texts_wanted = Signal(object)
    """Key of the line whose left-over texts are to be shown."""

    def __init__(self, bridge: Bridge, bar: AskBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._bar = bar
        self._window = parent
        self._places: dict[Remedy, tuple[str, object, str]] = {
            Remedy.OFFICERS: ("settings", OFFICERS_TAB, tr("在这里登记执法证号和有效期。")),
            Remedy.BUREAU: ("settings", BUREAU_TAB, tr("在这里补全本局资料，再点保存。")),
            Remedy.BACK_UP: ("settings", SECURITY_TAB, tr("插上U盘，在“备份”里点“立即备份”。")),
            Remedy.HAND_OVER: ("sync", None, tr("有网络时点“立即上报”。")),
            Remedy.JOIN: ("sync", None, tr("有网络时点“加入县局”，输入县局给的加入码。")),
            Remedy.REGISTER_IMPORT: ("site", None, tr("点“导入登记表”，选县局发的名册。")),
        }
        self._here: dict[Remedy, Callable[[Check], None]] = {
            Remedy.REGISTER: self._register,
            Remedy.ASSIGNMENT: self._ask_approval,
            Remedy.CALENDAR_IMPORT: self._choose_table,
            Remedy.NUMBERS_LEASE: self._lease,
            Remedy.NUMBERS_ENTER: self._ask_block,
            Remedy.SHEETS_RECEIVE: self._ask_sheets,
            Remedy.SHEETS_SPOIL: self._ask_spoiled,
            Remedy.PRINT_TEST: self._print,
            Remedy.TYPED_TEXTS: lambda check: self.texts_wanted.emit(check.key),
            Remedy.AGAIN: lambda check: self.again.emit(check.key),
        }

    def take(self, remedy: Remedy, check: Check) -> None:
        """Do what this button says."""
        if remedy in self._places:
            self.errand.emit(*self._places[remedy])
        elif remedy in EXPLAINED:
            self.explained.emit(check, messages.sentence(EXPLAINED[remedy]))
        else:
            self._here[remedy](check)

    def import_table(self, check: Check, file: Path) -> None:
        """Take over the holiday table in a file."""
        actor = self._bridge.officer_id

        def work(app: App) -> bool:
            from inspector_app.office.calendars import read_table

            return app.office.import_calendar(actor, read_table(file))

        self._ask(work, check, tr("节假日表已导入。"))

    def _register(self, check: Check) -> None:
        self.errand.emit("site", check.record_id or None, tr("核对这座矿的登记内容，无误就点“核实无误”。"))

    def _ask_approval(self, check: Check) -> None:
        asks = [
            Ask("approval_no", tr("方案／审批编号")),
            Ask("approver", tr("批准人")),
            Ask("approved_at", tr("批准时间"), datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")),
        ]
        actor, inspection_id = self._bridge.officer_id, check.record_id

        def then(answers: Answers) -> None:
            moment = read_moment(answers["approved_at"], datetime.now().astimezone())
            if moment is None:
                self._bar.say("approved_at", tr("看不懂这个时间，请写成 2026-03-09 16:30。"))
                return
            fields = {**answers, "approved_at": moment.isoformat(timespec="minutes")}
            work = lambda app: app.inspections.change_details(actor, inspection_id, **fields)  # noqa: E731
            self._ask(work, check, tr("审批已补登。"))

        title = tr("补登审批：{0}").format(check.figures.get("name", ""))
        self._bar.ask(title, asks, tr("补登审批"), then)

    def _choose_table(self, check: Check) -> None:
        folder = folders.downloads()
        dialog = QFileDialog(self._window, tr("选择节假日表"), folder, tr("节假日表 (*.json)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_table(check, Path(name)))
        dialog.open()

    def _lease(self, check: Check) -> None:
        stems, year = list(check.figures["stems"]), int(check.figures["year"])

        def work(app: App, _task: Task) -> None:
            size = int(app.office.setting("numbering.block_size"))
            for stem in stems:
                app.sync.lease_numbers(stem, year, size)

        done = lambda _none: self.done.emit(check.key, tr("号段已领取。"))  # noqa: E731
        self._bridge.ask_county(work, done, self._failed, owner=self)

    def _ask_block(self, check: Check) -> None:
        stems = [(stem, stem) for stem in check.figures["stems"]]
        asks = [
            Ask("stem", tr("文书代字"), stems[0][0], choices=stems),
            Ask("first", tr("第一个号")),
            Ask("last", tr("最后一个号")),
        ]
        actor, year = self._bridge.officer_id, int(check.figures["year"])

        def then(answers: Answers) -> None:
            if (wrong := next((key for key in ("first", "last") if not answers[key].isdigit()), None)) is not None:
                self._bar.say(wrong, tr("请填数字。"))
                return
            first, last, stem = int(answers["first"]), int(answers["last"]), answers["stem"]
            self._ask(lambda app: app.papers.add_block(actor, stem, year, first, last), check, tr("号段已登记。"))

        self._bar.ask(tr("登记单位分配的号段"), asks, tr("登记号段"), then)

    def _ask_sheets(self, check: Check) -> None:
        asks = [
            Ask("first", tr("第一张编号"), hint=tr("照纸上印的写，如 A0101")),
            Ask("last", tr("最后一张编号")),
        ]
        actor = self._bridge.officer_id

        def then(answers: Answers) -> None:
            first, last = answers["first"], answers["last"]
            self._ask(lambda app: app.sheets.receive(actor, first, last), check, tr("文书纸已登记。"))

        self._bar.ask(tr("登记领到的预盖章文书纸"), asks, tr("登记领用"), then)

    def _ask_spoiled(self, check: Check) -> None:
        asks = [
            Ask("numbers", tr("作废的编号"), hint=tr("几张用逗号隔开，连号写 A0103-A0106")),
            Ask("reason", tr("作废原因"), hint=tr("如 撕破、弄脏、丢失")),
        ]
        actor = self._bridge.officer_id

        def then(answers: Answers) -> None:
            typed, reason = answers["numbers"], answers["reason"]
            spoil = lambda app: app.sheets.spoil(actor, sheet_numbers(typed), reason)  # noqa: E731
            self._ask(spoil, check, tr("作废已登记。"))

        self._bar.ask(tr("登记作废的文书纸"), asks, tr("登记作废"), then)

    def _print(self, check: Check) -> None:
        from ui.preflight.trial import TrialPrint

        trial = TrialPrint(self._bridge, check.record_id, self)
        trial.printed.connect(lambda told: self.done.emit(check.key, told))
        trial.failed.connect(self._failed)
        trial.start()

    def _ask(self, work: Callable[[App], Any], check: Check, told: str) -> None:
        def done(_answer: object) -> None:
            self._bar.finish()
            self.done.emit(check.key, told)

        self._bridge.ask(work, done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        field = str(error.params.get("field", "")) if isinstance(error, InspectorError) else ""
        if isinstance(error, InspectorError):
            if self._bar.isVisible() and field in self._bar.fields:
                self._bar.say(field, messages.told(error).happened)
            else:
                self._bridge.trouble.emit(error)
