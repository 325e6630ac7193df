"""The grammar of the fast lane: what is typed from a pencilled sheet, and what is told when it cannot be meant."""

from __future__ import annotations

import pytest

from inspector_app.errors import BadInput
from inspector_app.fieldwork.typed import TypedTimes, TypedUndo, read_line
from inspector_app.fieldwork.values import TypedLine


def line(text: str) -> TypedLine:
    read = read_line(text)
    assert isinstance(read, TypedLine)
    return read


@pytest.mark.parametrize(
    ("text", "numbers", "verdict"),
    [
        ("12 1", (12,), "compliant"),
        ("13-18 1", tuple(range(13, 19)), "compliant"),
        ("13 - 18 1", tuple(range(13, 19)), "compliant"),
        ("13,15 3", (13, 15), "not_applicable"),
        ("１３－１５　１", (13, 14, 15), "compliant"),
        ("13、15，17 3", (13, 15, 17), "not_applicable"),
        ("13到15 1", (13, 14, 15), "compliant"),
        ("12 √", (12,), "compliant"),
        ("12 不符合", (12,), "not_compliant"),
        ("12,12,12 1", (12,), "compliant"),
    ],
)
def test_items_and_verdict(text: str, numbers: tuple[int, ...], verdict: str) -> None:
    assert (line(text).numbers, line(text).verdict) == (numbers, verdict)


def test_a_whole_finding_in_one_line() -> None:
    read = line("21 2 3.5 @3 p5-7 f1 采场顶板开裂，掉块。")
    assert (read.numbers, read.loose, read.place_no, read.photos, read.mark) == ((21,), "3.5", 3, (5, 6, 7), "F1")
    assert read.words == "采场顶板开裂，掉块。"


def test_marks_may_stand_behind_the_words_and_need_no_order() -> None:
    read = line("21 2 f1 p5 采场顶板开裂，p7 @三中段2号采场")
    assert (read.mark, read.photos, read.place, read.words) == ("F1", (5, 7), "三中段2号采场", "采场顶板开裂")


def test_words_stay_as_typed_with_their_full_width_signs() -> None:
    assert line("13 2 Ｐ５ 皮带机（Ａ）断带，见右侧").words == "皮带机（Ａ）断带，见右侧"
    assert line("13 2 断带的是 P5 皮带机，共 3 处").words == "断带的是 P5 皮带机，共 3 处"


def test_a_finding_without_an_item() -> None:
    read = line("f2 @井口 p4 栏杆缺失")
    assert (read.numbers, read.mark, read.place, read.photos, read.words) == ((), "F2", "井口", (4,), "栏杆缺失")


def test_signs_that_a_chinese_input_method_lets_through_stand_for_letters() -> None:
    read = line("21 2 ＠3 ＃5-7,9 ＆1 采场顶板开裂")
    assert (read.place_no, read.photos, read.mark, read.words) == (3, (5, 6, 7, 9), "F1", "采场顶板开裂")
    assert line("21 2 照5、7 问2 开裂").photos == (5, 7)
    assert line("问2 井口栏杆缺失").mark == "F2"
    assert read_line("时0910-1240") == read_line("时间 0910-1240") == TypedTimes(550, 760)
    assert read_line("撤") == TypedUndo()
    assert line("21 2 照明不足，问题严重").words == "照明不足，问题严重"


def test_the_rest_and_the_reason() -> None:
    read = line("* 4 时间不够")
    assert (read.rest, read.verdict, read.words) == (True, "not_checked", "时间不够")
    assert line("13 4没走到").words == "没走到"


def test_hours_and_undo() -> None:
    assert read_line("t 0910-1240") == TypedTimes(550, 760)
    assert read_line("T９：１０—１２：４０") == TypedTimes(550, 760)
    assert read_line(" Z ") == TypedUndo()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "line_empty"), ("  ", "line_empty"), ("abc", "line_begin"), ("二 1", "line_begin"),
        ("12", "verdict_missing"), ("12 5", "verdict_unknown"), ("12 1.5", "verdict_unknown"),
        ("12 11", "verdict_unknown"),
        ("13-", "numbers_unreadable"), ("18-13 1", "range_backwards"), ("1-9999999 1", "range_backwards"),
        ("21 2 p5- 事实", "photos_unreadable"), ("21 2 p7-5", "range_backwards"), ("21 2 @ 事实", "place_empty"),
        ("21 2 f1 f2", "mark_twice"), ("21 2 @1 @2", "place_twice"), ("21 2 =1 =2", "value_twice"),
        ("t", "times_unreadable"), ("t 2510-1240", "times_unreadable"), ("t 0910", "times_unreadable"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_meant_says_why(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_line(text)
    assert refused.value.code == f"sheet.{code}"
