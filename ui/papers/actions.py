"""What may be done with a paper in its state: which buttons, in which order, the advised one first. No window here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from inspector_app.enforcement.values import DocumentState, PaperRow, SealMode


class Action(StrEnum):
    """One thing an officer does with a paper."""

    ISSUE = "issue"
    PRINT = "print"
    SIGN = "sign"
    REFUSE = "refuse"
    SEAL = "seal"
    SERVE = "serve"
    REPORT = "report"
    """Record that a missing signature was reported to the own bureau."""
    WITHDRAW = "withdraw"
    VOID = "void"
    CORRECT = "correct"
    CLOSE = "close"
    REFILL = "refill"
    DISCARD = "discard"
    INK = "ink"
    INK_SIGN = "ink_sign"
    """Sign on the screen, where the office has enabled it."""
    INK_COPY = "ink_copy"
    INK_REMOVE = "ink_remove"
    UNREGISTER = "unregister"
    """Take back the registration of a paper written by hand."""
    PLAN_NUMBER = "plan_number"
    """Choose where the number comes from; offered beside what it says, not among the buttons."""
    PLAN_SEAL = "plan_seal"


@dataclass(frozen=True)
class Offered:
    """The advised next step and the others."""

    first: Action | None
    others: tuple[Action, ...]

    @property
    def all(self) -> tuple[Action, ...]:
        """All of them, the advised one first."""
        return (self.first, *self.others) if self.first else self.others


_PRINTED_ONLY = frozenset({Action.PRINT, Action.WITHDRAW, Action.VOID})
"""What is never done with a paper that was written by hand."""


def with_ink(fits: Offered, row: PaperRow, *, may_ink: bool, has_ink: bool) -> Offered:
    """The same with signing on the screen, where the office has enabled it; what was signed so stays to be had."""
    can_sign = may_ink and not row.is_handwritten and row.state in (DocumentState.PRINTED, DocumentState.SIGNED)
    new = (Action.INK_SIGN,) if can_sign else ()
    old = (Action.INK_COPY, Action.INK_REMOVE) if has_ink else ()
    return Offered(fits.first, (*fits.others, *new, *old))


def with_report(fits: Offered, *, is_unreported: bool) -> Offered:
    """The same with reporting to the own bureau, while a missing signature waits for it."""
    return Offered(fits.first, (Action.REPORT, *fits.others)) if is_unreported else fits


def offered(row: PaperRow, prints: int = 0) -> Offered:
    """What fits the state. ``prints``: copies that came out of a printer so far."""
    if row.is_handwritten:
        kept = tuple(one for one in offered(replace(row, is_handwritten=False), 1).all if one not in _PRINTED_ONLY)
        return Offered(kept[0] if kept else None, (*kept[1:], Action.UNREGISTER))
    needs_seal = row.seal_mode is not SealMode.NONE and not row.sealed_at
    match row.state:
        case DocumentState.DRAFT:
            return Offered(Action.ISSUE, (Action.REFILL, Action.DISCARD))
        case DocumentState.WITHDRAWN:
            return Offered(Action.ISSUE, (Action.REFILL, Action.VOID))
        case DocumentState.PRINTED:
            first, then = (Action.SIGN, Action.PRINT) if prints else (Action.PRINT, Action.SIGN)
            ink = () if row.number else (Action.INK,)
            seal = (Action.SEAL,) if needs_seal else (Action.SERVE,) if row.sealed_at else ()
            return Offered(first, (then, Action.REFUSE, *seal, *ink, Action.WITHDRAW, Action.VOID))
        case DocumentState.SIGNED:
            first = Action.SEAL if needs_seal else Action.SERVE
            return Offered(first, (Action.PRINT, Action.SIGN, Action.CORRECT, Action.CLOSE))
        case DocumentState.SERVED:
            return Offered(Action.CLOSE, (Action.PRINT, Action.CORRECT))
        case DocumentState.CLOSED:
            return Offered(None, (Action.CORRECT,))
        case DocumentState.VOID:
            return Offered(None, ())
