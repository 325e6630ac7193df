"""Whatever the office publishes, by mistake or from a damaged journal: a visit that runs can be read and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.checklist import repository
from inspector_app.checklist.model import ChecklistVersion
from inspector_app.checklist.reading import content_hash
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection.values import AnswerInput
from inspector_app.storage import journal
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine
from ui.inspection import visit_reading

KEY, ITEM = "task_16", "T16-07"
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    made = make_bureau(tmp_path / "store")
    yield made
    made.store.close()


@pytest.fixture
def visit(app: App) -> str:
    """A visit with an answer to the item that the versions below maltreat."""
    begun = begin_visit(app, make_mine(app), KEY)
    said = {ITEM: AnswerInput("not_compliant", count=4), "T16-10": AnswerInput("compliant")}
    app.inspections.answer(ACTOR, begun, KEY, said)
    return begun


def arrive(app: App, content: dict[str, Any], version: int) -> None:
    """A version as the journal of another laptop brings it: nobody here looked it over."""
    with app.store.units.begin(ACTOR, "checklist.publish") as unit:
        hashed = content_hash(content)
        unit.ensure(
            ChecklistVersion,
            repository.version_id(KEY, hashed),
            key=KEY,
            version=version,
            content_hash=hashed,
            content=content,
            published_at=app.store.clock.now().iso,
        )


def changed(app: App, change: Change) -> dict[str, Any]:
    """The next version of the list, changed."""
    newest = app.checklists.pinned(KEY)
    items = [dict(item) for item in newest.content["items"]]
    content = {**newest.content, "version": newest.version + 1, "items": items}
    change(content)
    return content


def item_of(content: dict[str, Any], key: str = ITEM) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in content["items"] if item["key"] == key)
    return found


def as_text(content: dict[str, Any]) -> None:
    """The count becomes words, its rows go, whatever asked for it goes too."""
    item_of(content)["answer"] = {"type": "text"}
    content.pop("checks", None)


def without_it(content: dict[str, Any]) -> None:
    content["items"] = [item for item in content["items"] if item["key"] != ITEM]
    content.pop("checks", None)


def still_whole(app: App, visit: str) -> None:
    """The visit shows its list, its answer, and takes another one."""
    shown = visit_reading.visit(app, visit)
    assert [line.key for line in shown.lines if line.key == ITEM] == [ITEM]
    said = visit_reading.standing(app, visit).answers[ITEM]
    assert (said.verdict, said.count) == ("not_compliant", 4)
    app.inspections.answer(ACTOR, visit, KEY, {"T16-01": AnswerInput("compliant")})
    assert app.inspections.progress(visit)[0].total == 11


@pytest.mark.parametrize(
    "junk", [{}, {"key": KEY}, {"key": KEY, "items": "none"}, {"key": KEY, "items": [{"key": ITEM}], "version": "x"}]
)
def test_a_version_that_cannot_be_read_is_left_out_and_named(app: App, visit: str, junk: dict[str, Any]) -> None:
    before = app.checklists.pinned(KEY)
    arrive(app, junk, before.version + 1)
    fresh = App(app.store)
    still_whole(fresh, visit)
    assert fresh.checklists.pinned(KEY).content_hash == before.content_hash
    assert [fault.code for fault in fresh.checklists.faults()] == ["checklist.published_unreadable"]
    second = begin_visit(fresh, make_mine(fresh, name="南岭矿"), KEY)
    assert fresh.inspections.get(second).checklist_pins == {KEY: before.content_hash}
    assert fresh.inspections.newer(visit) == {}


@pytest.mark.parametrize("change", [as_text, without_it])
def test_a_version_in_which_the_answer_fits_no_more_leaves_the_visit_alone_until_it_is_adopted(
    app: App, visit: str, change: Change
) -> None:
    content = changed(app, change)
    arrive(app, content, content["version"])
    fresh = App(app.store)
    still_whole(fresh, visit)
    assert ITEM not in fresh.inspections.newer(visit)[KEY].carried
    fresh.inspections.adopt(ACTOR, visit, KEY)
    shown = visit_reading.visit(fresh, visit)
    answers = visit_reading.standing(fresh, visit).answers
    assert ITEM not in answers, "an answer to another question answers nothing"
    assert answers["T16-10"].verdict == "compliant"
    assert (ITEM in [line.key for line in shown.lines]) is (change is as_text)
    with app.store.units.read() as connection:
        trail = [entry for _at, entry in journal.read(connection) if entry.action == "inspection.adopt"]
    assert any("检查表换用" in (entry.reason or "") for entry in trail)


def test_no_officer_publishes_another_question_under_a_key_that_was_answered(app: App, visit: str) -> None:
    with pytest.raises(RuleViolation, match=r"checklist\.meaning_changed"):
        app.publishing.publish(ACTOR, changed(app, as_text))
    still_whole(app, visit)


def test_a_list_of_a_newer_program_is_told_in_words_and_takes_no_answer_away(app: App, visit: str) -> None:
    strange = changed(app, lambda content: item_of(content).update(answer={"type": "hologram"}))
    arrive(app, strange, strange["version"])
    with pytest.raises(BadInput, match=r"checklist\.version_unreadable"):
        App(app.store).checklists.pinned(KEY, content_hash(strange))
    still_whole(App(app.store), visit)
