"""The line that is written by hand on a paper when the party does not sign it; its words are data."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from inspector_app import paths
from inspector_app.documents.numerals import chinese_date
from inspector_app.enforcement.signing_values import Refusal


def note_of(refusal: Refusal, day: date) -> str:
    """The proposed line: who did not sign and why, the witness, the officers who note it, the day."""
    words = _words()
    kind = words[refusal.kind.value]
    named = f"{kind['signer']}{refusal.signer_name.strip()}"
    parts = [kind["text"].format(signer=named, reason=refusal.reason.strip().rstrip("。．."))]
    if witness := refusal.witness_name.strip():
        title = refusal.witness_title.strip()
        parts.append(words["witness" if title else "witness_untitled"].format(witness=witness, title=title))
    if refusal.noted_by:
        parts.append(words["officers"].format(officers="、".join(refusal.noted_by)))
    return "".join(parts) + chinese_date(day)


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paths.resources("papers", "refusal_notes.json").read_text("utf-8"))
    return found
