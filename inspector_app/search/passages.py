"""What the program itself knows and officers look up: checklist items, provisions, the plan, help, settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from inspector_app import paths
from inspector_app.search.text import Needle, Passage, Passages
from inspector_app.search.values import Hit, SearchGroup

if TYPE_CHECKING:
    from inspector_app.checklist.definition import Checklist, ChecklistItem

_HEADING = re.compile(r"^#{1,3}\s+(.*)$", re.MULTILINE)
_MARKS = re.compile(r"[*`#>|_]|-{3,}|!?\[([^\]]*)\]\([^)]*\)")
_SHORT = 90
EVERY = 1_000_000
"""More passages than there are."""


def item_passages(lists: Iterable[Checklist], language: str) -> Passages:
    """Items of checklists and published criteria, found by key, task, clause, question, what to look at."""
    return Passages(_item(one, item, language) for one in lists for item in one.items)


def list_passages(lists: Iterable[Checklist], language: str) -> Passages:
    """Whole checklists, found by title, key, task and what they rest on."""
    return Passages(_list(one, language) for one in lists)


def law_passages(lists: Iterable[Checklist]) -> Passages:
    """Provisions of the law library and tasks of the plan.

    A provision is also found by what the checklist items say that cite it; titles and gists come first.
    """
    from inspector_app.enforcement.law import law_library

    library = law_library()
    citing: dict[str, list[str]] = {}
    for one in lists:
        for item in one.items:
            for key in {*item.violated_rules, *item.penalty_rules}:
                citing.setdefault(key, []).append(f"{item.key} {item.title} {item.question} {item.finding_text}")
    provisions = (
        _passage(
            SearchGroup.LAW, "article", article.key, library.citation(article.key), article.gist,
            (library.laws[article.law].short, f"第{article.article}条", *citing.get(article.key, ())),
        )
        for article in library.articles()
    )  # fmt: skip
    return Passages([*provisions, *_plan_tasks()])


@cache
def help_passages(language: str) -> Passages:
    """Sections of the guides."""
    return Passages(
        passage
        for file in sorted(paths.resources("help", language).glob("*.md"))
        for passage in _sections(file.stem.partition("-")[2], file.read_text("utf-8"))
    )


@cache
def setting_passages(language: str) -> Passages:
    """What an office may choose."""
    from inspector_app.office.parameters import parameters

    return Passages(
        _passage(
            SearchGroup.SETTING, "setting", one.key, one.en if language == "en" else one.zh, one.norm,
            (one.zh, one.en),
        )
        for one in parameters().values() if one.in_use
    )  # fmt: skip


@cache
def plan_tasks() -> Mapping[str, Mapping[str, Any]]:
    """Tasks of the plan by number, with their full text."""
    import json

    plan = json.loads(paths.resources("law", "plan_tasks.json").read_text("utf-8"))
    return {str(task["task"]): task for task in plan["tasks"]}


def _plan_tasks() -> Iterator[Passage]:
    for number, task in plan_tasks().items():
        title = f"任务{number}  {task['title']}"
        yield _passage(SearchGroup.LAW, "plan_task", number, title, _short(task["text"]), (task["text"],))


def _list(one: Checklist, language: str) -> Passage:
    from inspector_app.messages import say

    title = one.title_en if language == "en" and one.title_en else one.title
    detail = say("checklist.told_size", language, items=len(one.items), version=one.version).happened
    hit = Hit(SearchGroup.CHECKLIST, "checklist", one.key, title, detail, "", {"checklist": one.key})
    task = f"任务{one.task} task {one.task}" if one.task else ""
    return Passage(hit, (one.title, one.title_en, task, str(one.content.get("source", ""))))


def _item(checklist: Checklist, item: ChecklistItem, language: str) -> Passage:
    from inspector_app.enforcement.law import law_library

    library = law_library()
    cited = [library.citation(key) for key in item.violated_rules if library.knows(key)]
    english = language == "en" and item.title_en
    words = (
        item.title, item.question, item.title_en, item.question_en, item.clause, item.evidence, item.finding_text,
        item.reading or "", f"任务{item.task} task {item.task}" if item.task else "", *item.criterion_keys, *item.tags,
        *cited,
    )  # fmt: skip
    hit = Hit(
        SearchGroup.ITEM, "item", item.key, item.title_en if english else item.title,
        item.question_en if english else item.question, "", {"checklist": checklist.key, "item": item.key},
    )  # fmt: skip
    return Passage(hit, words)


def _sections(topic: str, guide: str) -> Iterator[Passage]:
    pieces = _HEADING.split(guide)
    page = pieces[1] if len(pieces) > 1 else topic
    for at in range(1, len(pieces), 2):
        heading, body = pieces[at], _MARKS.sub(r"\1", pieces[at + 1]).strip()
        title = page if heading == page else f"{page} › {heading}"
        hit = Hit(SearchGroup.HELP, "help", f"{topic}-{at // 2}", title, _short(body), "",
                  {"topic": topic, "heading": heading})  # fmt: skip
        yield Passage(hit, (body,))


def _passage(
    group: SearchGroup, kind: str, key: str, title: str, detail: str, words: tuple[str, ...]
) -> Passage:
    return Passage(Hit(group, kind, key, title, detail, "", {kind: key}), words)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"


def find_law(text: str, limit: int = 50, *, on: date | None = None, plan: bool = True) -> list[Hit]:
    """Provisions and tasks of the plan that fit, the best first; needs no store.

    ``on``: only provisions in force on that day; without ``plan`` no tasks of the plan.
    """
    needle = Needle(text)
    if needle.is_empty:
        return []
    hits = _shipped_law().find(needle, "", EVERY)
    in_force = _in_force(on) if on is not None else None
    return [
        hit
        for hit in hits
        if (plan or hit.kind == "article") and (in_force is None or hit.kind != "article" or hit.id in in_force)
    ][:limit]


def find_items(text: str, limit: int = 50, lists: Iterable[Checklist] | None = None) -> list[Hit]:
    """Checklist items and published criteria that fit, the best first; of the program's lists, which need no store."""
    needle = Needle(text)
    if needle.is_empty:
        return []
    known = _shipped_items() if lists is None else item_passages(lists, "zh")
    return known.find(needle, "", limit)


@cache
def _in_force(day: date) -> frozenset[str]:
    from inspector_app.enforcement.law import law_library

    return frozenset(article.key for article in law_library().articles(on=day))


@cache
def _shipped_law() -> Passages:
    from inspector_app.checklist.loader import checklist_library

    return law_passages(checklist_library().lists())


@cache
def _shipped_items() -> Passages:
    from inspector_app.checklist.loader import checklist_library

    return item_passages(checklist_library().lists(), "zh")
