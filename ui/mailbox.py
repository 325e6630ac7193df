"""How other threads reach the main thread: they leave a call and ring; no Qt object is touched outside it.

Emitting a signal from a Python thread crashed the binding now and then while its window was closing.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

Call = Callable[[], None]


class Mailbox(QObject):
    """Calls posted from any thread run on the main thread, in order. Make and close it there.

    ``delivered`` is called on the main thread after each round.
    """

    def __init__(self, parent: QObject | None = None, delivered: Call = lambda: None) -> None:
        super().__init__(parent)
        self._delivered = delivered
        self._calls: deque[Call] = deque()
        self._reader, self._writer = _bell()
        self._is_closed = False
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._deliver)

    def post(self, call: Call) -> None:
        """Have this called on the main thread; dropped once the mailbox is closed."""
        if not self._is_closed:
            self._calls.append(call)
            with contextlib.suppress(BlockingIOError):  # the bell is ringing already
                self._writer.ring()

    def close(self) -> None:
        """Take no more calls; those that wait are dropped."""
        if not self._is_closed:
            self._is_closed = True
            self._notifier.setEnabled(False)
            self._calls.clear()
            self._reader.close()
            self._writer.close()

    def _deliver(self) -> None:
        if not self._is_closed:
            self._reader.silence()
        try:
            while self._calls and not self._is_closed:
                self._calls.popleft()()
        finally:
            if self._calls and not self._is_closed:  # a call failed: the others are not to wait for the next bell
                self._writer.ring()
        self._delivered()


class _Pipe:
    """One end of a pipe that never blocks."""

    def __init__(self, number: int) -> None:
        self._number = number
        os.set_blocking(number, False)

    def fileno(self) -> int:
        return self._number

    def ring(self) -> None:
        os.write(self._number, b"!")

    def silence(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._number, 4096)

    def close(self) -> None:
        os.close(self._number)


class _Socket(_Pipe):
    """One end of a pair of sockets; Windows can watch nothing else."""

    def __init__(self, end: Any) -> None:
        self._end = end
        end.setblocking(False)

    def fileno(self) -> int:
        return int(self._end.fileno())

    def ring(self) -> None:
        self._end.send(b"!")

    def silence(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._end.recv(4096)

    def close(self) -> None:
        self._end.close()


def _socket_bell() -> tuple[_Pipe, _Pipe]:
    import socket

    first, second = socket.socketpair()
    return _Socket(first), _Socket(second)


def _bell() -> tuple[_Pipe, _Pipe]:
    """(reading end, writing end)"""
    if sys.platform == "win32":
        return _socket_bell()
    reader, writer = os.pipe()
    return _Pipe(reader), _Pipe(writer)
