"""The middle of a visit: the item in front, or what to do where there is none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.inspection.item_panel import ItemPanel
from ui.widgets.basic import EmptyState


class Middle(QStackedWidget):
    """Buttons of verdicts are in sight only while there is an item they are for."""

    lists_wanted = Signal()
    """Checklists are to be chosen."""
    all_wanted = Signal()
    """Whatever narrows the list of items is to go."""

    def __init__(self, panel: ItemPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blank, self._panel = QWidget(), panel
        self.no_items = EmptyState(
            self.tr("这次检查没有检查项"), self.tr("先选检查表，检查项就列在左边；也可以直接写新问题。"),
            icon="list-checks", action=self.tr("选检查表"), clicked=self.lists_wanted.emit,
        )  # fmt: skip
        self.none_fits = EmptyState(
            self.tr("没有符合条件的检查项"), self.tr("换个查找词，或者放开“只看”和区域。"), icon="search",
            action=self.tr("显示全部检查项"), clicked=self.all_wanted.emit,
        )  # fmt: skip
        for widget in (self._blank, panel, self.no_items, self.none_fits):
            self.addWidget(widget)

    @property
    def has_item(self) -> bool:
        """Whether an item is in front."""
        return self.currentWidget() is self._panel

    def show_count(self, shown: int, of_visit: int | None) -> None:
        """So many items are listed, of so many that the visit asks; ``None`` while that is not known."""
        without = self._blank if of_visit is None else self.none_fits if of_visit else self.no_items
        wanted = self._panel if shown else without
        if wanted is not self.currentWidget():
            self.setCurrentWidget(wanted)
