"""屏幕手写签名: strokes bound to the digest of a frozen paper, shown on a sheet of their own (decision 0090).

The frozen PDF and its digest never change by it, and it is not the legal signature: that is ink on paper. What a
signature on the screen does is keep the paper from being changed behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inspector_app.documents import ink
from inspector_app.documents.digest import canonical, digest_of
from inspector_app.documents.print_sheets import compose
from inspector_app.enforcement import repository, rules
from inspector_app.enforcement.model import Document, InkSignature
from inspector_app.enforcement.paper_signing import PaperSigning
from inspector_app.enforcement.signing_values import InkRow, InkState
from inspector_app.enforcement.values import SignerRole
from inspector_app.errors import BadInput, InspectorError, RecordConflict, RuleViolation

if TYPE_CHECKING:
    from inspector_app.documents.values import PaperInput

SHEET = "ink_signature_sheet"
STATEMENT = "ink-signature-1"
"""Format of the statement that is kept: paper, signer, moment and strokes in one, so that none can be exchanged."""


class PaperInk(PaperSigning):
    """Signatures on the screen, where the office allows them."""

    def may_ink(self) -> bool:
        """Whether the office has enabled signing on the screen (``papers.on_screen_signing``)."""
        return self._near.office().setting("papers.on_screen_signing") is True

    def ink_sign(
        self, actor: str, document_id: str, signer_role: SignerRole, signer_name: str, strokes: bytes
    ) -> InkRow:
        """Keep a signature written on the screen, bound to the paper as it stands. The paper itself stays as it is.

        ``strokes``: a strokes file (``documents.ink``). Raises ``RuleViolation``: not enabled, a paper that is not
        frozen, no name, an officer whom it does not name; ``BadInput`` for strokes that are none.
        """
        if not self.may_ink():
            raise RuleViolation("ink.not_enabled")
        drawn = ink.read_ink(strokes)
        paper = self._document(document_id)
        rules.require_signable(repository.paper_row(paper), paper.digest)
        self._require_signer(document_id, signer_role, signer_name)
        now = self._clock.now().iso
        facts = {"signer_role": signer_role.value, "signer_name": signer_name.strip(), "signed_at": now}
        statement = canonical(
            {"format": STATEMENT, "paper": _about(paper), **facts, "officer_id": actor, "ink": drawn.data()}
        )
        blobs = self._store.blobs
        facts |= {"pointer": drawn.pointer, "digest": paper.digest or "", "strokes_sha256": blobs.put(statement).sha256}
        facts["picture_sha256"] = blobs.put(ink.picture(drawn)).sha256
        with self._units.begin(actor, "paper.ink") as unit:
            if unit.get(Document, document_id).digest != paper.digest:
                raise RecordConflict("paper.changed_meanwhile", title=paper.title or "")
            made = unit.create(InkSignature, inspection_id=paper.inspection_id, document_id=document_id, **facts)
        return next(row for row in self.ink_signatures(document_id) if row.id == made)

    def ink_remove(self, actor: str, ink_id: str, reason: str) -> None:
        """Take a signature on the screen back that was made by mistake; the journal keeps it and the reason."""
        rules.require_reason(reason)
        with self._units.begin(actor, "paper.ink_remove") as unit:
            unit.remove(InkSignature, ink_id, reason)

    def ink_signatures(self, document_id: str) -> list[InkRow]:
        """Signatures on the screen in their order, each with what it is bound to now."""
        paper = self._document(document_id)
        with self._units.read() as connection:
            found = repository.ink_signatures(connection, document_id)
        return [
            InkRow(
                id=one.id,
                document_id=document_id,
                signer_role=SignerRole(one.signer_role or SignerRole.SITE_REPRESENTATIVE),
                signer_name=one.signer_name or "",
                signed_at=one.signed_at or "",
                pointer=one.pointer or "",
                digest=one.digest or "",
                strokes_sha256=one.strokes_sha256 or "",
                picture_sha256=one.picture_sha256 or "",
                state=self._ink_state(one, paper),
            )
            for one in found
        ]

    def ink_copy(self, document_id: str) -> bytes:
        """The issued paper followed by the sheet of its signatures on the screen, drawn anew each time.

        Raises ``BadInput('record.unknown')`` where nobody signed this version on the screen.
        """
        paper = self._document(document_id)
        rows = [row for row in self.ink_signatures(document_id) if row.state is InkState.BOUND]
        if not rows:
            raise BadInput("record.unknown", kind="ink_signature", id=document_id)
        issued, sheet = self.pdf(document_id), self._rendered(self._sheet(paper, rows))
        pages = [(0, page) for page in range(1, (paper.pages or 1) + 1)]
        return compose([issued, sheet.pdf], [*pages, *((1, page) for page in range(1, sheet.pages + 1))])

    def _ink_state(self, one: InkSignature, paper: Document) -> InkState:
        """What the signature is bound to; a kept file that is missing or changed is said to be (blobs check hashes)."""
        try:
            for sha256 in (one.strokes_sha256, one.picture_sha256):
                self._blob(sha256 or "")
        except InspectorError:
            return InkState.DAMAGED
        return InkState.BOUND if one.digest == paper.digest else InkState.EARLIER

    def _sheet(self, paper: Document, rows: Sequence[InkRow]) -> PaperInput:
        """The appendix that shows the signatures, with a 文书校验码 of its own."""
        from inspector_app.documents.checkcode import PaperFacts, make_code
        from inspector_app.documents.specification import form_library
        from inspector_app.documents.values import PaperInput
        from inspector_app.enforcement.paper_code import certificate_of

        form, day = form_library().form(SHEET), rows[-1].signed_at[:10]
        values = _sheet_values(paper, rows)
        sheet_id, is_sample = f"{paper.id}.{len(rows)}", self._store.is_sample
        code = None
        if self._near.office().setting("papers.qr_code"):
            facts = PaperFacts(sheet_id, paper.number, day, digest_of(form, values), is_sample)
            code = make_code(facts, self._store.signer, certificate_of(self._store))
        pictures = {row.picture_sha256: self._blob(row.picture_sha256) for row in rows}
        return PaperInput(
            form=form,
            values=values,
            number=None,
            document_id=sheet_id,
            issued_on=day,
            is_sample=is_sample,
            code=code,
            photo=pictures,
        )


def _sheet_values(paper: Document, rows: Sequence[InkRow]) -> dict[str, Any]:
    from inspector_app.terms import label

    signatures = [
        {
            "signer": f"{label(row.signer_role, 'zh')}　{row.signer_name}",
            "signed_at": row.signed_at[:19],
            "picture": row.picture_sha256,
            "strokes": row.strokes_sha256,
        }
        for row in rows
    ]
    named = {"paper_title": paper.title, "paper_number": paper.number or "—", "paper_digest": paper.digest}
    return {**named, "signatures": signatures}


def _about(paper: Document) -> dict[str, Any]:
    """What the signer signs: which paper, under which number, with which content and file."""
    return {
        "id": paper.id,
        "form": paper.form,
        "number": paper.number,
        "digest": paper.digest,
        "pdf_sha256": paper.pdf_sha256,
    }
