"""The field sheet on the command line: printed, entered from a file, shown; results as their schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest
from PIL import Image

from inspector_app import cli
from inspector_app.bootstrap import App
from inspector_app.commands.catalogue import COMMANDS
from inspector_app.documents.scanning import find_codes
from inspector_app.documents.sheetcode import sheet_of_qr
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import begin_visit, make_bureau, make_mine

NAMED = {command.name: command for command in COMMANDS}


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)
    app: App = make_bureau(tmp_path / "store")
    begun = begin_visit(app, make_mine(app), "task_16", "criteria_underground")
    app.store.close()
    return begun


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(name: str, *arguments: str) -> Any:
        where = ["--data-dir", str(tmp_path / "store"), "--officer", "zhang", "--json"]
        status = cli.main([*name.split(), *arguments, *where])
        said = capsys.readouterr()
        result = json.loads(said.out or said.err)
        if status == 0:
            jsonschema.validate(result, dict(NAMED[name].output))
        return result

    return call


def printed(run: Any, visit: str, folder: Path) -> Any:
    return run("field-sheet print", visit, "--to", str(folder / "sheet.pdf"))


def test_a_sheet_is_printed_entered_from_a_file_and_shown(run: Any, visit: str, tmp_path: Path) -> None:
    sheet = printed(run, visit, tmp_path)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    lines = tmp_path / "lines.txt"
    lines.write_text("1-5 1\n\n6 4 封闭\n7 2 @井口 f1 栏杆缺失\n99999 1\n", "utf-8")
    done = run("field-sheet enter", sheet["code"], "--file", str(lines))
    assert [one["changed"] for one in done["lines"]] == [True, True, True, False]
    assert (done["ok"], done["lines"][3]["error"]) == (False, "sheet.no_item")
    assert done["open"] == sheet["count"] - 7
    shown = run("field-sheet show", sheet["code"])
    assert [one["verdict"] for one in shown["items"][:7]] == ["compliant"] * 5 + ["not_checked", "not_compliant"]
    assert shown["items"][6]["findings"] == [1]
    assert [one["code"] for one in run("field-sheet list", visit)] == [sheet["code"]]
    left = run("field-sheet list", "--unfinished")
    assert [(one["code"], one["open"], one["is_typed"]) for one in left] == [(sheet["code"], done["open"], False)]


def test_a_check_writes_nothing(run: Any, visit: str, tmp_path: Path) -> None:
    sheet = printed(run, visit, tmp_path)
    told = run("field-sheet enter", sheet["code"], "3-4 1", "--check")
    assert told["lines"][0]["told"] == "第 3-4 项（共 2 项）记为符合。"
    assert told["open"] == sheet["count"]


def test_a_photo_of_the_filled_sheet_is_known_by_its_code_and_kept_as_evidence(
    run: Any, visit: str, tmp_path: Path
) -> None:
    sheet = printed(run, visit, tmp_path)
    page = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")[1].render(scale=2).to_pil()
    assert [sheet_of_qr(text) for text in find_codes(page.convert("L"))] == [sheet["sheet"]]
    Image.Image.save(page.convert("RGB"), tmp_path / "phone.jpg", quality=80)
    kept = run("field-sheet scan", str(tmp_path / "phone.jpg"))
    assert run("field-sheet show", sheet["sheet"])["scans"] == [one["photo"] for one in kept["pages"]]
    assert [one["code"] for one in kept["pages"]] == [sheet["code"]]
    assert run("photo list", visit, "--unfiled") == []


def test_a_picture_without_code_is_told(run: Any, visit: str, tmp_path: Path) -> None:
    printed(run, visit, tmp_path)
    Image.new("RGB", (400, 300), "white").save(tmp_path / "wall.jpg")
    assert run("field-sheet scan", str(tmp_path / "wall.jpg"))["error"]["code"] == "sheet.scan_no_code"


def test_printing_again_gives_the_same_file(run: Any, visit: str, tmp_path: Path) -> None:
    sheet = printed(run, visit, tmp_path)
    again = run("field-sheet print", "--sheet", sheet["code"], "--to", str(tmp_path / "again.pdf"))
    assert again["sheet"] == sheet["sheet"]
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "sheet.pdf").read_bytes()
