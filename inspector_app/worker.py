"""One warm child process for Python-heavy pure jobs, so that the window never waits for them.

Parent and child speak length-prefixed pickles over the child's standard input and output. A job is named by
``"package.module:function"``; arguments and result must pickle. Jobs are pure, so one that was cut off by a crash of
the child is done once more. The child ends by itself when the parent goes away.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from inspector_app import paths
from inspector_app.errors import InspectorError

FLAG = "--worker"
"""The one argument that turns the frozen application into the child."""
_LENGTH = struct.Struct(">Q")
_TRIES = 2


class WorkerCrashed(InspectorError):
    """The child died twice over one job (out of memory, killed)."""

    exit_status = 3


@dataclass
class _Job:
    function: str
    arguments: tuple[Any, ...]
    future: Future[Any] = field(default_factory=Future)


class Worker:
    """Runs jobs one after another in a child process that stays warm. Use ``close`` (or ``with``) at the end."""

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = tuple(preload)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the child and let it import what it was told to preload; returns at once."""
        self.submit("inspector_app.worker:preload", self._preload)

    def submit(self, function: str, *arguments: Any) -> Future[Any]:
        """Queue a job. The future gives its result, its own exception, or ``WorkerCrashed``.

        A future that is cancelled before its turn is skipped. Raises ``RuntimeError`` after ``close``.
        """
        job = _Job(function, arguments)
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the worker is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve_queue, name="worker-queue", daemon=True)
                self._thread.start()
            self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """End the child; jobs that still wait are cancelled, the running one is given up."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            thread = self._thread
        self._jobs.put(None)
        child = self._child
        if child is not None and child.poll() is None:
            child.kill()
        if thread is not None:
            thread.join(timeout=10)
        self._let_go()

    @property
    def process_id(self) -> int | None:
        """The child's process id, while it runs."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def _serve_queue(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._is_closed:
                job.future.cancel()
            elif job.future.set_running_or_notify_cancel():
                self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            request = pickle.dumps((job.function, job.arguments))
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            job.future.set_exception(error)
            return
        for _ in range(_TRIES):
            answer = self._ask(request)
            if answer is not None:
                _settle(job.future, answer)
                return
            if self._is_closed:
                break
        job.future.set_exception(WorkerCrashed("worker.crashed", job=job.function))

    def _ask(self, request: bytes) -> bytes | None:
        """The child's answer; ``None`` when it died over it (then it is put away, dead or dying)."""
        try:
            child = self._running()
            assert child.stdin is not None
            assert child.stdout is not None
            _send(child.stdin, request)
            answer = _receive(child.stdout)
        except (OSError, ValueError):  # the pipe broke, or ``close`` has just closed it
            answer = None
        if answer is None:
            self._let_go()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = subprocess.Popen(
                _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), **_window_options()
            )
            if self._preload:
                assert self._child.stdin is not None
                assert self._child.stdout is not None
                _send(self._child.stdin, pickle.dumps(("inspector_app.worker:preload", (self._preload,))))
                _receive(self._child.stdout)
        return self._child

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        child.wait()


def preload(modules: Sequence[str]) -> int:
    """Import modules ahead of the first real job; how many are there."""
    for module in modules:
        importlib.import_module(module)
    return len(modules)


def run_if_child() -> None:
    """Turn this process into the child when it was started as one; every frozen entry point calls this first."""
    if sys.argv[1:2] == [FLAG]:
        serve()
        sys.exit(0)


def serve() -> None:
    """The child: answer jobs until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a job prints must not land between the answers
    while (request := _receive(requests)) is not None:
        _send(answers, _answer(request))


def _answer(request: bytes) -> bytes:
    try:
        name, arguments = pickle.loads(request)  # noqa: S301 - from our own parent only
        module, _, function = name.partition(":")
        return pickle.dumps((True, getattr(importlib.import_module(module), function)(*arguments)))
    except Exception as error:  # noqa: BLE001 - the edge of the child; the parent raises it again
        error.add_note("".join(traceback.format_exception(error)))
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    try:
        packed = pickle.dumps((False, error))
        pickle.loads(packed)  # noqa: S301 - just made; an exception with odd arguments fails here and not in the parent
    except Exception:  # noqa: BLE001 - any odd exception class
        return pickle.dumps((False, RuntimeError("\n".join(error.__notes__))))
    return packed


def _settle(future: Future[Any], answer: bytes) -> None:
    worked, value = pickle.loads(answer)  # noqa: S301 - from our own child only
    if worked:
        future.set_result(value)
    else:
        future.set_exception(value)


def _send(pipe: BinaryIO | Any, data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: BinaryIO | Any) -> bytes | None:
    """One message, or ``None`` when the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    data: bytes = pipe.read(size)
    return data if len(data) == size else None


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    return [sys.executable, "-m", "inspector_app.worker", FLAG]


def _environment() -> dict[str, str]:
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(paths.root()), *([known] if known else [])])}


def _window_options() -> dict[str, Any]:
    """No console window flashes up on Windows."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


if __name__ == "__main__":
    run_if_child()
