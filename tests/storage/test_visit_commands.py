"""What the window does with findings, photos, mistakes and danger, as a script."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import main
from inspector_app.inspection.model import Finding
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.pictures import plain_jpeg
from tests.fixtures.stores import PASSPHRASE

Run = Callable[..., Any]


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


def test_a_finding_is_corrected_taken_back_and_removed(scene: Scene, run: Run) -> None:
    finding = run("finding", "add", scene.inspection, "--place", "-480m 水平", "--fact", "未支护")["finding"]
    changed = run("finding", "change", finding, "--fact", "顶板未支护", "--measure", "限期整改", "--reason", "写漏")
    assert (changed["fact"], changed["measure"], changed["place"]) == ("顶板未支护", "rectify_by_date", "-480m 水平")
    assert run("undo")["action"] == "finding.change"
    assert run("finding", "show", finding)["fact"] == "未支护"
    assert run("finding", "remove", finding, "记错")["removed"] == finding
    assert finding not in {one["id"] for one in run("finding", "list", scene.inspection)}
    told = [one["told"] for one in run("trail", finding)]
    assert (told[0], told[-1]) == ("新增问题隐患", "删除问题隐患")


def test_the_ledger_is_turned_page_by_page_and_no_list_of_a_visit_is_cut(scene: Scene, run: Run) -> None:
    app = scene.app
    with app.store.units.begin(app.officer_id, "finding.add") as unit:
        for number in range(120):
            unit.create(Finding, inspection_id=scene.inspection, seq=100 + number, fact=f"第 {number} 处")
    assert len(run("finding", "list", scene.inspection)) >= 120
    first, second = (run("finding", "ledger", "--limit", "50", "--skip", skip) for skip in ("0", "50"))
    assert first["total"] == second["total"] >= 120
    assert not {one["id"] for one in first["rows"]} & {one["id"] for one in second["rows"]}
    assert run("finding", "ledger", "--state", "done")["total"] == 0


def test_a_photo_is_sorted_described_and_removed(scene: Scene, run: Run, tmp_path: Path) -> None:
    file, copy = tmp_path / "a.jpg", tmp_path / "copy.jpg"
    file.write_bytes(plain_jpeg())
    finding = run("finding", "add", scene.inspection, "--fact", "未支护")["finding"]
    photo = run("photo", "add", scene.inspection, str(file))["photos"][0]["photo"]
    assert [one["id"] for one in run("photo", "list", scene.inspection, "--unfiled")] == [photo]
    assert run("photo", "file", photo, finding)["changed"]
    assert run("photo", "describe", photo, "--proves", "顶板未支护")["changed"]
    run("photo", "describe", photo, "--place", "-480m")
    run("photo", "time", photo, "2026-03-10T09:30:00+08:00")
    (shown,) = run("finding", "show", finding)["filed"]
    assert (shown["proves"], shown["place"], shown["taken_at"][:10]) == ("顶板未支护", "-480m", "2026-03-10")
    run("photo", "export", photo, "--to", str(copy))
    assert copy.read_bytes() == file.read_bytes()
    run("photo", "remove", photo, "拍错")
    assert run("photo", "list", scene.inspection) == []


def test_people_are_ordered_out_in_one_command(scene: Scene, run: Run, tmp_path: Path) -> None:
    run("number", "add", "--form", "EX-02", "--first", "1", "--last", "9", "--year", "2026")
    pdf = tmp_path / "order.pdf"
    ordered = run("document", "evacuate", "--place", "-480m 水平", "--danger", "透水征兆", "--to", str(pdf))
    assert (ordered["form"], ordered["state"]) == ("evacuation_order", "printed")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_visit_is_corrected(scene: Scene, run: Run) -> None:
    changed = run("inspection", "change", scene.inspection, "--route", "主井—副井", "--site-rep-name", "孙矿长")
    assert (changed["changed"], changed["inspection"]["route"]) == (True, "主井—副井")
    assert run("conflict", "list") == []
    assert run("conflict", "choose", "x", "fact", "y", status=2)["error"]["code"] == "conflict.unknown"
