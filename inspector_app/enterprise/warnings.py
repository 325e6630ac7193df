"""What an officer should know about a mine's entry before he drives there, as messages of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from inspector_app.enterprise import rules
from inspector_app.enterprise.dossier import (
    ContractRow,
    EnterpriseFacts,
    LicenceRow,
    PersonRow,
    PostRow,
    QualificationRow,
    RegisterWarning,
    SiteFacts,
    SystemRow,
)
from inspector_app.enterprise.rules import Principal
from inspector_app.enterprise.values import Expiry, PostKind
from inspector_app.terms import label

_TOLD = (Expiry.EXPIRED, Expiry.EXPIRING, Expiry.NOT_YET_VALID)


def about_entry(site: SiteFacts, day: date, stale_after_days: int) -> list[RegisterWarning]:
    """The entry itself is old or lacks its kind or state."""
    found = []
    if rules.is_stale(site.updated_on, day, stale_after_days):
        found.append(RegisterWarning("register.stale", {"updated_on": site.updated_on or "—"}, site.id))
    unset = [name for name in ("kind", "state") if getattr(site, name) is None]
    return found + [RegisterWarning(f"register.{name}_missing", {}, site.id) for name in unset]


def about_principal(principal: Principal, people: Mapping[str, PersonRow], site: SiteFacts) -> list[RegisterWarning]:
    """Nobody, or more than one person, answers for the mine."""
    if principal.person_id is not None:
        return []
    names = "、".join(people[one].name for one in principal.person_ids if one in people)
    code = "register.principal_unclear" if names else "register.principal_missing"
    return [RegisterWarning(code, {"names": names}, site.id)]


def about_posts(
    site: SiteFacts,
    systems: Sequence[SystemRow],
    posts: Sequence[PostRow],
    people: Mapping[str, PersonRow],
    day: date,
) -> list[RegisterWarning]:
    """Posts nobody holds, and holders who do not show what the plan asks. Source: plan tasks 1, 2."""
    names = {system.id: system.name for system in systems}
    found = [
        RegisterWarning(
            "register.post_missing_in_system" if gap.system_id else "register.post_missing",
            {"post": label(gap.post), "system": names.get(gap.system_id or "", ""), "source": gap.source},
            site.id,
        )
        for gap in rules.missing_posts(site.kind, site.state, systems, posts, day)
    ]
    for post in posts:
        if post.person_id in people:
            for short in rules.shortfalls(site.kind, post, people[post.person_id], day):
                code = f"register.{short.lacks}_{'short' if short.is_certain else 'unknown'}"
                params = {"post": label(post.kind), "name": post.person_name, "needed": short.needed}
                found.append(RegisterWarning(code, params, post.person_id))
    return found


def about_papers(
    site: SiteFacts,
    enterprise: EnterpriseFacts | None,
    licences: Sequence[LicenceRow],
    qualifications: Iterable[QualificationRow],
) -> list[RegisterWarning]:
    """Licences that are missing, ended or ending, and certificates of people that are."""
    role = enterprise.role if enterprise else None
    found = [
        RegisterWarning("register.licence_missing", {"licence": label(kind)}, site.id)
        for kind in rules.missing_licences(role, site.kind, site.state, licences)
    ]
    for licence in licences:
        if licence.expiry in _TOLD:
            params = {"licence": label(licence.kind), "number": licence.number}
            params |= {"valid_to_on": licence.valid_to_on or "", "valid_from_on": licence.valid_from_on or ""}
            found.append(RegisterWarning(f"register.licence_{licence.expiry.value}", params, licence.id))
    for one in qualifications:
        if one.expiry in (Expiry.EXPIRED, Expiry.EXPIRING):
            params = {"name": one.person_name, "paper": label(one.kind), "valid_to_on": one.valid_to_on or ""}
            found.append(RegisterWarning(f"register.qualification_{one.expiry.value}", params, one.id))
    return found


def about_contracts(site: SiteFacts, contracts: Sequence[ContractRow]) -> list[RegisterWarning]:
    """Contracts that lack something, and blasting that seems contracted apart. Source: plan task 21."""
    found = [
        RegisterWarning(f"register.contract_lacks_{lack}", {"contractor": contract.contractor_name}, contract.id)
        for contract in contracts
        for lack in rules.contract_lacks(contract)
    ]
    if rules.blasting_apart(site.kind, contracts):
        found.append(RegisterWarning("register.blasting_apart", {}, site.id))
    return found


def principal_posts(posts: Iterable[PostRow], site_id: str) -> list[PostRow]:
    """Posts that bear on who answers for a site: those of the whole enterprise and those of this site."""
    return [post for post in posts if post.site_id in (None, site_id) and post.kind is not PostKind.PROJECT_MANAGER]
