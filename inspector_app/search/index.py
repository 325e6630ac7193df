"""The search index of a store: a derived table that follows the journal, inside the encrypted database.

It notes up to which entry it has read. Saving never waits for it: the next question (or a quiet moment) reads on from
there, each page in one transaction with the note, so that a power cut leaves it whole. It can be dropped at any time.

Each group has a contentless full-text table of pairs of neighbouring characters. Its row numbers grow with age, so that
the newest hits are read first and no others; a common word among findings costs the small groups nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, bindparam, text

from inspector_app.search.sources import BY_KIND, NEVER_SHOWN, Source, children
from inspector_app.search.text import Needle
from inspector_app.search.values import RECORD_GROUPS, Hit, SearchGroup

SHAPE = "3"
"""Raised whenever what is indexed, or how, changes: the index is then made anew."""

_SPAN = 1 << 40
"""Row numbers per group."""
_MOST_IDS = 500
_GRAMS = {group: f"search_gram_{group.value}" for group in RECORD_GROUPS}
_TABLES = (
    "CREATE TABLE search_state (shape TEXT NOT NULL, position INTEGER NOT NULL)",
    "CREATE TABLE search_entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id TEXT NOT NULL, "
    "mark INTEGER NOT NULL, UNIQUE (record_id, kind))",
    *(
        f"CREATE VIRTUAL TABLE {name} USING fts5(title, words, content='', contentless_delete=1, tokenize='ascii')"
        for name in _GRAMS.values()
    ),
)
"""``search_entry.id`` is the row number in the group's table plus ``_SPAN`` times the group's place."""


def position(connection: Connection) -> int | None:
    """The last entry the index has read; ``None`` when there is no index of this shape."""
    if connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'search_state'")).first() is None:
        return None
    row = connection.execute(text("SELECT shape, position FROM search_state")).first()
    return None if row is None or row[0] != SHAPE else int(row[1])


def waiting(connection: Connection) -> int:
    """How many entries the index has not read yet."""
    newest = connection.execute(text("SELECT coalesce(max(position), 0) FROM entry")).scalar_one()
    return int(newest) - (position(connection) or 0)


def drop(connection: Connection) -> None:
    """Forget the index."""
    for name in ("search_state", "search_entry", *_GRAMS.values()):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))


def read_on(connection: Connection, most: int) -> None:
    """Read up to ``most`` further entries of the journal into the index; it is made when it is not there."""
    begin = position(connection)
    if begin is None:
        drop(connection)
        for statement in _TABLES:
            connection.execute(text(statement))
        connection.execute(text("INSERT INTO search_state VALUES (:shape, 0)"), {"shape": SHAPE})
    page = connection.execute(
        text("SELECT position, kind, record_id FROM entry WHERE position > :begin ORDER BY position LIMIT :most"),
        {"begin": begin or 0, "most": most},
    ).all()
    if not page:
        return
    changed: dict[str, dict[str, None]] = {}
    for _position, kind, record_id in page:
        changed.setdefault(kind, {})[record_id] = None
    _follow(connection, {kind: list(ids) for kind, ids in changed.items()})
    connection.execute(text("UPDATE search_state SET position = :position"), {"position": page[-1][0]})


def find(
    connection: Connection, needle: Needle, group: SearchGroup, after: str, limit: int, language: str
) -> list[Hit]:
    """Hits of one group that follow ``after``: first those whose title fits, then the others, the newest first."""
    every = needle.expression
    in_title = f"title : ({every})"
    step, begin = (after[0], int(after[1:])) if after else ("0", _SPAN)
    found = []
    if step == "0":
        found = [("0", *row) for row in _matching(connection, in_title, group, begin, limit)]
        begin = _SPAN
    if len(found) < limit:
        rest = _matching(connection, f"({every}) NOT ({in_title})", group, begin, limit - len(found))
        found += [("1", *row) for row in rest]
    return _hits(connection, found, language)


def _matching(
    connection: Connection, expression: str, group: SearchGroup, before: int, limit: int
) -> list[tuple[int, str, str]]:
    """(number inside the group, kind, record id), the newest first."""
    first, grams = _first(group), _GRAMS[group]
    rows = connection.execute(
        text(
            f"SELECT g.rowid, e.kind, e.record_id FROM {grams} g CROSS JOIN search_entry e ON e.id = g.rowid + :first "
            f"WHERE {grams} MATCH :expression AND g.rowid < :before ORDER BY g.rowid DESC LIMIT :limit"
        ),
        {"expression": expression, "first": first, "before": before, "limit": limit},
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _hits(connection: Connection, found: list[tuple[str, int, str, str]], language: str) -> list[Hit]:
    shown: dict[tuple[str, str], Mapping[str, Any]] = {}
    for kind in {kind for _step, _number, kind, _id in found}:
        ids = [record_id for _step, _number, one, record_id in found if one == kind]
        shown |= {(kind, row["id"]): row for row in BY_KIND[kind].rows(connection, ids)}
    return [
        BY_KIND[kind].hit(shown[kind, record_id], f"{step}{number:013d}", language)
        for step, number, kind, record_id in found
        if (kind, record_id) in shown
    ]


def _follow(connection: Connection, changed: Mapping[str, list[str]]) -> None:
    """Index the records of these ids, and after them those whose texts speak of them."""
    further: dict[str, set[str]] = {}
    for kind, ids in changed.items():
        renamed = ids if kind in NEVER_SHOWN else _index(connection, kind, ids)
        for part in _parts(renamed):
            for child, child_ids in children(connection, kind, part):
                further.setdefault(child, set()).update(child_ids)
    for kind, late in further.items():
        _index(connection, kind, sorted(late - set(changed.get(kind, ()))) if kind != "person" else sorted(late))


def _index(connection: Connection, kind: str, ids: list[str]) -> list[str]:
    """Bring the index up to date for records of one kind; ids of those that were there and read differently now."""
    source = BY_KIND.get(kind)
    return [] if source is None else [one for part in _parts(ids) for one in _index_part(connection, source, part)]


def _index_part(connection: Connection, source: Source, ids: list[str]) -> list[str]:
    known = _known(connection, source.kind, ids)
    fresh, renamed = [], []
    rows = {row["id"]: row for row in source.rows(connection, ids)}
    for record_id in ids:
        row = rows.get(record_id)
        number, mark = known.get(record_id, (None, None))
        if row is None:
            if number is not None:
                _forget(connection, source.group, number)
            continue
        title, words = source.indexed(row)
        new_mark = crc32(f"{title}\n{words}".encode())
        if number is None:
            fresh.append((record_id, new_mark, title, words))
        elif new_mark != mark:
            renamed.append(record_id)
            _put(connection, source.group, [{"id": number, "title": title, "words": words}])
            connection.execute(
                text("UPDATE search_entry SET mark = :mark WHERE id = :id"), {"id": number, "mark": new_mark}
            )
    _add(connection, source, fresh)
    return renamed


def _add(connection: Connection, source: Source, fresh: list[tuple[str, int, str, str]]) -> None:
    if not fresh:
        return
    first = _first(source.group)
    last = connection.execute(
        text("SELECT coalesce(max(id), :first) FROM search_entry WHERE id > :first AND id < :last"),
        {"first": first, "last": first + _SPAN},
    ).scalar_one()
    numbered = [
        {"id": last + 1 + at, "kind": source.kind, "record": record_id, "mark": mark, "title": title, "words": words}
        for at, (record_id, mark, title, words) in enumerate(fresh)
    ]
    connection.execute(
        text("INSERT INTO search_entry (id, kind, record_id, mark) VALUES (:id, :kind, :record, :mark)"), numbered
    )
    _put(connection, source.group, numbered)


def _put(connection: Connection, group: SearchGroup, rows: list[dict[str, Any]]) -> None:
    """Set the words of entries, in place of those that stand there."""
    first = _first(group)
    connection.execute(
        text(f"INSERT OR REPLACE INTO {_GRAMS[group]} (rowid, title, words) VALUES (:row, :title, :words)"),
        [{"row": row["id"] - first, "title": row["title"], "words": row["words"]} for row in rows],
    )


def _forget(connection: Connection, group: SearchGroup, number: int) -> None:
    connection.execute(
        text(f"DELETE FROM {_GRAMS[group]} WHERE rowid = :row"), {"row": number - _first(group)}
    )
    connection.execute(text("DELETE FROM search_entry WHERE id = :id"), {"id": number})


def _first(group: SearchGroup) -> int:
    return RECORD_GROUPS.index(group) * _SPAN


def _known(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    statement = text(
        "SELECT record_id, id, mark FROM search_entry WHERE kind = :kind AND record_id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    rows = connection.execute(statement, {"kind": kind, "ids": list(ids)})
    return {row[0]: (row[1], row[2]) for row in rows}


def _parts(ids: list[str]) -> list[list[str]]:
    return [ids[at : at + _MOST_IDS] for at in range(0, len(ids), _MOST_IDS)]

