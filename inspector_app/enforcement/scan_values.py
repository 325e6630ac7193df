"""Value types of what comes back on paper: scans of signed pages, transcribed handwriting, handwritten papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from inspector_app.enforcement.values import PaperRow, PrintRow, ServiceMode, SignatureRow

OPINION = "org_opinion"
"""Blank of 被检查单位（当事人）意见; papers without such a blank keep the opinion under this key all the same."""


class ScanSource(StrEnum):
    """How a scan came to its paper."""

    CODE = "code"
    """By the 文书校验码 on it."""
    OFFICER = "officer"
    """An officer named the paper."""


@dataclass(frozen=True)
class ScanSheet:
    """One sheet of a file (from 1) and the page of the paper on it; ``None``: nobody has said which page."""

    sheet: int
    page: int | None


@dataclass(frozen=True)
class ScanRow:
    """One photo or scanned file of a paper. ``is_current``: of the print that stands, not of one taken back."""

    id: str
    document_id: str
    sha256: str
    media_type: str
    file_name: str
    byte_count: int
    sheet_pages: tuple[ScanSheet, ...]
    found_by: ScanSource
    is_current: bool
    scanned_at: str
    thumbnail_sha256: str
    shown_sha256: str
    """What a window or browser can show: the original, or a JPEG of it."""
    photo_id: str | None = None

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages of the paper that are on it."""
        return tuple(one.page for one in self.sheet_pages if one.page is not None)


@dataclass(frozen=True)
class HandwritingRow:
    """What was written by hand into one blank, who signed it and on which day, and who transcribed it when."""

    id: str
    document_id: str
    blank: str
    text: str
    signer_name: str
    written_on: str | None
    scan_id: str | None
    transcribed_by: str
    transcribed_at: str


@dataclass(frozen=True)
class PaperHistory:
    """Everything that happened to one paper. ``missing``: pages whose signed original has not been scanned."""

    prints: tuple[PrintRow, ...]
    signatures: tuple[SignatureRow, ...]
    scans: tuple[ScanRow, ...] = ()
    handwriting: tuple[HandwritingRow, ...] = ()
    missing: tuple[int, ...] = ()


@dataclass(frozen=True)
class ScanGap:
    """A paper that was printed or signed, with the pages that have not come back yet."""

    paper: PaperRow
    missing: tuple[int, ...]
    scans: int


@dataclass(frozen=True)
class FiledScan:
    """Where a file went: the paper, its row, and what of the paper is still missing.

    ``again``: pages that had a scan before. ``is_duplicate``: this very file was there already.
    """

    paper: PaperRow
    scan_id: str
    sheet_pages: tuple[ScanSheet, ...]
    missing: tuple[int, ...]
    again: tuple[int, ...] = ()
    is_duplicate: bool = False


@dataclass(frozen=True)
class ScanProblem:
    """Why sheets of a file were not filed; told by ``messages.say(code, **params)``."""

    code: str
    sheet_nos: tuple[int, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    document_id: str | None = None
    """The paper here that the code names, when there is one."""


@dataclass(frozen=True)
class ScanOutcome:
    """What became of one file."""

    file_name: str
    filed: tuple[FiledScan, ...]
    problems: tuple[ScanProblem, ...] = ()


@dataclass(frozen=True)
class Handwritten:
    """A paper that was written by hand (手写文书), as it is registered. Dates ``YYYY-MM-DD``.

    ``number``: serial or whole 文号 as on the paper. ``values``: key fields by the keys of the form. ``page_count``:
    how many pages it has. Without ``signer_name`` and ``refusal_reason`` it waits for its signature.
    """

    form: str
    issued_on: str
    inspection_id: str | None = None
    case_id: str | None = None
    original_document_id: str | None = None
    number: str | None = None
    respondent: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    page_count: int = 1
    signer_name: str = ""
    opinion: str = ""
    signed_on: str | None = None
    refusal_reason: str = ""
    witness_name: str = ""
    is_sealed: bool = False
    served_on: str | None = None
    service_mode: ServiceMode | None = None
