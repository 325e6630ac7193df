"""The guided demo: an inspector's whole job on real parts, twice against one county, then proved by other means."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector_app.clock import SystemClock
from inspector_app.demo.pictures import make_pictures
from inspector_app.demo.play import LOGIN, PASSPHRASE

pytestmark = pytest.mark.timeout(300)


def inspector(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    command = [sys.executable, "-m", "inspector_app.cli", *words, "--json"]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1", **environment}
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was played twice, the second time with photographs that were given."""
    out = tmp_path_factory.mktemp("demo")
    first = inspector("demo", "--out", str(out))
    assert first.returncode == 0, first.stderr
    (out / "first.json").write_text(first.stdout, "utf-8")
    given = out / "given"
    make_pictures(given, 3, SystemClock().now().at)
    second = inspector("demo", "--out", str(out), "--photos", str(given))
    assert second.returncode == 0, second.stderr
    return out


def summary(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))  # type: ignore[no-any-return]


def test_the_county_holds_exactly_what_the_laptop_holds(played: Path) -> None:
    for file in ("first.json", "summary.json"):
        told = summary(played / file)
        assert told["laptop"] == told["county"]
        assert told["receipts"] >= 1


def test_the_second_play_adds_one_visit_and_duplicates_nothing(played: Path) -> None:
    first, second = summary(played / "first.json"), summary(played / "summary.json")
    added = {k: n - first["laptop"]["records"].get(k, 0) for k, n in second["laptop"]["records"].items()}
    assert added["inspection"] == 2  # the visit and its re-inspection
    assert added["enforcement_case"] == 2
    assert added["enterprise"] == added["officer"] == added["stream"] == 0
    assert set(first["laptop"]["blobs"]) < set(second["laptop"]["blobs"])


def test_every_paper_of_the_set_is_there_with_a_number_of_its_own(played: Path) -> None:
    papers = summary(played / "first.json")["papers"] + summary(played / "summary.json")["papers"]
    forms = ["EX-11", "F24", "F24", "F3", "F34", "F35", "F4", "F5", "F6"]
    assert sorted(paper["form"] for paper in papers) == sorted(2 * forms)
    numbers = [paper["number"] for paper in papers if paper["number"]]
    assert len(numbers) == len(set(numbers)) == 16
    assert all(Path(paper["pdf"]).read_bytes()[:5] == b"%PDF-" for paper in papers)


def test_papers_verify_offline_as_samples_and_a_changed_one_does_not(played: Path) -> None:
    unlocked = ("--data-dir", str(played / "laptop"), "--officer", LOGIN)
    paper = Path(summary(played / "summary.json")["papers"][0]["pdf"])
    sound = inspector("document", "verify", str(paper), *unlocked, INSPECTOR_PASSPHRASE=PASSPHRASE)
    assert json.loads(sound.stdout)["verdict"] == "sample"
    changed = played / "changed.pdf"
    content = bytearray(paper.read_bytes())
    content[len(content) // 2] ^= 0xFF
    changed.write_bytes(content)
    answer = inspector("document", "verify", str(changed), *unlocked, INSPECTOR_PASSPHRASE=PASSPHRASE)
    assert answer.returncode != 0


def test_the_journal_of_the_laptop_is_whole(played: Path) -> None:
    unlocked = ("--data-dir", str(played / "laptop"), "--officer", LOGIN)
    done = inspector("journal", "verify", *unlocked, INSPECTOR_PASSPHRASE=PASSPHRASE)
    report = json.loads(done.stdout)
    assert done.returncode == 0, report["problems"]
    assert report["entries"] > 1000


def test_a_photo_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    done = inspector("demo", "--out", str(tmp_path / "out"), "--photos", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "demo.photos_missing"
