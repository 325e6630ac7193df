"""检查表: the county's lists: looked at, edited, published, taken back, sent out as files and brought in again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from inspector_app.checklist.authoring import blank_list
from inspector_app.checklist.definition import Checklist
from inspector_app.errors import InspectorError
from inspector_app.exchange.values import ListFormat
from ui import folders, language, messages
from ui.bridge import Bridge
from ui.checklists import draft, files
from ui.checklists.draft import Opened
from ui.checklists.editor import Editor
from ui.checklists.lists_model import ListRow, rows_of
from ui.checklists.lists_view import ListsView
from ui.page import Page
from ui.papers.asking import Answers, Ask, AskBar
from ui.undo import take_back_last
from ui.widgets.basic import GRID, Button, PrimaryButton, column, label, row
from ui.widgets.message import InlineMessage

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.exchange.files import Brought

LISTS, EDITOR = 0, 1


class ChecklistsPage(Page):
    """Without a list it shows all of them; with one it is the editor."""

    shown = Signal(str)
    """Key of the list in the editor, empty for the lists."""
    published = Signal(str, int)
    """(key, version) is what visits begin with from now on."""
    help_topic = "checklists"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.key = ""
        self._is_looking = False
        self._at: int | str = 0
        self._chosen = ""
        layout = column(self, margin=3 * GRID, gap=GRID)
        self.title = label("", "title", wrap=False)
        self.about = label("", "muted")
        self.new = PrimaryButton(self.tr("新建"), self._ask_new, icon="plus")
        self.take = Button(self.tr("导入文件"), self._choose_file, icon="upload")
        self.back = Button(self.tr("全部检查表"), self._show_lists, icon="arrow-left")
        self.change = PrimaryButton(self.tr("改这张表"), self._edit_looked_at, icon="pen")
        self.publish = PrimaryButton(self.tr("发布"), self._ask_publish, icon="check")
        layout.addLayout(row(self.title, 1, self.take, self.new, self.back, self.change, self.publish))
        layout.addWidget(self.about)
        self.bar = AskBar(bridge, lambda: f"checklists.{self.key or self.lists.key}")
        self.message = InlineMessage()
        layout.addWidget(self.message)
        layout.addWidget(self.bar)
        self.lists, self.editor = ListsView(), Editor(bridge)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.lists)
        self.stack.addWidget(self.editor)
        layout.addWidget(self.stack, 1)
        self._connect()
        self._show_head()

    def open(self, argument: object) -> None:
        """``argument``: ``{"edit": key}``, ``{"look": key}``, or "" for the lists; "item": its place or its key."""
        wanted = argument if isinstance(argument, dict) else {}
        key = str(wanted.get("edit") or wanted.get("look") or "")
        if not key or (key, bool(wanted.get("look"))) != (self.key, self._is_looking):
            self.editor.flush()
            self.key, self._is_looking = key, bool(wanted.get("look"))
            self._at = wanted.get("item") or 0
            self.editor.opened = None
            self.bar.hide()
            self.message.hide()
        elif "item" in wanted and self.editor.opened is not None:
            self.editor.items.select(self.editor.index_of(wanted["item"]))
        self._show_head()

    def subject(self) -> str:
        """The list."""
        return self.key

    def refresh(self) -> None:
        """Read the lists, or the list to be edited; what is being edited is never read over."""
        key, looking = self.key, self._is_looking
        if not key:
            self.bridge.ask(rows_of, self._show_rows, owner=self)
        elif self.editor.opened is None:
            self.bridge.ask(
                lambda app: draft.opened(app, key, looking=looking), self._show_opened, self._not_opened, owner=self
            )

    def leave(self) -> None:
        """What was typed is on disk."""
        self.editor.flush()

    def place(self) -> dict[str, Any]:
        """The list and the item."""
        if not self.key:
            return {}
        return {"look" if self._is_looking else "edit": self.key, "item": self.editor.items.view.currentRow()}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that item."""
        self.open(place)

    def import_file(self, file: Path) -> None:
        """Take a file as the working copy of its list."""
        self.bridge.ask(lambda app: files.take_in(app, file), self._taken_in, self._refuse, owner=self)

    def export_file(self, key: str, form: ListFormat, target: Path) -> None:
        """Write a list into a file: the working copy, where there is one that can be read."""
        self.bridge.ask(lambda app: files.to_export(app, key), lambda one: self._write(one, form, target), owner=self)

    def _connect(self) -> None:
        self.lists.look_wanted.connect(lambda key: self.navigate.emit("checklists", {"look": key}))
        self.lists.edit_wanted.connect(lambda key: self.navigate.emit("checklists", {"edit": key}))
        self.lists.export_wanted.connect(self._choose_target)
        self.lists.give_up_wanted.connect(self._give_up)
        self.lists.withdraw_wanted.connect(self._ask_withdraw)
        self.editor.linted.connect(self._show_state)
        self.editor.changed.connect(self._show_state)

    def _show_head(self) -> None:
        is_list = not self.key
        self.stack.setCurrentIndex(LISTS if is_list else EDITOR)
        for widget in (self.new, self.take):
            widget.setVisible(is_list)
        self.back.setVisible(not is_list)
        self.change.setVisible(not is_list and self._is_looking)
        self.publish.setVisible(not is_list and not self._is_looking)
        if is_list:
            self.title.setText(self.tr("检查表"))
            self.about.setText(self.tr("新开始的检查用最新一版；已开始的检查一直用它开始时的版本。"))

    def _show_rows(self, rows: list[ListRow]) -> None:
        if not self.key:
            self.lists.show_rows(rows, self._chosen)
            self._chosen = ""
            self.shown.emit("")

    def _show_opened(self, opened: Opened) -> None:
        if opened.content["key"] != self.key:
            return
        self.editor.show_opened(opened, looking=self._is_looking, at=self._at)
        self._show_state()
        self.editor.items.view.setFocus()
        self.shown.emit(self.key)

    def _not_opened(self, error: Exception) -> None:
        self._show_lists()
        self._refuse(error)

    def _show_state(self) -> None:
        """Title, and where the working copy stands."""
        content, opened = self.editor.content, self.editor.opened
        if opened is None:
            return
        named = content.get("title_en") if language.current() == "en" else ""
        self.title.setText(str(named or content.get("title") or self.tr("（没有名称）")))
        newest = opened.newest
        if self._is_looking and newest is not None:
            self.about.setText(self.tr("第 {0} 版，{1} 项").format(newest.version, len(newest.items)))
        elif newest is None:
            self.about.setText(self.tr("新检查表。边改边存在这台电脑上，发布后才用于检查。"))
        else:
            said = self.tr("在第 {0} 版上改，发布后是第 {1} 版。边改边存在这台电脑上，发布后才用于检查。")
            self.about.setText(said.format(newest.version, newest.version + 1))

    def _show_lists(self) -> None:
        self._chosen = self.key
        self.navigate.emit("checklists", "")

    def _edit_looked_at(self) -> None:
        self.navigate.emit("checklists", {"edit": self.key, "item": self.editor.items.view.currentRow()})

    def _ask_new(self) -> None:
        self.message.hide()
        example = self.tr("如 汛期专项检查")
        self.bar.ask(
            self.tr("新建检查表"), [Ask("title", self.tr("检查表名称"), hint=example)], self.tr("新建"), self._make_new
        )

    def _make_new(self, answers: Answers) -> None:
        title = answers["title"]

        def made(app: App) -> str:
            taken = {*(one.key for one in app.checklists.lists()), *draft.drafts(app)}
            content = blank_list(title, taken)
            draft.keep(app, content)
            return str(content["key"])

        self.bar.finish()
        self.bridge.ask(made, lambda key: self.navigate.emit("checklists", {"edit": key}), owner=self)

    def _ask_publish(self) -> None:
        self.message.hide()
        self.editor.flush()
        if self.editor.problems:
            self.editor.wrong.step()
            return
        version = self.editor.for_publishing()["version"]
        note = self.tr("新开始的检查就用它；其他电脑下次同步收到；正在进行的检查仍用原来的版本。")
        if self._is_sample:
            note = self.tr("新开始的检查就用它；只在示例县里；正在进行的检查仍用原来的版本。")
        asks = [Ask("note", self.tr("改了什么"), hint=self.tr("发布记录里看得到"), is_required=False)]
        self.bar.ask(self.tr("发布第 {0} 版").format(version), asks, self.tr("发布"), self._publish, note=note)

    @property
    def _is_sample(self) -> bool:
        return self.editor.opened is not None and self.editor.opened.is_sample

    def _publish(self, answers: Answers) -> None:
        self.editor.flush()
        content, actor = self.editor.for_publishing(), self.bridge.officer_id

        def publish(app: App) -> Checklist:
            made = app.publishing.publish(actor, content, answers["note"])
            draft.drop(app, made.key)
            return made

        self.bridge.ask(publish, self._published, self._not_published, owner=self)

    def _published(self, made: Checklist) -> None:
        self.bar.finish()
        is_sample = self._is_sample
        self._show_lists()
        words = self.tr("已发布“{0}”第 {1} 版。新开始的检查用它；其他电脑下次同步收到；正在进行的检查可在检查页换用。")
        if is_sample:
            words = self.tr("已发布“{0}”第 {1} 版，只在示例县里。新开始的检查用它；正在进行的检查可在检查页换用。")
        title = made.title_en if language.current() == "en" else made.title
        self.message.show_message(
            words.format(title, made.version), "good", action=self.tr("开始检查"),
            clicked=lambda: self.navigate.emit("start_inspection", None),
        )  # fmt: skip
        self.published.emit(made.key, made.version)

    def _not_published(self, error: Exception) -> None:
        """Why, in place. Somebody else published meanwhile: the next try is above his version, and compares with it."""
        self._refuse(error)
        if isinstance(error, InspectorError) and error.code == "checklist.version_not_newer":
            self.bar.hide()
            self._at = self.editor.items.view.currentRow()
            self.editor.opened = None
            self.refresh()

    def _ask_withdraw(self, key: str, version: int) -> None:
        self.message.hide()
        actor = self.bridge.officer_id

        def withdraw(answers: Answers) -> None:
            reason = answers["reason"]
            self.bridge.ask(
                lambda app: app.publishing.withdraw(actor, key, version, reason), self._withdrawn, self._refuse,
                owner=self,
            )  # fmt: skip

        note = self.tr("以后开始的检查用它前面的一版；已用它开始的检查不变。")
        asks = [Ask("reason", self.tr("为什么撤回"))]
        self.bar.ask(self.tr("撤回第 {0} 版").format(version), asks, self.tr("撤回"), withdraw, note=note)

    def _withdrawn(self, _nothing: object) -> None:
        self.bar.finish()
        self.refresh()
        undo = self.tr("撤销")
        self.message.show_message(self.tr("已撤回。"), "info", action=undo, clicked=self._take_back)

    def _take_back(self) -> None:
        self.message.hide()
        take_back_last(self.bridge, self, self.notice.emit)
        self.refresh()

    def _give_up(self, key: str) -> None:
        def gone(text: str) -> None:
            self.refresh()
            undo = self.tr("恢复编辑稿")
            self.message.show_message(
                self.tr("已放弃编辑稿，现行的检查表不变。"), "info", action=undo, clicked=lambda: self._keep(text)
            )

        self.bridge.ask(lambda app: draft.drop(app, key), gone, owner=self)

    def _keep(self, text: str) -> None:
        self.message.hide()
        self.bridge.ask(lambda app: draft.keep(app, files.read_draft(text)), lambda _done: self.refresh(), owner=self)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("导入检查表"), folders.documents())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("检查表 (*.xlsx *.csv *.json)"))
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        dialog.open()

    def _taken_in(self, taken: tuple[Brought, str]) -> None:
        brought, before = taken
        if not brought.content:
            problem = brought.problems[0]
            self._refuse(problem.as_error())
            return
        key = str(brought.content["key"])
        self.navigate.emit("checklists", {"edit": key})
        if before:
            self.message.show_message(
                self.tr("原来的编辑稿已换成导入的内容。"), "info", action=self.tr("恢复编辑稿"),
                clicked=lambda: self._restore_draft(before),
            )  # fmt: skip

    def _restore_draft(self, text: str) -> None:
        self.editor.opened = None
        self._keep(text)

    def _choose_target(self, key: str, form: ListFormat) -> None:
        chosen = self.lists.chosen
        dialog = QFileDialog(self, self.tr("导出到哪里"), folders.documents())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(files.SUFFIX[form])
        dialog.selectFile(f"{chosen.title if chosen else key}.{files.SUFFIX[form]}")
        dialog.fileSelected.connect(lambda name: self.export_file(key, form, Path(name)))
        dialog.open()

    def _write(self, checklist: Checklist, form: ListFormat, target: Path) -> None:
        done = self.tr("已导出到 {0}").format(target.name)
        self.bridge.ask_device(
            lambda _app: files.write(checklist, form, target), lambda _size: self.notice.emit(done), self._refuse,
            owner=self,
        )  # fmt: skip

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            raise error
        self.message.show_message(messages.told(error), "error")
