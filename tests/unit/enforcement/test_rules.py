"""The life of a paper, and what late payment costs."""

from __future__ import annotations

from itertools import product

import pytest

from inspector_app.enforcement import rules
from inspector_app.enforcement.values import EDITABLE, DocumentState, SealMode
from inspector_app.errors import RuleViolation
from tests.fixtures.checked import paper_row

SIGNED = (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED)


def test_nothing_leads_from_a_signature_to_where_it_could_change() -> None:
    reachable, todo = set(SIGNED), list(SIGNED)
    while todo:
        for after in rules.NEXT[todo.pop()] - reachable:
            reachable.add(after)
            todo.append(after)
    assert reachable == set(SIGNED)
    assert not reachable & EDITABLE


@pytest.mark.parametrize(("state", "to"), list(product(DocumentState, DocumentState)))
def test_a_step_is_allowed_or_told_why_not(state: DocumentState, to: DocumentState) -> None:
    row = paper_row("F5", state=state)
    if to in rules.NEXT[state]:
        rules.require_step(row, to)
    else:
        with pytest.raises(RuleViolation, match=r"paper\."):
            rules.require_step(row, to)


@pytest.mark.parametrize("state", list(DocumentState))
def test_only_drafts_and_withdrawn_papers_change(state: DocumentState) -> None:
    row = paper_row("F5", state=state)
    if state in EDITABLE:
        rules.require_editable(row)
    else:
        with pytest.raises(RuleViolation, match=r"paper\.frozen"):
            rules.require_editable(row)


def test_a_paper_that_needs_no_seal_is_served_without_one() -> None:
    rules.require_sealed(paper_row("F3"))
    rules.require_sealed(paper_row("F5", seal_mode=SealMode.OFFICE, sealed_at="2026-03-11"))
    with pytest.raises(RuleViolation, match=r"paper\.not_sealed"):
        rules.require_sealed(paper_row("F5", seal_mode=SealMode.OFFICE))


@pytest.mark.parametrize(
    ("days", "yuan"),
    [(-1, 0), (0, 0), (1, 1_500), (10, 15_000), (33, 49_500), (34, 50_000), (99, 50_000)],
)
def test_the_additional_fine_never_exceeds_the_fine(days: int, yuan: int) -> None:
    assert rules.additional_fine(50_000 * 100, days) == yuan * 100
