"""Which records are found, by which of their texts, and how a hit on one looks: one query for each kind.

The same query feeds the index and shows a hit, so that a hit always shows what stands in the record now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, text

from inspector_app import terms
from inspector_app.enforcement.case_values import CaseState, RespondentType
from inspector_app.enforcement.values import DocumentState
from inspector_app.enterprise.values import (
    EnterpriseRole,
    LicenceKind,
    PostKind,
    QualificationKind,
    SiteKind,
    SiteState,
)
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.values import InspectionCategory, InspectionState, ReinspectionResult, TaskSource
from inspector_app.labels import kind_label
from inspector_app.office.regions import regions
from inspector_app.search.text import grams, joined, named
from inspector_app.search.values import Hit, SearchGroup

_OF_ENTERPRISE = "(SELECT min(o.id) FROM site o WHERE o.enterprise_id = {0} AND o.presence = 'present')"
_OF_PERSON = (
    "(SELECT coalesce(max(o.site_id), (SELECT min(m.id) FROM site m WHERE m.enterprise_id = max(o.enterprise_id) "
    "AND m.presence = 'present')) FROM post o WHERE o.person_id = {0} AND o.presence = 'present')"
)
_POSTS = "(SELECT group_concat(o.post_kind) FROM post o WHERE o.person_id = p.id AND o.presence = 'present')"
_EMPLOYERS = (
    "(SELECT group_concat(DISTINCT e.name) FROM post o JOIN enterprise e ON e.id = o.enterprise_id "
    "WHERE o.person_id = p.id AND o.presence = 'present')"
)
_ENUMS: dict[str, type[StrEnum]] = {
    "site_kind": SiteKind, "site_state": SiteState, "enterprise_role": EnterpriseRole, "posts": PostKind,
    "licence_kind": LicenceKind, "qualification_kind": QualificationKind, "inspection_state": InspectionState,
    "task_source": TaskSource, "inspection_category": InspectionCategory, "hazard_level": HazardLevel,
    "reinspection_result": ReinspectionResult, "document_state": DocumentState, "case_state": CaseState,
    "respondent_type": RespondentType,
}  # fmt: skip
_UNTIL = frozenset({"valid_to_on", "rectification_due_on"})
_KIND = "kind_word"
"""Holds the kind itself: it is said in words."""


@dataclass(frozen=True)
class Source:
    """One kind of record. ``title``, ``words``, ``detail`` and ``links`` name columns of ``query``.

    ``name``: the column that pinyin initials are made of, ``initials`` the column that has them already.
    """

    kind: str
    group: SearchGroup
    query: str
    title: tuple[str, ...]
    words: tuple[str, ...]
    detail: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    initials: str = ""

    def rows(self, connection: Connection, ids: Iterable[str]) -> list[Mapping[str, Any]]:
        """The present records of these ids."""
        statement = text(self.query).bindparams(bindparam("ids", expanding=True))
        return [dict(row) for row in connection.execute(statement, {"ids": list(ids)}).mappings()]

    def indexed(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """What the index keeps of a record: title and other words, in pairs of characters."""
        title = [part for column in self.title for part in _spoken(row, column)]
        if self.name:
            title.append(named(row[self.name]))
        words = [part for column in self.words for part in _spoken(row, column)]
        if self.initials and row[self.initials]:
            (words if self.group in _OF_A_SITE else title).append(row[self.initials])
        return grams(title), grams(words)

    def hit(self, row: Mapping[str, Any], sort_key: str, language: str) -> Hit:
        """The record as it is shown."""
        title = "  ".join(part for column in self.title if (part := _shown(row, column, language)))
        detail = joined([_shown(row, column, language) for column in self.detail])
        links = {name: row[column] for name, column in self.links.items() if row[column]}
        return Hit(self.group, self.kind, row["id"], title, detail, sort_key, links)


_OF_A_SITE = frozenset({SearchGroup.INSPECTION, SearchGroup.FINDING, SearchGroup.DOCUMENT, SearchGroup.CASE})
_SITE_OF_VISIT = "LEFT JOIN inspection i ON i.id = x.inspection_id LEFT JOIN site s ON s.id = i.site_id "

SOURCES: tuple[Source, ...] = (
    Source(
        "site", SearchGroup.SITE,
        "SELECT x.id, x.name, x.pinyin_initials, x.site_kind, x.site_state, x.address, x.mineral, x.region_code, "
        "e.name AS enterprise, e.uscc FROM site x LEFT JOIN enterprise e ON e.id = x.enterprise_id "
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("name",), ("enterprise", "uscc", "site_kind", "site_state", "address", "mineral", "region_code"),
        ("site_kind", "site_state", "region_code", "enterprise"), {"site": "id"}, initials="pinyin_initials",
    ),
    Source(
        "enterprise", SearchGroup.ENTERPRISE,
        "SELECT x.id, x.name, x.pinyin_initials, x.enterprise_role, x.uscc, x.address, x.phone, x.region_code, "
        f"{_OF_ENTERPRISE.format('x.id')} AS site_id FROM enterprise x WHERE x.id IN :ids AND x.presence = 'present'",
        ("name",), ("uscc", "address", "phone", "region_code", "enterprise_role"),
        ("enterprise_role", "uscc", "region_code"), {"site": "site_id", "enterprise": "id", "name": "name"},
        initials="pinyin_initials",
    ),
    Source(
        "person", SearchGroup.PERSON,
        f"SELECT p.id, p.name, p.phone, p.professional_title, {_POSTS} AS posts, {_EMPLOYERS} AS employers, "
        f"{_OF_PERSON.format('p.id')} AS site_id FROM person p WHERE p.id IN :ids AND p.presence = 'present'",
        ("name",), ("phone", "professional_title", "posts", "employers"), ("posts", "employers"),
        {"site": "site_id", "person": "id"}, name="name",
    ),
    Source(
        "licence", SearchGroup.LICENCE,
        "SELECT x.id, x.licence_kind, x.licence_no, x.issuer, x.scope_text, x.valid_to_on, "
        "coalesce(s.name, e.name) AS holder, coalesce(s.pinyin_initials, e.pinyin_initials) AS pinyin_initials, "
        f"coalesce(x.site_id, {_OF_ENTERPRISE.format('x.enterprise_id')}) AS site_id FROM licence x "
        "LEFT JOIN site s ON s.id = x.site_id LEFT JOIN enterprise e ON e.id = x.enterprise_id "
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("licence_kind", "licence_no"), ("issuer", "scope_text", "holder"), ("holder", "valid_to_on", "issuer"),
        {"site": "site_id", "licence": "id"}, initials="pinyin_initials",
    ),
    Source(
        "qualification", SearchGroup.LICENCE,
        "SELECT x.id, x.qualification_kind, x.certificate_no, x.trained_by, x.valid_to_on, p.name AS holder, "
        f"x.person_id, {_OF_PERSON.format('x.person_id')} AS site_id FROM qualification x "
        "LEFT JOIN person p ON p.id = x.person_id WHERE x.id IN :ids AND x.presence = 'present'",
        ("qualification_kind", "certificate_no"), ("trained_by", "holder"), ("holder", "valid_to_on"),
        {"site": "site_id", "person": "person_id", "qualification": "id"}, name="holder",
    ),
    Source(
        "inspection", SearchGroup.INSPECTION,
        "SELECT x.id, s.name AS site, s.pinyin_initials, substr(x.started_at, 1, 10) AS day, x.inspection_state, "
        "x.task_source, x.inspection_category, x.notice_no, x.approval_no, x.behavior_code, x.scope_text, x.route, "
        "x.site_rep_name, x.companions, x.lead_officer_id, o.name AS lead, x.site_id FROM inspection x "
        "LEFT JOIN site s ON s.id = x.site_id LEFT JOIN officer o ON o.id = x.lead_officer_id "
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("site", "day"),
        ("notice_no", "approval_no", "behavior_code", "scope_text", "route", "site_rep_name", "companions", "lead",
         "task_source", "inspection_category"),
        ("inspection_state", "task_source", "lead", "notice_no"), {"inspection": "id", "site": "site_id"},
        initials="pinyin_initials",
    ),
    Source(
        "field_sheet", SearchGroup.INSPECTION,
        "SELECT x.id, 'field_sheet' AS kind_word, x.short_code, replace(x.short_code, '-', '') AS plain, "
        "'KAJS1:' || replace(x.id, '-', '') AS qr, substr(x.drawn_up_at, 1, 10) AS day, s.name AS site, "
        "s.pinyin_initials, x.inspection_id, i.site_id FROM field_sheet x " + _SITE_OF_VISIT +
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("kind_word", "short_code"), ("plain", "qr", "site", "day"), ("site", "day"),
        {"inspection": "inspection_id", "sheet": "id", "site": "site_id"}, initials="pinyin_initials",
    ),
    Source(
        "finding", SearchGroup.FINDING,
        "SELECT x.id, x.fact, x.place, x.violated_rule, x.criterion_key, x.item_key, x.responsible_person, "
        "x.hazard_level, x.rectification_due_on, x.reinspection_result, s.name AS site, s.pinyin_initials, "
        "substr(i.started_at, 1, 10) AS day, x.inspection_id, i.site_id FROM finding x " + _SITE_OF_VISIT +
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("fact", "place"), ("site", "violated_rule", "criterion_key", "item_key", "responsible_person"),
        ("site", "day", "hazard_level", "reinspection_result", "rectification_due_on"),
        {"inspection": "inspection_id", "finding": "id", "site": "site_id"}, initials="pinyin_initials",
    ),
    Source(
        "document", SearchGroup.DOCUMENT,
        "SELECT x.id, x.number, x.title, x.form, x.respondent, x.document_state, x.issued_on, s.name AS site, "
        "s.pinyin_initials, x.inspection_id, i.site_id FROM document x " + _SITE_OF_VISIT +
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("title", "number"), ("form", "respondent", "site", "document_state"),
        ("site", "document_state", "issued_on", "respondent"),
        {"inspection": "inspection_id", "document": "id", "site": "site_id"}, initials="pinyin_initials",
    ),
    Source(
        "enforcement_case", SearchGroup.CASE,
        "SELECT x.id, x.case_name, x.respondent_type, x.case_state, x.receipt_no, s.name AS site, s.pinyin_initials, "
        "x.inspection_id, x.group_id, i.site_id FROM enforcement_case x " + _SITE_OF_VISIT +
        "WHERE x.id IN :ids AND x.presence = 'present'",
        ("case_name",), ("site", "receipt_no", "respondent_type"), ("site", "respondent_type", "case_state"),
        {"inspection": "inspection_id", "group": "group_id", "case": "id", "site": "site_id"},
        initials="pinyin_initials",
    ),
)  # fmt: skip
"""Every kind of record that is found, in the order of the groups."""

BY_KIND = {source.kind: source for source in SOURCES}

_CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "enterprise": (
        ("site", "SELECT id FROM site WHERE enterprise_id IN :ids"),
        ("licence", "SELECT id FROM licence WHERE enterprise_id IN :ids"),
        ("person", "SELECT DISTINCT person_id FROM post WHERE enterprise_id IN :ids"),
    ),
    "site": (
        ("inspection", "SELECT id FROM inspection WHERE site_id IN :ids"),
        ("finding", "SELECT f.id FROM finding f JOIN inspection i ON i.id = f.inspection_id WHERE i.site_id IN :ids"),
        ("field_sheet", "SELECT f.id FROM field_sheet f JOIN inspection i ON i.id = f.inspection_id "
         "WHERE i.site_id IN :ids"),
        ("document", "SELECT d.id FROM document d JOIN inspection i ON i.id = d.inspection_id WHERE i.site_id IN :ids"),
        ("licence", "SELECT id FROM licence WHERE site_id IN :ids"),
    ),
    "person": (("qualification", "SELECT id FROM qualification WHERE person_id IN :ids"),),
    "post": (("person", "SELECT DISTINCT person_id FROM post WHERE id IN :ids AND person_id IS NOT NULL"),),
}
"""Whose texts speak of a record: they are read anew when its own text changed."""

NEVER_SHOWN = frozenset({"post"})
"""Kinds that are found only through others."""


def children(connection: Connection, kind: str, ids: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
    """(kind, ids) of the records whose texts speak of these."""
    wanted = list(ids)
    for child, query in _CHILDREN.get(kind, ()):
        if wanted:
            statement = text(query).bindparams(bindparam("ids", expanding=True))
            yield child, set(connection.execute(statement, {"ids": wanted}).scalars())


def _spoken(row: Mapping[str, Any], column: str) -> list[str]:
    """All words that stand for a value: an enum's labels in both languages, a region's name."""
    value = row[column]
    if not value:
        return []
    if column == "region_code":
        region = regions().get(value)
        return [region.name, value] if region else [value]
    if column == _KIND:
        return [kind_label(value), kind_label(value, "en")]
    members = _members(column, value)
    return [label for one in members for label in (terms.label(one), terms.label(one, "en"))] if members else [value]


def _shown(row: Mapping[str, Any], column: str, language: str) -> str:
    value = row[column]
    if not value:
        return ""
    if column == "region_code":
        region = regions().get(value)
        return (region.en if language == "en" else region.name) if region else str(value)
    if column == _KIND:
        return kind_label(value, language)
    members = _members(column, value)
    if members:
        return "、".join(dict.fromkeys(terms.label(one, language) for one in members))
    if column in _UNTIL:
        return f"until {value}" if language == "en" else f"至 {value}"
    return str(value)


def _members(column: str, value: str) -> list[StrEnum]:
    """The enum members that a column holds, several separated by commas; unknown ones are left out."""
    enum = _ENUMS.get(column)
    if enum is None:
        return []
    known = {member.value: member for member in enum}
    return [known[one] for one in value.split(",") if one in known]
