"""What comes back from the mine: signed sheets are found by their code, kept as they came, and nothing is mixed up."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inspector_app.documents.verification import PaperVerdict
from inspector_app.enforcement.scan_values import FiledScan, ScanSource
from inspector_app.enforcement.values import DocumentState, SignerRole
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.evidence.scans import read_scan
from inspector_app.storage import history
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.phone import Shot, page_picture, phone_jpeg
from tests.fixtures.pictures import jpeg

TABLE = Shot(megapixels=8, turn=7, keystone=0.12, shadow=0.4, noise=6)
"""A page on the car's bonnet."""


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.finding()
    made.close()
    made.blocks()
    return made


def long_order(scene: Scene) -> str:
    """An order that takes more than one page."""
    order = scene.paper("F5")
    rows = [
        {"seq": n, "location": f"+{n * 10} 中段", "description": "顶板破碎，未按设计支护，" * 9} for n in range(1, 13)
    ]
    groups = [{"item_nos": list(range(1, 13)), "deadline": "2026-03-25"}]
    scene.app.papers.set_values(scene.actor, order, problems=rows, groups=groups)
    scene.app.papers.issue(scene.actor, order, accept_warnings=True)
    return order


def shot(scene: Scene, paper: str, page: int = 0, how: Shot = TABLE) -> bytes:
    return phone_jpeg(scene.app.papers.pdf(paper), page, how)


def only(outcome: Any) -> FiledScan:
    [filed] = outcome.filed
    assert isinstance(filed, FiledScan)
    return filed


