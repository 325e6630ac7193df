"""A visit whose papers are begun, in the window: what the stories about numbering, printing and signing start from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.papers.papers_page import PapersPage

RECORD, ORDER = "inspection_record", "rectification_order"
DUE = (datetime.now().astimezone().date() + timedelta(days=25)).isoformat()
LAW = "《中华人民共和国安全生产法》第三十六条第二款"


@dataclass(frozen=True)
class Begun:
    """A visit with one problem; record and order are drafts."""

    desk: Desk
    county: County
    page: PapersPage


@pytest.fixture
def begun(qtbot: Any, own_data_dir: Path) -> Iterator[Begun]:
    """Its papers are begun in the window."""
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield Begun(desk, county, begin_papers(desk, county))


def begin_papers(desk: Desk, county: County) -> PapersPage:
    """The papers of a new visit, the first one in front."""
    page = desk.papers(desk.ask(lambda app: visit_with_problem(app, county)))
    with desk.qtbot.waitSignal(page.pane.previewed, timeout=PATIENCE):
        page.create_all()
    desk.rest()
    return page


def visit_with_problem(app: Any, county: County, due_on: str = DUE) -> str:
    """A running visit that found one thing to be put right in time; its id."""
    visit = start_visit(app, county)
    app.inspections.add_finding(
        county.officer_id, visit, place="主排水泵房", fact="1 台主排水泵不能正常运转。",
        measure="rectify_by_date", rectification_due_on=due_on, violated_rule=LAW, force="law",
    )  # fmt: skip
    return visit


def choose(desk: Desk, page: PapersPage, form: str) -> str:
    """Put the paper of this form in front; its id."""
    key = next(line.key for line in page.model.lines if line.form == form)
    page.select(key)
    desk.rest()
    return key


def offer(desk: Desk, page: PapersPage) -> Any:
    """打印全部: the panel before the printer."""
    page.print_all.click()
    desk.rest()
    return page.printing
