"""From one row of a table to the entries it makes or corrects, wholly checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from inspector_app.enterprise import checks, entering, neighbours, shaping
from inspector_app.enterprise.checks import Problem
from inspector_app.enterprise.importing.known import Known, derived_id, key_of
from inspector_app.enterprise.inputs import (
    ContractInput,
    DesignValueInput,
    EnterpriseInput,
    LicenceInput,
    PersonInput,
    PostInput,
    QualificationInput,
    SiteInput,
    SystemInput,
)
from inspector_app.enterprise.model import MODELS, Enterprise, Person
from inspector_app.enterprise.neighbours import View
from inspector_app.enterprise.values import EnterpriseRole, LicenceKind, QualificationKind
from inspector_app.errors import BadInput
from inspector_app.storage.records import Record

Stated = Mapping[str, Any]
"""The non-empty cells of one noun, by field."""

_BESIDE_A_SITE = {"mining_licence": LicenceKind.MINING_LICENCE, "safety_licence": LicenceKind.SAFETY_LICENCE}
"""Licences that registers list in the line of the mine."""


@dataclass(frozen=True)
class Intent:
    """One entry to be made (``before`` is ``None``) or corrected by ``changes``; ``after`` is how it will stand."""

    model: type[Record]
    record_id: str
    changes: dict[str, Any]
    after: dict[str, Any]
    before: dict[str, Any] | None


class RowRejected(Exception):
    """The row has problems; nothing of it is written. Each problem comes with the noun it is about."""

    def __init__(self, problems: list[tuple[str, Problem]]) -> None:
        super().__init__(problems)
        self.problems = problems


class RowPlan:
    """Collects what one row makes; every step sees what the steps before it are about to make."""

    def __init__(self, connection: Connection, known: Known, today: str, cells: Mapping[str, Stated]) -> None:
        self._known = known
        self._today = today
        self._cells = cells
        self._planned: dict[tuple[type[Record], str], dict[str, Any]] = {}
        self._view = View(connection, self._planned, known.present, is_matched=True, seen={})
        self._problems: list[tuple[str, Problem]] = []
        self.intents: list[Intent] = []

    def make(self, sheet_key: str) -> list[Intent]:
        """The entries of this row. Raises ``RowRejected``."""
        _SHEETS[sheet_key](self)
        if self._problems:
            raise RowRejected(self._problems)
        return self.intents

    def mines(self) -> None:
        """A company, its people by name, one site, and the two licences that registers list beside it."""
        stated = dict(self._cells.get("enterprise", {}))
        company = self._company_id(stated)
        if "uscc" not in stated and neighbours.row(self._view, Enterprise, company) is None:
            self._reject("enterprise", Problem("import.company_without_code", "uscc"))
        if "parent" in self._cells:
            parent = self._company("parent", {"enterprise_role": EnterpriseRole.PARENT_COMPANY})
            stated["parent_company_id"] = parent
        for noun in ("legal_rep", "principal", "actual_controller"):
            if noun in self._cells:
                stated[f"{noun}_id"] = self._person(noun, company)
        self._intend("enterprise", EnterpriseInput, company, stated)
        site = self._site(company) if "name" in self._cells.get("site", {}) else None
        for noun, kind in _BESIDE_A_SITE.items():
            if "licence_no" in self._cells.get(noun, {}):
                self._licence(noun, company, site, {**self._cells[noun], "licence_kind": kind})

    def contractors(self) -> None:
        """A contractor at a site, with its project manager."""
        company = self._owner()
        site = self._known_site(company)
        contractor = self._company("contractor", {"enterprise_role": EnterpriseRole.CONTRACTOR})
        stated = {**self._cells.get("contract", {}), "site_id": site, "contractor_id": contractor}
        if "name" in self._cells.get("manager", {}):
            stated["project_manager_id"] = self._person("manager", contractor)
        self._natural("contract", ContractInput, stated)

    def people(self) -> None:
        """A person, his post, and one certificate."""
        company = self._owner()
        site = self._known_site(company) if "name" in self._cells.get("site", {}) else None
        person = self._person("person", company)
        stated = {**self._cells.get("post", {}), "person_id": person, "enterprise_id": company, "site_id": site}
        stated["system_id"] = self._system(site)
        self._post(stated)
        certificate = dict(self._cells.get("qualification", {}))
        if certificate:
            certificate.setdefault("qualification_kind", QualificationKind.SAFETY_ASSESSMENT)
            certificate |= {"person_id": person, "enterprise_id": company}
            self._natural("qualification", QualificationInput, certificate)

    def licences(self) -> None:
        """One paper of a company or a site."""
        company = self._owner()
        site = self._known_site(company) if "name" in self._cells.get("site", {}) else None
        self._licence("licence", company, site, self._cells["licence"])

    def design(self) -> None:
        """One value of the approved design."""
        site = self._known_site(self._owner())
        stated = {**self._cells.get("design_value", {}), "site_id": site, "system_id": self._system(site)}
        self._natural("design_value", DesignValueInput, stated)

    def _company(self, noun: str, otherwise: Stated) -> str:
        """A company named in passing: made when it is new (then with ``otherwise``), else left as it is."""
        stated = dict(self._cells[noun])
        identity = self._company_id(stated)
        if neighbours.row(self._view, Enterprise, identity) is None:
            stated = {**otherwise, **stated}
        self._intend(noun, EnterpriseInput, identity, stated)
        return identity

    def _company_id(self, stated: Stated) -> str:
        found = self._known.company(stated.get("uscc"), stated.get("name"))
        uscc = stated.get("uscc")
        return found or (entering.enterprise_id(uscc) if uscc else derived_id("enterprise", str(stated.get("name"))))

    def _owner(self) -> str:
        """The company the row is about, which must be in the register."""
        stated = self._cells.get("enterprise", {})
        found = self._known.company(stated.get("uscc"), stated.get("name"))
        if found is None:
            field = "uscc" if "uscc" in stated else "name"
            shown = {"value": stated.get(field, "")}
            raise self._rejected("enterprise", Problem("import.company_unknown", field, shown))
        return found

    def _site(self, company: str) -> str:
        stated = {**self._cells["site"], "enterprise_id": company}
        return self._natural("site", SiteInput, stated)

    def _known_site(self, company: str) -> str:
        """The site the row is about, which must be in the register."""
        stated = self._cells.get("site", {})
        table = MODELS[SiteInput]
        found = self._known.find(table, {"enterprise_id": company, "name": stated.get("name")})
        if found is None:
            raise self._rejected("site", Problem("import.site_unknown", "name", {"value": stated.get("name") or ""}))
        return found

    def _system(self, site: str | None) -> str | None:
        if "name" not in self._cells.get("system", {}):
            return None
        if site is None:
            raise self._rejected("system", Problem("import.system_without_site", "name"))
        return self._natural("system", SystemInput, {**self._cells["system"], "site_id": site})

    def _person(self, noun: str, company: str) -> str:
        stated = self._cells[noun]
        name, id_no = str(stated.get("name") or ""), stated.get("id_no")
        found = self._known.person(id_no, name, company) or self._planned_person(name)
        identity = found or derived_id("person", company, name, id_no or "")
        self._intend(noun, PersonInput, identity, stated)
        return identity

    def _planned_person(self, name: str) -> str | None:
        """One man may be legal representative, principal and actual controller in the same row."""
        alike = [i.record_id for i in self.intents if i.model is Person and i.after["name"] == name]
        return alike[0] if alike else None

    def _post(self, stated: dict[str, Any]) -> None:
        """The post as it is held; somebody appointed again after he left holds a new one."""
        model = MODELS[PostInput]
        found = self._known.post(stated)
        held = neighbours.row(self._view, model, found) if found else None
        begins = stated.get("appointed_on") or ""
        if held is not None and held["ended_on"] and begins != held["appointed_on"] and begins >= held["ended_on"]:
            found = None
        again = [stated["appointed_on"]] if held is not None and found is None else []
        identity = found or derived_id("post", *key_of(model, stated), *again)
        self._intend("post", PostInput, identity, stated)

    def _licence(self, noun: str, company: str, site: str | None, stated: Stated) -> None:
        full = {**stated, "enterprise_id": company, "site_id": site}
        found = self._known.find(MODELS[LicenceInput], full)
        holder = neighbours.row(self._view, MODELS[LicenceInput], found) if found else None
        if holder is not None and holder["enterprise_id"] != company:
            params = {"number": stated["licence_no"]}
            self._reject(noun, Problem("import.licence_of_another", "licence_no", params))
        self._natural(noun, LicenceInput, full)

    def _natural(self, noun: str, kind: type[Any], stated: Stated) -> str:
        """An entry that its natural key identifies; the id."""
        model = MODELS[kind]
        identity = self._known.find(model, stated) or derived_id(noun, *key_of(model, stated))
        self._intend(noun, kind, identity, stated)
        return identity

    def _intend(self, noun: str, kind: type[Any], record_id: str, stated: Stated) -> None:
        model = MODELS[kind]
        before = neighbours.row(self._view, model, record_id)
        if before is None and record_id in self._known.removed:
            self._reject(noun, Problem("import.was_removed", "name" if "name" in stated else next(iter(stated), "")))
            return
        known = {} if before is None else {k: v for k, v in shaping.from_record(kind, before).items() if v is not None}
        try:
            facts = shaping.shaped(kind, {**known, **{k: v for k, v in stated.items() if v is not None}})
        except BadInput as error:
            params = {name: value for name, value in error.params.items() if name != "field"}
            self._reject(noun, Problem(error.code, str(error.params.get("field", "")), params))
            return
        own = record_id if before is not None else None
        wrong = [*checks.problems(facts), *([] if self._problems else neighbours.problems(self._view, facts, own))]
        self._problems += [(noun, problem) for problem in wrong]
        fields = entering.record_fields(self._view, facts, self._today)
        if before is not None:
            fields = entering.differing(kind, before, fields, stated, self._today)
        after = {**(before or {}), **fields, "id": record_id}
        self.intents.append(Intent(model, record_id, fields, after, before))
        self._planned[model, record_id] = after

    def _rejected(self, noun: str, problem: Problem) -> RowRejected:
        """For a problem without whose remedy nothing else of the row can be judged."""
        return RowRejected([*self._problems, (noun, problem)])

    def _reject(self, noun: str, problem: Problem) -> None:
        self._problems.append((noun, problem))


_SHEETS: dict[str, Callable[[RowPlan], None]] = {
    "mines": RowPlan.mines,
    "contractors": RowPlan.contractors,
    "people": RowPlan.people,
    "licences": RowPlan.licences,
    "design": RowPlan.design,
}
