"""Papers prove themselves offline; each kind of tampering gets its own answer."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from inspector_app import messages, paths, terms
from inspector_app.documents import base45, verification
from inspector_app.documents.checkcode import Certificate, PaperFacts, make_code, read_code
from inspector_app.documents.digest import digest_of
from inspector_app.documents.rendering import PaperInput, render
from inspector_app.documents.specification import FormLibrary
from inspector_app.documents.verification import PaperVerdict, verify_image, verify_pdf
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.identity import new_id
from inspector_app.storage.signing import StreamSigner, new_private_key
from tests.documents import samples
from tests.documents.reading import paper, text_of

COUNTY = StreamSigner("county", new_private_key())
LAPTOP = StreamSigner(new_id(), new_private_key())
STRANGER = StreamSigner(new_id(), new_private_key())
KEYS = [COUNTY.public_key]


def certificate(signer: StreamSigner, *, county: StreamSigner = COUNTY, sample: bool = False) -> Certificate:
    content = {
        "certificate": 1, "county": "0198c0de-0000-7000-8000-00000000c0de", "region": "331122", "label": "矿山科2号",
        "stream": signer.stream_id, "public_key": signer.public_key.hex(), "sample": sample,
        "issued_at": "2026-03-01T09:00:00.123+08:00",
    }  # fmt: skip
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Certificate(body, county.sign(body.encode()))


def coded(made: PaperInput, signer: StreamSigner = LAPTOP, issued: Certificate | None = None) -> PaperInput:
    from dataclasses import replace

    digest = digest_of(made.form, made.values)
    facts = PaperFacts(made.document_id, made.number, made.issued_on, digest, made.is_sample)
    return replace(made, code=make_code(facts, signer, issued or certificate(signer, sample=made.is_sample)))


def issued(code: str = "F5", /, **changes: Any) -> bytes:
    return render(coded(paper(code, **changes))).pdf


def rewritten(pdf: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def with_inside(pdf: bytes, **changes: Any) -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        kept = opened.Root.PieceInfo.KuangAnJian.Private
        content = json.loads(kept.read_bytes())
        kept.write(json.dumps(content | changes).encode())

    return rewritten(pdf, change)


@pytest.mark.parametrize("code", samples.CODES)
def test_an_issued_paper_is_genuine(code: str) -> None:
    found = verify_pdf(issued(code), KEYS, photo=samples.photos())
    assert found.verdict is PaperVerdict.GENUINE
    assert found.is_proved
    assert found.facts is not None
    assert found.facts.issued_on == "2026-03-10"


def test_a_file_saved_anew_by_another_program_is_still_genuine() -> None:
    assert verify_pdf(rewritten(issued(), lambda _pdf: None), KEYS).verdict is PaperVerdict.GENUINE


def test_a_changed_visible_date_is_seen_on_its_page() -> None:
    other = render(coded(paper("F5", groups=[{"item_nos": [1], "deadline": "2026-08-20"}]))).pdf

    def swap(opened: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as source:
            page = opened.copy_foreign(source.pages[0].obj)
            opened.pages[0].Contents = page.Contents
            opened.pages[0].Resources = page.Resources

    found = verify_pdf(rewritten(issued(), swap), KEYS)
    assert found.verdict is PaperVerdict.PAGES_CHANGED
    assert found.pages_changed == (1,)


def test_an_annotation_laid_over_a_word_is_seen() -> None:
    def cover(opened: pikepdf.Pdf) -> None:
        form = opened.make_stream(b"1 1 1 rg 0 0 60 12 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                  BBox=[0, 0, 60, 12])  # fmt: skip
        square = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[150, 560, 210, 572], F=4,
            AP=pikepdf.Dictionary(N=form),
        )  # fmt: skip
        opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([opened.make_indirect(square)]))

    assert verify_pdf(rewritten(issued(), cover), KEYS).verdict is PaperVerdict.PAGES_CHANGED


def test_an_added_page_is_seen() -> None:
    found = verify_pdf(rewritten(issued(), lambda opened: opened.add_blank_page()), KEYS)
    assert found.verdict is PaperVerdict.PAGES_CHANGED
    assert found.pages_changed == (2,)


def test_changed_values_inside_are_seen() -> None:
    values = samples.values("F5") | {"court": "丽水市莲都区人民法院"}
    assert verify_pdf(with_inside(issued(), values=values), KEYS).verdict is PaperVerdict.VALUES_CHANGED


@pytest.mark.parametrize("change", [{"number": "（缙）应急责改〔2026〕71号"}, {"issued_on": "2026-03-11"}])
def test_a_changed_number_or_date_is_seen(change: dict[str, str]) -> None:
    assert verify_pdf(with_inside(issued(), **change), KEYS).verdict is PaperVerdict.VALUES_CHANGED


def test_values_and_pages_changed_together_do_not_fit_the_signed_digest() -> None:
    honest = coded(paper("F5"))
    forged = paper("F5", addressee="别的公司", code=honest.code)
    assert verify_pdf(render(forged).pdf, KEYS).verdict is PaperVerdict.VALUES_CHANGED


def test_a_laptop_certified_by_another_county_is_foreign() -> None:
    other = certificate(STRANGER, county=StreamSigner("other", new_private_key()))
    pdf = render(coded(paper("F5"), STRANGER, other)).pdf
    assert verify_pdf(pdf, KEYS).verdict is PaperVerdict.FOREIGN


def test_a_stolen_certificate_does_not_fit_another_key() -> None:
    pdf = render(coded(paper("F5"), STRANGER, certificate(LAPTOP))).pdf
    assert verify_pdf(pdf, KEYS).verdict is PaperVerdict.FOREIGN


def test_a_certificate_of_a_sample_county_makes_no_official_paper() -> None:
    pdf = render(coded(paper("F5"), LAPTOP, certificate(LAPTOP, sample=True))).pdf
    assert verify_pdf(pdf, KEYS).verdict is PaperVerdict.FOREIGN


def test_a_sample_paper_verifies_as_a_sample() -> None:
    found = verify_pdf(issued(is_sample=True), KEYS)
    assert found.verdict is PaperVerdict.SAMPLE
    assert "示例" in str(messages.say(found.code, **found.params))


def test_a_sample_passed_off_as_official_is_seen() -> None:
    assert verify_pdf(with_inside(issued(is_sample=True), sample=False), KEYS).verdict is PaperVerdict.VALUES_CHANGED


def test_a_laptop_that_has_not_joined_leaves_open_who_it_is() -> None:
    made = paper("F5")
    facts = PaperFacts(made.document_id, made.number, made.issued_on, digest_of(made.form, made.values))
    pdf = render(paper("F5", code=make_code(facts, LAPTOP))).pdf
    assert verify_pdf(pdf, KEYS).verdict is PaperVerdict.UNCERTIFIED


def test_drafts_papers_without_code_and_other_files_say_what_they_are() -> None:
    assert verify_pdf(render(paper("F5", is_draft=True)).pdf, KEYS).verdict is PaperVerdict.DRAFT
    assert verify_pdf(render(paper("F5")).pdf, KEYS).verdict is PaperVerdict.NO_CODE
    assert verify_pdf(b"no pdf at all", KEYS).verdict is PaperVerdict.UNREADABLE
    assert verify_pdf(with_inside(issued(), code="KAJ1:ABC"), KEYS).verdict is PaperVerdict.FORGED


def test_without_the_form_version_the_code_alone_is_proved() -> None:
    assert verify_pdf(with_inside(issued(), version="2019-01"), KEYS).verdict is PaperVerdict.FORM_UNKNOWN


def test_a_form_file_changed_without_a_new_version_does_not_make_a_paper_look_forged(tmp_path: Path) -> None:
    ours = json.loads(paths.resources("forms", "F5.json").read_text("utf-8"))
    tmp_path.joinpath("F5.json").write_text(json.dumps(ours | {"copy_text": "本文书一式三份。"}), "utf-8")
    elsewhere = FormLibrary(tmp_path)
    assert verify_pdf(issued(), KEYS, library=elsewhere).verdict is PaperVerdict.FORM_UNKNOWN
    tmp_path.joinpath("F5.json").write_text(json.dumps(ours | {"source": "说明改过"}), "utf-8")
    assert verify_pdf(issued(), KEYS, library=FormLibrary(tmp_path)).verdict is PaperVerdict.GENUINE


def test_photos_elsewhere_are_not_compared_and_the_answer_says_so() -> None:
    found = verify_pdf(issued("EX-11"), KEYS)
    assert (found.verdict, found.pictures_compared) == (PaperVerdict.PICTURES_UNSEEN, False)


def test_an_exchanged_photo_is_seen_where_the_original_is() -> None:
    swapped = dict(zip(samples.photos(), reversed(samples.photos().values()), strict=True))
    pdf = render(coded(paper("EX-11", photo=swapped))).pdf
    found = verify_pdf(pdf, KEYS, photo=samples.photos())
    assert found.verdict is PaperVerdict.PAGES_CHANGED


def page_picture(pdf: bytes, dpi: int, turned: float = 0.0) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=dpi / 72).to_pil().convert("L")
    document.close()
    turned_picture = picture.rotate(turned, expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    turned_picture.save(out, "JPEG", quality=70)
    return out.getvalue()


@pytest.mark.parametrize(("dpi", "turned"), [(150, 0), (150, 90), (200, 4), (200, -7), (300, 2)])
def test_a_scan_or_photo_of_a_page_proves_the_facts_of_the_code(dpi: int, turned: float) -> None:
    pdf = issued()
    found = verify_image(page_picture(pdf, dpi, turned), KEYS)
    assert found.verdict is PaperVerdict.FACTS_ONLY
    assert found.facts is not None
    assert found.facts.number == "（缙）应急责改〔2026〕70号"
    assert found.held_matches is None


def test_a_photo_is_compared_with_the_paper_this_machine_holds() -> None:
    picture = page_picture(issued(), 200)
    digest = digest_of(paper("F5").form, paper("F5").values)
    assert verify_image(picture, KEYS, lambda _id: digest).held_matches is True
    assert verify_image(picture, KEYS, lambda _id: "0" * 64).held_matches is False


@pytest.mark.parametrize("content", [b"no picture", b""])
def test_a_picture_without_code_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(RuleViolation) as refused:
        verify_image(content, KEYS)
    assert refused.value.code == "document.no_code_seen"


def test_a_printed_copy_without_the_values_proves_the_facts_only() -> None:
    out = io.BytesIO()
    document = pypdfium2.PdfDocument(issued())
    document[0].render(scale=200 / 72).to_pil().save(out, "PDF", resolution=200)
    document.close()
    assert verify_pdf(out.getvalue(), KEYS).verdict is PaperVerdict.FACTS_ONLY


def test_every_flipped_bit_of_a_code_is_noticed() -> None:
    text = coded(paper("F5")).code or ""
    raw = base45.decode(text[5:])
    for at in range(0, len(raw), 3):
        broken = bytearray(raw)
        broken[at] ^= 0x10
        try:
            code = read_code("KAJ1:" + base45.encode(bytes(broken)))
        except BadInput:
            continue
        assert not (code.is_signed and code.is_certified_by(COUNTY.public_key)), at


def test_a_code_is_small_enough_to_scan_and_is_labelled() -> None:
    made = coded(paper("F5"))
    assert made.code is not None
    assert len(made.code) <= 520
    assert "文书校验码（非行政行为码）" in text_of(render(made).pdf)


def test_certificates_of_any_shape_are_carried_whole() -> None:
    body = json.dumps({"certificate": 1, "public_key": LAPTOP.public_key.hex(), "sample": False, "x": [1]})
    odd = Certificate(body, COUNTY.sign(body.encode()))
    code = read_code(make_code(PaperFacts("no-uuid", None, None, "ab" * 32), LAPTOP, odd))
    assert code.certificate == odd
    assert code.facts == PaperFacts("no-uuid", None, None, "ab" * 32)
    assert code.is_certified_by(COUNTY.public_key)


def test_every_verdict_has_sentences_and_a_label() -> None:
    for verdict in PaperVerdict:
        answer = verification.Verification(verdict)
        assert answer.code not in str(messages.say(answer.code, **answer.params))
        assert terms.label(verdict)
