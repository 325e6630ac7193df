"""Fills the photo evidence sheet (EX-11): one caption block per photo, filed photos first (enforcement facts §7.6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inspector_app.checklist.loader import cited_criterion
from inspector_app.enforcement.facts import Facts, PhotoFact, stated
from inspector_app.evidence.values import TIME_OF_FILE

_NOT_STATED = "时间未注明"


def photo_evidence_sheet(facts: Facts) -> dict[str, Any]:
    """EX-11 图片（照片）证据材料页."""
    problems = {problem.finding_id: problem for problem in facts.problems}
    filed = [photo for photo in facts.photos if photo.finding_id in problems]
    filed.sort(key=lambda photo: (problems[photo.finding_id or ""].seq, photo.taken_at or ""))
    takers = "、".join(officer.name for officer in facts.officers if officer.is_officer)
    rows = [_row(number, photo, facts, takers) for number, photo in enumerate(filed, 1)]
    org = facts.org
    named = facts.case.row.case_name if facts.case else (f"对{org.name}的现场检查" if org else None)
    return stated(case_name=named, org_name=org and org.name, mine_name=org and org.mine_name, photos=rows)


def _row(number: int, photo: PhotoFact, facts: Facts, takers: str) -> dict[str, Any]:
    problem = next((p for p in facts.problems if p.finding_id == photo.finding_id), None)
    return stated(
        no=number,
        photo_id=photo.photo_id,
        sha256=photo.sha256,
        proves=photo.proves or (problem.fact if problem else ""),
        taken_at=_taken(photo),
        place=photo.place or (problem.place if problem else ""),
        taken_by=takers,
        camera=photo.camera,
        file_name=photo.file_name,
        problem_seq=str(problem.seq) if problem else None,
        criterion_ref=cited_criterion(problem.criterion_key) if problem and problem.is_major else None,
    )


def _taken(photo: PhotoFact) -> str:
    """When it was taken; the time of a file proves nothing and is called what it is."""
    if not photo.taken_at:
        return _NOT_STATED
    if photo.time_source == TIME_OF_FILE:
        at = datetime.fromisoformat(photo.taken_at)
        return f"{_NOT_STATED}（文件时间{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分）"
    return photo.taken_at[:19]
