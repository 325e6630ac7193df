"""A problem taken out of an order takes its number along, wherever the order names it."""

from __future__ import annotations

from inspector_app.enforcement.item_numbers import without_item


def test_later_problems_move_up_and_a_row_about_the_one_alone_goes() -> None:
    values = {
        "items_immediate": [1, 3],
        "groups": [{"item_nos": [2], "deadline": "2026-04-10"}, {"item_nos": [2, 4], "deadline": "2026-04-20"}],
    }
    assert without_item(values, 2) == {
        "items_immediate": [1, 2],
        "groups": [{"item_nos": [3], "deadline": "2026-04-20"}],
    }


def test_measures_are_numbered_anew_and_one_for_the_whole_paper_stays() -> None:
    measures = [
        {"seq": 1, "text": "撤出作业人员", "item_nos": [1]}, {"seq": 2, "text": "停产", "item_nos": [2]},
        {"seq": 3, "text": "加强通风"},
    ]  # fmt: skip
    assert without_item({"measures": measures}, 1) == {
        "measures": [{"seq": 1, "text": "停产", "item_nos": [1]}, {"seq": 2, "text": "加强通风"}]
    }


def test_what_names_nothing_behind_it_stays_untouched() -> None:
    assert without_item({"groups": [{"item_nos": [1], "deadline": "2026-04-10"}], "court": "示例县人民法院"}, 2) == {}
