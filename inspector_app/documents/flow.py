"""Strips onto pages: what belongs together stays together, tables repeat their heads, no page ends up lonely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inspector_app.documents.layout import Frame, Strip


@dataclass(slots=True)
class Placed:
    """A strip with the distance of its top from the top of the text area."""

    y: float
    strip: Strip


@dataclass(slots=True)
class FlowPage:
    """What stands in the text area of one page."""

    room: float
    placed: list[Placed] = field(default_factory=list)
    used: float = 0.0

    def fits(self, height: float) -> bool:
        """Whether so much more goes onto this page."""
        return self.used + height <= self.room + 0.01

    def add(self, strip: Strip) -> None:
        """Put a strip below what is there."""
        self.placed.append(Placed(self.used, strip))
        self.used += strip.height


def paginate(strips: Sequence[Strip], first_room: float, next_room: float) -> list[FlowPage]:
    """Pages of strips; ``first_room`` and ``next_room`` are heights of the text area in points."""
    pages = [FlowPage(first_room)]
    for chain in _chains(strips):
        page = pages[-1]
        if chain[0].breaks and page.placed:
            page = _turn(pages, next_room, chain[0].frame)
        if page.fits(sum(strip.height for strip in chain)):
            for strip in chain:
                page.add(strip)
            continue
        _place_over(pages, next_room, chain)
    return pages


def _place_over(pages: list[FlowPage], room: float, chain: Sequence[Strip]) -> None:
    """Begin a new page for a chain that does not fit; one taller than a page is parted where it must be."""
    frame = chain[0].frame
    head = sum(strip.height for strip in frame.head) if frame else 0.0
    height = sum(strip.height for strip in chain)
    if height + head <= room + 0.01:
        page = _turn(pages, room, frame)
        for strip in chain:
            page.add(strip)
        return
    for strip in chain:
        page = pages[-1]
        if not page.fits(strip.height):
            page = _turn(pages, room, strip.frame)
        page.add(strip)


def _turn(pages: list[FlowPage], room: float, frame: Frame | None) -> FlowPage:
    """A new page, which begins with the head of the table that goes on."""
    page = FlowPage(room)
    before = pages[-1].placed[-1].strip.frame if pages[-1].placed else None
    if frame is not None and before is frame:
        for strip in frame.head:
            page.add(strip)
    pages.append(page)
    return page


def _chains(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Runs of strips that must not be parted.

    A strip with ``keep_above`` pulls that many strips from above into its chain, so that signatures never stand alone.
    """
    joined = [strip.keep for strip in strips]
    for at, strip in enumerate(strips):
        for above in range(max(at - strip.keep_above, 0), at):
            if not strips[above + 1].breaks:
                joined[above] = True
    chain: list[Strip] = []
    for at, strip in enumerate(strips):
        if strip.breaks and chain:
            yield chain
            chain = []
        chain.append(strip)
        if not joined[at]:
            yield chain
            chain = []
    if chain:
        yield chain
