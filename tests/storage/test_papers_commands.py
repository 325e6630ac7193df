"""Everything the window does with papers, as a script: one visit from its record to the dual pair."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inspector_app.cli import main
from inspector_app.commands.catalogue import COMMANDS
from tests.fixtures.papers import COMPANY, Scene, make_scene
from tests.fixtures.stores import PASSPHRASE

Run = Callable[..., Any]


def published(name: str) -> Any:
    """The JSON Schema that ``inspector schema`` prints for the output of a command."""
    return next(dict(command.output) for command in COMMANDS if command.name == name)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.major()
    made.close()
    return made


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0) -> Any:
        got = main([*words, "--json", "--data-dir", str(scene.app.store.folder)])
        out = capsys.readouterr().out
        assert got == status, out
        answer = json.loads(out) if out.strip() else None
        if status == 0:
            jsonschema.validate(answer, published(" ".join(words[:2]) if len(words) > 1 else words[0]))
        return answer

    return ran


def test_a_record_goes_from_suggestion_to_file(scene: Scene, run: Run, tmp_path: Path) -> None:
    run("number", "add", "--form", "F3", "--first", "3", "--last", "9", "--year", "2026")
    suggested = run("document", "suggest", "--inspection", scene.inspection)
    assert {one["form"] for one in suggested} >= {"inspection_record", "onsite_measure_decision"}
    document = run("document", "create", "--form", "F3", "--inspection", scene.inspection)["document"]
    blanks = tmp_path / "blanks.json"
    blanks.write_text(json.dumps({"companions": "周安全员"}), "utf-8")
    assert run("document", "set", document, "--input", str(blanks))["changed"]
    assert run("document", "check", document)["ok"]
    pdf = tmp_path / "record.pdf"
    issued = run("document", "issue", document, "--accept-warnings", "--date", "2026-03-10", "--to", str(pdf))
    assert issued["number"] == "（示）应急检记〔2026〕3号"
    assert pdf.read_bytes().startswith(b"%PDF")
    run("document", "sign", document, "--role", "site_representative", "--name", "孙矿长", "--opinion", "属实")
    assert run("document", "serve", document, "--date", "2026-03-10")["state"] == "served"
    assert run("document", "close", document)["state"] == "closed"
    assert run("document", "show", document)["history"]["signatures"][0]["opinion"] == "属实"


def test_a_rule_that_says_no_ends_with_one_and_says_why(scene: Scene, run: Run) -> None:
    document = run("document", "create", "--form", "F3", "--inspection", scene.inspection)["document"]
    refused = run("document", "issue", document, "--accept-warnings", status=1)
    assert refused["error"]["code"] == "number.no_block"
    assert "号段" in refused["error"]["happened"]


def test_a_file_is_verified_with_and_without_a_store(
    scene: Scene, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.blocks()
    pdf = tmp_path / "record.pdf"
    run("document", "pdf", scene.issued("F3"), "--to", str(pdf))
    assert run("document", "verify", str(pdf), status=1)["verdict"] == "uncertified"
    assert main(["document", "verify", str(pdf), "--json", "--data-dir", str(tmp_path / "nowhere")]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "uncertified"


def test_the_file_of_an_earlier_print_run_comes_back(scene: Scene, run: Run, tmp_path: Path) -> None:
    scene.blocks()
    document, papers = scene.issued("F3"), scene.app.papers
    first = papers.pdf(document)
    run("document", "withdraw", document, "--reason", "单位名称打印不清")
    papers.set_values(scene.actor, document, companions="周安全员")
    run("document", "issue", document, "--accept-warnings")
    then = run("document", "pdf", document, "--run", "1", "--to", str(tmp_path / "1.pdf"))
    assert (tmp_path / "1.pdf").read_bytes() == first
    assert then["run"]["withdrawn_reason"] == "单位名称打印不清"
    assert run("document", "pdf", document)["sha256"] != then["sha256"]
    assert run("document", "pdf", document, "--run", "9", status=2)["error"]["code"] == "record.unknown"


def test_what_is_outstanding_of_a_refused_order_is_told_and_the_report_recorded(scene: Scene, run: Run) -> None:
    scene.blocks()
    order = scene.issued("F5")
    assert run("document", "left-out", scene.inspection) == []
    run("document", "refuse", order, "--reason", "不认可", "--witness", "吴明")
    [waits] = run("document", "outstanding")
    assert (waits["id"], waits["needs_seal"], waits["is_unreported"]) == (order, True, True)
    refused = run("document", "report", order, "--to", "李局长", "--date", "2026-03-09", status=1)
    assert refused["error"]["code"] == "paper.reported_before"
    told = run("document", "report", order, "--to", "李局长")["refusals"][0]
    assert (told["reported_to"], told["is_reported"]) == ("李局长", True)
    assert not run("document", "outstanding")[0]["is_unreported"]
    record = scene.issued("F3")
    told = run("document", "refuse", record, "--reason", "不认可", "--witness", "吴明", "--reported", status=1)
    assert told["error"]["code"] == "paper.reported_to_missing"


def test_an_evacuation_order_with_an_emoji_is_refused_before_it_is_begun(scene: Scene, run: Run) -> None:
    words = ("--place", "三中段🙂", "--danger", "顶板开裂", "--inspection", scene.inspection)
    told = run("document", "evacuate", *words, status=1)["error"]
    assert told["code"] == "document.unprintable"
    assert "🙂" in told["happened"]
    assert run("document", "list", "--inspection", scene.inspection) == []


def test_the_dual_pair_is_built_by_script(scene: Scene, run: Run) -> None:
    group = run("dual", "open", "--inspection", scene.inspection)["group"]
    org = run("dual", "case", "--group", group, "--type", "org", "--respondent", scene.company)["case"]
    assert run("dual", "list", "--open")[0]["is_open"]
    person = run(
        "dual", "case", "--group", group, "--type", "person", "--respondent", scene.principal,
        "--principal-kind", "general_manager",
    )["case"]  # fmt: skip
    run("dual", "amount", "--case", org, "--fen", "3000000", "--capitals", "人民币叁万元整")
    refused = run("dual", "amount", "--case", person, "--fen", "100", status=1)
    assert refused["error"]["code"] == "case.amount_outside"
    missing = run("dual", "missing", "--group", group)
    assert not missing["complete"]
    assert run("dual", "show", "--group", group)["cases"][0]["respondent_name"] == COMPANY
    assert run("dual", "list", "--open") == []


def test_printing_without_a_printing_system_says_so_and_keeps_the_paper(
    scene: Scene, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scene.blocks()
    document = scene.issued("F3")
    monkeypatch.setenv("PATH", str(tmp_path))
    told = run("document", "print", document, "--printer", "车载打印机", status=3)
    assert told["error"]["code"] == "printing.no_system"
    assert [one.copies for one in scene.app.papers.history(document).prints] == [0]


@pytest.mark.skipif(shutil.which("lp") is None, reason="no CUPS on this machine (lp is missing)")
def test_a_queue_that_does_not_exist_is_named_in_the_refusal(scene: Scene, run: Run) -> None:
    scene.blocks()
    document = scene.issued("F3")
    told = run("document", "print", document, "--printer", "no-such-queue", status=3)
    assert told["error"]["code"] == "printing.gone"
