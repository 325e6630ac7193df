"""Coverage: what is asked of this mine needs its verdict before the visit ends; outside the scope nothing is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.checklist.proposals import proposal, propose
from inspector_app.checklist.relations import Contradiction, contradictions, known_of
from inspector_app.checklist.values import SiteSubject, Verdict
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection.values import AnswerInput
from inspector_app.storage import tables
from tests.fixtures.visits import ACTOR, add_contract, begin_visit, make_bureau, make_mine

FINE = AnswerInput("compliant")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_bureau(tmp_path / "store")


def open_keys(app: App, visit: str) -> list[str]:
    return [item.item_key for item in app.inspections.coverage(visit)]


def test_only_items_that_apply_here_on_that_day_are_open(app: App) -> None:
    visit = begin_visit(app, make_mine(app, scale="large"), "task_16")
    assert open_keys(app, visit) == ["T16-01", "T16-02", "T16-03", "T16-04", "T16-05", "T16-07", "T16-09", "T16-10",
                                     "T16-11"]  # fmt: skip


def test_lists_outside_the_scope_are_not_asked_at_all(app: App) -> None:
    visit = begin_visit(app, make_mine(app))
    assert app.inspections.coverage(visit) == []
    with pytest.raises(BadInput, match="not_in_scope"):
        app.inspections.answer(ACTOR, visit, "task_16", {"T16-01": FINE})
    app.inspections.close(ACTOR, visit)


def test_a_visit_with_open_items_does_not_end_unexplained(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    with pytest.raises(RuleViolation) as refused:
        app.inspections.close(ACTOR, visit)
    assert (refused.value.code, refused.value.params["count"]) == ("inspection.items_open", 11)
    assert app.inspections.get(visit).inspection_state == "running"


def test_the_rest_is_answered_not_checked_with_one_reason_item_by_item(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    app.inspections.answer(ACTOR, visit, "task_16", {"T16-01": FINE})
    app.inspections.close(ACTOR, visit, open_items_reason="井下停电，未能下井")
    answers = app.inspections.answers(visit)
    assert answers["T16-01"].verdict == "compliant"
    assert {a.not_checked_reason for key, a in answers.items() if key != "T16-01"} == {"井下停电，未能下井"}
    assert app.inspections.coverage(visit) == []


def test_a_batch_is_journalled_item_by_item_as_one_action(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    app.inspections.answer(ACTOR, visit, "task_16", dict.fromkeys(("T16-01", "T16-02", "T16-03"), FINE))
    with app.store.units.read() as connection:
        query = tables.entry.select().where(tables.entry.c.kind == "answer")
        entries = connection.execute(query).all()
    assert len(entries) == 3
    assert len({entry.action_id for entry in entries}) == 1


def test_one_wrong_answer_of_a_batch_keeps_the_whole_batch_out(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    with pytest.raises(BadInput, match="answer_not_asked"):
        app.inspections.answer(
            ACTOR, visit, "task_16", dict.fromkeys(("T16-07", "T16-01"), AnswerInput("not_compliant", count=4))
        )
    assert app.inspections.answers(visit) == {}


def test_progress_counts_what_is_asked_and_never_more_than_that(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16", "task_21")
    app.inspections.answer(ACTOR, visit, "task_16", {"T16-08": FINE, "T16-07": AnswerInput("not_compliant", count=5)})
    headcount, contracting = app.inspections.progress(visit)
    assert (headcount.total, dict(headcount.by_verdict), headcount.open) == (11, {"not_compliant": 1}, 10)
    assert contracting.open == contracting.total > 10


def test_a_contract_in_the_register_asks_about_contracted_blasting(app: App) -> None:
    site = make_mine(app)
    add_contract(app, site, includes_blasting=True)
    visit = begin_visit(app, site, "task_21")
    subject = app.inspections.subject(visit)
    assert (subject.has_contractor, subject.contracted_blasting) == (True, True)
    assert "T21-10" in open_keys(app, visit)


def test_no_contract_in_the_register_does_not_prove_that_there_is_none(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_21")
    assert app.inspections.subject(visit).has_contractor is None
    assert "T21-13" in open_keys(app, visit)


def test_the_design_of_the_mine_speaks_beside_the_question(app: App) -> None:
    visit = begin_visit(app, make_mine(app, design={"working_levels": "2"}), "task_16")
    item = app.checklists.pinned("task_16").item("T16-09")
    subject = app.inspections.subject(visit)
    beyond = proposal(item, "3", subject)
    assert beyond is not None
    assert (beyond.code, beyond.params["design"]) == ("checklist.beyond_design", "2")
    assert proposal(item, "2", subject) is None


def test_a_mine_s_capacity_is_read_in_ten_thousand_tonnes(app: App) -> None:
    visit = begin_visit(app, make_mine(app, capacity_tonnes_per_year=25_500), "task_16")
    assert app.inspections.subject(visit).capacity == "2.55"


def test_the_officers_own_procedure_is_walked_but_is_never_a_finding(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "on_site_procedure")
    assert "XC-01" in open_keys(app, visit)
    app.inspections.answer(ACTOR, visit, "on_site_procedure", {"XC-01": AnswerInput("not_compliant", count=1)})
    with pytest.raises(RuleViolation, match="officers_own"):
        app.inspections.add_finding(ACTOR, visit, item_key="XC-01", checklist_key="on_site_procedure")
    assert app.inspections.findings(inspection_id=visit) == []


def test_an_answer_takes_what_is_no_question_any_more_off_the_open_items(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_12")
    assert "T12-18" in open_keys(app, visit)
    app.inspections.answer(ACTOR, visit, "task_12", {"T12-17": AnswerInput("not_compliant", value="0")})
    assert "T12-18" not in open_keys(app, visit)
    progress = app.inspections.progress(visit)[0]
    assert progress.total == len(open_keys(app, visit)) + 1
    app.inspections.answer(ACTOR, visit, "task_12", {"T12-17": AnswerInput("compliant", value="200")})
    assert "T12-18" in open_keys(app, visit)


def doubts(app: App, visit: str) -> list[Contradiction]:
    known = known_of(app.inspections.answers(visit), app.inspections.subject(visit))
    return list(contradictions([app.checklists.pinned("task_16")], known))


def test_answers_that_do_not_go_together_are_named_and_refuse_nothing(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    app.inspections.answer(ACTOR, visit, "task_16", {"T16-12": AnswerInput("compliant", count=2)})
    assert doubts(app, visit) == []
    app.inspections.answer(ACTOR, visit, "task_16", {"T16-13": AnswerInput("compliant", count=3)})
    (doubt,) = doubts(app, visit)
    assert (doubt.check_key, doubt.item_keys) == ("stoping_within_working", ("T16-12", "T16-13"))
    app.inspections.close(ACTOR, visit, open_items_reason="停电")


def test_one_officer_alone_is_proposed_not_compliant(app: App) -> None:
    two = app.checklists.pinned("on_site_procedure").item("XC-01")
    assert [propose(two, str(count), SiteSubject()) for count in (1, 2, 3)] == [Verdict.NOT_COMPLIANT, None, None]
