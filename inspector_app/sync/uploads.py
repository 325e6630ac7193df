"""Sending one file by tus 1.0, resumable at any byte."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from inspector_app.errors import BadInput, InspectorError, Unreachable

if TYPE_CHECKING:
    from inspector_app.sync.client import CountyClient

IN_ONE_STEP = 1 << 20
"""Files up to this many bytes go with the request that announces them; the county takes no more in memory."""

CHUNK = 4 << 20
"""Bytes per request of a large file at most: each is durable at the county when it answers."""

SMALLEST_CHUNK = 128 << 10
"""Bytes per request once the line has broken several times in a row."""

CAREFUL_CHUNK = 256 << 10
"""Bytes per request, each with its own checksum, once the line has proved to change bytes."""

PIECE = 64 << 10
STANDSTILLS = 4
"""How often in a row a file may stand still before the run gives up for now."""

_TUS = {"Tus-Resumable": "1.0.0"}
_TYPE = {"Content-Type": "application/offset+octet-stream"}


class Counted:
    """Bytes of files put on the line, whether they arrived or not; added to by several threads."""

    def __init__(self) -> None:
        self.total = 0
        self._lock = Lock()

    def add(self, count: int) -> None:
        """Some more went out."""
        with self._lock:
            self.total += count


@dataclass
class FileUpload:
    """One file on its way. ``told`` hears how many bytes the county has; ``address`` is known once it was announced."""

    client: CountyClient
    sha256: str
    length: int
    counted: Counted
    told: Callable[[int, str], None] = lambda _offset, _address: None
    address: str | None = None
    careful: bool = field(default=False)
    chunk: int = CHUNK

    def send(self, source: BinaryIO, stop: Callable[[], bool]) -> bool:
        """Send what the county lacks; whether the file is complete there (``False``: stopped on the way).

        Raises ``Unreachable`` when the line stays broken: the next try goes on from what arrived.
        """
        offset = self._begin(source)
        still = 0
        while offset < self.length or self.address is None:
            if stop():
                return False
            before = offset
            try:
                offset = self._next(source, offset)
            except Unreachable:
                still += 1
                if still >= STANDSTILLS:
                    raise
                self.chunk = max(SMALLEST_CHUNK, self.chunk // 4)
                offset = self._stands()
            except BadInput as refusal:
                offset = self._start_over(refusal)
                still += 1
                if still >= STANDSTILLS:
                    raise
            if offset > before:
                still, self.chunk = 0, min(CHUNK, self.chunk * 2)
            if self.address:
                self.told(offset, self.address)
        return True

    def _begin(self, source: BinaryIO) -> int:
        """Announce the file; a small one goes along at once. How many bytes the county has then."""
        if self.address is not None:
            try:
                return self._stands()
            except BadInput:
                self.address = None  # forgotten after a week without news
        if self.length > IN_ONE_STEP:
            return self._announce(None)
        try:
            return self._announce(source.read())
        except Unreachable:
            return self._announce(None)
        except BadInput as refusal:
            return self._start_over(refusal)

    def _announce(self, content: bytes | None) -> int:
        metadata = "sha256 " + base64.b64encode(self.sha256.encode()).decode()
        headers = {**_TUS, "Upload-Length": str(self.length), "Upload-Metadata": metadata}
        if content is None:
            answer = self.client.ask("POST", "/files", headers=headers, accept=(201,))
        else:
            headers |= {**_TYPE, "Content-Length": str(len(content))}
            body = self._counting(content)
            answer = self.client.ask("POST", "/files", content=body, headers=headers, accept=(201,), tries=1)
        self.address = answer.headers["Location"]
        return self._offset_of(answer.headers.get("Upload-Offset", "0"))

    def _next(self, source: BinaryIO, offset: int) -> int:
        if self.address is None:
            return self._announce(None)
        source.seek(offset)
        chunk = source.read(min(self.chunk, CAREFUL_CHUNK) if self.careful else self.chunk)
        headers = {**_TUS, **_TYPE, "Upload-Offset": str(offset), "Content-Length": str(len(chunk))}
        if self.careful:
            digest = hashlib.sha256(chunk).digest()
            headers["Upload-Checksum"] = "sha256 " + base64.b64encode(digest).decode()
        body = self._counting(chunk)
        answer = self.client.ask(
            "PATCH", self.address, content=body, headers=headers, accept=(204, 409), tries=1
        )
        return self._offset_of(answer.headers.get("Upload-Offset", ""))

    def _stands(self) -> int:
        """Where the county stands. Raises ``BadInput('sync.upload_unknown')`` when it has forgotten the upload."""
        if self.address is None:
            return 0
        return self._offset_of(self.client.ask("HEAD", self.address, headers=_TUS).headers.get("Upload-Offset", ""))

    def _start_over(self, refusal: InspectorError) -> int:
        """The county threw the upload away: forgotten, or the bytes that arrived were not those that were sent."""
        if refusal.code not in ("sync.upload_unknown", "sync.checksum_wrong", "sync.wrong_offset"):
            raise refusal
        self.careful = self.careful or refusal.code == "sync.checksum_wrong"
        if refusal.code == "sync.checksum_wrong" and self.address is not None:
            try:
                return self._stands()
            except BadInput:
                self.address = None
        else:
            self.address = None
        return self._announce(None)

    def _counting(self, content: bytes) -> Iterator[bytes]:
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            self.counted.add(len(piece))
            yield piece

    def _offset_of(self, text: str) -> int:
        if not text.isdigit() or int(text) > self.length:
            raise Unreachable("sync.answer_unreadable", status=200)
        return int(text)
