"""Pure rules of handwritten papers (手写文书): what their number says, and what must be known of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from inspector_app.enforcement.numbering import Block, Series, clean_serial
from inspector_app.enforcement.scan_values import Handwritten
from inspector_app.enforcement.suggesting import ORDER, REINSPECTED
from inspector_app.errors import BadInput, RuleViolation

_NUMBER = re.compile(
    r"[（(](?P<region>[^）)]+)[）)]\s*(?P<stem>[^〔\[【（(]+)[〔\[【（(](?P<year>\d{4})[〕\]】）)]\s*(?P<serial>.+)"
)
"""A whole 文号, whichever brackets it was typed with."""


def serial_of(stated: str, series: Series) -> str:
    """The serial in a number as it stands on the paper: 「12」, 「第12号」, or the whole 文号.

    Raises ``BadInput('number.serial_malformed')``, or ``RuleViolation('handwritten.number_of_other_series')`` when
    region, stem or year are not those of the form, the bureau and the day.
    """
    whole = _NUMBER.fullmatch(stated.strip())
    if whole is None:
        return clean_serial(stated)
    said = (whole["region"].strip(), whole["stem"].strip(), int(whole["year"]))
    if said != (series.region_char, series.stem, series.year):
        raise RuleViolation(
            "handwritten.number_of_other_series", field="number", number=stated.strip(), like=series.number("1")
        )
    return clean_serial(whole["serial"])


def require_in_blocks(serial: str, own: Iterable[Block], known: Iterable[Block], series: Series) -> None:
    """Raises ``RuleViolation('handwritten.number_outside_blocks')`` for a number that no block of ours covers.

    Where no block is known at all there is nothing to compare with; marks before the digits are not compared.
    """
    digits = re.sub(r"^\D+", "", serial)
    mine, others = list(own), list(known)
    if not others or not digits or any(int(digits) in block for block in mine):
        return
    shown = "、".join(f"{block.first}–{block.last}" for block in (mine or others))
    raise RuleViolation(
        "handwritten.number_outside_blocks", field="number", number=series.number(serial), blocks=shown
    )


def require_key_fields(form: str, title: str, paper: Handwritten, values: Mapping[str, Any]) -> None:
    """Raises ``RuleViolation`` for what later steps cannot do without: the party, an order's items and deadlines."""
    if not paper.respondent.strip():
        raise RuleViolation("handwritten.respondent_missing", field="respondent", title=title)
    if paper.page_count < 1:
        raise BadInput("handwritten.pages_wrong", field="pages", pages=paper.page_count)
    if form in REINSPECTED and not _described(values.get("problems")):
        raise RuleViolation("handwritten.items_missing", field="problems", title=title)
    if form == ORDER:
        require_deadlines(values, title)
    if paper.refusal_reason.strip() and not paper.witness_name.strip():
        raise RuleViolation("paper.witness_missing", field="witness_name")
    if paper.served_on and not (paper.signer_name.strip() or paper.refusal_reason.strip()):
        raise RuleViolation("handwritten.served_unsigned", field="signer_name", title=title)


def require_deadlines(values: Mapping[str, Any], title: str) -> None:
    """Every item of an order has its deadline, or is to be corrected at once. Raises ``RuleViolation``."""
    groups = [group for group in values.get("groups") or () if isinstance(group, Mapping)]
    dated = {int(number) for group in groups if group.get("deadline") for number in group.get("item_nos") or ()}
    dated |= {int(number) for number in values.get("items_immediate") or ()}
    count = len(values.get("problems") or ())
    without = [number for number in range(1, count + 1) if number not in dated]
    if without:
        items = "、".join(map(str, without))
        raise RuleViolation("handwritten.deadline_missing", field="groups", title=title, items=items)


def with_numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with ``seq`` counted where items were written without it."""
    made = dict(values)
    for key in ("problems", "findings", "measures"):
        rows = made.get(key)
        if isinstance(rows, list):
            made[key] = [{"seq": at, **row} if isinstance(row, Mapping) else row for at, row in enumerate(rows, 1)]
    return made


def _described(rows: Any) -> bool:
    said = [row for row in rows or () if isinstance(row, Mapping) and str(row.get("description") or "").strip()]
    return bool(said) and len(said) == len(rows)
