"""Lists as files, on the worker threads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.reading import MISREAD, checklist_of
from inspector_app.exchange.files import Brought, brought, exported, written
from inspector_app.exchange.values import ListFormat
from ui.checklists import draft

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

SUFFIX: Mapping[ListFormat, str] = {
    ListFormat.CSV: "csv", ListFormat.XLSX: "xlsx", ListFormat.XLSFORM: "xlsx", ListFormat.PDF: "pdf",
    ListFormat.JSON: "json",
}  # fmt: skip


def take_in(app: App, file: Path) -> tuple[Brought, str]:
    """What is in a file becomes the working copy of its list; with the working copy that stood there before."""
    found = brought(file)
    if not found.content:
        return found, ""
    return found, draft.keep(app, found.content)


def to_export(app: App, key: str) -> Checklist:
    """The working copy of a list, where there is one that can be read; else what visits begin with."""
    working = draft.drafts(app).get(key)
    if working is not None:
        try:
            return checklist_of(working)
        except MISREAD:
            pass
    return app.checklists.pinned(key)


def write(checklist: Checklist, form: ListFormat, target: Path) -> int:
    """Write the file; its bytes. Raises ``StorageFault('checklist.not_written')``."""
    return written(target, exported(checklist, form))


def read_draft(text: str) -> dict[str, Any]:
    """A working copy as it was kept."""
    found: dict[str, Any] = json.loads(text)
    return found
