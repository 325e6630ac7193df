"""Fills the blanks of on-site papers from what is known; one small pure function per form.

Keys are those of enforcement facts §1.6–1.7b. A blank nobody knows is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from inspector_app.checklist.loader import cited_criterion
from inspector_app.enforcement.facts import Facts, OfficerFact, OriginalFact, ProblemFact, VisitFact, stated
from inspector_app.enforcement.filling_photos import photo_evidence_sheet
from inspector_app.enforcement.law import law_library
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.rules import place_apart
from inspector_app.inspection.values import Measure, ReinspectionResult
from inspector_app.terms import label

Values = dict[str, Any]
Filler = Callable[[Facts], Values]

ELIMINATE = "safety_law:65.1-3"
CORRECT = "safety_law:65.1-2"


def inspection_record(facts: Facts) -> Values:
    """F3 现场检查记录: place and fact only; no level, no article, no measure."""
    visit, org = facts.visit, facts.org
    problems = [_problem(problem) for problem in facts.problems]
    if not problems and visit is not None:
        problems = [{"no": 1, "seq": 0, "location": visit.place, "description": _nothing_found(facts)}]
    return stated(
        org_name=org and org.name,
        address=org and org.address,
        mine_name=org and org.mine_name,
        legal_rep=org and org.legal_rep,
        title=org and org.legal_rep_title,
        phone=org and org.unit_phone,
        check_place=visit and _check_place(visit, facts.problems),
        check_time=visit and _span(visit.started_at, visit.ended_at),
        findings=_numbered(problems),
        permits=[{"name": p.name, "number": p.number, "valid_to": p.valid_to_on} for p in org.permits] if org else None,
        companions=visit and visit.companions,
        site_rep_name=visit and visit.site_rep_name,
        site_rep_title=visit and visit.site_rep_title,
        **_head(facts),
    )


def _check_place(visit: VisitFact, problems: Iterable[ProblemFact]) -> str:
    """The route; where none was told, the mine with the places at which something was found."""
    places = list(dict.fromkeys(problem.place.strip() for problem in problems if (problem.place or "").strip()))
    if visit.route or not places:
        return visit.place
    return "：".join(part for part in (visit.place, "、".join(places)) if part)


def _nothing_found(facts: Facts) -> str:
    """The office's words for 符合 on papers."""
    words = facts.parameters.get("papers.wording_compliant")
    return str(words.value) if words is not None and words.value else "未发现问题"


def onsite_measure_decision(facts: Facts) -> Values:
    """F4 现场处理措施决定书. Basis: 安全生产法 65(1)(三), with (二) where something is corrected on the spot."""
    problems = [problem for problem in facts.problems if problem.on_site]
    numbers = {problem.finding_id: number for number, problem in enumerate(problems, 1)}
    return stated(
        addressee=facts.org and facts.org.name,
        check_date=facts.visit and facts.visit.day,
        problems=_numbered([_ordered(problem) for problem in problems]),
        basis=[law_library().citation(ELIMINATE)],
        measures=_measures(problems, numbers),
        **_remedy(facts),
        **_head(facts),
    )


def rectification_order(facts: Facts) -> Values:
    """F5 责令限期整改指令书: several deadlines are possible, each names its items."""
    problems = [problem for problem in facts.problems if problem.measure and not problem.on_site]
    by_day: dict[str, list[int]] = {}
    at_once = []
    for number, problem in enumerate(problems, 1):
        if problem.measure is Measure.CORRECT_ON_SPOT:
            at_once.append(number)
        elif problem.due_on:
            by_day.setdefault(problem.due_on, []).append(number)
    return stated(
        addressee=facts.org and facts.org.name,
        problems=_numbered([_ordered(problem) for problem in problems]),
        items_immediate=at_once,
        groups=[{"item_nos": items, "deadline": day} for day, items in sorted(by_day.items())],
        **_remedy(facts),
        **_head(facts),
    )


def reinspection_opinion(facts: Facts) -> Values:
    """F6 整改复查意见书: every item of the original order, with the result found at this visit."""
    original = facts.original
    items = list(original.values.get("problems") or ()) if original else []
    results = [_result(number, item, facts.problems) for number, item in enumerate(items, 1)]
    return stated(
        addressee=(facts.org and facts.org.name) or (original and original.values.get("addressee")),
        orig_date=original and original.row.issued_on,
        orig_decision=original and _decided(original),
        orig_doc_no=original and original.row.number,
        results=results,
        conclusion=_conclusion(results, original),
        **_head(facts),
    )


def evacuation_order(facts: Facts) -> Values:
    """EX-02 撤出作业人员指令书: issued at once, whatever is known; nothing here is ever required."""
    worst = _worst(facts.problems)
    return stated(
        addressee=facts.org and facts.org.name,
        found_at=facts.found_at,
        place=worst and worst.place,
        danger=worst and worst.fact,
        basis=[law_library().citation(ELIMINATE)],
        area=worst and worst.place,
        given_on_spot_at=facts.found_at,
        **_remedy(facts),
        **_head(facts),
    )


