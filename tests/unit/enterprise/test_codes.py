"""Check digits: published examples pass, and no single slip of the finger does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspector_app.enterprise import codes

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PUBLISHED = (
    "92530922MAD3LFYD16", "9153233159934188X7", "91445302096151347C", "91431200776763275W", "11341731MB1989404J",
    "11152921790192595R", "91110000100017643K", "113715250043286799", "91331123MA2E0AB197", "91331121MA2E0AB275",
    "91331102MA2E0AB35F",
)  # fmt: skip
USCCS = st.sampled_from(PUBLISHED)
DIGITS = st.text("0123456789", min_size=1, max_size=1)


def made_number(region: str, born: date, serial: int) -> str:
    first = f"{region}{born:%Y%m%d}{serial:03d}"
    return first + codes.resident_check(first)


RESIDENTS = st.builds(
    made_number,
    st.sampled_from(["331123", "332528", "110105", "331199"]),
    st.dates(date(1920, 1, 1), date(2008, 12, 31)),
    st.integers(1, 999),
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_credit_codes_are_sound(code: str) -> None:
    assert codes.uscc_fault(code) is None


@given(USCCS, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_always_noticed(code: str, place: int, character: str) -> None:
    assume(code[place] != character)
    assert codes.uscc_fault(code[:place] + character + code[place + 1 :]) is not None


@given(USCCS, st.integers(0, 16))
def test_two_neighbours_exchanged_are_noticed(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.uscc_fault(swapped) is not None


@given(
    st.text("91", min_size=2, max_size=2),
    st.text(DIGITS, min_size=6, max_size=6),
    st.text(ALPHABET, min_size=8, max_size=8),
)
def test_any_code_with_its_two_check_characters_is_sound(kind: str, region: str, organisation: str) -> None:
    first = kind + region + organisation + codes.organisation_check(organisation)
    assert codes.uscc_fault(first + codes.uscc_check(first)) is None


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91331123MA2E0AB19", "length"),
        ("91331123MA2E0AI197", "character"),
        ("9133112OMA2E0AB197", "character"),
        ("91331123MA2E0AB187", "organisation"),
    ],
)
def test_each_fault_of_a_credit_code_has_its_name(code: str, fault: str) -> None:
    assert codes.uscc_fault(code) == fault


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "331123198001010010"])
def test_published_identity_numbers_are_sound(number: str) -> None:
    assert codes.resident_fault(number) is None


@given(RESIDENTS, st.integers(0, 17), DIGITS)
def test_one_wrong_digit_of_an_identity_number_is_always_noticed(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    assert codes.resident_fault(number[:place] + digit + number[place + 1 :]) is not None


@given(RESIDENTS)
def test_an_identity_number_tells_birthday_and_gender(number: str) -> None:
    said = codes.resident(number)
    assert said.birth_on.replace("-", "") == number[6:14]
    assert said.gender == ("男" if int(number[16]) % 2 else "女")


@pytest.mark.parametrize(("number", "fault"), [("33112319800101001", "length"), ("33112319800101001A", "character"),
                                               ("331123198002310010", "birthday"), ("331123198001010011", "check")])
def test_each_fault_of_an_identity_number_has_its_name(number: str, fault: str) -> None:
    assert codes.resident_fault(number) == fault


def test_a_code_is_read_however_it_is_typed() -> None:
    assert codes.tidy(" 91331123-ma2e0ab197　") == "91331123MA2E0AB197"
    assert codes.tidy("９１３３１１２３ＭＡ２Ｅ０ＡＢ１９７") == "91331123MA2E0AB197"


def test_age_changes_on_the_birthday() -> None:
    assert codes.age_on("1980-03-10", date(2026, 3, 9)) == 45
    assert codes.age_on("1980-03-10", date(2026, 3, 10)) == 46
