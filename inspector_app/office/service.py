"""What an office does: keeps its list of officers, says which bureau it is, and chooses its parameters."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from inspector_app.clock import Clock
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.office import calendars, repository, rules
from inspector_app.office.calendar import CalendarYear, WorkCalendar
from inspector_app.office.model import Bureau, Officer, Setting
from inspector_app.office.parameters import Parameter, parameters
from inspector_app.office.values import BureauRow, OfficerFacts, OfficerRole, OfficerRow, SettingRow
from inspector_app.storage.unit_of_work import Units

BUREAU_FIELDS = frozenset(BureauRow.__dataclass_fields__) - {"id", "region_code"}


class OfficeService:
    """One public method = one thing the office does = one transaction."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def officers(self, day: date | None = None, *, role: OfficerRole | None = None) -> list[OfficerRow]:
        """Everybody who may go along, certificates as of ``day`` (today when not given), twins named."""
        warning = int(self.setting("office.certificate_warning_days"))
        with self._units.read() as connection:
            rows = repository.officers(connection, day or self._today(), role=role, warning_days=warning)
        return rules.with_twins(rows)

    def officer(self, officer_id: str, day: date | None = None) -> OfficerRow:
        """One person. Raises ``BadInput('office.officer_unknown')``."""
        with self._units.read() as connection:
            rows = repository.officers(connection, day or self._today(), officer_id=officer_id)
        if not rows:
            raise BadInput("office.officer_unknown", id=officer_id)
        return rows[0]

    def valid_officers(self, day: date | None = None) -> list[OfficerRow]:
        """Those who may stand in an officer's blank on that day. Source: 行政处罚法 42."""
        return [row for row in self.officers(day, role=OfficerRole.OFFICER) if row.may_enforce]

    def add_officer(self, actor: str, facts: OfficerFacts, officer_id: str | None = None) -> str:
        """Enter somebody into the office's list; the id.

        Giving him a passphrase is the store's business. Raises ``RuleViolation`` for a blank name or one that cannot
        be printed, a certificate number that cannot be one, one that somebody else holds, or an expert who is given
        a certificate.
        """
        with self._units.begin(actor, "officer.add") as unit:
            self._require_sound(facts, repository.officers(unit.connection, self._today()), officer_id)
            return unit.create(Officer, officer_id, **_officer_fields(facts))

    def change_officer(self, actor: str, officer_id: str, facts: OfficerFacts, reason: str | None = None) -> bool:
        """Correct or renew what is stated about somebody; whether anything differed. Raises as ``add_officer``."""
        with self._units.begin(actor, "officer.change") as unit:
            self._require_sound(facts, repository.officers(unit.connection, self._today()), officer_id)
            return unit.change(Officer, officer_id, reason=reason, **_officer_fields(facts))

    def retire_officer(self, actor: str, officer_id: str, reason: str) -> None:
        """Take somebody off the list; papers and entries keep his name.

        Raises ``RuleViolation`` without a reason, or while he can still unlock this store.
        """
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "officer.retire") as unit:
            if unit.get(Officer, officer_id).unlocks:
                raise RuleViolation("office.officer_still_unlocks", field="officer_id")
            unit.remove(Officer, officer_id, reason)

    def bureau(self) -> BureauRow:
        """The bureau in whose name this laptop issues papers.

        Raises ``BadInput('office.bureau_missing')`` when none is set, or several are there and none was chosen.
        """
        chosen = self.setting("office.bureau_id")
        with self._units.read() as connection:
            rows = repository.bureaus(connection, bureau_id=chosen)
        if len(rows) != 1:
            raise BadInput("office.bureau_missing")
        return rows[0]

    def bureaus(self) -> list[BureauRow]:
        """All bureaus the store knows, by region code."""
        with self._units.read() as connection:
            return repository.bureaus(connection)

    def set_bureau(self, actor: str, region_code: str, *, own: bool = True, **facts: str) -> str:
        """State the facts of a bureau, and that it is ours; its id. A fact that is not given stays as it is.

        Raises ``BadInput`` for a fact a bureau does not have.
        """
        unknown = sorted(set(facts) - BUREAU_FIELDS)
        if unknown:
            raise BadInput("record.unknown_field", kind="bureau", field=unknown[0])
        identity = rules.bureau_id(region_code)
        with self._units.begin(actor, "bureau.set") as unit:
            unit.ensure(Bureau, identity, region_code=region_code, **facts)
            if own:
                key = "office.bureau_id"
                unit.ensure(Setting, rules.setting_id(key), key=key, value=identity)
        return identity

    def setting(self, key: str) -> Any:
        """What holds for a parameter: the county's choice, else the default. Raises ``BadInput`` for an unknown key."""
        with self._units.read() as connection:
            value, chosen = repository.setting(connection, key)
        return value if chosen else self._known(key).value

    def settings(self, prefix: str = "") -> list[SettingRow]:
        """All parameters whose key begins with ``prefix``, chosen or not, by key."""
        with self._units.read() as connection:
            chosen = repository.settings(connection)
        known = parameters()
        keys = sorted(key for key in {*known, *chosen} if key.startswith(prefix))
        return [_setting_row(key, known.get(key), chosen) for key in keys]

    def set_setting(self, actor: str, key: str, value: Any, note: str | None = None) -> bool:
        """Choose a value; whether it differs from what was there.

        Raises ``BadInput`` for an unknown key, a value of another kind than the default, none of the choices, or
        a number beyond what the law allows.
        """
        rules.require_fitting(self._known(key), value)
        return self._choose(actor, "setting.set", key, value, note)

    def clear_setting(self, actor: str, key: str, reason: str) -> None:
        """Go back to the default. Raises ``BadInput`` when nothing was chosen, ``RuleViolation`` without a reason."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "setting.clear") as unit:
            unit.remove(Setting, rules.setting_id(key), reason)

    def calendar(self) -> WorkCalendar:
        """Working days as known here: imported tables before shipped ones."""
        with self._units.read() as connection:
            chosen = repository.settings(connection, prefix=calendars.PREFIX)
        imported = {table.year: table for table in (CalendarYear.read(value) for value, _note in chosen.values())}
        return WorkCalendar({**calendars.shipped_years(), **imported}.values())

    def import_calendar(self, actor: str, table: dict[str, Any]) -> bool:
        """Take over the holiday table of a year; whether it differs from what was there. Raises ``BadInput``."""
        year = CalendarYear.read(table)
        return self._choose(actor, "calendar.import", f"{calendars.PREFIX}{year.year}", table, year.source or None)

    def _choose(self, actor: str, action: str, key: str, value: Any, note: str | None) -> bool:
        identity = rules.setting_id(key)
        with self._units.begin(actor, action) as unit:
            before = repository.own_setting(unit.connection, key)
            if repository.was_cleared(unit.connection, identity):
                unit.restore(Setting, identity)
            unit.ensure(Setting, identity, key=key, value=value, note=note)
            return before != (value, True)

    def _known(self, key: str) -> Parameter:
        found = parameters().get(key)
        if found is None:
            raise BadInput("office.setting_unknown", key=key)
        return found

    def _today(self) -> date:
        return self._clock.now().at.date()

    @staticmethod
    def _require_sound(facts: OfficerFacts, others: list[OfficerRow], own_id: str | None) -> None:
        rules.require_name(facts.name)
        if facts.cert_no and facts.role is not OfficerRole.OFFICER:
            raise RuleViolation("office.certificate_not_for_role", field="cert_no", name=facts.name)
        rules.require_certificate(facts.cert_no, others, own_id)
        for name in ("cert_valid_from_on", "cert_valid_to_on"):
            rules.require_day(name, getattr(facts, name))
        begins, ends = facts.cert_valid_from_on, facts.cert_valid_to_on
        if begins and ends and ends < begins:
            raise RuleViolation("office.certificate_ends_first", field="cert_valid_to_on")


def _officer_fields(facts: OfficerFacts) -> dict[str, Any]:
    stated = asdict(facts)
    stated["officer_role"] = OfficerRole(stated.pop("role")).value
    return {name: value or None for name, value in stated.items()}


def _setting_row(key: str, parameter: Parameter | None, chosen: dict[str, tuple[Any, str]]) -> SettingRow:
    default = parameter.value if parameter else None
    value, note = chosen.get(key, (default, ""))
    return SettingRow(
        key=key,
        value=value,
        default=default,
        is_set=key in chosen,
        unit=parameter.unit if parameter else "",
        label=parameter.zh if parameter else key,
        norm=parameter.norm if parameter else "",
        mark=parameter.mark if parameter else "S",
        note=note,
        choices=parameter.choices if parameter else (),
        least=parameter.least if parameter else None,
        most=parameter.most if parameter else None,
        in_use=parameter.in_use if parameter else True,
        words=parameter.words if parameter else {},
        label_en=parameter.en if parameter else key,
    )
