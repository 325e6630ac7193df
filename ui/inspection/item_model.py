"""Lists over frozen rows: the items of a visit with their verdicts, and its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app import terms
from inspector_app.checklist.values import Verdict
from inspector_app.inspection.rules import place_apart
from inspector_app.inspection.values import FindingRow
from ui import language
from ui.inspection.visit import Answers, Line

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
"""The ``Line`` or ``FindingRow`` of a row."""
VERDICT_ROLE = Qt.ItemDataRole.UserRole.value + 1
"""The ``Verdict`` of a row, or ``None`` while it is open."""


class ItemListModel(QAbstractListModel):
    """The items that are shown. Roles: text, ``LINE_ROLE``, ``VERDICT_ROLE``; truth stays in ``Answers``."""

    def __init__(self, answers: Answers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers = answers
        self._lines: Sequence[Line] = ()
        self._rows: dict[str, int] = {}
        self._progress: Mapping[str, tuple[int, int]] = {}
        self.titles: dict[str, str] = {}
        """Titles of the lists by key; with more than one each list begins under its title."""

    @property
    def lines(self) -> Sequence[Line]:
        """The items shown, in order."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show other items."""
        self.beginResetModel()
        self._lines = lines
        self._rows = {line.key: row for row, line in enumerate(lines)}
        self.endResetModel()

    def changed(self, keys: Iterable[str]) -> None:
        """The verdicts of these items are others now."""
        for row in sorted(self._rows[key] for key in keys if key in self._rows):
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def row_of(self, key: str) -> int:
        """The row of an item, -1 when it is not shown."""
        return self._rows.get(key, -1)

    def heading(self, row: int) -> str:
        """The title that stands over this row: of a list that begins here, when several lists are shown."""
        line = self._lines[row]
        begins = row == 0 or self._lines[row - 1].list_key != line.list_key
        is_alone = self._lines[0].list_key == self._lines[-1].list_key
        return self.titles.get(line.list_key, "") if begins and not is_alone else ""

    def show_progress(self, by_list: Mapping[str, tuple[int, int]]) -> bool:
        """How many of each list are done, of how many; whether that is other than before."""
        before, self._progress = self._progress, by_list
        return before != by_list

    def progress(self, row: int) -> tuple[int, int]:
        """Done and all of the list that this row belongs to."""
        return self._progress.get(self._lines[row].list_key, (0, 0))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == VERDICT_ROLE:
            return self._verdict(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.item.question
        if role == Qt.ItemDataRole.AccessibleTextRole:
            verdict = self._verdict(line)
            said = self.word(verdict, line) if verdict else language.tr("未检查")
            spoken = f"{line.number} {self._title(line)} {said}"
            heading = self.heading(index.row())
            if heading:
                heading = language.tr("{0}，已查 {1} / {2}").format(heading, *self.progress(index.row()))
            return "  ".join(filter(None, (heading, spoken)))
        return None

    def word(self, verdict: Verdict, line: Line | None = None) -> str:
        """The term for a verdict, in the office's own words; of a major hazard, whether it is there."""
        return verdict_word(verdict, line)

    def _title(self, line: Line) -> str:
        return line.item.title if language.current() == "zh" else line.item.title_en

    def _verdict(self, line: Line) -> Verdict | None:
        said = self._answers.get(line.key)
        return Verdict(said.verdict) if said else None


def verdict_word(verdict: Verdict, line: Line | None = None) -> str:
    """The term for a verdict.

    An item that is a published criterion names a hazard, and 符合 beside it would read as if the hazard were there.
    """
    if line is not None and line.item.own_criterion:
        if verdict is Verdict.COMPLIANT:
            return language.tr("无此情形")
        if verdict is Verdict.NOT_COMPLIANT:
            return language.tr("有此情形")
    return terms.label(verdict, language.current())


class FindingListModel(QAbstractListModel):
    """The findings of a visit. Roles: text, ``LINE_ROLE`` the ``FindingRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FindingRow, ...] = ()

    def show(self, rows: Sequence[FindingRow]) -> None:
        """Show these findings; nothing flickers when they are the same."""
        if tuple(rows) == self._rows:
            return
        same_ids = [row.id for row in rows] == [row.id for row in self._rows]
        if same_ids:
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == LINE_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return finding_text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.fact
        return None


def finding_text(row: FindingRow) -> str:
    """A finding in one line: number, its level when it is not 一般, what and where, and what it still lacks."""
    marks = {"major": language.tr("【重大】"), "suspected_major": language.tr("【疑似重大】")}
    what = "，".join(part for part in (place_apart(row.place, row.fact), row.fact) if part) or language.tr("（还没写）")
    lacks = missing_words(row)
    tail = language.tr("  缺{0}").format(lacks) if lacks else ""
    return f"{row.seq}  {marks.get(row.hazard_level, '')}{what}{tail}"


def missing_words(row: FindingRow) -> str:
    """What a finding still lacks, in words."""
    return "、".join(map(missing_word, row.missing))


def missing_word(name: str) -> str:
    """What a finding lacks, in words."""
    words = {
        "place": language.tr("地点"), "fact": language.tr("事实"), "photo": language.tr("照片"),
        "blanks": language.tr("空格里的内容"),
    }  # fmt: skip
    return words.get(name, name)
