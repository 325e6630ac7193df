"""Keeps the versions of checklists that visits are begun with, as journalled records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from inspector_app.checklist import repository
from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.model import ChecklistVersion
from inspector_app.checklist.values import PublishedVersion
from inspector_app.storage.unit_of_work import Unit, Units


def keep(unit: Unit, checklists: Iterable[Checklist]) -> None:
    """Journal each list once in each version, so that the visit can be read whatever happens to the files."""
    for one in checklists:
        if not repository.is_kept(unit.connection, one.key, one.content_hash):
            unit.create(
                ChecklistVersion,
                repository.version_id(one.key, one.content_hash),
                key=one.key,
                version=one.version,
                content_hash=one.content_hash,
                content=dict(one.content),
            )


def published_in(units: Units, bureau: Callable[[], str | None]) -> Callable[[], list[PublishedVersion]]:
    """What the office published, as a library asks for it; ``bureau`` tells which office this is."""

    def find() -> list[PublishedVersion]:
        own = bureau()
        with units.read() as connection:
            return repository.published(connection, own)

    return find


def kept_in(units: Units) -> Callable[[str, str], Mapping[str, Any] | None]:
    """How a library finds a version that no file has any more."""

    def find(key: str, content_hash: str) -> Mapping[str, Any] | None:
        with units.read() as connection:
            return repository.content(connection, key, content_hash)

    return find
