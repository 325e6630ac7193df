"""Where people keep documents, pictures and downloads on this machine: always a folder that is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

Kind = QStandardPaths.StandardLocation


def documents() -> str:
    """Where papers are written to and registers read from."""
    return _there(Kind.DocumentsLocation)


def pictures() -> str:
    """Where photos usually lie."""
    return _there(Kind.PicturesLocation)


def downloads() -> str:
    """Where other programs put what they receive."""
    return _there(Kind.DownloadLocation)


def _there(kind: QStandardPaths.StandardLocation) -> str:
    """The folder, or home where it was never made: a dialog that opens at a missing one lets nothing be chosen."""
    usual = QStandardPaths.writableLocation(kind)
    return usual if usual and Path(usual).is_dir() else str(Path.home())
