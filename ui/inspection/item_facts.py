"""What an officer has to know of one item: the question, where to look, the limit, the law's weight, last time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector_app import terms
from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.values import Force, Verdict
from inspector_app.enforcement.law import law_library
from ui import language, theme
from ui.inspection.visit import Earlier, Line, Visit
from ui.widgets.basic import GRID, column, label


class ItemFacts(QWidget):
    """Draws one item; asks nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID)
        self.origin = label("", "small")
        self.title = label("", "lead")
        self.question = label("")
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(2 * GRID)
        self.grid.setVerticalSpacing(GRID // 2)
        self.grid.setColumnStretch(1, 1)
        for widget in (self.origin, self.title, self.question):
            layout.addWidget(widget)
        layout.addLayout(self.grid)

    def show_line(self, visit: Visit, line: Line) -> None:
        """Show another item."""
        item = line.item
        english = language.current() == "en"
        self.origin.setText("  ·  ".join(part for part in (item.key, item.clause) if part))
        self.title.setText(item.title_en if english else item.title)
        self.question.setText(item.question_en if english else item.question)
        facts = _facts(visit, item)
        while len(self._pairs) < len(facts):
            self._pairs.append((label("", "muted", wrap=False), label("")))
            for side, made in enumerate(self._pairs[-1]):
                self.grid.addWidget(made, len(self._pairs) - 1, side)
            self.grid.setAlignment(self._pairs[-1][0], Qt.AlignmentFlag.AlignTop)
        for place, (name, value) in enumerate(self._pairs):
            is_used = place < len(facts)
            name.setVisible(is_used)
            value.setVisible(is_used)
            if is_used:
                self._fill(name, value, facts[place])

    @staticmethod
    def _fill(name: QLabel, value: QLabel, fact: tuple[str, str, str]) -> None:
        """Labels are used again: making and dressing new ones costs more than all the rest of a key press."""
        title, text, part = fact
        name.setText(title)
        value.setText(text)
        if str(value.property("role") or "") != part:
            theme.role(value, part)


def _facts(visit: Visit, item: ChecklistItem) -> list[tuple[str, str, str]]:
    tr = language.tr
    found: list[tuple[str, str, str]] = []
    found += [(terms.label(look.kind, language.current()), look.text, "") for look in item.looks]
    if item.design_key is not None:
        name = visit.design_labels.get(item.design_key, tr("设计值"))
        known = visit.design.get(item.design_key)
        found.append((name, known or tr("登记中没有这个设计值"), "strong" if known else "warn"))
    if item.bound is not None:
        limit = f"{terms.label(item.bound.operator, language.current())} {item.bound.value} {item.unit or ''}"
        found.append((tr("限值"), limit.strip(), "strong"))
    if item.answer.design is not None and item.answer.design.factor != "1":
        found.append((tr("按设计值的"), item.answer.design.factor, ""))
    found += _dates(item, date.fromisoformat(visit.started_at[:10]) if visit.started_at else None)
    weight = terms.label(item.force, language.current())
    if item.force is Force.POLICY_ONLY:
        weight = tr("{0}：可写入检查记录，不能单独作为责令或处罚的依据").format(weight)
    elif articles := law_library().cited(item.violated_rules):
        weight = tr("{0}：{1}").format(weight, articles)
    found.append((tr("依据"), weight, ""))
    if item.reading:
        found.append((tr("理解"), item.reading, ""))
    earlier = visit.earlier.get(item.key)
    today = visit.started_at[:10]
    return found + (_earlier(earlier, today) if earlier else [])


def _dates(item: ChecklistItem, day: date | None) -> list[tuple[str, str, str]]:
    tr = language.tr
    found = []
    if item.effective_from_on:
        found.append((tr("起算"), item.effective_from_on, ""))
    if item.deadline_on:
        is_overdue = day is not None and item.is_overdue(day)
        said = tr("{0}（已到期）").format(item.deadline_on) if is_overdue else item.deadline_on
        found.append((tr("要求完成"), said, "warn" if is_overdue else ""))
    if item.effective_to_on:
        found.append((tr("有效至"), item.effective_to_on, ""))
    return found


def _earlier(earlier: Earlier, today: str) -> list[tuple[str, str, str]]:
    tr = language.tr
    found = []
    if earlier.said is not None:
        said = earlier.said
        value = said.value or ("" if said.count is None else str(said.count)) or said.answered_on or said.text or ""
        verdict = terms.label(Verdict(said.verdict), language.current())
        part = "danger" if said.verdict == Verdict.NOT_COMPLIANT else ""
        text = "  ".join(filter(None, (earlier.day, verdict, value, said.unit or "")))
        found.append((tr("上次"), text, part))
    for day, open_one in earlier.still_open[:3]:
        due = open_one.rectification_due_on or ""
        limit = tr("，应于 {0} 前整改").format(due) if due else ""
        late = tr("，已逾期") if due and due < today else ""
        text = tr("{0} 问题 {1}：{2}").format(day, open_one.seq, open_one.fact or open_one.place)
        found.append((tr("未整改"), text + limit + late, "danger"))
    for finding in [one for one in earlier.findings if one.is_done][:3]:
        text = tr("{0} 问题 {1}：{2}").format(earlier.day, finding.seq, finding.fact or finding.place)
        found.append((tr("曾发现"), tr("{0}（已整改）").format(text), ""))
    return found
