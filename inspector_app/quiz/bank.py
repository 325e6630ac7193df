"""The bank of questions: read from data files once, checked like checklists, never changed by the program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.errors import BadInput
from inspector_app.quiz.values import TRUE_FALSE, Question, QuestionKind, QuizRole


@dataclass(frozen=True)
class QuestionBank:
    """All questions, in the order of their files. ``content_hash`` names this state of the bank on every paper."""

    questions: tuple[Question, ...]
    content_hash: str

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {one.key: one for one in self.questions}

    def question(self, key: str) -> Question:
        """One question. Raises ``BadInput('quiz.question_unknown')``."""
        found = self._by_key.get(key)
        if found is None:
            raise BadInput("quiz.question_unknown", question=key)
        return found

    def fitting(self, role: QuizRole, site_kind: str) -> tuple[Question, ...]:
        """What this role has to know at this kind of mine; trades and contractors know what every worker knows."""
        asked = {role, *map(QuizRole, _papers()["also_asked"].get(role.value, ()))}
        return tuple(one for one in self.questions if site_kind in one.site_kinds and asked.intersection(one.roles))


@cache
def question_bank() -> QuestionBank:
    """The bank as shipped. Raises ``BadInput('checklist.file_wrong')`` for a file that cannot be used."""
    files = sorted(quiz_folder().glob("*.json"))
    digest = hashlib.sha256()
    questions: list[Question] = []
    for file in files:
        content = file.read_bytes()
        digest.update(content)
        questions.extend(_read(file, content))
    return QuestionBank(tuple(questions), digest.hexdigest()[:16])


def quiz_folder() -> Path:
    """Where the files of the bank lie."""
    return paths.checklists() / "quiz"


def shares() -> dict[QuestionKind, int]:
    """How many of a hundred questions are of each kind."""
    return {QuestionKind(kind): share for kind, share in _papers()["shares"].items()}


@cache
def _papers() -> Any:
    return json.loads(paths.resources("quiz", "papers.json").read_text("utf-8"))


def _read(file: Path, content: bytes) -> list[Question]:
    try:
        return [_question(row) for row in json.loads(content)["questions"]]
    except (KeyError, TypeError, ValueError) as error:
        from inspector_app.checklist.validation import problems
        from inspector_app.quiz.faults import faults

        found = problems(file, "quiz", faults)
        raise (found[0].as_error() if found else BadInput("checklist.file_unreadable", file=file.name,
               detail=str(error))) from error  # fmt: skip


def _question(row: Mapping[str, Any]) -> Question:
    kind = QuestionKind(row["kind"])
    is_judged = kind is QuestionKind.TRUE_FALSE
    right = [0 if row["is_true"] else 1] if is_judged else row["right"]
    return Question(
        key=row["key"],
        kind=kind,
        roles=tuple(QuizRole(role) for role in row["roles"]),
        site_kinds=tuple(row["site_kinds"]),
        source=_source(row["source"]),
        text=row["text"],
        options=TRUE_FALSE if is_judged else tuple(row["options"]),
        right=frozenset(right),
        explanation=row["explanation"],
    )


def _source(source: Mapping[str, Any]) -> str:
    """``task:3:2`` (task and sentence of the plan), ``criterion:UG-01-1`` or ``law:safety_law:28``."""
    if "task" in source:
        return f"task:{source['task']}:{source['sentence']}"
    name, value = next(iter(source.items()))
    return f"{name}:{value}"
