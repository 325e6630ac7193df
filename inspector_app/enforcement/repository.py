"""Every query on papers, numbers, dual groups and cases, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, select

from inspector_app.enforcement.model import (
    Document,
    DualGroup,
    EnforcementCase,
    InkSignature,
    NumberBlock,
    NumberUse,
    PrintRun,
    SignatureRecord,
)
from inspector_app.enforcement.numbering import Block, Series
from inspector_app.enforcement.values import (
    DocumentState,
    NumberRow,
    PaperRow,
    PrintRow,
    SealMode,
    SignatureRow,
    SignerRole,
)
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT, Record

R = TypeVar("R", bound=Record)

_document, _run, _signature = table_of(Document), table_of(PrintRun), table_of(SignatureRecord)
_ink = table_of(InkSignature)
_block, _use = table_of(NumberBlock), table_of(NumberUse)
_group, _case = table_of(DualGroup), table_of(EnforcementCase)


def document(connection: Connection, document_id: str) -> Document | None:
    """One paper with all its fields."""
    return _one(connection, Document, _present(_document).where(_document.c.id == document_id))


def documents(
    connection: Connection,
    *,
    inspection_id: str | None = None,
    case_id: str | None = None,
    original_document_id: str | None = None,
) -> list[Document]:
    """Papers in the order they were made, narrowed by what is given."""
    query = _present(_document).order_by(_document.c.id)
    if inspection_id is not None:
        query = query.where(_document.c.inspection_id == inspection_id)
    if case_id is not None:
        query = query.where(_document.c.case_id == case_id)
    if original_document_id is not None:
        query = query.where(_document.c.original_document_id == original_document_id)
    return _all(connection, Document, query)


def issued(connection: Connection, forms: tuple[str, ...]) -> list[Document]:
    """Papers of these forms that somebody has signed or been served with."""
    states = (DocumentState.SIGNED.value, DocumentState.SERVED.value, DocumentState.PRINTED.value)
    query = _present(_document).where(_document.c.form.in_(forms), _document.c.document_state.in_(states))
    return _all(connection, Document, query.order_by(_document.c.issued_on, _document.c.id))


def paper_rows(connection: Connection, papers: Sequence[Document]) -> list[PaperRow]:
    """Papers as lists show them, with whether the party refused: its newest signature is none."""
    about = _signature.c.document_id.in_([paper.id for paper in papers])
    query = _present(_signature).where(about, _signature.c.signer_role != SignerRole.OFFICER.value)
    columns = (_signature.c.document_id, _signature.c.is_refusal)
    found = connection.execute(query.with_only_columns(*columns).order_by(_signature.c.id))
    refused = {document_id: is_refusal for document_id, is_refusal in found}
    return [replace(paper_row(paper), is_refused=bool(refused.get(paper.id))) for paper in papers]


def paper_row(paper: Document) -> PaperRow:
    """A paper as its own record tells it."""
    return PaperRow(
        id=paper.id,
        form=paper.form or "",
        title=paper.title or "",
        number=paper.number,
        state=DocumentState(paper.document_state or "draft"),
        inspection_id=paper.inspection_id,
        case_id=paper.case_id,
        issued_on=paper.issued_on,
        pages=paper.pages,
        respondent=paper.respondent or "",
        printed_at=paper.printed_at,
        signed_at=paper.signed_at,
        served_at=paper.served_at,
        seal_mode=SealMode(paper.seal_mode or "none"),
        sealed_at=paper.sealed_at,
        service_mode=paper.service_mode,
        service_note=paper.service_note or "",
        service_witness=paper.service_witness or "",
        corrects_document_id=paper.corrects_document_id,
        original_document_id=paper.original_document_id,
        void_reason=paper.void_reason,
        is_handwritten=bool(paper.is_handwritten),
    )


def print_runs(connection: Connection, document_id: str) -> list[PrintRow]:
    """Everything that was ever frozen and printed of a paper, in order."""
    query = _present(_run).where(_run.c.document_id == document_id).order_by(_run.c.run_no, _run.c.id)
    return [_print_row(row) for row in connection.execute(query).mappings()]


def job_runs(connection: Connection, job_id: str) -> list[tuple[str, PrintRow]]:
    """(paper, run) of every run of a print job: by their place in the job, then in time."""
    query = _present(_run).where(_run.c.job_id == job_id).order_by(_run.c.job_place, _run.c.run_no, _run.c.id)
    return [(row["document_id"], _print_row(row)) for row in connection.execute(query).mappings()]


def last_job(connection: Connection, inspection_id: str) -> str | None:
    """The newest print job of a visit."""
    query = _present(_run).where(_run.c.inspection_id == inspection_id, _run.c.job_id.is_not(None))
    return connection.execute(query.with_only_columns(_run.c.job_id).order_by(_run.c.printed_at.desc())).scalar()


def _print_row(row: Mapping[Any, Any]) -> PrintRow:
    jam = row["jammed_at"]
    return PrintRow(
        row["id"],
        row["run_no"] or 0,
        row["copies"] or 0,
        row["printer"] or "",
        row["digest"] or "",
        row["pdf_sha256"] or "",
        row["printed_at"] or "",
        row["withdrawn_reason"],
        sheets=tuple(row["sheets"] or ()),
        spoiled_sheets=tuple(row["spoiled_sheets"] or ()),
        job_id=row["job_id"],
        job_place=row["job_place"] or 0,
        job_copies=row["job_copies"] or 0,
        printer_job=row["printer_job"],
        sheet_pages=tuple((copy, page) for copy, page in row["sheet_pages"] or ()),
        jammed_at=(jam[0], jam[1]) if jam else None,
    )


def signatures(connection: Connection, document_id: str) -> list[SignatureRow]:
    """Signatures and refusals in the order they were recorded."""
    query = _present(_signature).where(_signature.c.document_id == document_id).order_by(_signature.c.id)
    return [
        SignatureRow(
            row["id"],
            SignerRole(row["signer_role"]),
            row["signer_name"] or "",
            row["signed_at"] or "",
            bool(row["is_refusal"]),
            row["refusal_reason"] or "",
            row["witness_name"] or "",
            row["opinion"] or "",
            row["refusal_kind"] or "",
            row["witness_title"] or "",
            tuple(row["noted_by"] or ()),
            bool(row["is_reported"]),
            row["note"] or "",
            row["reported_to"] or "",
            row["reported_on"] or "",
        )
        for row in connection.execute(query).mappings()
    ]


def ink_signatures(connection: Connection, document_id: str) -> list[InkSignature]:
    """Signatures on the screen in the order they were made."""
    return _all(connection, InkSignature, _present(_ink).where(_ink.c.document_id == document_id).order_by(_ink.c.id))


def blocks(connection: Connection, stream_id: str | None, stem: str, year: int) -> list[Block]:
    """号段 of one stem and year: those leased to a stream, or all that are known."""
    query = _present(_block).where(_block.c.stem == stem, _block.c.year == year)
    if stream_id is not None:
        query = query.where(_block.c.stream_id == stream_id)
    rows = connection.execute(query).mappings()
    return [Block(row["id"], row["first_serial"], row["last_serial"]) for row in rows]


def number_rows(connection: Connection, stream_id: str) -> list[NumberRow]:
    """What is left of each 号段 of a stream."""
    used = select(func.count()).where(_use.c.block_id == _block.c.id, _use.c.presence == PRESENT).correlate(_block)
    query = (
        select(_block, used.scalar_subquery().label("used"))
        .where(_block.c.presence == PRESENT, _block.c.stream_id == stream_id)
        .order_by(_block.c.year, _block.c.stem, _block.c.first_serial)
    )
    return [
        NumberRow(row["id"], row["stem"], row["year"], row["first_serial"], row["last_serial"], row["used"])
        for row in connection.execute(query).mappings()
    ]


def serials(connection: Connection, series: Series) -> set[str]:
    """Serials of a series that anybody has taken, void ones included."""
    query = select(_use.c.serial).where(
        _use.c.bureau_id == series.bureau_id, _use.c.stem == series.stem, _use.c.year == series.year
    )
    return set(connection.execute(query).scalars())


def number_use(connection: Connection, number_id: str) -> NumberUse | None:
    """One taken number by its derived id; removed rows count too, a number is never taken twice."""
    return _one(connection, NumberUse, select(_use).where(_use.c.id == number_id))


def number_uses(connection: Connection, document_id: str) -> list[NumberUse]:
    """Numbers of one paper."""
    return _all(connection, NumberUse, _present(_use).where(_use.c.document_id == document_id))


def serial_of_visit(connection: Connection, inspection_id: str | None, stem: str, year: int) -> str | None:
    """The serial that the visit's own paper of this stem carries."""
    query = (
        select(_use.c.serial)
        .join(_document, _document.c.id == _use.c.document_id)
        .where(
            _document.c.inspection_id == inspection_id,
            _use.c.stem == stem,
            _use.c.year == year,
            _use.c.void_reason.is_(None),
        )
        .order_by(_use.c.id)
    )
    return connection.execute(query).scalars().first()


