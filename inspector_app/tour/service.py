"""The first-run tour: begun, followed by what the journal says was done, put away, taken up again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from inspector_app.errors import RuleViolation
from inspector_app.storage import journal
from inspector_app.store import Store
from inspector_app.tour.loader import tour
from inspector_app.tour.values import Tour, TourStage, TourState

KEPT = "tour.first_inspection"
"""``local_value`` key: how far the tour is; a fact of this machine that never travels."""


class TourService:
    """The tour of one store. It only looks: nothing of it is journalled."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def tour(self) -> Tour:
        """Its steps."""
        return tour()

    def state(self) -> TourState:
        """How far it is."""
        kept = self._store.local(KEPT)
        return TourState.from_json(json.loads(kept)) if kept else TourState()

    def start(self, *, afresh: bool = False) -> TourState:
        """Begin, or go on where it was put away; ``afresh``: from the first step.

        Raises ``RuleViolation('tour.sample_only')`` in a real county: there every step would be a real inspection.
        """
        if not self._store.is_sample:
            raise RuleViolation("tour.sample_only")
        state = self.state()
        if afresh or state.stage in (TourStage.FRESH, TourStage.FINISHED):
            return self._keep(TourState(TourStage.RUNNING, self._head()))
        return self._keep(replace(state, stage=TourStage.RUNNING))

    def put_away(self) -> TourState:
        """Close it; it can be taken up again."""
        state = self.state()
        return state if state.stage is TourStage.FINISHED else self._keep(replace(state, stage=TourStage.PUT_AWAY))

    def skip(self) -> TourState:
        """Leave out the step that is next."""
        state = self.state()
        step = state.current(self.tour)
        return state if step is None else self._keep(replace(state, passed=state.passed | {step.key}))

    def observe(self, told: Iterable[str] = ()) -> TourState:
        """Look at what was journalled since, and at what the window tells; how far the officer is now.

        Pages and parts of the window count only for the step that is next: one may have been there before.
        """
        state = self.state()
        if state.stage is not TourStage.RUNNING:
            return state
        wanted = {fact for step in self.tour.steps for fact in step.done}
        done, head = self._actions_after(state.seen)
        after = replace(state, seen=head, actions=state.actions | (done & wanted))
        step = after.current(self.tour)
        if step is not None and not frozenset(told).isdisjoint(step.done):
            after = replace(after, passed=after.passed | {step.key})
        return self._keep(after) if after != state else state

    def finish(self) -> TourState:
        """All is done, and the officer has read so."""
        return self._keep(replace(self.state(), stage=TourStage.FINISHED))

    def _actions_after(self, seq: int) -> tuple[frozenset[str], int]:
        found, head = set(), seq
        with self._store.units.read() as connection:
            for _position, entry in journal.read(connection, stream_id=self._store.stream_id, after_seq=seq):
                found.add(f"action:{entry.action}")
                head = entry.seq
        return frozenset(found), head

    def _head(self) -> int:
        with self._store.units.read() as connection:
            return journal.head(connection, self._store.stream_id).seq

    def _keep(self, state: TourState) -> TourState:
        self._store.set_local(KEPT, json.dumps(state.to_json()))
        return state
