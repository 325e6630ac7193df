"""V-rules of penalty papers: V02–V05, V09, V11–V13, V22, V27, V30, V31."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from inspector_app.documents.numerals import read_capital_amount, yuan
from inspector_app.enforcement.case_values import Act, RespondentType
from inspector_app.enforcement.check_values import (
    CASE,
    DECISIONS,
    NOTICE,
    PENALTIES,
    Results,
    Subject,
    block,
    firm,
    warn,
)
from inspector_app.enforcement.facts import CaseFact, OriginalFact
from inspector_app.enforcement.filling_penalty import hearing_right
from inspector_app.enforcement.law import law_library
from inspector_app.enforcement.values import DocumentState

PRINCIPAL_ARTICLE = "safety_law:94.1"
_ISSUED = (DocumentState.PRINTED, DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED)


def notice_before_decision(subject: Subject) -> Results:
    """V02: the notice was served, its periods are over or waived, before the decision (行政处罚法 44, 45, 62, 64)."""
    case = subject.facts.case
    if subject.form.key not in DECISIONS or case is None:
        return
    notice = _notice(case)
    if notice is None:
        yield block("V02", "check.notice_missing", None)
        return
    served = case.row.notice_served_on
    today = subject.facts.today
    if not served or served >= today.isoformat():
        yield block("V02", "check.notice_not_served", None, number=notice.row.number or "—")
        return
    if case.row.defense_waived_on:
        return
    facts, served_on = subject.facts, date.fromisoformat(served)
    key = "procedure.statement_days"
    end = facts.calendar.working_deadline(served_on, facts.number(key)).last_on
    if today <= end:
        yield firm(facts.is_doubtful(key), "V02", "check.statement_period", "issue_date", until=end.isoformat())
    if notice.values.get("hearing_right") and not case.row.hearing_held_on:
        days = facts.number("procedure.hearing_request_working_days")
        end = facts.calendar.working_deadline(served_on, days).last_on
        if today <= end:
            yield block("V02", "check.hearing_period", "issue_date", until=end.isoformat())


def not_heavier_than_noticed(subject: Subject) -> Results:
    """V03: no heavier penalty and no other basis than was told (行政处罚法 45(2))."""
    case = subject.facts.case
    notice = _notice(case) if case else None
    if subject.form.key not in DECISIONS or notice is None:
        return
    told, decided = _sum(notice.values.get("proposed")), _sum(subject.values.get("penalties"))
    if decided > told:
        yield block("V03", "check.heavier_than_told", "penalties", told=_yuan(told), decided=_yuan(decided))
    kinds = _kinds(subject.values.get("penalties")) - _kinds(notice.values.get("proposed"))
    if kinds:
        yield block("V03", "check.kind_not_told", "penalties", kinds="、".join(sorted(kinds)))
    other = [one for one in subject.values.get("basis") or () if one not in (notice.values.get("basis") or ())]
    if other:
        yield block("V03", "check.basis_not_told", "basis", basis="；".join(other))


def hearing_right_told(subject: Subject) -> Results:
    """V04: the hearing right is told when the fine reaches the amount, or production is halted (行政处罚法 63)."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None or not hearing_right(subject.facts):
        return
    paper = subject.values if subject.form.key == NOTICE else (_values(_notice(case)) or {})
    if paper.get("hearing_right"):
        return
    always = any(_always_heard(kind) for act in case.row.acts for kind in act.penalties)
    key = f"procedure.hearing_threshold_{case.row.respondent_type.value}_fen"
    doubtful = not always and subject.facts.is_doubtful(key)
    yield firm(doubtful, "V04", "check.hearing_not_told", "hearing_right", threshold=_yuan(subject.facts.number(key)))


def decided_in_time(subject: Subject) -> Results:
    """V05: the decision falls within 90 days of filing, or the case was extended (行政处罚法 60)."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None:
        return
    if not case.row.filed_on:
        yield block("V05", "check.not_filed", None, name=case.row.case_name)
        return
    if len(case.row.handler_ids) < 2:
        yield block("V01", "check.too_few_handlers", None, count=len(case.row.handler_ids))
    if case.row.filed_on > subject.facts.today.isoformat():
        yield block("V05", "check.filed_later", None, filed=case.row.filed_on)
    if subject.form.key in DECISIONS:
        days = subject.facts.number("procedure.decision_days")
        last = (date.fromisoformat(case.row.filed_on) + timedelta(days=days)).isoformat()
        last = max(last, case.row.extended_to_on or "")
        if subject.facts.today.isoformat() > last:
            doubtful = subject.facts.is_doubtful("procedure.decision_days")
            yield firm(doubtful, "V05", "check.decided_late", "issue_date", last=last, days=days)


def apart_from_the_other_half(subject: Subject) -> Results:
    """V09: company and person each have their own number, notice, decision and facts (一案双罚)."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None:
        return
    for other in case.siblings:
        if case.row.notice_id and case.row.notice_id == other.notice_id:
            yield block("V09", "check.notice_shared", None, name=other.respondent_name)
        if subject.row.number and subject.row.number in (other.notice_number, other.decision_number):
            yield block("V09", "check.number_shared", None, number=subject.row.number, name=other.respondent_name)
        own, theirs = {act.fact_text for act in case.row.acts}, {act.fact_text for act in other.acts}
        if own & theirs - {""}:
            yield warn("V09", "check.same_facts", "facts", name=other.respondent_name)