def group(connection: Connection, group_id: str) -> DualGroup | None:
    """One dual group."""
    return _one(connection, DualGroup, _present(_group).where(_group.c.id == group_id))


def groups(connection: Connection, inspection_id: str | None = None) -> list[DualGroup]:
    """Dual groups in the order they were opened."""
    query = _present(_group).order_by(_group.c.id)
    if inspection_id is not None:
        query = query.where(_group.c.inspection_id == inspection_id)
    return _all(connection, DualGroup, query)


def digest(connection: Connection, document_id: str) -> str | None:
    """The digest of a paper held here."""
    return connection.execute(select(_document.c.digest).where(_document.c.id == document_id)).scalar()


def sheets(connection: Connection) -> set[str]:
    """Numbers of pre-sealed sheets that were used or spoiled: a sheet is used up once."""
    query = select(_run.c.sheets, _run.c.spoiled_sheets).where(_run.c.presence == PRESENT)
    return {sheet for row in connection.execute(query) for part in row for sheet in part or ()}


def has_case(connection: Connection, inspection_id: str) -> bool:
    """Whether a dual group or a case was opened for a visit."""
    queries = (select(table.c.id).where(table.c.inspection_id == inspection_id) for table in (_group, _case))
    return any(connection.execute(query.limit(1)).first() for query in queries)


