"""V-rules about who acts, who is addressed and what stands in the blanks: V01, V10, V14, V19, V20, V33."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.enforcement.check_values import DECISIONS, PENALTIES, ROWS, Results, Subject, block, note, warn
from inspector_app.enforcement.facts import OfficerFact, party_of
from inspector_app.enterprise.codes import resident_fault, uscc_fault
from inspector_app.enterprise.values import IdType
from inspector_app.terms import label

FEWEST_OFFICERS = 2
GOVERNMENT = "人民政府"
INTERNAL = frozenset({"photo_evidence_sheet"})
"""Papers that no officer signs as such."""
ESSENTIAL = frozenset({"facts", "findings", "problems", "results", "violated", "basis", "penalties", "proposed"})
"""Without these a paper says nothing."""


def essentials(subject: Subject) -> Results:
    """A paper names its party and says what it is about (V19, the part that blocks)."""
    has_party_blank = any(key in subject.form.by_key for key in ("respondent", "addressee", "org_name", "person_name"))
    if has_party_blank and not party_of(subject.values):
        yield block("V19", "check.party_missing", "respondent", title=subject.form.title)
    for key in sorted(ESSENTIAL & set(subject.form.by_key)):
        if subject.form.by_key[key].required and not subject.values.get(key):
            yield block("V19", "check.essential_missing", key, label=subject.form.by_key[key].label)


def two_certified_officers(subject: Subject) -> Results:
    """V01: at least two officers, each with a number and a certificate valid on that day (行政处罚法 42)."""
    if subject.form.key in INTERNAL:
        return
    officers = _officers(subject)
    if len(officers) < FEWEST_OFFICERS:
        yield block("V01", "check.too_few_officers", "officers", count=len(officers))
    day = _acting_day(subject)
    for officer in officers:
        if not officer.is_officer:
            yield block("V01", "check.not_an_officer", "officers", name=officer.name)
        elif not officer.cert_no:
            yield block("V01", "check.certificate_missing", "officers", name=officer.name)
        elif not officer.certified_on(day):
            yield block("V01", "check.certificate_invalid", "officers", name=officer.name, day=day)
    numbers = {officer.cert_no.strip() for officer in officers if officer.cert_no}
    if len(officers) >= FEWEST_OFFICERS and len(numbers) == 1 and all(officer.cert_no for officer in officers):
        names = "、".join(officer.name for officer in officers)
        yield block("V01", "check.same_certificate", "officers", names=names, number=numbers.pop())


def same_party_everywhere(subject: Subject) -> Results:
    """V10: one full name in all papers; code and identity number with a right check digit."""
    party = party_of(subject.values)
    case = subject.facts.case
    registered = case.row.respondent_name if case else (subject.facts.org.name if subject.facts.org else "")
    if party and registered and party != registered:
        yield block("V10", "check.party_differs", "respondent", party=party, registered=registered)
    forms = PENALTIES if case else frozenset(ROWS)
    for paper in subject.papers(*sorted(forms)):
        if subject.form.key in forms and paper.respondent and party and paper.respondent != party:
            yield block(
                "V10", "check.party_differs_from_paper", "respondent", party=party, other=paper.respondent,
                title=paper.row.title,
            )  # fmt: skip
    yield from _codes(subject.values)


def same_level_government(subject: Subject) -> Results:
    """V14: reconsideration goes to the government of the same level, to no upper department (行政复议法 24)."""
    if "reconsider_gov" not in subject.form.by_key:
        return
    stated = str(subject.values.get("reconsider_gov") or "")
    bureau = subject.facts.bureau
    own = bureau.government if bureau else ""
    if not stated.endswith(GOVERNMENT) or "或者" in stated:
        yield block("V14", "check.reconsider_not_government", "reconsider_gov", stated=stated or "—")
    elif own and stated != own:
        yield block("V14", "check.reconsider_other_government", "reconsider_gov", stated=stated, own=own)
    if not subject.values.get("court"):
        yield block("V14", "check.court_missing", "court")


def no_blank_left(subject: Subject) -> Results:
    """V19: a blank that the form requires is not left open."""
    for one in subject.form.fields:
        if one.key in ESSENTIAL or not one.required or one.ink:
            continue
        if subject.values.get(one.key) in (None, "", [], {}):
            yield warn("V19", "check.blank_left", one.key, label=one.label)
    for key, rows in _lists(subject):
        for number, row in enumerate(rows, 1):
            for column in subject.form.by_key[key].fields:
                if column.required and not column.ink and row.get(column.key) in (None, ""):
                    yield warn("V19", "check.row_blank_left", key, label=column.label, row=number)


def number_of_its_year(subject: Subject) -> Results:
    """A paper that was taken back and is reprinted in another year keeps its number, which then looks wrong (§1.9)."""
    year = subject.facts.today.year
    if subject.row.number and f"〔{year}〕" not in subject.row.number:
        yield warn("V18", "check.number_of_other_year", "issue_date", number=subject.row.number, year=year)


def refusal_has_witness(subject: Subject) -> Results:
    """V20: a refusal to sign stands with its reason and a witness (安全生产法 68)."""
    for signature in subject.signatures:
        if signature.is_refusal and not (signature.refusal_reason and signature.witness_name):
            yield warn("V20", "check.refusal_without_witness", None, name=signature.signer_name)


def behaviour_code(subject: Subject) -> Results:
    """V33: the 行政行为码 is there, or the reason why not."""
    visit = subject.facts.visit
    if "behavior_code" not in subject.form.by_key or visit is None or subject.form.key in DECISIONS:
        return
    if subject.values.get("behavior_code"):
        return
    if visit.behavior_code_gap_reason:
        yield note("V33", "check.behaviour_code_explained", "behavior_code", reason=visit.behavior_code_gap_reason)
    else:
        yield warn("V33", "check.behaviour_code_missing", "behavior_code")


def _officers(subject: Subject) -> list[OfficerFact]:
    """Officers the paper names, each with what the office knows of him; without such a blank those who handle it."""
    known = {officer.officer_id: officer for officer in subject.facts.officers}
    if "officers" not in subject.form.by_key:
        return list(known.values())
    return [_named(row, known) for row in subject.values.get("officers") or ()]


def _named(row: Mapping[str, Any], known: Mapping[str, OfficerFact]) -> OfficerFact:
    by_name = next((one for one in known.values() if one.name and one.name == row.get("name")), None)
    found = known.get(str(row.get("officer_id"))) or by_name
    said = OfficerFact(str(row.get("officer_id") or ""), str(row.get("name") or ""), str(row.get("cert_no") or ""))
    if found is None:
        return said
    return OfficerFact(
        found.officer_id, said.name or found.name, said.cert_no, found.department, found.title,
        found.valid_from_on, found.valid_to_on, found.is_officer,
    )  # fmt: skip


def _acting_day(subject: Subject) -> str:
    """On-site papers are judged by the day of the visit, papers of a case by their own."""
    visit = subject.facts.visit
    return visit.day if visit and subject.facts.case is None else subject.facts.today.isoformat()


def _codes(values: Mapping[str, Any]) -> Results:
    code = str(values.get("uscc") or "")
    if code and uscc_fault(code):
        yield block("V10", "check.uscc_wrong", "uscc", number=code)
    number = str(values.get("id_no") or "")
    if number and values.get("id_type") in (None, "", label(IdType.RESIDENT_ID)) and resident_fault(number):
        yield block("V10", "check.id_wrong", "id_no", number=number)


def _lists(subject: Subject) -> list[tuple[str, list[Mapping[str, Any]]]]:
    keys = [one.key for one in subject.form.fields if one.fields and one.key != "officers"]
    return [(key, [row for row in subject.values.get(key) or () if isinstance(row, Mapping)]) for key in keys]
