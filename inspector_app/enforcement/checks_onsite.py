"""V-rules of visit, record and re-inspection: V08, V16, V17, V18, V21, and what orders may rest on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from inspector_app.days import CLOCK_SLACK
from inspector_app.enforcement.check_values import (
    ORDERS,
    PENALTIES,
    ROWS,
    Results,
    Subject,
    block,
    firm,
    note,
    warn,
)
from inspector_app.enforcement.checks_orders import day_stated
from inspector_app.evidence.values import TIME_OF_FILE
from inspector_app.inspection.values import Measure

_LEGAL = re.compile(r"《[^》]+》\s*第?[一二三四五六七八九十百零\d.]+条?|重大(?:生产安全)?事故隐患|违反了|涉嫌")
"""What a record of facts does not say: an article, a level, a conclusion."""

_STOPPING = frozenset({
    Measure.EVACUATE, Measure.SUSPEND_PRODUCTION, Measure.STOP_CONSTRUCTION, Measure.STOP_USING_EQUIPMENT,
})  # fmt: skip
PUT_RIGHT = "已整改"
"""The result after which nothing needs explaining, as the opinion says it."""
HEARING = "hearing_right_notice"
_NIGHT = (22, 6)
"""Hours from and to which a check needs its reason."""
_LONG_DAYS = 7
"""A visit that lasts longer was probably closed late."""


def policy_is_no_basis(subject: Subject) -> Results:
    """An order or penalty does not rest on the plan alone (DESIGN: papers); the record may state it."""
    penal = PENALTIES | {HEARING}
    if subject.form.key not in ORDERS | penal:
        return
    problems = subject.facts.problems if subject.form.key in penal else subject.listed
    for problem in problems:
        if problem.rests_on_policy:
            yield block("V11", "check.policy_only", "problems", seq=problem.seq)
        elif not (problem.violated_rule or problem.legal_basis or problem.criterion_key):
            yield warn("V11", "check.no_article", "problems", seq=problem.seq)


def basic_conditions_are_named(subject: Subject) -> Results:
    """V21: a hazard of the county's 安全生产基本条件类 is punished strictly, and looked back on (plan tasks 5, 30)."""
    if subject.form.key not in PENALTIES:
        return
    value = subject.facts.parameters["discretion.basic_condition_criteria"].value
    chosen = value if isinstance(value, list | tuple) else ()
    for problem in subject.facts.problems:
        if problem.is_major and problem.criterion_key in chosen:
            yield note("V21", "check.basic_condition", "problems", seq=problem.seq, criterion=problem.criterion_key)


def record_states_facts_only(subject: Subject) -> Results:
    """F3: place and fact; a legal conclusion belongs into other papers."""
    if subject.form.key != "inspection_record":
        return
    for row in subject.rows:
        found = _LEGAL.search(str(row.get("description") or ""))
        if found:
            yield warn("V17", "check.record_states_law", "findings", seq=row.get("seq"), words=found.group())


def record_is_complete(subject: Subject) -> Results:
    """F3 lists as many findings as the visit has."""
    if subject.form.key == "inspection_record":
        stated = {row.get("seq") for row in subject.rows} - {0}
        known = {problem.seq for problem in subject.facts.problems}
        if stated != known:
            yield warn("V17", "check.findings_differ", "findings", paper=len(stated), visit=len(known))


def companions_are_named(subject: Subject) -> Results:
    """F3: who went along for the mine is asked before it is printed as nobody (C2022)."""
    if subject.form.key == "inspection_record" and not subject.values.get("companions"):
        yield note("V19", "check.companions_unknown", "companions")


def same_words(subject: Subject) -> Results:
    """V17: one finding, one wording, in record, decision, order and penalty papers."""
    own = {row.get("seq"): row for row in subject.rows if row.get("seq")}
    for paper in subject.papers(*ROWS):
        if paper.row.form == "reinspection_opinion" or subject.form.key == "reinspection_opinion":
            continue
        for other in paper.values.get(ROWS[paper.row.form]) or ():
            mine = own.get(other.get("seq"))
            if mine and any((mine.get(part) or "") != (other.get(part) or "") for part in ("location", "description")):
                yield warn("V17", "check.wording_differs", ROWS[subject.form.key], seq=other["seq"],
                           title=paper.row.title)  # fmt: skip
    if subject.form.key in PENALTIES:
        text = str(subject.values.get("facts") or "")
        for problem in subject.facts.problems:
            if problem.fact and problem.fact not in text:
                yield warn("V17", "check.fact_differs", "facts", seq=problem.seq)


def _clock(moment: str) -> str:
    """Day and minute as officers write them."""
    return moment[:16].replace("T", " ")


