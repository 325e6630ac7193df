"""What comes back from the mine: the signed sheet is found by its code, and a paper proves what it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from inspector_app.documents.verification import PaperVerdict
from inspector_app.enforcement.values import SignerRole
from inspector_app.errors import BadInput, RuleViolation
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.pictures import jpeg


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    made.blocks()
    return made


def photographed(pdf: bytes) -> bytes:
    """The first page as a phone would take it: a JPEG at 150 dpi."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=200 / 72).to_pil()
    document.close()
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def test_a_photo_of_the_signed_sheet_finds_its_paper(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    scene.issued("F5")
    papers.sign(scene.actor, record, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    picture = photographed(papers.pdf(record))
    assert papers.file_scan(scene.actor, picture).id == record
    papers.file_scan(scene.actor, picture)
    scans = papers.history(record).scan_sha256s
    assert len(scans) == 1
    assert scene.app.evidence.read(scans[0]) == picture


def test_a_picture_without_a_code_is_not_filed_anywhere(scene: Scene) -> None:
    with pytest.raises(BadInput, match=r"paper\.scan_without_code"):
        scene.app.papers.file_scan(scene.actor, jpeg())
    with pytest.raises(BadInput, match=r"paper\.scan_without_code"):
        scene.app.papers.file_scan(scene.actor, b"not a picture")


def test_the_print_that_was_taken_back_is_not_taken_for_the_paper(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    old = photographed(papers.pdf(record))
    papers.withdraw(scene.actor, record, "内容有误")
    papers.set_values(scene.actor, record, companions="周安全员")
    papers.issue(scene.actor, record, accept_warnings=True)
    with pytest.raises(RuleViolation, match=r"paper\.scan_of_other_print"):
        papers.file_scan(scene.actor, old)


def test_a_paper_of_another_laptop_is_said_to_be_unknown_here(scene: Scene, tmp_path: Path) -> None:
    picture = photographed(scene.app.papers.pdf(scene.issued("F3")))
    other = make_scene(tmp_path / "other")
    with pytest.raises(BadInput, match=r"paper\.scan_of_unknown"):
        other.app.papers.file_scan(other.actor, picture)


def test_an_issued_paper_verifies_and_an_altered_one_does_not(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    assert papers.verify(papers.pdf(record)).verdict is PaperVerdict.UNCERTIFIED
    assert papers.verify(b"no paper at all").verdict is PaperVerdict.UNREADABLE
    draft = papers.preview(scene.paper("F5")).pdf
    assert papers.verify(draft).verdict is PaperVerdict.DRAFT


def test_the_code_can_be_switched_off(scene: Scene) -> None:
    scene.app.office.set_setting(scene.actor, "papers.qr_code", False)
    record = scene.issued("F3")
    assert scene.app.papers.verify(scene.app.papers.pdf(record)).verdict is PaperVerdict.NO_CODE


def test_the_photo_sheet_prints_the_originals_and_verifies(scene: Scene) -> None:
    sheet = scene.issued("EX-11")
    photo = scene.app.evidence.photos(inspection_id=scene.inspection)[0]
    assert scene.app.papers.content(sheet).values["photos"][0]["sha256"] == photo.sha256
    answer = scene.app.papers.verify(scene.app.papers.pdf(sheet))
    assert (answer.verdict, answer.pictures_compared) == (PaperVerdict.UNCERTIFIED, True)
