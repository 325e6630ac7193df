"""一企一档 on a real store: what stands on it, in which order, and that its length does not depend on the history."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.cli import main
from inspector_app.documents.rendering import render
from inspector_app.enterprise.model import Person, Post, Qualification, Site
from inspector_app.errors import BadInput
from inspector_app.inspection.model import Finding
from tests.documents.reading import text_of
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

Run = Callable[..., Any]
NAME = "㙓塝𠙶萤石矿"
"""Rare characters, one of them beyond the basic plane."""


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_bureau(tmp_path / "store")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    return made


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0) -> Any:
        got = main([*words, "--json", "--data-dir", str(scene.app.store.folder)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    return ran


def find(app: App, visit: str, mine: str, fact: str, **fields: Any) -> str:
    with app.store.units.begin(ACTOR, "finding.add") as unit:
        return unit.create(Finding, inspection_id=visit, site_id=mine, fact=fact, **fields)


def test_a_mine_with_nothing_yet_has_a_file_of_empty_parts(app: App) -> None:
    file = app.mines.file(make_mine(app, name=NAME))
    assert file.register.site.name == NAME
    assert set(vars(file.tally).values()) == {0}
    assert (file.hazards.rows, file.visits.rows, file.papers.rows, file.cases) == ((), (), (), ())
    assert [line.action for line in file.changes.rows] == ["test.mine"] * 2


def test_a_mine_without_its_company_still_has_a_file(app: App) -> None:
    with app.store.units.begin(ACTOR, "site.add") as unit:
        mine = unit.create(Site, name="野外新登记矿")
    file = app.mines.file(mine)
    assert (file.register.enterprise, file.holders) == (None, ())


def test_an_unknown_mine_is_refused(app: App) -> None:
    with pytest.raises(BadInput, match=r"register\.site_unknown"):
        app.mines.file("nowhere")


def test_open_hazards_stand_by_deadline_with_the_days_left_or_over(app: App) -> None:
    mine = make_mine(app)
    visit = begin_visit(app, mine)
    find(app, visit, mine, "无期限")
    find(app, visit, mine, "还有五天", rectification_due_on="2026-03-15", hazard_level="major")
    find(app, visit, mine, "已过两天", rectification_due_on="2026-03-08")
    find(app, visit, mine, "已整改", rectification_due_on="2026-03-01", reinspection_result="rectified")
    find(app, visit, mine, "当场改正", corrected_on_spot=True)
    file = app.mines.file(mine)
    expected = [("已过两天", -2), ("还有五天", 5), ("无期限", None)]
    assert [(one.fact, one.days_left) for one in file.hazards.rows] == expected
    assert (file.tally.findings, file.tally.open, file.tally.overdue, file.tally.majors) == (5, 3, 1, 1)
    (line,) = file.visits.rows
    assert (line.findings, line.open, line.lead) == (5, 3, "张三")


def test_every_part_is_read_to_its_end_page_by_page(app: App) -> None:
    mine = make_mine(app)
    visits = [begin_visit(app, mine) for _ in range(5)]
    hazards = [find(app, visits[0], mine, f"第{n}处", rectification_due_on=f"2026-04-{20 - n % 3}") for n in range(7)]
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = app.mines.hazards(mine, after, limit=3)
        seen, after = seen + [one.id for one in page.rows], page.after
    assert sorted(seen) == sorted(hazards)
    first = app.mines.visits(mine, limit=3)
    rest = app.mines.visits(mine, first.after or "", limit=3)
    assert [one.id for one in (*first.rows, *rest.rows)] == visits[::-1]
    assert rest.after is None


def test_the_person_in_charge_stands_first_with_his_certificate(app: App) -> None:
    mine = make_mine(app)
    company = app.register.site_file(mine).site.enterprise_id
    with app.store.units.begin(ACTOR, "post.add") as unit:
        for name, post in (("李技术员", "geology_engineer"), ("王矿长", "principal")):
            person = unit.create(Person, name=name)
            unit.create(Post, person_id=person, enterprise_id=company, site_id=mine, post_kind=post)
            unit.create(
                Qualification, person_id=person, qualification_kind="safety_assessment", valid_to_on="2026-03-01"
            )
    first, second = app.mines.file(mine).holders
    assert (first.person.name, first.is_principal, first.certificates[0].expiry) == ("王矿长", True, "expired")
    assert second.person.name == "李技术员"


def test_the_command_says_what_the_window_says(scene: Scene, run: Run) -> None:
    late = scene.finding()
    with scene.app.store.units.begin(scene.actor, "finding.change") as unit:
        unit.change(Finding, late, rectification_due_on="2026-03-08")
    paper = scene.paper("inspection_record")
    file = scene.app.mines.file(scene.site)
    told = run("mine", "file", scene.site, "--day", "2026-03-10")
    assert told["tally"] == vars(file.tally)
    assert [row["days_left"] for row in told["hazards"]["rows"]] == [-2]
    assert [row["id"] for row in run("mine", "file", scene.site, "--part", "papers")["papers"]["rows"]] == [paper]
    assert run("mine", "file", scene.site, "--part", "changes")["changes"]["rows"][0]["told"]
    assert run("mine", "file", scene.site, "--after", "x", status=2)["error"]["code"] == "mine.part_missing"


def test_the_file_prints_as_internal_pages_and_says_what_is_not_printed(scene: Scene, run: Run, tmp_path: Path) -> None:
    with scene.app.store.units.begin(scene.actor, "finding.add") as unit:
        for number in range(130):
            unit.create(Finding, inspection_id=scene.inspection, site_id=scene.site, fact=f"第{number}处浮石")
    told = run("mine", "file", scene.site, "--pdf", str(tmp_path / "file.pdf"))
    text = text_of(Path(told["file"]).read_bytes())
    assert told["pages"] > 1
    assert text.count("内部资料，不对外提供") == told["pages"]
    assert "另有30项未印" in text
    assert "执法文书" in text.partition("这台电脑上没有")[2]


def test_a_mine_with_rare_characters_and_nothing_else_fits_on_one_page(app: App) -> None:
    paper = app.mines.paper(make_mine(app, name=NAME), "张三")
    assert paper.values["site_name"] == NAME
    made = render(paper)
    assert made.pages == 1
    assert NAME in text_of(made.pdf)
