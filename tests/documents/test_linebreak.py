"""Chinese line breaking: marks, words, numbers with units, hanging marks, and what cannot be printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.documents.fonts import Face, place
from inspector_app.documents.linebreak import HANGING, NO_END, NO_START, SQUEEZE, BrokenLine, break_lines
from inspector_app.documents.style import COMPACT, TextStyle
from inspector_app.documents.templates import Span
from inspector_app.errors import RuleViolation

STYLE = COMPACT.body
WIDTH = 20 * STYLE.size
CHINESE = st.text(alphabet="矿山安全检查记录应急管理，。、；：（）《》“”0123456789mABC%米年第条", max_size=200)


def broken(text: str, width: float = WIDTH, style: TextStyle = STYLE) -> list[str]:
    return [shown(line) for line in break_lines([Span(text)], style, width)]


def shown(line: BrokenLine) -> str:
    return "".join(glyphs.text for atom in line.atoms for glyphs in atom.glyphs)


@given(CHINESE)
def test_nothing_is_lost_or_reordered(text: str) -> None:
    assert "".join(broken(text)).replace(" ", "") == text.replace(" ", "")


@given(CHINESE)
def test_no_line_is_wider_than_its_box_but_for_half_a_hanging_mark(text: str) -> None:
    for line in break_lines([Span(text)], STYLE, WIDTH):
        hang = 0.5 if line.atoms and line.atoms[-1].last in HANGING else 0.0
        most = WIDTH / STYLE.size * (1 + SQUEEZE if line.squeezed else 1)
        assert line.advance <= most + hang + 1e-6


@given(st.text(alphabet="矿山安全检查记录，。；：（）《》", max_size=120))
def test_no_line_begins_or_ends_with_a_mark_that_may_not_stand_there(text: str) -> None:
    ordinary = "".join(char for at, char in enumerate(text) if not _doubled(text, at))
    lines = broken(ordinary)
    assert not any(line[:1] in NO_START for line in lines[1:])
    assert not any(line[-1:] in NO_END for line in lines[:-1])


def _doubled(text: str, at: int) -> bool:
    """Marks in long rows leave no legal place to break; such text is not written."""
    marks = NO_START | NO_END
    return at > 0 and text[at] in marks and text[at - 1] in marks


def test_a_closing_mark_hangs_instead_of_drawing_a_character_down() -> None:
    lines = broken("一二三四五六七八九十一二三四五六七八九十。后", width=20.5 * STYLE.size)
    assert lines[0] == "一二三四五六七八九十一二三四五六七八九十。"


def test_a_paragraph_does_not_end_with_one_character_when_a_little_squeezing_saves_it() -> None:
    text = "矿山安全检查记录应急管理" * 3 + "合。"
    assert len(broken(text, 37.2 * STYLE.size)) == 1
    assert len(broken(text, 30 * STYLE.size)) == 2


def test_words_and_numbers_with_units_stay_whole() -> None:
    assert broken("锚杆间距一二三四五六七八九十一二三12.5米后", 18 * STYLE.size)[1].startswith("12.5米")
    assert broken("一二三四五六七八九十一二三四五HXQ4-200", 18 * STYLE.size)[1] == "HXQ4-200"
    assert broken("一二三四五六七八九十一二三四五六七2026年3月", 18.5 * STYLE.size)[1] == "2026年3月"


def test_signs_latin_units_and_ordinals_stay_with_their_number() -> None:
    full = "一二三四五六七八九十一二三四五六七"
    for kept in ("+120 m", "≥1.5 m/s", "第0020号", "±0.5%", "-40 m"):
        assert broken(full + kept + "中段", 18.4 * STYLE.size)[1].startswith(kept), kept


def test_a_word_longer_than_the_line_is_cut_after_all() -> None:
    lines = broken("f" * 100, 10 * STYLE.size)
    assert len(lines) == 4
    assert "".join(lines) == "f" * 100


def test_a_newline_begins_a_new_paragraph_with_its_indent() -> None:
    lines = break_lines([Span("第一段\n第二段")], STYLE, WIDTH, 2.0)
    assert [shown(line) for line in lines] == ["第一段", "第二段"]
    assert [line.indent for line in lines] == [2.0, 2.0]


@pytest.mark.parametrize("char", "𬭬龑頔缙畲埕〇①㎡Ⅰ★○℃‰—…·《》〔〕")
def test_rare_characters_find_a_face(char: str) -> None:
    assert place(char, Face.FANGSONG)[1] > 0
    assert place(char, Face.SERIF_BOLD)[1] > 0


@pytest.mark.parametrize("char", ["\U0001f600", "\u200b", "\x07", "\ue000", "\U000f0000"])
def test_what_no_face_can_print_is_named_with_its_blank(char: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        break_lines([Span(f"矿{char}山", field="单位名称")], STYLE, WIDTH)
    assert refused.value.code == "document.unprintable"
    assert refused.value.params["field"] == "单位名称"
    assert refused.value.params["code_point"] == f"U+{ord(char):04X}"
