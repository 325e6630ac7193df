"""Form and values in, finished PDF out."""

from __future__ import annotations

import io
from typing import Any

from inspector_app import paths
from inspector_app.documents.digest import digest_of
from inspector_app.documents.values import PaperInput, RenderedPaper

__all__ = ["PaperInput", "RenderedPaper", "render"]


def render(paper: PaperInput) -> RenderedPaper:
    """The paper as it prints. The same input gives the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("body", str(paths.resources("fonts", "LXGWZhuqueFangsong-Regular.ttf"))))
    out = io.BytesIO()
    canvas = Canvas(out, A4, invariant=True, initialFontName="body")
    lines = [paper.form.family, paper.form.title, paper.number or ""]
    lines += [f"{one.label}：{_plain(paper.values.get(one.key))}" for one in paper.form.fields]
    pages, y = 1, 760.0
    for line in lines:
        if y < 90:
            canvas.showPage()
            canvas.setFont("body", 10.5)
            pages, y = pages + 1, 760.0
        canvas.drawString(90, y, line)
        y -= 22
    canvas.save()
    return RenderedPaper(out.getvalue(), pages, digest_of(paper.form, paper.values))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
