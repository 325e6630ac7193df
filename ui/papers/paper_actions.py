"""The buttons under a paper and what each asks before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from inspector_app.enforcement.values import NumberSource, PaperRow
from inspector_app.errors import InspectorError
from ui import icons, messages
from ui.bridge import Bridge
from ui.papers import papers_reading
from ui.papers.actions import Action, Offered, offered, with_ink, with_report
from ui.papers.asking import Answers, Ask, AskBar
from ui.papers.ink_forms import InkForms
from ui.papers.papers_reading import PaperView
from ui.papers.signing_forms import SigningForms, pin_ask
from ui.widgets import drafts
from ui.widgets.basic import GRID, Button, PrimaryButton, column, row

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from ui.papers.paper_pane import PaperPane



class PaperActions(QWidget):
    """Offers what fits the state of the paper and does it."""

    issued = Signal(object)
    """The ``PaperRow`` after numbering."""
    done = Signal(str)
    """An ``Action`` was done."""

    def __init__(self, bridge: Bridge, pane: PaperPane) -> None:
        super().__init__(pane)
        self._bridge = bridge
        self._pane = pane
        self._view: PaperView | None = None
        layout = column(self)
        self.bar = AskBar(bridge, lambda: self._view.row.id if self._view else "")
        self.bar.setObjectName("papers.ask")
        layout.addWidget(self.bar)
        self.signing = SigningForms(bridge, self.bar, self._run)
        self.ink = InkForms(bridge, self.bar, self._run)
        self.ink.saved.connect(pane.notice)
        self._foot = QWidget()
        self._buttons = row()
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._foot.setLayout(self._buttons)
        layout.addWidget(self._foot)
        layout.addStretch(1)
        self.bar.opened.connect(self._foot.hide)
        self.bar.closed.connect(self._foot.show)
        self.buttons: dict[Action, QWidget] = {}
        self._offered = Offered(None, ())
        self._more = self._more_button()
        self.menu = QMenu(self)
        self._more.setMenu(self.menu)

    def show_view(self, view: PaperView) -> None:
        """Show what may be done now."""
        self._view = view
        prints = sum(run.copies for run in view.history.prints if run.withdrawn_reason is None)
        fits = with_ink(offered(view.row, prints), view.row, may_ink=view.may_ink, has_ink=bool(view.inks))
        fits = with_report(fits, is_unreported=view.is_unreported)
        if fits == self._offered and self.buttons:
            return
        self._offered = fits
        self._empty()
        self._buttons.addWidget(self._more)
        for action in fits.others:
            self._add(action, Button(self._word(action), lambda one=action: self.do(one)))
        self._buttons.addStretch(1)
        if fits.first is not None:
            first = fits.first
            self._add(first, PrimaryButton(self._word(first), lambda: self.do(first)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words are never cut: what has no room goes into the menu."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Buttons that go into the menu ask for no room."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Buttons in their order as far as there is room for their words, the others in the menu."""
        first, others = self._offered.first, self._offered.others
        widths = {action: button.sizeHint().width() + GRID for action, button in self.buttons.items()}
        room = self.width() - (widths[first] if first else 0)
        if sum(widths[action] for action in others) > room:
            room -= self._more.sizeHint().width() + GRID
        self.menu.clear()
        for action in others:
            room -= widths[action]
            self.buttons[action].setVisible(room >= 0)
            if room < 0:
                self.menu.addAction(self._word(action), lambda one=action: self.do(one))
        self._more.setVisible(not self.menu.isEmpty())

    def do(self, action: Action) -> None:
        """Do it, or ask first what it needs."""
        if self._view is None:
            return
        drafts.settle_all()
        self._pane.store()
        steps: dict[Action, Callable[[PaperView], None]] = {
            Action.ISSUE: self._ask_issue,
            Action.PRINT: lambda view: self._pane.print_wanted.emit(view.row.id),
            Action.SIGN: self.signing.ask_sign,
            Action.REFUSE: self.signing.ask_refusal,
            Action.SEAL: self.signing.ask_seal,
            Action.SERVE: self.signing.ask_service,
            Action.REPORT: self.signing.ask_report,
            Action.INK_SIGN: self.ink.ask,
            Action.INK_COPY: self.ink.save_copy,
            Action.INK_REMOVE: self.ink.ask_removal,
            Action.PLAN_NUMBER: self.signing.ask_source,
            Action.PLAN_SEAL: self.signing.ask_seal_mode,
            Action.WITHDRAW: lambda view: self._ask_reason(view, Action.WITHDRAW),
            Action.VOID: lambda view: self._ask_reason(view, Action.VOID),
            Action.DISCARD: lambda view: self._ask_reason(view, Action.DISCARD),
            Action.UNREGISTER: lambda view: self._ask_reason(view, Action.UNREGISTER),
            Action.CORRECT: self._correct,
            Action.CLOSE: self._close,
            Action.REFILL: self._refill,
            Action.INK: self._ask_inked,
        }
        steps[action](self._view)

    def _ask_issue(self, view: PaperView) -> None:
        if self._pane.go_to_problem():
            self._pane.notice.emit(self.tr("文书还画不出来，改好后再定稿。"))
            return
        checks = self._pane.checks
        if checks.blocks:
            self._pane.notice.emit(self.tr("还有 {0} 处必须先改，改好后再定稿。").format(checks.blocks))
            self._pane.form.focus(next((one.field for one in checks.results if one.blocks and one.field), ""))
            return
        note = self.tr("定稿后编号、固定内容，可以打印签字；签字前还能撤回修改。")
        asks = []
        if view.plan.number is None and view.plan.number_source is NumberSource.TYPED:
            asks.append(Ask("number", self.tr("文号序号"), hint=self.tr("上级系统给的号，如 12")))
        if checks.warnings:
            asks.append(Ask("warnings", self.tr("上面 {0} 条提醒已核对").format(checks.warnings), is_tick=True))
        self.bar.ask(self.tr("定稿并编号"), [*asks, *pin_ask(view)], self.tr("定稿"), self._issue, note=note)

    def _issue(self, answers: Answers) -> None:
        view, actor = self._view, self._bridge.officer_id
        assert view is not None
        document_id = view.row.id
        number, accept, pin = answers.get("number") or None, bool(answers.get("warnings")), answers.get("pin", "")

        def work(app: App) -> PaperRow:
            papers_reading.require_pin(app, pin)
            return app.papers.issue(actor, document_id, number=number, accept_warnings=accept)

        self._run(work, Action.ISSUE, self._issued)

    def _issued(self, row_: PaperRow) -> None:
        number = row_.number or self.tr("文号待手写")
        self._pane.notice.emit(self.tr("已定稿：{0}").format(number))
        self.issued.emit(row_)

    def _ask_reason(self, _view: PaperView, action: Action) -> None:
        titles = {
            Action.WITHDRAW: (self.tr("撤回修改"), self.tr("还没有人签名，可以撤回修改，再用同一文号重印。")),
            Action.VOID: (self.tr("作废"), self.tr("文号保留并注明原因，不再使用。")),
            Action.UNREGISTER: (self.tr("撤销登记"), self.tr("登记错了可以撤销，文号可以重新登记；纸还在。")),
            Action.DISCARD: (self.tr("不要这份草稿"), self.tr("草稿没有编号，可以放弃；记录里仍看得到。")),
        }
        title, note = titles[action]
        asks = [Ask("reason", self.tr("原因"))]
        self.bar.ask(title, asks, title, lambda answers: self._with_reason(action, answers["reason"]), note=note)

    def _with_reason(self, action: Action, reason: str) -> None:
        actor, document_id = self._bridge.officer_id, self._document_id()
        names = {Action.WITHDRAW: "withdraw", Action.VOID: "void", Action.DISCARD: "discard"}
        names[Action.UNREGISTER] = "unregister"
        self._run(lambda app: getattr(app.papers, names[action])(actor, document_id, reason), action)

    def _ask_inked(self, _view: PaperView) -> None:
        asks = [Ask("serial", self.tr("手写在纸上的序号"))]
        self.bar.ask(self.tr("补登文号"), asks, self.tr("补登文号"), self._inked)

    def _inked(self, answers: Answers) -> None:
        actor, document_id, serial = self._bridge.officer_id, self._document_id(), answers["serial"]
        self._run(lambda app: app.papers.ink_number(actor, document_id, serial), Action.INK)

    def _correct(self, view: PaperView) -> None:
        actor, document_id = self._bridge.officer_id, view.row.id
        self._run(lambda app: app.papers.correct(actor, document_id), Action.CORRECT, self._pane.paper_wanted.emit)

    def _close(self, view: PaperView) -> None:
        actor, document_id = self._bridge.officer_id, view.row.id
        self._run(lambda app: app.papers.close(actor, document_id), Action.CLOSE)

    def _refill(self, view: PaperView) -> None:
        actor, document_id = self._bridge.officer_id, view.row.id

        def told(changed: list[str]) -> None:
            words = self.tr("已按最新内容填写，改动 {0} 处；手工改过的没有动。").format(len(changed))
            self._pane.notice.emit(words)

        self._run(lambda app: app.papers.refill(actor, document_id), Action.REFILL, told)

    def _run(self, work: Callable[[App], Any], action: Action, then: Callable[[Any], object] | None = None) -> None:
        def finished(result: Any) -> None:
            self.bar.finish()
            if then is not None:
                then(result)
            else:
                self._pane.notice.emit(self._told(action))
            self.done.emit(action.value)
            self._pane.refresh()

        self._bridge.ask(work, finished, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            return
        field = "pin" if error.code.startswith("pin.") else str(error.params.get("field") or "")
        if self.bar.isVisible() and field in self.bar.fields:
            told = messages.told(error)
            self.bar.say(field, told.happened if field == "pin" else messages.in_one_line(told))
            self.bar.fields[field].setFocus()
            return
        self._pane.trouble.emit(error)
        if field:
            self._pane.form.focus(field)

    def _document_id(self) -> str:
        assert self._view is not None
        return self._view.row.id

    def _add(self, action: Action, button: QWidget) -> None:
        button.setObjectName(f"papers.{action.value}")
        self._buttons.addWidget(button)
        self.buttons[action] = button

    def _more_button(self) -> QToolButton:
        button = QToolButton()
        button.setText(self.tr("更多"))
        button.setProperty("role", "button")
        button.setAccessibleName(self.tr("更多操作"))
        button.setObjectName("papers.more")
        button.setIcon(icons.icon("chevron-down"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.hide()
        return button

    def _empty(self) -> None:
        self._buttons.removeWidget(self._more)
        self.buttons = {}
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()

    def _told(self, action: Action) -> str:
        """What was done, in words."""
        return {
            Action.SIGN: self.tr("已登记签名。"), Action.REFUSE: self.tr("已记录未签名。"),
            Action.SEAL: self.tr("已登记盖章。"), Action.SERVE: self.tr("已登记送达。"),
            Action.REPORT: self.tr("已登记报告本局。"), Action.WITHDRAW: self.tr("已撤回，可以修改后再定稿。"),
            Action.VOID: self.tr("已作废，文号保留。"), Action.DISCARD: self.tr("这份草稿不要了。"),
            Action.UNREGISTER: self.tr("已撤销登记。"), Action.CLOSE: self.tr("已归档。"),
            Action.INK: self.tr("已补登文号。"),
        }.get(action, self.tr("已记下。"))  # fmt: skip

    def _word(self, action: Action) -> str:
        return {
            Action.ISSUE: self.tr("定稿并编号"), Action.PRINT: self.tr("打印"), Action.SIGN: self.tr("登记签名"),
            Action.REFUSE: self.tr("未签名"), Action.SEAL: self.tr("登记盖章"), Action.SERVE: self.tr("登记送达"),
            Action.REPORT: self.tr("报告本局"),
            Action.PLAN_NUMBER: self.tr("改文号来源"), Action.PLAN_SEAL: self.tr("改盖章方式"),
            Action.WITHDRAW: self.tr("撤回修改"), Action.VOID: self.tr("作废"), Action.CORRECT: self.tr("更正"),
            Action.CLOSE: self.tr("归档"), Action.REFILL: self.tr("重新填写"), Action.DISCARD: self.tr("不要草稿"),
            Action.INK_SIGN: self.tr("屏幕签名"), Action.INK_COPY: self.tr("签名副本"),
            Action.INK_REMOVE: self.tr("撤销屏幕签名"), Action.UNREGISTER: self.tr("撤销登记"),
            Action.INK: self.tr("补登文号"),
        }[action]  # fmt: skip
