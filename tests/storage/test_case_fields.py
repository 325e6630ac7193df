"""Fields of a case are written one by one: no edit puts back what another has changed, whoever wrote it and when."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import column, select

from inspector_app.enforcement.case_values import CaseRow
from inspector_app.enforcement.model import EnforcementCase
from inspector_app.errors import BadInput, RecordConflict, RuleViolation
from inspector_app.storage import history, journal
from inspector_app.storage.fold import heads_of, table_of
from inspector_app.storage.journal import Draft, FieldChange, Operation
from tests.fixtures.papers import Scene, make_scene

FINES = {"org": (100_000, 4_000_000, 5_000_000), "person": (2_000_000, 3_000_000, 4_500_000)}
TEXTS = ("甲", "乙。丙", "　", "字" * 300)
DAYS = ("2026-03-09", "2026-03-10", None)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    made = make_scene(tmp_path_factory.mktemp("cases"))
    made.visit()
    made.major()
    return made


@pytest.fixture(scope="module")
def cases(scene: Scene) -> dict[str, str]:
    findings = [finding.id for finding in scene.app.inspections.findings(inspection_id=scene.inspection)]
    group = scene.app.dual.open(scene.actor, scene.inspection, findings, "检查发现重大事故隐患")
    return dict(zip(("org", "person"), scene.both_cases(group), strict=True))


def test_a_fine_stays_when_the_tier_is_written_afterwards(scene: Scene, cases: dict[str, str]) -> None:
    dual, case = scene.app.dual, cases["org"]
    before = dual.case(case).acts[0]
    dual.set_amount(scene.actor, case, "a1", 3_000_000)
    assert dual.change_act(scene.actor, case, "a1", tier_note="从轻")
    assert not dual.change_act(scene.actor, case, "a1", tier_note="从轻")
    act = dual.case(case).acts[0]
    assert (act.amount_fen, act.tier_note, act.fact_text) == (3_000_000, "从轻", before.fact_text)
    assert dual.case(case).amount_fen == 3_000_000


def test_a_plain_act_changes_what_it_names_and_no_more(scene: Scene, cases: dict[str, str]) -> None:
    dual, case = scene.app.dual, cases["org"]
    before = dual.case(case).acts[0]
    dual.change_case(scene.actor, case, acts=[{"act_id": "a1", "fact_text": "换了说法。"}])
    after = dual.case(case).acts[0]
    assert (after.fact_text, after.amount_fen, after.basis) == ("换了说法。", before.amount_fen, before.basis)


def test_a_fine_can_be_taken_back_and_one_outside_its_clause_is_refused(scene: Scene, cases: dict[str, str]) -> None:
    dual, case = scene.app.dual, cases["org"]
    dual.change_act(scene.actor, case, "a1", amount_fen=None)
    assert dual.case(case).amount_fen is None
    with pytest.raises(RuleViolation, match=r"case\.amount_outside"):
        dual.change_act(scene.actor, case, "a1", amount_fen=900_000_000)
    with pytest.raises(BadInput, match=r"record\.unknown"):
        dual.change_act(scene.actor, case, "a9", tier_note="从轻")
    with pytest.raises(BadInput, match=r"record\.unknown_field"):
        dual.change_act(scene.actor, case, "a1", tierr="从轻")


def test_evidence_of_two_writers_stands_together(scene: Scene, cases: dict[str, str]) -> None:
    dual, case = scene.app.dual, cases["person"]
    seen = [{"name": "营业执照", "doc_no": "", "proves": "", "is_own": False}]
    dual.change_case(scene.actor, case, evidence=seen)
    dual.change_case(scene.actor, case, was={"evidence": seen}, evidence=[{**seen[0], "proves": "主体资格"}])
    own = {"name": "询问笔录", "doc_no": "", "proves": "本人陈述", "is_own": True}
    dual.change_case(scene.actor, case, was={"evidence": seen}, evidence=[{**seen[0], "doc_no": "1号"}, own])
    kept = dual.case(case).evidence
    assert [(one.name, one.doc_no, one.proves) for one in kept] == [
        ("营业执照", "1号", "主体资格"), ("询问笔录", "", "本人陈述"),
    ]  # fmt: skip


def test_a_change_is_taken_back_by_one_key_until_a_paper_states_it(scene: Scene, cases: dict[str, str]) -> None:
    app, case = scene.app, cases["org"]
    app.dual.change_act(scene.actor, case, "a1", tier_note="从重")
    app.dual.change_act(scene.actor, case, "a1", tier_note="今天")

    def last() -> tuple[str, str] | None:
        with app.store.units.read() as connection:
            return history.last_undoable(connection, app.store.stream_id, scene.actor)

    found = last()
    assert found is not None
    history.undo(app.store.units, scene.actor, found[0])
    assert app.dual.case(case).acts[0].tier_note == "从重"
    app.papers.create("another-officer", "F24", case_id=case)
    assert last() is None


def test_acts_written_apart_on_two_laptops_are_not_written_over_before_somebody_has_chosen(
    scene: Scene, cases: dict[str, str]
) -> None:
    app, case = scene.app, cases["person"]
    with app.store.units.writing() as connection:
        row = connection.execute(select(table_of(EnforcementCase)).where(column("id") == case)).mappings().one()
        seen = tuple(heads_of(json.loads(row["field_heads"]), "acts", row["acts"]))
    app.dual.change_act(scene.actor, case, "a1", amount_fen=3_000_000, tier_note="本机")
    theirs = [{**row["acts"][0], "tier_note": "另一台"}]
    draft = Draft("enforcement_case", 1, case, row["inspection_id"], Operation.CHANGE, fields={
        "acts": FieldChange(row["acts"], theirs, seen)
    })  # fmt: skip
    now = app.store.clock.now()
    facts = {"stream": "other", "seq": 1, "prev": journal.genesis("other"), "action": "a", "action_name": "case.change"}
    facts |= {"actor": scene.actor, "at": now.iso, "mono": 1, "boot": "b", "trust": "steady"}
    entry = journal.compose(draft, facts)
    with app.store.units.writing() as connection:
        journal.append(connection, entry)
        app.store.units.fold.apply(connection, entry)
    with pytest.raises(RecordConflict, match=r"case\.contested"):
        app.dual.change_act(scene.actor, case, "a1", violated=[])
    assert app.dual.change_case(scene.actor, case, legal_review_on="2026-03-11")
    with app.store.units.read() as connection:
        (conflict,) = history.conflicts(app.store.units, connection)
    mine = next(one for one, (value, *_) in conflict.values.items() if value[0]["tier_note"] == "本机")
    history.choose(app.store.units, scene.actor, conflict, mine)
    assert app.dual.change_act(scene.actor, case, "a1", tier_note="选定")
    assert app.dual.case(case).acts[0].amount_fen == 3_000_000


Edit = tuple[str, str, Any]
Read = Callable[[CaseRow], Any]
READS: dict[str, Read] = {
    "filed_on": lambda case: case.filed_on,
    "defense_text": lambda case: case.defense_text or None,
    "discussed_on": lambda case: case.discussed_on,
    "evidence": lambda case: tuple(one.name for one in case.evidence),
    **{
        name: lambda case, one=name: getattr(case.acts[0], one)
        for name in ("fact_text", "tier_note", "violated", "reduced", "amount_fen")
    },
}
ACT = ("fact_text", "tier_note", "violated", "reduced", "amount_fen")


def edits_of(kind: str) -> st.SearchStrategy[Edit]:
    values: dict[str, st.SearchStrategy[Any]] = {
        "filed_on": st.sampled_from(DAYS),
        "discussed_on": st.sampled_from(DAYS),
        "defense_text": st.sampled_from(TEXTS),
        "fact_text": st.sampled_from(TEXTS),
        "tier_note": st.sampled_from(TEXTS),
        "violated": st.sampled_from([(), ("《甲法》第一条",), ("《甲法》第一条", "《乙法》第二条")]),
        "reduced": st.booleans(),
        "amount_fen": st.sampled_from((*FINES[kind], None)),
        "evidence": st.sampled_from(["现场检查记录", "照片", "笔录"]),
    }
    return st.sampled_from(sorted(values)).flatmap(lambda name: values[name].map(lambda value: (kind, name, value)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(edits_of("org") | edits_of("person"), min_size=2, max_size=14))
def test_edits_in_any_order_all_stand_in_the_end(scene: Scene, cases: dict[str, str], edits: list[Edit]) -> None:
    """Each writer's evidence starts from what stood at the beginning: the oldest copy anybody could hold."""
    dual = scene.app.dual
    for case in cases.values():
        dual.change_case(scene.actor, case, evidence=[])
    wanted = {(kind, name): read(dual.case(case)) for kind, case in cases.items() for name, read in READS.items()}
    for kind, name, value in edits:
        case = cases[kind]
        if name == "evidence":
            dual.change_case(scene.actor, case, was={"evidence": []}, evidence=[{"name": value}])
            value = tuple(dict.fromkeys((*wanted[kind, name], value)))
        elif name in ACT:
            dual.change_act(scene.actor, case, "a1", **{name: list(value) if isinstance(value, tuple) else value})
        else:
            dual.change_case(scene.actor, case, **{name: value})
        wanted[kind, name] = value
        assert {key: READS[key[1]](dual.case(cases[key[0]])) for key in wanted} == wanted
