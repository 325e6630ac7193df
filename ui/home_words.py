"""What the home page says of a paper that is out and lacks something, and what its button does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.enforcement.outstanding import OutstandingPaper
from ui.language import tr


@dataclass(frozen=True)
class Told:
    """One line: text, what stands below it in which role, the words of its button and the step that begins."""

    text: str
    facts: str
    part: str
    action: str
    step: str


def told(paper: OutstandingPaper, day: date) -> Told:
    """The line of a paper as of a day; its next step is the first thing it lacks."""
    step, action = _next_step(paper)
    facts, part = [paper.number, paper.site_name], ""
    if paper.serve_by:
        is_late = paper.is_late(day)
        words = tr("最迟应当在 {0} 送达，已经过了") if is_late else tr("当事人不在场的，最迟 {0} 送达")
        facts, part = [words.format(paper.serve_by), *facts], "danger" if is_late else "warn"
    text = f"{paper.title or paper.form} {_lacking(paper)}"
    return Told(text, "  ·  ".join(filter(None, facts)), part, action, step)


def _next_step(paper: OutstandingPaper) -> tuple[str, str]:
    if paper.needs_seal:
        return "seal", tr("去盖章")
    if paper.needs_service:
        return "serve", tr("去送达")
    return "report", tr("去报告")


def _lacking(paper: OutstandingPaper) -> str:
    words = []
    if paper.needs_seal:
        words.append(tr("还没盖章、送达") if paper.needs_service else tr("还没盖章"))
    elif paper.needs_service:
        words.append(tr("还没送达"))
    if paper.is_unreported:
        words.append(tr("未签名还没报告本局"))
    return tr("，").join(words)
