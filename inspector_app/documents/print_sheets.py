"""Puts the pages of issued papers one behind the other, for one print job; the papers themselves stay as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence


def compose(papers: Sequence[bytes], sheets: Sequence[tuple[int, int]]) -> bytes:
    """A PDF of these sheets: ``(paper, page)``, the paper counted from 0, the page from 1."""
    import pikepdf

    sources = [pikepdf.open(io.BytesIO(one)) for one in papers]
    try:
        with pikepdf.new() as job:
            for paper, page in sheets:
                job.pages.append(sources[paper].pages[page - 1])
            sink = io.BytesIO()
            job.save(sink)
            return sink.getvalue()
    finally:
        for source in sources:
            source.close()
