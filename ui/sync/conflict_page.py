"""选定内容: two people changed the same thing without knowing of each other; both values are here, one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import words
from ui.bridge import Bridge
from ui.page import Page
from ui.widgets.basic import Button, Card, EmptyState, LinkButton, Scroll, clear, column, label, row

if TYPE_CHECKING:
    from inspector_app.storage.history import Conflict


class ConflictPage(Page):
    """One card per field in conflict."""

    shown = Signal(int)
    help_topic = "conflicts"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        outer = column(self)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.addWidget(label(self.tr("选定内容"), "title"))
        told = self.tr("同一处内容被两个人分别改过。两种写法都留着，请选定一种；没选中的仍可在修改留痕中查到。")
        scroll.body.addWidget(label(told, "muted"))
        self.list: QVBoxLayout = column(gap=16)
        scroll.body.addLayout(self.list)
        scroll.body.addStretch(1)

    def refresh(self) -> None:
        """Read all conflicts."""
        self.bridge.ask(read_conflicts, lambda found: self._show(*found), owner=self)

    def _show(self, conflicts: Sequence[Conflict], names: Mapping[str, str]) -> None:
        clear(self.list)
        for conflict in conflicts:
            self.list.addWidget(self._card(conflict, names))
        if not conflicts:
            hint = self.tr("两台笔记本同时改同一处时，才会出现在这里。")
            self.list.addWidget(EmptyState(self.tr("没有需要选定的内容"), hint, icon="circle-check"))
        self.shown.emit(len(conflicts))

    def _card(self, conflict: Conflict, names: Mapping[str, str]) -> QWidget:
        card = Card(f"{words.kind(conflict.kind)}  ·  {words.field(conflict.field)}", icon="git-compare")
        trail = LinkButton(self.tr("修改留痕"), lambda: self._trail(conflict), icon="history")
        card.corner.addWidget(trail)
        if conflict.field == "~":
            card.body.addWidget(label(self.tr("一个人删除了它，另一个人又改了它。")))
            keep = Button(self.tr("保留（恢复这条记录）"), lambda: self._settle_removal(conflict, removed=False))
            drop = Button(self.tr("仍然删除"), lambda: self._settle_removal(conflict, removed=True))
            card.body.addLayout(row(keep, drop, 1))
            return card
        for entry_id, (value, actor, at) in conflict.values.items():
            shown = words.value(conflict.field, value)
            who = f"{names.get(actor, '—')}  ·  {words.moment(at)}"
            words_ = column(gap=0)
            words_.addWidget(label(shown))
            words_.addWidget(label(who, "small"))
            line = row()
            line.addLayout(words_, 1)
            choose = Button(
                self.tr("采用这个"),
                lambda chosen=entry_id: self._choose(conflict, chosen),
                icon="check",
                name=self.tr("采用：{value}").format(value=shown),
            )
            line.addWidget(choose)
            card.body.addLayout(line)
        return card

    def _choose(self, conflict: Conflict, entry_id: str) -> None:
        actor = self.bridge.officer_id

        def choose(app: Any) -> None:
            from inspector_app.storage import history

            history.choose(app.store.units, actor, conflict, entry_id)

        self.bridge.ask(choose, lambda _nothing: self._settled(), owner=self)

    def _settle_removal(self, conflict: Conflict, *, removed: bool) -> None:
        actor, reason = self.bridge.officer_id, self.tr("选定：仍然删除") if removed else self.tr("选定：保留")

        def settle(app: Any) -> None:
            from inspector_app.storage import history

            history.settle_removal(app.store.units, actor, conflict, removed=removed, reason=reason)

        self.bridge.ask(settle, lambda _nothing: self._settled(), owner=self)

    def _settled(self) -> None:
        self.notice.emit(self.tr("已选定。"))
        self.refresh()

    def _trail(self, conflict: Conflict) -> None:
        from ui.trail_dialog import TrailDialog

        TrailDialog(self.bridge, conflict.kind, conflict.record_id, self).open()


def read_conflicts(app: Any) -> tuple[list[Conflict], dict[str, str]]:
    """All conflicts, and officers' names by id."""
    from inspector_app.storage import history

    with app.store.units.read() as connection:
        found = history.conflicts(app.store.units, connection)
    return found, {officer.id: officer.name for officer in app.office.officers()}
