"""Form and values in, finished PDF out.

Everything a page shows is in ``PaperInput``; the same input gives the same bytes, in this process or in a worker.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

from inspector_app.documents import pdfa
from inspector_app.documents.composing import Composer
from inspector_app.documents.digest import canonical, digest_of
from inspector_app.documents.flow import paginate
from inspector_app.documents.fonts import LOCK
from inspector_app.documents.furniture import Furniture
from inspector_app.documents.painting import Brush, new_canvas
from inspector_app.documents.style import page_style
from inspector_app.documents.templates import Scope
from inspector_app.documents.values import PaperInput, RenderedPaper
from inspector_app.documents.wording import check_values

__all__ = ["PaperInput", "RenderedPaper", "embedded", "render", "warm_up"]


def render(paper: PaperInput) -> RenderedPaper:
    """The paper as it prints, an archive file (PDF/A-1b) with its values inside.

    Raises ``BadInput`` for values that do not fit the form and ``RuleViolation('document.unprintable')`` for a
    character that no face can draw, naming it and its blank.
    """
    form = paper.form
    check_values(form.by_key, paper.values, form.title)
    digest = digest_of(form, paper.values)
    style = page_style(paper.template or form.template)
    composer = Composer(paper, style, Scope(_composed(paper.values), form.by_key))
    with LOCK:
        furniture = Furniture(paper, style, tuple(composer.compose(form.page_foot)), digest)
        strips = replace(composer, room=furniture.room(first=True)).compose(form.blocks)
        pages = paginate(strips, furniture.room(first=True), furniture.room(first=False))
        canvas, out = new_canvas()
        for number, page in enumerate(pages, 1):
            brush = Brush(canvas, style.left)
            furniture.draw(brush, number, len(pages))
            brush.strips(page.placed, style.top + furniture.head_height(first=number == 1))
            brush.finish()
        title = form.title + (f" {paper.number}" if paper.number else "")
        pdfa.archive(canvas, title=title, subject=paper.document_id or form.key, values=embedded(paper, digest))
        canvas.save()
    return RenderedPaper(out.getvalue(), len(pages), digest)


def warm_up() -> int:
    """Parse forms and fonts ahead of the first paper (for the worker process); how many forms there are."""
    from inspector_app.documents.specification import form_library

    forms = form_library().forms()
    render(PaperInput(forms[0], is_draft=True, code="KAJ1:0"))
    return len(forms)


def embedded(paper: PaperInput, digest: str) -> bytes:
    """What the file carries inside: everything needed to draw it again, but for the pictures."""
    return canonical(
        {
            "form": paper.form.code,
            "version": paper.form.version,
            "form_hash": paper.form.content_hash,
            "values": dict(paper.values),
            "number": paper.number,
            "document_id": paper.document_id,
            "issued_on": paper.issued_on,
            "sample": paper.is_sample,
            "draft": paper.is_draft,
            "template": paper.template,
            "code": paper.code,
            "digest": digest,
        }
    )


def _composed(value: Any) -> Any:
    """Text in NFC, as the digest sees it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_composed(one) for one in value]
    return value
