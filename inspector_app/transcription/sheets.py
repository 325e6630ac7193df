"""Makes the sheets of a visit from layouts and what is known; compares them with what was copied and entered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspector_app.enforcement.values import DocumentState
from inspector_app.hazard.values import HazardLevel
from inspector_app.inspection.rules import place_apart
from inspector_app.transcription.layout import Layout, LayoutField, Section
from inspector_app.transcription.sources import BY_HAND, Material, Scope, text_of
from inspector_app.transcription.values import Each, FieldLine, FieldState, Gone, Group, Sheet

ISSUED = frozenset({DocumentState.PRINTED, DocumentState.SIGNED, DocumentState.SERVED, DocumentState.CLOSED})
_TITLE = 40


@dataclass(frozen=True)
class Mark:
    """What was entered of one group: texts by field key, by whom (name) and when."""

    id: str
    system: str
    group_key: str
    title: str
    entered: Mapping[str, str]
    is_done: bool
    done_by: str
    done_at: str


def sheet(layout: Layout, material: Material, marks: Sequence[Mark], copied: Mapping[str, str]) -> Sheet:
    """The sheet of one system. ``copied``: texts that were copied here, by ``group/field``."""
    own = {mark.group_key: mark for mark in marks if mark.system == layout.key}
    groups = tuple(
        _group(layout, section, key, title, scope, own.get(key), copied)
        for section in layout.sections
        for key, title, scope in _repeated(section, layout, material)
    )
    known = {group.key for group in groups}
    gone = tuple(
        Gone(mark.group_key, mark.title, mark.done_by, mark.done_at)
        for mark in own.values()
        if mark.is_done and mark.group_key not in known
    )
    return Sheet(
        layout.key, layout.title, layout.title_en, layout.confirmed, layout.note, layout.cleaning.line_breaks, groups,
        gone,
    )  # fmt: skip


def _repeated(section: Section, layout: Layout, material: Material) -> Iterator[tuple[str, str, Scope]]:
    """(group key, title, what its fields may speak of) for everything a section is repeated for."""
    scope = Scope(material, layout.cleaning)
    match section.each:
        case Each.VISIT:
            yield section.key, "", scope
        case Each.FINDING | Each.MAJOR:
            for finding in material.findings:
                if section.each is Each.FINDING or finding.hazard_level == HazardLevel.MAJOR:
                    told = " ".join(filter(None, (place_apart(finding.place, finding.fact), finding.fact)))
                    title = f"{finding.seq}. {told}"
                    yield f"{section.key}:{finding.id}", _short(title), replace(scope, finding=finding)
        case Each.PAPER:
            for paper in material.papers:
                if paper.state in ISSUED:
                    title = " ".join(filter(None, (paper.title, paper.number)))
                    yield f"{section.key}:{paper.id}", _short(title), replace(scope, paper=paper)
        case Each.CASE:
            for case in material.cases:
                yield f"{section.key}:{case.id}", _short(case.case_name), replace(scope, case=case)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"


def _group(
    layout: Layout,
    section: Section,
    key: str,
    title: str,
    scope: Scope,
    mark: Mark | None,
    copied: Mapping[str, str],
) -> Group:
    is_done = mark is not None and mark.is_done
    fields = tuple(
        _line(field, text_of(field.source, section.each, scope), mark if is_done else None,
              copied.get(f"{layout.key}/{key}/{field.key}"), layout)
        for field in section.fields
    )  # fmt: skip
    made = Group(key, section.title, section.title_en, title, fields, mark=mark.id if mark else "")
    return replace(made, is_done=True, done_by=mark.done_by, done_at=mark.done_at) if mark and is_done else made


def _line(field: LayoutField, text: str, mark: Mark | None, copied: str | None, layout: Layout) -> FieldLine:
    state, before = _state(field, text, mark, copied)
    length = len(layout.cleaning.copied(text))
    too_long = max(0, length - field.most) if field.most else 0
    return FieldLine(field.key, field.label, field.label_en, text, state, before, too_long)


def _state(field: LayoutField, text: str, mark: Mark | None, copied: str | None) -> tuple[FieldState, str]:
    """How far a field is, and what stands over there when that is something else."""
    if field.source == BY_HAND:
        return FieldState.BY_HAND, ""
    over_there = mark.entered.get(field.key) if mark else copied
    if mark is not None and copied == text and over_there != text:
        return FieldState.COPIED, over_there or ""  # copied anew, not ticked yet
    if over_there is not None and over_there != text:
        return FieldState.CHANGED, over_there
    if not text:
        return FieldState.EMPTY, ""
    if over_there is None:
        return FieldState.WAITING, ""
    return (FieldState.DONE if mark else FieldState.COPIED), ""
