"""A visit stays on the version it was begun with, whatever happens to the files; the next one gets the new version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from inspector_app import paths
from inspector_app.bootstrap import App
from inspector_app.checklist.loader import ChecklistLibrary
from inspector_app.checklist.model import ChecklistVersion
from inspector_app.checklist.pinning import keep, kept_in
from inspector_app.errors import BadInput
from inspector_app.inspection.service import InspectionService
from inspector_app.inspection.values import AnswerInput
from inspector_app.storage import database, journal, tables
from inspector_app.storage.fold import Fold, table_of
from inspector_app.storage.signing import StreamSigner
from inspector_app.storage.unit_of_work import Units
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

NAME = "task_16_headcount.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "lists"
    target.mkdir()
    shutil.copy(paths.checklists() / NAME, target)
    return target


@pytest.fixture
def app(tmp_path: Path, folder: Path) -> App:
    return served(make_bureau(tmp_path / "store"), folder)


def served(app: App, folder: Path) -> App:
    """The same store with a program whose files lie in ``folder``."""
    fresh = App(app.store)
    fresh.__dict__["checklists"] = ChecklistLibrary(folder, kept_in(app.store.units))
    return fresh


def second_version(folder: Path) -> None:
    content = json.loads((folder / NAME).read_text("utf-8"))
    content["version"] += 1
    content["items"] = [{**content["items"][6], "question": "新问法：单个采掘作业面几人？"}]
    (folder / NAME).write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def question(service: InspectionService, app: App, visit: str) -> str:
    pins = service.get(visit).checklist_pins
    return app.checklists.pinned("task_16", pins["task_16"]).item("T16-07").question


def test_a_draft_shows_the_old_version_and_a_new_visit_the_new_one(app: App, folder: Path) -> None:
    site = make_mine(app)
    first = begin_visit(app, site, "task_16")
    before = question(app.inspections, app, first)
    second_version(folder)
    later = served(app, folder)
    second = begin_visit(later, site, "task_16")
    assert question(later.inspections, later, first) == before
    assert question(later.inspections, later, second).startswith("新问法")
    assert [p.total for p in later.inspections.progress(first)] == [11]
    assert [p.total for p in later.inspections.progress(second)] == [1]


def test_a_draft_is_answered_on_its_own_version(app: App, folder: Path) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    second_version(folder)
    later = served(app, folder)
    later.inspections.answer(ACTOR, visit, "task_16", {"T16-01": AnswerInput("compliant")})
    assert later.inspections.answers(visit)["T16-01"].verdict == "compliant"


def test_a_draft_survives_that_all_files_are_gone_or_damaged(app: App, folder: Path) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    (folder / NAME).write_text("{", "utf-8")
    assert served(app, folder).inspections.progress(visit)[0].total == 11
    (folder / NAME).unlink()
    assert served(app, folder).inspections.progress(visit)[0].total == 11


def test_one_version_is_kept_once_however_many_visits_use_it(app: App) -> None:
    site = make_mine(app)
    begin_visit(app, site, "task_16")
    begin_visit(app, site, "task_16")
    with app.store.units.read() as connection:
        rows = connection.execute(table_of(ChecklistVersion).select()).all()
    assert [(row.key, row.version) for row in rows] == [("task_16", app.checklists.pinned("task_16").version)]


def test_a_list_added_to_the_scope_is_pinned_and_one_that_stays_keeps_its_version(app: App, folder: Path) -> None:
    visit = begin_visit(app, make_mine(app), "task_16")
    pinned = app.inspections.get(visit).checklist_pins["task_16"]
    second_version(folder)
    shutil.copy(paths.checklists() / "task_05_self_inspection.json", folder)
    later = served(app, folder)
    later.inspections.set_scope(ACTOR, visit, ["task_16", "task_05"], "现场需要")
    pins = later.inspections.get(visit).checklist_pins
    assert pins["task_16"] == pinned
    (folder / "task_05_self_inspection.json").unlink()
    assert served(app, folder).checklists.pinned("task_05", pins["task_05"]).has("T05-01")


def test_an_unknown_list_begins_no_visit(app: App) -> None:
    site = make_mine(app)
    with pytest.raises(BadInput, match=r"checklist\.unknown"):
        begin_visit(app, site, "task_16", "task_99")
    assert app.inspections.visits() == []


def test_the_services_of_a_store_serve_shipped_and_kept_versions(tmp_path: Path) -> None:
    app = make_bureau(tmp_path / "other")
    visit = begin_visit(app, make_mine(app), "task_05", "criteria_underground")
    assert len(app.checklists.lists()) >= 9
    pins = app.inspections.get(visit).checklist_pins
    assert kept_in(app.store.units)("task_05", pins["task_05"]) == app.checklists.pinned("task_05").content


def laptop(name: str) -> Units:
    """One stream with its own database that knows versions of lists only."""
    engine, fold = database.open_in_memory(), Fold((ChecklistVersion,))
    units = Units(engine, fold, StreamSigner(name, b"\1" * 32), FrozenClock())
    with units.writing() as connection:
        database.create_tables(connection, (ChecklistVersion,))
    return units


def test_two_laptops_that_keep_the_same_version_do_not_contradict_each_other(folder: Path) -> None:
    first, second = laptop("one"), laptop("two")
    for units in (first, second):
        with units.begin(ACTOR, "inspection.start") as unit:
            keep(unit, ChecklistLibrary(folder).lists())
    with first.read() as connection:
        entries = [entry for _position, entry in journal.read(connection)]
    with second.writing() as connection:
        for entry in entries:
            journal.append(connection, entry)
            second.fold.apply(connection, entry)
        assert connection.execute(tables.record_conflict.select()).all() == []
        assert len(connection.execute(table_of(ChecklistVersion).select()).all()) == 1
