"""An item of the list in work exactly as a visit shows it; nothing that is pressed here is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from inspector_app.checklist.authoring import one_item
from inspector_app.checklist.values import SiteSubject
from inspector_app.enterprise.requirements import design_keys
from ui import language
from ui.inspection.item_panel import ItemPanel
from ui.inspection.visit import Line, Visit, VisitList
from ui.widgets.basic import GRID, EmptyState, column, label


class Preview(QWidget):
    """The panel of the visit page, for one item."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID)
        self.note = label(self.tr("检查时就是这样；在这里按键不会记录。"), "small")
        self.panel = ItemPanel()
        self.nothing = EmptyState(self.tr("还不能预览"), self.tr("先把这一项要改的地方改好。"), icon="eye-off")
        for widget in (self.note, self.panel, self.nothing):
            layout.addWidget(widget, 0 if widget is self.note else 1)

    def show_item(self, content: Mapping[str, Any], item: Mapping[str, Any] | None) -> None:
        """Show this item of this list."""
        made = one_item(content, item) if item is not None else None
        self.panel.setVisible(made is not None)
        self.note.setVisible(made is not None)
        self.nothing.setVisible(made is None)
        if made is None:
            return
        line = Line(made.key, 1, made.items[0])
        english = language.current() == "en"
        labels = {one.key: one.en if english else one.zh for one in design_keys().values()}
        visit = Visit(
            id="", site_id="", site_name="", started_at="", is_running=True, nth=1,
            lists=(VisitList(made.key, made.title, (line,), made),), subject=SiteSubject(), design_labels=labels,
        )  # fmt: skip
        self.panel.show_line(visit, line, None)
