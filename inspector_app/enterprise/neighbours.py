"""What can be wrong with an entry beside the entries already there: unknown, taken, or of somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from sqlalchemy import Connection, select

from inspector_app.enterprise.blanks import Kind, of_kind
from inspector_app.enterprise.checks import Problem
from inspector_app.enterprise.inputs import (
    NOUNS,
    ContractInput,
    DesignValueInput,
    EngagementInput,
    EnterpriseInput,
    LicenceInput,
    PersonInput,
    PostInput,
    RegisterInput,
    SiteInput,
    SystemInput,
    noun_of,
)
from inspector_app.enterprise.model import MODELS, Enterprise, ProductionSystem, Site
from inspector_app.enterprise.requirements import design_keys
from inspector_app.enterprise.rows import one_of
from inspector_app.enterprise.shaping import to_fields
from inspector_app.enterprise.values import EnterpriseRole, SiteKind
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT, Record
from inspector_app.terms import label

UNUSABLE = frozenset({"register.reference_unknown", "register.design_key_unknown"})
"""Problems of the input itself rather than of a rule."""

_DEEPEST = 20
_WORKING_ROLES = frozenset({EnterpriseRole.CONTRACTOR, EnterpriseRole.MINE_ENTERPRISE})


@dataclass(frozen=True)
class View:
    """The entries there are, and those about to be entered together with the one looked at (by kind and id).

    ``present`` are the ids that are there, when whoever asks has them at hand. ``is_matched`` says that the facts
    were matched by their natural key beforehand, so that nobody else can hold it. ``seen`` keeps entries that were
    looked up, for as long as the view lives: not longer than nothing is written.
    """

    connection: Connection
    planned: Mapping[tuple[type[Record], str], Mapping[str, Any]] = dataclass_field(default_factory=dict)
    present: Set[str] | None = None
    is_matched: bool = False
    seen: dict[tuple[type[Record], str], dict[str, Any] | None] | None = None


def problems(view: View, facts: RegisterInput, own_id: str | None) -> list[Problem]:
    """Everything that is wrong beside the other entries; ``own_id`` is the entry being corrected, if any."""
    unknown = list(_unknown_references(view, facts))
    if unknown:
        return unknown
    own = _OWN.get(type(facts))
    return list(own(view, facts, own_id)) if own else []


def row(view: View, model: type[Record], record_id: str | None) -> dict[str, Any] | None:
    """A present entry or one about to be, or nothing."""
    if record_id is not None and (model, record_id) in view.planned:
        return dict(view.planned[model, record_id])
    if record_id is None or (view.present is not None and record_id not in view.present):
        return None
    if view.seen is None:
        return _look_up(view, model, record_id)
    if (model, record_id) not in view.seen:
        view.seen[model, record_id] = _look_up(view, model, record_id)
    return view.seen[model, record_id]


def _look_up(view: View, model: type[Record], record_id: str) -> dict[str, Any] | None:
    table = table_of(model)
    query = select(table).where(table.c.id == record_id, table.c.presence == PRESENT)
    found = view.connection.execute(query).mappings().first()
    return None if found is None else dict(found)


def _unknown_references(view: View, facts: RegisterInput) -> Iterator[Problem]:
    for name, blank in of_kind(type(facts), Kind.REFERENCE).items():
        wanted = getattr(facts, name)
        if wanted and row(view, MODELS[NOUNS[blank.meaning.noun].facts], wanted) is None:
            yield Problem("register.reference_unknown", name, {"id": wanted})


def _twin(view: View, facts: RegisterInput, own_id: str | None, **further: Any) -> dict[str, Any] | None:
    """Another present entry that people would recognise by the same blanks."""
    made = to_fields(facts)
    same = {name: made[name] for name in noun_of(type(facts)).recognised_by}
    return _taken(view, facts, own_id, **same, **further)


def _taken(view: View, facts: RegisterInput, own_id: str | None, **same: Any) -> dict[str, Any] | None:
    """Another present entry that holds the same values."""
    if view.is_matched:
        return None
    table = table_of(MODELS[type(facts)])
    query = select(table).where(table.c.presence == PRESENT, *(table.c[n] == value for n, value in same.items()))
    if own_id is not None:
        query = query.where(table.c.id != own_id)
    found = view.connection.execute(query.limit(1)).mappings().first()
    return None if found is None else dict(found)


def _enterprise(view: View, facts: EnterpriseInput, own_id: str | None) -> Iterator[Problem]:
    holder = _taken(view, facts, own_id, uscc=facts.uscc) if facts.uscc else None
    if holder is not None:
        yield Problem("register.uscc_taken", "uscc", {"value": facts.uscc, "name": holder["name"]})
    above, steps = facts.parent_company_id, 0
    while above is not None and steps < _DEEPEST:
        if above == own_id:
            yield Problem("register.parent_of_itself", "parent_company_id")
            return
        parent = row(view, Enterprise, above)
        above, steps = (parent["parent_company_id"] if parent else None), steps + 1


def _person(view: View, facts: PersonInput, own_id: str | None) -> Iterator[Problem]:
    holder = _taken(view, facts, own_id, id_no=facts.id_no) if facts.id_no else None
    if holder is not None:
        yield Problem("register.id_no_taken", "id_no", {"name": holder["name"]})


def _site(view: View, facts: SiteInput, own_id: str | None) -> Iterator[Problem]:
    if _twin(view, facts, own_id):
        yield Problem("register.site_there", "name", {"name": facts.name})


def _system(view: View, facts: SystemInput, own_id: str | None) -> Iterator[Problem]:
    if _twin(view, facts, own_id):
        yield Problem("register.system_there", "name", {"name": facts.name})


def _post(view: View, facts: PostInput, own_id: str | None) -> Iterator[Problem]:
    yield from _at_own_site(view, facts)
    yield from _in_own_system(view, facts)
    if facts.ended_on is None and _twin(view, facts, own_id, ended_on=None):
        yield Problem("register.post_there", "post_kind", {"post": label(facts.post_kind)})


def _licence(view: View, facts: LicenceInput, own_id: str | None) -> Iterator[Problem]:
    yield from _at_own_site(view, facts)
    if _twin(view, facts, own_id):
        params = {"licence": label(facts.licence_kind), "number": facts.licence_no}
        yield Problem("register.licence_no_taken", "licence_no", params)


def _contract(view: View, facts: ContractInput, _own_id: str | None) -> Iterator[Problem]:
    company = row(view, Enterprise, facts.contractor_id) or {}
    if one_of(EnterpriseRole, company.get("enterprise_role")) not in _WORKING_ROLES:
        yield Problem("register.not_a_contractor", "contractor_id", {"name": company.get("name") or ""})
    site = row(view, Site, facts.site_id) or {}
    if site.get("enterprise_id") == facts.contractor_id:
        yield Problem("register.contracts_with_itself", "contractor_id", {"name": company.get("name") or ""})


def _design_value(view: View, facts: DesignValueInput, own_id: str | None) -> Iterator[Problem]:
    yield from _in_own_system(view, facts)
    known = design_keys()[facts.key]
    site = row(view, Site, facts.site_id) or {}
    kind = one_of(SiteKind, site.get("site_kind"))
    if kind is not None and kind not in known.kinds:
        yield Problem("register.design_key_not_for_kind", "key", {"label": known.zh, "kind": label(kind)})
    if _twin(view, facts, own_id):
        yield Problem("register.design_value_there", "key", {"label": known.zh, "day": facts.dated_on or "—"})


def _engagement(view: View, facts: EngagementInput, _own_id: str | None) -> Iterator[Problem]:
    yield from _at_own_site(view, facts)
    body = row(view, Enterprise, facts.body_id) or {}
    if one_of(EnterpriseRole, body.get("enterprise_role")) is not EnterpriseRole.SERVICE_BODY:
        yield Problem("register.not_a_service_body", "body_id", {"name": body.get("name") or ""})


def _at_own_site(view: View, facts: PostInput | LicenceInput | EngagementInput) -> Iterator[Problem]:
    """The site belongs to the company, or the company works there as a contractor."""
    site = row(view, Site, facts.site_id)
    if site is None or site["enterprise_id"] == facts.enterprise_id:
        return
    company = row(view, Enterprise, facts.enterprise_id) or {}
    if company.get("enterprise_role") != EnterpriseRole.CONTRACTOR.value:
        params = {"site": site["name"] or "", "enterprise": company.get("name") or ""}
        yield Problem("register.site_of_another_enterprise", "site_id", params)


def _in_own_system(view: View, facts: PostInput | DesignValueInput) -> Iterator[Problem]:
    system = row(view, ProductionSystem, facts.system_id)
    if system is not None and system["site_id"] != facts.site_id:
        yield Problem("register.system_of_another_site", "system_id", {"system": system["name"] or ""})


_OWN: dict[type[Any], Callable[[View, Any, str | None], Iterator[Problem]]] = {
    EnterpriseInput: _enterprise,
    PersonInput: _person,
    SiteInput: _site,
    SystemInput: _system,
    PostInput: _post,
    LicenceInput: _licence,
    ContractInput: _contract,
    DesignValueInput: _design_value,
    EngagementInput: _engagement,
}
