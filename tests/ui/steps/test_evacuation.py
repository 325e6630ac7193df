"""紧急撤人 by counted actions from every page there is: the order comes out of the printer, whatever was in front."""

from __future__ import annotations

from typing import Any

from tests.documents.reading import text_of
from tests.fixtures.jamming import Cups
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.steps import Steps
from tests.ui.steps.conftest import Morning, Tell


def order_out(steps: Steps, place: str) -> None:
    """From wherever one is to the order on its way to the printer."""
    steps.key("F12")
    steps.see("当场下达撤出作业人员指令书")
    steps.type(place)
    steps.key("Return")
    steps.type("顶板大面积开裂，有冒顶危险。")
    steps.key("Ctrl+Return")
    steps.see("已送到打印机")


def visit_with_everything(app: Any, county: County) -> dict[str, object]:
    """A running visit with a finding that is judged, a draft paper and a dual group; what pages are opened for."""
    visit = start_visit(app, county)
    actor = county.officer_id
    finding = app.inspections.add_finding(actor, visit, place="斜井", fact="提升钢丝绳断丝。", measure="evacuate")
    app.inspections.judge(actor, finding, "major", judged_by="张建国", basis="判定标准", criterion_key="UG-20-1")
    app.papers.create(actor, "inspection_record", inspection_id=visit)
    group = app.dual.open(actor, visit, [finding], "重大隐患")
    return {"inspection": visit, "finding": finding, "photos": visit, "papers": visit, "site": county.mine_id,
            "dual": {"inspection": visit, "group": group}, "reinspection": ""}  # fmt: skip


def test_the_order_is_printed_with_at_most_eight_actions_from_every_page(
    morning: Morning, told: Tell, cups: Cups
) -> None:
    opened_for = morning.ask(lambda app: visit_with_everything(app, morning.county))
    steps, pages = morning.steps, morning.pages()
    assert len(pages) > 12
    for number, key in enumerate(pages):
        morning.go(key, opened_for.get(key))
        steps.start_over()
        order_out(steps, f"{number} 号采场")
        told(f"EX-02 from {key}", steps, 8)

    steps.wait(lambda: len(cups.printed()) == len(pages))
    texts = [text_of(file.read_bytes()) for file in cups.printed()]
    assert [f"{number}号采场" in text for number, text in enumerate(texts)] == [True] * len(pages)


def test_without_any_visit_it_takes_the_mine_and_still_at_most_eight(
    morning: Morning, told: Tell, cups: Cups
) -> None:
    steps = morning.steps
    steps.key("F12")
    steps.type("slj")
    steps.key("Return")
    steps.see("换一个")
    steps.type("斜井")
    steps.key("Return")
    steps.type("透水征兆")
    steps.key("Ctrl+Return")
    steps.wait(lambda: len(cups.printed()) == 1)
    told("EX-02 without a visit", steps, 8)
