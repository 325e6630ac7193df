"""EX-02 紧急撤人, from a running visit and without one: numbered, frozen and printed at once."""

from __future__ import annotations

from tests.fixtures.jamming import Cups
from tests.fixtures.twins import Twins
from tests.ui.pages.steps import Steps

PLACE, DANGER = "斜井", "顶板大面积开裂，有冒顶危险。"


def by_commands(twins: Twins, cups: Cups, *where: str) -> None:
    say = twins.say
    order = say("document", "evacuate", "--place", PLACE, "--danger", DANGER, *where)["id"]
    say("document", "print", order, "--copies", "2", "--printer", cups.queue)


def give(steps: Steps) -> None:
    steps.type(PLACE)
    steps.key("Return")
    steps.type(DANGER)
    steps.key("Ctrl+Return")
    steps.see("已送到打印机")


def test_people_are_ordered_out_of_a_mine_that_is_being_inspected(visit: Twins, cups: Cups) -> None:
    by_commands(visit, cups)
    with visit.window() as seat:
        seat.steps.key("F12")
        give(seat.steps)
    visit.agree("paper.print")


def test_people_are_ordered_out_where_nobody_is_inspecting(morning: Twins, cups: Cups) -> None:
    by_commands(morning, cups, "--site", morning.county.mine_id)
    with morning.window() as seat:
        seat.steps.key("F12")
        seat.steps.type("slj")
        seat.steps.key("Return")
        seat.steps.see("换一个")
        give(seat.steps)
    morning.agree("paper.print")
