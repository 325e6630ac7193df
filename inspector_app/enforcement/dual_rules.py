"""Pure rules of dual cases: what a case is prefilled with, and every blank that both halves still have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app.documents.numerals import lawful_range, plain_yuan, yuan
from inspector_app.enforcement.case_values import (
    Act,
    CaseRow,
    EvidenceItem,
    GroupRow,
    Missing,
    PrincipalKind,
    RespondentType,
    Stage,
    Subject,
)
from inspector_app.enforcement.facts import OrgFact, PersonFact, ProblemFact
from inspector_app.enforcement.law import LawLibrary, Pair, law_library
from inspector_app.enforcement.rules import FROZEN
from inspector_app.enforcement.values import PaperRow
from inspector_app.errors import RuleViolation
from inspector_app.inspection.rules import place_apart

MAJOR_PAIR = "major_hazard_not_eliminated"
"""The usual pair for a major hazard found on site (§2.4)."""
FEWEST_HANDLERS = 2
PRINCIPAL_ARTICLE = "safety_law:94.1"
_PERSON_BLANKS = ("id_no", "gender", "birth_on", "home_address", "phone", "employer", "title")
_ORG_BLANKS = ("uscc", "address", "legal_rep", "legal_rep_title", "phone")


@dataclass(frozen=True)
class Scene:
    """Where and by whom the facts were found: for the first sentence of a case (§1.10)."""

    day: str
    bureau: str
    org: str
    mine: str = ""


def acts_for_org(pair: Pair | None, problems: Sequence[ProblemFact], scene: Scene) -> list[Act]:
    """One act of the company for each finding, its clause from the pair; the amount is for the officer to set."""
    library = law_library()
    return [
        Act(
            act_id=f"a{number}",
            fact_text=_found(scene, [problem]),
            violated=_violated(pair, [problem], library),
            basis_key=pair.org if pair else None,
            basis=(library.citation(pair.org),) if pair else (),
            subject=Subject.ORG,
            finding_ids=(problem.finding_id,),
        )
        for number, problem in enumerate(problems, 1)
    ]


def act_for_person(
    pair: Pair | None, problems: Sequence[ProblemFact], scene: Scene, person: PersonFact, kind: PrincipalKind | None
) -> Act:
    """The one act of a person: his own failing, not merely what the company did (enforcement facts §0, 9)."""
    library = law_library()
    ids = tuple(problem.finding_id for problem in problems)
    if kind is PrincipalKind.DIRECTLY_RESPONSIBLE:
        direct = pair.direct if pair else None
        return Act(
            act_id="a1",
            fact_text=f"{_who(person)}。{_found(scene, problems)}",
            violated=_violated(pair, problems, library),
            basis_key=direct.article if direct else None,
            basis=(library.citation(direct.article),) if direct else (),
            stage=direct.stage if direct else Stage.FIRST,
            subject=Subject.DIRECTLY_RESPONSIBLE,
            finding_ids=ids,
        )
    duty = library.duties.get(pair.duties[0]) if pair and len(pair.duties) == 1 else None
    failed = f"{person.name}作为该单位主要负责人，未依法履行“{duty.zh}”的职责。" if duty else ""
    return Act(
        act_id="a1",
        fact_text=f"{_who(person)}。{_found(scene, problems)}{failed}",
        violated=(library.citation(duty.article),) if duty else (),
        basis_key=pair.principal if pair else None,
        basis=(library.citation(pair.principal),) if pair and pair.principal else (),
        subject=Subject.PRINCIPAL,
        duty_code=duty.code if duty else None,
        finding_ids=ids,
    )


PROVES = {
    "inspection_record": "现场检查发现的问题",
    "onsite_measure_decision": "采取的现场处理措施",
    "rectification_order": "责令整改的事项和期限",
    "reinspection_opinion": "整改复查的结果",
    "evacuation_order": "责令撤出作业人员的情况",
    "photo_evidence_sheet": "问题所在部位的现场状况",
}
"""What the papers of a visit prove; both halves may cite them (§2.5). Our words, for the officer to change."""


def shared_evidence(papers: Iterable[PaperRow]) -> list[EvidenceItem]:
    """Issued papers of the visit as evidence; what speaks of the respondent himself is for the officer to add."""
    return [
        EvidenceItem(paper.title, paper.number or "", PROVES[paper.form])
        for paper in papers
        if paper.form in PROVES and paper.state in FROZEN
    ]


def case_name(respondent: str, basis_key: str | None) -> str:
    """{当事人}涉嫌{违法行为}案 (§1.7 F1); the short conduct is the gist of the penalty clause."""
    library = law_library()
    conduct = library.article(basis_key).gist if basis_key and library.knows(basis_key) else "违反安全生产规定"
    return f"{respondent}涉嫌{conduct}案"


def sound_total(acts: Sequence[Act]) -> int | None:
    """As ``total``. Raises ``RuleViolation('case.amount_negative')`` for a fine below nothing."""
    for act in acts:
        if (act.amount_fen or 0) < 0:
            raise RuleViolation("case.amount_negative", field="amount_fen", yuan=yuan(act.amount_fen or 0))
    return total(acts)


def total(acts: Sequence[Act]) -> int | None:
    """The sum of the fines in fen; ``None`` while an act that is fined has no amount."""
    amounts = [act.amount_fen for act in acts if act.amount_fen is not None or not act.penalties]
    return None if not amounts or any(one is None for one in amounts) else sum(one or 0 for one in amounts)


def missing(
    group: GroupRow, cases: Sequence[CaseRow], parties: dict[str, OrgFact | PersonFact | None]
) -> list[Missing]:
    """Every blank of both halves; a group that is not dual for a recorded reason lacks no half."""
    found: list[Missing] = []
    if not group.not_dual_reason:
        if not group.org_case_ids:
            found.append(Missing("dual.no_org_case", "org_case", respondent_type=RespondentType.ORG))
        if not group.person_case_ids:
            found.append(Missing("dual.no_person_case", "person_case", respondent_type=RespondentType.PERSON))
    for case in cases:
        if not case.not_penalised_reason:
            found += _case_blanks(case, parties.get(case.id))
    for tick in group.checklist:
        if not tick.is_settled:
            found.append(Missing("dual.evidence_open", tick.key, None, tick.respondent_type, {"title": tick.title}))
    return found


def _case_blanks(case: CaseRow, party: OrgFact | PersonFact | None) -> Iterator[Missing]:
    blanks = _ORG_BLANKS if case.respondent_type is RespondentType.ORG else _PERSON_BLANKS
    for name in blanks:
        if not getattr(party, name, None):
            yield _lacks(case, "dual.party_blank", name, blank=name)
    if not case.filed_on:
        yield _lacks(case, "dual.not_filed", "filed_on")
    if len(case.handler_ids) < FEWEST_HANDLERS:
        yield _lacks(case, "dual.too_few_handlers", "handler_ids", count=len(case.handler_ids))
    if not case.acts:
        yield _lacks(case, "dual.no_act", "acts")
    for number, act in enumerate(case.acts, 1):
        yield from (_lacks(case, code, field, number=number) for code, field in _act_blanks(act))
    yield from _evidence_blanks(case)
    yield from (_lacks(case, code, field) for code, field in _steps(case))


def _evidence_blanks(case: CaseRow) -> Iterator[Missing]:
    if not case.evidence:
        yield _lacks(case, "dual.no_evidence", "evidence")
    elif case.respondent_type is RespondentType.PERSON and not any(item.is_own for item in case.evidence):
        yield _lacks(case, "dual.no_own_evidence", "evidence")
    for number, item in enumerate(case.evidence, 1):
        if not item.proves.strip():
            yield _lacks(case, "dual.evidence_proves_nothing", "evidence", number=number)


def _lacks(case: CaseRow, code: str, field: str, **params: object) -> Missing:
    return Missing(code, field, case.id, case.respondent_type, {"name": case.respondent_name, **params})


def _act_blanks(act: Act) -> Iterator[tuple[str, str]]:
    if not act.fact_text.strip():
        yield "dual.no_fact", "fact_text"
    if not act.violated:
        yield "dual.no_violated", "violated"
    if not act.basis:
        yield "dual.no_basis", "basis"
    if act.amount_fen is None and not act.penalties:
        yield "dual.no_amount", "amount_fen"
    if act.amount_fen is not None and not in_range(act):
        yield "dual.amount_outside", "amount_fen"
    if not (act.tier or act.tier_note):
        yield "dual.no_tier", "tier_note"
    if act.basis_key == PRINCIPAL_ARTICLE and not act.duty_code:
        yield "dual.no_duty", "duty_code"


def in_range(act: Act) -> bool:
    """Whether the fine lies in the range of its clause; 减轻 may go below, a doubtful clause decides nothing."""
    library = law_library()
    if act.amount_fen is None or not library.knows(act.basis_key) or library.is_doubtful(act.basis_key or ""):
        return True
    ranges = [one for one in library.penalty_ranges(act.basis_key or "", act.subject, act.stage) if one.is_fine]
    if any(one.allows(act.amount_fen) for one in ranges):
        return True
    return act.reduced and bool(ranges) and act.amount_fen < min(one.minimum or 0 for one in ranges)


def range_told(act: Act) -> dict[str, str]:
    """The range of an act's clause for a message: ``low`` and ``high`` in yuan, ``range`` as the statute words it."""
    found = law_library().penalty_range(act.basis_key or "", act.subject, act.stage)
    if found is None or not found.is_fine:
        return {"low": "—", "high": "—", "range": "—"}
    low, high = found.minimum or 0, found.maximum or 0
    return {"low": plain_yuan(low), "high": plain_yuan(high), "range": lawful_range(low, high)}


