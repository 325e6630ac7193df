"""V-rules of what orders made at the mine (F4, F5) demand: which findings, what, until when: V16, V17, V18, V21."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from inspector_app.enforcement.check_values import ORDERS, Results, Subject, block, firm, note, warn
from inspector_app.enforcement.facts import ProblemFact
from inspector_app.inspection.values import Measure
from inspector_app.terms import label

DECISION = "onsite_measure_decision"
ORDER = "rectification_order"
_PAUSING = (Measure.SUSPEND_PRODUCTION, Measure.STOP_CONSTRUCTION, Measure.STOP_USING_EQUIPMENT)
_STOPPING = (Measure.EVACUATE, *_PAUSING)
"""Kinds that say nothing without what they extend to: which area, which work, which equipment."""
_PERIOD = re.compile(r"[至到].*[日止前]|前[，。；]|之前|以前|[日天月]内|期限|期间")
"""How a measure in words tells until when it lasts."""


def every_problem_answered(subject: Subject) -> Results:
    """F4: each problem has its measure; F5: each has its deadline or is corrected at once."""
    numbers = set(range(1, len(subject.rows) + 1))
    if subject.form.key == DECISION:
        answered = _items(subject.values.get("measures"))
        for number in sorted(numbers - answered):
            yield block("V21", "check.problem_without_measure", "measures", number=number)
    if subject.form.key == ORDER:
        answered = _items(subject.values.get("groups")) | set(subject.values.get("items_immediate") or ())
        for number in sorted(numbers - answered):
            yield block("V16", "check.problem_without_deadline", "groups", number=number)
    if subject.form.key in ORDERS and answered - numbers:
        where = "measures" if subject.form.key == DECISION else "groups"
        yield block("V16", "check.item_unknown", where, items="、".join(map(str, sorted(answered - numbers))))


def order_is_complete(subject: Subject) -> Results:
    """An order lists every finding that asks for it; what rests on the plan alone does not belong into one."""
    if subject.form.key not in ORDERS:
        return
    wants = {p.seq for p in subject.facts.problems if _belongs(p, subject.form.key) and not p.rests_on_policy}
    left = sorted(wants - {row.get("seq") for row in subject.rows})
    if left:
        named = subject.form.by_key["problems"].label
        yield warn("V17", "check.finding_left_out", "problems", seqs="、".join(map(str, left)), label=named)


def left_out_is_told(subject: Subject) -> Results:
    """Which findings of the visit an order does not name, why, and where they are dealt with instead."""
    if subject.form.key not in ORDERS:
        return
    listed = {problem.seq for problem in subject.listed}
    left = [problem for problem in subject.facts.problems if problem.seq not in listed]
    is_order = subject.form.key == ORDER
    elsewhere = "check.left_to_decision" if is_order else "check.left_to_order"
    told = (
        ("check.left_out_unmeasured", lambda one: one.measure is None),
        ("check.left_out_policy", lambda one: one.measure is not None and one.rests_on_policy),
        (elsewhere, lambda one: one.measure is not None and one.on_site is is_order and not one.rests_on_policy),
    )
    for code, fits in told:
        seqs = [problem.seq for problem in left if fits(problem)]
        if seqs:
            yield note("V21", code, None, seqs="、".join(map(str, seqs)))


def deadlines(subject: Subject) -> Results:
    """F5: a deadline lies after the order, not too far off, and says so when it falls on a day of rest."""
    if subject.form.key != ORDER:
        return
    facts = subject.facts
    most = facts.number("procedure.rectification_most_days")
    for group in subject.values.get("groups") or ():
        day = day_stated(group.get("deadline"))
        if day is None:
            yield block("V19", "check.deadline_unreadable", "groups", deadline=str(group.get("deadline") or ""))
        elif day < facts.today:
            yield block("V18", "check.deadline_past", "groups", deadline=day.isoformat())
        elif (day - facts.today).days > most:
            doubtful = facts.is_doubtful("procedure.rectification_most_days")
            yield firm(doubtful, "V18", "check.deadline_far", "groups", deadline=day.isoformat(), days=most)
        elif not facts.calendar.is_working_day(day):
            yield note("V18", "check.deadline_on_rest_day", "groups", deadline=day.isoformat())


def finding_due_in_time(subject: Subject) -> Results:
    """V18: no finding of a decision is due before the visit that found it (an order states its days by groups)."""
    visit = subject.facts.visit
    if visit is None or subject.form.key != DECISION:
        return
    for row in subject.rows:
        due = day_stated(row.get("deadline"))
        if due is not None and due.isoformat() < visit.day:
            told = {"seq": row.get("seq"), "deadline": due.isoformat(), "day": visit.day}
            yield block("V18", "check.finding_due_before_visit", "problems", **told)


def measures_are_definite(subject: Subject) -> Results:
    """V21: F4 says what is stopped or left, and until when it stays so (facts F4: 现场处理决定, 期限)."""
    if subject.form.key != DECISION:
        return
    rows = [row for row in subject.values.get("measures") or () if isinstance(row, Mapping)]
    stopping, pausing = {label(one) for one in _STOPPING}, {label(one) for one in _PAUSING}
    for number, row in enumerate(rows, 1):
        words = str(row.get("text") or "").strip().rstrip("。；")
        if words in stopping:
            yield warn("V21", "check.measure_without_scope", "measures", number=number, measure=words)
    yield from _until(subject, [row for row in rows if row.get("measure") in pausing])


def _until(subject: Subject, pausing: list[Mapping[str, Any]]) -> Results:
    stated, facts = subject.values.get("measure_until"), subject.facts
    until = day_stated(stated)
    if stated and until is None:
        yield block("V19", "check.deadline_unreadable", "measure_until", deadline=str(stated))
    elif until is not None and until < facts.today:
        yield block("V18", "check.measure_until_past", "measure_until", until=until.isoformat())
    elif until is not None:
        months = facts.number("procedure.onsite_measure_months")
        if pausing and until > facts.calendar.deadline_in_months(facts.today, months, moves=False).last_on:
            doubtful = facts.is_doubtful("procedure.onsite_measure_months")
            told = {"until": until.isoformat(), "months": months}
            yield firm(doubtful, "V18", "check.measure_until_far", "measure_until", **told)
    else:
        for row in pausing:
            if not _PERIOD.search(str(row.get("text") or "")):
                yield warn("V21", "check.measure_without_period", "measure_until", measure=str(row.get("measure")))


def day_stated(text: Any) -> date | None:
    """The calendar day a blank states, ``None`` when it states none."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _belongs(problem: ProblemFact, form: str) -> bool:
    if problem.measure is None:
        return False
    return problem.on_site if form == DECISION else not problem.on_site


def _items(groups: Any) -> set[int]:
    return {int(item) for group in groups or () if isinstance(group, Mapping) for item in group.get("item_nos") or ()}
