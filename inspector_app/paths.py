"""Where the shipped data and the officer's data lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def root() -> Path:
    """The folder that holds ``resources`` and ``checklists``: the checkout, or the frozen bundle."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


def resources(*parts: str) -> Path:
    """A file or folder under ``resources``."""
    return root().joinpath("resources", *parts)


def checklists() -> Path:
    """The folder of checklist data files."""
    return root() / "checklists"


def default_data_dir() -> Path:
    """Where stores live unless ``--data-dir`` or ``INSPECTOR_DATA_DIR`` says otherwise."""
    stated = os.environ.get("INSPECTOR_DATA_DIR")
    if stated:
        return Path(stated)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "KuangAnJian"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "kuanganjian"
