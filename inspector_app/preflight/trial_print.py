"""Sends a test page to a printer, by the way papers go."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app import printing
from inspector_app.errors import BadInput


@dataclass(frozen=True)
class TrialJob:
    """Where the page went; ``name``: the job in the printing system, where it tells one."""

    printer: str
    name: str | None


def print_test_page(printer: str, at: str) -> TrialJob:
    """Print the page on this printer, the usual one when none is named.

    Raises ``BadInput('preflight.no_printer')`` on a machine without one, ``Unreachable`` when it takes nothing.
    """
    from inspector_app.documents.trial_sheet import trial_sheet

    if not printer:
        names = [queue.name for queue in printing.queues() if queue.problem is None]
        if not names:
            raise BadInput("preflight.no_printer")
        printer = names[0]
    return TrialJob(printer, printing.print_pdf(trial_sheet(printer, at), printer, "打印测试页"))
