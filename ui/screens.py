"""What there is to be seen: every announced page, opened for a record that shows it at work.

Pages of the navigation come by themselves. A page that only opens for a record says in ``RECORDS`` how one is found,
or stands in ``WITHOUT_RECORD``; a test fails for a page that does neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector_app.storage.reader import Reader
    from ui.main_window import MainWindow

_DRAFT = "FROM document WHERE document_state = 'draft' AND form = 'inspection_record' LIMIT 1"
_FULL_VISIT = (
    "SELECT i.id FROM inspection i ORDER BY i.inspection_state = 'running' DESC, "
    "(SELECT count(*) FROM finding f WHERE f.inspection_id = i.id) DESC LIMIT 1"
)
RECORDS: dict[str, str | dict[str, str]] = {
    "inspection": _FULL_VISIT,
    "photos": _FULL_VISIT,
    "field_sheet": _FULL_VISIT,
    "handwritten": _FULL_VISIT,
    "finding": "SELECT id FROM finding ORDER BY id DESC LIMIT 1",
    "papers": {"inspection": f"SELECT inspection_id {_DRAFT}", "paper": f"SELECT id {_DRAFT}"},
    "dual": "SELECT id FROM dual_group LIMIT 1",
    "site": "SELECT id FROM site LIMIT 1",
    "transcription": _FULL_VISIT,
    "quiz": {
        "inspection": "SELECT inspection_id FROM quiz_sitting WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1",
        "sitting": "SELECT id FROM quiz_sitting WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1",
    },
    "mine": "SELECT site_id FROM inspection GROUP BY site_id ORDER BY count(*) DESC LIMIT 1",
}
"""Page -> query for the id it is opened with, or a query for each part of its argument."""

WITHOUT_RECORD = frozenset({"start_inspection", "evacuate", "conflicts", "reinspection", "preflight"})
"""Pages outside the navigation that show themselves without being given anything."""

PARTS: dict[str, tuple[object, ...]] = {
    "settings": (0, 1, 2, 3, 4), "help": ("start",), "checklists": ("", {"edit": "task_16"}),
}  # fmt: skip
"""Pages that are several screens: what each is opened with."""


@dataclass(frozen=True)
class Screen:
    """One picture: its name (in the order of the navigation), and the page with the argument it is opened with."""

    name: str
    key: str
    argument: object


def screens(window: MainWindow, found: dict[str, object]) -> Iterator[Screen]:
    """Every announced page once, those of ``PARTS`` once for each part; ``found`` comes from ``find_records``."""
    for entry in window.entries():
        for number, part in enumerate(PARTS.get(entry.key, (found.get(entry.key),))):
            suffix = f"-{number}" if len(PARTS.get(entry.key, ())) > 1 else ""
            yield Screen(f"2{entry.order:02d}-{entry.key}{suffix}", entry.key, part)


def find_records(reader: Reader) -> dict[str, object]:
    """An argument for each page of ``RECORDS``; pages for which the store has no record are left out."""
    found: dict[str, object] = {}
    for key, query in RECORDS.items():
        argument = _argument(reader, query)
        if argument is not None:
            found[key] = argument
    return found


def _argument(reader: Reader, query: str | dict[str, str]) -> object:
    if isinstance(query, str):
        return reader.value(query)
    parts = {name: reader.value(one) for name, one in query.items()}
    return parts if all(parts.values()) else None
