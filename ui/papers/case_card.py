"""One half of a dual penalty: the respondent, his own act, article and amount, his evidence, papers and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from inspector_app import terms
from inspector_app.documents.numerals import capital_amount
from inspector_app.documents.specification import FieldSpecification
from inspector_app.enforcement.case_values import Act, EvidenceItem, PrincipalKind, RespondentType
from ui import language, messages, theme
from ui.inspection.parts import ChoiceBox
from ui.papers.case_facts import CaseFacts
from ui.papers.dual_reading import DECISIONS, NOTICE, Half
from ui.papers.field_editors import Money, yuan
from ui.papers.paper_list import standing
from ui.papers.rows_editor import RowsEditor
from ui.widgets.basic import GRID, Button, Card, Line, LinkButton, PrimaryButton, column, label, row
from ui.widgets.checkable import Tick
from ui.widgets.form import Field


class ActEditor(QWidget):
    """One unlawful act: what, against which rule, on which basis, how much."""

    edited = Signal()
    amount_set = Signal(str, int)
    """(act id, fen)."""

    def __init__(self, act: Act, number: int, fine: tuple[int, int] | None, *, editable: bool) -> None:
        super().__init__()
        self.act = act
        layout = column(self, gap=GRID)
        self.fact = _text(act.fact_text, 88, self.tr("第 {0} 项违法事实").format(number))
        self.violated = _text("\n".join(act.violated), 56, self.tr("违反的规定（一行一条）"))
        self.basis = _text("\n".join(act.basis), 56, self.tr("处罚依据（一行一条）"))
        self.tier = QLineEdit(act.tier_note or act.tier)
        self.amount = Money(FieldSpecification("amount", self.tr("罚款"), kind="money"))
        self.amount.set_value(act.amount_fen)
        hint = self.tr("法定幅度 {0} 元至 {1} 元").format(yuan(fine[0]), yuan(fine[1])) if fine else ""
        self.amount_field = Field(self.tr("罚款"), self.amount, hint)
        self.amount.line.setAccessibleName(self.tr("罚款金额（元）"))
        for title, widget in (
            (self.tr("违法事实"), self.fact), (self.tr("违反的规定"), self.violated), (self.tr("处罚依据"), self.basis),
            (self.tr("裁量档次和理由"), self.tier),
        ):  # fmt: skip
            layout.addWidget(Field(title, widget))
        layout.addWidget(self.amount_field)
        self.reduced = Tick(self.tr("减轻处罚：低于法定幅度，须集体讨论"))
        self.reduced.setChecked(act.reduced)
        self.reduced.setEnabled(editable)
        self.reduced.clicked.connect(self.edited)
        layout.addWidget(self.reduced)
        self._texts: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._texts |= {"fact": self.fact, "violated": self.violated, "basis": self.basis, "tier": self.tier}
        for text in (self.fact, self.violated, self.basis, self.tier):
            text.setReadOnly(not editable)
        self.amount.set_read_only(not editable)
        for block in (self.fact, self.violated, self.basis):
            block.textChanged.connect(self.edited)
        self.tier.textEdited.connect(lambda _text: self.edited.emit())
        self.amount.left.connect(self._set_amount)

    def value(self) -> Act:
        """The act as it stands, amount apart."""
        lines = {
            name: tuple(line.strip() for line in widget.toPlainText().splitlines() if line.strip())
            for name, widget in (("violated", self.violated), ("basis", self.basis))
        }
        fact, note = self.fact.toPlainText().strip(), self.tier.text().strip()
        return replace(
            self.act, fact_text=fact, tier_note=note, violated=lines["violated"], basis=lines["basis"],
            reduced=self.reduced.isChecked(),
        )  # fmt: skip

    def typed(self) -> dict[str, str]:
        """Its texts as they stand."""
        return {
            name: text.text() if isinstance(text, QLineEdit) else text.toPlainText()
            for name, text in self._texts.items()
        }

    def recall(self, typed: dict[str, str]) -> None:
        """Texts that were typed before the window ended."""
        for name, text in self._texts.items():
            if name not in typed:
                continue
            if isinstance(text, QLineEdit):
                text.setText(typed[name])
            else:
                text.setPlainText(typed[name])
        self.edited.emit()

    def _set_amount(self) -> None:
        fen = self.amount.value()
        if isinstance(fen, int) and fen != self.act.amount_fen:
            self.amount_set.emit(self.act.act_id, fen)


class CaseCard(Card):
    """Shows one half and says what was changed; the page stores it."""

    acts_left = Signal(str, object)
    """(case id, acts) after typing."""
    amount_set = Signal(str, str, int)
    """(case id, act id, fen)."""
    fields_changed = Signal(str, object)
    """(case id, {field: value})."""
    paper_wanted = Signal(str, str)
    """(case id, form): make it or show it."""
    typed = Signal()

    def __init__(self, officers: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``officers``: (id, name) of those who may handle a case."""
        super().__init__(" ", parent, icon="scale")
        self._officers = officers
        self._half: Half | None = None
        self._is_unfolded = False
        self._acts: list[ActEditor] = []
        self._is_dirty = False

    def show_half(self, half: Half) -> None:
        """Show a case; what is being typed stays."""
        if self._half is not None and self._half == half:
            return
        is_same = self._half is not None and self._half.case.id == half.case.id
        self._half = half
        if is_same and (self._is_dirty or self._has_cursor()):
            self._show_sums(half)
            self.facts.show_case(half.case, editable=half.case.decision_number is None)
            return
        self.empty()
        speak = language.current()
        case = half.case
        editable = case.decision_number is None
        kind = terms.label(case.respondent_type, speak)
        self.heading.setText(f"{kind}：{case.respondent_name}")
        self.setAccessibleName(self.heading.text())
        self.gaps = label("", "warn")
        self.body.addWidget(self.gaps)
        if case.respondent_type is RespondentType.PERSON:
            self.body.addWidget(self._principal(case.principal_kind, editable=editable))
        self.body.addLayout(self._dates(editable=editable))
        self._acts = []
        for number, act in enumerate(case.acts, 1):
            editor = ActEditor(act, number, half.ranges.get(act.act_id), editable=editable)
            editor.edited.connect(self._touched)
            editor.amount_set.connect(self._amount)
            self._acts.append(editor)
            self.body.addWidget(editor)
            self.body.addWidget(Line())
        self.total = label("", "strong")
        self.body.addWidget(self.total)
        self.body.addWidget(self._evidence(case.evidence, editable=editable))
        self._put_facts(half)
        self.body.addLayout(self._papers(half))
        self._show_sums(half)

    def leave(self) -> None:
        """What was typed is handed over."""
        if self._half is None:
            return
        if self._is_dirty:
            self._is_dirty = False
            self.acts_left.emit(self._half.case.id, [editor.value() for editor in self._acts])
        self.facts.leave()

    @property
    def case_id(self) -> str:
        """The case that is shown."""
        return self._half.case.id if self._half else ""

    def typing(self) -> dict[str, Any]:
        """What was typed and is not stored yet."""
        acts = {one.act.act_id: one.typed() for one in self._acts} if self._is_dirty else {}
        return {name: value for name, value in (("acts", acts), ("facts", self.facts.typing())) if value}

    def recall(self, typed: dict[str, Any]) -> None:
        """What was typed before the window ended."""
        acts = typed.get("acts") or {}
        for editor in self._acts:
            if editor.act.act_id in acts:
                editor.recall(acts[editor.act.act_id])
        if typed.get("facts"):
            self.facts.recall(typed["facts"])
            self._unfold(True)

    def say(self, field: str, problem: str) -> None:
        """Show beside the amount or the fact what is wrong with it."""
        for editor in self._acts:
            editor.amount_field.say(problem if field == "amount_fen" else "")
        self.facts.say(field, problem)

    def _has_cursor(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _show_sums(self, half: Half) -> None:
        """What is still missing, and the sum of the fines."""
        lines = [messages.sentence(one.code, **one.params).happened for one in half.missing[:6]]
        if len(half.missing) > 6:
            lines.append(self.tr("另有 {0} 处。").format(len(half.missing) - 6))
        self.gaps.setText("\n".join(lines) or self.tr("这一半的内容齐了。"))
        theme.role(self.gaps, "warn" if lines else "good")
        fen = half.case.amount_fen
        words = self.tr("{0} 元（{1}）").format(yuan(fen), capital_amount(fen)) if fen else self.tr("还没有确定")
        self.total.setText(self.tr("合计罚款：{0}").format(words))

    def _principal(self, kind: PrincipalKind | None, *, editable: bool) -> QWidget:
        speak = language.current()
        pairs = [("", self.tr("未定")), *((one.value, terms.label(one, speak)) for one in PrincipalKind)]
        self.principal = ChoiceBox(pairs, self.tr("身份"))
        self.principal.set_value(kind.value if kind else "")
        self.principal.setEnabled(editable)
        self.principal.activated.connect(lambda _index: self._change(principal_kind=self.principal.value or None))
        return Field(self.tr("承担责任的身份"), self.principal)

    def _dates(self, *, editable: bool) -> Any:
        assert self._half is not None
        self.filed = QLineEdit(self._half.case.filed_on or "")
        self.filed.setPlaceholderText("2026-03-12")
        self.filed.setReadOnly(not editable)
        self.filed.editingFinished.connect(self._file)
        return row(Field(self.tr("立案日期"), self.filed), 1)

    def _put_facts(self, half: Half) -> None:
        """What happens between filing and the end, folded until somebody wants it."""
        self.more = LinkButton(self.tr("办案经过"), lambda: self._unfold(not self._is_unfolded), icon="history")
        self.more.setToolTip(self.tr("陈述申辩、听证、法制审核、集体讨论、缴款、结案"))
        self.facts = CaseFacts(self._officers)
        self.body.addLayout(row(self.more, 1))
        self.body.addWidget(self.facts)
        self.facts.show_case(half.case, editable=half.case.decision_number is None)
        self.facts.changed.connect(lambda fields: self._change(**fields))
        self.facts.typed.connect(self.typed)
        self._unfold(self._is_unfolded)

    def _unfold(self, is_unfolded: bool) -> None:
        self._is_unfolded = is_unfolded
        self.facts.setVisible(is_unfolded)
        self.more.setText(self.tr("收起办案经过") if is_unfolded else self.tr("办案经过"))

    def _evidence(self, items: tuple[EvidenceItem, ...], *, editable: bool) -> QWidget:
        columns = (
            FieldSpecification("name", self.tr("证据名称")),
            FieldSpecification("doc_no", self.tr("文号")),
            FieldSpecification("proves", self.tr("证明对象")),
            FieldSpecification("is_own", self.tr("当事人本人的证据"), kind="bool"),
        )
        self.evidence = RowsEditor(FieldSpecification("evidence", self.tr("证据"), kind="list", fields=columns))
        rows = [{"name": e.name, "doc_no": e.doc_no, "proves": e.proves, "is_own": e.is_own} for e in items]
        self.evidence.set_value(rows)
        self.evidence.set_read_only(not editable)
        self.evidence.left.connect(self._leave_evidence)
        return Field(self.tr("证据（本案自己的证据清单）"), self.evidence)

    def _papers(self, half: Half) -> Any:
        line = row()
        forms = (NOTICE, DECISIONS[half.case.respondent_type])
        for place, form in enumerate(forms):
            paper = half.paper(form)
            name = self.tr("告知书") if place == 0 else self.tr("决定书")
            state = standing(paper) if paper else self.tr("还没生成")
            text = f"{name}：{state}"
            make = PrimaryButton if paper is None and place == 0 else Button
            button = make(text, lambda one=form: self.paper_wanted.emit(half.case.id, one), icon="file-text")
            button.setEnabled(place == 0 or half.case.notice_id is not None)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _touched(self) -> None:
        self._is_dirty = True
        self.typed.emit()

    def _amount(self, act_id: str, fen: int) -> None:
        self.leave()
        if self._half is not None:
            self.amount_set.emit(self._half.case.id, act_id, fen)

    def _file(self) -> None:
        assert self._half is not None
        day = self.filed.text().strip() or None
        if day != self._half.case.filed_on:
            self._change(filed_on=day)

    def _leave_evidence(self) -> None:
        rows = [
            EvidenceItem(str(one.get("name", "")), str(one.get("doc_no", "")), str(one.get("proves", "")),
                         bool(one.get("is_own")))
            for one in self.evidence.value() or ()
            if one.get("name")
        ]  # fmt: skip
        assert self._half is not None
        if tuple(rows) != self._half.case.evidence:
            self._change(evidence=rows)

    def _change(self, **fields: Any) -> None:
        assert self._half is not None
        self.fields_changed.emit(self._half.case.id, fields)


def _text(text: str, height: int, name: str) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    made.setTabChangesFocus(True)
    made.setFixedHeight(height)
    made.setAccessibleName(name)
    return made
