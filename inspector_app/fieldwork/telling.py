"""A planned line in plain words: one sentence of what Enter will do, and what to look at before it is pressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app import terms
from inspector_app.checklist.values import Verdict
from inspector_app.fieldwork.values import LineKind, LinePlan, PlannedAnswer, PlannedFinding, PlannedPhoto
from inspector_app.labels import field_label
from inspector_app.messages import say


@dataclass(frozen=True)
class ToldLine:
    """``does``: what Enter does. ``warnings``: each its own sentence; none when nothing is out of the ordinary."""

    does: str
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.does, *self.warnings))


def told(plan: LinePlan, language: str = "zh") -> ToldLine:
    """The plan in the words of a person."""
    return _Teller(plan, language).told()


class _Teller:
    def __init__(self, plan: LinePlan, language: str) -> None:
        self._plan = plan
        self._language = language

    def told(self) -> ToldLine:
        if self._plan.kind is LineKind.UNDO:
            return ToldLine(self._end([self._say("told_undo")]))
        if self._plan.times is not None:
            hours = {
                "seen_from": _hour(self._plan.times.seen_from_at, self._plan.times.seen_from_at),
                "seen_to": _hour(self._plan.times.seen_to_at, self._plan.times.seen_from_at),
            }
            return ToldLine(self._end([self._say("told_times", **hours)]))
        if not self._plan.changes:
            return ToldLine(self._end([*self._answers(), self._say("told_nothing")]))
        parts = [*self._answers(), *self._finding()]
        return ToldLine(self._end(parts), tuple(self._warnings()))

    def _answers(self) -> Iterator[str]:
        answers = self._plan.answers
        if len(answers) == 1:
            one = answers[0]
            value = self._say("told_value", value=one.value) if one.value else ""
            verdict = self._verdict(one.verdict)
            yield self._say("told_answer", no=one.no, title=one.title, verdict=verdict, value=value) + self._words()
            if one.rows_named is not None:
                yield self._say("told_rows", named=one.rows_named[self._language == "en"])
        elif answers:
            numbers, verdict = self._ranges(one.no for one in answers), self._verdict(answers[0].verdict)
            yield self._say("told_answers", numbers=numbers, count=len(answers), verdict=verdict) + self._words()
        if self._plan.answer_photos:
            yield self._say("told_answer_photos", numbers=self._ranges(one.number for one in self._plan.answer_photos))

    def _words(self) -> str:
        if not self._plan.words:
            return ""
        skipped = self._plan.answers[0].verdict == Verdict.NOT_CHECKED
        return self._say("told_words" if skipped else "told_note", words=self._plan.words)

    def _finding(self) -> Iterator[str]:
        finding = self._plan.finding
        if finding is None:
            return
        mark = f" {finding.mark}" if finding.mark else ""
        code = "told_finding" if finding.seq is None else "told_finding_changed"
        yield self._say(code, mark=mark, seq=finding.seq) + "".join(self._parts(finding))

    def _parts(self, finding: PlannedFinding) -> Iterator[str]:
        if finding.place:
            yield self._say("told_place", words=finding.place)
        if finding.fact:
            yield self._say("told_fact", words=finding.fact)
        if finding.photos:
            yield self._say("told_photos", numbers=self._ranges(one.number for one in finding.photos))

    def _warnings(self) -> Iterator[str]:
        plan = self._plan
        for before, answers in _by_verdict(plan.corrects).items():
            value = answers[0].before_value if len(answers) == 1 else ""
            was = " ".join(part for part in (self._verdict(before), value) if part)
            yield self._say("warn_corrects", numbers=self._ranges(one.no for one in answers), before=was)
        for one in plan.answers:
            if one.rows_lost:
                yield self._say("warn_rows_lost", no=one.no, count=one.rows_lost)
            if one.is_doubtful:
                yield self._say("warn_proposal", no=one.no)
        if plan.finding is None and any(one.verdict == Verdict.NOT_COMPLIANT for one in plan.answers):
            yield self._say("warn_no_finding")
        if plan.stays:
            yield self._say("warn_stays", seqs="、".join(map(str, plan.stays)))
        if plan.finding is not None:
            if plan.finding.missing:
                lacks = [field_label(name, self._language) for name in plan.finding.missing]
                yield self._say("warn_missing", missing=self._list(lacks))
            yield from self._moved(plan.finding.photos)
        yield from self._moved(plan.answer_photos)

    def _moved(self, photos: Sequence[PlannedPhoto]) -> Iterator[str]:
        for photo in photos:
            if photo.from_seq is not None:
                yield self._say("warn_photo_moves", number=photo.number, seq=photo.from_seq)

    def _verdict(self, value: str) -> str:
        return terms.label(Verdict(value), self._language)

    def _list(self, words: Sequence[str]) -> str:
        return (", " if self._language == "en" else "、").join(words)

    def _ranges(self, numbers: Iterable[int]) -> str:
        return self._list(ranges(numbers))

    def _say(self, code: str, **params: object) -> str:
        return say(f"sheet.{code}", self._language, **params).happened

    def _end(self, parts: Iterable[str]) -> str:
        if self._language == "en":
            text = "; ".join(parts)
            return text[:1].upper() + text[1:] + "."
        return "；".join(parts) + "。"


def ranges(numbers: Iterable[int]) -> list[str]:
    """``13-18``, ``21``: numbers as they are written on a sheet."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def _by_verdict(answers: Sequence[PlannedAnswer]) -> dict[str, list[PlannedAnswer]]:
    found: dict[str, list[PlannedAnswer]] = {}
    for one in answers:
        found.setdefault(one.before, []).append(one)
    return found


def _hour(moment: str, since: str) -> str:
    """The hour, with its day where the walk went over midnight."""
    return moment[11:16] if moment[:10] == since[:10] else moment[:16].replace("T", " ")
