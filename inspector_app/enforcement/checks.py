"""The pre-print check: every V-rule that concerns a paper, worst first. Pure; texts lie in the message catalogue.

Source: enforcement facts §2.6 (frequent defects found when dossiers are reviewed).
"""

from __future__ import annotations

from collections.abc import Callable

from inspector_app.enforcement import checks_case, checks_onsite, checks_orders, checks_party, checks_print
from inspector_app.enforcement.check_values import Results, Subject, placed
from inspector_app.enforcement.values import CheckLevel, CheckResult

Rule = Callable[[Subject], Results]

RULES: tuple[Rule, ...] = (
    checks_party.essentials,
    checks_party.two_certified_officers,
    checks_party.same_party_everywhere,
    checks_party.same_level_government,
    checks_party.no_blank_left,
    checks_print.printable_characters,
    checks_party.number_of_its_year,
    checks_party.refusal_has_witness,
    checks_party.behaviour_code,
    checks_onsite.policy_is_no_basis,
    checks_onsite.basic_conditions_are_named,
    checks_onsite.record_states_facts_only,
    checks_onsite.record_is_complete,
    checks_onsite.companions_are_named,
    checks_onsite.same_words,
    checks_onsite.times_are_plausible,
    checks_onsite.dated_after_the_visit,
    checks_orders.every_problem_answered,
    checks_orders.order_is_complete,
    checks_orders.left_out_is_told,
    checks_orders.deadlines,
    checks_orders.finding_due_in_time,
    checks_orders.measures_are_definite,
    checks_onsite.major_hazard_followed_up,
    checks_onsite.reinspection_covers_all,
    checks_onsite.reinspection_in_time,
    checks_case.notice_before_decision,
    checks_case.not_heavier_than_noticed,
    checks_case.hearing_right_told,
    checks_case.decided_in_time,
    checks_case.apart_from_the_other_half,
    checks_case.amount_in_range,
    checks_case.figures_and_capitals,
    checks_case.principal_has_duty_and_evidence,
    checks_case.discussed_and_reviewed,
    checks_case.not_lapsed,
    checks_case.law_of_its_day,
    checks_case.one_fine_for_one_act,
    checks_case.evidence_proves_something,
    checks_case.closure_counter,
)

_ORDER = (CheckLevel.BLOCK, CheckLevel.WARN, CheckLevel.NOTE)


def check(subject: Subject) -> list[CheckResult]:
    """What a court would say of this paper, what blocks first, then by rule."""
    found = [placed(result, subject.form) for rule in RULES for result in rule(subject)]
    return sorted(found, key=lambda result: (_ORDER.index(result.level), result.rule))
