"""Dialogs open in a folder that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from ui import folders


def test_a_folder_that_was_never_made_is_not_proposed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path / "Documents"))
    assert folders.documents() == folders.pictures() == folders.downloads() == str(Path.home())


def test_a_folder_that_is_there_is_proposed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path))
    assert folders.pictures() == str(tmp_path)
