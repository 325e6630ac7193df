"""Commands that look things up: search, law search, index rebuild."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of, described
from inspector_app.search.values import PAGE, Hit, SearchAnswer, SearchGroup


def _search(context: Context, given: Mapping[str, Any]) -> Any:
    search = context.app.search
    for left in search.catch_up():
        context.say(f"{left} …")
    answer = search.find(
        " ".join(given["words"]),
        given["language"],
        groups=tuple(SearchGroup(one) for one in given["groups"] or ()),
        after=given["after"] or "",
        limit=given["limit"],
    )
    return asdict(answer)


def _brief(answer: Any) -> Any:
    return [
        {"group": group["group"], "title": hit["title"], "detail": hit["detail"], "id": hit["id"]}
        for group in answer["groups"]
        for hit in group["hits"]
    ]


def _law(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.search.passages import find_law

    return [asdict(hit) for hit in find_law(" ".join(given["words"]), given["limit"])]


def _rebuild(context: Context, _given: Mapping[str, Any]) -> Any:
    steps = 0
    for left in context.app.search.rebuild():
        steps += 1
        context.say(f"{left} …")
    return {"steps": steps}


_WORDS = Argument("words", "要找的字 / words", "texts", required=True, positional=True)

COMMANDS = (
    Command(
        "search",
        "查找 / search over everything",
        _search,
        (
            _WORDS,
            Argument("groups", "只找这几类 / only these groups", "texts", terms=SearchGroup),
            Argument("after", "上一页末条的 sort_key（只找一类时） / of the last hit, for one group"),
            Argument("limit", "每类最多几条 / at most, of each group", "whole", default=PAGE),
            Argument("language", "结果的语言 / language of the results", choices=("zh", "en"), default="zh"),
        ),
        output=described(SearchAnswer),
        brief=_brief,
    ),
    Command(
        "law search",
        "查法条和方案任务 / provisions and tasks of the plan",
        _law,
        (_WORDS, Argument("limit", "最多几条 / at most", "whole", default=50)),
        output=array_of(Hit),
    ),
    Command("index rebuild", "重建查找索引 / make the search index anew", _rebuild),
)
