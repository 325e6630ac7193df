"""An item of the list in work exactly as a visit shows it; nothing that is pressed here is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from inspector_app.checklist.authoring import one_item
from inspector_app.checklist.telling import Teller
from inspector_app.checklist.values import SiteSubject
from inspector_app.enterprise.requirements import design_keys
from ui import language
from ui.checklists.expressions import Askable
from ui.inspection.item_panel import ItemPanel
from ui.inspection.visit import Line, Visit, VisitList
from ui.widgets.basic import GRID, EmptyState, column, label


class Preview(QWidget):
    """The panel of the visit page, for one item."""

    def __init__(self, askable: Askable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._askable = askable
        layout = column(self, gap=GRID)
        self.note = label(self.tr("检查时就是这样；在这里按键不会记录。"), "small")
        self.asked = label("", "lead")
        self.panel = ItemPanel()
        self.nothing = EmptyState(self.tr("还不能预览"), self.tr("先把这一项要改的地方改好。"), icon="eye-off")
        for widget, stretch in ((self.note, 0), (self.asked, 0), (self.panel, 1), (self.nothing, 1)):
            layout.addWidget(widget, stretch)

    def show_item(self, content: Mapping[str, Any], item: Mapping[str, Any] | None) -> None:
        """Show this item of this list."""
        made = one_item(content, item) if item is not None else None
        self.panel.setVisible(made is not None)
        self.note.setVisible(made is not None)
        self.nothing.setVisible(made is None)
        words = self._conditions(item) if item is not None else ""
        self.asked.setText(words)
        self.asked.setVisible(bool(words))
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

    def _conditions(self, item: Mapping[str, Any]) -> str:
        """Where, and after which answers, it is asked at all."""
        tr = language.tr
        try:
            where = Teller(language.current()).condition(item.get("when") or {})
        except (KeyError, TypeError, ValueError, AttributeError):
            where = ""  # being written: lint tells
        after = self._askable.tell(str(item.get("relevance") or ""))
        parts = [tr("只问：{0}").format(where) if where else "", tr("{0}，才问这一项。").format(after) if after else ""]
        return "  ".join(part for part in parts if part)
