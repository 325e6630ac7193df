"""Lists that several hands write: nothing typed is lost, nothing of others is put back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.enforcement.list_merging import merged

A, B = {"name": "甲", "proves": ""}, {"name": "乙", "proves": ""}


def test_rows_added_by_two_stand_both() -> None:
    assert merged([A], [A, B], [A, {"name": "丙"}]) == [A, {"name": "丙"}, B]


def test_two_parts_of_one_row_come_together() -> None:
    one = {"name": "甲", "no": "", "proves": ""}
    both = {"name": "甲", "no": "1", "proves": "主体"}
    assert merged([one], [{**one, "no": "1"}], [{**one, "proves": "主体"}]) == [both]


def test_a_row_taken_out_stays_when_somebody_changed_it_meanwhile() -> None:
    assert merged([A, B], [B], [A, B]) == [B]
    changed = {**A, "proves": "主体"}
    assert merged([A, B], [B], [changed, B]) == [changed, B]


def test_what_was_typed_stays_even_when_its_row_is_gone() -> None:
    assert merged([A], [{**A, "proves": "主体"}], []) == [{**A, "proves": "主体"}]


rows: st.SearchStrategy[list[Any]] = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, max_size=4)


@given(was=rows, mine=rows)
def test_alone_a_writer_gets_exactly_what_he_wrote(was: list[Any], mine: list[Any]) -> None:
    assert sorted(merged(was, mine, was)) == sorted(mine)


@given(was=rows, now=rows)
def test_who_changed_nothing_changes_nothing(was: list[Any], now: list[Any]) -> None:
    assert merged(was, was, now) == now
