"""Nothing the register or the office says is speechless, and every list of choices has its labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector_app import messages, terms
from inspector_app.enterprise import values
from inspector_app.enterprise.importing.columns import plain, sheets, words
from inspector_app.enterprise.importing.template import choices_of
from inspector_app.enterprise.inputs import INPUTS

ROOT = Path(__file__).resolve().parents[3] / "inspector_app"
FOLDERS = ("enterprise", "office", "sample")
CODE = re.compile(r'"((?:register|office|import|calendar|sample)\.[a-z_]+)"')
PARTS = {
    "register.uscc_{fault}": ["length", "character", "organisation", "check"],
    "register.id_no_{fault}": ["length", "character", "birthday", "check"],
    "register.{name}_missing": ["kind", "state"],
    "register.licence_{licence.expiry.value}": ["expired", "expiring", "not_yet_valid"],
    "register.qualification_{one.expiry.value}": ["expired", "expiring"],
    "register.contract_lacks_{lack}": ["project_manager", "safety_agreement", "valid_contract"],
}
"""Codes that are put together, and what they are put together from."""

NOT_CODES = {"register.add", "register.import", "register.licence_warning_days", "register.stale_after_days",
             "office.certificate_warning_days", "office.bureau_id", "sample.office", "sample.register",
             "calendar.import"}  # fmt: skip


def stated_codes() -> list[str]:
    found = set()
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*.py"):
            found |= set(CODE.findall(file.read_text("utf-8")))
    made = {re.sub(r"\{.*?\}", part, pattern) for pattern, parts in PARTS.items() for part in parts}
    lacks = {f"register.{lack}_{how}" for lack in ("education", "title_or_education", "career")
             for how in ("short", "unknown")}  # fmt: skip
    return sorted((found | made | lacks) - NOT_CODES)


@pytest.mark.parametrize("code", stated_codes())
def test_every_code_says_what_happened_in_both_languages(code: str) -> None:
    entry = messages.catalogue().get(code, {})
    assert entry.get("zh", {}).get("happened"), code
    assert entry.get("en", {}).get("happened"), code
    assert set(entry["zh"]) == set(entry["en"])


def test_no_sentence_is_kept_that_nobody_says() -> None:
    ours = ("register", "office", "import", "sample")
    written = {code for code in messages.catalogue() if code.split(".")[0] in ours}
    commands = {code for file in (ROOT / "commands").glob("*.py") for code in CODE.findall(file.read_text("utf-8"))}
    assert written - set(stated_codes()) - commands == set()


def test_every_column_fills_a_field_that_exists() -> None:
    fields = {field for kind in INPUTS for field in kind.__dataclass_fields__}
    assert {column.field for sheet in sheets() for column in sheet.columns} <= fields


def test_no_heading_means_two_columns_of_one_sheet() -> None:
    for sheet in sheets():
        names = [plain(name) for column in sheet.columns for name in {column.zh, column.en, *column.aliases}]
        assert sorted(names) == sorted(set(names)), sheet.key


def test_every_word_for_a_choice_leads_to_one() -> None:
    for name, known in words().items():
        enum = getattr(values, name)
        assert set(known.values()) <= {member.value for member in enum}
        labels = {terms.label(member) for member in enum}
        assert not labels & known.keys()


def test_every_choice_of_a_column_can_be_read_back() -> None:
    from inspector_app.enterprise.importing import cells

    for column in (column for sheet in sheets() for column in sheet.columns):
        for choice in choices_of(column):
            assert cells.read(column.kind, choice) is not None
