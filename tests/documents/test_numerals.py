"""Amounts in capitals, dates, ranges and article numbers (enforcement facts §7.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.documents import numerals

VECTORS = {
    20_000: "贰佰元整",
    300_000: "叁仟元整",
    3_500_000: "叁万伍仟元整",
    10_000_000: "壹拾万元整",
    10_050_000: "壹拾万零伍佰元整",
    10_500_000: "壹拾万伍仟元整",
    100_050_000: "壹佰万零伍佰元整",
    123_456_789: "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分",
    168_032: "壹仟陆佰捌拾元叁角贰分",
    160_002: "壹仟陆佰元零贰分",
    1_000_000_000: "壹仟万元整",
    0: "零元整",
    5: "伍分",
    50: "伍角整",
    100_010: "壹仟元壹角整",
    10_000_000_000: "壹亿元整",
    10_001_000_100: "壹亿零壹万零壹元整",
}


@pytest.mark.parametrize(("fen", "words"), VECTORS.items())
def test_amounts_are_written_in_capitals(fen: int, words: str) -> None:
    assert numerals.capital_amount(fen) == f"人民币{words}"


@given(st.integers(0, numerals.LARGEST_FEN))
def test_a_capital_amount_reads_back_as_the_same_amount(fen: int) -> None:
    assert numerals.read_capital_amount(numerals.capital_amount(fen)) == fen


@given(st.integers(0, numerals.LARGEST_FEN))
def test_no_capital_amount_has_two_zeros_in_a_row_or_one_before_a_unit(fen: int) -> None:
    words = numerals.capital_amount(fen)
    assert "零零" not in words
    assert not any(f"零{unit}" in words for unit in ("拾", "佰", "仟", "万", "亿"))
    assert words.endswith(("整", "分"))


def test_the_accepted_second_spelling_reads_as_the_same_amount() -> None:
    assert numerals.read_capital_amount("人民币壹拾万零伍仟元整") == 10_500_000


@pytest.mark.parametrize("words", ["", "人民币", "整", "贰万", "人民币叁X元整"])
def test_what_is_no_amount_is_refused(words: str) -> None:
    with pytest.raises(ValueError):
        numerals.read_capital_amount(words)


@pytest.mark.parametrize("fen", [-1, numerals.LARGEST_FEN + 1])
def test_amounts_that_have_no_capitals_are_refused(fen: int) -> None:
    with pytest.raises(ValueError):
        numerals.capital_amount(fen)


def test_figures_stand_behind_the_capitals() -> None:
    assert numerals.amount(2_000_000) == "人民币贰万元整（¥20000.00）"


def test_dates_and_times_are_written_out() -> None:
    assert numerals.chinese_date("2024-05-28") == "2024年5月28日"
    assert numerals.capital_date("2026-11-23") == "二〇二六年十一月二十三日"
    assert numerals.capital_date("2030-10-10") == "二〇三〇年十月十日"
    assert numerals.chinese_time("2026-03-10T09:05:33+08:00") == "2026年3月10日9时05分"
    assert numerals.chinese_moment("2026-03-10T09:05:03+08:00") == "2026年3月10日9时05分03秒"


def test_a_range_repeats_the_year_only_when_it_changes() -> None:
    same = {"start": "2026-03-10T09:30", "end": "2026-03-10T16:40"}
    over = {"start": "2026-12-31T22:00", "end": "2027-01-01T01:00"}
    assert numerals.chinese_range(same) == "2026年3月10日9时30分至3月10日16时40分"
    assert numerals.chinese_range(over) == "2026年12月31日22时00分至2027年1月1日1时00分"
    assert numerals.chinese_range({"start": "2026-03-10T09:30", "end": ""}) == "2026年3月10日9时30分"


def test_articles_are_numbered_in_chinese() -> None:
    assert numerals.clause(102) == "第一百零二条"
    assert numerals.clause(65, 1, 3) == "第六十五条第一款第三项"
    assert numerals.law_clause("中华人民共和国安全生产法", 94, 1) == "《中华人民共和国安全生产法》第九十四条第一款"
    assert numerals.clause(10) == "第十条"
    assert numerals.clause(110) == "第一百一十条"
    assert numerals.counting(1001) == "一千零一"


def test_item_numbers_join_long_runs() -> None:
    assert numerals.item_numbers([3, 1, 2]) == "1、2、3"
    assert numerals.item_numbers([1, 2, 3, 4, 7]) == "1至4、7"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 5_000_000, "五万元以下"), (2_000_000, 5_000_000, "二万元以上五万元以下"),
        (10_000_000, 10_000_000, "十万元"),
        (100_000_000, 200_000_000, "一百万元以上二百万元以下"), (0, 1_550_050, "15500.50元以下"),
        (200_000, 1_000_000, "2000元以上一万元以下"),
    ],
)  # fmt: skip
def test_a_range_of_fines_is_worded_as_statutes_word_it(low: int, high: int, words: str) -> None:
    assert numerals.lawful_range(low, high) == words
