"""Double entry that takes minutes: what of a visit is typed into the other systems, copied, ticked, taken back."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from inspector_app.errors import BadInput, RuleViolation, StorageFault
from inspector_app.office import repository as office
from inspector_app.office.model import Setting
from inspector_app.office.rules import setting_id
from inspector_app.transcription import repository, sheets
from inspector_app.transcription.layout import PREFIX, Layout, shipped_layouts
from inspector_app.transcription.model import TranscriptionMark, mark_id
from inspector_app.transcription.sheets import Mark
from inspector_app.transcription.sources import Company, Material
from inspector_app.transcription.values import (
    LOOK_BACK_DAYS,
    SETTLED_AT,
    FieldLine,
    Group,
    PendingVisit,
    Sheet,
    settled,
)

if TYPE_CHECKING:
    from inspector_app.enforcement.dual_service import DualService
    from inspector_app.enforcement.paper_service import PaperService
    from inspector_app.enterprise.service import RegisterService
    from inspector_app.inspection.service import InspectionService
    from inspector_app.office.service import OfficeService
    from inspector_app.storage.unit_of_work import Unit
    from inspector_app.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")
MOST = 100_000
_COPIED = "transcription.copied."
"""``local_value`` keys: what this machine copied of a visit. Only ticks are journalled."""


@dataclass(frozen=True)
class Sources:
    """The services that sheets are filled from, each made when first asked for."""

    inspections: Callable[[], InspectionService]
    register: Callable[[], RegisterService]
    papers: Callable[[], PaperService]
    dual: Callable[[], DualService]
    office: Callable[[], OfficeService]


class TranscriptionService:
    """One sheet for each target system of each visit."""

    def __init__(self, store: Store, sources: Sources) -> None:
        self._store = store
        self._units = store.units
        self._near = sources

    def layouts(self) -> tuple[Layout, ...]:
        """The target systems: what this office imported, else what ships. Those not in use stand last."""
        with self._units.read() as connection:
            chosen = office.settings(connection, prefix=PREFIX)
        imported = (_read(key, value) for key, (value, _note) in chosen.items())
        known = {**shipped_layouts(), **{one.key: one for one in imported if one is not None}}
        return tuple(sorted(known.values(), key=lambda one: (not one.in_use, one.place, one.key)))

    def import_layout(self, actor: str, data: Mapping[str, Any]) -> bool:
        """Put an office's own layout in the place of the shipped one; whether it differs. Raises ``BadInput``."""
        layout = Layout.read(data)
        key = PREFIX + layout.key
        with self._units.begin(actor, "transcription.layout") as unit:
            before = office.own_setting(unit.connection, key)
            unit.ensure(Setting, setting_id(key), key=key, value=dict(data))
        return before != (dict(data), True)

    def reset_layout(self, actor: str, system: str, reason: str) -> None:
        """Back to the layout that ships. Raises ``BadInput`` when none was imported."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "transcription.layout") as unit:
            unit.remove(Setting, setting_id(PREFIX + system), reason)

    def pending(self, most: int = 100) -> list[PendingVisit]:
        """Ended visits that wait for being entered, the newest first; what was touched without effect is left out."""
        since = self._store.clock.now().at.date() - timedelta(days=LOOK_BACK_DAYS)
        with self._units.read() as connection:
            found = repository.pending(connection, since.isoformat(), most)
            begun = {visit.id for visit in found if repository.ticked(connection, visit.id)}
        return [visit for visit in found if visit.id not in begun or not settled(self.sheets(visit.id))]

    def sheets(self, inspection_id: str) -> tuple[Sheet, ...]:
        """The sheets of a visit, one for each system in use. Raises ``BadInput('inspection.unknown')``."""
        with self._units.read() as connection:
            position = repository.newest(connection)
        material = self._material(inspection_id)
        with self._units.read() as connection:
            marks = repository.marks(connection, inspection_id)
        made = self._made(inspection_id, material, marks)
        if settled(made):
            self._note(inspection_id, position)
        return made

    def sheet(self, inspection_id: str, system: str) -> Sheet:
        """One of them. Raises ``BadInput('transcription.system_unknown')``."""
        return _one(self.sheets(inspection_id), system)

    def copy(
        self,
        inspection_id: str,
        system: str,
        group_key: str,
        field_key: str,
        line_breaks: str | None = None,
        *,
        shown: str | None = None,
    ) -> str:
        """The text of one field for the clipboard; it counts as copied from now on.

        ``line_breaks``: keep, space or remove, instead of what the layout says. ``shown``: the text that a window has
        copied already, which may be older than what stands there now. Raises ``BadInput`` for a field that is not
        there.
        """
        field = self._field(self.sheet(inspection_id, system), group_key, field_key)
        text = field.text if shown is None else shown
        copied = self._copied(inspection_id)
        copied[f"{system}/{group_key}/{field_key}"] = text
        self._store.set_local(_COPIED + inspection_id, json.dumps(copied, ensure_ascii=False, sort_keys=True))
        layout = next(one for one in self.layouts() if one.key == system)
        return layout.cleaning.copied(text, line_breaks)

    def done(
        self,
        actor: str,
        inspection_id: str,
        system: str,
        group_key: str | None = None,
        *,
        seen: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Sheet:
        """Tick that a group (all groups of the system when none is named) was entered.

        ``seen``: texts by group and field that the officer had before him; what stands there now when not given.
        Raises ``BadInput`` for a system or group that is not there.
        """
        before = self.sheet(inspection_id, system)
        groups = [_group(before, group_key)] if group_key else list(before.groups)
        gone = [one for one in before.gone if group_key is None]
        with self._units.begin(actor, "transcription.done") as unit:
            for group in groups:
                self._tick(unit, inspection_id, system, group, (seen or {}).get(group.key))
            for one in gone:
                unit.change(TranscriptionMark, mark_id(inspection_id, system, one.key), is_done=False)
        return self.sheet(inspection_id, system)

    def reopen(self, actor: str, inspection_id: str, system: str, group_key: str) -> Sheet:
        """Take the tick of a group back, or say that a group that is gone was taken back over there.

        Raises ``BadInput`` for a group that is not there or not ticked.
        """
        known = self.sheet(inspection_id, system)
        if group_key not in {one.key for one in known.gone} and not _group(known, group_key).is_done:
            raise BadInput("transcription.not_done", group=group_key)
        with self._units.begin(actor, "transcription.reopen") as unit:
            unit.change(TranscriptionMark, mark_id(inspection_id, system, group_key), is_done=False)
        return self.sheet(inspection_id, system)

    def _tick(
        self, unit: Unit, inspection_id: str, system: str, group: Group, seen: Mapping[str, str] | None
    ) -> None:
        layout = next(one for one in self.layouts() if one.key == system)
        unit.ensure(
            TranscriptionMark,
            mark_id(inspection_id, system, group.key),
            inspection_id=inspection_id,
            system=system,
            group_key=group.key,
            title=group.title or group.section,
            entered=group.texts if seen is None else dict(seen),
            layout_version=layout.version,
            is_done=True,
            done_by=unit.actor,
            done_at=self._store.clock.now().iso,
        )

    def _note(self, inspection_id: str, position: int) -> None:
        """Remember here that everything was entered as of this entry. A full disk keeps nobody from reading."""
        with self._units.read() as connection:
            if not repository.is_pending(connection, inspection_id):
                return
        try:
            self._store.set_local(SETTLED_AT + inspection_id, str(position))
        except StorageFault as error:
            log.warning("not noted that %s is entered: %s", inspection_id, error)

    def _made(self, inspection_id: str, material: Material, marks: Sequence[Mark]) -> tuple[Sheet, ...]:
        copied = self._copied(inspection_id)
        return tuple(sheets.sheet(one, material, marks, copied) for one in self.layouts() if one.in_use)

    def _copied(self, inspection_id: str) -> dict[str, str]:
        return dict(json.loads(self._store.local(_COPIED + inspection_id) or "{}"))

    def _material(self, inspection_id: str) -> Material:
        near = self._near
        visit = near.inspections().get(inspection_id)
        site_id = visit.site_id or ""
        day = self._store.clock.now().at.date()
        dual = near.dual()
        cases = [case for group in dual.groups(inspection_id) for case in dual.cases(group.id)]
        return Material(
            visit=visit,
            people=tuple(near.inspections().participants(inspection_id)),
            file=_or_none(lambda: near.register().site_file(site_id, day)),
            contractor=self._contractor(visit.contractor_id),
            bureau=_or_none(near.office().bureau),
            findings=tuple(near.inspections().findings(inspection_id=inspection_id, limit=MOST)),
            papers=tuple(one for one in near.papers().papers(inspection_id) if one.state in sheets.ISSUED),
            cases=tuple(cases),
        )

    def _contractor(self, company_id: str | None) -> Company | None:
        """The unit that a visit of a contractor is about, with the name of its legal representative."""
        if not company_id:
            return None
        register = self._near.register()
        facts = _or_none(lambda: register.enterprise(company_id))
        if facts is None:
            return None
        person = facts.legal_rep_id
        name = _or_none(lambda: register.person(person).name) if person else ""
        return Company(facts, name or "")

    @staticmethod
    def _field(sheet: Sheet, group_key: str, field_key: str) -> FieldLine:
        found = next((one for one in _group(sheet, group_key).fields if one.key == field_key), None)
        if found is None:
            raise BadInput("transcription.field_unknown", name=field_key)
        return found


def _read(key: str, value: Any) -> Layout | None:
    """A layout among the settings; one that this version cannot use is left out, so that the shipped one holds."""
    try:
        return replace(Layout.read(value, key), is_own=True)
    except BadInput as error:
        log.warning("layout %s is not used: %s", key, error)
        return None


def _one(made: Sequence[Sheet], system: str) -> Sheet:
    found = next((one for one in made if one.system == system), None)
    if found is None:
        raise BadInput("transcription.system_unknown", system=system, known="、".join(one.system for one in made))
    return found


def _group(sheet: Sheet, key: str) -> Group:
    found = sheet.group(key)
    if found is None:
        raise BadInput("transcription.group_unknown", group=key)
    return found


def _or_none(read: Callable[[], T]) -> T | None:
    """What the register or the office does not know leaves its fields empty."""
    try:
        return read()
    except BadInput:
        return None
