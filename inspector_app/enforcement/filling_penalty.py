"""Fills penalty papers from one respondent's case: 告知书 F24, 决定书 F34 (单位) and F35 (个人).

Each respondent has his own facts, articles, amount, evidence and number; only what §2.5 lets them share is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from inspector_app.documents.numerals import capital_amount
from inspector_app.enforcement.case_values import Act, CaseRow
from inspector_app.enforcement.dual_rules import total
from inspector_app.enforcement.facts import CaseFact, Facts, OrgFact, PersonFact, stated
from inspector_app.enforcement.filling import head, remedy
from inspector_app.enforcement.law import law_library
from inspector_app.enterprise.values import IdType
from inspector_app.terms import label

Values = dict[str, Any]
FINE = "罚款"


def penalty_prior_notice(facts: Facts) -> Values:
    """F24 行政处罚告知书. The right to a hearing stands in it when the threshold is reached (行政处罚法 63)."""
    case, bureau = facts.case, facts.bureau
    return stated(
        respondent=case and case.row.respondent_name,
        hearing_right=hearing_right(facts),
        hearing_days=facts.number("procedure.hearing_request_working_days"),
        defense_days=facts.number("procedure.statement_days"),
        proposed=_penalties(case.row) if case else None,
        **_total(case),
        org_address=bureau and bureau.address,
        contact=bureau and bureau.contact,
        phone=bureau and bureau.phone,
        postcode=bureau and bureau.postcode,
        **_acts(case),
        **head(facts),
    )


def penalty_decision_org(facts: Facts) -> Values:
    """F34 行政处罚决定书（单位）."""
    org = facts.case.org if facts.case else None
    return stated(**_org(org), **_decision(facts))


def penalty_decision_person(facts: Facts) -> Values:
    """F35 行政处罚决定书（个人）: with the duty of 安全生产法 21 that he failed."""
    case = facts.case
    person = case.person if case else None
    duties = [act.duty_code for act in case.row.acts if act.duty_code] if case else []
    return stated(
        **_person(person, facts.today),
        is_principal=bool(case and case.row.principal_kind),
        principal_kind=label(case.row.principal_kind) if case and case.row.principal_kind else None,
        duty_failed=_blank_of(duties[0]) if duties else None,
        duty_text=duty_sentence(duties[0]) if duties else None,
        **_decision(facts),
    )


PENALTY_FILLERS: dict[str, Callable[[Facts], Values]] = {
    "penalty_prior_notice": penalty_prior_notice,
    "penalty_decision_org": penalty_decision_org,
    "penalty_decision_person": penalty_decision_person,
}


def hearing_right(facts: Facts) -> bool:
    """Whether this respondent may ask for a hearing: fine at or over the threshold, or a halt of production.

    Source: 行政处罚法 63; the amounts are parameters.
    """
    if facts.case is None:
        return False
    row = facts.case.row
    threshold = facts.number(f"procedure.hearing_threshold_{row.respondent_type.value}_fen")
    halts = any("停产停业" in one or "吊销" in one for act in row.acts for one in act.penalties)
    return halts or (total(row.acts) or 0) >= threshold


def _decision(facts: Facts) -> Values:
    case, bureau = facts.case, facts.bureau
    return {
        "defense": case and (case.row.defense_text or case.opinion),
        "penalties": _penalties(case.row) if case else None,
        **_total(case),
        "pay_deadline_days": facts.number("procedure.payment_days"),
        "bank_name": bureau and bureau.fine_bank,
        "account_name": bureau and bureau.fine_account_name,
        "account_no": bureau and bureau.fine_account_no,
        **_acts(case),
        **remedy(facts),
        **head(facts),
    }


def _total(case: CaseFact | None) -> Values:
    amount = total(case.row.acts) if case else None
    return {"total_fine": amount, "total_fine_capital": capital_amount(amount) if amount else None}


def _acts(case: CaseFact | None) -> Values:
    if case is None:
        return {}
    acts = case.row.acts
    facts = [act.fact_text for act in acts if act.fact_text]
    numbered = facts if len(facts) < 2 else [f"{number}．{text}" for number, text in enumerate(facts, 1)]
    evidence = [
        stated(no=number, name=item.name, doc_no=item.doc_no, proves=item.proves)
        for number, item in enumerate(case.row.evidence, 1)
    ]
    return {
        "facts": "\n".join(numbered),
        "evidence": evidence,
        "discretion": "\n".join(dict.fromkeys(text for act in acts if (text := _tier(act)))),
        "violated": _each(acts, "violated"),
        "basis": _each(acts, "basis"),
    }


def _tier(act: Act) -> str:
    return "，".join(part for part in (act.tier, act.tier_note) if part)


def _each(acts: Sequence[Act], part: str) -> list[str]:
    """Articles of all acts in their order, each once."""
    return list(dict.fromkeys(one for act in acts for one in getattr(act, part)))


def _penalties(row: CaseRow) -> list[Values]:
    lines = []
    for number, act in enumerate(row.acts, 1):
        lines += [{"act_no": number, "type": kind} for kind in act.penalties if kind != FINE]
        if act.amount_fen is not None:
            lines.append({"act_no": number, "type": FINE, "amount": act.amount_fen})
    return lines


def _org(org: OrgFact | None) -> Values:
    if org is None:
        return {}
    return {
        "org_name": org.name,
        "uscc": org.uscc,
        "org_address": org.address,
        "postcode": org.postcode,
        "legal_rep": org.legal_rep,
        "legal_rep_title": org.legal_rep_title,
        "phone": org.unit_phone,
        "mine_name": org.mine_name,
        "org_type": org.org_type,
    }


def _person(person: PersonFact | None, day: date) -> Values:
    if person is None:
        return {}
    return {
        "person_name": person.name,
        "gender": person.gender,
        "age": person.age_on(day),
        "birth_date": person.birth_on,
        "id_type": _id_type(person.id_type),
        "id_no": person.id_no,
        "home_address": person.home_address,
        "employer": person.employer,
        "title": person.title,
        "employer_address": person.employer_address,
        "phone": person.phone,
        "postcode": person.postcode,
    }


def _id_type(value: str) -> str:
    return label(IdType(value)) if value in {one.value for one in IdType} else value


def _blank_of(code: str) -> str:
    """21-5 as the form writes it: 21(5)."""
    article, _, item = code.partition("-")
    return f"{article}({item})"


def duty_sentence(code: str | None) -> str:
    """Which duty of 安全生产法 21 was not performed, in the words of the statute; empty when no code is stated."""
    duty = law_library().duties.get(code or "")
    return f"未依法履行“{duty.zh}”的职责。" if duty else ""
