"""Who goes along: officers with valid certificates and their leader; experts and assistants apart."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from inspector_app import terms
from inspector_app.office.values import OfficerRole, OfficerRow
from ui import language
from ui.inspection.parts import Chips
from ui.widgets.basic import GRID, column, label, row
from ui.widgets.checkable import Pick, Tick


class TeamPicker(QWidget):
    """A line per officer (tick, certificate, 带队) and a group of chips for those without power to enforce."""

    officer_toggled = Signal(str, bool)
    """(officer id, taken along)."""
    lead_chosen = Signal(str)
    others_changed = Signal()
    """Experts or assistants were chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(2 * GRID)
        self._lines.setVerticalSpacing(0)
        self._lines.setColumnStretch(1, 1)
        layout.addLayout(self._lines)
        layout.addWidget(label(self.tr("专家、执法技术检查员（不作为执法人员署名）"), "small"))
        self.experts = Chips((), self.tr("专家"))
        self.assistants = Chips((), self.tr("执法技术检查员"))
        layout.addLayout(row(self.experts, self.assistants))
        self.nobody = label(self.tr("名册中没有登记。"), "muted")
        layout.addWidget(self.nobody)
        self.experts.changed.connect(self.others_changed)
        self.assistants.changed.connect(self.others_changed)
        self._boxes: dict[str, Tick] = {}
        self._leads: dict[str, Pick] = {}
        self._group = QButtonGroup(self)

    def show_people(self, people: Iterable[OfficerRow]) -> None:
        """Offer these people; nobody is chosen."""
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item.widget() is not None:
                item.widget().deleteLater()
        self._boxes, self._leads, self._group = {}, {}, QButtonGroup(self)
        sorted_people = sorted(people, key=lambda one: not one.may_enforce)
        officers = [one for one in sorted_people if one.role is OfficerRole.OFFICER]
        for line, person in enumerate(officers):
            self._add(line, person)
        self.experts.set_choices([(p.id, p.name) for p in sorted_people if p.role is OfficerRole.EXPERT])
        assistants = [(p.id, p.name) for p in sorted_people if p.role is OfficerRole.TECHNICAL_ASSISTANT]
        self.assistants.set_choices(assistants)
        self.nobody.setVisible(len(officers) == len(sorted_people))
        self.experts.setVisible(any(p.role is OfficerRole.EXPERT for p in sorted_people))
        self.assistants.setVisible(bool(assistants))

    def show_team(self, officers: Iterable[str], lead: str, others: Iterable[str]) -> None:
        """Tick exactly these."""
        team = set(officers)
        for officer_id, box in self._boxes.items():
            box.setChecked(officer_id in team)
            self._leads[officer_id].setEnabled(officer_id in team)
            self._leads[officer_id].setChecked(officer_id == lead)
        chosen = list(others)
        self.experts.set_values(chosen)
        self.assistants.set_values(chosen)

    def take_cursor(self) -> None:
        """To the first officer who may still be taken along."""
        free = [box for box in self._boxes.values() if box.isEnabled() and not box.isChecked()]
        if free:
            free[0].setFocus()

    def box(self, officer_id: str) -> Tick:
        """The tick of one officer. Raises ``KeyError``."""
        return self._boxes[officer_id]

    def _add(self, line: int, person: OfficerRow) -> None:
        box = Tick(person.name)
        box.setEnabled(person.may_enforce)
        state = terms.label(person.certificate, language.current())
        number = self.tr("执法证 {0}").format(person.cert_no) if person.cert_no else ""
        box.setAccessibleName(f"{person.name} {number} {state}")
        lead = Pick(self.tr("带队"))
        lead.setAccessibleName(self.tr("{0} 带队").format(person.name))
        self._group.addButton(lead)
        box.clicked.connect(lambda on, one=person.id: self.officer_toggled.emit(one, on))
        lead.clicked.connect(lambda _on, one=person.id: self.lead_chosen.emit(one))
        kind = "muted" if person.may_enforce else "danger"
        self._lines.addWidget(box, line, 0)
        self._lines.addWidget(label("  ".join(filter(None, (number, state))), kind, wrap=False), line, 1)
        self._lines.addWidget(lead, line, 2)
        self._boxes[person.id], self._leads[person.id] = box, lead
