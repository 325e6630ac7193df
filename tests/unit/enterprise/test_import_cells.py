"""One cell, however it was typed: days, numbers, choices; and what is told when it cannot be read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.enterprise.importing.cells import read, text_of
from inspector_app.enterprise.importing.columns import recognise
from inspector_app.enterprise.pinyin import initials
from inspector_app.errors import BadInput

DAYS = st.dates(date(1955, 1, 1), date(2099, 12, 31))
SPELLINGS = (
    "{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日", " {0.year} 年 {0.month} 月 {0.day} 日 ", "{0:%Y-%m-%d} 00:00:00",
)  # fmt: skip


@given(DAYS, st.sampled_from(SPELLINGS))
def test_a_day_is_read_in_every_spelling(day: date, spelling: str) -> None:
    assert read("day", spelling.format(day)) == day.isoformat()


@given(DAYS)
def test_a_day_is_read_from_a_typed_cell_and_from_a_workbooks_count_of_days(day: date) -> None:
    assert read("day", day) == day.isoformat()
    assert read("day", (day - date(1899, 12, 30)).days) == day.isoformat()


@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}", "{}.0", "{}人", " {} 吨"]))
def test_a_whole_number_is_read_with_marks_and_units(number: int, spelling: str) -> None:
    assert read("whole", spelling.format(number)) == number


@given(st.decimals(0, 9999, places=4))
def test_a_capacity_in_ten_thousand_tonnes_becomes_tonnes(number: Decimal) -> None:
    assert read("ten_thousand", f"{number:f}") == int(number * 10_000)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", 1024.0, "1024"),
        ("code", "９１３３１１２３ｍａ２ｅ０ａｂ１９７", "91331123MA2E0AB197"),
        ("whole", "30万吨", 300_000),
        ("decimal", "１２．５０", "12.50"),
        ("day", "长期有效", None),
        ("yes_no", "√", True),
        ("yes_no", "无", False),
        ("region", "遂昌", "331123"),
        ("design_key", "总坝高（m）", "dam_height_m"),
        ("choice:SiteKind", " 露天开采 ", "open_pit_mine"),
        ("choice:PondGrade", "四等", "4"),
        ("text", "   ", None),
        ("text", None, None),
    ],
)
def test_what_people_type_is_understood(kind: str, raw: object, value: object) -> None:
    assert read(kind, raw) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("day", "2026-02-30", "import.day"),
        ("day", "去年三月", "import.day"),
        ("day", "2026年3月", "import.day"),
        ("whole", "约200", "import.number"),
        ("whole", "1.5", "import.number_not_whole"),
        ("code", 331199198001010030, "import.number_cut"),
        ("yes_no", "也许", "import.yes_no"),
        ("region", "北京", "import.region"),
        ("design_key", "颜色", "import.design_key"),
        ("choice:SiteState", "沉睡", "import.choice"),
    ],
)
def test_what_cannot_be_read_is_told(kind: str, raw: object, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        read(kind, raw)  # type: ignore[arg-type]


def test_a_heading_is_found_below_a_title_and_by_its_aliases() -> None:
    lines = [["丽水市矿山名册"], ["填报单位：", "示例"], ["单位名称 *", "社会信用代码", "矿名", "颜色"]]
    heading = recognise("Sheet1", lines)
    assert heading is not None
    assert (heading.sheet.key, heading.row, heading.ignored) == ("mines", 2, ("颜色",))


def test_a_line_of_data_is_no_heading() -> None:
    assert recognise("企业名称", [["企业名称", "1", "2"]]) is None
    assert recognise("Sheet1", [[]]) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [("遂昌县金矿", "scxjk"), ("青田县3号矿", "qtx3hk"), ("ABC矿业", "abcky"), ("长乐矿", "clk"), ("长乐矿", "zlk")],
)
def test_initials_are_what_an_officer_types_also_where_a_character_has_two_readings(name: str, found: str) -> None:
    assert found in initials(name).split()


@given(st.text(max_size=12))
def test_no_name_is_too_strange_for_initials(name: str) -> None:
    assert isinstance(initials(name), str)


def test_a_name_keeps_only_its_likeliest_readings() -> None:
    assert len(initials("长重乐朝盛").split()) == 4


def test_a_cell_shows_as_a_person_sees_it() -> None:
    assert text_of(12.0) == "12"
    assert text_of(date(2026, 3, 10) + timedelta(days=1)) == "2026-03-11"
    assert text_of(None) == ""
