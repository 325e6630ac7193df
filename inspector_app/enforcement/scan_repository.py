"""Every query on scans of signed papers and on transcribed handwriting, and nowhere else."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from inspector_app.enforcement.model import Document, Handwriting, PaperScan
from inspector_app.enforcement.scan_values import HandwritingRow, ScanRow, ScanSheet, ScanSource
from inspector_app.enforcement.values import DocumentState
from inspector_app.storage import journal
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_scan, _hand, _document = table_of(PaperScan), table_of(Handwriting), table_of(Document)
_BLANKS = uuid.UUID("5b0c7a5e-93f3-5d0e-8a25-2b6f0a2a6d11")
"""Namespace of handwriting ids."""

OUT = (DocumentState.PRINTED.value, DocumentState.SIGNED.value, DocumentState.SERVED.value)
"""States of papers that are out on paper and whose pages are to come back."""


def handwriting_id(document_id: str, blank: str) -> str:
    """The id of the one record that holds the transcription of a blank."""
    return str(uuid.uuid5(_BLANKS, f"{document_id}/{blank}"))


def scans(connection: Connection, document_id: str, digest: str | None) -> list[ScanRow]:
    """Scans of a paper in the order they came; ``digest``: of the print that stands."""
    query = select(_scan).where(_scan.c.document_id == document_id, _scan.c.presence == PRESENT)
    return [_row(row, digest) for row in connection.execute(query.order_by(_scan.c.id)).mappings()]


def by_id(connection: Connection, scan_id: str) -> ScanRow | None:
    """One scan that was not removed."""
    query = select(_scan, _document.c.digest).outerjoin_from(_scan, _document, _document.c.id == _scan.c.document_id)
    row = connection.execute(query.where(_scan.c.id == scan_id, _scan.c.presence == PRESENT)).mappings().first()
    return None if row is None else _row(row, row["digest"])


def scan(connection: Connection, document_id: str, sha256: str) -> str | None:
    """The id of the scan that holds this very file for a paper."""
    query = select(_scan.c.id).where(
        _scan.c.document_id == document_id, _scan.c.sha256 == sha256, _scan.c.presence == PRESENT
    )
    return connection.execute(query.limit(1)).scalar()


def handwriting(connection: Connection, document_id: str) -> list[HandwritingRow]:
    """What was transcribed from a paper, by blank; who did it is what the newest entry of each says."""
    query = select(_hand).where(_hand.c.document_id == document_id, _hand.c.presence == PRESENT)
    return [_hand_row(connection, row) for row in connection.execute(query.order_by(_hand.c.blank)).mappings()]


def opinions(connection: Connection, document_ids: Sequence[str], blank: str) -> dict[str, tuple[str, str, str | None]]:
    """(text, signer, day) of one transcribed blank by paper, for the papers that have it."""
    query = select(_hand).where(_hand.c.document_id.in_(document_ids), _hand.c.blank == blank)
    rows = connection.execute(query.where(_hand.c.presence == PRESENT)).mappings()
    return {
        row["document_id"]: (row["text"], row["signer_name"] or "", row["written_on"]) for row in rows if row["text"]
    }


def out_on_paper(
    connection: Connection, inspection_id: str | None, case_ids: Sequence[str] = (), limit: int = 200
) -> list[Document]:
    """Papers that are out on paper, the newest first: of one visit, or the newest of all."""
    query = select(_document).where(_document.c.presence == PRESENT, _document.c.document_state.in_(OUT))
    if inspection_id is not None:
        query = query.where((_document.c.inspection_id == inspection_id) | _document.c.case_id.in_(case_ids))
    rows = connection.execute(query.order_by(_document.c.id.desc()).limit(limit)).mappings()
    return [Document(**row) for row in rows]


def _row(row: Any, digest: str | None) -> ScanRow:
    stated = row["print_digest"]
    return ScanRow(
        id=row["id"],
        document_id=row["document_id"] or "",
        sha256=row["sha256"] or "",
        media_type=row["media_type"] or "",
        file_name=row["file_name"] or "",
        byte_count=row["byte_count"] or 0,
        sheet_pages=tuple(ScanSheet(one["sheet"], one["page"]) for one in row["sheet_pages"] or ()),
        found_by=ScanSource(row["found_by"] or ScanSource.OFFICER),
        is_current=stated is None or stated == digest,
        scanned_at=row["scanned_at"] or "",
        thumbnail_sha256=row["thumbnail_sha256"] or "",
        shown_sha256=row["preview_sha256"] or row["sha256"] or "",
        photo_id=row["photo_id"],
    )


def _hand_row(connection: Connection, row: Any) -> HandwritingRow:
    entry = journal.find(connection, row["entry_id"])
    return HandwritingRow(
        id=row["id"],
        document_id=row["document_id"] or "",
        blank=row["blank"] or "",
        text=row["text"] or "",
        signer_name=row["signer_name"] or "",
        written_on=row["written_on"],
        scan_id=row["scan_id"],
        transcribed_by=entry.actor if entry else "",
        transcribed_at=entry.at if entry else "",
    )
