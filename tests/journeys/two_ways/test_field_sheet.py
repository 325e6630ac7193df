"""下井记录单: printed before going down, typed in afterwards line by line, one line put right."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.jamming import Cups
from tests.fixtures.twins import Twins

LINES = ("1-2 1", "3 2 @二中段3号采场 分站无显示", "4 3", "5 4 巷道封闭，进不去", "1 3")


def test_a_sheet_is_printed_and_typed_in(visit: Twins, cups: Cups, tmp_path: Path) -> None:
    say, ids = visit.say, visit.ids
    sheet = say("field-sheet", "print", ids["visit"], "--to", str(tmp_path / "sheet.pdf"))["sheet"]
    for line in LINES:
        say("field-sheet", "enter", sheet, line)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("inspection", ids["visit"])
        steps.key("J")
        steps.see("还没有打印下井记录单")
        steps.key("Ctrl+P")
        steps.see(cups.queue)
        steps.key("Return")
        steps.wait(lambda: bool(cups.printed()))
        steps.see("录入行")
        for line in LINES:
            steps.type(line)
            steps.key("Return")
    visit.agree("field_sheet.draw_up", "inspection.answer_sheet")
