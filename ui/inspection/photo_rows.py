"""Photos as pages show them: frozen rows, where pictures come from, and what to say of each import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.errors import BadInput, InspectorError

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".bmp", ".tif", ".tiff"})
"""Endings looked for in a folder; a single file may have any ending, its content decides."""

Source = Path | bytes


@dataclass(frozen=True)
class PhotoRow:
    """One photo. ``shown_sha256`` is what a window can decode (the original, or its JPEG rendition)."""

    id: str
    sha256: str
    thumbnail_sha256: str
    shown_sha256: str
    finding_id: str | None
    file_name: str
    taken_at: str
    time_source: str
    place: str
    proves: str
    width: int
    height: int
    camera: str

    @property
    def has_time(self) -> bool:
        """Whether anybody or any camera said when it was taken."""
        return bool(self.taken_at)


def row_of(photo: Any) -> PhotoRow:
    """A row from a record."""
    return PhotoRow(
        id=photo.id,
        sha256=photo.sha256 or "",
        thumbnail_sha256=photo.thumbnail_sha256 or "",
        shown_sha256=photo.preview_sha256 or photo.sha256 or "",
        finding_id=photo.finding_id,
        file_name=photo.file_name or "",
        taken_at=photo.taken_at or "",
        time_source=photo.time_source or "",
        place=photo.place or "",
        proves=photo.proves or "",
        width=photo.width or 0,
        height=photo.height or 0,
        camera=photo.camera or "",
    )


def photos_of(
    app: App, *, inspection_id: str | None = None, finding_id: str | None = None, unfiled: bool = False
) -> tuple[PhotoRow, ...]:
    """Photos in the order they were taken."""
    found = app.evidence.photos(inspection_id=inspection_id, finding_id=finding_id, unfiled=unfiled)
    return tuple(row_of(photo) for photo in found)


@dataclass(frozen=True)
class ImportStep:
    """One file is done: how many of how many, its name, and the error if it could not be used."""

    done: int
    total: int
    name: str
    error: InspectorError | None = None
    is_duplicate: bool = False


@dataclass(frozen=True)
class ImportResult:
    """What became of all files."""

    taken: int
    duplicates: int
    failures: tuple[tuple[str, InspectorError], ...]


def files_of(sources: Iterable[Source]) -> list[Source]:
    """Every file meant: folders become the pictures inside, in the order of their names.

    Raises ``BadInput('photos.nothing_in_folder')`` when one folder alone was given and holds no picture.
    """
    given = list(sources)
    found: list[Source] = []
    for source in given:
        if isinstance(source, Path) and source.is_dir():
            inside = sorted(path for path in source.rglob("*") if path.suffix.lower() in PICTURES and path.is_file())
            found += inside
        else:
            found.append(source)
    if not found and len(given) == 1 and isinstance(given[0], Path):
        raise BadInput("photos.nothing_in_folder", folder=given[0].name)
    return found


def import_photos(
    app: App, actor: str, sources: Sequence[Source], inspection_id: str, finding_id: str | None
) -> Iterator[ImportStep]:
    """Take pictures in one by one; each step is told. One bad file stops nothing."""
    files = files_of(sources)
    for number, source in enumerate(files, 1):
        name = source.name if isinstance(source, Path) else ""
        try:
            done = app.evidence.add_photo(actor, source, inspection_id=inspection_id, finding_id=finding_id)
        except InspectorError as error:
            yield ImportStep(number, len(files), name, error)
        else:
            yield ImportStep(number, len(files), name or done.source, is_duplicate=done.is_duplicate)


def suggested_places(used_here: Iterable[str], used_before: Iterable[str], limit: int = 6) -> list[str]:
    """Places named in this visit, the latest first, then those of earlier visits."""
    ordered = [place for place in (*reversed(list(used_here)), *used_before) if place]
    return list(dict.fromkeys(ordered))[:limit]