def _steps(case: CaseRow) -> Iterator[tuple[str, str]]:
    if case.notice_id is None or case.notice_number is None:
        yield "dual.no_notice", "notice_id"
    elif case.notice_served_on is None:
        yield "dual.notice_not_served", "notice_id"
    if case.decision_id is None or case.decision_number is None:
        yield "dual.no_decision", "decision_id"
    elif case.served_on is None:
        yield "dual.decision_not_served", "decision_id"
    if case.amount_fen and not case.paid_on:
        yield "dual.not_paid", "paid_on"


def _found(scene: Scene, problems: Sequence[ProblemFact]) -> str:
    year, month, day = (int(part) for part in scene.day.split("-"))
    where = scene.org + (f"（{scene.mine}）" if scene.mine and scene.mine not in scene.org else "")
    facts = "；".join(_sentence(problem) for problem in problems)
    return f"{year}年{month}月{day}日，{scene.bureau}对{where}进行现场检查时发现：{facts}。"


def _sentence(problem: ProblemFact) -> str:
    place = place_apart(problem.place, problem.fact)
    return f"{place}：{problem.fact}".strip("：").rstrip("。；")


def _who(person: PersonFact) -> str:
    return f"{person.name}任{person.employer}{person.title}"


def _violated(pair: Pair | None, problems: Sequence[ProblemFact], library: LawLibrary) -> tuple[str, ...]:
    """The duty behind the clause, and the rules that the findings name in full (《》 and article)."""
    named = [library.citation(key) for key in pair.violated] if pair else []
    stated = [one for p in problems for one in (p.legal_basis, p.violated_rule) if one and "《" in one and "条" in one]
    return tuple(dict.fromkeys([*named, *stated]))
