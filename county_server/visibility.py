"""Who may see which chains: a county its own, the city all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from county_server import tables
from county_server.storage import CountyStore


@dataclass(frozen=True)
class Visible:
    """The streams that an office may see (``None`` stands for all of them), and those that are its own."""

    streams: frozenset[str] | None
    own: frozenset[str] = frozenset()

    def allows(self, stream_id: str) -> bool:
        """Whether that stream may be seen."""
        return self.streams is None or stream_id in self.streams

    def wants(self, stream_id: str, kind: str) -> bool:
        """Whether entries of that kind are handed to laptops: other counties' parameters do not hold in the city."""
        return self.allows(stream_id) and (kind != "setting" or stream_id in self.own)


def visible_to(store: CountyStore, region: str) -> Visible:
    """What the office of a region may see. Raises ``BadInput('county.office_unknown')``."""
    is_city = store.office(region).is_city
    offices, laptops = tables.office, tables.laptop
    with store.read() as connection:
        of_office = connection.execute(select(offices.c.stream_id).where(offices.c.region == region)).scalars()
        of_laptops = connection.execute(select(laptops.c.stream_id).where(laptops.c.region == region)).scalars()
        own = frozenset({*of_office, *of_laptops})
    return Visible(None if is_city else own, own)
