"""Table of the stock of pre-sealed sheets."""

from __future__ import annotations

from typing import Any

from inspector_app.storage.records import Record, json_field


class SheetStockEntry(Record, table=True):
    """One batch of numbered sheets that carry the seal already (预盖章文书纸), for one form or for any.

    ``spoiled_sheets``: number → reason, of those lost outside of a print run.
    """

    __tablename__ = "sheet_stock"
    form: str | None = None
    first_number: str | None = None
    last_number: str | None = None
    received_on: str | None = None
    spoiled_sheets: Any = json_field()
