"""A link to a paper shows that paper, whatever visit or paper was in front."""

from __future__ import annotations

from tests.ui.pages.county import start_visit
from tests.ui.pages.papers import begun
from tests.ui.test_papers_page import ORDER, RECORD, Scene, choose, scene
from ui.papers.papers_page import PapersPage

__all__ = ["begun", "scene"]


def test_a_link_shows_its_paper(scene: Scene) -> None:
    desk, _county, page = scene
    key = choose(desk, page, RECORD)
    choose(desk, page, ORDER)
    desk.go("home")
    shown = desk.go("papers", {"inspection": page.inspection_id, "paper": key})
    assert isinstance(shown, PapersPage)
    assert shown.pane.document_id == key
    assert shown.list.currentIndex().data() == "现场检查记录"


def test_a_link_brings_its_visit_with_it(scene: Scene) -> None:
    desk, county, page = scene
    key, first = choose(desk, page, ORDER), page.inspection_id
    second = desk.ask(lambda app: start_visit(app, county, county.pit_id))
    desk.go("papers", second)
    assert page.inspection_id == second
    desk.go("papers", {"paper": key})
    assert (page.inspection_id, page.pane.document_id) == (first, key)


def test_an_answer_that_comes_late_does_not_push_the_wanted_paper_away(scene: Scene) -> None:
    desk, county, page = scene
    key, first = choose(desk, page, ORDER), page.inspection_id
    second = desk.ask(lambda app: start_visit(app, county, county.pit_id))
    desk.go("papers", second)
    page.refresh()  # still reading the second visit when the link comes
    desk.go("papers", {"inspection": first, "paper": key})
    assert (page.inspection_id, page.pane.document_id) == (first, key)
