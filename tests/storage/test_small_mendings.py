"""What a stranger stumbled over: names and numbers of officers, long visits, what an item brings by script."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inspector_app.bootstrap import App
from inspector_app.cli import main
from inspector_app.commands.catalogue import COMMANDS
from inspector_app.errors import RuleViolation
from inspector_app.inspection.model import Finding
from inspector_app.store import NewOfficer, Store
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import PASSPHRASE

Run = Callable[..., Any]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return make_scene(tmp_path)


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0, plain: bool = False) -> Any:
        got = main([*words, *(() if plain else ("--json",)), "--data-dir", str(scene.app.store.folder)])
        out = capsys.readouterr().out
        assert got == status, out
        return out if plain else json.loads(out)

    return ran


@pytest.mark.parametrize("number", ["33110001234", "３３１１０００１２３４"])
def test_a_second_officer_with_a_number_that_is_taken_is_refused_whichever_way_he_comes(
    scene: Scene, run: Run, tmp_path: Path, number: str
) -> None:
    before = [row.id for row in scene.app.office.officers()]
    passphrase = tmp_path / "words"
    passphrase.write_text("a long passphrase of his own\n")
    added = ("--login", "wang", "--name", "王五", "--certificate", number, "--new-passphrase-file", str(passphrase))
    assert run("officer", "add", *added, status=1)["error"]["code"] == "office.certificate_taken"
    told = run("officer", "register", "--name", "王五", "--cert-no", number, status=1)
    assert told["error"]["code"] == "office.certificate_taken"
    assert [row.id for row in scene.app.office.officers()] == before
    assert "wang" not in {slot.login for slot in scene.app.store.key_file.slots}


def test_a_name_that_no_paper_prints_is_refused_whichever_way_it_comes(scene: Scene, tmp_path: Path) -> None:
    for name in ("张三😀", "李\u200d四", "王\x07五"):
        with pytest.raises(RuleViolation, match=r"office\.name_unprintable"):
            scene.app.store.add_officer(NewOfficer("wang", "a long passphrase", name))
        with pytest.raises(RuleViolation, match=r"office\.name_unprintable"):
            Store.create(tmp_path / "new", NewOfficer("wang", "a long passphrase", name))
    assert not Store.exists(tmp_path / "new")
    store, _recovery = Store.create(tmp_path / "new", NewOfficer("wang", "a long passphrase", "𬭬·阿依努尔"))
    assert App(store).office.officers()[0].name == "𬭬·阿依努尔"
    store.close()


def test_a_person_reads_officers_in_the_words_of_the_office_and_a_script_their_values(run: Run) -> None:
    shown = run("officer", "list", plain=True)
    assert "执法人员" in shown
    assert "officer" not in shown.replace("officer_id", "")
    rows = run("officer", "list")
    jsonschema.validate(rows, next(dict(one.output) for one in COMMANDS if one.name == "officer list"))
    assert {row["role"] for row in rows} == {"officer"}


def test_the_post_of_an_officer_is_called_so() -> None:
    command = next(one for one in COMMANDS if one.name == "officer register")
    words = next(one.words for one in command.arguments if one.name == "title")
    assert words.startswith("职务")
    assert "标题" not in words


def test_a_visit_with_more_findings_than_a_page_is_shown_whole(scene: Scene, run: Run) -> None:
    visit = scene.visit()
    with scene.app.store.units.begin(scene.actor, "test.many") as unit:
        for number in range(1, 151):
            unit.create(Finding, inspection_id=visit, seq=number, place="巷道", fact=f"问题 {number}")
    assert len(run("inspection", "show", visit)["findings"]) == 150


def test_an_item_brings_its_serious_violation_by_script_as_in_the_window(scene: Scene, run: Run) -> None:
    lists = scene.app.checklists.pinned("task_23")
    item = next(one for one in lists.items if scene.app.proposed_by(one).get("serious_violation"))
    visit = scene.visit(checklists=("task_23",))
    where = ("--item", item.key, "--checklist", "task_23", "--place", "二采区", "--fact", "超层越界")
    made = run("finding", "add", visit, *where)["finding"]
    brought = scene.app.inspections.finding(made)
    assert brought.serious_violation == scene.app.proposed_by(item)["serious_violation"]
    own = run("finding", "add", visit, *where, "--serious-violation", "另一种")["finding"]
    assert scene.app.inspections.finding(own).serious_violation == "另一种"
    assert run("dual", "evidence", visit, "--begin")["sheets"][0]["finding_seqs"] == [1, 2]
