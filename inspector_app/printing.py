"""Sends a finished PDF to a printer of the operating system (CUPS: ``lp``) and reads its state; knows no papers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from inspector_app.errors import Unreachable

_PATIENCE_SECONDS = 60
_JOB = re.compile(r"request id is (\S+)")


@dataclass(frozen=True)
class Queue:
    """One queue of this machine. ``reason``: what the printing system says about it (a jam, paper out, paused)."""

    name: str
    is_known: bool = True
    is_enabled: bool = True
    is_accepting: bool = True
    reason: str = ""
    waiting: tuple[str, ...] = ()
    """Jobs that have not come out yet, by the names the printing system gave them."""

    @property
    def problem(self) -> str | None:
        """The code of what is wrong with it, if anything: gone, paused, or taking no jobs."""
        if not self.is_known:
            return "printing.gone"
        if not self.is_enabled:
            return "printing.paused"
        return None if self.is_accepting else "printing.rejecting"


def printers() -> list[str]:
    """Names of the queues of this machine, the usual one first; none when it has no printing system."""
    if shutil.which("lpstat") is None:
        return []
    answer = _ask("lpstat", "-e")
    names = [line.strip() for line in answer.stdout.splitlines() if line.strip()] if answer.returncode == 0 else []
    usual = _ask("lpstat", "-d").stdout.rpartition(":")[2].strip() if len(names) > 1 else ""
    return sorted(names, key=lambda name: name != usual)


def queue(printer: str) -> Queue:
    """How a queue stands now. Raises ``Unreachable`` when the printing system does not answer."""
    return queue_of(printer, *(_ask("lpstat", *asked).stdout for asked in questions(printer)))


def questions(printer: str) -> tuple[Sequence[str], ...]:
    """What ``lpstat`` is asked for ``queue_of``: the printer, whether it takes jobs, which jobs wait, who is found."""
    return ("-p", printer), ("-a", printer), ("-W", "not-completed", "-o"), ("-e",)


def queue_of(printer: str, state: str, accepting: str, jobs: str, found: str) -> Queue:
    """A queue from the answers to ``questions``, in English. One that is only found on the network has no state yet."""
    if f"printer {printer} " not in state:
        return Queue(printer, is_known=printer in found.split("\n"))
    is_enabled, is_accepting = f"printer {printer} disabled" not in state, " not accepting requests" not in accepting
    told = state if is_accepting else accepting
    names = (unquote(line.split()[0]) for line in jobs.splitlines() if line.strip())  # queues in Chinese come quoted
    waiting = tuple(name for name in names if name.startswith(f"{printer}-"))
    reason = " ".join(line.strip() for line in told.splitlines()[1:])
    return Queue(printer, True, is_enabled, is_accepting, reason, waiting)


def require_ready(printer: str) -> None:
    """Raises ``Unreachable`` when nothing would come out of this queue: it is gone, paused or takes no jobs."""
    require_open(queue(printer))


def require_open(found: Queue) -> None:
    """Raises ``Unreachable`` with the queue's ``problem``, if it has one."""
    if found.problem is not None:
        raise Unreachable(found.problem, printer=found.name, detail=found.reason or "—")


def lp_arguments(printer: str, title: str) -> list[str]:
    """What ``lp`` is told: one-sided A4, every sheet as it stands in the file, which comes by standard input."""
    return ["-d", printer, "-t", title, "-o", "sides=one-sided", "-o", "media=A4"]


def job_name(said: str) -> str | None:
    """The name of the job in what ``lp`` answers."""
    found = _JOB.search(said)
    return found[1] if found else None


def spoken() -> dict[str, str]:
    """The environment in which the tools answer so that ``queue_of`` and ``job_name`` can read it."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def queues() -> tuple[Queue, ...]:
    """All queues of this machine as they stand, the usual one first. Raises as ``queue``."""
    return tuple(map(queue, printers()))


def print_pdf(pdf: bytes, printer: str, title: str) -> str | None:
    """Queue a PDF as one job; its name in the printing system.

    The file goes through standard input, so that nothing readable stays on the disk. Raises ``Unreachable``:
    no printing system, or it refuses (no such queue, paused, no answer).
    """
    require_system()
    require_ready(printer)
    answer = _ask("lp", *lp_arguments(printer, title), given=pdf)
    if answer.returncode != 0:
        raise Unreachable("printing.failed", detail=answer.stderr.strip() or printer)
    return job_name(answer.stdout)


def cancel(job: str) -> None:
    """Take a job that has not come out off its queue; nothing happens when it is gone already."""
    if shutil.which("cancel") is not None:
        _ask("cancel", job)


def require_system() -> None:
    """Raises ``Unreachable('printing.no_system')`` on a machine without ``lp``."""
    if shutil.which("lp") is None:
        raise Unreachable("printing.no_system", command="lp")


def _ask(program: str, *arguments: str, given: bytes | None = None) -> _Answer:
    command = shutil.which(program)
    if command is None:
        raise Unreachable("printing.no_system", command=program)
    environment: Mapping[str, str] = spoken()
    try:
        done = subprocess.run(
            [command, *arguments], input=given, capture_output=True, timeout=_PATIENCE_SECONDS, check=False,
            env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unreachable("printing.failed", detail=program) from error
    return _Answer(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


@dataclass(frozen=True)
class _Answer:
    """What a tool answered."""

    returncode: int
    stdout: str
    stderr: str
