"""The county over HTTP: sessions, batches, uploads, receipts; every failure is one of our own errors."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from inspector_app.errors import BadInput, InspectorError, Refused, StorageFault, Unreachable
from inspector_app.storage.journal import Signer
from inspector_app.wire import messages as wire

M = TypeVar("M", bound=BaseModel)
CHUNK = 256 * 1024
"""Bytes per PATCH: on a line where most connections break, little is sent twice."""

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_TUS = {"Tus-Resumable": "1.0.0"}


class CountyClient:
    """One laptop's connection to its county."""

    def __init__(self, url: str, signer: Signer) -> None:
        self._http = httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT)
        self._signer = signer
        self._token = ""

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def health(self) -> dict[str, Any]:
        """Which county this is and its keys."""
        answer: dict[str, Any] = self._ask("GET", "/health", session=False).json()
        return answer

    def enrol(self, request: wire.Enrolment) -> wire.Enrolled:
        """Join with a one-time code."""
        return self._read(wire.Enrolled, self._post("/enrol", request, session=False))

    def succeed(self, request: wire.Succession) -> wire.Enrolled:
        """Announce a new stream of this laptop."""
        return self._read(wire.Enrolled, self._post("/succeed", request, session=False))

    def send(self, batch: wire.Batch) -> wire.BatchAnswer:
        """Hand a batch of entries over; verified and durable at the county when this returns."""
        body = gzip.compress(batch.model_dump_json().encode(), compresslevel=6, mtime=0)
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        return self._read(wire.BatchAnswer, self._ask("POST", "/batches", content=body, headers=headers))

    def receipt(self, request: wire.ReceiptRequest) -> wire.SignedStatement:
        """Ask what the county holds."""
        return self._read(wire.SignedStatement, self._post("/receipts", request))

    def pull(self, cursor: int) -> wire.PullPage:
        """One page of what others wrote."""
        return self._read(wire.PullPage, self._ask("GET", f"/pull?cursor={cursor}"))

    def lease(self, request: wire.LeaseRequest) -> dict[str, Any]:
        """Lease a block of numbers."""
        block: dict[str, Any] = self._post("/numbers", request).json()
        return block

    def holds(self, sha256: str) -> bool:
        """Whether the county has that file whole."""
        return self._ask("HEAD", f"/blobs/{sha256}", accept=(200, 404)).status_code == 200

    def begin_upload(self, sha256: str, length: int) -> str:
        """Create (or find again) an upload; its address."""
        metadata = "sha256 " + wire.pack(sha256.encode())
        headers = {**_TUS, "Upload-Length": str(length), "Upload-Metadata": metadata}
        return str(self._ask("POST", "/files", headers=headers, accept=(201,)).headers["Location"])

    def upload(
        self, address: str, source: BinaryIO, length: int, on_bytes: Callable[[int], None], stop: Callable[[], bool]
    ) -> bool:
        """Send what is missing from where the county stands; whether the file is complete.

        Raises ``Unreachable`` when the line breaks: the next try goes on from what arrived.
        """
        offset = self.offset(address)
        while offset < length:
            if stop():
                return False
            source.seek(offset)
            chunk = source.read(CHUNK)
            offset = self._append(address, offset, chunk)
            on_bytes(offset)
        if length == 0:
            self._append(address, 0, b"")
        return True

    def offset(self, address: str) -> int:
        """Where an upload stands. Raises ``BadInput('sync.upload_unknown')`` when the county has forgotten it."""
        return int(self._ask("HEAD", address, headers=_TUS).headers["Upload-Offset"])

    def _append(self, address: str, offset: int, chunk: bytes) -> int:
        checksum = "sha256 " + wire.pack(hashlib.sha256(chunk).digest())
        headers = {
            **_TUS,
            "Upload-Offset": str(offset),
            "Upload-Checksum": checksum,
            "Content-Type": "application/offset+octet-stream",
        }
        answer = self._ask("PATCH", address, content=chunk, headers=headers, accept=(204, 409))
        return int(answer.headers["Upload-Offset"])

    def _post(self, path: str, message: BaseModel, *, session: bool = True) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        return self._ask("POST", path, content=message.model_dump_json().encode(), headers=headers, session=session)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        session: bool = True,
        accept: tuple[int, ...] = (200, 201, 204),
    ) -> httpx.Response:
        """One request; a session that ran out (or a server that was restarted) is opened again once."""
        for attempt in (1, 2):
            sent = dict(headers or {})
            if session:
                sent["Authorization"] = f"Bearer {self._session()}"
            answer = self._transport(method, path, content, sent)
            if answer.status_code == 401 and session and attempt == 1:
                self._token = ""
                continue
            break
        if answer.status_code not in accept:
            raise _refusal(answer)
        return answer

    def _transport(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> httpx.Response:
        try:
            return self._http.request(method, path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable("sync.unreachable", detail=str(error) or type(error).__name__) from error

    def _session(self) -> str:
        if not self._token:
            challenge = self._read(wire.Challenge, self._ask("GET", "/challenge", session=False)).challenge
            signature = self._signer.sign(challenge.encode()).hex()
            proof = wire.SessionRequest(stream=self._signer.stream_id, challenge=challenge, signature=signature)
            self._token = self._read(wire.Session, self._post("/session", proof, session=False)).token
        return self._token

    @staticmethod
    def _read(model: type[M], answer: httpx.Response) -> M:
        try:
            return model.model_validate_json(answer.content)
        except ValidationError as error:
            raise Unreachable("sync.answer_unreadable", status=answer.status_code) from error


def _refusal(answer: httpx.Response) -> InspectorError:
    """Which of our errors an answer stands for: it decides whether to retry, to stop or to set aside."""
    try:
        code = str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        code = ""
    if answer.status_code in (502, 503, 504) or (answer.status_code >= 500 and not code):
        return Unreachable("sync.unreachable", detail=f"HTTP {answer.status_code}")
    if answer.status_code == 507:
        return Unreachable("sync.county_full", detail=code)
    if code in ("sync.upload_unknown",):
        return BadInput(code)
    if code.startswith(("storage.", "blob.")):
        return StorageFault(code)
    return Refused(code or "sync.refused", status=answer.status_code)