def amount_in_range(subject: Subject) -> Results:
    """V11: article with paragraph and item is cited, and the fine lies in the range of that very article."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None:
        return
    if not case.row.acts:
        yield block("V11", "check.no_act", CASE)
    for number, act in enumerate(case.row.acts, 1):
        if (act.amount_fen or 0) < 0:
            yield block("V11", "check.amount_negative", CASE, number=number, amount=_yuan(act.amount_fen))
        else:
            yield from _range_of(number, act)


def figures_and_capitals(subject: Subject) -> Results:
    """V12: acts add up to the total, and figures and capitals say the same."""
    case = subject.facts.case
    if subject.form.key not in DECISIONS or case is None:
        return
    amount, parts = subject.values.get("total_fine"), _sum(subject.values.get("penalties"))
    if parts and amount != parts:
        yield block("V12", "check.total_differs", "total_fine", total=_yuan(amount), parts=_yuan(parts))
    acts = sum(act.amount_fen or 0 for act in case.row.acts)
    if acts != parts:
        yield block("V12", "check.paper_differs_from_case", "penalties", case=_yuan(acts), paper=_yuan(parts))
    if case.row.amount_fen is not None and case.row.amount_fen != acts:
        whole = _yuan(case.row.amount_fen)
        yield block("V12", "check.case_total_differs", "total_fine", total=whole, parts=_yuan(acts))
    capital = subject.values.get("total_fine_capital")
    if capital is None or amount is None:
        return
    if not _capital_equals(str(capital), int(amount)):
        yield block("V12", "check.capitals_differ", "total_fine_capital", capital=capital, figures=_yuan(amount))


def principal_has_duty_and_evidence(subject: Subject) -> Results:
    """V13: a principal failed a named duty of his own, and evidence speaks of himself (安全生产法 21, 94)."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None or case.row.respondent_type is not RespondentType.PERSON:
        return
    for number, act in enumerate(case.row.acts, 1):
        if act.basis_key == PRINCIPAL_ARTICLE and act.duty_code not in law_library().duties:
            yield block("V13", "check.duty_missing", CASE, number=number)
    if not any(item.is_own for item in case.row.evidence):
        make = warn if subject.form.key == NOTICE else block
        yield make("V13", "check.own_evidence_missing", "evidence")


def discussed_and_reviewed(subject: Subject) -> Results:
    """V22: a heavy case is discussed collectively, one with a hearing is reviewed (行政处罚法 57, 58)."""
    case = subject.facts.case
    if subject.form.key not in DECISIONS or case is None:
        return
    reduced = any(act.reduced for act in case.row.acts)
    heavy = (case.row.amount_fen or 0) >= subject.facts.number("procedure.collective_discussion_fen")
    if (reduced or heavy) and not case.row.discussed_on:
        yield warn("V22", "check.not_discussed", None)
    if hearing_right(subject.facts) and not case.row.legal_review_on:
        yield warn("V22", "check.not_reviewed", None)


