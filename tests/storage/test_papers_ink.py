"""Signatures written on the screen: bound to the paper's digest, beside the paper, off until the office wants them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inspector_app.cli import main
from inspector_app.commands.catalogue import COMMANDS
from inspector_app.documents.ink import Ink, ink_of, picture, read_ink
from inspector_app.enforcement.signing_values import InkState
from inspector_app.enforcement.values import DocumentState, SignerRole
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.store_check import check_store
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import PASSPHRASE

ROLE = SignerRole.SITE_REPRESENTATIVE
NAME = [
    [[500, 500, 0, 300], [2500, 900, 40, 700], [2600, 2200, 90, 900]],
    [[800, 1800, 200, 500], [3000, 1500, 260, 400]],
]


def strokes(**changes: Any) -> bytes:
    """A name of two strokes on a field of 80 × 30 mm."""
    made = {"format": "ink-strokes-1", "width": 8000, "height": 3000, "pointer": "pen", "strokes": NAME}
    return json.dumps({**made, **changes}).encode()


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    made.blocks()
    made.app.office.set_setting(made.actor, "papers.on_screen_signing", True)
    return made


def test_until_the_office_enables_it_nobody_signs_on_the_screen(scene: Scene) -> None:
    record = scene.issued("F3")
    scene.app.office.set_setting(scene.actor, "papers.on_screen_signing", False)
    assert not scene.app.papers.may_ink()
    with pytest.raises(RuleViolation, match=r"ink\.not_enabled"):
        scene.app.papers.ink_sign(scene.actor, record, ROLE, "孙矿长", strokes())


def test_the_issued_paper_never_changes_by_it(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    before = papers.pdf(record)
    row = papers.ink_sign(scene.actor, record, ROLE, "孙矿长", strokes())
    assert papers.pdf(record) == before
    assert papers.paper(record).state is DocumentState.PRINTED
    assert (row.state, row.pointer, row.signer_name) == (InkState.BOUND, "pen", "孙矿长")
    assert check_store(scene.app.store).ok


def test_the_statement_binds_strokes_to_paper_signer_and_moment(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    row = papers.ink_sign(scene.actor, record, ROLE, "孙矿长", strokes())
    with scene.app.store.blobs.open(row.strokes_sha256) as stream:
        kept = json.loads(stream.read())
    assert kept["paper"]["digest"] == row.digest
    assert (kept["signer_name"], kept["signed_at"], kept["ink"]["strokes"]) == ("孙矿长", row.signed_at, NAME)


def test_the_signed_copy_is_the_paper_and_a_sheet_of_its_signatures(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    for name in ("孙矿长", "周安全员"):
        papers.ink_sign(scene.actor, record, ROLE, name, strokes())
    with pikepdf.open(io.BytesIO(papers.ink_copy(record))) as made:
        assert len(made.pages) == (papers.paper(record).pages or 0) + 1
    import pypdfium2

    copy = pypdfium2.PdfDocument(papers.ink_copy(record))
    last = copy[len(copy) - 1].get_textpage().get_text_range()
    assert "孙矿长" in last
    assert "周安全员" in last
    assert papers.ink_signatures(record)[0].strokes_sha256[:16] in last.replace("\r\n", "")


def test_behind_a_signature_nothing_is_changed_until_it_is_taken_back(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    row = papers.ink_sign(scene.actor, record, ROLE, "孙矿长", strokes())
    with pytest.raises(RuleViolation, match=r"ink\.signed_already"):
        papers.withdraw(scene.actor, record, "写错")
    with pytest.raises(RuleViolation, match=r"ink\.signed_already"):
        papers.void(scene.actor, record, "写错")
    papers.ink_remove(scene.actor, row.id, "签错了人")
    papers.withdraw(scene.actor, record, "写错")
    assert papers.ink_signatures(record) == []
    with pytest.raises(BadInput, match=r"record\.unknown"):
        papers.ink_copy(record)


def test_a_draft_a_stranger_and_a_nameless_one_do_not_sign(scene: Scene) -> None:
    papers, draft, record = scene.app.papers, scene.paper("F5"), scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"paper\.not_issued"):
        papers.ink_sign(scene.actor, draft, ROLE, "孙矿长", strokes())
    with pytest.raises(RuleViolation, match=r"paper\.signer_missing"):
        papers.ink_sign(scene.actor, record, ROLE, " ", strokes())
    with pytest.raises(RuleViolation, match=r"paper\.signer_not_named"):
        papers.ink_sign(scene.actor, record, SignerRole.OFFICER, "某某", strokes())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"strokes": []}, "ink.empty"),
        ({"strokes": [[[1, 1, 0, 500], [20, 20, 5, 500]]]}, "ink.empty"),
        ({"format": "svg"}, "ink.unreadable"),
        ({"pointer": "eye"}, "ink.unreadable"),
        ({"width": 0}, "ink.unreadable"),
        ({"strokes": [[[9000, 1, 0, 500]]]}, "ink.unreadable"),
        ({"strokes": [[[1, 1, 9, 500], [2, 2, 3, 500]]]}, "ink.unreadable"),
        ({"strokes": [[[1, 1, 0, 1.5]]]}, "ink.unreadable"),
        ({"strokes": [[[1, 1, 0, 500]] * 20_001]}, "ink.too_long"),
    ],
)
def test_what_is_no_handwriting_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_ink(strokes(**changes))
    assert refused.value.code == code


@given(st.lists(st.tuples(st.integers(0, 8000), st.integers(0, 3000)), min_size=2, max_size=60))
def test_strokes_come_back_as_they_were_drawn(points: list[tuple[int, int]]) -> None:
    drawn = Ink(8000, 3000, "mouse", (tuple((x, y, at * 10, 500) for at, (x, y) in enumerate(points)),))
    if drawn.length_mm >= 8:
        assert ink_of(json.loads(json.dumps(drawn.data()))) == drawn


def test_pressing_harder_draws_a_thicker_line() -> None:
    def black(pressure: int) -> int:
        line = ((500, 1500, 0, pressure), (7500, 1500, 50, pressure))
        with Image.open(io.BytesIO(picture(Ink(8000, 3000, "pen", (line,))))) as image:
            return sum(1 for one in image.convert("L").tobytes() if one < 128)

    assert black(1000) > 2 * black(0) > 0


def test_it_all_goes_by_script_too(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)
    record = scene.issued("F3")
    (tmp_path / "name.json").write_bytes(strokes())

    def run(*words: str) -> Any:
        assert main([*words, "--json", "--data-dir", str(scene.app.store.folder)]) == 0
        answer = json.loads(capsys.readouterr().out)
        jsonschema.validate(answer, next(dict(one.output) for one in COMMANDS if one.name == " ".join(words[:2])))
        return answer

    words = ("--role", "site_representative", "--name", "孙矿长", "--strokes", str(tmp_path / "name.json"))
    made = run("document", "ink-sign", record, *words)
    assert [one["id"] for one in run("document", "ink", record)] == [made["id"]]
    run("document", "ink-copy", record, "--to", str(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF")
    assert run("document", "ink-remove", made["id"], "--reason", "重签")["removed"]
