"""Sends a finished PDF to a printer of the operating system (CUPS: ``lp``); knows nothing of papers."""

from __future__ import annotations

import shutil
import subprocess

from inspector_app.errors import Unreachable

_PATIENCE_SECONDS = 60


def printers() -> list[str]:
    """Names of the queues of this machine; none when it has no printing system."""
    command = shutil.which("lpstat")
    if command is None:
        return []
    answer = subprocess.run([command, "-e"], capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False)
    return [line.strip() for line in answer.stdout.splitlines() if line.strip()] if answer.returncode == 0 else []


def print_pdf(pdf: bytes, printer: str, copies: int, title: str) -> str:
    """Queue all copies as one job; what the printing system calls it.

    The file goes through standard input, so that nothing readable stays on the disk. Raises ``Unreachable``:
    no printing system, or it refuses (no such queue, no answer).
    """
    command = shutil.which("lp")
    if command is None:
        raise Unreachable("printing.no_system", command="lp")
    options = [command, "-d", printer, "-n", str(copies), "-t", title, "-o", "sides=one-sided", "-o", "media=A4"]
    try:
        answer = subprocess.run(options, input=pdf, capture_output=True, timeout=_PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unreachable("printing.failed", detail=printer) from error
    if answer.returncode != 0:
        detail = answer.stderr.decode("utf-8", "replace").strip()
        raise Unreachable("printing.failed", detail=detail or printer)
    return answer.stdout.decode("utf-8", "replace").strip()
