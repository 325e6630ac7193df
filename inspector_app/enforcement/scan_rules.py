"""Pure rules of scan-back: to which paper a photographed page belongs, and which pages are still missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector_app.documents.checkcode import CheckCode
from inspector_app.enforcement.rules import FROZEN
from inspector_app.enforcement.scan_values import ScanProblem, ScanRow, ScanSheet
from inspector_app.enforcement.values import DocumentState, PaperRow, PrintRow


@dataclass(frozen=True)
class Held:
    """A paper this store holds, its digest, and everything that was printed of it."""

    row: PaperRow
    digest: str
    runs: tuple[PrintRow, ...]


@dataclass(frozen=True)
class Here:
    """Where we are: whether this store is a sample, and the region of its office (empty before joining)."""

    is_sample: bool
    region: str


def problem_of(code: CheckCode, held: Held | None, here: Here, sheets: tuple[int, ...]) -> ScanProblem | None:
    """Why a page with this code is not filed by itself; ``None`` when it is the standing print of a paper here."""
    facts = code.facts
    about = {"number": facts.number or "（无文号）", "issued_on": facts.issued_on or "-"}
    if not code.is_signed:
        return ScanProblem("scan.forged", sheets, about)
    if facts.is_sample is not here.is_sample:
        return ScanProblem("scan.of_real" if here.is_sample else "scan.of_sample", sheets, about)
    if held is None:
        content = code.certificate.content if code.certificate else {}
        region = str(content.get("region") or "")
        if here.region and region and region != here.region:
            named = {**about, "office": str(content.get("label") or region), "region": region}
            return ScanProblem("scan.of_other_office", sheets, named)
        return ScanProblem("scan.of_unknown", sheets, {**about, "id": facts.document_id})
    return _problem_of_held(facts.digest, held, sheets)


def _problem_of_held(digest: str, held: Held, sheets: tuple[int, ...]) -> ScanProblem | None:
    row = held.row
    about = {"title": row.title, "number": row.number or "（无文号）"}
    run = next((run for run in reversed(held.runs) if run.digest == digest), None)
    reason = (run.withdrawn_reason if run else None) or row.void_reason or "-"
    code = ""
    if row.state is DocumentState.VOID:
        code = "scan.of_void"
    elif row.state is DocumentState.WITHDRAWN:
        code = "scan.of_withdrawn"
    elif row.state not in FROZEN:
        code = "scan.of_draft"
    elif held.digest != digest:
        code = "scan.of_other_print" if run is not None else "scan.of_other_content"
    return ScanProblem(code, sheets, {**about, "reason": reason}, row.id) if code else None


def missing_pages(pages: int, scans: Iterable[ScanRow]) -> tuple[int, ...]:
    """Pages from 1 that no scan of the standing print shows."""
    there = {page for scan in scans if scan.is_current for page in scan.pages}
    return tuple(page for page in range(1, pages + 1) if page not in there)


def pages_by_hand(sheets: int, pages: int, missing: Sequence[int], stated: Sequence[int] | None) -> list[ScanSheet]:
    """Which pages the sheets of a file without codes show: as stated, else where only one answer is possible."""
    if stated is not None:
        known: list[int | None] = [*stated, *[None] * sheets][:sheets]
    elif sheets == pages:
        known = list(range(1, pages + 1))
    elif sheets == len(missing):
        known = list(missing)
    else:
        known = [None] * sheets
    return [ScanSheet(number, page) for number, page in enumerate(known, 1)]
