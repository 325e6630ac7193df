"""Filled-in 下井记录单 that come back as photos or as a scanned PDF: each page goes to the sheet its code names."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.errors import BadInput
from inspector_app.evidence.model import Photo
from inspector_app.evidence.values import FIELD_SHEET
from inspector_app.fieldwork import repository
from inspector_app.fieldwork.values import FiledPage, SheetScan

if TYPE_CHECKING:
    from inspector_app.evidence.scans import ScanRead
    from inspector_app.evidence.service import EvidenceService
    from inspector_app.fieldwork.values import Sheet
    from inspector_app.storage.unit_of_work import Units


class SheetScanning:
    """The part of the field sheets' service that keeps what was filled in by hand, as evidence of the visit."""

    _units: Units
    _photos: EvidenceService

    def attach(
        self,
        actor: str,
        source: Path | bytes,
        sheet_id: str | None = None,
        *,
        name: str = "",
        read: ScanRead | None = None,
    ) -> SheetScan:
        """Keep a photo or a scanned PDF of filled-in sheets with their visits; what became of each page.

        Pages go where their codes say, those without a readable code to ``sheet_id``. ``read``: what ``read_scan``
        saw of the same file. Raises ``BadInput('sheet.scan_no_code')`` or ``('sheet.scan_not_here')`` when no page
        can be kept, or as ``read_scan`` and ``EvidenceService.add_photo``.
        """
        steps = self.attach_steps(actor, source, sheet_id, name=name, read=read)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                kept: SheetScan = end.value
                return kept

    def attach_steps(
        self,
        actor: str,
        source: Path | bytes,
        sheet_id: str | None = None,
        *,
        name: str = "",
        read: ScanRead | None = None,
    ) -> Generator[int, None, SheetScan]:
        """The same page by page: yields the number of each page that is looked at next."""
        from inspector_app.evidence.scans import PDF, page_jpeg, read_scan

        file = name or (source.name if isinstance(source, Path) else "-")
        given = source if isinstance(source, bytes) else str(source)
        seen = read or read_scan(given, name, thorough=sheet_id is None)
        is_pdf = seen.media_type == PDF
        raw = (source if isinstance(source, bytes) else source.read_bytes()) if is_pdf else b""
        pages: list[FiledPage] = []
        unread: list[int] = []
        unknown: list[int] = []
        for number, shown in enumerate(seen.sheets, 1):
            yield number
            if shown.codes:  # the page of an official paper between them is none of ours
                continue
            picture = page_jpeg(raw, number) if is_pdf else source
            named = shown.field_sheet or sheet_id
            if picture is None:  # an empty back
                continue
            if named is None:
                unread.append(number)
                continue
            sheet = self._here(named)
            if sheet is None:
                unknown.append(number)
                continue
            photo = self._keep(actor, picture, sheet, f"{Path(file).stem}-{number}.jpg" if is_pdf else name)
            pages.append(FiledPage(number, sheet.id, sheet.short_code, photo))
        if not pages:
            raise BadInput("sheet.scan_not_here" if unknown else "sheet.scan_no_code", file=file)
        return SheetScan(file, tuple(pages), tuple(unread), tuple(unknown))

    def attach_photo(self, actor: str, photo_id: str, sheet_id: str) -> Sheet:
        """Make a photo of the tray what it is, a picture of this filled-in sheet; the sheet.

        Raises ``BadInput('sheet.scan_not_here')`` when this store does not hold the sheet, or for another visit.
        """
        with self._units.begin(actor, "field_sheet.scan") as unit:
            photo = unit.get(Photo, photo_id)
            sheet = repository.sheet(unit.connection, sheet_id)
            if sheet is None or sheet.inspection_id != photo.inspection_id:
                raise BadInput("sheet.scan_not_here", file=photo.file_name or "-")
            unit.change(Photo, photo_id, purpose=FIELD_SHEET, sheet_id=sheet.id, finding_id=None, answer_id=None)
        return sheet

    def _here(self, sheet_id: str) -> Sheet | None:
        with self._units.read() as connection:
            return repository.sheet(connection, sheet_id)

    def _keep(self, actor: str, picture: Path | bytes, sheet: Sheet, name: str) -> str:
        taken = self._photos.add_photo(actor, picture, inspection_id=sheet.inspection_id, name=name or None)
        if taken.photo_id is None:
            raise taken.error or BadInput("sheet.scan_no_code", file=name or "-")
        self.attach_photo(actor, taken.photo_id, sheet.id)
        return taken.photo_id
