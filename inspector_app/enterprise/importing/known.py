"""What the register holds already, by what people recognise it by, so that a second import finds it again."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from inspector_app.enterprise.importing.columns import plain
from inspector_app.enterprise.inputs import NOUNS
from inspector_app.enterprise.model import MODELS, Contract, Enterprise, Person, Post
from inspector_app.storage import tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT, Record

Key = tuple[str, ...]

_IMPORTED = uuid.UUID("8a7d0c52-41de-5b0b-9a56-2f1f6cf0d9ab")
"""Namespace of ids of imported entries: two laptops that import one file speak of the same records."""

_BY_KEY: dict[type[Record], tuple[str, ...]] = {
    MODELS[noun.facts]: noun.recognised_by for noun in NOUNS.values() if noun.recognised_by
}
"""Kinds that a combination of fields identifies."""

_PEOPLE_OF_COMPANY = ("legal_rep_id", "principal_id", "actual_controller_id")


class Known:
    """Look-up tables by natural key, kept up while rows are entered, loaded anew when somebody else wrote."""

    def __init__(self, connection: Connection) -> None:
        self._position = 0
        self.refresh(connection)

    def refresh(self, connection: Connection) -> None:
        """Load everything, unless nothing was journalled since ``settle``."""
        position = _position(connection)
        if position == self._position:
            return
        self._position = position
        self.present: set[str] = set()
        """Ids of all entries that are there."""
        self.removed: set[str] = set()
        """Ids of those that were taken off the list."""
        self._by_uscc: dict[str, str] = {}
        self._by_company_name: dict[str, set[str]] = defaultdict(set)
        self._by_id_no: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._people: dict[str, set[str]] = defaultdict(set)
        self._found: dict[type[Record], dict[Key, str]] = {model: {} for model in _BY_KEY}
        self._appointed: dict[Key, str] = {}
        self._left: set[str] = set()
        models: list[type[Record]] = [Enterprise, Person, *_BY_KEY]
        for model in models:
            table = table_of(model)
            for row in connection.execute(select(table)).mappings():
                if row["presence"] == PRESENT:
                    self.remember(model, row["id"], {str(name): value for name, value in row.items()})
                else:
                    self.removed.add(row["id"])

    def settle(self, connection: Connection) -> None:
        """What is journalled by now is known here."""
        self._position = _position(connection)

    def remember(self, model: type[Record], record_id: str, fields: Mapping[str, Any]) -> None:
        """Take note of an entry that is there now."""
        self.present.add(record_id)
        if model is Enterprise:
            self._remember_company(record_id, fields)
        elif model is Person:
            self._names[record_id] = plain(fields["name"] or "")
            if fields["id_no"]:
                self._by_id_no[fields["id_no"]] = record_id
        elif model is Post:
            self._remember_post(record_id, fields)
        else:
            self._found[model][key_of(model, fields)] = record_id
        if model is Post and fields["person_id"] and fields["enterprise_id"]:
            self._people[fields["enterprise_id"]].add(fields["person_id"])
        if model is Contract and fields["project_manager_id"] and fields["contractor_id"]:
            self._people[fields["contractor_id"]].add(fields["project_manager_id"])

    def _remember_company(self, record_id: str, fields: Mapping[str, Any]) -> None:
        if fields["uscc"]:
            self._by_uscc[fields["uscc"]] = record_id
        self._by_company_name[plain(fields["name"] or "")].add(record_id)
        self._people[record_id].update(fields[name] for name in _PEOPLE_OF_COMPANY if fields[name])

    def _remember_post(self, record_id: str, fields: Mapping[str, Any]) -> None:
        """Somebody appointed again holds several posts of one key: the one he has not left is meant."""
        key = key_of(Post, fields)
        self._appointed[*key, fields["appointed_on"] or ""] = record_id
        (self._left.add if fields["ended_on"] else self._left.discard)(record_id)
        former = self._found[Post].get(key)
        if former is None or former in self._left or record_id not in self._left:
            self._found[Post][key] = record_id

    def company(self, uscc: str | None, name: str | None) -> str | None:
        """The company with this code; without a code, or when nobody has it, the only one of this name."""
        if uscc and uscc in self._by_uscc:
            return self._by_uscc[uscc]
        named = self._by_company_name.get(plain(name or ""), set()) if name else set()
        coded = {identity for identity in self._by_uscc.values() if identity in named} if uscc else set()
        alike = named - coded
        return next(iter(alike)) if len(alike) == 1 else None

    def person(self, id_no: str | None, name: str, company_id: str) -> str | None:
        """The person with this number; else the only one of this name whom the company knows."""
        if id_no and id_no in self._by_id_no:
            return self._by_id_no[id_no]
        alike = {one for one in self._people[company_id] if self._names.get(one) == plain(name)}
        if id_no:  # somebody with another number is somebody else
            alike -= set(self._by_id_no.values())
        return next(iter(alike)) if len(alike) == 1 else None

    def post(self, fields: Mapping[str, Any]) -> str | None:
        """The post taken up on that day, else the one held now."""
        exact = self._appointed.get((*key_of(Post, fields), fields.get("appointed_on") or ""))
        return exact or self.find(Post, fields)

    def find(self, model: type[Record], fields: Mapping[str, Any]) -> str | None:
        """The entry of another kind with the same natural key."""
        return self._found[model].get(key_of(model, fields))


def _position(connection: Connection) -> int:
    """How far the journal reaches; -1 while it is empty, as in a rehearsal."""
    return int(connection.execute(select(func.max(tables.entry.c.position))).scalar() or -1)


def key_of(model: type[Record], fields: Mapping[str, Any]) -> Key:
    """What identifies an entry of this kind."""
    return tuple(plain(str(fields.get(name) or "")) for name in _BY_KEY[model])


def derived_id(*parts: str) -> str:
    """The id of an entry that comes from a file, the same on every laptop that reads it."""
    return str(uuid.uuid5(_IMPORTED, "\x1f".join(parts)))
