"""Papers leave through a real print queue: one job for all copies, and after a jam only the rest."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest

from inspector_app import printing
from inspector_app.cli import main
from inspector_app.commands.catalogue import COMMANDS
from inspector_app.documents.print_sheets import compose
from inspector_app.enforcement.print_plan import PrintItem, PrintPlan, whole_copies
from inspector_app.errors import BadInput, RuleViolation, Unreachable
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import PASSPHRASE

__all__ = ["cups"]
Run = Callable[..., Any]
ORDER_OF_TWO = PrintPlan("j", (PrintItem("a", "甲", "1号", 2, 2), PrintItem("b", "乙", None, 1, 1)))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    made.blocks()
    return made


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0) -> Any:
        got = main([*words, "--json", "--data-dir", str(scene.app.store.folder)])
        out = capsys.readouterr().out
        assert got == status, out
        answer = json.loads(out)
        if status == 0:
            name = " ".join(words[:2])
            jsonschema.validate(answer, next(dict(one.output) for one in COMMANDS if one.name == name))
        return answer

    return ran


def texts(pdf: bytes) -> list[str]:
    """What the pages say, enough to tell them apart."""
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_each_copy_is_whole_before_the_next_begins() -> None:
    assert [(one.item, one.copy, one.page) for one in ORDER_OF_TWO.sheets] == [
        (0, 1, 1), (0, 1, 2), (0, 2, 1), (0, 2, 2), (1, 1, 1),
    ]  # fmt: skip
    assert ORDER_OF_TWO.place_of("a", copy=2) == 3
    assert [one.place for one in ORDER_OF_TWO.rest(4)] == [4, 5]
    assert ORDER_OF_TWO.title == "1号 +1"


@pytest.mark.parametrize("first", [0, 6])
def test_a_sheet_the_job_does_not_have_is_refused(first: int) -> None:
    with pytest.raises(BadInput, match=r"printing.no_such_sheet"):
        ORDER_OF_TWO.rest(first)


def test_a_copy_counts_when_its_last_page_is_out() -> None:
    assert whole_copies(2, ((1, 1), (1, 2), (2, 1))) == 1


def test_all_copies_of_a_visit_leave_as_one_job(scene: Scene, run: Run, cups: Cups) -> None:
    papers = scene.app.papers
    record, order = scene.issued("F3"), scene.issued("F5")
    printed = run("document", "print", "--inspection", scene.inspection, "--printer", cups.queue)
    assert cups.heard() == printed["printer_job"].rpartition("-")[2]
    (file,) = cups.printed()
    whole = [*texts(papers.pdf(record)) * 2, *texts(papers.pdf(order)) * 2]
    assert texts(file.read_bytes()) == whole
    title, copies, options = file.with_suffix(".txt").read_text().splitlines()
    assert (title[-2:], copies) == ("+1", "1")
    assert "sides=one-sided" in options
    assert [one["copies"] for one in printed["items"]] == [2, 2]
    runs = [papers.history(one).prints[-1] for one in (record, order)]
    assert [(one.copies, one.printer, one.run_no) for one in runs] == [(2, cups.queue, 1), (2, cups.queue, 1)]


def test_after_a_jam_only_the_rest_is_printed_and_the_journal_knows_each_sheet(
    scene: Scene, run: Run, cups: Cups
) -> None:
    record, order = scene.issued("F3"), scene.issued("F5")
    pages = scene.app.papers.paper(record).pages or 0
    job = run("document", "print", "--inspection", scene.inspection, "--printer", cups.queue)["job_id"]
    cups.heard()
    again = run("document", "reprint", job, "--document", record, "--copy", "2")
    cups.heard()
    assert again["first"] == pages + 1
    assert run("document", "print-job", "--inspection", scene.inspection)["job_id"] == job
    before, rest = (texts(file.read_bytes()) for file in cups.printed())
    assert rest == before[pages:]
    first, second = scene.app.papers.history(record).prints
    assert (first.copies, first.jammed_at, first.sheet_pages[-1]) == (1, (2, 1), (1, pages))
    assert (second.copies, second.sheet_pages[0]) == (1, (2, 1))
    assert [one.copies for one in scene.app.papers.history(order).prints] == [0, 2]


def test_the_officer_may_name_the_sheet_and_go_on_twice(scene: Scene, cups: Cups) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    plan = papers.record_job(scene.actor, papers.plan_print([record], {record: 3}), cups.queue)
    papers.record_job(scene.actor, papers.jammed(scene.actor, plan.job_id, 2), cups.queue, first=2)
    last = len(plan.sheets)
    again = papers.jammed(scene.actor, plan.job_id, last)
    papers.record_job(scene.actor, again, cups.queue, first=last)
    runs = papers.history(record).prints
    assert sum(one.copies for one in runs) == 3
    assert sorted(one for run in runs for one in run.sheet_pages) == [(one.copy, one.page) for one in plan.sheets]
    found = papers.last_print(scene.inspection)
    assert found is not None
    assert (found.job_id, found.first) == (plan.job_id, last)


def test_a_printer_that_jams_is_told_and_its_job_does_not_come_out_twice(scene: Scene, run: Run, cups: Cups) -> None:
    scene.issued("F3")
    cups.jam()
    job = run("document", "print", "--inspection", scene.inspection, "--printer", cups.queue)["job_id"]
    assert cups.heard() == "jam"
    told = run("document", "print-job", job)["queue"]
    assert told["waiting"] or not told["is_enabled"]
    cups.tool("cupsdisable", cups.queue)
    assert run("document", "reprint", job, "--first", "1", status=3)["error"]["code"] == "printing.paused"
    printing.cancel(run("document", "print-job", job)["printer_job"])
    cups.clear()
    run("document", "reprint", job, "--first", "1")
    cups.heard()
    assert len(cups.printed()) == 1
    assert printing.queue(cups.queue).waiting == ()


def test_a_paused_printer_gets_nothing_and_says_why(scene: Scene, run: Run, cups: Cups) -> None:
    record = scene.issued("F3")
    cups.pause("Out of paper")
    told = run("document", "print", record, "--printer", cups.queue, status=3)["error"]
    assert told["code"] == "printing.paused"
    assert "Out of paper" in told["happened"]
    assert run("printer", "list")[0]["problem"] == "printing.paused"
    assert [one.copies for one in scene.app.papers.history(record).prints] == [0]


def test_a_printer_that_takes_no_jobs_or_is_gone_is_told_apart(cups: Cups) -> None:
    cups.tool("cupsreject", "-r", "moved", cups.queue)
    with pytest.raises(Unreachable, match=r"printing.rejecting"):
        printing.require_ready(cups.queue)
    cups.tool("lpadmin", "-x", cups.queue)
    with pytest.raises(Unreachable, match=r"printing.gone"):
        printing.require_ready(cups.queue)
    assert printing.printers() == []


def test_without_a_printer_the_job_becomes_one_file_and_no_print_is_claimed(
    scene: Scene, run: Run, tmp_path: Path
) -> None:
    record = scene.issued("F3")
    pages = scene.app.papers.paper(record).pages or 0
    run("document", "print", record, "--to", str(tmp_path / "all.pdf"))
    with pikepdf.open(io.BytesIO((tmp_path / "all.pdf").read_bytes())) as pdf:
        assert len(pdf.pages) == 2 * pages
    assert [one.copies for one in scene.app.papers.history(record).prints] == [0]


def test_pre_sealed_sheets_seal_the_paper_and_a_jam_spoils_one(scene: Scene) -> None:
    papers = scene.app.papers
    scene.app.office.set_setting(scene.actor, "papers.seal_mode", "presealed")
    order = scene.issued("F5")
    plan = papers.plan_print([order])
    assert plan.items[0].needs_sheets
    count = len(plan.sheets)
    numbers = [f"{1000 + n}" for n in range(count)]
    papers.record_job(scene.actor, plan, "HP", sheets={order: numbers})
    assert papers.paper(order).sealed_at
    rest = papers.jammed(scene.actor, plan.job_id, count)
    run = papers.history(order).prints[-1]
    assert (run.sheets, run.spoiled_sheets) == (tuple(numbers[:-1]), (numbers[-1],))
    with pytest.raises(RuleViolation, match=r"paper.sheet_used"):
        papers.record_job(scene.actor, rest, "HP", first=count, sheets={order: [numbers[-1]]})
    papers.record_job(scene.actor, rest, "HP", first=count, sheets={order: ["2000"]})


def test_a_job_of_a_paper_taken_back_is_not_gone_on_with(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    job = papers.record_job(scene.actor, papers.plan_print([record]), "HP").job_id
    papers.withdraw(scene.actor, record, "写错了")
    assert papers.last_print(scene.inspection) is None
    with pytest.raises(RuleViolation, match=r"printing.job_withdrawn"):
        papers.jammed(scene.actor, job, 1)
    with pytest.raises(RuleViolation, match=r"paper.not_issued"):
        papers.plan_print([record])


def test_sheets_of_several_papers_are_put_in_their_order() -> None:
    made = []
    for width in (100, 200):
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(width, 100))
            pdf.add_blank_page(page_size=(width + 1, 100))
            sink = io.BytesIO()
            pdf.save(sink)
            made.append(sink.getvalue())
    with pikepdf.open(io.BytesIO(compose(made, [(1, 2), (0, 1), (0, 1)]))) as pdf:
        assert [int(page.mediabox[2]) for page in pdf.pages] == [201, 100, 100]
