"""Prints a field sheet, or writes it as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from inspector_app.fieldwork.values import Sheet
from ui.bridge import Bridge
from ui.papers.working_print import WorkingPrint


class SheetPrint(WorkingPrint):
    """One sheet, always printed the same."""

    def __init__(self, bridge: Bridge, sheet: Sheet, printer: str, target: Path | None, parent: QObject) -> None:
        title = f"{sheet.header.get('site_name', '')} {sheet.short_code}".strip()
        super().__init__(
            bridge,
            lambda app: app.field_sheets.paper(sheet.id, is_sample=app.store.is_sample),
            title,
            printer,
            target,
            parent,
        )
