"""Commands about 逢查必考: the bank, a paper, an examination from its beginning to its result (``quiz …``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.enterprise.values import SiteKind
from inspector_app.quiz.values import NewSitting, Question, QuizMethod, QuizPaper, QuizRole, Sitting, SittingRow, Tally

if TYPE_CHECKING:
    from inspector_app.documents.values import PaperInput

_SITTING = Argument("sitting", "考核编号 / id of the examination", required=True, positional=True)
_ROLE = Argument("role", "考核对象 / who is asked", required=True, terms=QuizRole)
_COUNT = Argument("count", "题数（默认按设置） / number of questions", "whole")
_SEED = Argument("seed", "组卷号，同号同卷 / the same lot draws the same paper")
_FILES = (
    Argument("to", "试卷存为 PDF / PDF file of the paper", "path"),
    Argument("key_to", "答案存为 PDF / PDF file of the key", "path"),
)


def _list(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.quiz.bank import question_bank

    bank = question_bank()
    role, kind = given["role"], given["kind"]
    shown = [
        one
        for one in bank.questions
        if (role is None or QuizRole(role) in one.roles) and (kind is None or kind in one.site_kinds)
    ]
    kinds = Counter(one.kind.value for one in shown)
    rows = [{**asdict(one), "right": sorted(one.right)} for one in shown]
    return {"bank_hash": bank.content_hash, "count": len(rows), "kinds": dict(kinds), "questions": rows}


def _draw(_context: Context, given: Mapping[str, Any]) -> Any:
    """Without a store: the default number of questions unless stated."""
    from inspector_app.office.parameters import parameters
    from inspector_app.quiz import drawing
    from inspector_app.quiz.bank import question_bank
    from inspector_app.quiz.printing import key_of, paper_of
    from inspector_app.quiz.service import new_seed

    known = parameters()
    count = known["quiz.question_count"].value if given["count"] is None else given["count"]
    role, seed = QuizRole(given["role"]), given["seed"] or new_seed()
    drawn = drawing.draw(question_bank(), role, given["kind"], count, seed)
    minutes, wanted = known["quiz.minutes"].value, known["quiz.pass_percent"].value
    files = {
        **_drawn(given["to"], lambda: paper_of(drawn.questions, role, seed, minutes, wanted)),
        **_drawn(given["key_to"], lambda: key_of(drawn.questions, role, seed, wanted)),
    }
    return {**asdict(drawn), **({"files": files} if files else {})}


def _drawn(to: str | None, made: Callable[[], PaperInput]) -> dict[str, int]:
    """Draw a paper into a file, when one is asked for: pages by file."""
    if not to:
        return {}
    from inspector_app.documents.rendering import render

    rendered = render(made())
    Path(to).write_bytes(rendered.pdf)
    return {to: rendered.pages}


def _print(context: Context, given: Mapping[str, Any]) -> Any:
    app, sitting = context.app, given["sitting"]
    visit = app.inspections.get(app.quiz.sitting(sitting).row.inspection_id)
    site = app.register.site_file(visit.site_id).site.name
    files = {
        **_drawn(given["to"], lambda: app.quiz.paper(sitting, site)),
        **_drawn(given["key_to"], lambda: app.quiz.key(sitting)),
    }
    return {"files": files}


def _begin(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    new = NewSitting(
        person_name=given["person"],
        role=QuizRole(given["role"]),
        post_title=given["title"] or "",
        method=QuizMethod(given["method"] or "laptop"),
        count=given["count"],
        minutes=given["minutes"],
        pass_percent=given["pass"],
        seed=given["seed"] or "",
    )
    return _told(app.quiz.sitting(app.quiz.begin(app.officer_id, given["inspection"], new)))


def _answer(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    chosen = _meant(app.quiz.sitting(given["sitting"]), given["question"], given["chosen"] or "")
    changed = app.quiz.answer(app.officer_id, given["sitting"], given["question"], chosen)
    return {"changed": changed, **_told(app.quiz.sitting(given["sitting"]))}


def _enter(context: Context, given: Mapping[str, Any]) -> Any:
    app = context.app
    if given["line"]:
        return _told(app.quiz.enter_line(app.officer_id, given["sitting"], given["line"]))
    sitting = app.quiz.sitting(given["sitting"])
    laid = {key: _meant(sitting, key, written) for key, written in (given["answers"] or {}).items()}
    return _told(app.quiz.enter(app.officer_id, given["sitting"], laid))


def _finish(context: Context, given: Mapping[str, Any]) -> Any:
    return _told(context.app.quiz.finish(context.app.officer_id, given["sitting"]))


def _score(context: Context, given: Mapping[str, Any]) -> Any:
    return _told(context.app.quiz.enter_score(context.app.officer_id, given["sitting"], given["right"]))


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    return _told(context.app.quiz.sitting(given["sitting"]))


def _sittings(context: Context, given: Mapping[str, Any]) -> Any:
    return [asdict(one) for one in context.app.quiz.sittings(given["inspection"])]


def _tally(context: Context, given: Mapping[str, Any]) -> Any:
    return asdict(context.app.quiz.tally(given["inspection"]))


def _remove(context: Context, given: Mapping[str, Any]) -> Any:
    context.app.quiz.take_back(context.app.officer_id, given["sitting"], given["reason"])
    return {"sitting": given["sitting"], "removed": True}


def _meant(sitting: Sitting, key: str, written: str) -> Sequence[int]:
    """The options that somebody's letters or mark mean; an empty text takes the answer back."""
    from inspector_app.quiz.entering import read_answer
    from inspector_app.quiz.rules import question_of

    return read_answer(question_of(sitting.questions, key), written)


