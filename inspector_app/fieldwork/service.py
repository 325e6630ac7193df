"""What an inspector does with a 下井记录单: print it for a visit, and type in afterwards what was written on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inspector_app.checklist.definition import Checklist, ChecklistItem
from inspector_app.checklist.values import SiteSubject
from inspector_app.clock import Clock
from inspector_app.documents.sheetcode import plain_code, qr_text, sheet_of_qr, short_code
from inspector_app.documents.values import PaperInput
from inspector_app.enterprise import repository as register
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.evidence import repository as evidence
from inspector_app.evidence import tray
from inspector_app.evidence.model import Photo
from inspector_app.fieldwork import drawing, repository
from inspector_app.fieldwork.model import FieldSheet
from inspector_app.fieldwork.planning import Planner, Standing, fields_of
from inspector_app.fieldwork.saying import shown_value
from inspector_app.fieldwork.scanning import SheetScanning
from inspector_app.fieldwork.typed import read_line
from inspector_app.fieldwork.unfinished import UnfinishedSheet
from inspector_app.fieldwork.values import (
    EnteredLine,
    LineKind,
    LinePlan,
    PlannedAnswer,
    PlannedFinding,
    Sheet,
    SheetItem,
    SheetState,
)
from inspector_app.identity import new_id
from inspector_app.inspection import repository as visits
from inspector_app.inspection.coverage import ChecklistSource, Coverage
from inspector_app.inspection.keeping import answer_id, keep_answer, keep_finding
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.inspection.values import InspectionState
from inspector_app.office import repository as office
from inspector_app.storage import history
from inspector_app.storage.unit_of_work import Unit, Units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from inspector_app.evidence.service import EvidenceService

ALL_OF_A_VISIT = 100_000
ENTERING = "inspection.answer_sheet"
STATING = "field_sheet.times"
Proposing = Callable[[ChecklistItem], dict[str, Any]]
"""What an item brings to a finding made from it."""


class FieldSheetService(SheetScanning):
    """One public method = one thing the inspector does = one transaction. Numbers stay bound to the printed items."""

    def __init__(
        self, units: Units, clock: Clock, checklists: ChecklistSource, proposing: Proposing, photos: EvidenceService
    ) -> None:
        self._units = units
        self._clock = clock
        self._checklists = checklists
        self._coverage = Coverage(checklists)
        self._proposing = proposing
        self._photos = photos

    def draw_up(
        self,
        actor: str,
        inspection_id: str,
        *,
        checklists: Sequence[str] = (),
        open_only: bool = False,
        as_listed: bool = False,
    ) -> Sheet:
        """A new sheet of the visit: its items in walking order under numbers that never change.

        ``checklists``: only these lists; ``open_only``: only items without a verdict; ``as_listed``: all items of
        one list under the numbers of its paper checklist, so that a filled one can be typed in. Raises
        ``RuleViolation('sheet.nothing_to_print')``, ``('inspection.closed')``, ``BadInput('checklist.not_in_scope')``.
        """
        with self._units.begin(actor, "field_sheet.draw_up") as unit:
            inspection = _running(unit, inspection_id)
            pinned = [self._coverage.pinned(inspection, key) for key in checklists]
            subject = self._coverage.subject(unit.connection, inspection)
            said = {key: row.verdict or "" for key, row in visits.answers(unit.connection, inspection_id).items()}
            asked = [
                (one, [item for item in items if not (open_only and said.get(item.key))])
                for one, items in self._coverage.asked(unit.connection, inspection)
                if not checklists or one.key in checklists
            ]
            items = drawing.items_of(asked, subject, said)
            if as_listed:
                items = self._as_listed(pinned, subject, said)
            if not items:
                raise RuleViolation("sheet.nothing_to_print", field="checklists")
            pins = inspection.checklist_pins or {}
            used = {one.checklist_key for one in items}
            sheet_id = new_id()
            unit.create(
                FieldSheet,
                sheet_id,
                inspection_id=inspection_id,
                sheet_no=repository.next_no(unit.connection, inspection_id),
                short_code=short_code(sheet_id),
                form_version=_form().version,
                checklist_pins={key: pins.get(key) for key in sorted(used)},
                items=[vars(one) | {"options": list(one.options)} for one in items],
                places=list(self._places(unit.connection, inspection)),
                header=self._header(unit.connection, inspection, [one.title for one, rows in asked if rows]),
                drawn_up_at=self._clock.now().iso,
            )
            return _known(unit.connection, sheet_id)

    def _as_listed(
        self, pinned: Sequence[Checklist], subject: SiteSubject, said: Mapping[str, str]
    ) -> tuple[SheetItem, ...]:
        """All items of the one list that is named; nothing for none or several: their numbers would meet."""
        if len(pinned) != 1:
            return ()
        return drawing.items_as_listed(self._checklists.pinned(pinned[0].key), pinned[0], subject, said)

    def sheets(self, inspection_id: str | None = None) -> list[Sheet]:
        """Sheets, the newest first; all of them or those of one visit."""
        with self._units.read() as connection:
            return repository.sheets(connection, inspection_id)

    def unfinished(self) -> tuple[UnfinishedSheet, ...]:
        """Sheets of running visits that are half entered, the newest first."""
        with self._units.read() as connection:
            return repository.unfinished(connection)

    def sheet(self, named: str) -> Sheet:
        """A sheet by its id, the code at its foot, or the text of its QR code. Raises ``BadInput('sheet.unknown')``."""
        sheet_id = sheet_of_qr(named) or named
        with self._units.read() as connection:
            found = repository.sheet(connection, sheet_id)
            code = plain_code(named)
            alike = repository.sheets(connection, short_code=code) if found is None and code else []
        if found is None and not alike:
            raise BadInput("sheet.unknown", field="sheet", named=named[:40])
        return found or alike[0]

    def paper(self, sheet_id: str, *, is_sample: bool = False) -> PaperInput:
        """The sheet as it prints, always the same."""
        sheet = self.sheet(sheet_id)
        return PaperInput(
            form=_form(sheet.form_version),
            values=drawing.values_of(sheet),
            document_id=sheet.id,
            issued_on=str(sheet.header.get("check_date") or "") or None,
            is_sample=is_sample,
            code=qr_text(sheet.id),
        )

    def state(self, sheet_id: str) -> SheetState:
        """How far the sheet is entered."""
        sheet = self.sheet(sheet_id)
        with self._units.read() as connection:
            standing = self._standing(connection, sheet.inspection_id)
            scans = repository.scans(connection, sheet.id)
        scope = standing.inspection.scope_checklists or ()
        seqs: dict[str, tuple[int, ...]] = {}
        for row in standing.findings.values():
            if row.sheet_id == sheet.id:
                seqs[row.item_key or ""] = (*seqs.get(row.item_key or "", ()), row.seq)
        on_paper = {one.item_key for one in sheet.items}
        said = {key: row for key, row in standing.answers.items() if row.verdict and key in on_paper}
        return SheetState(
            sheet=sheet,
            verdicts={key: row.verdict or "" for key, row in said.items()},
            values={key: value for key, row in said.items() if (value := shown_value(row))},
            outside=frozenset(one.item_key for one in sheet.items if one.checklist_key not in scope),
            finding_seqs=seqs,
            scans=tuple(scans),
            is_running=standing.inspection.inspection_state == InspectionState.RUNNING,
        )

    def plan(self, sheet_id: str, text: str) -> LinePlan:
        """What Enter will do with this line; nothing is written. Raises what is wrong with it."""
        sheet = self.sheet(sheet_id)
        typed = read_line(text)
        with self._units.read() as connection:
            return self._planner(connection, sheet).plan(typed)

    def enter(self, actor: str, sheet_id: str, text: str) -> EnteredLine:
        """Do what the line says, as one action; a line that stands there already changes nothing.

        An answer that is replaced is journalled with the sheet as the reason. Raises what is wrong with the line:
        nothing of it is kept then.
        """
        sheet = self.sheet(sheet_id)
        typed = read_line(text)
        plan = self.plan(sheet.id, text)
        if plan.kind is LineKind.UNDO:
            return EnteredLine(text, plan, changed=self._take_back(actor))
        action = STATING if plan.kind is LineKind.TIMES else ENTERING
        with self._units.begin(actor, action) as unit:
            _running(unit, sheet.inspection_id)
            plan = self._planner(unit.connection, sheet).plan(typed)
            changed = self._carry_out(unit, sheet, plan) if plan.changes else False
        return EnteredLine(text, plan, changed, plan.finding.record_id if plan.finding else None)

    def _planner(self, connection: Connection, sheet: Sheet) -> Planner:
        return Planner(sheet, self._standing(connection, sheet.inspection_id), self._coverage)

    def _standing(self, connection: Connection, inspection_id: str) -> Standing:
        inspection = visits.inspection(connection, inspection_id)
        if inspection is None:
            raise BadInput("inspection.unknown", id=inspection_id)
        now = self._clock.now().at
        photos = evidence.tray(connection, inspection_id)
        found = visits.findings(connection, inspection_id=inspection_id, limit=ALL_OF_A_VISIT)
        return Standing(
            inspection,
            self._coverage.subject(connection, inspection),
            visits.answers(connection, inspection_id),
            {row.id: row for row in found},
            tray.numbered(photos, now.tzinfo),
            now,
        )

    def _carry_out(self, unit: Unit, sheet: Sheet, plan: LinePlan) -> bool:
        if plan.times is not None:
            return unit.change(
                FieldSheet,
                sheet.id,
                seen_from_at=plan.times.seen_from_at,
                seen_to_at=plan.times.seen_to_at,
                seen_stated_by=unit.actor,
            )
        for answer in plan.answers:
            if not answer.is_same:
                self._keep_answer(unit, sheet, answer)
        for photo in plan.answer_photos:
            answered = answer_id(sheet.inspection_id, plan.answers[0].item_key)
            unit.change(Photo, photo.id, answer_id=answered, finding_id=None, purpose=None)
        if plan.finding is not None and not plan.finding.is_same:
            self._keep_finding(unit, sheet, plan.finding)
        return True

    def _keep_answer(self, unit: Unit, sheet: Sheet, answer: PlannedAnswer) -> None:
        reason = f"按下井记录单 {sheet.short_code} 第 {answer.no} 项更正" if answer.before else None
        keep_answer(
            unit,
            None,
            sheet.inspection_id,
            answer.checklist_key,
            answer.item_key,
            answer.fields,
            sheet_id=sheet.id,
            reason=reason,
        )

    def _keep_finding(self, unit: Unit, sheet: Sheet, planned: PlannedFinding) -> None:
        inspection = unit.get(Inspection, sheet.inspection_id)
        said, item = fields_of(planned), planned.item
        if planned.seq is None:
            proposed: dict[str, Any] = {}
            if item is not None:
                proposed = self._proposing(self._coverage.pinned(inspection, item.checklist_key).item(item.item_key))
            origin = {"sheet_id": sheet.id, "sheet_mark": planned.mark or None}
            day = (inspection.started_at or self._clock.now().iso)[:10]
            keep_finding(unit, day, inspection, planned.record_id, **{**proposed, **said, **origin})
        else:
            reason = f"按下井记录单 {sheet.short_code} 更正"
            unit.change(Finding, planned.record_id, reason=reason, **said)
        for photo in planned.photos:
            unit.change(Photo, photo.id, finding_id=planned.record_id, answer_id=None, purpose=None)

    def _take_back(self, actor: str) -> bool:
        """Undo this officer's newest action when it was a line of a sheet."""
        with self._units.read() as connection:
            last = history.last_undoable(connection, self._units.stream_id, actor)
        if last is None or last[1] not in (ENTERING, STATING):
            raise RuleViolation("sheet.nothing_to_undo", field="line")
        return history.undo(self._units, actor, last[0]) > 0

    @staticmethod
    def _places(connection: Connection, inspection: Inspection) -> tuple[str, ...]:
        here = visits.findings(connection, inspection_id=inspection.id, limit=200)
        site = inspection.site_id
        before = visits.findings(connection, site_id=site, limit=200) if site else []
        systems = register.systems(connection, site) if site else []
        return drawing.places_of(
            (row.place for row in here), (one.name for one in systems), (row.place for row in before)
        )

    def _header(self, connection: Connection, inspection: Inspection, lists: Sequence[str]) -> dict[str, Any]:
        site = register.site(connection, inspection.site_id) if inspection.site_id else None
        company = register.enterprise(connection, inspection.enterprise_id) if inspection.enterprise_id else None
        bureaus = office.bureaus(connection)
        people = visits.participants(connection, inspection.id)
        return drawing.header_of(
            (site.name if site else "") or (company.name if company else "") or "—",
            (inspection.started_at or self._clock.now().iso)[:10],
            [one.name for one in people if one.name] or ["—"],
            inspection.scope_text or "",
            lists,
            {"局": bureaus[0].phone if len(bureaus) == 1 else "", "矿": (company.phone or "") if company else ""},
        )


def _running(unit: Unit, inspection_id: str) -> Inspection:
    inspection = unit.get(Inspection, inspection_id)
    if inspection.inspection_state != InspectionState.RUNNING:
        raise RuleViolation("inspection.closed", field="inspection_state")
    return inspection


def _known(connection: Connection, sheet_id: str) -> Sheet:
    found = repository.sheet(connection, sheet_id)
    if found is None:
        raise BadInput("sheet.unknown", field="sheet", named=sheet_id)
    return found


def _form(version: str | None = None) -> Any:
    from inspector_app.documents.specification import form_library

    return form_library().form(drawing.FORM, version)
