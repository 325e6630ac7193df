"""Messages: understood whole or not at all; receipts name positions; codes survive typing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspector_app.messages import catalogue
from inspector_app.sync.values import GroupStatus, SyncGroup, SyncState, SyncStatus, SyncStep
from inspector_app.terms import label
from inspector_app.wire.batch import Batch
from inspector_app.wire.messages import LeaseRequest, fingerprint, plain_code
from inspector_app.wire.receipt import ranges
from inspector_app.wire.version import OLDEST, PROTOCOL, fault_of


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_exactly_the_numbers_they_were_made_of(numbers: set[int]) -> None:
    told = ranges(sorted(numbers))
    assert {n for first, last in told for n in range(first, last + 1)} == numbers
    assert all(later[0] > earlier[1] + 1 for earlier, later in itertools.pairwise(told))


def test_a_message_with_an_unknown_word_is_not_understood() -> None:
    with pytest.raises(ValidationError):
        Batch.model_validate({"sender": "x", "entries": [], "signatures": {}, "more": 1})


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_a_block_of_numbers_has_a_sane_size(count: int) -> None:
    identity = "01a21076-347c-744a-a7c0-36c54c9bf02c"
    with pytest.raises(ValidationError):
        LeaseRequest(request=identity, stem="x", year=2026, count=count)


@given(st.binary(min_size=32, max_size=32))
def test_the_fingerprint_of_a_key_is_eight_letters_that_survive_typing(key: bytes) -> None:
    name = fingerprint(key.hex())
    assert len(name) == 8
    assert plain_code(f" {name[:4].lower()}-{name[4:]} ") == name


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        (str(PROTOCOL), None),
        (str(PROTOCOL + 1), "sync.protocol_newer"),
        (str(OLDEST - 1), "sync.protocol_older"),
        (None, "sync.protocol_unstated"),
        ("two", "sync.protocol_unstated"),
        ("²", "sync.protocol_unstated"),
    ],
)
def test_which_side_has_to_be_upgraded(stated: str | None, fault: str | None) -> None:
    assert fault_of(stated) == fault
    assert fault is None or fault in catalogue()


def test_every_state_and_step_has_a_chinese_and_an_english_label() -> None:
    for member in (*SyncState, *SyncGroup, *SyncStep):
        assert label(member)
        assert label(member, "en")
    assert label(SyncState.APPLIED) == "已接收（有回执）"


def test_a_laptop_that_joined_nowhere_is_never_complete() -> None:
    status = SyncStatus(False, "", "", 0, 0, 0, 0, None)
    assert not status.complete
    assert GroupStatus(SyncGroup.PAPERS, 3, 1).waiting == 2
