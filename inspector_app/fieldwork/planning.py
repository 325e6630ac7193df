"""What Enter will do with a typed line: looked up on the sheet and in the visit, nothing written.

The same plan is shown while the line is typed and carried out, inside one transaction, when it is entered.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from inspector_app.checklist.definition import ChecklistItem
from inspector_app.checklist.proposals import proposal
from inspector_app.checklist.relations import known_of
from inspector_app.checklist.values import SiteSubject, Verdict
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.evidence.tray import NumberedPhoto
from inspector_app.fieldwork.saying import answer_of, shown_value, stands_there
from inspector_app.fieldwork.typed import TypedTimes, TypedUndo
from inspector_app.fieldwork.values import (
    LineKind,
    LinePlan,
    PlannedAnswer,
    PlannedFinding,
    PlannedPhoto,
    Sheet,
    SheetItem,
    StatedTimes,
    TypedLine,
)
from inspector_app.inspection.coverage import Coverage
from inspector_app.inspection.model import Inspection
from inspector_app.inspection.rules import finding_lacks
from inspector_app.inspection.values import AnswerRow, FindingRow

_FINDINGS = uuid.UUID("3c0f4a52-9d1e-5b7c-8f30-6a2d4e1b7c95")
"""Namespace of finding ids: two laptops that enter one line of one sheet speak of the same finding."""


@dataclass(frozen=True)
class Standing:
    """What the visit holds at the moment, as far as a line may ask: answers by item, findings by id, photos."""

    inspection: Inspection
    subject: SiteSubject
    answers: Mapping[str, AnswerRow]
    findings: Mapping[str, FindingRow]
    photos: tuple[NumberedPhoto, ...]
    now: datetime


class Planner:
    """Plans lines of one sheet. Raises ``BadInput`` and ``RuleViolation`` that say what is wrong with a line."""

    def __init__(self, sheet: Sheet, standing: Standing, coverage: Coverage) -> None:
        self._sheet = sheet
        self._at = standing
        self._coverage = coverage

    def plan(self, typed: TypedLine | TypedTimes | TypedUndo) -> LinePlan:
        """What this line will do."""
        if isinstance(typed, TypedUndo):
            return LinePlan(LineKind.UNDO)
        if isinstance(typed, TypedTimes):
            return LinePlan(LineKind.TIMES, times=self._times(typed))
        if typed.rest or len(typed.numbers) > 1:
            return self._many(typed)
        if typed.numbers:
            return self._one(typed)
        return self._unbound(typed)

    def _times(self, typed: TypedTimes) -> StatedTimes:
        began = datetime.fromisoformat(self._at.inspection.started_at or self._at.now.isoformat())
        midnight = began.replace(hour=0, minute=0, second=0, microsecond=0)
        if midnight.tzinfo is None:
            midnight = midnight.replace(tzinfo=self._at.now.tzinfo)
        seen_from = midnight + timedelta(minutes=typed.from_minute)
        over_midnight = timedelta(days=typed.to_minute < typed.from_minute)
        seen_to = midnight + timedelta(minutes=typed.to_minute) + over_midnight
        if seen_to > self._at.now:
            raise BadInput("sheet.times_ahead", to=seen_to.strftime("%Y-%m-%d %H:%M"))
        return StatedTimes(seen_from.isoformat(timespec="minutes"), seen_to.isoformat(timespec="minutes"))

    def _many(self, typed: TypedLine) -> LinePlan:
        if typed.rest and typed.verdict != Verdict.NOT_CHECKED:
            raise BadInput("sheet.rest_not_checked_only")
        if typed.tells_finding:
            raise BadInput("sheet.finding_for_many")
        if typed.value:
            raise BadInput("sheet.value_for_many")
        items = self._rest() if typed.rest else [self._item(no) for no in typed.numbers]
        if not items:
            raise BadInput("sheet.rest_is_none")
        words = f"{typed.loose} {typed.words}".strip()
        plain = replace(typed, loose="", words=words)
        if words and typed.verdict == Verdict.NOT_COMPLIANT:
            raise BadInput("sheet.finding_for_many")
        return LinePlan(LineKind.ANSWERS, answers=tuple(self._answer(item, plain)[0] for item in items), words=words)

    def _one(self, typed: TypedLine) -> LinePlan:
        item = self._item(typed.numbers[0])
        answer, fact = self._answer(item, typed)
        if typed.verdict != Verdict.NOT_COMPLIANT:
            if typed.mark or typed.place or typed.place_no:
                raise BadInput("sheet.finding_needs_not_compliant")
            photos = tuple(self._photo(number, None) for number in typed.photos)
            words = str(answer.fields.get("note") or answer.fields.get("not_checked_reason") or "")
            stays = tuple(row.seq for row in self._from_sheet(item) if typed.verdict == Verdict.COMPLIANT)
            return LinePlan(LineKind.ANSWERS, (answer,), answer_photos=photos, words=words, stays=stays)
        finding = self._finding(typed, fact, item) if fact or typed.tells_finding else None
        return LinePlan(LineKind.ANSWERS, (answer,), finding=finding)

    def _unbound(self, typed: TypedLine) -> LinePlan:
        fact = f"{typed.loose} {typed.words}".strip()
        if not (fact or typed.place or typed.place_no or typed.photos):
            raise BadInput("sheet.finding_says_nothing", mark=typed.mark)
        return LinePlan(LineKind.FINDING, finding=self._finding(typed, fact, None))

    def _rest(self) -> list[SheetItem]:
        """Items in scope that nobody answered; what left the scope, or is not walked, is left out."""
        scope = self._at.inspection.scope_checklists or ()
        said = {key for key, row in self._at.answers.items() if row.verdict}
        left = [one for one in self._sheet.items if one.item_key not in said and one.checklist_key in scope]
        inspection = self._at.inspection
        return [one for one in left if self._coverage.pinned(inspection, one.checklist_key).has(one.item_key)]

    def _item(self, no: int) -> SheetItem:
        found = self._sheet.item(no)
        if found is None:
            raise BadInput("sheet.no_item", no=no, most=len(self._sheet.items))
        return found

    def _pinned(self, item: SheetItem) -> ChecklistItem:
        if item.checklist_key not in (self._at.inspection.scope_checklists or ()):
            raise RuleViolation("sheet.item_outside", no=item.no, title=item.title)
        pinned = self._coverage.pinned(self._at.inspection, item.checklist_key)
        if not pinned.has(item.item_key):
            raise RuleViolation("sheet.item_gone", no=item.no, title=item.title)
        return pinned.item(item.item_key)

    def _answer(self, printed: SheetItem, typed: TypedLine) -> tuple[PlannedAnswer, str]:
        item = self._pinned(printed)
        row = self._at.answers.get(printed.item_key)
        known = known_of(self._at.answers, self._at.subject) if item.answer.formula is not None else None
        fields, fact = answer_of(printed, item, typed, row, known)
        before = row.verdict if row is not None and row.verdict else ""
        measured = fields.get("value") or fields.get("count") or fields.get("answered_on")
        hint = proposal(item, measured, self._at.subject) if typed.verdict == Verdict.COMPLIANT else None
        return (
            PlannedAnswer(
                no=printed.no,
                checklist_key=printed.checklist_key,
                item_key=printed.item_key,
                title=printed.title,
                verdict=typed.verdict,
                value=shown_value(fields, item),
                before=before or "",
                before_value=shown_value(row, item) if row is not None else "",
                is_same=stands_there(row, fields),
                is_doubtful=hint is not None,
                rows_named=_rows_open(item, fields),
                rows_lost=len(row.rows) if row is not None and not fields["rows"] else 0,
                fields=fields,
            ),
            fact,
        )

    def _finding(self, typed: TypedLine, fact: str, item: SheetItem | None) -> PlannedFinding:
        identity = finding_id(self._sheet.id, typed.mark or str(item.no if item else ""))
        row = self._at.findings.get(identity)
        if item is not None:
            self._coverage.require_theirs(self._at.inspection, item.checklist_key, item.item_key)
            self._require_free(row, typed.mark, item)
        place = self._place(typed)
        photos = tuple(self._photo(number, identity) for number in typed.photos)
        filed = sum(1 for one in self._at.photos if one.photo.finding_id == identity and not one.is_removed)
        coming = sum(1 for one in photos if not one.is_same)
        old_place, old_fact = (row.place, row.fact) if row is not None else ("", "")
        binds = item is not None and row is not None and row.item_key is None
        same = row is not None and not coming and not binds and place in ("", old_place) and fact in ("", old_fact)
        return PlannedFinding(
            record_id=identity,
            mark=typed.mark,
            place=place,
            fact=fact,
            item=item,
            photos=photos,
            seq=row.seq if row is not None else None,
            is_same=same,
            missing=finding_lacks(place or old_place, fact or old_fact, filed + coming),
        )

    def _require_free(self, row: FindingRow | None, mark: str, item: SheetItem) -> None:
        """A mark is one finding of one item."""
        if row is None or row.item_key in (None, item.item_key):
            return
        other = next((one.no for one in self._sheet.items if one.item_key == row.item_key), 0)
        raise BadInput("sheet.mark_taken", mark=mark, other=other or "-")

    def _place(self, typed: TypedLine) -> str:
        if typed.place_no is None:
            return typed.place
        if not 1 <= typed.place_no <= len(self._sheet.places):
            raise BadInput("sheet.place_unknown", no=typed.place_no, most=len(self._sheet.places))
        return self._sheet.places[typed.place_no - 1]

    def _photo(self, number: int, finding: str | None) -> PlannedPhoto:
        """The photo called by that number. Raises ``BadInput('sheet.photo_missing')``."""
        present = [one for one in self._at.photos if not one.is_removed]
        found = next((one for one in present if one.number == number), None)
        if found is None:
            raise BadInput("sheet.photo_missing", number=number, most=len(present))
        held = found.photo.finding_id
        elsewhere = self._at.findings.get(held) if held and held != finding else None
        return PlannedPhoto(
            found.photo.id,
            number,
            found.photo.file_name or "",
            from_seq=elsewhere.seq if elsewhere else None,
            is_same=finding is not None and held == finding,
        )

    def _from_sheet(self, item: SheetItem) -> list[FindingRow]:
        rows = self._at.findings.values()
        return [row for row in rows if row.item_key == item.item_key and row.sheet_id == self._sheet.id]


def _rows_open(item: ChecklistItem, fields: Mapping[str, Any]) -> tuple[str, str] | None:
    """What of this item can be written row by row and is not."""
    form = item.answer.rows
    if form is None or fields["rows"] or fields["verdict"] not in (Verdict.COMPLIANT, Verdict.NOT_COMPLIANT):
        return None
    return form.named, form.named_en


def finding_id(sheet_id: str, mark: str) -> str:
    """The id of the finding under this mark of this sheet; without a mark its item's number is the mark."""
    return str(uuid.uuid5(_FINDINGS, f"{sheet_id}/{mark}"))


def fields_of(finding: PlannedFinding) -> dict[str, Any]:
    """What a line says of a finding; what it does not mention stays as it is."""
    item = finding.item
    said = {
        "place": finding.place,
        "fact": finding.fact,
        "checklist_key": item.checklist_key if item else None,
        "item_key": item.item_key if item else None,
    }
    return {name: value for name, value in said.items() if value}
