"""Whatever is done in whatever order: a signed paper never changes, no number is used twice, no print run is lost."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from inspector_app.enforcement.model import NumberUse
from inspector_app.enforcement.signing_values import Refusal
from inspector_app.enforcement.values import DocumentState, PaperRow, SealMode, ServiceMode, SignerRole
from inspector_app.errors import InspectorError
from inspector_app.storage.fold import table_of
from inspector_app.storage.verify import verify
from tests.fixtures.papers import Scene, make_scene

FIXED = (DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED)
FORMS = st.sampled_from(["F3", "F5", "EX-02"])


NAME = json.dumps({
    "format": "ink-strokes-1", "width": 8000, "height": 3000, "pointer": "pen",
    "strokes": [[[500, 500, 0, 300], [2500, 900, 40, 700]]],
}).encode()  # fmt: skip


class PaperHistories(RuleBasedStateMachine):
    """Officers who do anything with papers, in any order."""

    papers = Bundle("papers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.scene: Scene
        self.signed: dict[str, tuple[Any, ...]] = {}
        self.runs: dict[str, int] = {}

    @initialize()
    def a_visit_with_few_numbers(self) -> None:
        self.scene = make_scene(Path(self.folder.name))
        self.scene.visit()
        self.scene.finding()
        self.scene.close()
        self.scene.blocks(first=1, last=4)
        self.scene.app.office.set_setting(self.scene.actor, "papers.on_screen_signing", True)
        self.jobs: dict[str, str] = {}

    @rule(target=papers, form=FORMS)
    def create(self, form: str) -> str:
        return self.scene.paper(form)

    @rule(paper=papers, text=st.sampled_from(["周安全员", "", "另一人"]))
    def write(self, paper: str, text: str) -> None:
        self._try("set_values", paper, **{"org_opinion": text})

    @rule(paper=papers)
    def fill_anew(self, paper: str) -> None:
        self._try("refill", paper)

    @rule(paper=papers, number=st.sampled_from([None, None, None, "2", "执法-7"]))
    def issue(self, paper: str, number: str | None) -> None:
        self._try("issue", paper, number=number, accept_warnings=True)

    @rule(paper=papers)
    def print_it(self, paper: str) -> None:
        self._try("record_print", paper, 2, "示例打印机")

    @rule(paper=papers)
    def withdraw(self, paper: str) -> None:
        self._try("withdraw", paper, "写错")

    @rule(paper=papers)
    def void(self, paper: str) -> None:
        self._try("void", paper, "不用")

    @rule(paper=papers)
    def discard(self, paper: str) -> None:
        self._try("discard", paper, "不用")

    @rule(paper=papers)
    def sign(self, paper: str) -> None:
        self._try("sign", paper, SignerRole.SITE_REPRESENTATIVE, "孙矿长", "属实")

    @rule(paper=papers)
    def refuse(self, paper: str) -> None:
        self._try("refuse", paper, Refusal("不认可", witness_name="王见证"))

    @rule(paper=papers)
    def print_a_job(self, paper: str) -> None:
        with contextlib.suppress(InspectorError):
            plan = self.scene.app.papers.plan_print([paper])
            self.jobs[paper] = self.scene.app.papers.record_job(self.scene.actor, plan, "示例打印机").job_id

    @rule(paper=papers, first=st.integers(1, 4), goes_on=st.booleans())
    def jam(self, paper: str, first: int, goes_on: bool) -> None:
        printed, actor = self.scene.app.papers, self.scene.actor
        with contextlib.suppress(InspectorError):
            rest = printed.jammed(actor, self.jobs.get(paper, ""), first)
            if goes_on:
                printed.record_job(actor, rest, "另一台", first=first)
                assert sum(run.copies for run in printed.history(paper).prints if run.job_id == rest.job_id) == 2

    @rule(paper=papers)
    def sign_on_the_screen(self, paper: str) -> None:
        self._try("ink_sign", paper, SignerRole.SITE_REPRESENTATIVE, "孙矿长", NAME)

    @rule(paper=papers)
    def seal(self, paper: str) -> None:
        self._try("seal", paper, SealMode.OFFICE)

    @rule(paper=papers)
    def serve(self, paper: str) -> None:
        self._try("serve", paper, ServiceMode.DIRECT)

    @rule(paper=papers)
    def close(self, paper: str) -> None:
        self._try("close", paper)

    @rule(target=papers, paper=papers)
    def correct(self, paper: str) -> str:
        with contextlib.suppress(InspectorError):
            return self.scene.app.papers.correct(self.scene.actor, paper)
        return paper

    @invariant()
    def a_signed_paper_never_changes(self) -> None:
        for row in self._rows():
            if row.state in FIXED:
                content = self.scene.app.papers.content(row.id)
                frozen = (row.number, row.issued_on, row.pages, str(content.values), self._pdf(row))
                assert self.signed.setdefault(row.id, frozen) == frozen
        there = {row.id: row.state for row in self._rows()}
        assert all(there.get(paper) in FIXED for paper in self.signed)

    @invariant()
    def no_number_stands_twice(self) -> None:
        numbers = [row.number for row in self._rows() if row.number]
        assert len(numbers) == len(set(numbers))
        for row in self._rows():
            assert row.number is None or row.number in self._taken()

    @invariant()
    def no_print_run_is_lost(self) -> None:
        for row in self._rows():
            count = len(self.scene.app.papers.history(row.id).prints)
            assert count >= self.runs.get(row.id, 0)
            self.runs[row.id] = count

    def teardown(self) -> None:
        if hasattr(self, "scene"):
            store = self.scene.app.store
            with store.units.read() as connection:
                assert not verify(connection, store.fold).problems
            store.close()
        self.folder.cleanup()

    def _try(self, what: str, paper: str, *given: Any, **named: Any) -> None:
        """Do it, or be told why not; anything but a circumstance is a bug and fails the test."""
        with contextlib.suppress(InspectorError):
            getattr(self.scene.app.papers, what)(self.scene.actor, paper, *given, **named)

    def _rows(self) -> list[PaperRow]:
        return self.scene.app.papers.papers(self.scene.inspection) if hasattr(self, "scene") else []

    def _pdf(self, row: PaperRow) -> bytes:
        return self.scene.app.papers.pdf(row.id)

    def _taken(self) -> set[str]:
        table = table_of(NumberUse)
        with self.scene.app.store.units.read() as connection:
            return {row["number"] for row in connection.execute(table.select()).mappings()}


TestPaperHistories = PaperHistories.TestCase
TestPaperHistories.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
