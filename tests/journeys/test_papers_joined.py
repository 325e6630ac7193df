"""A laptop that has joined: numbers are leased, papers carry the county's certificate, two laptops share a visit."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from inspector_app.documents.verification import PaperVerdict, verify_pdf
from inspector_app.enforcement.model import Document, NumberUse
from inspector_app.enforcement.signing_values import Refusal
from inspector_app.enforcement.values import DocumentState, SealMode
from inspector_app.errors import RuleViolation
from inspector_app.storage.fold import table_of
from inspector_app.storage.tables import record_conflict
from tests.fixtures.county import County
from tests.fixtures.papers import Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path, county: County) -> Scene:
    made = make_scene(tmp_path / "laptop")
    made.app.sync.join(county.url, county.code())
    made.visit()
    made.finding()
    made.close()
    return made


def photographed(pdf: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=200 / 72).to_pil()
    document.close()
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def test_numbers_are_leased_and_papers_vouched_for_by_the_county(scene: Scene, county: County) -> None:
    papers = scene.app.papers
    stem = papers.full_stem("F3") or ""
    assert stem == "示应急检记"
    scene.app.sync.lease_numbers(stem, 2026, 5)
    assert [(row.stem, row.left) for row in papers.numbers()] == [(stem, 5)]
    record = scene.issued("F3")
    pdf = papers.pdf(record)
    assert papers.paper(record).number == "（示）应急检记〔2026〕1号"
    assert papers.verify(pdf).verdict is PaperVerdict.GENUINE
    assert verify_pdf(pdf, ()).verdict is PaperVerdict.FOREIGN
    seen = papers.verify_picture(photographed(pdf))
    assert (seen.verdict, seen.held_matches) == (PaperVerdict.FACTS_ONLY, True)


def test_what_was_done_with_a_paper_reaches_the_county(scene: Scene, county: County) -> None:
    scene.app.sync.lease_numbers(scene.app.papers.full_stem("F5") or "", 2026, 5)
    order = scene.issued("F5")
    scene.app.papers.refuse(scene.actor, order, Refusal("不认可", witness_name="王见证"))
    scene.app.papers.seal(scene.actor, order, SealMode.OFFICE)
    assert scene.app.sync.run().complete
    row = next(row for row in county.rows(table_of(Document)) if row.id == order)
    assert (row.document_state, row.number) == (DocumentState.SIGNED.value, "（示）应急责改〔2026〕1号")


def test_a_restored_laptop_has_no_numbers_of_its_former_self(scene: Scene, tmp_path: Path) -> None:
    from inspector_app.bootstrap import App
    from inspector_app.store import Store
    from tests.fixtures.stores import PASSPHRASE

    scene.app.sync.lease_numbers(scene.app.papers.full_stem("F3") or "", 2026, 5)
    scene.app.store.back_up(tmp_path / "backup")
    scene.issued("F3")
    copy = App(Store.restore(tmp_path / "backup", tmp_path / "copy", "zhang", PASSPHRASE, clock=scene.clock))
    record = copy.papers.create(copy.officer_id, "F3", inspection_id=scene.inspection)
    with pytest.raises(RuleViolation, match=r"number\.no_block"):
        copy.papers.issue(copy.officer_id, record, accept_warnings=True)
    copy.store.close()


def test_one_number_typed_on_two_laptops_shows_as_a_clash_when_their_entries_meet(
    scene: Scene, county: County, tmp_path: Path
) -> None:
    second = make_scene(tmp_path / "second")
    second.app.sync.join(county.url, county.code(label="二号本"))
    second.visit()
    second.finding()
    second.close()
    for laptop in (scene, second):
        laptop.app.papers.issue(laptop.actor, laptop.paper("F3"), number="7", accept_warnings=True)
    scene.app.sync.run()
    second.app.sync.run()
    table = table_of(NumberUse)
    clashes = [row for row in county.rows(record_conflict) if row.kind == table.name]
    assert {row.field for row in clashes} >= {"document_id"}