ON_SITE_FILLERS: dict[str, Filler] = {
    "inspection_record": inspection_record,
    "onsite_measure_decision": onsite_measure_decision,
    "rectification_order": rectification_order,
    "reinspection_opinion": reinspection_opinion,
    "evacuation_order": evacuation_order,
    "photo_evidence_sheet": lambda facts: photo_evidence_sheet(facts) | stated(**_head(facts)),
}


def general(facts: Facts) -> Values:
    """What any form may ask for under these keys; a county's own form is filled from this alone."""
    org, visit, bureau = facts.org, facts.visit, facts.bureau
    return stated(
        org_name=org and org.name,
        addressee=org and org.name,
        mine_name=org and org.mine_name,
        uscc=org and org.uscc,
        address=org and org.address,
        legal_rep=org and org.legal_rep,
        check_date=visit and visit.day,
        org_address=bureau and bureau.address,
        contact=bureau and bureau.contact,
        case_name=facts.case and facts.case.row.case_name,
        **_remedy(facts),
        **_head(facts),
    )


def officer_values(officers: Iterable[OfficerFact]) -> list[Values]:
    """Officers as every external paper prints them; experts never come here."""
    return [
        stated(officer_id=o.officer_id, name=o.name, cert_no=o.cert_no, dept=o.department, title=o.title)
        for o in officers
        if o.is_officer
    ]


def head(facts: Facts) -> Values:
    """▸OFF and ▸SEAL, as every external paper needs them."""
    return _head(facts)


def remedy(facts: Facts) -> Values:
    """▸REMEDY: the government of the same level only (行政复议法 24), and the court."""
    return _remedy(facts)


def _head(facts: Facts) -> Values:
    bureau, visit = facts.bureau, facts.visit
    return {
        "officers": officer_values(facts.officers),
        "issuing_org": bureau and bureau.name,
        "issue_date": facts.today.isoformat(),
        "behavior_code": visit and visit.behavior_code,
    }


def _remedy(facts: Facts) -> Values:
    bureau = facts.bureau
    return {"reconsider_gov": bureau and bureau.government, "court": bureau and bureau.court}


def _problem(problem: ProblemFact) -> Values:
    """Place and fact; a place with which the fact begins is not said twice."""
    place = place_apart(problem.place, problem.fact)
    return {"seq": problem.seq, "location": place, "description": problem.fact, "finding_id": problem.finding_id}


def _ordered(problem: ProblemFact) -> Values:
    """A problem as an order keeps it: also how it was judged and what is to be done about it."""
    level = HazardLevel(problem.hazard_level)
    return _problem(problem) | stated(
        hazard_level=None if level is HazardLevel.SUSPECTED_MAJOR else label(level),
        hazard_ref=cited_criterion(problem.criterion_key),
        violated_rule=problem.violated_rule,
        measure=problem.measure and label(problem.measure),
        deadline=problem.due_on,
    )


def _numbered(problems: Sequence[Values]) -> list[Values]:
    return [{**problem, "no": number} for number, problem in enumerate(problems, 1)]


def _measures(problems: Sequence[ProblemFact], numbers: dict[str, int]) -> list[Values]:
    """One line per kind of measure with the items it answers, in the order of the findings."""
    grouped: dict[tuple[Measure, str], list[int]] = {}
    for problem in problems:
        if problem.measure is not None:
            key = (problem.measure, (problem.measure_text or "").strip())
            grouped.setdefault(key, []).append(numbers[problem.finding_id])
    return [
        {"seq": place, "measure": label(measure), "text": text or label(measure), "item_nos": items}
        for place, ((measure, text), items) in enumerate(grouped.items(), 1)
    ]


def _result(number: int, item: Values, problems: Sequence[ProblemFact]) -> Values:
    known = item.get("finding_id")
    found = next((p for p in problems if known and p.original_finding_id == known), None)
    if found is None:
        found = next((p for p in problems if p.fact and p.fact == item.get("description")), None)
    result = ReinspectionResult(found.result) if found and found.result else None
    return stated(
        item_no=number,
        description="：".join(str(item[part]) for part in ("location", "description") if item.get(part)),
        result=label(result) if result else None,
        note=found and found.result_note,
    )


def _decided(original: OriginalFact) -> str:
    return "现场处理" if original.row.form == "onsite_measure_decision" else "责令限期整改"


def _conclusion(results: Sequence[Values], original: OriginalFact | None) -> str | None:
    """全部合格 / 部分不合格 / 同意恢复生产: said only when every item has its result (F6)."""
    if not results or any("result" not in item for item in results):
        return None
    done = label(ReinspectionResult.RECTIFIED)
    if any(item["result"] != done for item in results):
        return "部分不合格"
    halted = original is not None and any(
        measure.get("measure") == label(Measure.SUSPEND_PRODUCTION) for measure in original.values.get("measures") or ()
    )
    return "同意恢复生产" if halted else "全部合格"


def _worst(problems: Sequence[ProblemFact]) -> ProblemFact | None:
    """The finding an evacuation is about: the one that asks for it, else a major one, else the last recorded."""
    asking = [problem for problem in problems if problem.measure is Measure.EVACUATE]
    major = [problem for problem in problems if problem.is_major]
    return next(iter([*asking, *major, *reversed(problems)]), None)


def _span(started_at: str, ended_at: str | None) -> Values:
    return {"start": started_at[:16], "end": ended_at[:16] if ended_at else None}
