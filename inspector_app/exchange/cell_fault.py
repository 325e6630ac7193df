"""Why a cell cannot be read."""

from __future__ import annotations


class CellFault(ValueError):
    """The reason in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
