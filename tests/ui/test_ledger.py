"""隐患台账: what it shows, that it holds a few pages only, and that no key costs more with more findings."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from inspector_app.inspection.ledger_values import LedgerState
from inspector_app.inspection.model import Finding
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.widgets.windowed import PAGE, REMEMBERED, ROW_ROLE, WAITING, WindowedModel

Scene = tuple[Desk, str]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, desk.ask(lambda app: start_visit(app, county, checklists=()))


def add(desk: Desk, visit: str, *facts: str) -> list[str]:
    """Findings of a visit."""

    def make(app: Any) -> list[str]:
        return [app.inspections.add_finding(app.officer_id, visit, place="主井口", fact=fact) for fact in facts]

    made: list[str] = desk.ask(make)
    return made


def with_deadlines(app: Any, visit: str, deadlines: dict[str, str]) -> None:
    """Findings whose deadlines may lie in the past, as after a while."""
    with app.store.units.begin(app.officer_id, "finding.add") as unit:
        for fact, day in deadlines.items():
            unit.create(Finding, inspection_id=visit, fact=fact, rectification_due_on=day)


def ledger(desk: Desk) -> Any:
    """The page, with its rows."""
    page = desk.go("ledger")
    desk.rest()
    page.table.viewport().repaint()
    desk.rest()
    return page


def texts(page: Any, column: int = 3) -> list[str]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def test_the_newest_finding_stands_first(scene: Scene) -> None:
    desk, visit = scene
    add(desk, visit, "护栏缺失", "无照明")
    page = ledger(desk)
    assert texts(page) == ["无照明", "护栏缺失"]
    assert texts(page, 1) == ["示例金矿", "示例金矿"]
    assert page.count.text() == "共 2 项"


def test_only_overdue_ones_are_shown_when_asked_for(scene: Scene) -> None:
    desk, visit = scene
    desk.ask(lambda app: with_deadlines(app, visit, {"以后才到期": "2999-01-01", "早已到期": "2001-01-01"}))
    page = ledger(desk)
    desk.window.go("ledger", LedgerState.OVERDUE.value)
    desk.rest()
    page.table.viewport().repaint()
    desk.rest()
    assert texts(page) == ["早已到期"]
    assert texts(page, 6) == ["已过期"]


def test_enter_opens_the_finding(scene: Scene) -> None:
    desk, visit = scene
    (finding,) = add(desk, visit, "护栏缺失")
    page = ledger(desk)
    page.table.setFocus()
    with desk.qtbot.waitSignal(page.navigate, timeout=PATIENCE) as gone:
        desk.press(page.table, Qt.Key.Key_Return)
    assert gone.args == ["finding", finding]
    desk.rest()


def test_what_changed_is_shown_anew(scene: Scene) -> None:
    desk, visit = scene
    (finding,) = add(desk, visit, "护栏缺失")
    page = ledger(desk)
    desk.ask(lambda app: app.inspections.change_finding(app.officer_id, finding, fact="护栏缺失 3 处"))
    page.refresh()
    desk.rest()
    page.table.viewport().repaint()
    desk.rest()
    assert texts(page) == ["护栏缺失 3 处"]


class Source:
    """Answers a model only when told to, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Sequence[int], Callable[[list[Any]], None]]] = []

    def read(self, numbers: Sequence[int], then: Callable[[list[Any]], None]) -> None:
        self.asked.append((numbers, then))

    def answer(self) -> None:
        numbers, then = self.asked.pop()
        then([f"row {number}" for number in numbers])


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def model(qtbot: Any, source: Source) -> WindowedModel:
    return WindowedModel(("one",), lambda row: (row,), source.read)


def wait_for_question(qtbot: Any, source: Source) -> None:
    qtbot.waitUntil(lambda: bool(source.asked), timeout=PATIENCE)


def test_a_row_that_is_not_there_yet_says_so(qtbot: Any, model: WindowedModel, source: Source) -> None:
    model.show(array("q", range(1000)))
    assert model.index(0, 0).data() == WAITING
    assert model.index(0, 0).data(ROW_ROLE) is None
    wait_for_question(qtbot, source)
    source.answer()
    assert model.index(99, 0).data() == "row 99"


def test_a_jump_does_not_wait_for_what_was_scrolled_past(qtbot: Any, model: WindowedModel, source: Source) -> None:
    model.show(array("q", range(100_000)))
    for row in range(0, 90_000, PAGE):
        model.index(row, 0).data()
    wait_for_question(qtbot, source)
    assert source.asked[0][0][0] == 89_900
    source.answer()
    assert len(model._wanted) <= 2


def test_a_few_pages_stay_in_memory(qtbot: Any, model: WindowedModel, source: Source) -> None:
    model.show(array("q", range(100_000)))
    for page in range(REMEMBERED + 20):
        model.index(page * PAGE, 0).data()
        wait_for_question(qtbot, source)
        source.answer()
    assert model.pages_in_memory == REMEMBERED


def test_an_answer_for_another_order_is_not_shown(qtbot: Any, model: WindowedModel, source: Source) -> None:
    model.show(array("q", range(1000)))
    model.index(0, 0).data()
    wait_for_question(qtbot, source)
    model.show(array("q", range(500, 900)))
    source.answer()
    assert model.index(0, 0).data() == WAITING
