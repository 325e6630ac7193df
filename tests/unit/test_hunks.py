"""The old text comes back from the new one and what differs, wherever the change was made."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.storage import hunks
from inspector_app.storage.journal import Draft, FieldChange, Operation, compose

LONG = "采场顶板局部破碎，未按设计支护，现场有浮石。" * 20
CHAIN = {
    "stream": "s", "seq": 1, "prev": "p", "action": "a", "action_name": "text.typed", "actor": "zhang",
    "at": "2026-03-10T09:00:00.000+08:00", "mono": 1, "boot": "b", "trust": "steady",
}  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=400)


@given(before=TEXTS, removed=TEXTS, inserted=TEXTS, after=TEXTS)
def test_any_two_texts_come_back_as_they_were(before: str, removed: str, inserted: str, after: str) -> None:
    old, new = LONG + before + removed + after, LONG + before + inserted + after
    draft = Draft("finding", 1, "f", None, Operation.CHANGE, {"fact": FieldChange(old, new, ("x",))})
    change = compose(draft, CHAIN).fields["fact"]
    assert change.old == unicodedata.normalize("NFC", old)
    assert change.new == unicodedata.normalize("NFC", new)


@pytest.mark.parametrize(
    ("old", "new", "hunk"),
    [
        (LONG, LONG + "并有积水", [len(LONG), len(LONG) + 4, ""]),
        (LONG, LONG[:100] + LONG[104:], [100, 100, LONG[100:104]]),
        ("短", "短文", None),
        (None, LONG, None),
        (LONG, None, None),
        (LONG, "完全不同的另一段话", None),
    ],
)
def test_only_what_differs_is_carried(old: str | None, new: str | None, hunk: list[object] | None) -> None:
    assert hunks.cut(old, new) == hunk


def test_an_hour_of_typing_is_less_than_a_megabyte() -> None:
    written, text = 0, ""
    for second in range(0, 3600, 30):  # the field is left, or ten seconds pass, twice a minute
        new = (LONG * 6)[: second * 2400 // 3600]
        draft = Draft("finding", 1, "f", None, Operation.CHANGE, {"fact": FieldChange(text, new, ("x" * 64,))})
        written += len(compose(draft, CHAIN).body)
        text = new
    assert written < 600_000


@pytest.mark.parametrize("hunk", [[5, 2, "x"], [0, 99, "x"], [-1, 0, "x"], ["0", 1, "x"], [0, 1]])
def test_a_hunk_that_does_not_fit_is_refused(hunk: list[object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        hunks.join("abc", hunk)
