"""Puts register entries into a unit of work: checked by themselves and against the entries already there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from inspector_app.enterprise import checks, neighbours, pinyin, shaping
from inspector_app.enterprise.blanks import Kind, of_kind
from inspector_app.enterprise.checks import Problem
from inspector_app.enterprise.inputs import EnterpriseInput, RegisterInput, SiteInput
from inspector_app.enterprise.model import MODELS, Enterprise
from inspector_app.enterprise.neighbours import View
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.office.regions import regions
from inspector_app.storage.fold import table_of
from inspector_app.storage.unit_of_work import Unit

_ENTERPRISES = uuid.UUID("3b1b2f8a-9d0c-5f5e-8c11-5b6f0e7a4d21")
"""Namespace of enterprise ids by 统一社会信用代码: two laptops that enter one company speak of the same record."""


@dataclass(frozen=True)
class Entering:
    """Enters and corrects register entries inside one transaction; ``today`` dates entries that state no day."""

    unit: Unit
    today: str

    def add(self, facts: RegisterInput, record_id: str | None = None) -> str:
        """A new entry; its id. Raises ``BadInput`` or ``RuleViolation`` naming the first blank that is wrong."""
        sound = self.sound(shaping.tidied(facts), record_id)
        return self.unit.create(MODELS[type(facts)], record_id or self._derived_id(sound), **self.fields(sound))

    def change(self, kind: type[RegisterInput], record_id: str, stated: Mapping[str, Any], reason: str | None) -> bool:
        """Correct some blanks of an entry, the whole entry checked anew; whether anything differed."""
        model = MODELS[kind]
        row = self.unit.get(model, record_id).model_dump()
        sound = self.sound(shaping.shaped(kind, {**_known_only(kind, row), **stated}), record_id)
        made = self.fields(sound)
        changes = differing(kind, row, made, stated, self.today)
        chosen = {name: made[name] for name in stated}  # also settles a field that holds several values
        return self.unit.change(model, record_id, reason=reason, **{**chosen, **changes})

    def sound(self, facts: RegisterInput, own_id: str | None) -> RegisterInput:
        """The facts, when nothing is wrong with them. Raises ``BadInput`` or ``RuleViolation``."""
        raise_first(checks.problems(facts))
        raise_first(neighbours.problems(View(self.unit.connection), facts, own_id))
        return facts

    def fields(self, facts: RegisterInput) -> dict[str, Any]:
        """The fields of the record, with those that follow from others or from the entry it belongs to."""
        return record_fields(View(self.unit.connection), facts, self.today)

    def _derived_id(self, facts: RegisterInput) -> str | None:
        """The id that a company's code gives it, unless that id was used up by an entry removed since."""
        identity = enterprise_id(facts.uscc) if isinstance(facts, EnterpriseInput) and facts.uscc else None
        table = table_of(Enterprise)
        if identity and self.unit.connection.execute(select(table.c.id).where(table.c.id == identity)).first():
            return None
        return identity


def enterprise_id(uscc: str) -> str:
    """The id of the company with this 统一社会信用代码, the same on every laptop."""
    return str(uuid.uuid5(_ENTERPRISES, uscc))


def record_fields(view: View, facts: RegisterInput, today: str) -> dict[str, Any]:
    """The fields of the record that these facts make."""
    made = shaping.to_fields(facts)
    if isinstance(facts, EnterpriseInput | SiteInput):
        made["pinyin_initials"] = pinyin.initials(facts.name)
    if isinstance(facts, SiteInput):
        owner = neighbours.row(view, Enterprise, facts.enterprise_id)
        made["updated_on"] = facts.updated_on or today
        made["region_code"] = facts.region_code or (owner["region_code"] if owner else None)
        region = regions().get(made["region_code"] or "")
        if facts.is_key_county is None and region is not None:
            made["is_key_county"] = region.is_key
    return made


def differing(
    kind: type[Any], before: Mapping[str, Any], made: Mapping[str, Any], stated: Mapping[str, Any], today: str
) -> dict[str, Any]:
    """The fields of an entry that a correction really changes.

    A choice that only a newer version knows survives a correction beside it. The day of a site's entry becomes
    ``today`` when something else of it changes, unless a day is stated.
    """
    kept = of_kind(kind, Kind.CHOICE).keys() - stated.keys()
    changes = {name: value for name, value in made.items() if name not in kept and before[name] != value}
    if kind is SiteInput and "updated_on" not in stated:
        changes.pop("updated_on", None)
        if changes and before["updated_on"] != today:
            changes["updated_on"] = today
    return changes


def raise_first(problems: list[Problem]) -> None:
    """Refuse what is wrong: ``BadInput`` for what cannot be used, ``RuleViolation`` for what is not allowed."""
    for problem in problems:
        error = BadInput if problem.code in neighbours.UNUSABLE else RuleViolation
        raise error(problem.code, field=problem.field, **problem.params)


def _known_only(kind: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shaping.from_record(kind, row).items() if value is not None}
