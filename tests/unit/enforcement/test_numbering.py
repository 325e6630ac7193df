"""How numbers are written and which comes next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.enforcement.numbering import Block, Series, clean_serial, full_stem, next_serial, require_apart
from inspector_app.errors import BadInput, RuleViolation

SERIES = Series("bureau", "丽", "应急检记", 2026)


def test_a_number_is_written_with_corner_brackets() -> None:
    assert SERIES.number("12") == "（丽）应急检记〔2026〕12号"


def test_the_prefix_is_added_once() -> None:
    assert full_stem("应急管", "检记") == "应急管检记"
    assert full_stem("应急", "应急检记") == "应急检记"
    assert full_stem("", "检记") == "检记"


@pytest.mark.parametrize(
    ("typed", "serial"),
    [("12", "12"), (" 第007号 ", "7"), ("执法二中队-8", "执法二中队-8"), ("A-01", "A-1")],
)
def test_a_typed_serial_is_tidied(typed: str, serial: str) -> None:
    assert clean_serial(typed) == serial


@pytest.mark.parametrize("typed", ["", "号", "abc", "1.5", "0", "12 13", "1/2"])
def test_what_is_no_serial_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=r"number\.serial_malformed"):
        clean_serial(typed)


@given(st.sets(st.integers(1, 40)), st.lists(st.tuples(st.integers(1, 30), st.integers(0, 8)), max_size=4))
def test_the_next_serial_is_the_lowest_free_one_of_a_block(taken: set[int], spans: list[tuple[int, int]]) -> None:
    blocks = [Block(str(at), first, first + length) for at, (first, length) in enumerate(spans)]
    free = [n for block in blocks for n in range(block.first, block.last + 1) if n not in taken]
    found = next_serial(blocks, {str(n) for n in taken})
    if found is None:
        assert not free
    else:
        assert int(found[1]) in free
        assert int(found[1]) in found[0]


def test_one_number_has_one_id_on_every_laptop() -> None:
    same = Series("bureau", "丽", "应急检记", 2026)
    other = Series("bureau", "丽", "应急检记", 2027)
    assert SERIES.number_id("3") == same.number_id("3") != other.number_id("3")


@pytest.mark.parametrize(("first", "last", "code"), [(0, 5, "malformed"), (9, 3, "malformed"), (5, 15, "overlaps")])
def test_a_block_is_whole_and_apart(first: int, last: int, code: str) -> None:
    with pytest.raises(RuleViolation, match=f"number.block_{code}"):
        require_apart(first, last, [Block("a", 10, 20)])