def case(connection: Connection, case_id: str) -> EnforcementCase | None:
    """One case."""
    return _one(connection, EnforcementCase, _present(_case).where(_case.c.id == case_id))


def cases(
    connection: Connection, *, group_id: str | None = None, respondent_id: str | None = None
) -> list[EnforcementCase]:
    """Cases, organisations first, then in the order they were opened."""
    query = _present(_case).order_by(_case.c.respondent_type, _case.c.id)
    if group_id is not None:
        query = query.where(_case.c.group_id == group_id)
    if respondent_id is not None:
        query = query.where(_case.c.respondent_id == respondent_id)
    return _all(connection, EnforcementCase, query)


def decision_days(connection: Connection, respondent_id: str, but_case_id: str) -> tuple[str, ...]:
    """Days of issued decisions against a party in other cases, the earliest first."""
    query = (
        select(_document.c.issued_on)
        .join(_case, _case.c.decision_id == _document.c.id)
        .where(
            _case.c.respondent_id == respondent_id,
            _case.c.id != but_case_id,
            _case.c.presence == PRESENT,
            _document.c.presence == PRESENT,
            _document.c.issued_on.is_not(None),
            _document.c.document_state != DocumentState.VOID.value,
        )
        .order_by(_document.c.issued_on)
    )
    return tuple(connection.execute(query).scalars())


def _present(table: Any) -> Select[Any]:
    return select(table).where(table.c.presence == PRESENT)


def _one(connection: Connection, kind: type[R], query: Select[Any]) -> R | None:
    row = connection.execute(query).mappings().first()
    return None if row is None else kind(**row)


def _all(connection: Connection, kind: type[R], query: Select[Any]) -> list[R]:
    return [kind(**row) for row in connection.execute(query).mappings()]
