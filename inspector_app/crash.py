"""What is kept when the program itself made a mistake: where in the code, and nothing about any inspection.

A report names files, lines, functions and the kind of error. Texts of errors and values of variables stay out, because
they may hold what an officer wrote.
"""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from inspector_app import paths

FOLDER = "reports"


def describe(error: BaseException, doing: str) -> str:
    """The report. ``doing``: the command or page, never its arguments."""
    lines = [
        f"time: {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"doing: {doing}",
        f"python: {platform.python_version()} {sys.platform} {platform.machine()}",
    ]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"error: {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [f"  {_short(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def keep(error: BaseException, doing: str, data_dir: Path) -> Path | None:
    """Save a report under the data folder, or in the temporary folder when that is impossible; where it is."""
    report = describe(error, doing)
    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    for folder in (data_dir / FOLDER, Path(tempfile.gettempdir()) / "kuanganjian-reports"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(report, "utf-8")
        except OSError:
            continue
        return folder / name
    return None


def _short(file: str) -> str:
    """The path inside the program, so that no folder names the person who installed it."""
    path = Path(file)
    for base in (paths.root(), Path(sys.prefix), Path(sys.base_prefix)):
        if path.is_relative_to(base):
            return str(path.relative_to(base))
    return path.name
