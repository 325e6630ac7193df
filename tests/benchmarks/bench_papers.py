"""How long a set of three papers takes, warm, against a bare ReportLab canvas that draws the same characters.

    python tests/benchmarks/bench_papers.py [--rounds 30]

Both sides make F3, F4 and F5 with a check code each. The floor gets the finished positions for nothing: it sets fonts,
draws strings, builds the QR code as one path and saves; no layout, no line breaking, no values, no archive file.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector_app.documents import painting, qr
from inspector_app.documents.checkcode import PaperFacts, make_code, page_code
from inspector_app.documents.digest import digest_of
from inspector_app.documents.fonts import font
from inspector_app.documents.layout import Text
from inspector_app.documents.rendering import PaperInput, render
from inspector_app.documents.style import PAGE_HEIGHT, PAGE_WIDTH
from inspector_app.storage.signing import StreamSigner, new_private_key
from tests.documents.reading import paper

SET = ("F3", "F4", "F5")
Pages = list[list[tuple[float, float, Text]]]


def papers(turn: int, signer: StreamSigner) -> list[PaperInput]:
    """Three papers with fresh ids, so that no code is drawn from a cache."""
    found = []
    for at, form in enumerate(SET):
        one = paper(form, document_id=f"0198c0de-0000-7000-8000-{turn:06d}{at:06d}")
        facts = PaperFacts(one.document_id, one.number, one.issued_on, digest_of(one.form, one.values))
        found.append(replace(one, code=make_code(facts, signer)))
    return found


def recorded(one: PaperInput) -> Pages:
    """Every text the renderer draws, page by page, with its position."""
    pages: Pages = [[]]
    text, finish = painting.Brush.text, painting.Brush.finish

    def note(brush: painting.Brush, part: Text, y: float) -> None:
        pages[-1].append((brush.left + part.x, PAGE_HEIGHT - y - part.y, part))
        text(brush, part, y)

    def turn(brush: painting.Brush) -> None:
        pages.append([])
        finish(brush)

    painting.Brush.text, painting.Brush.finish = note, turn  # type: ignore[method-assign]
    try:
        render(one)
    finally:
        painting.Brush.text, painting.Brush.finish = text, finish  # type: ignore[method-assign]
    return pages[:-1]


def bare(pages: Pages, code: str) -> bytes:
    """The floor: the same characters at the same places on a plain canvas."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    first = pages[0][0][2].face
    canvas = Canvas(out, (PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, initialFontName=first.value)
    for number, page in enumerate(pages, 1):
        for x, y, part in page:
            font(part.face)
            canvas.setFont(part.face.value, part.size)
            canvas.drawString(x, y, part.text, charSpace=part.spacing)
        canvas.addLiteral(qr.path(page_code(code, number), 90, 40, 70))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def measure(rounds: int) -> dict[str, Any]:
    """Medians in milliseconds of a set of three, floor and renderer taking turns in one process.

    ``ratio`` compares wall clocks, ``cpu_ratio`` processor time, which other programs on the machine disturb less.
    """
    signer = StreamSigner("bench", new_private_key())
    floors: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    laid_out = [recorded(one) for one in papers(0, signer)]
    pages = 0
    for turn in range(1, rounds + 1):
        todo = papers(turn, signer)
        qr.matrix.cache_clear()
        start = now()
        for pages_of, one in zip(laid_out, todo, strict=True):
            bare(pages_of, one.code or "")
        floors.append(since(start))
        qr.matrix.cache_clear()
        start = now()
        pages = sum(render(one).pages for one in todo)
        ours.append(since(start))
    floor, own = (statistics.median(wall for wall, _cpu in times) for times in (floors, ours))
    floor_cpu, own_cpu = (statistics.median(cpu for _wall, cpu in times) for times in (floors, ours))
    slowest = sorted(wall for wall, _cpu in ours)[max(int(rounds * 0.95) - 1, 0)]
    return {
        "papers": len(SET), "pages": pages, "rounds": rounds, "floor_ms": round(floor, 1), "ours_ms": round(own, 1),
        "ours_p95_ms": round(slowest, 1), "ratio": round(own / floor, 2),
        "floor_cpu_ms": round(floor_cpu, 1), "ours_cpu_ms": round(own_cpu, 1),
        "cpu_ratio": round(own_cpu / floor_cpu, 2),
    }  # fmt: skip


def now() -> tuple[float, float]:
    """Wall clock and processor time in milliseconds."""
    return time.perf_counter() * 1000, time.process_time() * 1000


def since(start: tuple[float, float]) -> tuple[float, float]:
    """What has passed on both clocks."""
    wall, cpu = now()
    return wall - start[0], cpu - start[1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    print(json.dumps(measure(parser.parse_args().rounds)))
