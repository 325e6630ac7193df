"""How lists go out. Standard library only."""

from __future__ import annotations

from enum import StrEnum


class ListFormat(StrEnum):
    """As what a list goes out."""

    CSV = "csv"
    XLSX = "xlsx"
    XLSFORM = "xlsform"
    JSON = "json"
    PDF = "pdf"
    """To be filled in by hand; it does not come back by itself."""
