"""What goes into a paper and what comes out of it; standard library only, and picklable for the worker process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspector_app.documents.specification import FormSpecification

PhotoSource = Callable[[str], bytes] | Mapping[str, bytes] | None


@dataclass(frozen=True)
class PaperInput:
    """Everything a page shows. ``values`` use the field keys of the form.

    ``number``: the rendered 文号, ``None`` when it is inked by hand. ``issued_on``: 成文日期 as ``YYYY-MM-DD``.
    ``code``: text of the 文书校验码 (``checkcode.make_code``), ``None`` prints none. ``photo``: bytes of an original by
    its SHA-256; a mapping travels to the worker process, a function does not (see ``for_worker``).
    ``template``: ``compact`` (official 10.5 pt) or ``readable`` (16 pt); ``None`` takes the form's own.
    """

    form: FormSpecification
    values: Mapping[str, Any] = field(default_factory=dict)
    number: str | None = None
    document_id: str = ""
    issued_on: str | None = None
    is_sample: bool = False
    is_draft: bool = False
    code: str | None = None
    photo: PhotoSource = None
    template: str | None = None

    def photo_bytes(self, sha256: str) -> bytes | None:
        """The original picture, ``None`` when this paper came without it, empty when it is known to be elsewhere."""
        if self.photo is None:
            return None
        if callable(self.photo):
            return self.photo(sha256)
        return self.photo.get(sha256)

    def for_worker(self) -> PaperInput:
        """The same paper with its pictures already scaled to print size, so that it can be pickled."""
        if self.photo is None or not callable(self.photo):
            return self
        from inspector_app.documents.pictures import print_size

        hashes = self.form.photo_hashes(self.values)
        return replace(self, photo={one: print_size(self.photo(one)) for one in hashes})


@dataclass(frozen=True)
class RenderedPaper:
    """A finished paper. ``digest``: 64 hex digits over form version, values and photo hashes."""

    pdf: bytes
    pages: int
    digest: str
