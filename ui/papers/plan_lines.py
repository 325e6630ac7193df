"""Where the number and the seal of the paper in front come from, and who signed it or why not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app import terms
from inspector_app.enforcement.signing_values import InkRow, PaperPlan, RefusalKind
from inspector_app.enforcement.values import NumberSource, SealMode, SignatureRow
from ui import language
from ui.papers.actions import Action
from ui.papers.papers_reading import PaperView
from ui.widgets.basic import GRID, LinkButton, column, label, row

FEW = 10
"""Serials left from which on their count is said."""


class PlanLines(QWidget):
    """Two lines with a way to change them while they may be changed; a line for each signature."""

    wanted = Signal(Action)
    """``PLAN_NUMBER`` or ``PLAN_SEAL``: the officer wants another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=0)
        self.number, self.seal, self.signed = label("", "small"), label("", "small"), label("", "small")
        self.change_number = self._changer(self.tr("改文号来源"), Action.PLAN_NUMBER)
        self.change_seal = self._changer(self.tr("改盖章方式"), Action.PLAN_SEAL)
        for words, button in ((self.number, self.change_number), (self.seal, self.change_seal)):
            line = row(gap=GRID)
            line.addWidget(words, 1)
            line.addWidget(button)
            layout.addLayout(line)
        layout.addWidget(self.signed)

    def show_view(self, view: PaperView) -> None:
        """Show what is known of this paper."""
        plan, by_hand = view.plan, view.row.is_handwritten
        is_open = plan.number is None and plan.number_source is not None
        self._say(self.number, self._number_words(plan) if is_open else "")
        self.change_number.setVisible(is_open and view.row.editable)
        needs_seal = plan.seal_mode is not SealMode.NONE
        self._say(self.seal, self._seal_words(plan) if needs_seal else "")
        self.change_seal.setVisible(needs_seal and not plan.sealed_at and not by_hand)
        lines = [self._signature_words(one) for one in view.history.signatures]
        lines += [self._officers_words(view)] if lines else []
        self._say(self.signed, "\n".join(filter(None, [*lines, *map(self._ink_words, view.inks)])))

    def _number_words(self, plan: PaperPlan) -> str:
        assert plan.number_source is not None
        named = terms.label(plan.number_source, language.current())
        words = self.tr("文号：{0}").format(self.tr("示例县自己编号") if plan.is_own_number else named)
        if plan.next_number:
            words += self.tr("，下一个{0}").format(plan.next_number)
            words += self.tr("，只剩 {0} 个").format(plan.left) if plan.left <= FEW else ""
        elif plan.number_source is NumberSource.LEASED:
            words += self.tr("，号段里没有号了")
        elif plan.number_source is NumberSource.INKED:
            words += self.tr("，打印后手写，再补登")
        return words + self._why(plan.number_reason)

    def _seal_words(self, plan: PaperPlan) -> str:
        words = self.tr("盖章：{0}").format(terms.label(plan.seal_mode, language.current()))
        words += self.tr("，已盖章 {0}").format(plan.sealed_at[:10]) if plan.sealed_at else self.tr("，还没有盖章")
        return words + self._why(plan.seal_reason)

    def _why(self, reason: str) -> str:
        return self.tr("（{0}）").format(reason) if reason else ""

    def _signature_words(self, one: SignatureRow) -> str:
        speak = language.current()
        role = terms.label(one.signer_role, speak)
        if not one.is_refusal:
            return self.tr("已签名：{0} {1} {2}").format(role, one.signer_name, one.signed_at[:10])
        kind = terms.label(RefusalKind(one.refusal_kind or RefusalKind.REFUSED), speak)
        told = self.tr("未签名（{0}）：{1}").format(kind, one.note or one.refusal_reason)
        return f"{told}\n{self._report_words(one)}"

    def _report_words(self, one: SignatureRow) -> str:
        if not one.is_reported:
            return self.tr("还没有向本局报告，报告以后点“报告本局”登记。")
        if not one.reported_to:
            return self.tr("已向本局报告。")
        return self.tr("{0} 已向本局报告（{1}）。").format(one.reported_on, one.reported_to)

    def _officers_words(self, view: PaperView) -> str:
        """Whose line on the paper is still empty, for all that is registered."""
        form, signatures = view.content.form, view.history.signatures
        if not any(block.get("each") == "officers" for block in (*form.blocks, *form.page_foot)):
            return ""
        signed = {one.signer_name for one in signatures if not one.is_refusal}
        signed |= {name for one in signatures for name in one.noted_by}
        lacking = [name for name in view.officers if name not in signed]
        words = self.tr("还没登记签名的执法人员：{0}。纸上签好就点“登记签名”。")
        return words.format(self.tr("、").join(lacking)) if lacking else ""

    def _ink_words(self, one: InkRow) -> str:
        speak = language.current()
        role, state = terms.label(one.signer_role, speak), terms.label(one.state, speak)
        at = one.signed_at[:16].replace("T", " ")
        return self.tr("屏幕签名：{0} {1} {2}（{3}）").format(role, one.signer_name, at, state)

    def _changer(self, words: str, action: Action) -> LinkButton:
        button = LinkButton(self.tr("改"), lambda: self.wanted.emit(action))
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    @staticmethod
    def _say(where: QWidget, words: str) -> None:
        where.setText(words)  # type: ignore[attr-defined]
        where.setVisible(bool(words))
