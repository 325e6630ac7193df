"""Who may see which chains: a county its own and the city's, the city all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from county_server import tables
from county_server.storage import CountyStore


@dataclass(frozen=True)
class Visible:
    """The streams that an office may see; ``None`` stands for all of them."""

    streams: frozenset[str] | None

    def allows(self, stream_id: str) -> bool:
        """Whether that stream may be seen."""
        return self.streams is None or stream_id in self.streams


def visible_to(store: CountyStore, region: str) -> Visible:
    """What the office of a region may see. Raises ``BadInput('county.office_unknown')``."""
    if store.office(region).is_city:
        return Visible(None)
    with store.read() as connection:
        offices, laptops = tables.office, tables.laptop
        own = select(offices.c.stream_id).where((offices.c.region == region) | offices.c.is_city)
        of_laptops = select(laptops.c.stream_id).where(laptops.c.region == region)
        return Visible(frozenset({*connection.execute(own).scalars(), *connection.execute(of_laptops).scalars()}))
