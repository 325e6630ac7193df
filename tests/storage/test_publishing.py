"""An office publishes its own version of a list: visits begin with it, drafts keep theirs, a bad one is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.model import ChecklistVersion
from inspector_app.checklist.repository import version_id
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection.values import AnswerInput
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

SHIPPED = checklist_library().pinned("task_16")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_bureau(tmp_path / "store")


def edition(version: int = SHIPPED.version + 1, **items: dict[str, Any] | None) -> dict[str, Any]:
    """Task 16 in another version; ``T16_07={…}`` changes that item, ``None`` takes it out."""
    content: dict[str, Any] = json.loads(json.dumps(SHIPPED.content))
    content["version"] = version
    changes = {key.replace("_", "-"): change for key, change in items.items()}
    kept = [item for item in content["items"] if changes.get(item["key"], {}) is not None]
    content["items"] = [{**item, **(changes.get(item["key"]) or {})} for item in kept]
    content.pop("checks", None)
    return content


def question(app: App, visit: str) -> str:
    pins = app.inspections.get(visit).checklist_pins
    return app.checklists.pinned("task_16", pins["task_16"]).item("T16-07").question


ASKED = {"question": "这个作业面上现在一共几个人？"}


def test_visits_begin_with_what_the_office_published_and_drafts_keep_theirs(app: App) -> None:
    mine = make_mine(app)
    before = begin_visit(app, mine, "task_16")
    app.publishing.publish(ACTOR, edition(T16_07=ASKED), "问法改得更清楚")
    after = begin_visit(app, mine, "task_16")
    assert question(app, before) == SHIPPED.item("T16-07").question
    assert question(app, after) == ASKED["question"]
    published = [(one.version, one.note) for one in app.publishing.versions("task_16")]
    assert published == [(SHIPPED.version + 1, "问法改得更清楚")]


def test_another_program_that_opens_the_store_finds_it_too(app: App) -> None:
    app.publishing.publish(ACTOR, edition(T16_07=ASKED))
    assert App(app.store).checklists.pinned("task_16").version == SHIPPED.version + 1


def test_a_version_taken_back_is_begun_with_no_more(app: App) -> None:
    app.publishing.publish(ACTOR, edition(T16_07=ASKED))
    visit = begin_visit(app, make_mine(app), "task_16")
    app.publishing.withdraw(ACTOR, "task_16", SHIPPED.version + 1, "措辞有误")
    assert app.checklists.pinned("task_16").version == SHIPPED.version
    assert question(App(app.store), visit) == ASKED["question"]
    with pytest.raises(BadInput) as refused:
        app.publishing.withdraw(ACTOR, "task_16", SHIPPED.version + 1, "措辞有误")
    assert refused.value.code == "checklist.not_published"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (edition(SHIPPED.version), "checklist.version_not_newer"),
        (edition(T16_07={"modality": "must"}), "checklist.meaning_changed"),
        (edition(T16_01={"key": "T05-06"}), "checklist.key_elsewhere"),
        (edition(T16_01={"key": "T04-07"}), "checklist.meaning_changed"),
        (edition(T16_07={"clause": {"task": 16, "sentence": 99}}), "checklist.file_wrong"),
        ({"key": "task_16"}, "checklist.file_wrong"),
    ],
)
def test_a_bad_version_is_refused_and_nothing_changes(app: App, content: dict[str, Any], code: str) -> None:
    with pytest.raises((BadInput, RuleViolation)) as refused:
        app.publishing.publish(ACTOR, content)
    assert refused.value.code == code
    assert app.publishing.versions() == []
    assert app.checklists.pinned("task_16").version == SHIPPED.version


def test_a_version_that_came_damaged_hides_no_other_list_and_no_draft(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    for version, content in ((98, None), (99, {"key": "task_16"})):
        identity = version_id("task_16", f"{version}" * 32)
        with app.store.units.begin(ACTOR, "test.damaged") as unit:
            unit.create(
                ChecklistVersion, identity, key="task_16", version=version, content_hash=f"{version}" * 32,
                content=content, published_at="2026-03-01T09:00:00+08:00",
            )  # fmt: skip
    fresh = App(app.store)
    assert fresh.checklists.pinned("task_16").version == SHIPPED.version
    assert [fault.code for fault in fresh.checklists.faults()] == ["checklist.published_unreadable"] * 2
    assert fresh.inspections.progress(visit)[0].total == 11


def test_where_the_county_publishes_a_laptop_does_not(app: App) -> None:
    app.office.set_setting(ACTOR, "checklist.publishing", "office")
    with pytest.raises(RuleViolation) as refused:
        app.publishing.publish(ACTOR, edition(T16_07=ASKED))
    assert refused.value.code == "checklist.office_only"


def test_a_draft_goes_over_to_the_newer_version_with_the_answers_that_still_fit(app: App) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    said = {"T16-07": AnswerInput("not_compliant", count=5), "T16-08": AnswerInput("compliant", count=20)}
    app.inspections.answer(ACTOR, visit, "task_16", said)
    app.publishing.publish(ACTOR, edition(T16_07=ASKED, T16_08=None))
    told = app.inspections.newer(visit)["task_16"]
    assert (told.removed, [one.key for one in told.changed]) == (("T16-08",), ["T16-07"])
    app.inspections.adopt(ACTOR, visit, "task_16")
    assert question(app, visit) == ASKED["question"]
    assert {key: one.count for key, one in app.inspections.answers(visit).items()} == {"T16-07": 5}
    assert app.inspections.newer(visit) == {}
    with pytest.raises(RuleViolation) as refused:
        app.inspections.adopt(ACTOR, visit, "task_16")
    assert refused.value.code == "checklist.no_newer"
