"""文书校验码 of this laptop's papers: signed by its stream, carrying the county's certificate once it has joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from inspector_app.documents.checkcode import Certificate, PaperFacts, make_code
from inspector_app.documents.digest import digest_of
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.paper_reading import printable
from inspector_app.errors import StorageFault
from inspector_app.store import Store

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification
    from inspector_app.documents.verification import Verification


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


def county_keys(store: Store) -> tuple[bytes, ...]:
    """Keys of the counties this laptop knows: the one it joined."""
    key = store.local("county_key")
    return (bytes.fromhex(key),) if key else ()


def verified(store: Store, pdf: bytes) -> Verification:
    """Whether a PDF is what was issued, compared page by page with what its signed values draw."""
    from inspector_app.documents.verification import verify_pdf

    return verify_pdf(pdf, county_keys(store), photo=lambda sha256: _original(store, sha256))


def verified_picture(store: Store, picture: bytes, held: Callable[[str], str | None]) -> Verification:
    """What a photo or scan of a page proves. ``held``: the digest of the paper here under an id."""
    from inspector_app.documents.verification import verify_image

    return verify_image(picture, county_keys(store), held)


def _original(store: Store, sha256: str) -> bytes:
    """The picture behind a hash; empty when it is not on this laptop."""
    try:
        with store.blobs.open(sha256) as stream:
            return stream.read()
    except StorageFault:
        return b""