def test_a_photo_of_the_signed_sheet_finds_its_paper_and_is_kept_as_it_came(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    scene.issued("F5")
    papers.sign(scene.actor, record, SignerRole.SITE_REPRESENTATIVE, "孙矿长")
    picture = shot(scene, record)
    filed = only(papers.file_scan(scene.actor, picture, name="IMG_2301.jpg"))
    assert (filed.paper.id, filed.missing) == (record, ())
    [scan] = papers.history(record).scans
    assert (scan.file_name, scan.pages, scan.found_by) == ("IMG_2301.jpg", (1,), ScanSource.CODE)
    assert scene.app.evidence.read(scan.sha256) == picture


def test_the_same_photo_twice_is_one_scan(scene: Scene) -> None:
    record = scene.issued("F3")
    picture = shot(scene, record)
    scene.app.papers.file_scan(scene.actor, picture)
    again = only(scene.app.papers.file_scan(scene.actor, picture))
    assert again.is_duplicate
    assert len(scene.app.papers.history(record).scans) == 1


def test_pages_that_have_not_come_back_are_counted(scene: Scene) -> None:
    papers, order = scene.app.papers, long_order(scene)
    assert (papers.paper(order).pages or 0) >= 2
    filed = only(papers.file_scan(scene.actor, shot(scene, order, 1)))
    assert filed.sheet_pages[0].page == 2
    assert 1 in filed.missing
    assert 2 not in filed.missing
    assert papers.unscanned(scene.inspection)[0].missing == filed.missing == papers.history(order).missing
    again = only(papers.file_scan(scene.actor, shot(scene, order, 1, Shot(megapixels=8, turn=3))))
    assert again.again == (2,)


def test_the_pile_from_the_office_copier_goes_to_its_papers(scene: Scene) -> None:
    papers, record, order = scene.app.papers, scene.issued("F3"), long_order(scene)
    pile = [page_picture(papers.pdf(order), 1, 150), page_picture(papers.pdf(record), 0, 150)]
    out = io.BytesIO()
    back = Image.new("L", (1240, 1754), 255)
    pile[0].save(out, "PDF", resolution=150, save_all=True, append_images=[*pile[1:], back])
    outcome = papers.file_scan(scene.actor, out.getvalue(), name="扫描0001.pdf")
    assert {filed.paper.id for filed in outcome.filed} == {record, order}
    assert papers.history(order).scans[0].sha256 == papers.history(record).scans[0].sha256
    assert papers.history(order).scans[0].pages == (2,)


def test_a_picture_without_a_code_is_filed_where_the_officer_says(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    with pytest.raises(BadInput, match=r"scan\.no_code"):
        papers.file_scan(scene.actor, jpeg())
    filed = only(papers.file_scan(scene.actor, jpeg(), document_id=record))
    assert filed.sheet_pages[0].page == 1
    assert papers.history(record).scans[0].found_by is ScanSource.OFFICER


def test_the_officer_says_which_page_it_is_and_may_say_it_again(scene: Scene) -> None:
    papers, order = scene.app.papers, long_order(scene)
    filed = only(papers.file_scan(scene.actor, jpeg(), document_id=order))
    assert filed.sheet_pages[0].page is None
    assert papers.set_scan_pages(scene.actor, filed.scan_id, [2])
    assert papers.history(order).scans[0].pages == (2,)
    with pytest.raises(BadInput, match=r"scan\.page_wrong"):
        papers.set_scan_pages(scene.actor, filed.scan_id, [99])


def test_what_is_no_picture_is_said_to_be_none_and_stores_nothing(scene: Scene) -> None:
    record = scene.issued("F3")
    for rubbish in (b"not a picture", b"%PDF-1.7 broken", scene.app.papers.pdf(record)):
        with pytest.raises(BadInput):
            scene.app.papers.file_scan(scene.actor, rubbish, document_id=record)
    assert scene.app.papers.history(record).scans == ()


def test_a_paper_of_its_own_pdf_is_no_signed_page(scene: Scene) -> None:
    with pytest.raises(BadInput, match=r"scan\.is_the_file"):
        scene.app.papers.file_scan(scene.actor, scene.app.papers.pdf(scene.issued("F3")))


def test_the_print_that_was_taken_back_is_kept_only_when_the_officer_wants_it(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    old = shot(scene, record)
    papers.withdraw(scene.actor, record, "内容有误")
    with pytest.raises(RuleViolation, match=r"scan\.of_withdrawn"):
        papers.file_scan(scene.actor, old)
    papers.set_values(scene.actor, record, companions="周安全员")
    papers.issue(scene.actor, record, accept_warnings=True)
    with pytest.raises(RuleViolation, match=r"scan\.of_other_print") as told:
        papers.file_scan(scene.actor, old)
    assert told.value.params["reason"] == "内容有误"
    filed = only(papers.file_scan(scene.actor, old, document_id=record))
    assert filed.missing == (1,)
    assert not papers.history(record).scans[0].is_current


def test_a_void_paper_and_a_wrong_paper_get_their_own_answers(scene: Scene) -> None:
    papers, record, order = scene.app.papers, scene.issued("F3"), scene.issued("F5")
    picture, void = shot(scene, record), shot(scene, order)
    papers.void(scene.actor, order, "印错")
    with pytest.raises(RuleViolation, match=r"scan\.of_void"):
        papers.file_scan(scene.actor, void)
    other = scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"scan\.names_another"):
        papers.file_scan(scene.actor, picture, document_id=other)


def test_a_paper_of_another_laptop_is_said_to_be_unknown_here(scene: Scene, tmp_path: Path) -> None:
    picture = shot(scene, scene.issued("F3"))
    other = make_scene(tmp_path / "other")
    with pytest.raises(RuleViolation, match=r"scan\.of_unknown"):
        other.app.papers.file_scan(other.actor, picture)


def test_a_photo_in_the_tray_becomes_the_scan_it_is_and_one_key_takes_that_back(scene: Scene) -> None:
    papers, evidence, record = scene.app.papers, scene.app.evidence, scene.issued("F3")
    picture = shot(scene, record)
    photo = evidence.add_photo(scene.actor, picture, inspection_id=scene.inspection, name="IMG_1.jpg").photo_id or ""
    before = len(evidence.photos(inspection_id=scene.inspection))
    filed = only(papers.photo_to_scan(scene.actor, photo, read_scan(picture, thorough=False)))
    assert len(evidence.photos(inspection_id=scene.inspection)) == before - 1
    assert papers.scan(filed.scan_id).photo_id == photo
    with scene.app.store.units.read() as connection:
        last = history.last_undoable(connection, scene.app.store.stream_id, scene.actor)
    assert last is not None
    history.undo(scene.app.store.units, scene.actor, last[0])
    assert len(evidence.photos(inspection_id=scene.inspection)) == before
    assert papers.history(record).scans == ()


def test_a_scan_taken_off_its_paper_can_be_filed_again(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    picture = shot(scene, record)
    first = only(papers.file_scan(scene.actor, picture))
    papers.remove_scan(scene.actor, first.scan_id, "拍糊了")
    assert papers.history(record).missing == (1,)
    assert not only(papers.file_scan(scene.actor, picture)).is_duplicate


def test_an_opinion_is_transcribed_with_signer_and_day_and_each_change_is_kept(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    before = papers.pdf(record)
    papers.record_opinion(scene.actor, record, "情况属实", signer_name="孙矿长", written_on="2026-03-10")
    papers.record_opinion(scene.actor, record, "情况属实，马上整改。", signer_name="孙矿长", written_on="2026-03-10")
    [written] = papers.history(record).handwriting
    assert (written.text, written.signer_name, written.written_on) == ("情况属实，马上整改。", "孙矿长", "2026-03-10")
    assert written.transcribed_by == scene.actor
    assert papers.pdf(record) == before
    with scene.app.store.units.read() as connection:
        trail = history.trail(connection, written.id)
    assert len(trail) == 2


def test_an_opinion_can_be_taken_back_and_written_again(scene: Scene) -> None:
    papers, record = scene.app.papers, scene.issued("F3")
    with pytest.raises(RuleViolation, match=r"opinion\.empty"):
        papers.record_opinion(scene.actor, record, "  ")
    papers.record_opinion(scene.actor, record, "无异议")
    papers.record_opinion(scene.actor, record, "")
    assert papers.history(record).handwriting == ()
    papers.record_opinion(scene.actor, record, "有异议")
    assert papers.history(record).handwriting[0].text == "有异议"
    with pytest.raises(RuleViolation, match=r"opinion\.dated_ahead"):
        papers.record_opinion(scene.actor, record, "x", written_on="2027-01-01")


def test_nothing_comes_back_of_a_draft(scene: Scene) -> None:
    record = scene.paper("F3")
    for attempt in (
        lambda: scene.app.papers.file_scan(scene.actor, jpeg(), document_id=record),
        lambda: scene.app.papers.record_opinion(scene.actor, record, "无异议"),
    ):
        with pytest.raises(RuleViolation, match=r"paper\.not_issued"):
            attempt()
    assert scene.app.papers.paper(record).state is DocumentState.DRAFT


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


def test_the_opinion_written_on_the_notice_stands_in_the_decision(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    scene.visit()
    finding = scene.major()
    scene.close()
    scene.blocks()
    group = scene.app.dual.open(scene.actor, scene.inspection, [finding], "重大事故隐患")
    org, _person = scene.both_cases(group)
    scene.app.dual.change_case(scene.actor, org, defense_text=None)
    notice = scene.issued("F24", case_id=org)
    scene.app.papers.record_opinion(scene.actor, notice, "请求从轻处理", signer_name="钱守规")
    decision = scene.paper("F34", case_id=org)
    assert scene.app.papers.content(decision).values["defense"] == "请求从轻处理"
