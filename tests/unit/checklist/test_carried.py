"""Last time's value: taken over only by an officer who confirms it, and journalled as that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.cli import main
from inspector_app.errors import RuleViolation
from inspector_app.inspection.values import AnswerInput
from inspector_app.storage import journal
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

KEY, ITEM = "task_16", "T16-12"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    made = make_bureau(tmp_path / "store")
    yield made
    made.store.close()


def two_visits(app: App) -> tuple[str, str]:
    """An earlier visit that counted three levels, and one that runs."""
    site = make_mine(app)
    first = begin_visit(app, site, KEY)
    app.inspections.answer(ACTOR, first, KEY, {ITEM: AnswerInput("compliant", count=3)})
    return first, begin_visit(app, site, KEY)


def answers_journalled(app: App) -> list[Any]:
    with app.store.units.read() as connection:
        return [entry for _at, entry in journal.read(connection) if entry.action == "inspection.answer"]


def test_a_new_visit_begins_without_any_answer(app: App) -> None:
    _first, second = two_visits(app)
    assert app.inspections.answers(second) == {}


def test_a_confirmed_value_names_the_visit_it_comes_from(app: App) -> None:
    first, second = two_visits(app)
    said = AnswerInput("compliant", count=3, carried_from=first)
    app.inspections.answer(ACTOR, second, KEY, {ITEM: said})
    assert app.inspections.answers(second)[ITEM].carried_from == first
    assert answers_journalled(app)[-1].fields["carried_from"].new == first


def test_another_value_and_another_mine_are_not_called_carried(app: App) -> None:
    first, second = two_visits(app)
    elsewhere = begin_visit(app, make_mine(app, name="南岭矿"), KEY)
    for visit, count, source in ((second, 2, first), (elsewhere, 3, first), (second, 3, "no-such-visit")):
        said = AnswerInput("compliant", count=count, carried_from=source)
        with pytest.raises(RuleViolation, match=r"inspection\.carried_differs"):
            app.inspections.answer(ACTOR, visit, KEY, {ITEM: said})
        assert app.inspections.answers(visit) == {}


def test_a_value_typed_later_is_carried_no_more(app: App) -> None:
    first, second = two_visits(app)
    app.inspections.answer(ACTOR, second, KEY, {ITEM: AnswerInput("compliant", count=3, carried_from=first)})
    app.inspections.answer(ACTOR, second, KEY, {ITEM: AnswerInput("compliant", count=2)})
    assert app.inspections.answers(second)[ITEM].carried_from is None


def test_the_command_takes_the_values_over_and_the_verdict_is_the_officers(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = two_visits(app)
    app.store.close()
    (tmp_path / "passphrase").write_text(PASSPHRASE, "utf-8")
    way_in = ("--data-dir", str(tmp_path / "store"), "--officer", "zhang", "--passphrase-file")
    status = main([
        "inspection", "answer", "--inspection", second, "--checklist", KEY, "--items", ITEM, "--verdict",
        "not_compliant", "--carried-from", first, *way_in, str(tmp_path / "passphrase"), "--json",
    ])  # fmt: skip
    capsys.readouterr()
    assert status == 0
    main(["inspection", "answers", "--inspection", second, *way_in, str(tmp_path / "passphrase"), "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["count"], row["verdict"], row["carried_from"]) == (3, "not_compliant", first)


def test_a_list_is_added_or_dropped_with_a_reason_and_walked_deeper_without(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16@short")
    with pytest.raises(RuleViolation, match=r"inspection\.scope_reason_missing"):
        app.inspections.set_scope(ACTOR, visit, ["task_16", "task_17"], "  ")
    assert app.inspections.get(visit).scope_checklists == [KEY]
    app.inspections.set_scope(ACTOR, visit, ["task_16@full"])
    app.inspections.set_scope(ACTOR, visit, ["task_17"], "作业人数上周市局已查")
    with app.store.units.read() as connection:
        trail = [entry for _at, entry in journal.read(connection) if entry.action == "inspection.scope"]
    assert trail[-1].reason == "作业人数上周市局已查"
