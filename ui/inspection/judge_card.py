"""What the finding is: 一般, 疑似重大 or 重大, by whom, on what basis, by which published criterion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from inspector_app.checklist.definition import Criterion
from inspector_app.judging import basis_of
from ui import language, messages
from ui.inspection.finding_reading import FindingView
from ui.inspection.parts import Chips, ChoiceBox, QuietList
from ui.widgets.basic import GRID, Card, column, label, row
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
    """Shows and takes the level; nothing is judged 重大 without a basis and a name.

    What is chosen holds at once: judge and basis are proposed (the leader; the set of criteria by its name), and
    each later change of criterion, judge or basis is judged anew.
    """

    judged = Signal(str, str, str, object)
    """(level, judged by, basis, criterion or ``None``)."""
    dual_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(language.tr("隐患级别"), parent, icon="scale")
        self._view: FindingView | None = None
        self._proposed = ""
        self._last_said = ("general", "", "", "")
        """What was judged last, so that nothing is judged twice."""
        self.level = Chips([(value, self.tr(text)) for value, text in LEVELS], self.tr("隐患级别"), single=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("在判定标准中查找，如 通风、UG-03"))
        self.search.setAccessibleName(self.tr("查找判定标准"))
        self.model = CriterionModel(self)
        self.list = QuietList()
        self.list.setModel(self.model)
        self.list.setFixedHeight(150)
        self.list.setAccessibleName(self.tr("重大事故隐患判定标准"))
        self.by = ChoiceBox((), self.tr("判定人"))
        self.basis = QPlainTextEdit()
        self.basis.setTabChangesFocus(True)
        self.basis.setFixedHeight(88)
        self.basis.setPlaceholderText(self.tr("对照哪一条、依据什么测量或资料"))
        self.basis_field = Field(self.tr("判定依据"), self.basis)
        self.said = label("", "small")
        policy = self.said.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.said.setSizePolicy(policy)
        self.said.setMinimumHeight(5 * GRID)
        self._more = QWidget()
        self.body.addWidget(self.level)
        self.body.addWidget(self.said)
        self.body.addWidget(self._more)
        inner = column(self._more, gap=GRID)
        who = row(gap=2 * GRID)
        who.addWidget(Field(self.tr("判定人"), self.by), 0, Qt.AlignmentFlag.AlignTop)
        who.addWidget(self.basis_field, 1, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(who)
        inner.addWidget(Field(self.tr("对照的判定标准"), self.search))
        inner.addWidget(self.list)
        self.search.textEdited.connect(self.model.narrow)
        self.level.changed.connect(self._level_changed)
        self.list.clicked.connect(lambda _index: self._criterion_chosen())
        self.list.activated.connect(lambda _index: self._criterion_chosen())
        self.by.activated.connect(lambda _index: self._judge_again())
        self.basis.installEventFilter(self)

    def bind(self, view: FindingView) -> None:
        """Show another finding."""
        self._view = view
        self.model.offer(view.criteria)
        self.by.set_choices([(name, name) for name, _role in view.judges])
        self.basis.setPlainText(view.row.judged_basis or "")
        self.by.set_value(view.row.judged_by)
        self.search.clear()
        self._proposed = ""
        self.basis_field.say("")
        self._select(view.row.criterion_key)
        self.level.set_values([view.row.hazard_level])
        self._last_said = self._said()
        self.show_view(view)
        self._more.setVisible(view.row.hazard_level != "general")

    def show_view(self, view: FindingView) -> None:
        """Show the level that holds."""
        changed = self._view is None or self._view.row.hazard_level != view.row.hazard_level
        self._view = view
        if changed and not self.basis_field.error.is_saying and self._chosen != view.row.hazard_level:
            self.level.set_values([view.row.hazard_level])
            self._last_said = self._said()
        row_ = view.row
        if row_.hazard_level != "general" and row_.judged_by:
            self.said.setText(self.tr("{0} 判定，依据：{1}").format(row_.judged_by, row_.judged_basis or "—"))
        self.said.setVisible(bool(row_.hazard_level != "general" and row_.judged_by))

    @property
    def criterion(self) -> Criterion | None:
        """The criterion chosen."""
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Criterion) else None

    @property
    def pending(self) -> str:
        """The level that was chosen but does not hold yet, in words; empty when all that was chosen holds."""
        level = self._chosen
        if self._view is None or level == self._view.row.hazard_level or level == "general":
            return ""
        return self.tr(dict(LEVELS)[level]) if self._lacks else ""

    def choose_criterion(self, key: str) -> None:
        """Choose a criterion as a click does."""
        self._select(key)
        self._criterion_chosen()

    def settle(self) -> None:
        """The page is being left: a basis that was typed last counts."""
        self._judge_again()

    def show_lacking(self) -> None:
        """Go to what keeps the level from holding."""
        self._judge()
        (self.basis if self.by.value else self.by).setFocus()

    def take_back(self) -> None:
        """Give the choice up: the level that holds is shown again."""
        if self._view is not None:
            self.basis_field.say("")
            self.level.set_values([self._view.row.hazard_level])
            self._last_said = self._said()
            self._more.setVisible(self._view.row.hazard_level != "general")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A basis that was typed counts when its field is left."""
        if watched is self.basis and event.type() == QEvent.Type.FocusOut:
            self._judge_again()
        return super().eventFilter(watched, event)

    @property
    def _chosen(self) -> str:
        return self.level.values[0] if self.level.values else "general"

    @property
    def _lacks(self) -> bool:
        return self._chosen == "major" and not (self.basis.toPlainText().strip() and self.by.value)

    def _level_changed(self) -> None:
        self._more.setVisible(self._chosen != "general")
        if self._chosen == "general":
            self.basis_field.say("")
            self._last_said = self._said()
            self.judged.emit("general", "", "", None)
            return
        self._propose_basis()
        self._judge()

    def _judge(self) -> None:
        self.basis_field.say(messages.sentence("hazard.basis_missing").happened if self._lacks else "")
        if not self._lacks:
            self._last_said = self._said()
            self.judged.emit(self._chosen, self.by.value, self.basis.toPlainText().strip(), self.criterion)

    def _judge_again(self) -> None:
        """Judge anew when judge, basis or criterion differ from what holds."""
        if self._view is not None and self._chosen != "general" and self._said() != self._last_said:
            self._judge()

    def _said(self) -> tuple[str, str, str, str]:
        key = self.criterion.key if self.criterion else ""
        return (self._chosen, self.by.value, self.basis.toPlainText().strip(), key)

    def _criterion_chosen(self) -> None:
        self._propose_basis()
        self._judge_again()

    def _propose_basis(self) -> None:
        """Put the criterion, or the set of criteria by its name, into the basis; typed words stay."""
        if self.basis.toPlainText().strip() not in ("", self._proposed) or self._view is None:
            return
        self._proposed = basis_of(self._view.criteria, self.criterion)
        self.basis.setPlainText(self._proposed)
        self.basis.verticalScrollBar().setValue(0)

    def _select(self, key: str | None) -> None:
        number = self.model.row_of(key)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))
        else:
            self.list.clearSelection()
