"""Findings that stand on no order or decision, and why: pure. What is re-inspected has its own paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.enforcement import suggesting
from inspector_app.enforcement.facts import ProblemFact
from inspector_app.enforcement.model import Document
from inspector_app.enforcement.rules import FROZEN
from inspector_app.enforcement.values import EDITABLE, DocumentState


class LeftOutWhy(StrEnum):
    """Why a finding stands on no order."""

    NO_MEASURE = "no_measure"
    """Nobody has said what is demanded for it."""
    POLICY_ONLY = "policy_only"
    """Only the plan asks for it: an order does not rest on that alone."""
    NOT_WRITTEN = "not_written"
    """The order of its kind was issued without it."""


@dataclass(frozen=True)
class LeftOut:
    """One finding of a visit that no order names."""

    finding_id: str
    seq: int
    why: LeftOutWhy


def left_out(problems: Iterable[ProblemFact], papers: Sequence[Document]) -> tuple[LeftOut, ...]:
    """In the order of the findings. One whose order is still to be made or drafted is not left out."""
    found = []
    for problem in problems:
        why = None if problem.original_finding_id else _why(problem, papers)
        if why is not None:
            found.append(LeftOut(problem.finding_id, problem.seq, why))
    return tuple(found)


def _why(problem: ProblemFact, papers: Sequence[Document]) -> LeftOutWhy | None:
    if problem.measure is None:
        return LeftOutWhy.NO_MEASURE
    form = suggesting.DECISION if problem.on_site else suggesting.ORDER
    own = [paper for paper in papers if paper.form == form]
    states = {DocumentState(paper.document_state or DocumentState.DRAFT) for paper in own}
    if not states & FROZEN or states & EDITABLE or any(_names(paper, problem.seq) for paper in own):
        return None
    return LeftOutWhy.POLICY_ONLY if problem.rests_on_policy else LeftOutWhy.NOT_WRITTEN


def _names(paper: Document, seq: int) -> bool:
    if DocumentState(paper.document_state or DocumentState.DRAFT) not in FROZEN:
        return False
    return any(row.get("seq") == seq for row in (paper.values or {}).get("problems") or ())
