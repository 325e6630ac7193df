"""What was handwritten into a blank of a printed paper is written down beside it."""

from __future__ import annotations

from typing import Any

from tests.ui.pages.county import County, start_visit
from tests.ui.steps.conftest import Morning


def issued(app: Any, county: County) -> str:
    """A record on paper; its id."""
    visit = start_visit(app, county)
    paper = app.papers.create(county.officer_id, "inspection_record", inspection_id=visit)
    app.papers.issue(county.officer_id, paper, accept_warnings=True)
    return str(paper)


def test_another_blank_is_transcribed(morning: Morning) -> None:
    paper = morning.ask(lambda app: issued(app, morning.county))
    morning.go("papers", {"paper": paper})
    steps = morning.steps
    steps.click("转录其他栏目")
    steps.key("Tab")
    steps.type("安全科长")
    steps.key("Return")
    steps.wait(lambda: not steps.sees("哪一栏"))
    (row,) = morning.ask(lambda app: app.papers.history(paper).handwriting)
    assert (row.blank, row.text) == ("site_rep_title", "安全科长")
