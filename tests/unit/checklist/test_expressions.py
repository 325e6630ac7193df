"""The small language of relations between answers: what it says, what is unknown, and what it refuses to read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.checklist.expression_nodes import ExpressionFault, Known
from inspector_app.checklist.expressions import LONGEST, expression

KNOWN = Known(
    answers={
        "T16-12": Decimal(3), "T16-13": Decimal(2), "T12-11": "fill", "T06-05": ("lacks_1", "lacks_3"),
        "T15-13": "2024-03-10",
    },
    verdicts={"T16-12": "compliant", "T16-08": "not_applicable"},
    design={"mine_depth_m": Decimal("199.9")},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("${T16-13} <= ${T16-12}", True),
        ("${T16-13} > ${T16-12}", False),
        ("${T16-13} + 1 = ${T16-12} and 7 mod 4 = 3", True),
        ("-${T16-13} * 2 = -4 and 1 div 4 = 0.25", True),
        ("1 - 1 - 1 = -1", True),
        ("1 + 2 * 3 = 7", True),
        ("(1 + 2) * 3 = 9", True),
        ("${T12-11} != 'fill'", False),
        ("${T15-13} >= '2023-12-31'", True),
        ("selected(${T06-05}, 'lacks_3') and not(selected(${T06-05}, 'lacks_2'))", True),
        ("verdict(${T16-08}) = 'not_applicable'", True),
        ("design('mine_depth_m') >= 200", False),
        ("answered(${T16-12}) and not(answered(${T99-99}))", True),
        ("max(${T16-12}, ${T99-99}) = 3", True),
        ("min(${T16-12}, ${T16-13}) = 2", True),
        ("coalesce(${T99-99}, ${T12-11}) = 'fill'", True),
        ("if(${T16-12} > 2, ${T16-13} = 2, ${T16-13} = 9)", True),
    ],
)
def test_what_is_answered_decides(text: str, holds: bool) -> None:
    assert expression(text).holds(KNOWN) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("${T99-99} = 1", None),
        ("not(${T99-99} = 1)", None),
        ("${T99-99} = 1 or ${T16-12} = 3", True),
        ("${T99-99} = 1 or ${T16-12} = 4", None),
        ("${T99-99} = 1 and ${T16-12} = 4", False),
        ("${T99-99} = 1 and ${T16-12} = 3", None),
        ("${T16-12} div 0 = 1", None),
        ("max(${T99-99}) = 1", None),
        ("if(${T99-99} = 1, 1 = 1, 1 = 1)", None),
        ("design('unknown') = 1", None),
    ],
)
def test_what_is_not_known_is_never_yes_and_never_no(text: str, holds: bool | None) -> None:
    assert expression(text).holds(KNOWN) is holds


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 0), ("1 +", 3), ("foo(1)", 0), ("${T16-13", 0), ("(1 = 1", 6), ("not(1 = 1, 2 = 2)", 17), ("1 2", 2),
        ("__import__('os')", 0), ("1; 2", 1), ("verdict('a')", 11), ("design(1)", 8), ("1 = 'a", 4),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(text: str, at: int) -> None:
    with pytest.raises(ExpressionFault) as refused:
        expression(text)
    assert refused.value.at == at
    assert refused.value.zh
    assert refused.value.en


@pytest.mark.parametrize("text", ["1 = 'a'", "not(1)", "1 + 'a' = 2", "${T12-11} < 3", "${T06-05} = 'lacks_1'"])
def test_what_makes_no_sense_is_refused_and_hides_nothing(text: str) -> None:
    with pytest.raises(ExpressionFault):
        expression(text).holds(KNOWN)
    assert expression(text).told(KNOWN) is None


@pytest.mark.parametrize("text", ["(" * 500, "-" * 400 + "1", "not(" * 100 + "1=1" + ")" * 100, "1" * (LONGEST + 1)])
def test_nothing_is_so_deep_or_long_that_it_breaks(text: str) -> None:
    with pytest.raises(ExpressionFault):
        expression(text)


def test_an_expression_names_what_it_depends_on() -> None:
    read = expression("max(${T17-10}, design('slope_height_m')) >= 100 or verdict(${T17-09}) = 'compliant'")
    assert (read.asks, read.designs) == ({"T17-10", "T17-09"}, {"slope_height_m"})


WORDS = st.sampled_from([
    "${T16-12}", "${T99-99}", "1", "2.5", "'a'", "(", ")", "+", "-", "*", "div", "mod", "=", "<=", ",", "and", "or",
    "not", "if", "max", "coalesce", "selected", "verdict", "design",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        told = expression(text).told(KNOWN)
    except ExpressionFault:
        return
    assert told in (True, False, None)
