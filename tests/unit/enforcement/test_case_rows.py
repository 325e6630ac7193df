"""Acts and evidence as records store them, and what is refused when they are typed."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.enforcement import case_rows
from inspector_app.enforcement.case_values import EvidenceItem, RespondentType
from inspector_app.errors import BadInput
from tests.fixtures.checked import act_of


@pytest.mark.parametrize("kind", list(RespondentType))
def test_an_act_comes_back_as_it_was_stored(kind: RespondentType) -> None:
    act = act_of(kind)
    assert case_rows.act_of(case_rows.stored(act)) == act


def test_evidence_comes_back_as_it_was_stored() -> None:
    item = EvidenceItem("任命文件", "1号", "系主要负责人", is_own=True)
    assert case_rows.evidence_of(case_rows.stored(item)) == item


@pytest.mark.parametrize(
    "spoiled",
    [
        {"subject": "nobody"},
        {"subject": None},
        {"stage": "later"},
        {"amount_fen": "30000"},
        {"amount_fen": True},
        {"violated": "一条"},
        {"violated": [1]},
        {"fact_text": None},
        {"reduced": "yes"},
        {"made_up": 1},
    ],
)
def test_a_misshapen_act_is_refused(spoiled: dict[str, Any]) -> None:
    stored = {**case_rows.stored(act_of(RespondentType.ORG)), **spoiled}
    with pytest.raises(BadInput, match=r"record\."):
        case_rows.act_of(stored)


@pytest.mark.parametrize("spoiled", [{}, {"doc_no": "1"}, {"name": 1}, {"name": "x", "is_own": "yes"}, "一段话"])
def test_misshapen_evidence_is_refused(spoiled: Any) -> None:
    with pytest.raises(BadInput, match=r"record\."):
        case_rows.evidence_of(spoiled)
