"""紧急撤人: place, danger, area, officers; one click numbers and prints the order. Nothing blocks it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app import evacuation
from inspector_app.enforcement.values import DocumentState, PaperRow
from inspector_app.enterprise.values import SiteRow
from inspector_app.errors import BadInput, InspectorError
from inspector_app.evacuation import Evacuation, Ordered, Scene
from ui import folders, messages
from ui.bridge import Bridge
from ui.inspection.parts import Chips
from ui.inspection.site_search import SiteSearch
from ui.inspection.typing import LocalDraft
from ui.page import Page
from ui.papers.printers import TO_FILE, Printers
from ui.papers.printing import Order, PrintJob, file_name, save_loose
from ui.papers.renderer import PageRenderer
from ui.widgets.basic import GRID, BigButton, Button, Card, LinkButton, Scroll, column, label, row
from ui.widgets.form import Field
from ui.widgets.message import InlineMessage

DRAFT = "form.evacuation"


class EvacuationPage(Page):
    """The order is frozen and on its way to the printer with one click."""

    ordered = Signal(object)
    """An ``Ordered``."""
    printed = Signal(str)
    """Name of the printer or folder."""

    help_topic = "evacuate"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.scene = Scene()
        self._was_read = False
        self._is_busy = False
        self._is_done = False
        self._printers = Printers.of(bridge)
        self._printers.found.connect(self._show_buttons)
        self._made: Ordered | None = None
        self._said: Evacuation | None = None
        self.draft = LocalDraft(bridge, DRAFT, self._kept, self)
        layout = column(self, gap=0)
        scroll = Scroll(width=760, margin=2 * GRID)
        head = label(self.tr("紧急撤人"), "title")
        why = label(self.tr("当场下达撤出作业人员指令书。缺什么都可以事后补，先让人撤出来。"), "muted")
        self.message = InlineMessage()
        for widget in (head, why, self._site_card(), self._danger_card(), self._people_card()):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._foot())
        self._show_buttons()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.order)

    def refresh(self) -> None:
        """Look once where we are."""
        if not self._was_read:
            self._was_read = True
            self.bridge.ask(evacuation.scene, self._show_scene, owner=self)
            self.draft.recall(self._take_up)
            self._printers.look()
            PageRenderer.of(self.bridge).warm_up()
        self.place_field.setFocus()

    def leave(self) -> None:
        """What was typed stays; an order that is on paper is done with."""
        self.draft.flush()
        if self._is_done:
            self._empty()

    def said(self) -> Evacuation:
        """What stands in the fields."""
        return Evacuation(
            place=self.place_field.text(),
            danger=self.danger.toPlainText(),
            area=self.area.text(),
            officers=tuple(self.officers.values),
            site_id=self.scene.site_id,
            inspection_id=self.scene.inspection_id,
        )

    @property
    def is_given(self) -> bool:
        """Whether what stands in the fields is an order already; it is printed again then, under its number."""
        return self._made is not None and self._said == self.said()

    def order(self) -> None:
        """Freeze and print; the same order once more when it is given already."""
        self._printers.look()
        if self._is_busy:
            return
        if self.is_given:
            self._hand_over()
        else:
            self._give()

    def save_pdf(self) -> None:
        """Write the order that there is as a PDF."""
        if self._made is not None and not self._is_busy:
            self._hand_over(Path(folders.documents()))

    def save_elsewhere(self) -> None:
        """Ask for a folder (a stick, say) and write the order there."""
        dialog = QFileDialog(self, self.tr("PDF 存到哪个文件夹"), folders.documents())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: self._hand_over(Path(names[0])))
        dialog.open()

    def begin_another(self) -> None:
        """A further order, for another place or danger."""
        self._empty()
        self.refresh()

    def _give(self) -> None:
        said = self.said()
        problem = said.problem
        codes = {"place": "evacuate.place_missing", "danger": "evacuate.danger_missing"}
        for name, field in (("place", self.place_box), ("danger", self.danger_box)):
            told = messages.sentence(codes[name])
            field.say(f"{told.happened} {told.todo}" if problem == name else "")
        if problem is not None:
            (self.place_field if problem == "place" else self.danger).setFocus()
            return
        self._is_busy = True
        self._made = None
        actor = self.bridge.officer_id
        self.bridge.ask(lambda app: evacuation.order(app, actor, said), self._ordered, self._failed, owner=self)

    def _site_card(self) -> QWidget:
        card = Card(self.tr("在哪个矿"), icon="mountain")
        self.search = SiteSearch(self.bridge)
        self.site = label("", "lead")
        self.change = LinkButton(self.tr("换一个"), self._change_site, icon="search")
        card.body.addWidget(self.search)
        line = row(self.site, self.change)
        line.setStretch(0, 1)
        card.body.addLayout(line)
        self.search.chosen.connect(self._choose_site)
        return card

    def _danger_card(self) -> QWidget:
        card = Card(self.tr("从哪里撤、为什么"), icon="siren")
        self.place_field = QLineEdit()
        self.places = Chips((), self.tr("用过的地点"), single=True)
        self.danger = QPlainTextEdit()
        self.danger.setTabChangesFocus(True)
        self.danger.setFixedHeight(80)
        self.dangers = Chips((), self.tr("本次发现的问题"), single=True)
        self.area = QLineEdit()
        self.area.setPlaceholderText(self.tr("空着就是上面的地点"))
        self.place_box = Field(self.tr("地点"), self.place_field)
        self.danger_box = Field(self.tr("危险情况"), self.danger)
        for widget in (self.place_box, self.places, self.danger_box, self.dangers,
                       Field(self.tr("撤出区域"), self.area)):  # fmt: skip
            card.body.addWidget(widget)
        self.place_field.textEdited.connect(lambda _text: self._touched())
        self.area.textEdited.connect(lambda _text: self._touched())
        self.danger.textChanged.connect(self._touched)
        self.place_field.returnPressed.connect(self.danger.setFocus)
        self.places.changed.connect(self._take_place)
        self.dangers.changed.connect(self._take_danger)
        return card

    def _people_card(self) -> QWidget:
        card = Card(self.tr("执法人员"), icon="users")
        self.officers = Chips((), self.tr("执法人员"))
        card.body.addWidget(self.officers)
        return card

    def _foot(self) -> QVBoxLayout:
        """What came of it and the buttons: in sight wherever the page is scrolled to."""
        foot = column()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.message = InlineMessage()
        self.button = BigButton(self.tr("立即打印指令书"), self.order, icon="printer")
        self.button.setToolTip("Ctrl+Enter")
        self.no_printer = label(self.tr("没有找到打印机，指令书会存为 PDF。"), "warn", wrap=False)
        self.another = LinkButton(self.tr("另下一份指令书"), self.begin_another, icon="plus")
        self.elsewhere = Button(self.tr("存到别处"), self.save_elsewhere, icon="folder-open")
        self.save = Button(self.tr("存为 PDF"), self.save_pdf, icon="download")
        foot.addWidget(self.message)
        foot.addLayout(row(self.no_printer, self.another, 1, self.elsewhere, self.save, self.button))
        return foot

    @property
    def _printer(self) -> str:
        """The usual printer as far as it is known now; the order does not wait for one."""
        return next(iter(self._printers.names), "")

    def _show_buttons(self) -> None:
        """The buttons that fit: whether there is a printer, and whether the order is given."""
        given = self.is_given
        if self._printer:
            text = self.tr("再次打印这份指令书") if given else self.tr("立即打印指令书")
        else:
            text = self.tr("再存一次 PDF") if given else self.tr("下达并存为 PDF")
        self.button.setText(text)
        self.button.setAccessibleName(text)
        self.no_printer.setVisible(not self._printer and not given)
        self.save.setVisible(given and bool(self._printer))
        self.another.setVisible(given)
        self.elsewhere.setVisible(given)

    def _empty(self) -> None:
        self._made, self._said, self._is_done, self._was_read = None, None, False, False
        for field in (self.place_field, self.area, self.danger):
            field.clear()
        self.draft.drop()
        self.message.hide()
        self._show_buttons()

    def _touched(self) -> None:
        self.draft.touched()
        self._show_buttons()

    def _show_scene(self, scene: Scene) -> None:
        self.scene = scene
        self.site.setText(scene.site_name)
        self.search.setVisible(not scene.site_name)
        self.change.setVisible(bool(scene.site_name))
        if not scene.site_name:
            self.search.search()
        self.places.set_choices([(one, one) for one in scene.places])
        self.dangers.set_choices([(one, one if len(one) < 28 else one[:27] + "…") for one in scene.dangers])
        self.places.setVisible(bool(scene.places))
        self.dangers.setVisible(bool(scene.dangers))
        self.officers.set_choices(list(scene.officers))
        self.officers.set_values(scene.chosen)
        if not scene.site_name and self.place_field.hasFocus() and not self.place_field.text():
            self.search.field.setFocus()

    def _choose_site(self, site: SiteRow) -> None:
        self.bridge.ask(lambda app: evacuation.scene(app, site.id), self._show_chosen, owner=self)

    def _show_chosen(self, scene: Scene) -> None:
        self._show_scene(scene)
        self.place_field.setFocus()

    def _change_site(self) -> None:
        self._show_scene(replace(self.scene, site_id="", site_name="", inspection_id=""))
        self.search.field.setFocus()

    def _take_place(self) -> None:
        if self.places.values:
            self.place_field.setText(self.places.values[0])
            self._touched()
            self.danger.setFocus()

    def _take_danger(self) -> None:
        if self.dangers.values:
            self.danger.setPlainText(self.dangers.values[0])

    def _kept(self) -> Any:
        said = self.said()
        paper = self._made.paper if self.is_given and self._made else None
        return {"place": said.place, "danger": said.danger, "area": said.area, "paper": paper.id if paper else ""}

    def _take_up(self, kept: Any) -> None:
        if isinstance(kept, dict) and not self.place_field.text():
            self.place_field.setText(str(kept.get("place", "")))
            self.danger.setPlainText(str(kept.get("danger", "")))
            self.area.setText(str(kept.get("area", "")))
            if kept.get("paper"):
                self.bridge.ask(lambda app: app.papers.paper(str(kept["paper"])), self._given_before, owner=self)

    def _given_before(self, paper: PaperRow) -> None:
        """The order was numbered before the window ended, and is not on paper yet."""
        if paper.state is DocumentState.PRINTED:
            self._made, self._said = Ordered(paper), self.said()
            text = self.tr("指令书 {0} 已经下达，还没有打印。").format(self._number(self._made))
            self.message.show_message(text, "warn")
            self._show_buttons()

    def _ordered(self, made: Ordered) -> None:
        self._made, self._said = made, self.said()
        self.draft.keep_now()
        self.ordered.emit(made)
        self._hand_over()

    def _hand_over(self, folder: Path | None = None) -> None:
        """Print the order that there is, on the usual printer or into ``folder``."""
        made, where = self._made, "" if folder else self._printer
        assert made is not None
        self._is_busy = True
        if made.paper is not None:
            target = None if where else folder or Path(folders.documents())
            orders = [Order(made.paper, evacuation.COPIES)]
            job = PrintJob(self.bridge, orders, where or TO_FILE, target)
            path = str(target / file_name(made.paper)) if target else ""
            job.finished.connect(lambda: self._on_paper(made, where, path))
            job.failed.connect(self._failed)
            job.start()
        elif made.loose is not None:
            done = partial(self._on_paper, made, "")
            save_loose(self.bridge, made.loose, folder or Path(folders.documents()), done, self._failed)

    def _on_paper(self, made: Ordered, printer: str, path: str = "") -> None:
        self._is_busy, self._is_done = False, True
        if made.error is not None:
            told = messages.sentence("evacuate.not_recorded", detail=messages.told(made.error).happened)
            self.message.show_message(replace(told, safe=f"{told.safe} {path}"), "warn")
        elif printer:
            text = self.tr("指令书 {0} 已送到打印机 {1}，共 {2} 份。")
            text = text.format(self._number(made), printer, evacuation.COPIES)
            self.message.show_message(text, "good", action=self.tr("登记签名"), clicked=lambda: self._open(made))
        else:
            text = self.tr("指令书 {0} 已存为 PDF：{1}").format(self._number(made), path)
            self.message.show_message(text, "good", action=self.tr("登记签名"), clicked=lambda: self._open(made))
        self.draft.drop()
        self._show_buttons()
        self.printed.emit(printer or path)

    def _number(self, made: Ordered) -> str:
        number = made.paper.number if made.paper else None
        return number or self.tr("（文号待手写）")

    def _open(self, made: Ordered) -> None:
        if made.paper is not None:
            self.navigate.emit("papers", {"inspection": made.paper.inspection_id, "paper": made.paper.id})

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        told = error if isinstance(error, InspectorError) else BadInput("print.failed", detail=str(error))
        action, then = (self.tr("存为 PDF"), self.save_pdf)
        if told.code == "print.not_saved":
            action, then = (self.tr("存到别处"), self.save_elsewhere)
        self.message.show_message(
            messages.told(told), "error", action=action if self._made else "", clicked=then if self._made else None
        )
        self._show_buttons()
