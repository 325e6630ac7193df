"""What the window needs to know before anything is unlocked: language, theme, who unlocked last.

A small readable file beside the store; it holds nothing about mines, inspections or people but a log-in name.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

FILE = "window.json"


@dataclass(frozen=True)
class Preferences:
    """``store`` is ``sample`` when the sample county was open last."""

    language: str = "zh"
    theme: str = "light"
    login: str = ""
    store: str = ""

    @classmethod
    def load(cls, folder: Path) -> Preferences:
        """What was chosen; the defaults when there is no file or it cannot be read."""
        try:
            known: dict[str, Any] = json.loads((folder / FILE).read_text("utf-8"))
            names = {field.name for field in fields(cls)}
            return cls(**{name: str(value) for name, value in known.items() if name in names})
        except FileNotFoundError:
            return cls()
        except (ValueError, OSError, AttributeError):
            import logging  # start-up does without it

            logging.getLogger(__name__).warning("window.json cannot be read; using defaults")
            return cls()

    def save(self, folder: Path, **changes: str) -> Preferences:
        """These preferences with changes, written down in one step."""
        changed = replace(self, **changes)
        if changed != self or not (folder / FILE).exists():
            from inspector_app.storage.durable import atomic_write

            folder.mkdir(parents=True, exist_ok=True)
            atomic_write(folder / FILE, json.dumps(asdict(changed), ensure_ascii=False).encode("utf-8"))
        return changed
