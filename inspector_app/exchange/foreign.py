"""An XLSForm that somebody else made, as a list to begin from: its questions, answer types, options and relevance.

What no XLSForm says (source, how binding, force) gets the weakest reading: 应当, policy only, the form as source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspector_app.exchange.codec import Json
from inspector_app.exchange.tabular import RowFault

Line = dict[str, str]
Numbered = tuple[int, Line]
_TYPES = {
    "integer": "count", "int": "count", "decimal": "number", "range": "number", "date": "date", "text": "text",
    "string": "text", "select_one": "choice", "select_multiple": "choices", "image": "photo", "photo": "photo",
    "acknowledge": "verdict", "trigger": "verdict",
}  # fmt: skip
_SKIPPED = {
    "start", "end", "today", "deviceid", "username", "phonenumber", "note", "calculate", "hidden", "begin_group",
    "end_group", "begin group", "end group", "audit",
}  # fmt: skip
_KEY = re.compile(r"(T[0-9]{2}-[0-9]{2}|(UG|OP|TP)S?-[0-9]{2}(-[0-9])?|[A-Z]{1,4}-[0-9]{2,3})")
_LATIN = re.compile(r"english|\(en\)", re.I)


def content_of(survey: Sequence[Numbered], choices: Sequence[Numbered], settings: Line) -> Json:
    """A data file with one item for each question. Raises ``RowFault`` for a type that has no counterpart here."""
    title = settings.get("form_title") or settings.get("form_id") or "导入的检查表"
    options = _options(choices)
    items = list(_items(survey, options, title))
    if not items:
        raise RowFault("survey", 1, "", "没有可以导入的问题", "there is no question to take over")
    return {
        "key": _list_key(settings.get("form_id", "")), "version": 1, "title": title[:40],
        "title_en": settings.get("form_id") or title, "task": None, "source": title,
        "kinds": ["underground_mine", "open_pit_mine", "tailings_pond"], "binds": ["enterprise"], "items": items,
    }  # fmt: skip


def _list_key(form_id: str) -> str:
    plain = re.sub(r"[^a-z0-9_]+", "_", form_id.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"form_{plain}".rstrip("_")


def _items(survey: Sequence[Numbered], options: dict[str, list[Json]], title: str) -> Iterator[Json]:
    keys: set[str] = set()
    for number, line in survey:
        word, _blank, named = line.get("type", "").strip().partition(" ")
        if line.get("type", "") in _SKIPPED or word in _SKIPPED or not word:
            continue
        if word not in _TYPES:
            raise RowFault("survey", number, "type", f"类型“{word}”这里没有", f"there is no type “{word}” here")
        key = _key(line.get("name", ""), len(keys) + 1)
        if key in keys:
            raise RowFault("survey", number, "name", f"“{key}”重复", f"“{key}” stands twice")
        keys.add(key)
        yield _item(number, key, line, _answer(number, word, named, options), title)


def _key(name: str, place: int) -> str:
    return name if _KEY.fullmatch(name) else f"X-{place:03d}"


def _item(number: int, key: str, line: Line, answer: Json, title: str) -> Json:
    zh, en = _labels(line)
    if not zh:
        raise RowFault("survey", number, "label", "这个问题没有文字", "this question has no label")
    hint = next((text for column, text in line.items() if column.startswith("hint")), "")
    return {
        "key": key, "title": zh[:30], "title_en": en[:90], "question": zh, "question_en": en,
        "clause": {"document": title, "item": line.get("name", key)},
        "looks": [{"kind": "place", "text": hint or zh}], "modality": "shall", "force": "policy_only",
        **({"answer": answer} if answer["type"] != "verdict" else {}),
    }  # fmt: skip


def _labels(line: Line) -> tuple[str, str]:
    """Chinese (or the only one) and English; where there is one language both are that."""
    labels = {column: text for column, text in line.items() if column.partition("::")[0] == "label"}
    english = next((text for column, text in labels.items() if _LATIN.search(column)), "")
    other = next((text for column, text in labels.items() if not _LATIN.search(column)), "")
    return other or english, english or other


def _answer(number: int, word: str, named: str, options: dict[str, list[Json]]) -> Json:
    kind = _TYPES[word]
    if kind in ("choice", "choices"):
        if len(options.get(named, ())) < 2:
            raise RowFault("survey", number, "type", f"选项“{named}”不足两个", f"“{named}” has fewer than two options")
        return {"type": kind, "options": options[named]}
    return {"type": kind, "unit": ""} if kind in ("count", "number") else {"type": kind}


def _options(choices: Sequence[Numbered]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for _number, line in choices:
        zh, en = _labels(line)
        name = re.sub(r"[^a-z0-9_]+", "_", line.get("name", "").lower()).strip("_")
        key = name if name[:1].isalpha() else f"o_{name}"
        found.setdefault(line.get("list_name", ""), []).append({"key": key, "label": zh or key, "label_en": en or key})
    return found


