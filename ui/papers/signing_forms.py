"""What is asked when a paper is signed or not, sealed, served, or gets its number and seal from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from inspector_app import terms
from inspector_app.enforcement.refusal_notes import note_of
from inspector_app.enforcement.signing_values import Refusal, RefusalKind
from inspector_app.enforcement.values import NumberSource, SealMode, ServiceMode, SignerRole
from ui import language
from ui.bridge import Bridge
from ui.inspection.moments import read_past_day
from ui.language import tr
from ui.opening import today
from ui.papers import papers_reading
from ui.papers.actions import Action
from ui.papers.asking import Answers, Ask, AskBar
from ui.papers.papers_reading import PaperView

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

Run = Callable[[Callable[["App"], Any], Action], None]


class SigningForms(QObject):
    """Each ``ask_…`` shows its questions in the bar and does the step with ``run``."""

    def __init__(self, bridge: Bridge, bar: AskBar, run: Run) -> None:
        super().__init__(bar)
        self._bridge, self._bar, self._run = bridge, bar, run
        self._view: PaperView | None = None
        self._is_without_witness = False
        """The officer was asked whether there is really no witness."""

    def ask_sign(self, view: PaperView) -> None:
        """A signature in ink on the paper."""
        self._view = view
        speak = language.current()
        roles = [(one.value, terms.label(one, speak)) for one in SignerRole if one is not SignerRole.WITNESS]
        names = [name for name in (view.representative, *view.officers) if name]
        asks = [
            Ask("role", self.tr("签名人身份"), SignerRole.SITE_REPRESENTATIVE.value, choices=roles),
            Ask("name", self.tr("签名人姓名"), view.representative, suggestions=names or ("",)),
            Ask("opinion", self.tr("当场写的意见（照抄）"), is_required=False),
            *pin_ask(view),
        ]
        note = self.tr("登记纸上的签名。登记后内容不能再改，要改只能另出更正文书。")
        self._bar.ask(self.tr("登记签名"), asks, self.tr("登记签名"), self._sign, note=note)

    def ask_refusal(self, view: PaperView) -> None:
        """Refused, absent or unable to write: the reason, the witness, the officers who note it."""
        self._view, self._is_without_witness = view, False
        kinds = [(one.value, terms.label(one, language.current())) for one in RefusalKind]
        asks = [
            Ask("kind", self.tr("情形"), RefusalKind.REFUSED.value, choices=kinds),
            Ask("name", self.tr("未签名的人"), view.representative, is_required=False, is_beside=True),
            Ask("reason", self.tr("情况和理由")),
            Ask("witness", self.tr("见证人姓名"), is_required=False),
            Ask("title", self.tr("见证人职务或单位"), is_required=False, is_beside=True),
            *(
                Ask(f"officer{n}", self.tr("{0} 注明").format(name), "yes", is_required=False, is_tick=True,
                    is_beside=n > 0)
                for n, name in enumerate(view.officers)
            ),
            Ask("reported", self.tr("已向本局报告"), is_required=False, is_tick=True),
            Ask("reported_to", self.tr("报告给谁"), hint=_whom(), when=("reported", "yes")),
            Ask("note", self.tr("纸上写的不一样时，照抄在这里"), is_required=False),
            *pin_ask(view),
        ]  # fmt: skip
        note = self.tr("记录在案，由见证人或者执法人员注明，并向本局报告（安全生产法第六十八条）。")
        self._bar.ask(
            self.tr("登记未签名"), asks, self.tr("登记未签名"), self._refuse, note=note,
            told=lambda answers: self.tr("手写在文书上：{0}").format(note_of(self._refusal(answers), today())),
        )  # fmt: skip

    def ask_report(self, view: PaperView) -> None:
        """It was reported to the bureau that the party did not sign: to whom, and the day."""
        self._view = view
        asks = [
            Ask("reported_to", self.tr("报告给谁"), hint=_whom()),
            Ask("reported_on", self.tr("报告日期（空着就是今天）"), hint=self.tr("如 2026-03-10"), is_required=False),
        ]
        note = self.tr("当事人没有签名，要记录在案并向本局报告（安全生产法第六十八条）。")
        self._bar.ask(self.tr("登记已报告本局"), asks, self.tr("已报告"), self._report, note=note)

    def ask_seal(self, view: PaperView) -> None:
        """The seal is on the paper."""
        self._view = view
        asks = [
            Ask("mode", self.tr("盖章方式"), view.row.seal_mode.value, choices=_seal_modes()),
            Ask("sealed_on", self.tr("盖章日期（空着就是今天）"), hint=self.tr("如 2026-03-10"), is_required=False),
        ]
        self._bar.ask(self.tr("登记盖章"), asks, self.tr("已盖章"), self._seal)

    def ask_service(self, view: PaperView) -> None:
        """The paper was handed over, or left; what was not taken is proposed as left."""
        self._view = view
        modes = [(one.value, terms.label(one, language.current())) for one in ServiceMode]
        refused = next((one for one in view.history.signatures if one.is_refusal), None)
        left = ("mode", ServiceMode.LEFT.value)
        usual = ServiceMode.LEFT if refused and refused.refusal_kind != RefusalKind.UNABLE else ServiceMode.DIRECT
        asks = [
            Ask("mode", self.tr("送达方式"), usual.value, choices=modes),
            Ask("served_on", self.tr("送达日期（空着就是今天）"), hint=self.tr("如 2026-03-10"), is_required=False),
            Ask("place", self.tr("送达地点"), is_required=False, is_beside=True),
            Ask("note", self.tr("留置情况（写进送达回执备注）"), refused.note if refused else "", when=left),
            Ask("witness", self.tr("证明人"), refused.witness_name if refused else "", is_required=False, when=left),
        ]
        self._bar.ask(self.tr("登记送达"), asks, self.tr("登记送达"), self._serve)

    def ask_source(self, view: PaperView) -> None:
        """Where the number of this paper comes from."""
        self._view = view
        source = view.plan.number_source or NumberSource.LEASED
        sources = [(one.value, terms.label(one, language.current())) for one in NumberSource]
        asks = [
            Ask("source", self.tr("文号来源"), source.value, choices=sources),
            Ask("reason", self.tr("原因"), view.plan.number_reason),
        ]
        self._bar.ask(self.tr("改文号来源"), asks, self.tr("记下"), lambda answers: self._plan(
            answers["reason"], Action.PLAN_NUMBER, number_source=NumberSource(answers["source"])))  # fmt: skip

    def ask_seal_mode(self, view: PaperView) -> None:
        """How this paper will be sealed."""
        self._view = view
        asks = [
            Ask("mode", self.tr("盖章方式"), view.plan.seal_mode.value, choices=_seal_modes()),
            Ask("reason", self.tr("原因"), view.plan.seal_reason),
        ]
        self._bar.ask(self.tr("改盖章方式"), asks, self.tr("记下"), lambda answers: self._plan(
            answers["reason"], Action.PLAN_SEAL, seal_mode=SealMode(answers["mode"])))  # fmt: skip

    def _sign(self, answers: Answers) -> None:
        actor, document_id = self._about()
        role, name, opinion = SignerRole(answers["role"]), answers["name"], answers.get("opinion") or None

        def work(app: App) -> str:
            papers_reading.require_pin(app, answers.get("pin", ""))
            return app.papers.sign(actor, document_id, role, name, opinion)

        self._run(work, Action.SIGN)

    def _refuse(self, answers: Answers) -> None:
        actor, document_id = self._about()
        refusal = self._refusal(answers)
        everybody = self._view is not None and len(refusal.noted_by) == len(self._view.officers)
        if everybody and not refusal.witness_name and not self._is_without_witness:
            self._is_without_witness = True
            words = self.tr("没有见证人吗？登记后不能改。再点一次“登记未签名”，就只由执法人员注明。")
            self._bar.say("witness", words)
            return

        def work(app: App) -> str:
            papers_reading.require_pin(app, answers.get("pin", ""))
            return app.papers.refuse(actor, document_id, refusal)

        self._run(work, Action.REFUSE)

    def _refusal(self, answers: Answers) -> Refusal:
        officers = self._view.officers if self._view else ()
        return Refusal(
            answers.get("reason", ""),
            RefusalKind(answers.get("kind") or RefusalKind.REFUSED),
            answers.get("name", ""),
            answers.get("witness", ""),
            answers.get("title", ""),
            tuple(name for n, name in enumerate(officers) if answers.get(f"officer{n}")),
            bool(answers.get("reported")),
            answers.get("note", ""),
            answers.get("reported_to", "") if answers.get("reported") else "",
        )

    def _seal(self, answers: Answers) -> None:
        actor, document_id = self._about()
        mode, on = SealMode(answers["mode"]), _day(answers, "sealed_on")
        self._run(lambda app: app.papers.seal(actor, document_id, mode, on), Action.SEAL)

    def _serve(self, answers: Answers) -> None:
        actor, document_id = self._about()
        mode, on, place = ServiceMode(answers["mode"]), _day(answers, "served_on"), answers.get("place") or None
        told = {key: answers.get(key, "") for key in ("note", "witness")} if mode is ServiceMode.LEFT else {}
        self._run(lambda app: app.papers.serve(actor, document_id, mode, on, place, **told), Action.SERVE)

    def _report(self, answers: Answers) -> None:
        actor, document_id = self._about()
        to, on = answers["reported_to"], _day(answers, "reported_on")
        self._run(lambda app: app.papers.report_refusal(actor, document_id, to, on), Action.REPORT)

    def _plan(self, reason: str, action: Action, **chosen: Any) -> None:
        actor, document_id = self._about()
        self._run(lambda app: app.papers.change_plan(actor, document_id, reason, **chosen), action)

    def _about(self) -> tuple[str, str]:
        assert self._view is not None
        return self._bridge.officer_id, self._view.row.id


def pin_ask(view: PaperView) -> list[Ask]:
    """The question for the PIN, where one is set."""
    return [Ask("pin", tr("PIN"), is_secret=True)] if view.pin_is_set else []


def _day(answers: Answers, key: str) -> str | None:
    """The day that was typed, as the journal keeps it; what is none stays as typed, so that it is refused by name."""
    text = answers.get(key, "")
    found = read_past_day(text, today()) if text else None
    return found.isoformat() if found else text or None


def _whom() -> str:
    return tr("姓名或者职务，如 李局长")


def _seal_modes() -> list[tuple[str, str]]:
    return [(one.value, terms.label(one, language.current())) for one in SealMode if one is not SealMode.NONE]
