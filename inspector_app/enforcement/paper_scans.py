"""What an inspector does when signed pages come back: file their scans, transcribe what was handwritten on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.documents.checkcode import CheckCode, read_code
from inspector_app.enforcement import repository, rules, scan_repository, scan_rules
from inspector_app.enforcement.model import Document, Handwriting, PaperScan
from inspector_app.enforcement.paper_printing import PaperPrinting
from inspector_app.enforcement.scan_rules import Held, Here
from inspector_app.enforcement.scan_values import (
    OPINION,
    FiledScan,
    PaperHistory,
    ScanGap,
    ScanOutcome,
    ScanProblem,
    ScanRow,
    ScanSheet,
    ScanSource,
)
from inspector_app.errors import BadInput, InspectorError, RuleViolation
from inspector_app.evidence import repository as photo_repository
from inspector_app.evidence.model import Photo
from inspector_app.storage.small_blobs import keep_small
from inspector_app.storage.unit_of_work import Unit

if TYPE_CHECKING:
    from inspector_app.evidence.scans import ScanRead

Found = dict[str, list[tuple[ScanSheet, str]]]
"""Sheets with the digest of their code, by paper."""


class PaperScans(PaperPrinting):
    """Scan-back. The frozen PDF never changes by it."""

    def file_scan(
        self,
        actor: str,
        source: Path | bytes,
        *,
        document_id: str | None = None,
        pages: Sequence[int] | None = None,
        name: str = "",
        read: ScanRead | None = None,
    ) -> ScanOutcome:
        """Keep a photo or scan of signed pages with the papers that its codes name, or with ``document_id``.

        ``pages``: pages on the sheets, where an officer says it. ``read``: what ``read_scan`` saw of the same file.
        Raises ``BadInput('scan.no_code')`` when nothing names a paper; when no sheet can be filed, the first reason
        (``RuleViolation``, codes under ``scan.``). Nothing is stored then. A file that is there already is said to be.
        """
        from inspector_app.evidence.scans import read_scan

        seen = read or read_scan(source if isinstance(source, bytes) else str(source), name)
        file_name = name or (source.name if isinstance(source, Path) else "")
        kept = {"sha256": seen.sha256, "byte_count": seen.byte_count, "media_type": seen.media_type}
        found, problems = self._sorted(seen, document_id, pages)
        if not found:
            first = problems[0]
            raise RuleViolation(first.code, field="scan", document_id=first.document_id, **first.params)
        blob = self._store.blobs.put(source)
        if blob.sha256 != seen.sha256:
            raise BadInput("photo.still_copying", file=file_name)
        preview = self._store.blobs.put(seen.preview).sha256 if seen.preview else None
        with self._units.begin(actor, "scan.file") as unit:
            thumbnail = keep_small(unit.connection, seen.thumbnail)
            facts = {**kept, "file_name": file_name or None, "thumbnail_sha256": thumbnail, "preview_sha256": preview}
            filed = [self._keep_scan(unit, one, sheets, document_id, facts) for one, sheets in found.items()]
        return ScanOutcome(file_name, tuple(filed), tuple(problems))

    def photo_to_scan(self, actor: str, photo_id: str, read: ScanRead) -> ScanOutcome:
        """Make a photo of the tray (or of a finding) what it is, a scan of a paper; undone in one step.

        Raises ``RuleViolation`` as ``file_scan`` does; the photo stays where it was then.
        """
        found, problems = self._sorted(read, None, None)
        if not found:
            first = problems[0]
            raise RuleViolation(first.code, field="scan", document_id=first.document_id, **first.params)
        with self._units.begin(actor, "scan.from_photo") as unit:
            photo = unit.get(Photo, photo_id)
            names = ("sha256", "byte_count", "media_type", "file_name", "thumbnail_sha256", "preview_sha256")
            facts = {**{name: getattr(photo, name) for name in names}, "photo_id": photo_id}
            filed = [self._keep_scan(unit, one, sheets, None, facts) for one, sheets in found.items()]
            unit.remove(Photo, photo_id, "这是签字文书的照片，已归到文书")
        return ScanOutcome(photo.file_name or "", tuple(filed), tuple(problems))

    def recognise(self, actor: str, photo_id: str) -> ScanOutcome | None:
        """Look at a photo once; one that shows a page becomes its scan, ``None`` for one that shows none.

        A page that cannot be filed stays a photo; the outcome says why not. Raises ``BadInput('record.unknown')``.
        """
        from inspector_app.evidence.scans import page_on

        with self._units.read() as connection:
            photo = photo_repository.photo(connection, photo_id)
        if photo is None or photo.sha256 is None:
            raise BadInput("record.unknown", kind="photo", id=photo_id)
        with self._store.blobs.open(photo.sha256) as stream:
            read = page_on(stream.read())
        if read is None or not read.has_code:
            return None
        try:
            return self.photo_to_scan(actor, photo_id, read)
        except RuleViolation as error:
            about = {name: value for name, value in error.params.items() if name not in ("field", "document_id")}
            return ScanOutcome(photo.file_name or "", (), (ScanProblem(error.code, (1,), about, None),))

    def scan(self, scan_id: str) -> ScanRow:
        """One scan. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            found = scan_repository.by_id(connection, scan_id)
        if found is None:
            raise BadInput("record.unknown", kind="paper_scan", id=scan_id)
        return found

    def set_scan_pages(self, actor: str, scan_id: str, pages: Sequence[int]) -> bool:
        """Say which pages of the paper the sheets of a scan show. Raises ``BadInput('scan.page_wrong')``."""
        with self._units.begin(actor, "scan.pages") as unit:
            scan = unit.get(PaperScan, scan_id)
            count = unit.get(Document, scan.document_id or "").pages or 1
            sheets = scan_rules.pages_by_hand(len(scan.sheet_pages or ()), count, (), pages)
            self._require_pages(sheets, count)
            return unit.change(PaperScan, scan_id, sheet_pages=_stored(sheets))

    def remove_scan(self, actor: str, scan_id: str, reason: str) -> None:
        """Take a scan off its paper; file and reason are kept."""
        rules.require_reason(reason)
        with self._units.begin(actor, "scan.remove") as unit:
            unit.remove(PaperScan, scan_id, reason)

    def unscanned(self, inspection_id: str | None = None) -> list[ScanGap]:
        """Papers out on paper with the pages that have not come back, the newest first; candidates for a scan.

        Those of one visit, or the newest two hundred of all.
        """
        gaps = []
        with self._units.read() as connection:
            groups = repository.groups(connection, inspection_id) if inspection_id else []
            cases = [one.id for group in groups for one in repository.cases(connection, group_id=group.id)]
            for paper in scan_repository.out_on_paper(connection, inspection_id, cases):
                scans = scan_repository.scans(connection, paper.id, paper.digest)
                if missing := scan_rules.missing_pages(paper.pages or 1, scans):
                    gaps.append(ScanGap(repository.paper_row(paper), missing, len(scans)))
        return gaps

    def history(self, document_id: str) -> PaperHistory:
        """Its print runs, signatures, scans and what was transcribed from them."""
        paper = self._document(document_id)
        row = repository.paper_row(paper)
        with self._units.read() as connection:
            scans = tuple(scan_repository.scans(connection, document_id, paper.digest))
            return PaperHistory(
                tuple(repository.print_runs(connection, document_id)),
                tuple(repository.signatures(connection, document_id)),
                scans,
                tuple(scan_repository.handwriting(connection, document_id)),
                scan_rules.missing_pages(paper.pages or 1, scans) if row.state in rules.FROZEN else (),
            )

    def transcribe(self, actor: str, document_id: str, texts: Mapping[str, str], scan_id: str | None = None) -> bool:
        """Write down what was handwritten into blanks of the printed paper; no tampering by that.

        An empty text takes the transcription of a blank back. Raises ``BadInput('document.field_unknown')``.
        """
        form = self._form_of(self._document(document_id))
        for blank in texts:
            if blank != OPINION:
                form.field(blank)
        with self._units.begin(actor, "opinion.transcribe") as unit:
            self._require_out(unit, document_id)
            changed = [self._write(unit, document_id, blank, text, scan_id) for blank, text in texts.items()]
        return any(changed)

    def record_opinion(
        self,
        actor: str,
        document_id: str,
        text: str,
        *,
        signer_name: str = "",
        written_on: str | None = None,
        scan_id: str | None = None,
    ) -> bool:
        """Transcribe the party's opinion (当事人意见) with who signed it and the day as on paper; each change is kept.

        Whether anything changed. Raises ``RuleViolation('opinion.empty')`` for a blank text without anything to take
        back, ``BadInput('paper.day_unreadable')``, ``RuleViolation('opinion.dated_ahead')``.
        """
        day = rules.day_of(written_on, "written_on") if written_on else None
        if day and day > self._today().isoformat():
            raise RuleViolation("opinion.dated_ahead", field="written_on", day=day)
        with self._units.begin(actor, "opinion.transcribe") as unit:
            self._require_out(unit, document_id)
            more = {"signer_name": signer_name.strip() or None, "written_on": day}
            return self._write(unit, document_id, OPINION, text, scan_id, **more)

    def _write(
        self, unit: Unit, document_id: str, blank: str, text: str, scan_id: str | None, **more: Any
    ) -> bool:
        """Create, change or take back the one record of a blank."""
        record_id = scan_repository.handwriting_id(document_id, blank)
        present = {row.blank: row for row in scan_repository.handwriting(unit.connection, document_id)}
        wanted = text.strip()
        if not wanted:
            if blank not in present:
                raise RuleViolation("opinion.empty", field=blank)
            unit.remove(Handwriting, record_id, "转录有误，收回")
            return True
        facts = {"text": wanted, **more, **({"scan_id": scan_id} if scan_id else {})}
        if blank in present:
            return unit.change(Handwriting, record_id, **facts)
        inspection_id = unit.get(Document, document_id).inspection_id
        try:
            unit.create(
                Handwriting, record_id, document_id=document_id, inspection_id=inspection_id, blank=blank, **facts
            )
        except BadInput:  # it was taken back before
            unit.restore(Handwriting, record_id)
            unit.change(Handwriting, record_id, **facts)
        return True

    def _require_out(self, unit: Unit, document_id: str) -> None:
        rules.require_frozen(repository.paper_row(unit.get(Document, document_id)))

    def _sorted(
        self, seen: ScanRead, document_id: str | None, pages: Sequence[int] | None
    ) -> tuple[Found, list[ScanProblem]]:
        """Sheets by paper, and why others belong to none."""
        if not seen.has_code:
            if document_id is None:
                raise BadInput("scan.no_code", sheets=len(seen.sheets))
            return self._by_hand(len(seen.sheets), document_id, pages), []
        found: Found = {}
        problems: dict[tuple[str, str], ScanProblem] = {}
        for number, sheet in enumerate(seen.sheets, 1):
            for text in sheet.codes:
                try:
                    code = read_code(text)
                except InspectorError:
                    problems[text, ""] = ScanProblem("scan.forged", (number,), {"number": "-", "issued_on": "-"})
                    continue
                problem = self._problem(code, number, document_id)
                if problem is None:
                    page = pages[number - 1] if pages is not None and number <= len(pages) else code.page
                    entry = (ScanSheet(number, page), code.facts.digest)
                    found.setdefault(code.facts.document_id, []).append(entry)
                else:
                    problems.setdefault((problem.code, code.facts.document_id), problem)
        if len(found) == 1:  # sheets without a readable code lie between those of the one paper
            named = {sheet.sheet for sheets in found.values() for sheet, _digest in sheets}
            ours = [n for n, sheet in enumerate(seen.sheets, 1) if not sheet.field_sheet]
            rest = [n for n in ours if n not in named and not seen.sheets[n - 1].codes]
            next(iter(found.values())).extend((ScanSheet(number, None), "") for number in rest)
        return found, list(problems.values())

    def _problem(self, code: CheckCode, number: int, document_id: str | None) -> ScanProblem | None:
        """Why this sheet is not filed; an officer who names the very paper may file a print that was taken back."""
        facts = code.facts
        with self._units.read() as connection:
            paper = repository.document(connection, facts.document_id)
            runs = tuple(repository.print_runs(connection, facts.document_id))
        held = None if paper is None else Held(repository.paper_row(paper), paper.digest or "", runs)
        here = Here(self._store.is_sample, self._store.local("region") or "")
        problem = scan_rules.problem_of(code, held, here, (number,))
        if document_id is None:
            return problem
        if facts.document_id != document_id:
            title = held.row.title if held else "-"
            about = {"title": title, "number": facts.number or "（无文号）"}
            return ScanProblem("scan.names_another", (number,), about, facts.document_id if held else None)
        return None if problem is None or problem.code in BY_HAND else problem

    def _by_hand(self, sheets: int, document_id: str, pages: Sequence[int] | None) -> Found:
        paper = self._document(document_id)
        rules.require_frozen(repository.paper_row(paper))
        with self._units.read() as connection:
            scans = scan_repository.scans(connection, document_id, paper.digest)
        count = paper.pages or 1
        made = scan_rules.pages_by_hand(sheets, count, scan_rules.missing_pages(count, scans), pages)
        self._require_pages(made, count)
        return {document_id: [(sheet, "") for sheet in made]}

    @staticmethod
    def _require_pages(sheets: Sequence[ScanSheet], count: int) -> None:
        for sheet in sheets:
            if sheet.page is not None and not 1 <= sheet.page <= count:
                raise BadInput("scan.page_wrong", field="pages", page=sheet.page, pages=count)

    def _keep_scan(
        self,
        unit: Unit,
        document_id: str,
        sheets: Sequence[tuple[ScanSheet, str]],
        by_hand: str | None,
        facts: Mapping[str, Any],
    ) -> FiledScan:
        paper = unit.get(Document, document_id)
        pages = paper.pages or 1
        before = scan_repository.scans(unit.connection, document_id, paper.digest)
        known = scan_repository.scan(unit.connection, document_id, str(facts["sha256"]))
        row = repository.paper_row(paper)
        shown = tuple(sheet for sheet, _digest in sheets)
        if known is not None:
            return FiledScan(row, known, shown, scan_rules.missing_pages(pages, before), is_duplicate=True)
        digests = {digest for _sheet, digest in sheets if digest}
        scan_id = unit.create(
            PaperScan,
            document_id=document_id,
            inspection_id=paper.inspection_id,
            sheet_pages=_stored(shown),
            found_by=(ScanSource.OFFICER if by_hand and not digests else ScanSource.CODE).value,
            print_digest=next(iter(digests), None),
            scanned_at=self._clock.now().iso,
            **facts,
        )
        after = scan_repository.scans(unit.connection, document_id, paper.digest)
        seen = {page for scan in before if scan.is_current for page in scan.pages}
        again = tuple(sheet.page for sheet in shown if sheet.page in seen and sheet.page is not None)
        return FiledScan(row, scan_id, shown, scan_rules.missing_pages(pages, after), again)


BY_HAND = frozenset({"scan.of_withdrawn", "scan.of_other_print", "scan.of_void"})
"""Problems an officer may overrule by naming the paper: a signed print that was taken back is evidence all the same."""


def _stored(sheets: Sequence[ScanSheet]) -> list[dict[str, int | None]]:
    return [{"sheet": one.sheet, "page": one.page} for one in sheets]
