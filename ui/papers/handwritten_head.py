"""What stands at the head and the foot of a paper written by hand: form, number, day, party; who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from inspector_app import terms
from inspector_app.documents.specification import form_library
from inspector_app.enforcement.scan_values import Handwritten
from inspector_app.enforcement.values import ServiceMode
from ui import language
from ui.inspection.moments import read_day
from ui.inspection.parts import ChoiceBox
from ui.widgets.basic import GRID, column, label, row
from ui.widgets.checkable import Tick
from ui.widgets.form import Field

SIGNED, REFUSED, WAITING = "signed", "refused", "waiting"


class HandwrittenHead(QWidget):
    """All questions but the blanks of the form. ``edited``: something was typed or chosen by the officer."""

    edited = Signal()
    form_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=GRID)
        self._lines: dict[str, QLineEdit] = {}
        self.form = ChoiceBox([(one.key, f"{one.code}  {one.title}") for one in form_library().papers()], "")
        self.form.setMinimumContentsLength(20)
        self.form.set_value("rectification_order")
        self.pages = QSpinBox()
        self.pages.setRange(1, 99)
        self.pages.setSuffix(self.tr(" 页"))
        layout.addWidget(Field(self.tr("哪一种文书"), self.form))
        self.asked = {
            "number": self._field("number", self.tr("纸上的文号或序号"), self.tr("照抄，如 7 或整个文号")),
            "date": self._field("date", self.tr("文书日期"), self.tr("空着为今天，或 3.10")),
        }
        layout.addLayout(row(*self.asked.values(), Field(self.tr("共几页"), self.pages), gap=2 * GRID))
        layout.addWidget(self._field("respondent", self.tr("当事人（单位或个人，照纸上全称）")))
        self.form.activated.connect(lambda _index: self._form_changed())
        self.pages.valueChanged.connect(lambda _count: self.edited.emit())
        self.foot = self._foot()

    def answers(self) -> dict[str, Any]:
        """Everything as it stands, for the draft."""
        chosen = {"form": self.form.value, "state": self.state.value, "mode": self.mode.value}
        kept: dict[str, Any] = {name: line.text().strip() for name, line in self._lines.items()}
        return {**kept, **chosen, "pages": self.pages.value(), "sealed": self.sealed.isChecked()}

    def show_answers(self, kept: Mapping[str, Any]) -> None:
        """Take up what was typed before."""
        for name, line in self._lines.items():
            line.setText(str(kept.get(name) or ""))
        for box, key in ((self.form, "form"), (self.state, "state"), (self.mode, "mode")):
            if kept.get(key):
                box.set_value(str(kept[key]))
        self.pages.setValue(int(kept.get("pages") or 1))
        self.sealed.setChecked(bool(kept.get("sealed")))
        self._fit()

    def paper(self, inspection_id: str, values: Mapping[str, Any], today: date) -> Handwritten:
        """The paper as it is described here; a day nobody can read stays as it was typed and is refused."""
        said = self.answers()
        state = said["state"]
        served = self._day(said["served"], today) if said["served"] and state != WAITING else None
        return Handwritten(
            form=said["form"],
            issued_on=self._day(said["date"], today) or today.isoformat(),
            inspection_id=inspection_id or None,
            number=said["number"] or None,
            respondent=said["respondent"],
            values=values,
            page_count=said["pages"],
            signer_name=said["signer"] if state == SIGNED else "",
            opinion=said["opinion"] if state == SIGNED else "",
            refusal_reason=said["reason"] if state == REFUSED else "",
            witness_name=said["witness"] if state == REFUSED else "",
            is_sealed=said["sealed"],
            served_on=served,
            service_mode=ServiceMode(said["mode"]) if served else None,
        )

    def _foot(self) -> QWidget:
        """Signature, seal and service: it stands below the blanks, as on the paper."""
        foot = QWidget()
        layout = column(foot, gap=GRID)
        layout.addWidget(label(self.tr("签名、盖章和送达"), "lead"))
        self.state = ChoiceBox(
            [(SIGNED, self.tr("已签名")), (REFUSED, self.tr("拒绝签名")), (WAITING, self.tr("还没有签"))],
            self.tr("签名情况"),
        )
        self.sealed = Tick(self.tr("纸上已经盖章"))
        self.mode = ChoiceBox([(one.value, terms.label(one, language.current())) for one in ServiceMode], "")
        self._by_state = {
            SIGNED: [self._field("signer", self.tr("签名人")), self._field("opinion", self.tr("当事人意见（照原文）"))],
            REFUSED: [self._field("reason", self.tr("拒签理由")), self._field("witness", self.tr("见证人"))],
        }
        layout.addLayout(row(Field(self.tr("签名情况"), self.state), self.sealed, 1, gap=2 * GRID))
        for fields in self._by_state.values():
            line = row(gap=2 * GRID)
            for field in fields:
                line.addWidget(field, 1)
            layout.addLayout(line)
        self.served = self._field("served", self.tr("送达日期（没有送达就空着）"))
        self.served_by = Field(self.tr("送达方式"), self.mode)
        layout.addLayout(row(self.served, self.served_by, 1, gap=2 * GRID))
        for box in (self.state, self.mode):
            box.activated.connect(lambda _index: self._chosen())
        self.sealed.toggled.connect(lambda _on: self.edited.emit())
        self._fit()
        return foot

    def _field(self, name: str, title: str, hint: str = "") -> Field:
        line = QLineEdit()
        line.setProperty("verbatim", True)
        line.setPlaceholderText(hint)
        line.textEdited.connect(lambda _text: self.edited.emit())
        self._lines[name] = line
        return Field(title, line)

    def _chosen(self) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        for state, fields in self._by_state.items():
            for field in fields:
                field.setVisible(state == self.state.value)
        for field in (self.served, self.served_by):
            field.setVisible(self.state.value != WAITING)

    def _form_changed(self) -> None:
        self.form_chosen.emit(self.form.value)
        self.edited.emit()

    @staticmethod
    def _day(text: str, today: date) -> str:
        day = read_day(text, today) if text else None
        return day.isoformat() if day else text
