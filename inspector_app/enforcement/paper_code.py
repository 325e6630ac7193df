"""文书校验码 of this laptop's papers: signed by its stream, carrying the county's certificate once it has joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspector_app.documents.checkcode import Certificate, PaperFacts, make_code
from inspector_app.documents.digest import digest_of
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.paper_reading import printable
from inspector_app.store import Store

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification


def paper_code(
    store: Store, form: FormSpecification, paper: Document, values: Mapping[str, Any], issued_on: str
) -> str:
    """The text of the code that a paper prints: which paper, what it contains, who vouches for it."""
    facts = PaperFacts(paper.id, paper.number, issued_on, digest_of(form, printable(form, values)), store.is_sample)
    return make_code(facts, store.signer, certificate_of(store))


def certificate_of(store: Store) -> Certificate | None:
    """The county's statement about this stream's key; none before joining, or while a new stream is not certified."""
    body, signature = store.local("certificate"), store.local("certificate_signature")
    if body is None or signature is None or store.local("certified_stream") != store.stream_id:
        return None
    return Certificate(body, bytes.fromhex(signature))
