"""逢查必考: one examined on the laptop, one on paper that is typed in, one struck out."""

from __future__ import annotations

import pytest

from tests.fixtures.twins import Twins
from tests.ui.pages.steps import Steps

SEED, WHY = "20261125-1", "考错了人"
"""The lot that both draw."""


def begin(steps: Steps, name: str) -> None:
    steps.click("主要负责人")
    steps.click("题数")
    steps.key("Ctrl+A")
    steps.type("3")
    steps.click("姓名 *")
    steps.type(name)
    steps.key("Return")


def test_people_are_examined(visit: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    say, ids = visit.say, visit.ids
    drawn = ("quiz", "begin", ids["visit"], "--role", "principal", "--count", "3", "--seed", SEED)
    sitting = say(*drawn, "--person", "赵六")
    first, second, _third = (question["key"] for question in sitting["questions"])
    say("quiz", "answer", sitting["row"]["id"], "--question", first, "--chosen", "A")
    say("quiz", "answer", sitting["row"]["id"], "--question", second, "--chosen", "B")
    say("quiz", "finish", sitting["row"]["id"])
    paper = say(*drawn, "--person", "孙七", "--method", "paper")["row"]["id"]
    say("quiz", "enter", paper, "--line", "A B A")
    say("quiz", "remove", paper, "--reason", WHY)
    marked = say(*drawn, "--person", "周八", "--method", "paper")["row"]["id"]
    say("quiz", "score", marked, "--right", "2")
    monkeypatch.setattr("inspector_app.quiz.service.new_seed", lambda: SEED)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("quiz", ids["visit"])
        steps.see("开始一次考核")
        begin(steps, "赵六")
        for key in ("A", "Down", "B", "Ctrl+Return"):
            steps.key(key)
        steps.click("不答了，交卷")
        steps.click("再考一人")
        steps.click("纸质答卷")
        begin(steps, "孙七")
        steps.click("各题的答案")
        steps.type("A B A")
        steps.key("Return")
        steps.click("作废")
        steps.type(WHY)
        steps.key("Return")
        steps.see("已作废")
        steps.click("纸质答卷")
        begin(steps, "周八")
        steps.click("答对几题")
        steps.type("2")
        steps.click("只录答对题数")
    visit.agree("quiz.begin", "quiz.answer", "quiz.finish", "quiz.enter", "quiz.remove", "quiz.score")
