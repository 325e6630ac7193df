"""Every query on the stock of pre-sealed sheets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from inspector_app.enforcement.model import PrintRun
from inspector_app.enforcement.sheet_model import SheetStockEntry
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

_stock, _run = table_of(SheetStockEntry), table_of(PrintRun)


def batches(connection: Connection) -> list[SheetStockEntry]:
    """All batches in the order they were entered."""
    query = select(_stock).where(_stock.c.presence == PRESENT).order_by(_stock.c.id)
    return [SheetStockEntry(**row) for row in connection.execute(query).mappings()]


def used(connection: Connection) -> set[str]:
    """Sheets that papers were printed on."""
    return _numbers(connection, _run.c.sheets)


def spoiled(connection: Connection) -> set[str]:
    """Sheets that were lost, in a print run or outside of one."""
    lost = {number for batch in batches(connection) for number in batch.spoiled_sheets or {}}
    return lost | _numbers(connection, _run.c.spoiled_sheets)


def _numbers(connection: Connection, column: ColumnElement[Any]) -> set[str]:
    query = select(column).where(_run.c.presence == PRESENT, column.is_not(None))
    return {number for (numbers,) in connection.execute(query) for number in numbers or ()}
