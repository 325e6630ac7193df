"""逢查必考 during a visit: ask somebody on the laptop or on paper, and keep what he knew."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inspector_app.clock import Clock
from inspector_app.enterprise.model import Site
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.inspection.model import Inspection
from inspector_app.inspection.values import InspectionState
from inspector_app.quiz import drawing, repository, rules
from inspector_app.quiz.bank import question_bank
from inspector_app.quiz.entering import given_of, read_line
from inspector_app.quiz.model import QuizSitting
from inspector_app.quiz.printing import key_of, paper_of
from inspector_app.quiz.values import (
    AskedQuestion,
    NewSitting,
    QuestionKind,
    QuizMethod,
    QuizPaper,
    QuizRole,
    Sitting,
    SittingRow,
    Tally,
)
from inspector_app.storage.unit_of_work import Unit, Units

if TYPE_CHECKING:
    from inspector_app.documents.values import PaperInput
    from inspector_app.office.service import OfficeService


class QuizService:
    """One public method = one thing the officer does = one transaction."""

    def __init__(self, units: Units, clock: Clock, office: OfficeService) -> None:
        self._units = units
        self._clock = clock
        self._office = office

    def draw(self, role: QuizRole, site_kind: str, count: int | None = None, seed: str = "") -> QuizPaper:
        """A paper to look at or to print; nothing is stored. Raises as ``drawing.draw``."""
        wanted = self._setting("quiz.question_count") if count is None else count
        return drawing.draw(question_bank(), role, site_kind, wanted, seed or new_seed())

    def begin(self, actor: str, inspection_id: str, new: NewSitting) -> str:
        """Draw a paper for a person and start the time; the examination's id.

        Raises ``BadInput`` (no name, limits that are none, nothing to ask), ``RuleViolation('quiz.visit_ended')``.
        """
        rules.require_person(new)
        count = self._setting("quiz.question_count") if new.count is None else new.count
        minutes = self._setting("quiz.minutes") if new.minutes is None else new.minutes
        wanted = self._setting("quiz.pass_percent") if new.pass_percent is None else new.pass_percent
        rules.require_limits(count, minutes, wanted)
        with self._units.begin(actor, "quiz.begin") as unit:
            visit = unit.get(Inspection, inspection_id)
            if visit.inspection_state != InspectionState.RUNNING.value:
                raise RuleViolation("quiz.visit_ended")
            kind = new.site_kind or unit.get(Site, visit.site_id or "").site_kind or ""
            paper = self.draw(new.role, kind, count, new.seed)
            return unit.create(
                QuizSitting,
                inspection_id=inspection_id,
                site_id=visit.site_id,
                person_name=new.person_name.strip(),
                post_title=new.post_title.strip() or None,
                quiz_role=new.role.value,
                site_kind=kind,
                method=new.method.value,
                seed=paper.seed,
                bank_hash=paper.bank_hash,
                questions=[_kept(one) for one in paper.questions],
                given={},
                minutes=minutes,
                pass_percent=wanted,
                started_at=self._clock.now().iso,
            )

    def answer(self, actor: str, sitting_id: str, question: str, chosen: Sequence[int]) -> bool:
        """File one answer (option numbers from 0 as shown); whether it changed anything.

        Raises ``RuleViolation`` (ended, time over on the laptop), ``BadInput`` (no such question or option).
        """
        with self._units.begin(actor, "quiz.answer") as unit:
            kept = self._running(unit, sitting_id)
            if kept.method == QuizMethod.LAPTOP.value:
                rules.require_time(kept.started_at or "", kept.minutes or 0, self._clock.now().at)
            picked = rules.checked_choice(_asked(kept), question, chosen)
            given = {**(kept.given or {}), question: picked}
            return unit.change(QuizSitting, sitting_id, given={key: value for key, value in given.items() if value})

    def enter(self, actor: str, sitting_id: str, given: Mapping[str, Sequence[int]]) -> Sitting:
        """Enter all answers of a printed paper and mark it. Raises as ``answer``."""
        with self._units.begin(actor, "quiz.enter") as unit:
            kept = self._running(unit, sitting_id)
            asked = _asked(kept)
            laid = {key: rules.checked_choice(asked, key, chosen) for key, chosen in given.items()}
            self._mark(unit, kept, {key: value for key, value in laid.items() if value})
        return self.sitting(sitting_id)

    def finish(self, actor: str, sitting_id: str) -> Sitting:
        """End and mark it; unanswered questions are wrong. Raises ``RuleViolation('quiz.ended')``."""
        with self._units.begin(actor, "quiz.finish") as unit:
            kept = self._running(unit, sitting_id)
            self._mark(unit, kept, kept.given or {})
        return self.sitting(sitting_id)

    def enter_score(self, actor: str, sitting_id: str, right_count: int) -> Sitting:
        """File how many were right on a printed paper that was marked with the key.

        Raises ``RuleViolation`` (``quiz.ended``, ``quiz.paper_only``), ``BadInput('quiz.right_count_wrong')``.
        """
        with self._units.begin(actor, "quiz.score") as unit:
            kept = self._running(unit, sitting_id)
            if kept.method != QuizMethod.PAPER.value:
                raise RuleViolation("quiz.paper_only")
            count = len(kept.questions or ())
            if not 0 <= right_count <= count:
                raise BadInput("quiz.right_count_wrong", field="right_count", right=right_count, count=count)
            self._end(unit, kept, right_count)
        return self.sitting(sitting_id)

    def take_back(self, actor: str, sitting_id: str, reason: str) -> None:
        """Strike an examination out (begun by mistake, somebody else answered); the trail keeps it."""
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        with self._units.begin(actor, "quiz.remove") as unit:
            unit.remove(QuizSitting, sitting_id, reason)

    def sittings(self, inspection_id: str) -> list[SittingRow]:
        """The examinations of a visit in the order they began."""
        with self._units.read() as connection:
            return [_row(one) for one in repository.sittings(connection, inspection_id)]

    def tally(self, inspection_id: str) -> Tally:
        """How many people were examined in a visit and who failed."""
        with self._units.read() as connection:
            return rules.tally(repository.outcomes(connection, inspection_id))

    def defaults(self) -> tuple[int, int, int]:
        """(questions, minutes, per cent to pass) as the office has set them."""
        return (
            self._setting("quiz.question_count"), self._setting("quiz.minutes"), self._setting("quiz.pass_percent")
        )  # fmt: skip

    def sitting(self, sitting_id: str) -> Sitting:
        """One examination with its paper. Raises ``BadInput('record.unknown')``."""
        with self._units.read() as connection:
            kept = repository.sitting(connection, sitting_id)
        if kept is None:
            raise BadInput("record.unknown", kind=QuizSitting.__tablename__, id=sitting_id)
        given = {key: tuple(chosen) for key, chosen in (kept.given or {}).items()}
        return Sitting(_row(kept), kept.seed or "", _asked(kept), given)

    def enter_line(self, actor: str, sitting_id: str, line: str) -> Sitting:
        """Enter a printed paper's answers as they are written on it (``C B D ABD √ ×``). Raises as ``enter``."""
        return self.enter(actor, sitting_id, given_of(read_line(self.sitting(sitting_id).questions, line)))

    def paper(self, sitting_id: str, site_name: str = "") -> PaperInput:
        """The examination as a paper to be written on."""
        kept = self.sitting(sitting_id)
        row = kept.row
        return paper_of(
            kept.questions, row.role, kept.seed, row.minutes, row.pass_percent, site_name=site_name,
            person_name=row.person_name, post_title=row.post_title, check_date=row.started_at[:10],
        )  # fmt: skip

    def key(self, sitting_id: str) -> PaperInput:
        """The right answers to mark it with."""
        kept = self.sitting(sitting_id)
        return key_of(kept.questions, kept.row.role, kept.seed, kept.row.pass_percent)

    def _running(self, unit: Unit, sitting_id: str) -> QuizSitting:
        kept = unit.get(QuizSitting, sitting_id)
        rules.require_running(kept.ended_at)
        return kept

    def _mark(self, unit: Unit, kept: QuizSitting, given: Mapping[str, Sequence[int]]) -> None:
        self._end(unit, kept, rules.marked(_asked(kept), given), given=dict(given))

    def _end(self, unit: Unit, kept: QuizSitting, right: int, **fields: Any) -> None:
        score = rules.percent(right, len(kept.questions or ()))
        unit.change(
            QuizSitting, kept.id, ended_at=self._clock.now().iso, right_count=right, score=score,
            is_passed=score >= (kept.pass_percent or 0), **fields,
        )  # fmt: skip

    def _setting(self, key: str) -> int:
        return int(self._office.setting(key))


