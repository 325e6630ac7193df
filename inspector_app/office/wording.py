"""The office's own words for verdicts: on papers, and in the window too once they differ from the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app import terms
from inspector_app.checklist.values import Verdict
from inspector_app.office.parameters import parameters

if TYPE_CHECKING:
    from inspector_app.office.service import OfficeService

PREFIX = "papers.wording_"


def verdict_words(office: OfficeService) -> dict[str, str]:
    """What the office calls each verdict, where it chose a word of its own."""
    stated = {row.key: str(row.value or "").strip() for row in office.settings(PREFIX)}
    own = {verdict.value: stated.get(f"papers.wording_{verdict.value}", "") for verdict in Verdict}
    return {value: word for value, word in own.items() if word and word != parameters()[PREFIX + value].value}


def adopt(words: dict[str, str]) -> bool:
    """Say these words from now on wherever a verdict is shown in Chinese; whether anything changed."""
    return terms.reword(Verdict, words)