def times_are_plausible(subject: Subject) -> Results:
    """V18: the visit has an end after its beginning, photos lie inside it, nobody is in two places."""
    visit = subject.facts.visit
    if visit is None or subject.form.key not in ("inspection_record", "photo_evidence_sheet"):
        return
    span = subject.values.get("check_time") or {}
    start, end = str(span.get("start") or visit.started_at), str(span.get("end") or visit.ended_at or "")
    if subject.form.key == "inspection_record":
        yield from _end_is_plausible(start, end, subject.facts.found_at)
        if visit.ended_at and end and end[:16] != visit.ended_at[:16]:
            yield warn("V18", "check.end_differs", "check_time", end=_clock(end), ended=_clock(visit.ended_at))
        hour = int(start[11:13]) if len(start) >= 13 else 12
        if hour >= _NIGHT[0] or hour < _NIGHT[1]:
            yield warn("V18", "check.at_night", "check_time", time=start[11:16])
        for name, site in subject.facts.elsewhere:
            yield warn("V18", "check.in_two_places", "officers", name=name, place=site)
    for photo in subject.facts.photos:
        if photo.finding_id is None or photo.taken_at is None or photo.time_source == TIME_OF_FILE:
            continue
        taken, told = photo.taken_at[:16], _clock(photo.taken_at)
        if taken < start[:16] or (end and taken > end[:16]):
            yield warn("V18", "check.photo_outside", "photos", name=photo.file_name or told, taken=told)


def dated_after_the_visit(subject: Subject) -> Results:
    """A paper of a visit, and of the case that came of it, is not dated before it."""
    visit = subject.facts.visit
    if visit is not None and subject.facts.today.isoformat() < visit.day:
        yield block("V18", "check.dated_before_visit", "issue_date", day=visit.day)


def major_hazard_followed_up(subject: Subject) -> Results:
    """V21: a major hazard asks for a stop or an evacuation, and for a case against both (plan tasks 6, 23)."""
    if subject.form.key not in ROWS or subject.form.key == "reinspection_opinion":
        return
    major = [problem for problem in subject.facts.problems if problem.is_major]
    for problem in major:
        if problem.measure not in _STOPPING and not (problem.measure_text or "").strip():
            yield warn("V21", "check.major_without_stop", "measures", seq=problem.seq)
    if major and subject.form.key != "onsite_measure_decision" and not subject.papers("onsite_measure_decision"):
        yield warn("V21", "check.major_without_decision", None, count=len(major))
    if major and not subject.facts.has_case:
        yield warn("V21", "check.major_without_case", None, count=len(major))


def reinspection_covers_all(subject: Subject) -> Results:
    """V16: every item of the original paper has its result, none is invented."""
    if subject.form.key != "reinspection_opinion":
        return
    original = subject.facts.original
    if original is None:
        yield block("V16", "check.original_missing", "orig_doc_no")
        return
    if original.row.number != subject.values.get("orig_doc_no"):
        yield block("V16", "check.original_number_differs", "orig_doc_no", number=original.row.number or "—")
    wanted = set(range(1, len(original.values.get("problems") or ()) + 1))
    results = {row.get("item_no"): row for row in subject.rows}
    for number in sorted(wanted):
        if not (results.get(number) or {}).get("result"):
            yield block("V16", "check.item_without_result", "results", number=number)
    bare = [str(number) for number, row in results.items() if _is_unexplained(row)]
    if bare:
        yield warn("V16", "check.result_unexplained", "results", items="、".join(bare))
    unknown = sorted(int(item) for item in results if item is not None and item not in wanted)
    if unknown:
        yield block("V16", "check.item_unknown", "results", items="、".join(map(str, unknown)))


def _is_unexplained(row: Mapping[str, Any]) -> bool:
    """A result other than put right whose 复查情况 would be printed as “/”."""
    return row.get("result") not in (None, "", PUT_RIGHT) and not str(row.get("note") or "").strip()


def reinspection_in_time(subject: Subject) -> Results:
    """V08: within the days the office has set after the last deadline of the original order."""
    original = subject.facts.original
    if subject.form.key != "reinspection_opinion" or original is None:
        return
    days = [day_stated(group.get("deadline")) for group in original.values.get("groups") or ()]
    last = max((day for day in days if day is not None), default=None)
    if last is None:
        return
    allowed = subject.facts.number("procedure.reinspection_days")
    latest = last + timedelta(days=allowed)
    if subject.facts.today > latest:
        doubtful = subject.facts.is_doubtful("procedure.reinspection_days")
        yield firm(doubtful, "V08", "check.reinspection_late", "issue_date", latest=latest.isoformat(), days=allowed)


def _end_is_plausible(start: str, end: str, now: str | None) -> Results:
    if not end:
        yield warn("V18", "check.end_missing", "check_time")
    elif end < start[: len(end)]:
        yield block("V18", "check.ends_before_it_begins", "check_time", start=_clock(start), end=_clock(end))
    elif end == start[: len(end)]:
        yield warn("V18", "check.no_time_passed", "check_time", start=_clock(start))
    else:
        yield from _end_is_near(start, end, now)


def _end_is_near(start: str, end: str, now: str | None) -> Results:
    begun, ended, told = _minute(start), _minute(end), _minute(now or "")
    if ended is None:
        return
    if told is not None and ended > told + CLOCK_SLACK:
        yield block("V18", "check.ends_in_future", "check_time", end=_clock(end))
    elif begun is not None and ended - begun > timedelta(days=_LONG_DAYS):
        yield warn("V18", "check.visit_long", "check_time", start=_clock(start), end=_clock(end), days=_LONG_DAYS)


def _minute(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text[:16]).replace(tzinfo=None)
    except ValueError:
        return None
