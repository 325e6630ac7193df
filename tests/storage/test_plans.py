"""Every hot query finds its rows by an index: what SQLite plans for it is read, for each query a service really asks.

The planner of a store has no statistics, so it plans for a hundred thousand findings as it does here for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from inspector_app import home
from inspector_app.blob_fields import BLOB_FIELDS
from inspector_app.bootstrap import App
from inspector_app.enterprise.values import SiteQuery
from inspector_app.inspection.values import InspectionState
from inspector_app.storage import journal, verify_report, verify_rows
from inspector_app.storage.reader import Reader, unlock
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

BIG = (
    "entry|entry_signature|finding|photo|answer|inspection|participant|document|print_run|signature_record|site|"
    "enterprise|person|post|licence|design_value|qualification|draft_input"
)
SCAN = re.compile(rf"SCAN (?:{BIG})\b")
SORT = "USE TEMP B-TREE FOR ORDER BY"

Asked = list[tuple[str, Any]]


class Heard(Reader):
    """The thin reader of the home page, its queries written down."""

    def __init__(self, app: App, asked: Asked) -> None:
        self.unlocked = unlock(app.store.folder, "zhang", PASSPHRASE)
        super().__init__(self.unlocked)
        self._asked = asked

    def rows(self, query: str, parameters: Any = None) -> list[dict[str, Any]]:
        self._asked.append((query, parameters or {}))
        return super().rows(query, parameters)

    def value(self, query: str, parameters: Any = None) -> Any:
        self._asked.append((query, parameters or {}))
        return super().value(query, parameters)


class County:
    """One visit with one finding, and every question that windows and commands ask of it."""

    def __init__(self, folder: Path) -> None:
        self.app = make_bureau(folder)
        self.mine = make_mine(self.app)
        self.visit = begin_visit(self.app, self.mine)
        self.company = self.app.inspections.get(self.visit).enterprise_id or ""
        self.finding = self.app.inspections.add_finding(ACTOR, self.visit, fact="顶板破碎")

    @contextmanager
    def heard(self) -> Iterator[Asked]:
        """Every SELECT of the services while it lasts."""
        asked: Asked = []

        def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
            if statement.lstrip().startswith(("SELECT", "WITH")):
                asked.append((statement, parameters))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    def board(self, asked: Asked) -> None:
        """The home page."""
        reader = Heard(self.app, asked)
        home.read_board(reader, reader.unlocked, date(2026, 3, 10))
        home.read_return(reader)
        home.read_receipts(reader)
        reader.close()

    def plans(self, asked: Asked) -> list[tuple[str, list[str]]]:
        """Each query with the steps of its plan."""
        with self.app.store.units.read() as connection:
            explained = [(q, connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {q}", given)) for q, given in asked]
            return [(query, [str(row[3]) for row in rows]) for query, rows in explained]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    made = County(tmp_path_factory.mktemp("plans"))
    yield made
    made.app.store.close()


def _streamed(county: County) -> None:
    report = verify_report.Report()
    with county.app.store.units.read() as connection:
        verify_rows.check_rows(connection, county.app.store.fold, report, verify_report.Steps(0, None))
        journal.heads(connection)


QUESTIONS: dict[str, Callable[[County], Any]] = {
    "inspection show": lambda c: (
        c.app.inspections.get(c.visit),
        c.app.inspections.participants(c.visit),
        c.app.inspections.answers(c.visit),
        c.app.inspections.progress(c.visit),
        c.app.inspections.coverage(c.visit),
        c.app.inspections.nth_check(c.company),
    ),
    "inspection list of a mine": lambda c: c.app.inspections.visits(site_id=c.mine),
    "finding list of a visit": lambda c: c.app.inspections.findings(inspection_id=c.visit),
    "finding list of a mine": lambda c: c.app.inspections.findings(site_id=c.mine),
    "photo list": lambda c: c.app.evidence.photos(inspection_id=c.visit),
    "photo tray": lambda c: (c.app.evidence.tray(c.visit), c.app.evidence.count_unfiled(c.visit)),
    "photo import": lambda c: (c.app.evidence.known_files(c.visit), c.app.evidence.began_at(c.visit)),
    "document suggest": lambda c: c.app.papers.suggestions(c.visit),
    "document list of a visit": lambda c: c.app.papers.papers(inspection_id=c.visit),
    "document unscanned": lambda c: c.app.papers.unscanned(),
    "due": lambda c: c.app.papers.due(),
    "dual": lambda c: (c.app.dual.groups(c.visit), c.app.dual.uncovered(c.visit)),
    "mine show": lambda c: (c.app.register.site_file(c.mine), c.app.register.principal(c.company)),
    "mine file": lambda c: c.app.mines.file(c.mine),
}

PAGES: dict[str, Callable[[County], Any]] = {
    "document outstanding": lambda c: c.app.papers.outstanding(),
    "inspection list": lambda c: c.app.inspections.visits(),
    "inspection list, next page": lambda c: c.app.inspections.visits(after=("2026-03-10", "x")),
    "inspection list of a state": lambda c: c.app.inspections.visits(state=InspectionState.RUNNING),
    "inspection list of a mine": lambda c: c.app.inspections.visits(site_id=c.mine),
    "finding list": lambda c: c.app.inspections.findings(),
    "finding list, next page": lambda c: c.app.inspections.findings(after="x"),
    "mine file, open hazards": lambda c: c.app.mines.hazards(c.mine, "2026-03-10|x"),
    "mine file, visits": lambda c: c.app.mines.visits(c.mine, "2026-03-10|x"),
    "mine list": lambda c: c.app.register.sites(),
    "mine list, initials": lambda c: c.app.register.sites(SiteQuery("bg")),
    "mine stale": lambda c: c.app.register.stale_sites(),
    "enterprise list": lambda c: c.app.register.enterprises(),
    "photos waiting everywhere": lambda c: c.app.evidence.count_unfiled(),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_about_one_thing_reads_a_whole_table(question: str, county: County) -> None:
    with county.heard() as asked:
        QUESTIONS[question](county)
    scans = [(step, query) for query, plan in county.plans(asked) for step in plan if SCAN.match(step)]
    assert asked
    assert scans == []


def test_the_state_of_the_hand_over_counts_files_by_the_records_that_name_them(county: County) -> None:
    """Each table that names files is read once; entries, of which there are far more, only for these records."""
    with county.heard() as asked:
        county.app.sync.status()
    plans = county.plans(asked)
    scanned = [step.split()[1] for _query, plan in plans for step in plan if step.startswith("SCAN")]
    assert sorted(one for one in scanned if one in {field.model.__tablename__ for field in BLOB_FIELDS}) == sorted(
        {str(field.model.__tablename__) for field in BLOB_FIELDS}
    )
    of_entries = [(step, query) for query, plan in plans for step in plan if step.split()[1] == "entry"]
    named = [(step, query) for step, query in of_entries if "count(" not in query]
    assert all("USING INDEX entry_record" in step for step, _query in named), named


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_list_is_read_along_its_index_without_sorting(page: str, county: County) -> None:
    with county.heard() as asked:
        PAGES[page](county)
    for query, plan in county.plans(asked):
        assert not any(SCAN.match(step) and "USING" not in step for step in plan), (plan, query)
        assert not any(SCAN.match(step) for step in plan) or "LIMIT" in query, (plan, query)
        assert SORT not in plan or "FROM setting" in query, (plan, query)


def test_the_home_page_reads_no_whole_table(county: County) -> None:
    asked: Asked = []
    county.board(asked)
    aliased = re.compile(rf"SCAN (?:{BIG}|[a-z])$")
    few = ("dual_group g", "draft_input", "LIMIT :shown) q", "LIMIT :shown) d", "LIMIT :shown) r")
    assert [(step, query) for query, plan in county.plans(asked) for step in plan if aliased.match(step)
            and not any(one in query for one in few)] == []  # fmt: skip


def test_verification_reads_the_journal_along_its_indexes(county: County) -> None:
    with county.heard() as asked:
        _streamed(county)
    found = [(step, query) for query, plan in county.plans(asked) for step in plan
             if step == "SCAN entry" or step == SORT]  # fmt: skip
    assert found == []
