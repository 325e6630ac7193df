"""Typed text whose record is gone: each can be copied and, once looked at, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from inspector_app.labels import field_label, kind_label
from ui import language
from ui.bridge import Bridge
from ui.widgets.basic import Button, Card, LinkButton, label, row

if TYPE_CHECKING:
    from inspector_app.storage.drafts import DraftInput

SHOWN = 20


class LeftOver(Card):
    """Hidden until ``open``."""

    dropped = Signal()
    """One of them is gone for good."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("没有归位的文字"), parent, icon="notebook-pen")
        self._bridge = bridge
        self.corner.addWidget(LinkButton(self.tr("收起"), self.hide, icon="x"))
        self.drops: list[Button] = []
        self.hide()

    def open(self) -> None:
        """Read and show them."""
        self._bridge.ask(lambda app: app.drafts.orphans(), self._show, owner=self)

    def _show(self, texts: list[DraftInput]) -> None:
        self.empty()
        self.drops = []
        for text in texts[:SHOWN]:
            self.body.addWidget(self._line(text))
        self.setVisible(bool(texts))
        if self.drops:
            self.drops[0].setFocus()

    def _line(self, text: DraftInput) -> QWidget:
        speak = language.current()
        where = f"{kind_label(text.kind, speak)} · {field_label(text.field, speak)} · {text.updated_at[:16]}"
        line = QWidget()
        words = label(text.text)
        copy = Button(self.tr("复制"), lambda: QGuiApplication.clipboard().setText(text.text), name=where)
        drop = LinkButton(self.tr("不要了"), lambda: self._drop(text), icon="trash-2", name=self.tr("不要了") + where)
        self.drops.append(drop)
        layout = row(label(where.replace("T", " "), "small"), words, copy, drop)
        layout.setStretch(1, 1)
        line.setLayout(layout)
        return line

    def _drop(self, text: DraftInput) -> None:
        def dropped(_none: object) -> None:
            self.open()
            self.dropped.emit()

        work = lambda app: app.drafts.drop(text.kind, text.record_id, text.field)  # noqa: E731
        self._bridge.ask(work, dropped, owner=self)
