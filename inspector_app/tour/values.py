"""The tour's steps as read from ``resources/tour``, and how far an officer has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class TourStage(StrEnum):
    """Whether the tour is to be seen."""

    FRESH = "fresh"
    """Never begun in this store."""
    RUNNING = "running"
    PUT_AWAY = "put_away"
    """Closed on the way; it goes on where it was left."""
    FINISHED = "finished"


@dataclass(frozen=True)
class Step:
    """One thing to do. ``done`` holds facts, any one of which ends the step:

    ``page:KEY`` (a page was opened), ``shown:NAME`` (a part of the window is to be seen), ``event:NAME`` (the window
    tells that it happened), ``action:NAME`` (the journal has an entry of that action). ``targets`` are object names
    of the control to point at, of which the first that is to be seen is taken; ``page`` is the page it stands on;
    ``photo`` offers the sample picture of that name to whoever has none at hand.
    """

    key: str
    page: str
    targets: tuple[str, ...]
    done: tuple[str, ...]
    texts: Mapping[str, tuple[str, str]]
    photo: str = ""

    def title(self, language: str) -> str:
        """What the step is called."""
        return self.texts[language][0]

    def text(self, language: str) -> str:
        """What to do, in one sentence."""
        return self.texts[language][1]


@dataclass(frozen=True)
class Tour:
    """The steps in their order, and what is said when all are done (title and text by language)."""

    key: str
    titles: Mapping[str, str]
    steps: tuple[Step, ...]
    ending: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class TourState:
    """How far the officer is. ``actions``: what was journalled since the tour began, in facts; ``seen``: how much of
    the journal was looked at; ``passed``: steps that were left out, or ended by what the window showed.
    """

    stage: TourStage = TourStage.FRESH
    seen: int = 0
    actions: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    def current(self, tour: Tour) -> Step | None:
        """The step after the last one that is done, or nothing at the end: nobody is sent back for what he left out."""
        behind = self.behind(tour)
        return tour.steps[behind] if behind < len(tour.steps) else None

    def behind(self, tour: Tour) -> int:
        """How many steps are behind the officer."""
        done = (n for n, step in enumerate(tour.steps, 1) if self._has_done(step))
        return max(done, default=0)

    def _has_done(self, step: Step) -> bool:
        return step.key in self.passed or not self.actions.isdisjoint(step.done)

    def to_json(self) -> dict[str, Any]:
        """As it is kept on this machine."""
        return {
            "stage": self.stage.value,
            "seen": self.seen,
            "actions": sorted(self.actions),
            "passed": sorted(self.passed),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> TourState:
        """What was kept."""
        stage, seen = TourStage(kept["stage"]), int(kept["seen"])
        return cls(stage, seen, frozenset(kept["actions"]), frozenset(kept["passed"]))