def not_lapsed(subject: Subject) -> Results:
    """V27: two years since the act ended (行政处罚法 36)."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None:
        return
    ended = _act_day(case, subject)
    if ended is None:
        return
    years = subject.facts.number("procedure.limitation_years")
    last = _years_after(ended, years)
    if subject.facts.today > last:
        yield warn("V27", "check.lapsed", None, ended=ended.isoformat(), years=years)


def law_of_its_day(subject: Subject) -> Results:
    """V30: the library holds the text that applied when the act was done (行政处罚法 37)."""
    case = subject.facts.case
    ended = _act_day(case, subject) if case else None
    if subject.form.key not in PENALTIES or case is None or ended is None:
        return
    library = law_library()
    for act in case.row.acts:
        if act.basis_key and library.knows(act.basis_key) and not library.in_force(act.basis_key, ended):
            citation = library.citation(act.basis_key)
            yield warn("V30", "check.other_law_then", "basis", basis=citation, day=ended.isoformat())


def one_fine_for_one_act(subject: Subject) -> Results:
    """V31: nobody is fined twice for one act (行政处罚法 29); company and person are different parties."""
    case = subject.facts.case
    if subject.form.key not in PENALTIES or case is None:
        return
    seen: list[Act] = []
    for act in [*_others_of_same_party(case), *case.row.acts]:
        for other in seen:
            if other.basis_key != act.basis_key and _same_act(act, other):
                bases = "；".join(dict.fromkeys((*other.basis, *act.basis)))
                yield warn("V31", "check.fined_twice", "penalties", basis=bases)
        seen.append(act)


def evidence_proves_something(subject: Subject) -> Results:
    """V23: each piece of evidence says what it proves."""
    if subject.form.key not in PENALTIES:
        return
    for number, row in enumerate(subject.values.get("evidence") or (), 1):
        if not str(row.get("proves") or "").strip():
            yield warn("V23", "check.evidence_proves_nothing", "evidence", number=number, name=row.get("name") or "—")


def closure_counter(subject: Subject) -> Results:
    """V29: so many penalties in so short a time, with a major hazard, open the way to closure (安全生产法 113(一))."""
    case, facts = subject.facts.case, subject.facts
    if subject.form.key != "penalty_decision_org" or case is None or not any(p.is_major for p in facts.problems):
        return
    days = [date.fromisoformat(day) for day in case.former_decisions] + [facts.today]
    for window, least in (
        (facts.number("procedure.closure_window_days"), facts.number("procedure.closure_window_penalties")),
        (365, facts.number("procedure.closure_year_penalties")),
    ):
        count = sum(1 for day in days if 0 <= (facts.today - day).days < window)
        if count >= least:
            yield warn("V29", "check.closure_reached", None, count=count, days=window)
            return


def _range_of(number: int, act: Act) -> Results:
    library = law_library()
    if not act.basis or not all("条" in one and "《" in one for one in act.basis):
        yield block("V11", "check.article_missing", CASE, number=number)
    if not act.violated:
        yield block("V11", "check.violated_missing", CASE, number=number)
    if act.amount_fen is None:
        if not act.penalties:
            yield block("V11", "check.amount_missing", CASE, number=number)
        return
    if not library.knows(act.basis_key):
        yield warn("V11", "check.range_unknown", CASE, number=number)
        return
    ranges = [p for p in library.penalty_ranges(str(act.basis_key), act.subject, act.stage) if p.is_fine]
    if any(one.allows(act.amount_fen) for one in ranges):
        if not act.tier_note and not act.tier:
            yield warn("V11", "check.tier_missing", CASE, number=number)
        return
    params: dict[str, Any] = {"number": number, "amount": _yuan(act.amount_fen)}
    doubtful = library.is_doubtful(str(act.basis_key))
    if not ranges:
        yield firm(doubtful, "V11", "check.no_fine_here", CASE, **params)
        return
    low, high = min(one.minimum or 0 for one in ranges), max(one.maximum or 0 for one in ranges)
    if act.reduced and act.amount_fen < low:
        yield warn("V11", "check.reduced", CASE, **params, low=_yuan(low))
        return
    yield firm(doubtful, "V11", "check.amount_outside", CASE, **params, low=_yuan(low), high=_yuan(high))


def _notice(case: CaseFact) -> OriginalFact | None:
    """The notice that counts: the one the case names, once it is issued."""
    return next((p for p in case.papers if p.row.id == case.row.notice_id and p.row.state in _ISSUED), None)


def _values(paper: OriginalFact | None) -> Any:
    return paper.values if paper else None


def _others_of_same_party(case: CaseFact) -> list[Act]:
    return [act for other in case.siblings if other.respondent_id == case.row.respondent_id for act in other.acts]


def _same_act(one: Act, other: Act) -> bool:
    shared = set(one.finding_ids) & set(other.finding_ids)
    return bool(shared) or (bool(one.fact_text) and one.fact_text == other.fact_text)


def _act_day(case: CaseFact, subject: Subject) -> date | None:
    visit = subject.facts.visit
    text = case.row.act_ended_on or (visit.day if visit else None)
    return date.fromisoformat(text) if text else None


def _always_heard(kind: str) -> bool:
    return any(word in kind for word in ("停产停业", "关闭", "吊销", "降低资质", "限制从业"))


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _sum(lines: Any) -> int:
    return sum(int(line.get("amount") or 0) for line in lines or ())


def _kinds(lines: Iterable[Any] | None) -> set[str]:
    return {str(line.get("type")) for line in lines or ()}


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else yuan(fen)


def _capital_equals(text: str, fen: int) -> bool:
    try:
        return read_capital_amount(text) == fen
    except ValueError:
        return False
