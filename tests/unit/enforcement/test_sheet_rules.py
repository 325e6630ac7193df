"""Numbers of pre-sealed sheets: ranges as they stand on the paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.enforcement import sheet_rules
from inspector_app.enforcement.sheet_values import SheetRange
from inspector_app.errors import BadInput, RuleViolation


def test_a_range_keeps_the_zeros_and_letters_of_the_paper() -> None:
    batch = sheet_rules.sheet_range("遂A0098", "遂A0102")
    assert (batch.count, batch.number(99), batch.number(100)) == (5, "遂A0099", "遂A0100")
    assert batch.holds("遂A0100")
    assert not any(batch.holds(one) for one in ("遂A100", "遂A0103", "A0100", "遂A", "遂A010０"))


@pytest.mark.parametrize(("first", "last"), [
    ("A", "A10"), ("A10", "B20"), ("A20", "A10"), ("A0001", "A99999"), ("", ""), ("A001", "A1"),
])  # fmt: skip
def test_what_is_no_range_is_refused(first: str, last: str) -> None:
    with pytest.raises(BadInput, match=r"sheets\.(number|range)_malformed"):
        sheet_rules.sheet_range(first, last)


def test_a_sheet_stands_in_one_batch_only() -> None:
    known = [sheet_rules.sheet_range("A0101", "A0150")]
    sheet_rules.require_apart(sheet_rules.sheet_range("A0151", "A0160"), known)
    sheet_rules.require_apart(sheet_rules.sheet_range("B0101", "B0150"), known)
    with pytest.raises(RuleViolation, match=r"sheets\.overlap"):
        sheet_rules.require_apart(sheet_rules.sheet_range("A0150", "A0160"), known)


@given(st.integers(0, 500), st.integers(1, 60), st.sets(st.integers(0, 60)), st.integers(0, 20))
def test_free_sheets_are_the_first_that_are_left(first: int, size: int, gone: set[int], wanted: int) -> None:
    batch = SheetRange("A", first, first + size - 1, 4)
    used = {batch.number(first + one) for one in gone}
    found = sheet_rules.free_sheets(batch, used, wanted)
    left = [batch.number(n) for n in range(first, first + size) if batch.number(n) not in used]
    assert found == left[:wanted]
