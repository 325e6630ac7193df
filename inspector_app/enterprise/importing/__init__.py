"""Takes a register over from tables: ``import_register`` for whoever has units but no window, as the county does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inspector_app.clock import Clock
from inspector_app.storage.unit_of_work import Units


def import_register(units: Units, clock: Clock, actor: str, *files: Path, dry_run: bool = False) -> dict[str, Any]:
    """Import files and say how it went, as JSON can carry it (see ``report.as_json``). Raises ``BadInput``."""
    from inspector_app.enterprise.importing.report import as_json
    from inspector_app.enterprise.importing.service import ImportOptions, RegisterImport

    return as_json(RegisterImport(units, clock, actor, ImportOptions(dry_run)).run(files))