def _told(sitting: Sitting) -> dict[str, Any]:
    return asdict(sitting)


_INSPECTION = Argument("inspection", "检查编号 / inspection id", required=True, positional=True)
_LETTERS = "选项字母，如 AC，判断题 √ ×；留空为收回 / letters, or a mark; empty takes the answer back"
_ANSWERS = {"type": "object", "additionalProperties": {"type": "string"}}
_RESULT = described(Sitting)

COMMANDS = (
    Command(
        "quiz list",
        "应知应会题库 / the bank of questions",
        _list,
        (replace(_ROLE, required=False), Argument("kind", "矿山类别 / kind of mine", terms=SiteKind)),
        output={
            "type": "object",
            "properties": {
                "bank_hash": {"type": "string"}, "count": {"type": "integer"}, "kinds": {"type": "object"},
                "questions": array_of(Question),
            },
        },
    ),
    Command(
        "quiz draw",
        "随机组卷（不留记录） / draw a paper by chance, nothing is kept",
        _draw,
        (_ROLE, Argument("kind", "矿山类别 / kind of mine", required=True, terms=SiteKind), _COUNT, _SEED, *_FILES),
        output=described(QuizPaper),
    ),
    Command(
        "quiz begin",
        "开始一次应知应会考核 / examine somebody during a visit",
        _begin,
        (
            _INSPECTION,
            Argument("person", "被考核人姓名 / who is asked", required=True),
            _ROLE,
            Argument("title", "职务或岗位 / post"),
            Argument("method", "方式 / on the laptop or on paper", terms=QuizMethod),
            _COUNT,
            Argument("minutes", "时限（分钟） / minutes", "whole"),
            Argument("pass", "合格线（百分比） / per cent to pass", "whole"),
            _SEED,
        ),
        output=_RESULT,
    ),
    Command(
        "quiz answer",
        "记一道题的答案 / file one answer",
        _answer,
        (
            _SITTING,
            Argument("question", "题号 / key of the question", required=True),
            Argument("chosen", _LETTERS),
        ),
        output=described(Sitting, changed={"type": "boolean"}),
    ),
    Command(
        "quiz enter",
        "录入纸质答卷并评分 / enter a printed paper's answers and mark it",
        _enter,
        (
            _SITTING,
            Argument("answers", "题号→选项字母 / letters by key", "json", shape=_ANSWERS),
            Argument("line", "按题序写的答案，如 C B ABD √ × / answers in the order of the paper"),
        ),
        output=_RESULT,
    ),
    Command("quiz finish", "交卷评分 / end and mark", _finish, (_SITTING,), output=_RESULT),
    Command(
        "quiz score",
        "录入纸质考核答对题数 / file how many were right on a printed paper",
        _score,
        (_SITTING, Argument("right", "答对题数 / how many were right", "whole", required=True)),
        output=_RESULT,
    ),
    Command("quiz print", "试卷和答案存为 PDF / paper and key as PDF", _print, (_SITTING, *_FILES)),
    Command("quiz show", "一次考核的试卷和作答 / one examination", _show, (_SITTING,), output=_RESULT),
    Command("quiz sittings", "本次检查的考核 / of a visit", _sittings, (_INSPECTION,), output=array_of(SittingRow)),
    Command(
        "quiz tally",
        "本次抽考几人、不合格几人 / how many were asked and who failed",
        _tally,
        (_INSPECTION,),
        output=described(Tally),
    ),
    Command(
        "quiz remove",
        "作废一次考核记录 / strike an examination out",
        _remove,
        (_SITTING, Argument("reason", "原因 / reason", required=True)),
    ),
)