def new_seed() -> str:
    """A lot for a paper, short enough to be written down."""
    return secrets.token_hex(4)


def _kept(question: AskedQuestion) -> dict[str, object]:
    return {**asdict(question), "options": list(question.options), "right": list(question.right)}


def _asked(kept: QuizSitting) -> tuple[AskedQuestion, ...]:
    return tuple(
        AskedQuestion(
            **{**row, "kind": QuestionKind(row["kind"]), "options": tuple(row["options"]), "right": tuple(row["right"])}
        )
        for row in kept.questions or ()
    )


def _row(kept: QuizSitting) -> SittingRow:
    started, minutes = kept.started_at or "", kept.minutes or 0
    ends: datetime = rules.ends_at(started, minutes)
    return SittingRow(
        id=kept.id,
        inspection_id=kept.inspection_id or "",
        person_name=kept.person_name or "",
        post_title=kept.post_title or "",
        role=kept.quiz_role or "",
        method=kept.method or "",
        question_count=len(kept.questions or ()),
        answered=len(kept.given or {}),
        right_count=kept.right_count,
        score=kept.score,
        pass_percent=kept.pass_percent or 0,
        is_passed=kept.is_passed,
        minutes=minutes,
        started_at=started,
        ends_at=ends.isoformat(),
        ended_at=kept.ended_at,
    )
