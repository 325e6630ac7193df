"""What a verification finds, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]
"""Told (steps done, steps in all) now and then; whatever it raises ends the check, which has written nothing."""


@dataclass(frozen=True)
class Problem:
    """One thing that is not as the journal says. ``code`` is in the message catalogue under ``verify.``."""

    code: str
    where: str
    detail: str = ""


@dataclass
class Report:
    """What was checked and what was found."""

    entries: int = 0
    rows: int = 0
    streams: dict[str, int] = field(default_factory=dict)
    forks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything is as the journal says. A fork is shown, but is no damage."""
        return not self.problems

    def add(self, code: str, where: str, detail: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(code, where, detail))


@dataclass
class Steps:
    """Counts what is done and says so."""

    total: int
    told: Progress | None
    done: int = 0

    def take(self, count: int) -> None:
        """So many more are done."""
        self.done += count
        if self.told is not None:
            self.told(self.done, self.total)
