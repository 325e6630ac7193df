"""设置: appearance, bureau, officers, parameters, security; one tab each, made when first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.bridge import Bridge
from ui.page import Page
from ui.settings.appearance import AppearanceTab
from ui.settings.tab import SettingsTab
from ui.widgets.basic import GRID, Button, column, label, row


class SettingsPage(Page):
    """Tabs on the left of nothing: everything that is chosen once."""

    help_topic = "settings"

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        layout = column(self, margin=3 * GRID, gap=2 * GRID)
        self.lists = Button(self.tr("检查表"), lambda: self.navigate.emit("checklists", ""), icon="list-checks")
        self.lists.setToolTip(self.tr("看、改和发布检查表"))
        layout.addLayout(row(label(self.tr("设置"), "title", wrap=False), 1, self.lists))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("设置"))
        self.tabs.setDocumentMode(True)
        layout.addWidget(self.tabs, 1)
        self._makers: list[Callable[[], SettingsTab]] = [
            lambda: AppearanceTab(bridge),
            self._bureau,
            self._officers,
            self._security,
            self._parameters,
        ]
        titles = (self.tr("外观"), self.tr("本局"), self.tr("执法人员"), self.tr("安全与备份"), self.tr("参数"))
        for title in titles:
            holder = QWidget()
            QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, title)
        self.tabs.currentChanged.connect(lambda _index: self.refresh())
        self.setFocusProxy(self.tabs.tabBar())

    def open(self, argument: object) -> None:
        """Show a tab by its number."""
        if isinstance(argument, int):
            self.tabs.setCurrentIndex(argument)

    def refresh(self) -> None:
        """Read the shown tab anew."""
        self.tab().refresh()

    def tab(self) -> SettingsTab:
        """The shown tab, made now if it was never shown."""
        holder = self.tabs.currentWidget()
        layout = holder.layout()
        assert layout is not None
        if layout.count() == 0:
            made = self._makers[self.tabs.currentIndex()]()
            made.notice.connect(self.notice)
            made.trouble.connect(self.trouble)
            layout.addWidget(made)
        item = layout.itemAt(0)
        found = item.widget() if item is not None else None
        assert isinstance(found, SettingsTab)
        return found

    def place(self) -> dict[str, object]:
        """The shown tab."""
        return {"tab": self.tabs.currentIndex()}

    def restore(self, place: dict[str, object]) -> None:
        """The tab again."""
        self.open(place.get("tab"))

    def _bureau(self) -> SettingsTab:
        from ui.settings.bureau import BureauTab

        return BureauTab(self.bridge)

    def _officers(self) -> SettingsTab:
        from ui.settings.officers import OfficersTab

        return OfficersTab(self.bridge)

    def _security(self) -> SettingsTab:
        from ui.settings.security import SecurityTab

        return SecurityTab(self.bridge)

    def _parameters(self) -> SettingsTab:
        from ui.settings.parameters import ParametersTab

        return ParametersTab(self.bridge)
