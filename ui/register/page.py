"""企业档案: look a mine up and see everything the register knows of it (一企一档), people and posts included."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from inspector_app.terms import label as term
from ui import folders, language
from ui.bridge import Bridge
from ui.inspection import start_reading
from ui.inspection.site_panel import SitePanel
from ui.inspection.site_search import SiteSearch
from ui.page import Page
from ui.register.add_form import AddForm
from ui.register.correcting import Correcting
from ui.register.facts import FactsBar
from ui.register.import_panel import ImportPanel
from ui.widgets.basic import GRID, Button, Card, LinkButton, PrimaryButton, Scroll, column, label, row

if TYPE_CHECKING:
    from inspector_app.enterprise.dossier import SiteFile
    from inspector_app.enterprise.values import SiteRow
    from ui.inspection.start_form import SiteChoice


SHOWN_MINES = 7
"""Hits shown without scrolling; the file of the mine stands beside them."""


class RegisterPage(Page):
    """Search on the left, the file of the chosen mine on the right."""

    shown = Signal(str)
    """Id of the site whose file stands on the page."""
    help_topic = "register"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.site_id = ""
        self._file: SiteFile | None = None
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        self.confirm_button = Button(self.tr("核实无误"), self._confirm, icon="circle-check")
        self.confirm_button.setToolTip(self.tr("核对过这座矿的登记内容，记下今天的日期。"))
        self.start_button = PrimaryButton(
            self.tr("开始检查"), lambda: self.navigate.emit("start_inspection", self.site_id or None), icon="play"
        )
        title = label(self.tr("企业档案"), "title", wrap=False)
        self.template_button = LinkButton(self.tr("导入模板"), self._ask_template, icon="download")
        self.import_button = Button(self.tr("导入登记表"), self._import, icon="upload")
        self.add_button = Button(self.tr("新增"), self._add, icon="plus")
        self.add_button.setToolTip(self.tr("新增一家企业和它的一座矿山或尾矿库"))
        buttons = (self.template_button, self.import_button, self.add_button, self.confirm_button, self.start_button)
        layout.addLayout(row(title, 1, *buttons))
        self.importing, self.adding = ImportPanel(bridge), AddForm(bridge)
        self.correcting, self.facts = Correcting(bridge), FactsBar(bridge)
        layout.addWidget(self.importing, 1)
        layout.addWidget(self.adding, 1)
        self.dossier = self._dossier()
        layout.addWidget(self.dossier, 1)
        layout.addWidget(self.facts)
        self.setFocusProxy(self.search.field)
        self._connect()

    def _dossier(self) -> QWidget:
        """The mines to the left, the file of the chosen one to the right."""
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        left = column(gap=GRID)
        self.search = SiteSearch(self.bridge, rows=SHOWN_MINES, marks_first=False)
        left.addWidget(self.search)
        self.correct_button = Button(self.tr("更正"), self._correct, icon="pen")
        self.facts_button = Button(self.tr("矿情"), self._state_facts, icon="list-checks")
        self.leave_button = LinkButton(self.tr("移出名册"), self._leave, icon="trash-2")
        left.addLayout(row(self.correct_button, self.facts_button, self.leave_button, 1))
        left.addWidget(self.correcting)
        below = Scroll(margin=0)
        self.people = Card(self.tr("人员与任职"), icon="users")
        self.people.hide()
        below.body.addWidget(self.people)
        below.body.addStretch(1)
        left.addWidget(below, 1)
        self.panel = SitePanel()
        self.panel.show_choice(None)
        across.addLayout(left, 5)
        across.addWidget(self.panel, 6)
        return made

    def _connect(self) -> None:
        self.search.chosen.connect(self._chosen)
        self.panel.file_wanted.connect(lambda site_id: self.navigate.emit("mine", site_id))
        self.correcting.changed.connect(self._corrected)
        self.correcting.removed.connect(self._left)
        self.correcting.trouble.connect(self.trouble)
        self.facts.stated.connect(self._stated)
        self.facts.opened.connect(lambda: self._show_instead(self.facts))
        self.facts.closed.connect(self._back_to_file)
        self.facts.trouble.connect(self.trouble)
        self.importing.imported.connect(lambda _report: self.search.search())
        self.importing.stopped.connect(self.search.search)
        self.importing.closed.connect(self._back_to_file)
        self.adding.added.connect(self._added)
        self.adding.closed.connect(self._back_to_file)
        self.adding.trouble.connect(self.trouble)

    def open(self, argument: object) -> None:
        """``argument``: a site's id."""
        if isinstance(argument, str):
            self.site_id = argument

    def subject(self) -> str:
        """The mine."""
        return self.site_id

    def refresh(self) -> None:
        """Read the file of the mine anew; the first mines by name while none is chosen."""
        for button in (self.confirm_button, self.correct_button, self.facts_button, self.leave_button):
            button.setEnabled(bool(self.site_id))
        if self.search.model.rowCount() == 0:
            self.search.search()
        if self.site_id:
            site_id = self.site_id
            self.bridge.ask(lambda app: start_reading.site_choice(app, site_id), self._show, owner=self)

    def place(self) -> dict[str, Any]:
        """The mine."""
        return {"site": self.site_id}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that mine."""
        self.open(place.get("site"))

    def trail_record(self) -> tuple[str, str] | None:
        """Ctrl+H shows what happened to this mine's entry."""
        return ("site", self.site_id) if self.site_id else None

    def _chosen(self, site: SiteRow) -> None:
        self.site_id = site.id
        self.put_away_former()
        self.refresh()

    def _show(self, choice: SiteChoice) -> None:
        self._file = choice.file
        self.panel.show_choice(choice)
        self.search.point_at(self.site_id, choice.file.site.name)
        self._show_people(choice.file)
        self.shown.emit(self.site_id)

    def _state_facts(self) -> None:
        if self._file is not None:
            self.facts.begin(self._file.site.id, self._file.site.name)

    def _stated(self, count: int) -> None:
        self.notice.emit(self.tr("矿情已登记：{0} 项有变化，Ctrl+Z 撤销。").format(count))
        self.refresh()

    def _correct(self) -> None:
        if self._file is not None:
            self.correcting.correct(self._file)

    def _leave(self) -> None:
        if self._file is not None:
            self.correcting.leave(self._file)

    def _corrected(self) -> None:
        self.notice.emit(self.tr("登记内容已更正，Ctrl+Z 撤销。"))
        self.search.search()
        self.refresh()

    def _left(self) -> None:
        self.site_id, self._file = "", None
        self.panel.show_choice(None)
        self.people.hide()
        self.notice.emit(self.tr("已移出名册，Ctrl+Z 撤销。"))
        self.search.search()
        self.refresh()

    def _show_people(self, file: SiteFile) -> None:
        self.people.empty()
        systems = {one.id: one.name for one in file.systems}
        for post in file.posts:
            words = (post.person_name, term(post.kind, language.current()), systems.get(post.system_id or "", ""))
            self.people.body.addWidget(label("  ·  ".join(filter(None, words))))
        if not file.posts:
            self.people.body.addWidget(label(self.tr("没有登记任职。"), "warn"))
        self.people.show()

    def _import(self) -> None:
        self._show_instead(self.importing)
        self.importing.choose()

    def _add(self) -> None:
        self._show_instead(self.adding)
        self.adding.begin()

    def _show_instead(self, panel: QWidget) -> None:
        for part in (self.dossier, self.importing, self.adding, self.facts):
            part.setVisible(part is panel)

    def _back_to_file(self) -> None:
        self._show_instead(self.dossier)
        self.search.field.setFocus()

    def _added(self, site_id: str) -> None:
        self.site_id = site_id
        self._show_instead(self.dossier)
        self.notice.emit(self.tr("已登记。其他资料可以导入登记表补齐。"))
        self.refresh()

    def _ask_template(self) -> None:
        dialog = QFileDialog(self, self.tr("空白登记表存到哪里"), folders.documents())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Excel 工作簿") + " (*.xlsx)"])
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(self.tr("矿山登记表.xlsx"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write_template(Path(name)))
        dialog.open()

    def write_template(self, target: Path) -> None:
        """Write the empty register with its guide and its lists to choose from."""
        self.bridge.ask(
            lambda app: app.register.write_template(target),
            lambda _files: self.notice.emit(self.tr("空白登记表已存为 {0}").format(target)),
            owner=self,
        )

    def _confirm(self) -> None:
        actor, site_id = self.bridge.officer_id, self.site_id
        self.bridge.ask(
            lambda app: app.register.confirm_site(actor, site_id),
            lambda _done: self.notice.emit(self.tr("已记下：今天核实过。")),
            owner=self,
        )
