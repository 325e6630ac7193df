"""What a person reads names fields and kinds of records by their labels, never by their identifiers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from inspector_app import messages
from inspector_app.labels import labels

ROOT = Path(__file__).resolve().parents[2]


def stated_fields() -> set[str]:
    """Every field that an error of the core names in so many words."""
    found = set()
    for file in (ROOT / "inspector_app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("field", "blank"):
                value = node.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found.add(value.value)
    return found


@pytest.mark.parametrize(
    ("code", "params", "told"),
    [
        ("finding.incomplete", {"field": "photo", "seq": 2}, "问题 2 还缺少：照片。"),
        ("dual.party_blank", {"name": "李矿长", "blank": "home_address"}, "李矿长：登记信息缺“住址”。"),
        ("dual.party_blank", {"name": "李矿长", "blank": "phone"}, "李矿长：登记信息缺“电话”。"),
        ("record.wrong_type", {"field": "evidence", "value": "'任命文件'"}, "“证据”不能填写 '任命文件'。"),
    ],
)
def test_a_message_names_the_field_by_its_label(code: str, params: dict[str, object], told: str) -> None:
    assert messages.say(code, **params).happened == told


def test_the_english_message_has_the_english_label() -> None:
    assert messages.say("finding.incomplete", "en", field="photo", seq=2).happened == "Finding 2 still lacks: Photo."


def test_every_field_that_an_error_names_has_a_label() -> None:
    assert stated_fields() - {"", "~"} <= set(labels("fields"))
