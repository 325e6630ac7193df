"""The values of the printed file of a mine (W2): always Chinese, as paper is; what is too long to print says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from inspector_app.enforcement.values import PaperRow
from inspector_app.enterprise.dossier import EnterpriseFacts, PersonRow, SiteFile
from inspector_app.enterprise.values import Expiry, QualificationKind
from inspector_app.inspection.rules import place_apart
from inspector_app.mine_file.values import CaseLine, Holder, MineFile, OpenHazard, Slice, VisitLine
from inspector_app.terms import label

FORM = "mine_file"
PRINTED, LONGEST = 100, 300
"""Rows of a long part that are printed; characters of a finding's text."""
T = TypeVar("T")
_NOTES = {
    "hazards": "另有 {n} 项未印，见隐患台账。", "visits": "另有 {n} 次检查未印。", "papers": "另有 {n} 份文书未印。",
    "cases": "另有 {n} 件案件未印。",
}  # fmt: skip
_EMPTY = {
    "hazards": "未整改的问题", "visits": "检查", "papers": "执法文书", "licences": "证照", "people": "人员",
    "design": "设计值",
}  # fmt: skip


def values_of(file: MineFile, printed: str, say: Callable[[str, dict[str, str]], str]) -> dict[str, Any]:
    """The values of the form. ``printed``: by whom and when; ``say`` tells a warning by its code and blanks."""
    register, tally = file.register, file.tally
    parts: dict[str, list[dict[str, str]]] = {
        "warnings": [{"text": say(one.code, one.params)} for one in register.warnings],
        "hazards": _rows(file.hazards, _hazard),
        "visits": _rows(file.visits, _visit),
        "papers": _rows(file.papers, _paper),
        "cases": [_case(one) for one in file.cases],
        "licences": _licences(register),
        "people": [_person(one) for one in file.holders],
        "contracts": _contracts(register),
        "design": _design(register),
    }
    totals = {"hazards": tally.open, "visits": tally.visits, "papers": tally.papers, "cases": tally.cases}
    notes = {
        f"{name}_note": _NOTES[name].format(n=total - len(parts[name]))
        for name, total in totals.items()
        if total > len(parts[name])
    }
    missing = [words for name, words in _EMPTY.items() if not parts[name]]
    return {
        **_head(file),
        "printed": printed,
        **{name: rows for name, rows in parts.items() if rows},
        **notes,
        **({"nothing": f"这台电脑上没有：{'、'.join(missing)}。"} if missing else {}),
    }


def _head(file: MineFile) -> dict[str, str]:
    register, tally = file.register, file.tally
    site, company = register.site, register.enterprise
    tonnes = site.capacity_tonnes_per_year
    principal = next((one.person for one in file.holders if one.is_principal), None)
    over = f"（过期 {tally.overdue} 项）" if tally.overdue else ""
    said = {
        "site_name": site.name,
        "kind": "  ".join(filter(None, (label(site.kind), site.mineral))),
        "state": label(site.state),
        "enterprise": company.name if company else "",
        "uscc": company.uscc if company else "",
        "principal": principal.name if principal else "",
        "phone": _phone(principal, company),
        "address": site.address,
        "size": f"{format(tonnes / 10_000, 'g')} 万吨/年" if tonnes else "",
        "updated": site.updated_on or "",
        "as_of": register.day,
        "tally": f"检查 {tally.visits} 次，问题 {tally.findings} 项，未整改 {tally.open} 项{over}，"
        f"重大隐患 {tally.majors} 项，文书 {tally.papers} 份，案件 {tally.cases} 件",
    }
    return {name: text or "未登记" for name, text in said.items()}


def _rows(part: Slice[T], row: Callable[[T], dict[str, str]]) -> list[dict[str, str]]:
    return [_known(row(one)) for one in part.rows]


def _known(row: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in row.items() if text}


def _hazard(one: OpenHazard) -> dict[str, str]:
    place = place_apart(one.place, one.fact)
    level = label(one.level)
    fact = "  ".join(filter(None, (place, one.fact)))
    fact = fact if len(fact) <= LONGEST else f"{fact[: LONGEST - 1]}…"
    return {"due": one.due_on or "未定期限", "left": days_left(one.days_left), "level": level, "fact": fact}


def days_left(left: int | None) -> str:
    """The days to a deadline in words."""
    if left is None:
        return ""
    if left < 0:
        return f"已过期 {-left} 天"
    return "今天到期" if left == 0 else f"还有 {left} 天"


def _visit(one: VisitLine) -> dict[str, str]:
    counts = {"findings": str(one.findings), "open": str(one.open), "papers": str(one.papers)}
    category = "  ".join(filter(None, (label(one.category), label(one.state))))
    return {"day": one.begun_on, "category": category, "lead": one.lead, **counts}


def _paper(one: PaperRow) -> dict[str, str]:
    return {"title": one.title, "number": one.number or "", "state": label(one.state), "day": one.issued_on or ""}


def _case(one: CaseLine) -> dict[str, str]:
    amount = "" if one.amount_fen is None else f"{one.amount_fen // 100:,}.{one.amount_fen % 100:02d}"
    party = label(one.respondent_type)
    return _known({"name": one.name, "party": party, "state": label(one.state), "amount": amount})


def _licences(register: SiteFile) -> list[dict[str, str]]:
    return [
        _known(
            {
                "kind": label(one.kind),
                "number": one.number,
                "until": one.valid_to_on or "未登记",
                "state": standing(one.expiry, one.days_left),
            }
        )
        for one in register.licences
    ]


def standing(expiry: Expiry, left: int | None) -> str:
    """Where a dated paper stands, with the days where they matter."""
    if left is None or expiry not in (Expiry.EXPIRED, Expiry.EXPIRING):
        return label(expiry)
    return f"{label(expiry)}（{days_left(left)}）"


def _phone(principal: PersonRow | None, company: EnterpriseFacts | None) -> str:
    """The principal's own number; else the company's, which says so."""
    if principal is not None and principal.phone:
        return principal.phone
    return f"{company.phone}（单位）" if company is not None and company.phone else ""


def _person(one: Holder) -> dict[str, str]:
    posts = "、".join(dict.fromkeys(label(post.kind) for post in one.posts))
    known = [row for row in one.certificates if row.kind is QualificationKind.SAFETY_ASSESSMENT]
    best = max(known, key=lambda row: row.valid_to_on or "", default=None)
    certificate = "没有登记"
    if best is not None:
        until = f"至 {best.valid_to_on}" if best.valid_to_on else ""
        certificate = "  ".join(filter(None, (best.certificate_no, until, label(best.expiry))))
    return _known({"name": one.person.name, "posts": posts, "phone": one.person.phone, "certificate": certificate})


def _contracts(register: SiteFile) -> list[dict[str, str]]:
    return [
        _known(
            {
                "name": one.contractor_name,
                "scope": one.work_scope,
                "manager": one.project_manager,
                "until": _joined((one.valid_to_on or "", label(one.expiry))),
            }
        )
        for one in register.contracts
    ]


def _design(register: SiteFile) -> list[dict[str, str]]:
    names: dict[str | None, str] = {one.id: one.name for one in register.systems}
    return [
        _known(
            {
                "name": _joined((names.get(one.system_id, ""), one.label)),
                "value": one.shown,
                "source": _joined((one.source, one.dated_on or "")),
            }
        )
        for one in register.design_values
    ]


def _joined(parts: Iterable[str] | Sequence[str]) -> str:
    return " ".join(filter(None, parts))
