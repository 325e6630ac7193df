"""The digest of a paper: one SHA-256 over form version, canonical values and the hashes of its photos."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from inspector_app.documents.specification import FormSpecification
from inspector_app.errors import BadInput


def canonical(value: object) -> bytes:
    """One byte form of a JSON value: keys sorted, no spaces, NFC, UTF-8. Raises ``BadInput`` for what JSON lacks."""
    _refuse_floats(value)
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except TypeError as error:
        raise BadInput("document.value_not_json", detail=str(error)) from error
    return unicodedata.normalize("NFC", text).encode("utf-8")


def digest_of(form: FormSpecification, values: Mapping[str, Any], form_hash: str | None = None) -> str:
    """64 hex digits. Unset blanks (``None``) count as absent, so that a new optional blank changes no old digest.

    The version of a form is its name and the hash of its wording, so that a file changed without a new version never
    makes an honest paper look forged. ``form_hash``: that of the machine that made the paper; default is this one's.
    """
    content = {
        "form": form.code,
        "version": form.version,
        "form_hash": form_hash or form.content_hash,
        "values": {key: value for key, value in values.items() if value is not None},
        "photos": list(form.photo_hashes(values)),
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise BadInput("document.value_not_json", detail=repr(value))
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        _refuse_floats(one)
