"""紧急撤人: place, danger, area, officers; one click numbers and prints the order. Nothing blocks it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from inspector_app.enterprise.values import SiteRow
from inspector_app.errors import BadInput, InspectorError
from ui import messages
from ui.bridge import Bridge
from ui.inspection import evacuation
from ui.inspection.evacuation import Evacuation, Ordered, Scene
from ui.inspection.parts import Chips
from ui.inspection.site_search import SiteSearch
from ui.inspection.typing import LocalDraft
from ui.page import Page
from ui.papers.printing import TO_FILE, Order, PrintJob, printers, save_loose
from ui.papers.renderer import PageRenderer
from ui.widgets.basic import GRID, BigButton, Card, LinkButton, Scroll, column, label, row
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
        self._is_ordering = False
        self.draft = LocalDraft(bridge, DRAFT, self._kept, self)
        layout = column(self, gap=0)
        scroll = Scroll(width=760, margin=2 * GRID)
        head = label(self.tr("紧急撤人"), "title")
        why = label(self.tr("当场下达撤出作业人员指令书。缺什么都可以事后补，先让人撤出来。"), "muted")
        self.message = InlineMessage()
        for widget in (head, why, self.message, self._site_card(), self._danger_card(), self._people_card()):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        layout.addWidget(scroll, 1)
        foot = row(1, self._button())
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.addLayout(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.order)

    def refresh(self) -> None:
        """Look once where we are."""
        if not self._was_read:
            self._was_read = True
            self.bridge.ask(evacuation.scene, self._show_scene, owner=self)
            self.draft.recall(self._take_up)
            PageRenderer.of(self.bridge).warm_up()
        self.place_field.setFocus()

    def leave(self) -> None:
        """What was typed stays."""
        self.draft.flush()

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

    def order(self) -> None:
        """Freeze and print."""
        said = self.said()
        problem = said.problem
        codes = {"place": "evacuate.place_missing", "danger": "evacuate.danger_missing"}
        for name, field in (("place", self.place_box), ("danger", self.danger_box)):
            told = messages.sentence(codes[name])
            field.say(f"{told.happened} {told.todo}" if problem == name else "")
        if problem is not None:
            (self.place_field if problem == "place" else self.danger).setFocus()
            return
        if self._is_ordering:
            return
        self._is_ordering = True
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
        self.place_field.textEdited.connect(lambda _text: self.draft.touched())
        self.area.textEdited.connect(lambda _text: self.draft.touched())
        self.danger.textChanged.connect(self.draft.touched)
        self.places.changed.connect(self._take_place)
        self.dangers.changed.connect(self._take_danger)
        return card

    def _people_card(self) -> QWidget:
        card = Card(self.tr("执法人员"), icon="users")
        self.officers = Chips((), self.tr("执法人员"))
        card.body.addWidget(self.officers)
        return card

    def _button(self) -> QWidget:
        self.button = BigButton(self.tr("立即打印指令书"), self.order, icon="printer")
        self.button.setToolTip("Ctrl+Enter")
        return self.button

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
            self.draft.touched()
            self.danger.setFocus()

    def _take_danger(self) -> None:
        if self.dangers.values:
            self.danger.setPlainText(self.dangers.values[0])

    def _kept(self) -> Any:
        said = self.said()
        return {"place": said.place, "danger": said.danger, "area": said.area}

    def _take_up(self, kept: Any) -> None:
        if isinstance(kept, dict) and not self.place_field.text():
            self.place_field.setText(str(kept.get("place", "")))
            self.danger.setPlainText(str(kept.get("danger", "")))
            self.area.setText(str(kept.get("area", "")))

    def _ordered(self, made: Ordered) -> None:
        self._is_ordering = False
        self.ordered.emit(made)
        found = printers()
        if made.paper is not None:
            folder = None if found else _documents()
            job = PrintJob(self.bridge, [Order(made.paper, evacuation.COPIES)], found[0] if found else TO_FILE, folder)
            job.finished.connect(lambda: self._on_paper(made, found))
            job.failed.connect(self._not_printed)
            job.start()
        elif made.loose is not None:
            save_loose(self.bridge, made.loose, _documents(), lambda path: self._on_paper(made, [], path), self._failed)

    def _on_paper(self, made: Ordered, found: list[str], path: str = "") -> None:
        where = found[0] if found else path or str(_documents())
        if made.error is not None:
            told = messages.sentence("evacuate.not_recorded", detail=messages.told(made.error).happened)
            self.message.show_message(told, "warn")
        elif found:
            text = self.tr("指令书已送到打印机 {0}，共 {1} 份。").format(where, evacuation.COPIES)
            self.message.show_message(text, "good", action=self.tr("登记签名"), clicked=lambda: self._open(made))
        else:
            text = self.tr("没有找到打印机，指令书已存为 PDF：{0}").format(where)
            self.message.show_message(text, "warn", action=self.tr("打开文书"), clicked=lambda: self._open(made))
        self.draft.drop()
        for field in (self.place_field, self.area):
            field.clear()
        self.danger.clear()
        self._was_read = False
        self.printed.emit(where)

    def _open(self, made: Ordered) -> None:
        if made.paper is not None:
            self.navigate.emit("papers", {"inspection": made.paper.inspection_id, "paper": made.paper.id})

    def _not_printed(self, error: InspectorError) -> None:
        self.message.show_message(messages.told(error), "error")

    def _failed(self, error: Exception) -> None:
        self._is_ordering = False
        told = error if isinstance(error, InspectorError) else BadInput("print.failed", detail=str(error))
        self.message.show_message(messages.told(told), "error")


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
