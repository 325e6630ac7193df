"""Numbers of papers: from blocks, typed, inked, shared; never twice, whoever issues at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.documents.rendering import render
from inspector_app.documents.values import PaperInput, RenderedPaper
from inspector_app.documents.verification import PaperVerdict
from inspector_app.enforcement.values import DocumentState
from inspector_app.errors import RecordConflict, RuleViolation, StorageFault
from inspector_app.sample.loader import load_sample
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import make_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    return made


def set_source(scene: Scene, **by_stem: str) -> None:
    scene.app.office.set_setting(scene.actor, "numbering.source_by_stem", by_stem)


def test_without_a_block_the_officer_is_told_and_the_paper_stays_a_draft(scene: Scene) -> None:
    record = scene.paper("F3")
    with pytest.raises(RuleViolation, match=r"number\.no_block"):
        scene.app.papers.issue(scene.actor, record, accept_warnings=True)
    assert scene.app.papers.paper(record).state is DocumentState.DRAFT


def test_a_block_that_runs_out_is_said_clearly(scene: Scene) -> None:
    scene.blocks(first=7, last=7)
    assert scene.app.papers.paper(scene.issued("F3")).number == "（示）应急检记〔2026〕7号"
    with pytest.raises(RuleViolation, match=r"number\.block_used_up"):
        scene.issued("F3")
    assert {row.stem: row.left for row in scene.app.papers.numbers()}["示应急检记"] == 0


def test_a_void_number_keeps_its_row_and_reason_and_is_never_used_again(scene: Scene) -> None:
    scene.blocks(first=1, last=9)
    first = scene.issued("F3")
    scene.app.papers.void(scene.actor, first, "单位名称有误")
    second = scene.issued("F3")
    assert scene.app.papers.paper(second).number == "（示）应急检记〔2026〕2号"
    assert scene.app.papers.paper(first).void_reason == "单位名称有误"
    with pytest.raises(RuleViolation, match=r"number\.taken"):
        scene.app.papers.issue(scene.actor, scene.paper("F3"), number="1", accept_warnings=True)


def test_a_number_given_by_the_superior_system_is_typed_in(scene: Scene) -> None:
    set_source(scene, 检记="typed")
    record = scene.paper("F3")
    with pytest.raises(RuleViolation, match=r"number\.typed_missing"):
        scene.app.papers.issue(scene.actor, record, accept_warnings=True)
    row = scene.app.papers.issue(scene.actor, record, number="第0042号", accept_warnings=True)
    assert row.number == "（示）应急检记〔2026〕42号"


def test_a_number_may_be_inked_by_hand_and_recorded_later(scene: Scene) -> None:
    set_source(scene, 检记="inked")
    record = scene.issued("F3")
    assert scene.app.papers.paper(record).number is None
    assert scene.app.papers.ink_number(scene.actor, record, "8").number == "（示）应急检记〔2026〕8号"
    with pytest.raises(RuleViolation, match=r"number\.has_one"):
        scene.app.papers.ink_number(scene.actor, record, "9")


def test_an_order_may_share_the_serial_of_the_record(scene: Scene) -> None:
    scene.blocks(first=70, last=80)
    scene.app.office.set_setting(scene.actor, "numbering.share_inspection_serial", ["责改"])
    order = scene.paper("F5")
    with pytest.raises(RuleViolation, match=r"number\.inspection_has_none"):
        scene.app.papers.issue(scene.actor, order, accept_warnings=True)
    scene.issued("F3")
    assert scene.app.papers.issue(scene.actor, order, accept_warnings=True).number == "（示）应急责改〔2026〕70号"


def test_a_marker_of_a_sub_unit_stands_before_the_serial(scene: Scene) -> None:
    scene.blocks()
    scene.app.office.set_setting(scene.actor, "numbering.serial_prefix", "执法二中队-")
    assert scene.app.papers.paper(scene.issued("F3")).number == "（示）应急检记〔2026〕执法二中队-1号"


def test_serials_begin_anew_with_the_year(scene: Scene) -> None:
    scene.blocks(first=5)
    scene.blocks(2027, first=1)
    scene.issued("F3")
    scene.clock.set_wall("2027-01-04T09:00:00+08:00")
    row = scene.app.papers.issue(scene.actor, scene.paper("F3"), accept_warnings=True)
    assert row.number == "（示）应急检记〔2027〕1号"


def test_a_block_must_not_overlap_one_that_is_known(scene: Scene) -> None:
    scene.blocks(first=1, last=10)
    with pytest.raises(RuleViolation, match=r"number\.block_overlaps"):
        scene.app.papers.add_block(scene.actor, "示应急检记", 2026, 10, 12)


def test_warnings_are_accepted_knowingly_before_a_number_is_burnt(scene: Scene) -> None:
    scene.blocks()
    record = scene.paper("F3")
    scene.app.papers.set_values(scene.actor, record, phone=None)
    with pytest.raises(RuleViolation, match=r"paper\.warnings"):
        scene.app.papers.issue(scene.actor, record)
    assert scene.app.papers.paper(record).number is None


def test_two_processes_that_issue_at_once_never_take_one_number(scene: Scene) -> None:
    scene.blocks()
    papers = [scene.paper("EX-02") for _ in range(8)]
    folder = scene.app.store.folder
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.fixtures.issuing", str(folder)]
    running = [
        subprocess.Popen([*command, *half], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for half in (papers[:4], papers[4:])
    ]
    numbers = [line for process in running for line in process.communicate(timeout=120)[0].split()]
    assert sorted(numbers) == sorted(f"（示）应急撤〔2026〕{serial}号" for serial in range(1, 9))


def test_a_sample_laptop_that_joined_nobody_numbers_its_papers_itself(tmp_path: Path) -> None:
    clock = FrozenClock()
    store = make_store(tmp_path / "store", sample=True, clock=clock)
    load_sample(store.units, clock, clock.now().at.date())
    app = App(store)
    visit = app.inspections.visits()[0].id
    record = app.papers.create(app.officer_id, "EX-02", inspection_id=visit)
    number = app.papers.issue(app.officer_id, record).number or ""
    assert number.endswith("〔2026〕1号")
    assert app.papers.verify(app.papers.pdf(record)).verdict is PaperVerdict.SAMPLE


def test_a_paper_changed_while_it_is_drawn_is_not_issued_and_keeps_its_number(scene: Scene) -> None:
    scene.blocks()
    papers, record = scene.app.papers, scene.paper("F3")

    def drawn_while_somebody_types(paper: PaperInput) -> RenderedPaper:
        papers.set_values(scene.actor, record, companions="周安全员")
        return render(paper)

    papers.render_with(drawn_while_somebody_types)
    with pytest.raises(RecordConflict, match=r"paper\.changed_meanwhile"):
        papers.issue(scene.actor, record, accept_warnings=True)
    papers.render_with(render)
    row = papers.issue(scene.actor, record, accept_warnings=True)
    assert (row.number, papers.content(record).values["companions"]) == ("（示）应急检记〔2026〕1号", "周安全员")


def test_a_drawing_that_fails_costs_no_number(scene: Scene) -> None:
    scene.blocks()
    papers, record = scene.app.papers, scene.paper("F3")

    def out_of_paper(_paper: PaperInput) -> RenderedPaper:
        raise StorageFault("storage.full", path="x")

    papers.render_with(out_of_paper)
    with pytest.raises(StorageFault):
        papers.issue(scene.actor, record, accept_warnings=True)
    held = papers.paper(record)
    assert (held.state, held.number) == (DocumentState.DRAFT, "（示）应急检记〔2026〕1号")
    papers.render_with(render)
    assert papers.issue(scene.actor, record, accept_warnings=True).number == held.number
