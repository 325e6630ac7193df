"""document forms and document render; drawing in the worker process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import main
from inspector_app.documents.rendering import warm_up
from inspector_app.worker import Worker
from tests.documents import samples
from tests.documents.reading import drawn, page_texts, paper, text_of
from tests.documents.test_verification import COUNTY, issued


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    status = main([*arguments, "--json"])
    said = capsys.readouterr()
    return status, json.loads(said.out or said.err)


def test_forms_are_listed_with_their_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    status, forms = run(capsys, "document", "forms")
    assert status == 0
    assert {"F3", "F4", "F5", "F6", "EX-02", "EX-11", "F24", "F34", "F35", "F40", "EX-12"} <= {f["form"] for f in forms}
    order = next(form for form in forms if form["form"] == "F5")
    assert {"key": "deadline", "label": "整改期限", "kind": "date", "required": True} in next(
        field["fields"] for field in order["fields"] if field["key"] == "groups"
    )


@pytest.mark.parametrize("code", [code for code in samples.CODES if code != "EX-11"])
def test_a_file_of_values_becomes_a_paper(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values, target = tmp_path / "values.json", tmp_path / "paper.pdf"
    values.write_text(json.dumps(samples.values(code)), "utf-8")
    status, told = run(
        capsys, "document", "render", "--form", code, "--input", str(values), "--to", str(target)
    )
    assert status == 0
    assert told["pages"] == len(page_texts(target.read_bytes()))


def test_photos_come_from_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, inputs, target = tmp_path / "photos", tmp_path / "inputs.json", tmp_path / "sheet.pdf"
    folder.mkdir()
    for name, content in samples.photos().items():
        folder.joinpath(name).write_bytes(content)
    inputs.write_text(json.dumps({"form": "EX-11", "values": samples.values("EX-11"), "photos": str(folder)}), "utf-8")
    status, told = run(capsys, "document", "render", "--input", str(inputs), "--to", str(target))
    assert (status, told["pages"]) == (0, 2)


def test_a_wrong_value_is_refused_in_words_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values, target = tmp_path / "values.json", tmp_path / "paper.pdf"
    values.write_text(json.dumps({"org_name": "缙云\u200b矿业"}), "utf-8")
    status, told = run(capsys, "document", "render", "--form", "F3", "--input", str(values), "--to", str(target))
    assert status == 1
    assert "U+200B" in json.dumps(told, ensure_ascii=False)
    assert "被检查单位" in json.dumps(told, ensure_ascii=False)
    assert not target.exists()


def test_a_paper_is_proved_without_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(issued())
    status, told = run(capsys, "document", "prove", str(file), "--county-key", COUNTY.public_key.hex())
    assert (status, told["verdict"], told["number"]) == (0, "genuine", "（缙）应急责改〔2026〕70号")
    status, told = run(capsys, "document", "prove", str(file), "--county-key", "00" * 32)
    assert (status, told["verdict"]) == (1, "foreign")
    status, told = run(capsys, "document", "prove", str(file), "--county-key", "xyz")
    assert status == 2


def test_the_worker_process_draws_the_same_file() -> None:
    with Worker(["inspector_app.documents.rendering"]) as worker:
        made = worker.submit("inspector_app.documents.rendering:render", paper("F5")).result(60)
    assert made.pdf == drawn("F5").pdf


def test_warming_up_reads_every_form() -> None:
    assert warm_up() >= 11


def test_a_sample_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values, target = tmp_path / "values.json", tmp_path / "paper.pdf"
    values.write_text("{}", "utf-8")
    run(capsys, "document", "render", "--form", "F5", "--sample", "--input", str(values), "--to", str(target))
    assert "示例" in text_of(target.read_bytes())
