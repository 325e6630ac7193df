"""What one key costs does not grow with what is in the store: statements and rows asked for are counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import Engine, event

from inspector_app.inspection.model import Finding
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import Desk, desk_on
from ui.inspection.finding_page import FindingPage
from ui.inspection.item_model import FindingListModel, ItemListModel
from ui.widgets.windowed import WindowedModel

FEW, MANY = 3, 300
LETTERS = "railmissing"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement while this lasts, whoever sends it."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN") and "local_value" not in statement:  # the place, kept by a clock
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def fill(desk: Desk, visit: str, count: int) -> list[str]:
    """So many findings in the visit."""

    def make(app: Any) -> list[str]:
        with app.store.units.begin(app.officer_id, "finding.add") as unit:
            return [
                unit.create(Finding, inspection_id=visit, seq=seq, place="主井口", fact=f"护栏缺失 {seq}")
                for seq in range(1, count + 1)
            ]

    made: list[str] = desk.ask(make)
    desk.rest()
    return made


def settled(desk: Desk) -> None:
    """Until the pages have read what was changed before."""
    desk.qtbot.waitUntil(lambda: not desk.window._refresh_timer.isActive(), timeout=PATIENCE)
    desk.rest()


@contextmanager
def model_calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every cell a list of the window is asked for."""
    seen: list[str] = []
    with monkeypatch.context() as patch:
        for model in (ItemListModel, FindingListModel, WindowedModel):
            usual = model.data

            def counted(self: Any, *rest: Any, _usual: Any = usual) -> object:
                seen.append(type(self).__name__)
                return _usual(self, *rest)

            patch.setattr(model, "data", counted)
        yield seen


def cost_of_typing(qtbot: Any, folder: Path, count: int, patch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """(statements, cells) of typing some letters one by one into a finding, each of them kept on disk."""
    with desk_on(qtbot, folder) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county))
        findings = fill(desk, visit, count)
        desk.inspection(visit)
        page = desk.go("finding", findings[0])
        assert isinstance(page, FindingPage)
        page.form.fact.setFocus()
        settled(desk)
        with statements() as sent, model_calls(patch) as cells:
            for letter in LETTERS:
                with qtbot.waitSignal(page.form.fact.keeper.kept, timeout=PATIENCE):
                    qtbot.keyClick(page.form.fact, letter)
                page.form.fact.viewport().repaint()
            desk.rest()
        return sent, len(cells)


def test_a_letter_costs_the_same_with_many_findings(qtbot: Any, tmp_path: Path, monkeypatch: Any) -> None:
    few, cells_of_few = cost_of_typing(qtbot, tmp_path / "few", FEW, monkeypatch)
    many, cells_of_many = cost_of_typing(qtbot, tmp_path / "many", MANY, monkeypatch)
    assert sorted(many) == sorted(few)
    assert cells_of_many == cells_of_few == 0


def test_a_letter_is_two_statements(qtbot: Any, tmp_path: Path, monkeypatch: Any) -> None:
    sent, _cells = cost_of_typing(qtbot, tmp_path / "few", FEW, monkeypatch)
    kept = [one for one in sent if "draft_input" in one]
    assert len(kept) == 2 * len(LETTERS), sent
    assert len(sent) <= len(kept) + 1  # waiting photos are counted anew once, not with every letter


def test_an_arrow_in_the_ledger_asks_for_what_is_seen(qtbot: Any, own_data_dir: Path, monkeypatch: Any) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county, checklists=()))
        fill(desk, visit, MANY)
        page = desk.go("ledger")
        desk.rest()
        settled(desk)
        page.table.viewport().repaint()
        desk.rest()
        page.table.setFocus()
        with statements() as sent, model_calls(monkeypatch) as cells:
            for _ in range(5):
                qtbot.keyClick(page.table, Qt.Key.Key_Down)
                page.table.viewport().repaint()
            desk.rest()
        on_screen = page.table.viewport().height() // page.table.rowHeight(0) + 2
        assert sent == []
        assert len(cells) <= 5 * on_screen * page.model.columnCount() * 12
