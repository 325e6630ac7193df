"""Is this paper what it claims to be? Answers without a network, from the file or from a photo of a page.

A file is proved whole: its code is signed and certified, its values have the digest of the code, and its visible pages
are those the values draw. A photo proves the facts in the code; the content only where this machine holds the paper.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from inspector_app.documents.checkcode import CheckCode, PaperFacts, read_code
from inspector_app.documents.digest import digest_of
from inspector_app.documents.fonts import LOCK
from inspector_app.documents.pdfa import PROGRAM
from inspector_app.documents.rendering import render
from inspector_app.documents.scanning import find_codes
from inspector_app.documents.specification import FormLibrary, form_library
from inspector_app.documents.values import PaperInput, PhotoSource
from inspector_app.errors import InspectorError, RuleViolation

_DPI = 110
"""Pages are compared as pictures of this resolution: a changed full stop is a dozen changed pixels."""


class PaperVerdict(StrEnum):
    """What was found, the gravest first."""

    UNREADABLE = "unreadable"
    """No PDF, or a damaged one."""
    NO_CODE = "no_code"
    """No check code is printed on it: nothing to check it against."""
    DRAFT = "draft"
    VALUES_CHANGED = "values_changed"
    """The content inside the file is not the content that was signed."""
    FORGED = "forged"
    """The code was not made by the key it names."""
    PAGES_CHANGED = "pages_changed"
    """What can be seen is not what the signed content draws."""
    FOREIGN = "foreign"
    """Signed, but by a laptop this county never certified."""
    FORM_UNKNOWN = "form_unknown"
    """Signed and certified; this machine lacks the version of the form to draw it again."""
    UNCERTIFIED = "uncertified"
    """Signed by a laptop that had not joined a county."""
    FACTS_ONLY = "facts_only"
    """The code is genuine; number, date and digest are proved, the visible content is not."""
    SAMPLE = "sample"
    """A genuine paper of a sample store (示例): never an official paper."""
    PICTURES_UNSEEN = "pictures_unseen"
    """Everything but the pictures is proved; the originals to compare those with are not at hand."""
    GENUINE = "genuine"


@dataclass(frozen=True)
class Verification:
    """The answer about one paper. Its sentences are ``messages.say(v.code, **v.params)``.

    ``pages_changed``: numbers of pages that look different. ``pictures_compared``: whether the photos of the paper were
    at hand to draw them again. ``held_matches``: for a photo of a page, whether the paper this machine holds under that
    id has the digest of the code; ``None`` when it holds none.
    """

    verdict: PaperVerdict
    facts: PaperFacts | None = None
    form: str = ""
    title: str = ""
    pages_changed: tuple[int, ...] = ()
    pictures_compared: bool = True
    held_matches: bool | None = None

    @property
    def code(self) -> str:
        """Code of the sentences in the message catalogue."""
        return f"document.verdict.{self.verdict.value}"

    @property
    def params(self) -> dict[str, Any]:
        """Values for the blanks of the sentences."""
        facts = self.facts
        return {
            "title": self.title or "文书",
            "number": (facts.number if facts else None) or "（无文号）",
            "issued_on": (facts.issued_on if facts else None) or "-",
            "digest": facts.digest[:16] if facts else "-",
            "pages": "、".join(map(str, self.pages_changed)) or "-",
        }

    @property
    def is_proved(self) -> bool:
        """Whether file and content are proved to be the signed ones."""
        return self.verdict in (PaperVerdict.GENUINE, PaperVerdict.SAMPLE)


def verify_pdf(
    pdf: bytes, county_keys: Sequence[bytes], *, photo: PhotoSource = None, library: FormLibrary | None = None
) -> Verification:
    """Check a file against the keys of known counties (32 bytes each). ``photo`` gives originals for photo sheets."""
    try:
        inside = read_embedded(pdf)
    except ValueError:
        return Verification(PaperVerdict.UNREADABLE)
    if inside is None:
        return _from_pictures(_page_pictures(pdf), county_keys, None)
    if inside.get("draft"):
        return Verification(PaperVerdict.DRAFT, form=str(inside.get("form", "")))
    if not inside.get("code"):
        return Verification(PaperVerdict.NO_CODE, form=str(inside.get("form", "")))
    try:
        code = read_code(str(inside["code"]))
    except InspectorError:
        return Verification(PaperVerdict.FORGED, form=str(inside.get("form", "")))
    return _verify_inside(pdf, inside, code, county_keys, photo, library or form_library())


def verify_image(
    image: bytes, county_keys: Sequence[bytes], held: Callable[[str], str | None] | None = None
) -> Verification:
    """Check a photo or scan of a page. ``held``: digest of the paper this machine holds under an id.

    Raises ``RuleViolation('document.no_code_seen')`` when no code can be read in the picture.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(image)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("L")
    except (OSError, ValueError, SyntaxError) as error:
        raise RuleViolation("document.no_code_seen", detail=str(error)) from error
    found = _from_pictures([picture], county_keys, held)
    if found.verdict is PaperVerdict.NO_CODE:
        raise RuleViolation("document.no_code_seen", detail="-")
    return found


