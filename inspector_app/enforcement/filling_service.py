"""Fills what serves other papers: 送达回执 (F40) and 送达地址确认书 (EX-12), one for each respondent."""

from __future__ import annotations

from typing import Any

from inspector_app.enforcement.facts import Facts, OriginalFact, stated
from inspector_app.enforcement.filling import head
from inspector_app.enforcement.rules import FROZEN
from inspector_app.enforcement.values import ServiceMode
from inspector_app.terms import label

Values = dict[str, Any]


def service_receipt(facts: Facts) -> Values:
    """F40: every issued paper of this respondent with its number; what was served already says how and when."""
    servers = "、".join(officer.name for officer in facts.officers if officer.is_officer)
    return stated(
        case_name=_name(facts),
        recipient=_recipient(facts),
        rows=[_row(paper, servers) for paper in _papers(facts)],
        remark="\n".join(filter(None, map(_left, _papers(facts)))) or None,
        **head(facts),
    )


def service_address_confirm(facts: Facts) -> Values:
    """EX-12: the address as the register knows it; the consent is the respondent's own word."""
    case, org = facts.case, facts.org
    person = case.person if case else None
    party = (case.org if case else None) or org
    return stated(
        case_name=_name(facts),
        recipient=_recipient(facts),
        address=person.home_address if person else party and party.address,
        postcode=person.postcode if person else party and party.postcode,
        phone=person.phone if person else party and party.phone,
        **head(facts),
    )


SERVICE_FILLERS = {"service_receipt": service_receipt, "service_address_confirm": service_address_confirm}


def _papers(facts: Facts) -> list[OriginalFact]:
    """Papers of the case, or of the visit when there is none; a receipt does not list itself or internal papers."""
    around = facts.case.papers if facts.case else tuple(p for p in facts.siblings if p.row.case_id is None)
    return [paper for paper in around if paper.row.state in FROZEN and paper.row.form not in _NOT_SERVED]


_NOT_SERVED = frozenset({*SERVICE_FILLERS, "photo_evidence_sheet"})


def _row(paper: OriginalFact, servers: str) -> Values:
    row = paper.row
    mode = label(ServiceMode(row.service_mode)).removesuffix("送达") if row.service_mode else None
    date = row.served_at[:10] if row.served_at else None
    named = f"《{row.title}》{row.number or ''}"
    return stated(doc_name_no=named, date=date, mode=mode, server=servers)


def _left(paper: OriginalFact) -> str:
    """What the receipt says of a paper that was not taken: what happened, and who bears witness."""
    row = paper.row
    if not (row.service_note or row.service_witness):
        return ""
    witness = f"证明人：{row.service_witness}。" if row.service_witness else ""
    note = row.service_note.rstrip("。")
    return f"《{row.title}》{row.number or ''}：" + (f"{note}。" if note else "") + witness


def _name(facts: Facts) -> str | None:
    if facts.case:
        return facts.case.row.case_name
    return f"对{facts.org.name}的现场检查" if facts.org else None


def _recipient(facts: Facts) -> str | None:
    if facts.case:
        return facts.case.row.respondent_name
    return facts.org.name if facts.org else None
