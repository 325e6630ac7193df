"""What the finding is: 一般, 疑似重大 or 重大, by whom, on what basis, by which published criterion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit, QWidget

from inspector_app.checklist.definition import Criterion
from ui import language, messages
from ui.inspection.finding_reading import FindingView
from ui.inspection.parts import Chips, ChoiceBox
from ui.widgets.basic import GRID, Card, PrimaryButton, column, label, row
from ui.widgets.form import Field

LEVELS = (("general", "一般隐患"), ("suspected_major", "疑似重大"), ("major", "重大隐患"))
Index = QModelIndex | QPersistentModelIndex


class CriterionModel(QAbstractListModel):
    """Published criteria. Roles: text, ``UserRole`` the ``Criterion``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Criterion] = ()
        self._shown: list[Criterion] = []

    def offer(self, criteria: Sequence[Criterion]) -> None:
        """The criteria of this kind of site."""
        self._all = criteria
        self.narrow("")

    def narrow(self, text: str) -> None:
        """Show those that contain the text or have this key."""
        wanted = text.strip().casefold()
        self.beginResetModel()
        self._shown = [one for one in self._all if wanted in f"{one.key} {one.short_text} {one.threshold}".casefold()]
        self.endResetModel()

    def row_of(self, key: str | None) -> int:
        """The row of a criterion, -1 when it is not shown."""
        return next((number for number, one in enumerate(self._shown) if one.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = one.short_text_en if language.current() == "en" else one.short_text
            return f"{one.key}  {text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (one.official_text or one.short_text, one.threshold, *one.clarifications)))
        return None


class JudgeCard(Card):
    """Shows and takes the level; nothing is judged 重大 without a basis and a name."""

    judged = Signal(str, str, str, object)
    """(level, judged by, basis, criterion or ``None``)."""
    dual_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("隐患级别"), parent, icon="scale")
        self._view: FindingView | None = None
        self.level = Chips([(value, self.tr(text)) for value, text in LEVELS], self.tr("隐患级别"), single=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("在判定标准中查找，如 通风、UG-03"))
        self.search.setAccessibleName(self.tr("查找判定标准"))
        self.model = CriterionModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.setFixedHeight(150)
        self.list.setAccessibleName(self.tr("重大事故隐患判定标准"))
        self.by = ChoiceBox((), self.tr("判定人"))
        self.basis = QPlainTextEdit()
        self.basis.setTabChangesFocus(True)
        self.basis.setFixedHeight(64)
        self.basis.setPlaceholderText(self.tr("对照哪一条、依据什么测量或资料"))
        self.basis_field = Field(self.tr("判定依据"), self.basis)
        self.confirm = PrimaryButton(self.tr("确认判定"), self._judge, icon="check")
        self.said = label("", "small")
        self._more = QWidget()
        self.body.addWidget(self.level)
        self.body.addWidget(self.said)
        self.body.addWidget(self._more)
        inner = column(self._more, gap=GRID)
        inner.addWidget(Field(self.tr("对照的判定标准"), self.search))
        inner.addWidget(self.list)
        inner.addLayout(row(Field(self.tr("判定人"), self.by), self.basis_field, gap=2 * GRID))
        inner.addLayout(row(1, self.confirm))
        self.search.textEdited.connect(self.model.narrow)
        self.level.changed.connect(self._level_changed)
        self.list.clicked.connect(lambda _index: self._propose_basis())
        self.list.activated.connect(lambda _index: self._propose_basis())

    def bind(self, view: FindingView) -> None:
        """Show another finding."""
        self._view = view
        self.model.offer(view.criteria)
        self.by.set_choices([(name, name) for name, _role in view.judges])
        self.basis.setPlainText(view.row.judged_basis or "")
        self.by.set_value(view.row.judged_by)
        self.search.clear()
        self._select(view.row.criterion_key)
        self.show_view(view)
        self._more.setVisible(view.row.hazard_level != "general")

    def show_view(self, view: FindingView) -> None:
        """Show the level that holds."""
        changed = self._view is None or self._view.row.hazard_level != view.row.hazard_level
        self._view = view
        if changed or not self.level.values:
            self.level.set_values([view.row.hazard_level])
        row_ = view.row
        if row_.hazard_level != "general" and row_.judged_by:
            self.said.setText(self.tr("{0} 判定，依据：{1}").format(row_.judged_by, row_.judged_basis or "—"))
        self.said.setVisible(bool(row_.hazard_level != "general" and row_.judged_by))

    @property
    def criterion(self) -> Criterion | None:
        """The criterion chosen."""
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Criterion) else None

    def choose_criterion(self, key: str) -> None:
        """Choose a criterion as a click does."""
        self._select(key)
        self._propose_basis()

    def _level_changed(self) -> None:
        level = self.level.values[0] if self.level.values else "general"
        self._more.setVisible(level != "general")
        if level == "general":
            self.judged.emit("general", "", "", None)
        elif level == "suspected_major":
            self.judged.emit(level, self.by.value, self.basis.toPlainText().strip(), self.criterion)

    def _judge(self) -> None:
        level = self.level.values[0] if self.level.values else "general"
        basis = self.basis.toPlainText().strip()
        lacks = level == "major" and not (basis and self.by.value)
        self.basis_field.say(messages.sentence("hazard.basis_missing").happened if lacks else "")
        if not lacks:
            self.judged.emit(level, self.by.value, basis, self.criterion)

    def _propose_basis(self) -> None:
        chosen = self.criterion
        if chosen is not None and not self.basis.toPlainText().strip():
            words = self.tr("对照重大事故隐患判定标准 {0}：{1}")
            self.basis.setPlainText(words.format(chosen.key, chosen.short_text))

    def _select(self, key: str | None) -> None:
        number = self.model.row_of(key)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))
        else:
            self.list.clearSelection()