def read_embedded(pdf: bytes) -> dict[str, Any] | None:
    """The values inside a file of ours, ``None`` for another PDF. Raises ``ValueError`` for what is no PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            piece: Any = opened.Root.get("/PieceInfo")
            own: Any = None if piece is None else piece.get(f"/{PROGRAM}")
            kept: Any = None if own is None else own.get("/Private")
            content = None if kept is None else json.loads(kept.read_bytes())
    except (pikepdf.PdfError, AttributeError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    return content if isinstance(content, dict) else None


def _verify_inside(
    pdf: bytes,
    inside: Mapping[str, Any],
    code: CheckCode,
    county_keys: Sequence[bytes],
    photo: PhotoSource,
    library: FormLibrary,
) -> Verification:
    facts = code.facts
    answer = Verification(PaperVerdict.GENUINE, facts, form=str(inside.get("form", "")))
    if not code.is_signed:
        return replace(answer, verdict=PaperVerdict.FORGED)
    trust = _trust(code, county_keys)
    try:
        form = library.form(str(inside["form"]), str(inside["version"]))
    except (InspectorError, KeyError):
        return replace(answer, verdict=PaperVerdict.FORM_UNKNOWN if trust is PaperVerdict.GENUINE else trust)
    answer = replace(answer, title=form.title)
    paper = PaperInput(
        form=form,
        values=inside.get("values") or {},
        number=inside.get("number"),
        document_id=str(inside.get("document_id", "")),
        issued_on=inside.get("issued_on"),
        is_sample=bool(inside.get("sample")),
        code=inside.get("code"),
        template=inside.get("template"),
    )
    stated = PaperFacts(paper.document_id, paper.number, paper.issued_on, facts.digest, paper.is_sample)
    form_hash = str(inside.get("form_hash", ""))
    if digest_of(form, paper.values, form_hash) != facts.digest or stated != facts:
        return replace(answer, verdict=PaperVerdict.VALUES_CHANGED)
    if form_hash != form.content_hash:
        return replace(answer, verdict=PaperVerdict.FORM_UNKNOWN if trust is PaperVerdict.GENUINE else trust)
    paper, complete = _with_photos(paper, photo)
    changed = _pages_that_differ(pdf, paper, complete)
    answer = replace(answer, pages_changed=changed, pictures_compared=complete)
    if not changed and not complete and trust is PaperVerdict.GENUINE:
        trust = PaperVerdict.PICTURES_UNSEEN
    return replace(answer, verdict=PaperVerdict.PAGES_CHANGED if changed else trust)


def _trust(code: CheckCode, county_keys: Sequence[bytes]) -> PaperVerdict:
    """What certificate and kind of store say about a code whose signature holds."""
    if code.certificate is None:
        return PaperVerdict.SAMPLE if code.facts.is_sample else PaperVerdict.UNCERTIFIED
    if not any(code.is_certified_by(key) for key in county_keys):
        return PaperVerdict.FOREIGN
    return PaperVerdict.SAMPLE if code.facts.is_sample else PaperVerdict.GENUINE


def _with_photos(paper: PaperInput, photo: PhotoSource) -> tuple[PaperInput, bool]:
    """The paper with the originals that are at hand; an empty picture stands for one that is not."""
    wanted = paper.form.photo_hashes(paper.values)
    asked = replace(paper, photo=photo)
    found = {one: asked.photo_bytes(one) or b"" for one in wanted}
    return replace(paper, photo=found), all(found.values())


def _pages_that_differ(pdf: bytes, paper: PaperInput, complete: bool) -> tuple[int, ...]:
    drawn = render(paper).pdf
    if drawn == pdf:
        return ()
    if not complete:
        return _texts_that_differ(pdf, drawn)
    seen, expected = _page_pictures(pdf), _page_pictures(drawn)
    total = max(len(seen), len(expected))
    return tuple(
        number
        for number in range(1, total + 1)
        if number > len(seen)
        or number > len(expected)
        or seen[number - 1].size != expected[number - 1].size
        or seen[number - 1].tobytes() != expected[number - 1].tobytes()
    )


def _texts_that_differ(pdf: bytes, drawn: bytes) -> tuple[int, ...]:
    """Without the originals of the photos only the text of the pages can be compared."""
    seen, expected = _page_texts(pdf), _page_texts(drawn)
    missing = "（照片原件不在本机）"
    total = max(len(seen), len(expected))
    return tuple(
        number
        for number in range(1, total + 1)
        if number > min(len(seen), len(expected))
        or _plain(seen[number - 1]) != _plain(expected[number - 1].replace(missing, ""))
    )


def _plain(text: str) -> str:
    return "".join(text.split())


def _page_pictures(pdf: bytes) -> list[Any]:
    import pypdfium2

    with LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.render(scale=_DPI / 72, grayscale=True).to_pil() for page in document]
        finally:
            document.close()


def _page_texts(pdf: bytes) -> list[str]:
    import pypdfium2

    with LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()


def _from_pictures(
    pictures: Sequence[Any], county_keys: Sequence[bytes], held: Callable[[str], str | None] | None
) -> Verification:
    text = next((found[0] for picture in pictures if (found := find_codes(picture))), None)
    if text is None:
        return Verification(PaperVerdict.NO_CODE)
    try:
        code = read_code(text)
    except InspectorError:
        return Verification(PaperVerdict.FORGED)
    if not code.is_signed:
        return Verification(PaperVerdict.FORGED, code.facts)
    trust = _trust(code, county_keys)
    here = held(code.facts.document_id) if held else None
    matches = None if here is None else here == code.facts.digest
    verdict = PaperVerdict.FACTS_ONLY if trust is PaperVerdict.GENUINE else trust
    return Verification(verdict, code.facts, pictures_compared=False, held_matches=matches)
