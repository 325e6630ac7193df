"""The papers of a visit: those the law asks for, those that exist, those that are missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app import terms
from inspector_app.enforcement.values import DocumentState, PaperRow
from ui import language, theme
from ui.papers.papers_reading import PaperLine

Index = QModelIndex | QPersistentModelIndex


class PaperListModel(QAbstractListModel):
    """Lines of the list. Roles: text, ``UserRole`` the ``PaperLine``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PaperLine, ...] = ()

    @property
    def lines(self) -> tuple[PaperLine, ...]:
        """The lines in order."""
        return self._lines

    def show(self, lines: Sequence[PaperLine]) -> None:
        """Show these lines; where only their state changed nothing moves."""
        if [one.key for one in lines] == [one.key for one in self._lines]:
            self._lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a line, -1 when it is not there."""
        return next((number for number, one in enumerate(self._lines) if one.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title} {state_text(line)} {number_text(line)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.title}\n{number_text(line)}".strip()
        return None


def state_text(line: PaperLine) -> str:
    """Where the paper stands, in a word."""
    if line.paper is not None:
        return standing(line.paper)
    return language.tr("还没生成") if line.is_missing else language.tr("可以生成")


def standing(paper: PaperRow) -> str:
    """The state of a paper in a word; one that the party refused is never called signed."""
    word = terms.label(paper.state, language.current())
    if not paper.is_refused or paper.state is DocumentState.VOID:
        return word
    if paper.state is DocumentState.SIGNED:
        return language.tr("未签名，已记录")
    return language.tr("{0}（未签名）").format(word)


def number_text(line: PaperLine) -> str:
    """Number and respondent; of a paper that does not exist yet, whose it would be; of a 复查 of which order it is."""
    party = line.suggestion.party if line.suggestion else ""
    if line.paper is None:
        return party
    if line.paper.original_document_id and party and not line.paper.number:
        return language.tr("复查{0}").format(party)
    return "  ".join(part for part in (line.paper.number, line.paper.respondent) if part)


def lines_of(index: Index) -> tuple[str, str, str] | None:
    """Title; state and number; their colour."""
    line = index.data(Qt.ItemDataRole.UserRole)
    if not isinstance(line, PaperLine):
        return None
    below = "  ".join(part for part in (state_text(line), number_text(line)) if part)
    return line.title, below, _colour(line)


def _colour(line: PaperLine) -> str:
    colours = theme.colours()
    if line.is_missing:
        return colours.warn
    if line.paper is None or line.paper.state is DocumentState.VOID:
        return colours.muted
    if line.paper.is_refused:
        return colours.warn
    done = (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED)
    return colours.good if line.paper.state in done else colours.accent
