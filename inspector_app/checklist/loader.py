"""Where checklists and criteria come from: the program's files, and the versions that visits were begun with."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.checklist import reading
from inspector_app.checklist.definition import Checklist, Criterion
from inspector_app.checklist.values import Depth, PublishedVersion, SiteSubject
from inspector_app.errors import BadInput

log = logging.getLogger(__name__)

Kept = Callable[[str, str], Mapping[str, Any] | None]
"""Looks up the content of a list by key and content hash among what the store keeps."""

Published = Callable[[], Sequence[PublishedVersion]]
"""What the office published, oldest first."""



class ChecklistLibrary:
    """Checklists of the program's files, newest versions first, and those that only the store still has.

    A file or a published version that cannot be used is left out, logged and named by ``faults``; it never hides the
    others. What the office published counts like a file; the highest version of a list is the newest.
    """

    def __init__(
        self, folder: Path | None = None, kept: Kept | None = None, published: Published | None = None
    ) -> None:
        self.folder = folder or paths.checklists()
        self._kept = kept
        self._published = published
        self._by_hash: dict[tuple[str, str], Checklist] = {}

    def lists(self) -> tuple[Checklist, ...]:
        """The newest version of every list, by task, then criteria sets."""
        newest: dict[str, Checklist] = {}
        for found in self._shipped():
            known = newest.get(found.key)
            if known is None or found.version > known.version:
                newest[found.key] = found
        return tuple(sorted(newest.values(), key=lambda one: (one.task is None, one.task or 0, one.key)))

    def pinned(self, key: str, content_hash: str | None = None) -> Checklist:
        """The list in exactly that version, or the newest one; ``task_16@short`` is a walk of the newest.

        Raises ``BadInput``: ``checklist.unknown``, ``checklist.depth_unknown``, ``checklist.version_lost`` when
        neither files nor store have it, or ``checklist.version_unreadable`` when the store's cannot be read.
        """
        key, _at, depth = key.partition("@")
        if depth:
            return reading.walked(self.pinned(key), _depth(depth))
        if content_hash is None:
            newest = next((one for one in self.lists() if one.key == key), None)
            if newest is None:
                raise BadInput("checklist.unknown", checklist=key)
            return newest
        known = self._by_hash.get((key, content_hash))
        if known is None:
            self._shipped()
            known = self._by_hash.get((key, content_hash)) or self._from_store(key, content_hash)
        return known

    def fitting(self, subject: SiteSubject) -> tuple[Checklist, ...]:
        """The lists of which at least one item is asked at this mine on this day."""
        return tuple(one for one in self.lists() if one.asked(subject))

    def faults(self) -> tuple[BadInput, ...]:
        """What is wrong with files that had to be left out."""
        return tuple(fault for _found, fault in (*self._files(), *self._own()) if fault is not None)

    def _shipped(self) -> list[Checklist]:
        found = [checklist for checklist, _fault in (*self._files(), *self._own()) if checklist is not None]
        for checklist in found:
            self._by_hash[checklist.key, checklist.content_hash] = checklist
        return found

    def _files(self) -> list[tuple[Checklist | None, BadInput | None]]:
        files = sorted(self.folder.glob("*.json"))
        return [_read(file, (status := file.stat()).st_mtime_ns, status.st_size) for file in files]

    def _own(self) -> list[tuple[Checklist | None, BadInput | None]]:
        """What the office published, each read once."""
        return [self._published_one(one) for one in (self._published() if self._published else ())]

    def _published_one(self, one: PublishedVersion) -> tuple[Checklist | None, BadInput | None]:
        known = self._by_hash.get((one.key, one.content_hash))
        if known is not None:
            return known, None
        try:
            return self._from_store(one.key, one.content_hash), None
        except BadInput:
            fault = BadInput("checklist.published_unreadable", checklist=one.key, version=one.version)
            log.warning("published checklist left out: %s", fault)
            return None, fault

    def _from_store(self, key: str, content_hash: str) -> Checklist:
        content = self._kept(key, content_hash) if self._kept else None
        if content is None:
            raise BadInput("checklist.version_lost", checklist=key, version=content_hash[:12])
        try:
            found = reading.checklist_of(content)
        except reading.MISREAD as error:
            raise BadInput("checklist.version_unreadable", checklist=key, version=content_hash[:12]) from error
        self._by_hash[key, content_hash] = found
        return found


def _depth(named: str) -> Depth:
    if named not in set(Depth):
        raise BadInput("checklist.depth_unknown", depth=named)
    return Depth(named)


@lru_cache(maxsize=256)
def _read(file: Path, _changed: int, _size: int) -> tuple[Checklist | None, BadInput | None]:
    """One file, read once for each time it changed."""
    try:
        return reading.checklist_of(json.loads(file.read_text("utf-8-sig"))), None
    except OSError as error:
        fault = BadInput("checklist.file_unreadable", file=file.name, detail=error.strerror or "")
    except reading.MISREAD:
        from inspector_app.checklist.validation import first_problem

        fault = first_problem(file).as_error()
    log.warning("checklist file left out: %s", fault)
    return None, fault


@cache
def checklist_library() -> ChecklistLibrary:
    """The lists shipped with the program, without any store."""
    return ChecklistLibrary()


class CriteriaLibrary:
    """The published major-hazard criteria (重大事故隐患判定标准). Source: enforcement facts §5."""

    def __init__(self, folder: Path | None = None) -> None:
        self._by_key: dict[str, Criterion] = {}
        for file in sorted((folder or paths.checklists() / "criteria").glob("*.json")):
            for criterion in reading.criteria_of(json.loads(file.read_text("utf-8"))):
                self._by_key[criterion.key] = criterion

    def all(self) -> tuple[Criterion, ...]:
        """All criteria in the order of the sets."""
        return tuple(self._by_key.values())

    def knows(self, key: str) -> bool:
        """Whether there is such a criterion."""
        return key in self._by_key

    def criterion(self, key: str) -> Criterion:
        """One criterion. Raises ``BadInput('checklist.criterion_unknown')``."""
        found = self._by_key.get(key)
        if found is None:
            raise BadInput("checklist.criterion_unknown", criterion=key)
        return found

    def for_kind(self, kind: str) -> tuple[Criterion, ...]:
        """Those for one kind of site (value of ``SiteKind``)."""
        return tuple(one for one in self._by_key.values() if one.site_kind == kind)


@cache
def criteria_library() -> CriteriaLibrary:
    """The criteria shipped with the program."""
    return CriteriaLibrary()


def cited_criterion(key: str | None) -> str | None:
    """A criterion as a paper names it, since our key means nothing to its reader; an unknown key stays as it is."""
    library = criteria_library()
    return library.criterion(key).cited if key and library.knows(key) else key
