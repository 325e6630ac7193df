"""Pure rules of the register: who answers for a mine, which posts and papers are missing, what is out of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.enterprise.dossier import ContractRow, LicenceRow, PersonRow, PostRow, SystemRow
from inspector_app.enterprise.requirements import RequiredLicence, RequiredPost, required_licences, required_posts
from inspector_app.enterprise.values import (
    PRINCIPAL_POSTS,
    WORKING_STATES,
    EnterpriseRole,
    Expiry,
    LicenceKind,
    PostKind,
    SiteKind,
    SiteState,
)

LICENCE_WARNING_DAYS = 90
"""Days before the end from which a paper shows as expiring; our choice, a setting of the office."""

STALE_AFTER_DAYS = 92
"""A register entry older than a quarter is stale. Source: plan task 10 (以后每季度更新上报)."""

FIVE_POST_MANAGERS = frozenset(
    {
        PostKind.MINE_MANAGER,
        PostKind.CHIEF_ENGINEER,
        PostKind.PRODUCTION_MANAGER,
        PostKind.SAFETY_MANAGER,
        PostKind.ELECTROMECHANICAL_MANAGER,
    }
)
"""五职矿长."""

FIVE_DISCIPLINE_ENGINEERS = frozenset(
    {
        PostKind.MINING_ENGINEER,
        PostKind.GEOLOGY_ENGINEER,
        PostKind.SURVEY_ENGINEER,
        PostKind.ELECTROMECHANICAL_ENGINEER,
        PostKind.VENTILATION_ENGINEER,
    }
)
"""五科专业技术人员; four are named by UG-32, the fifth is to be confirmed."""

_EDUCATION = (
    ("博士", 7), ("硕士", 6), ("研究生", 6), ("本科", 5), ("学士", 5), ("大专", 4), ("专科", 4),
    ("中专", 3), ("高中", 3), ("技校", 3), ("初中", 2), ("小学", 1),
)  # fmt: skip
"""Words people use for an education and their order; 高中 and 中专 count as one level."""
_SENIOR_MARKS = ("高级", "中级", "工程师", "技师")
_JUNIOR_MARKS = ("助理", "技术员", "初级")


@dataclass(frozen=True)
class Principal:
    """Who is 主要负责人 on a day. Several candidates, or none, are said plainly and left to the officer."""

    person_ids: tuple[str, ...]
    because: str
    """``post`` (holds the post on that day), ``stated`` (named in the register), ``candidates`` or ``unknown``."""

    @property
    def person_id(self) -> str | None:
        """The one person, when there is exactly one."""
        return self.person_ids[0] if len(self.person_ids) == 1 and self.because != "candidates" else None


@dataclass(frozen=True)
class MissingPost:
    """A post nobody holds; ``system_id`` names the production system that lacks it."""

    post: PostKind
    system_id: str | None
    mark: str
    source: str


@dataclass(frozen=True)
class Shortfall:
    """What a holder lacks for his post: ``education``, ``title_or_education`` or ``career`` (years needed)."""

    post: PostKind
    person_id: str
    lacks: str
    needed: str
    is_certain: bool
    """False when the register does not say: not known is not the same as not fulfilled."""


def expiry(
    valid_from_on: str | None, valid_to_on: str | None, day: date, warning_days: int = LICENCE_WARNING_DAYS
) -> tuple[Expiry, int | None]:
    """Where a paper stands on a day, and days left; first and last day are both valid."""
    text = day.isoformat()
    if valid_from_on is not None and text < valid_from_on:
        return Expiry.NOT_YET_VALID, None if valid_to_on is None else _days(valid_to_on, day)
    if valid_to_on is None:
        return Expiry.UNDATED, None
    left = _days(valid_to_on, day)
    if left < 0:
        return Expiry.EXPIRED, left
    return (Expiry.EXPIRING if left <= warning_days else Expiry.VALID), left


def is_stale(updated_on: str | None, day: date, after_days: int = STALE_AFTER_DAYS) -> bool:
    """Whether a register entry is too old to rely on; one without a date always is."""
    return updated_on is None or -_days(updated_on, day) > after_days


def principal_on(day: date, posts: Sequence[PostRow], stated_id: str | None) -> Principal:
    """Who is 主要负责人 on that day.

    The dated post decides, so that an old violation is laid to who answered for it then; without one the
    person named in the register; without that the holders of posts that may make one principal are candidates
    and an officer chooses. Source: 安全生产法 5, 21; enforcement facts §2.1.
    """
    text = day.isoformat()
    held = [post for post in posts if post.held_on(text)]
    named = _people(post for post in held if post.kind is PostKind.PRINCIPAL)
    if named:
        return Principal(named, "post" if len(named) == 1 else "candidates")
    if stated_id is not None:
        return Principal((stated_id,), "stated")
    ranked = sorted((p for p in held if p.kind in PRINCIPAL_POSTS), key=lambda p: PRINCIPAL_POSTS.index(p.kind))
    candidates = _people(ranked)
    return Principal(candidates, "candidates" if candidates else "unknown")


def missing_posts(
    kind: SiteKind | None,
    state: SiteState | None,
    systems: Sequence[SystemRow],
    posts: Iterable[PostRow],
    day: date,
    required: Sequence[RequiredPost] | None = None,
) -> list[MissingPost]:
    """Posts nobody holds at a working mine; five-post managers are asked for in each production system.

    Source: plan tasks 1, 2; UG-32; TP-19.
    """
    if kind is None or state not in WORKING_STATES:
        return []
    text = day.isoformat()
    held = [post for post in posts if post.held_on(text)]
    working = [system.id for system in systems if system.state is None or system.state in WORKING_STATES]
    missing = []
    for need in required_posts() if required is None else required:
        if kind not in need.kinds:
            continue
        holders = [post for post in held if post.kind is need.post]
        uncovered: list[str | None] = [] if holders else [None]
        if need.per_system and len(working) > 1:
            uncovered = _uncovered(working, holders)
        missing += [MissingPost(need.post, system, need.mark, need.source) for system in uncovered]
    return missing


def missing_licences(
    role: EnterpriseRole | None,
    kind: SiteKind | None,
    state: SiteState | None,
    licences: Iterable[LicenceRow],
    required: Sequence[RequiredLicence] | None = None,
) -> list[LicenceKind]:
    """Papers that are not in the register at all (an expired one is there: see its ``expiry``)."""
    have = {licence.kind for licence in licences}
    return [
        need.licence
        for need in (required_licences() if required is None else required)
        if role in need.roles
        and (not need.kinds or kind in need.kinds)
        and (not need.states or state in need.states)
        and need.licence not in have
    ]


def shortfalls(kind: SiteKind | None, post: PostRow, person: PersonRow, day: date) -> list[Shortfall]:
    """What plan tasks 1 and 2 ask of the holder of a post and he does not show.

    Underground principals and five-post managers: 大专以上 and 10 years; open-pit principals and safety deputies:
    大专以上 or 中级以上职称, and 3 years; five-discipline engineers: 5 years. Source: plan task 1; plan task 2.
    """
    need = _needs(kind, post.kind)
    if need is None:
        return []
    education, title_will_do, years = need
    found = []
    if education:
        schooled = at_least_education(person.education, "大专")
        titled = has_intermediate_title(person.professional_title) if title_will_do else False
        if not (schooled or titled):
            lacks = "title_or_education" if title_will_do else "education"
            certain = schooled is False and (titled is False or not title_will_do)
            found.append(Shortfall(post.kind, person.id, lacks, "大专", certain))
    served = career_years(person.career_since_on, day)
    if served is None or served < years:
        found.append(Shortfall(post.kind, person.id, "career", str(years), served is not None))
    return found


def at_least_education(stated: str, needed: str) -> bool | None:
    """Whether an education reaches a level; ``None`` when the register does not say in known words."""
    levels = dict(_EDUCATION)
    return next((level >= levels[needed] for word, level in _EDUCATION if word in stated), None)


def has_intermediate_title(stated: str) -> bool | None:
    """Whether a professional title is 中级 or above; ``None`` when the register does not say."""
    if not stated.strip():
        return None
    if any(mark in stated for mark in _JUNIOR_MARKS):
        return False
    return True if any(mark in stated for mark in _SENIOR_MARKS) else None


def career_years(since_on: str | None, day: date) -> int | None:
    """Whole years from the beginning of the mining career to that day."""
    if since_on is None:
        return None
    since = date.fromisoformat(since_on)
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def contract_lacks(contract: ContractRow) -> tuple[str, ...]:
    """What a contract of 外包工程 lacks: a manager, a safety agreement, or its validity. Source: 安全生产法 49."""
    lacks = []
    if not contract.project_manager:
        lacks.append("project_manager")
    if not contract.safety_agreement_on:
        lacks.append("safety_agreement")
    if contract.expiry is Expiry.EXPIRED:
        lacks.append("valid_contract")
    return tuple(lacks)


def blasting_apart(kind: SiteKind | None, contracts: Iterable[ContractRow]) -> bool:
    """Whether blasting underground seems to be contracted apart from the mining work, which is forbidden.

    True when one contractor's scope names 爆破 and no 采 or 掘 work of its own. Source: plan task 21.
    """
    if kind is not SiteKind.UNDERGROUND_MINE:
        return False
    running = [c for c in contracts if c.includes_blasting and c.expiry is not Expiry.EXPIRED]
    return any(not {"采", "掘"} & set(contract.work_scope) for contract in running)


def _needs(kind: SiteKind | None, post: PostKind) -> tuple[bool, bool, int] | None:
    """(education asked, a title will do instead, years) for a post at a kind of site."""
    if kind is SiteKind.UNDERGROUND_MINE and (post is PostKind.PRINCIPAL or post in FIVE_POST_MANAGERS):
        return True, False, 10
    if kind is SiteKind.UNDERGROUND_MINE and post in FIVE_DISCIPLINE_ENGINEERS:
        return False, False, 5
    if kind is SiteKind.OPEN_PIT_MINE and post in (PostKind.PRINCIPAL, PostKind.SAFETY_DEPUTY):
        return True, True, 3
    return None


def _uncovered(systems: Sequence[str], holders: Sequence[PostRow]) -> list[str | None]:
    """Systems without a holder of their own: one person cannot be the manager of two systems."""
    busy: set[str] = set()
    uncovered: list[str | None] = []
    for system in systems:
        own = next((p.person_id for p in holders if p.system_id == system and p.person_id not in busy), None)
        if own is None:
            uncovered.append(system)
        else:
            busy.add(own)
    return uncovered


def _people(posts: Iterable[PostRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post.person_id for post in posts))


def _days(day_text: str, day: date) -> int:
    return (date.fromisoformat(day_text) - day).days
