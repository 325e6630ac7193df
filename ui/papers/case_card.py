"""One half of a dual penalty: the respondent, his own act, article and amount, his evidence, papers and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app import terms
from inspector_app.documents.numerals import capital_amount
from inspector_app.documents.specification import FieldSpecification
from inspector_app.enforcement.case_values import CaseRow, EvidenceItem, PrincipalKind, RespondentType
from ui import language, messages, theme
from ui.inspection.parts import ChoiceBox
from ui.papers.act_editor import ActEditor
from ui.papers.case_facts import CaseFacts
from ui.papers.dual_reading import DECISIONS, NOTICE, Half
from ui.papers.fact_fields import FactFields
from ui.papers.field_editors import TextLine, yuan
from ui.papers.paper_list import standing
from ui.papers.rows_editor import RowsEditor
from ui.widgets.basic import GRID, Button, Card, Line, LinkButton, PrimaryButton, clear, column, label, row
from ui.widgets.form import Field

MOST_GAPS = 6
OF_CASE = ""
"""In the place of an act's id: the field belongs to the case itself."""


class CaseCard(Card):
    """Shows one half and says what was changed; the page stores it and answers ``kept`` or ``refuse``."""

    changed = Signal(str, str, object, object)
    """(case id, act id or ``OF_CASE``, {field: value}, {list field: how it stood})."""
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

    def show_half(self, half: Half) -> None:
        """Show a case; what is being typed stays, everything else is the newest."""
        is_same = self._half is not None and self._half.case.id == half.case.id
        if is_same and self._half == half:
            return
        self._half = half
        if not is_same:
            self._build(half)
        case, editable = half.case, half.case.decision_number is None
        if [editor.act.act_id for editor in self._acts] != [act.act_id for act in case.acts]:
            self._build_acts(half)
        for editor, act in zip(self._acts, case.acts, strict=True):
            editor.show_act(act, editable=editable)
        self.dates.show_values({"filed_on": case.filed_on}, () if editable else ("filed_on",))
        if self.principal is not None:
            self.principal.set_value(case.principal_kind.value if case.principal_kind else "")
            self.principal.setEnabled(editable)
        self._show_evidence(case, editable=editable)
        self.facts.show_case(case, editable=editable)
        self._show_papers(half)
        self._show_sums(half)

    def leave(self) -> None:
        """What was typed is handed over."""
        if self._half is not None:
            for fields in self._parts().values():
                fields.leave()
            self.facts.leave()
            self._leave_evidence()

    @property
    def case_id(self) -> str:
        """The case that is shown."""
        return self._half.case.id if self._half else ""

    def typing(self) -> dict[str, Any]:
        """What was typed and is not stored yet."""
        if self._half is None:
            return {}
        found: dict[str, Any] = {f"act.{name}": fields.typing() for name, fields in self._parts().items()}
        found["facts"] = self.facts.typing()
        found["evidence"] = self.evidence.value() if self._evidence_is_touched else None
        return {name: value for name, value in found.items() if value}

    def recall(self, typed: dict[str, Any]) -> None:
        """What was typed before the window ended."""
        for name, fields in self._parts().items():
            fields.recall(typed.get(f"act.{name}") or {})
        if typed.get("evidence"):
            self.evidence.set_value(typed["evidence"])
            self._evidence_is_touched = True
        if typed.get("facts"):
            self.facts.recall(typed["facts"])
            self._unfold(True)

    def kept(self, act_id: str, names: Sequence[str]) -> None:
        """These fields are stored."""
        for fields in self._holders(act_id):
            fields.kept(names)
        if act_id == OF_CASE and "evidence" in names:
            self._evidence_underway -= 1

    def refuse(self, act_id: str, names: Sequence[str], problem: str) -> bool:
        """These fields were not taken, for ``problem`` if it is a fault of theirs; whether they say so beside them."""
        holders = self._holders(act_id)
        for fields in holders:
            fields.refuse(names, problem)
        if act_id == OF_CASE and "evidence" in names:
            self._evidence_underway -= 1
            self._evidence_is_touched = True
        return any(name in fields.fields for fields in holders for name in names)

    def field(self, name: str, act_id: str = OF_CASE) -> QWidget | None:
        """Where a field of the case, or of one of its acts, is written."""
        if name == "evidence" and act_id == OF_CASE:
            return self.evidence.add
        return next((one.editors[name] for one in self._holders(act_id) if name in one.editors), None)

    def first_blank(self) -> QWidget | None:
        """Where the first thing is written that this half lacks and that is written here."""
        for one in self._half.missing if self._half else ():
            place = int(one.params.get("number", 0)) - 1
            is_act = one.field != "evidence" and 0 <= place < len(self._acts)
            found = self.field(one.field, self._acts[place].act.act_id if is_act else OF_CASE)
            if found is not None:
                self._unfold(self._is_unfolded or self.facts.isAncestorOf(found))
                return found
        return None

    def _parts(self) -> dict[str, FactFields]:
        """Fields by the act they belong to, those above all acts under ``OF_CASE``."""
        return {OF_CASE: self.dates, **{editor.act.act_id: editor for editor in self._acts}}

    def _holders(self, act_id: str) -> list[FactFields]:
        if act_id != OF_CASE:
            return [editor for editor in self._acts if editor.act.act_id == act_id]
        return [self.dates, self.facts]

    def _build(self, half: Half) -> None:
        self.empty()
        case = half.case
        self.heading.setText(f"{terms.label(case.respondent_type, language.current())}：{case.respondent_name}")
        self.setAccessibleName(self.heading.text())
        self.gaps = label("", "warn")
        self.body.addWidget(self.gaps)
        self.principal: ChoiceBox | None = None
        if case.respondent_type is RespondentType.PERSON:
            self.body.addWidget(self._principal())
        self.body.addWidget(self._dates())
        self._acts = []
        self._acts_body = column(gap=GRID)
        self.body.addLayout(self._acts_body)
        self.total = label("", "strong")
        self.body.addWidget(self.total)
        self.body.addWidget(self._evidence())
        self._put_facts()
        self._papers_body = row()
        self._papers_told: object = None
        self.body.addLayout(self._papers_body)

    def _build_acts(self, half: Half) -> None:
        """The acts are others than before; what was typed into one that is still there stays."""
        typed = {editor.act.act_id: editor.typing() for editor in self._acts}
        clear(self._acts_body)
        self._acts = []
        for number, act in enumerate(half.case.acts, 1):
            editor = ActEditor(act, number, half.ranges.get(act.act_id))
            editor.recall(typed.get(act.act_id, {}))
            self._connect(editor, act.act_id)
            self._acts.append(editor)
            self._acts_body.addWidget(editor)
            self._acts_body.addWidget(Line())

    def _connect(self, fields: FactFields, act_id: str) -> None:
        fields.typed.connect(self.typed)
        fields.changed.connect(lambda changed: self.changed.emit(self.case_id, act_id, changed, {}))

    def _show_sums(self, half: Half) -> None:
        """What is still missing, and the sum of the fines."""
        name = half.case.respondent_name
        told = [messages.sentence(one.code, **one.params).happened for one in half.missing[:MOST_GAPS]]
        lines = [line.removeprefix(name).lstrip("：: ") for line in told]
        if len(half.missing) > MOST_GAPS:
            lines.append(self.tr("另有 {0} 处。").format(len(half.missing) - MOST_GAPS))
        self.gaps.setText("\n".join(lines) or self.tr("这一半的内容齐了。"))
        theme.role(self.gaps, "warn" if lines else "good")
        fen = half.case.amount_fen
        words = self.tr("{0} 元（{1}）").format(yuan(fen), capital_amount(fen)) if fen else self.tr("还没有确定")
        self.total.setText(self.tr("合计罚款：{0}").format(words))

    def _principal(self) -> QWidget:
        speak = language.current()
        pairs = [("", self.tr("未定")), *((one.value, terms.label(one, speak)) for one in PrincipalKind)]
        chosen = self.principal = ChoiceBox(pairs, self.tr("身份"))
        chosen.activated.connect(lambda _index: self._change(principal_kind=chosen.value or None))
        return Field(self.tr("承担责任的身份"), chosen)

    def _dates(self) -> QWidget:
        title = self.tr("立案日期")
        self.dates = FactFields()
        field = self.dates.make(FieldSpecification("filed_on", title, kind="date"), title)
        editor = self.dates.editors["filed_on"]
        assert isinstance(editor, TextLine)
        self.filed = editor.line
        self.filed.setPlaceholderText("2026-03-12")
        column(self.dates).addWidget(field)
        self._connect(self.dates, OF_CASE)
        return self.dates

    def _put_facts(self) -> None:
        """What happens between filing and the end, folded until somebody wants it."""
        self.more = LinkButton(self.tr("办案经过"), lambda: self._unfold(not self._is_unfolded), icon="history")
        self.more.setToolTip(self.tr("陈述申辩、听证、法制审核、集体讨论、缴款、结案"))
        self.facts = CaseFacts(self._officers)
        self.body.addLayout(row(self.more, 1))
        self.body.addWidget(self.facts)
        self._connect(self.facts, OF_CASE)
        self.facts.handlers_chosen.connect(
            lambda before, now: self._change({"handler_ids": before}, handler_ids=now)
        )
        self._unfold(self._is_unfolded)

    def _unfold(self, is_unfolded: bool) -> None:
        self._is_unfolded = is_unfolded
        self.facts.setVisible(is_unfolded)
        self.more.setText(self.tr("收起办案经过") if is_unfolded else self.tr("办案经过"))

    def _evidence(self) -> QWidget:
        columns = (
            FieldSpecification("name", self.tr("证据名称")),
            FieldSpecification("doc_no", self.tr("文号")),
            FieldSpecification("proves", self.tr("证明对象")),
            FieldSpecification("is_own", self.tr("当事人本人的证据"), kind="bool"),
        )
        self.evidence = RowsEditor(FieldSpecification("evidence", self.tr("证据"), kind="list", fields=columns))
        self._evidence_was: list[EvidenceItem] = []
        self._evidence_is_touched, self._evidence_underway = False, 0
        self.evidence.edited.connect(self._touch_evidence)
        self.evidence.left.connect(self._leave_evidence)
        return Field(self.tr("证据（本案自己的证据清单）"), self.evidence)

    def _show_evidence(self, case: CaseRow, *, editable: bool) -> None:
        if not self._evidence_is_touched and not self._evidence_underway:
            self._evidence_was = list(case.evidence)
            self.evidence.set_value([_row_of(item) for item in case.evidence])
        self.evidence.set_read_only(not editable)

    def _touch_evidence(self) -> None:
        self._evidence_is_touched = True
        self.typed.emit()

    def _leave_evidence(self) -> None:
        """Rows with a name are stored; one without waits for it."""
        rows = self.evidence.value() or []
        items = [_item_of(one) for one in rows if one.get("name")]
        before, self._evidence_was = self._evidence_was, items
        self._evidence_is_touched = len(items) < len(rows)
        if items != before:
            self._evidence_underway += 1
            self._change({"evidence": before}, evidence=items)

    def _show_papers(self, half: Half) -> None:
        """Buttons to notice and decision; made anew only when they say something else."""
        names = {NOTICE: self.tr("告知书"), DECISIONS[half.case.respondent_type]: self.tr("决定书")}
        papers = {form: half.paper(form) for form in names}
        told = {form: standing(paper) if paper else self.tr("还没生成") for form, paper in papers.items()}
        looks = (told, half.case.notice_id is not None)
        if looks == self._papers_told:
            return
        self._papers_told = looks
        clear(self._papers_body)
        for form, name in names.items():
            make = PrimaryButton if form == NOTICE and papers[form] is None else Button
            text = f"{name}：{told[form]}"
            button = make(text, lambda one=form: self.paper_wanted.emit(self.case_id, one), icon="file-text")
            button.setEnabled(form == NOTICE or half.case.notice_id is not None)
            self._papers_body.addWidget(button)
        self._papers_body.addStretch(1)

    def _change(self, was: dict[str, Any] | None = None, **fields: Any) -> None:
        self.changed.emit(self.case_id, OF_CASE, fields, was or {})


def _row_of(item: EvidenceItem) -> dict[str, Any]:
    """As the editor of rows holds it: what is empty is nothing."""
    return {"name": item.name, "doc_no": item.doc_no or None, "proves": item.proves or None, "is_own": item.is_own}


def _item_of(one: dict[str, Any]) -> EvidenceItem:
    name, number, proves = (str(one.get(key) or "") for key in ("name", "doc_no", "proves"))
    return EvidenceItem(name, number, proves, bool(one.get("is_own")))
