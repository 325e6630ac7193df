"""今日待办: what runs, what is due, what waits; and the one big button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.enforcement.outstanding import OutstandingPaper
from inspector_app.fieldwork.unfinished import UnfinishedSheet
from inspector_app.home import MOST, SHOWN, DueVisit, EndingLicence, HomeBoard, RunningVisit, read_board
from inspector_app.home_dual import EvidenceGap
from inspector_app.home_papers import WaitingPaper
from inspector_app.home_quiz import RunningExamination
from ui import language
from ui.bridge import Bridge
from ui.home_words import told
from ui.opening import today
from ui.page import Page
from ui.preflight.words import counted, when
from ui.widgets.basic import GRID, BigButton, Card, EmptyState, LinkButton, NameLink, Scroll, column, label, row
from ui.widgets.painted import tell_painted

OUTSTANDING_SHOWN = 4
"""Papers that are out and lack something; the others are counted."""


class HomePage(Page):
    """Reads by the thin reader only, so it costs the same at any number of findings."""

    shown = Signal()
    """Counts and first rows are in the widgets."""
    painted = Signal()
    """The first board stands on the screen."""
    help_topic = "home"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._board: HomeBoard | None = None
        self._is_just_read = False
        scroll = Scroll()
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.title = label(self.tr("今日待办"), "title", wrap=False)
        self.day = label("", "muted", wrap=False)
        self.start = BigButton(self.tr("开始检查"), lambda: self.navigate.emit("start_inspection", None), icon="plus")
        self.start.setToolTip("Ctrl+N")
        self.start.setObjectName("home.start")
        head = row(self.title, self.day, 1, self.start, gap=2 * GRID)
        scroll.body.addLayout(head)
        self.preflight = label("", wrap=False)
        self.preflight_link = LinkButton("", lambda: self.navigate.emit("preflight", None), icon="shield-check")
        self.preflight_link.setToolTip("Ctrl+0")
        self.preflight_link.setObjectName("home.preflight")
        self._preflight_line = row(self.preflight, self.preflight_link, 1)
        scroll.body.addLayout(self._preflight_line)
        self.running = Card(self.tr("正在进行的检查"), icon="clipboard-check")
        self.due = Card(self.tr("复查与整改期限"), icon="calendar-clock")
        self.waiting = Card(self.tr("还没办完"), icon="inbox")
        self.register = Card(self.tr("企业档案提醒"), icon="building-2")
        across = row(gap=2 * GRID)
        for cards in ((self.running, self.waiting), (self.due, self.register)):
            side = column(gap=2 * GRID)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            across.addLayout(side, 1)
        scroll.body.addLayout(across)
        scroll.body.addStretch(1)
        self.setFocusProxy(self.start)

    @property
    def board(self) -> HomeBoard | None:
        """What is shown."""
        return self._board

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint with rows."""
        super().paintEvent(event)
        if self._board is not None:
            tell_painted(self)

    def begin_with(self, board: HomeBoard) -> None:
        """Show the board that was read with the key; it is not read once more when the page comes to the front."""
        self.show_board(board)
        self._is_just_read = True

    def refresh(self) -> None:
        """Read the board anew on the database thread."""
        if self._is_just_read:
            self._is_just_read = False
            return
        self.bridge.read_home(lambda reader, unlocked: read_board(reader, unlocked, today()), self.show_board, self)

    def show_board(self, board: HomeBoard) -> None:
        """Put a board into the cards."""
        if board != self._board:
            self._board = board
            self.day.setText(_long_day(board.day))
            self._show_preflight(board)
            self._show_running(board)
            self._show_due(board)
            self._show_waiting(board)
            self._show_register(board)
        self.shown.emit()

    def _show_preflight(self, board: HomeBoard) -> None:
        """How 出检前自检 last ended; nothing is looked at now."""
        last = board.preflight
        if last is None:
            told, part, action = self.tr("出检前自检：这台笔记本还没有做过"), "warn", self.tr("开始自检")
        else:
            told = self.tr("出检前自检：{0}（上次自检 {1}）").format(counted(last.bad, last.warn), when(last.at))
            part = "danger" if last.bad else "warn" if last.warn else "good"
            action = self.tr("去处理") if last.open else self.tr("再查一遍")
        shown = label(told, part, wrap=False)  # a new one: Qt's styles take 15 ms at their first use from here
        self._preflight_line.replaceWidget(self.preflight, shown)
        self.preflight.deleteLater()
        self.preflight = shown
        self.preflight_link.setText(action)
        self.preflight_link.setAccessibleName(f"{action} {told}")

    def _show_running(self, board: HomeBoard) -> None:
        self._fill(self.running, [self._visit(visit) for visit in board.running], board.running_count)
        if not board.running:
            self.running.body.addWidget(
                EmptyState(
                    self.tr("没有正在进行的检查"),
                    self.tr("到矿上以后，点右上角“开始检查”，选矿山和两名执法人员即可。没有网络也能做。"),
                    icon="clipboard-check",
                )
            )

    def _show_due(self, board: HomeBoard) -> None:
        rows = [self._deadline(visit, board.day) for visit in board.due]
        self._fill(self.due, rows, board.due_count)
        if board.overdue_count:
            text = self.tr("{count} 项已过整改期限，请尽快复查。").format(count=_count(board.overdue_count))
            self.due.body.insertWidget(0, label(text, "danger"))
        if not board.due:
            self.due.body.addWidget(
                EmptyState(
                    self.tr("两周内没有到期的整改"),
                    self.tr("责令限期整改的问题到期前会出现在这里，提醒复查。"),
                    icon="calendar-clock",
                )
            )

    def _show_waiting(self, board: HomeBoard) -> None:
        rows: list[QWidget] = [self._sheet(one) for one in board.sheets]
        rows += [self._examination(one) for one in board.examinations]
        if board.unfiled_photos:
            text = self.tr("{count} 张照片还没归到问题").format(count=_count(board.unfiled_photos))
            first = board.unfiled_visit or None
            rows.append(self._line(text, self.tr("去归档"), lambda: self.navigate.emit("photos", first)))
        out = {paper.id for paper in board.outstanding[:OUTSTANDING_SHOWN]}
        rows += [self._unsigned(paper) for paper in board.unsigned if paper.id not in out]
        rows += [self._half_signed(paper) for paper in board.half_signed]
        rows += [self._draft(paper) for paper in board.drafts[: SHOWN - len(board.unsigned)]]
        if board.papers_count > SHOWN:
            text = self.tr("草稿和待签字的文书共 {count} 份").format(count=_count(board.papers_count))
            rows.append(self._line(text, self.tr("全部文书"), lambda: self.navigate.emit("papers", None)))
        rows += self._outstanding(board)
        rows += self._untranscribed(board)
        rows += self._handover(board)
        if board.conflicts:
            text = self.tr("{count} 处内容被两个人同时改过，需要选定").format(count=_count(board.conflicts))
            rows.append(self._line(text, self.tr("去选定"), lambda: self.navigate.emit("conflicts", None)))
        rows += [self._evidence(gap) for gap in board.evidence]
        if board.half_dual:
            text = self.tr("{count} 个一案双罚还缺单位或个人的案件").format(count=_count(board.half_dual))
            rows.append(self._line(text, self.tr("去补全"), lambda: self.navigate.emit("dual", board.half_dual_group)))
        self._fill(self.waiting, rows, 0)
        if not rows:
            self.waiting.body.addWidget(
                EmptyState(
                    self.tr("都办完了"),
                    self.tr("照片已归档，文书已签字，县局已全部接收。")
                    if board.handover.joined
                    else self.tr("照片已归档，文书已签字。"),
                    icon="circle-check",
                )
            )

    def _show_register(self, board: HomeBoard) -> None:
        self._fill(self.register, [self._licence(one, board.day) for one in board.licences], board.licence_count)
        if not board.licences:
            self.register.body.addWidget(
                EmptyState(
                    self.tr("没有快到期的证照"),
                    self.tr("采矿许可证、安全生产许可证等到期前 30 天会出现在这里。"),
                    icon="building-2",
                )
            )

    def _fill(self, card: Card, rows: list[QWidget], count: int) -> None:
        card.empty()
        for line in rows:
            card.body.addWidget(line)
        if count > len(rows):
            card.body.addWidget(label(self.tr("共 {count} 项").format(count=_count(count)), "small"))
        if rows:
            card.body.addStretch(1)

    def _visit(self, visit: RunningVisit) -> QWidget:
        text = visit.site_name or visit.enterprise_name or self.tr("（未填矿山）")
        facts = [self.tr("{day} 开始").format(day=_day(visit.started_at)), self.tr("问题 {n}").format(n=visit.findings)]
        if visit.is_reinspection:
            facts.insert(0, self.tr("复查"))
        if visit.unfiled_photos:
            facts.append(self.tr("未归档照片 {n}").format(n=visit.unfiled_photos))
        then = lambda: self.navigate.emit("inspection", visit.id)  # noqa: E731 - one line, used once
        return self._line(text, self.tr("继续"), then, "  ·  ".join(facts), site_id=visit.site_id)

    def _deadline(self, visit: DueVisit, day: date) -> QWidget:
        left = visit.days_left(day)
        if left < 0:
            when, part = self.tr("已过期 {n} 天").format(n=-left), "danger"
        elif left == 0:
            when, part = self.tr("今天到期"), "warn"
        else:
            when, part = self.tr("还有 {n} 天").format(n=left), ""
        facts = self.tr("{when}  ·  {day}  ·  {n} 项").format(when=when, day=visit.due_on, n=visit.items)
        text = visit.site_name or self.tr("（未填矿山）")
        then = lambda: self.navigate.emit("reinspection", "")  # noqa: E731 - one line, used once
        return self._line(text, self.tr("复查"), then, facts, part, visit.site_id)

    def _unsigned(self, paper: WaitingPaper) -> QWidget:
        waits = self.tr("{title} 已定稿，待签字、盖章") if paper.needs_seal else self.tr("{title} 已定稿，待签字")
        text = waits.format(title=paper.title or paper.form)
        return self._paper(paper, text, self.tr("去签字"))

    def _half_signed(self, paper: WaitingPaper) -> QWidget:
        names = self.tr("、").join(paper.lacking)
        text = self.tr("{title} 还没登记执法人员 {names} 的签名").format(title=paper.title or paper.form, names=names)
        return self._paper(paper, text, self.tr("去签字"), "sign")

    def _draft(self, paper: WaitingPaper) -> QWidget:
        text = self.tr("{title} 是草稿，还没定稿").format(title=paper.title or paper.form)
        return self._paper(paper, text, self.tr("去完成"))

    def _paper(self, paper: WaitingPaper, text: str, action: str, step: str = "") -> QWidget:
        again = self.tr("复查{0}").format(paper.original_number) if paper.original_number else ""
        party = paper.respondent if paper.respondent not in ("", paper.site_name) else ""
        facts = "  ·  ".join(part for part in (paper.number, party, again, paper.site_name) if part)
        place = {"inspection": paper.inspection_id, "paper": paper.id, "step": step}
        return self._line(text, action, lambda: self.navigate.emit("papers", place), facts)

    def _outstanding(self, board: HomeBoard) -> list[QWidget]:
        """Papers that are out and lack something, the most urgent first, each with its next step."""
        shown = board.outstanding[:OUTSTANDING_SHOWN]
        rows = [self._out(paper, board.day) for paper in shown]
        if board.outstanding_count > len(shown):
            text = self.tr("没盖章、没送达或者没报告的文书共 {count} 份").format(count=_count(board.outstanding_count))
            rows.append(self._line(text, self.tr("全部文书"), lambda: self.navigate.emit("papers", None)))
        return rows

    def _out(self, paper: OutstandingPaper, day: date) -> QWidget:
        said = told(paper, day)
        place = {"inspection": paper.inspection_id, "paper": paper.id, "step": said.step}
        return self._line(said.text, said.action, lambda: self.navigate.emit("papers", place), said.facts, said.part)

    def _untranscribed(self, board: HomeBoard) -> list[QWidget]:
        if not board.untranscribed:
            return []
        text = self.tr("{count} 次检查还没转录到其他系统").format(count=_count(board.untranscribed_count))
        place = board.untranscribed[0] if board.untranscribed_count == 1 else ""
        facts = self.tr("掌上执法等系统，逐项复制，几分钟录完")
        return [self._line(text, self.tr("去转录"), lambda: self.navigate.emit("transcription", place), facts)]

    def _evidence(self, gap: EvidenceGap) -> QWidget:
        names = [en if language.current() == "en" else zh for zh, en in gap.first]
        facts = self.tr("、").join(names) + (self.tr(" 等") if gap.open > len(names) else "")
        text = self.tr("{0}：双罚取证还差 {1} 项").format(gap.site_name or self.tr("（未填矿山）"), gap.open)
        place = {"inspection": gap.inspection_id, "group": gap.group_id}
        if gap.not_begun:
            text = self.tr("{0}：{1} 个重大（疑似）问题还没有取证").format(gap.site_name, gap.not_begun)
        return self._line(text, self.tr("去取证"), lambda: self.navigate.emit("dual", place), facts, "warn")

    def _sheet(self, one: UnfinishedSheet) -> QWidget:
        """A paper that was filled in underground and is not all typed in."""
        text = self.tr("下井记录单 {0} 还有 {1} 项没有录入").format(one.code, one.open)
        if not one.open:
            text = self.tr("下井记录单 {0} 有一行没有录完").format(one.code)
        place = {"inspection": one.inspection_id, "sheet": one.id}
        return self._line(text, self.tr("接着录"), lambda: self.navigate.emit("field_sheet", place), one.site_name)

    def _examination(self, one: RunningExamination) -> QWidget:
        on_paper = one.method == "paper"
        text = self.tr("{0} 的答卷还没录入") if on_paper else self.tr("{0} 的考核还没交卷")
        place = {"inspection": one.inspection_id, "sitting": one.id}
        facts = f"{one.site_name}  ·  {_day(one.started_at)}"
        action = self.tr("去录入") if on_paper else self.tr("去交卷")
        return self._line(text.format(one.person_name), action, lambda: self.navigate.emit("quiz", place), facts)

    def _handover(self, board: HomeBoard) -> list[QWidget]:
        handover, rows = board.handover, []
        if board.is_sample and not handover.joined:
            return []
        if handover.set_aside:
            text = self.tr("{count} 条被县局搁置").format(count=_count(handover.set_aside))
            rows.append(self._line(text, self.tr("看原因"), lambda: self.navigate.emit("sync", None), part="warn"))
        if handover.entries_waiting:
            text = self.tr("{count} 条记录县局还没接收").format(count=_count(handover.entries_waiting))
            facts = self.tr("有网络时自动上报") if handover.joined else self.tr("这台笔记本还没有加入县局")
            rows.append(self._line(text, self.tr("查看"), lambda: self.navigate.emit("sync", None), facts))
        return rows

    def _licence(self, licence: EndingLicence, day: date) -> QWidget:
        from inspector_app.enterprise.values import LicenceKind
        from inspector_app.terms import label as word

        known = {kind.value: kind for kind in LicenceKind}
        kind = known.get(licence.licence_kind)
        name = word(kind, language.current()) if kind else licence.licence_kind
        over = date.fromisoformat(licence.valid_to_on) < day
        when = self.tr("已于 {day} 到期") if over else self.tr("{day} 到期")
        facts = f"{name}  ·  {when.format(day=licence.valid_to_on)}"
        page = "mine" if licence.site_id else "site"
        then = lambda: self.navigate.emit(page, licence.site_id)  # noqa: E731 - one line, used once
        return self._line(licence.holder, self.tr("查看"), then, facts, "danger" if over else "warn")

    def _line(
        self, text: str, action: str, then: Callable[[], None], facts: str = "", part: str = "", site_id: str = ""
    ) -> QWidget:
        """``site_id``: ``text`` is the name of this mine and opens its file."""
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._mine(text, site_id) if site_id else label(text), 0, 0)
        if facts:
            grid.addWidget(label(facts, part or "small"), 1, 0)
        button = LinkButton(action, then, name=f"{action} {text}")
        grid.addWidget(button, 0, 1, 2 if facts else 1, 1)
        grid.setColumnStretch(0, 1)
        return line

    def _mine(self, name: str, site_id: str) -> NameLink:
        told = self.tr("一企一档：{0}").format(name)
        link = NameLink(name, lambda: self.navigate.emit("mine", site_id), name=told)
        link.setToolTip(told)
        return link


def _count(number: int) -> str:
    return f"{MOST}+" if number >= MOST else str(number)


def _day(moment: str) -> str:
    return moment[:10] or "—"


def _long_day(day: date) -> str:
    locale = QLocale("zh_CN") if language.current() == "zh" else QLocale("en_GB")
    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
