"""Language and theme: chosen at once, kept beside the store."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QWidget

from ui import language, theme
from ui.bridge import Bridge
from ui.settings.tab import SettingsTab
from ui.widgets.basic import Card, label
from ui.widgets.checkable import Pick


class AppearanceTab(SettingsTab):
    """Two questions with a few answers each."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.languages = self._choices(
            self.tr("语言"),
            "language",
            (("zh", "中文"), ("en", "English")),
            language.current(),
            self.tr("文书永远是中文；这里只改窗口的语言。"),
        )
        self.themes = self._choices(
            self.tr("主题"),
            "theme",
            (
                ("light", self.tr("浅色")),
                ("dark", self.tr("深色（井下、夜间）")),
                ("contrast", self.tr("高对比（强光下）")),
            ),
            theme.current(),
            self.tr("在太阳底下看不清时用高对比。"),
        )
        self.body.addStretch(1)

    def _choices(
        self, title: str, what: str, answers: tuple[tuple[str, str], ...], current: str, hint: str
    ) -> QButtonGroup:
        card = Card(title)
        group = QButtonGroup(card)
        for value, text in answers:
            button = Pick(text)
            button.setAccessibleName(f"{title} {text}")
            button.setProperty("value", value)
            button.setChecked(value == current)
            group.addButton(button)
            card.body.addWidget(button)
        card.body.addWidget(label(hint, "small"))
        group.buttonClicked.connect(lambda button: self.bridge.appearance.emit(what, str(button.property("value"))))
        self.body.addWidget(card)
        return group
