"""The county over HTTP: sessions, batches, receipts; every failure is one of our own errors.

Every request may be sent twice without harm, so a line that breaks in the middle is simply tried again.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Iterable
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from inspector_app import editions
from inspector_app.clock import Clock, SystemClock
from inspector_app.errors import BadInput, InspectorError, Refused, StorageFault, Unreachable
from inspector_app.storage.journal import Signer
from inspector_app.sync import county_clock
from inspector_app.wire import batch, messages, receipt
from inspector_app.wire.version import HEADER, PROTOCOL

M = TypeVar("M", bound=BaseModel)
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
SEND_BUFFER = 128 << 10
"""Bytes of a socket's buffer: what stands in it when the line breaks has to be sent again."""

TRIES = 3
"""How often one request is tried on a breaking line before the run gives up for now."""

_PROBLEM = "application/problem+json"


class CountyClient:
    """One laptop's connection to its county. Safe for several threads."""

    def __init__(
        self, url: str, signer: Signer, certificate: str | None = None, clock: Clock | None = None
    ) -> None:
        """``certificate``: PEM text of a server certificate to trust beside the system's own."""
        self._http = httpx.Client(
            base_url=_checked_url(url),
            timeout=TIMEOUT,
            transport=httpx.HTTPTransport(
                verify=ssl.create_default_context(cadata=certificate) if certificate else True,
                trust_env=False,
                limits=httpx.Limits(max_connections=8, max_keepalive_connections=4),
                socket_options=[(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)],
            ),
            headers={HEADER: str(PROTOCOL), "Accept-Encoding": "gzip"},
            trust_env=False,
        )
        self._signer = signer
        self._token = ""
        self._joining = threading.Lock()
        self._clock = clock or SystemClock()
        self.clock_reading: county_clock.ClockReading | None = None
        """What the county's clock showed when the session was opened."""
        self.editions = ""
        """Which editions of checklists and law the county told then (``editions.read``)."""

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def health(self) -> messages.Health:
        """Which county this is and its keys."""
        return self._read(messages.Health, self.ask("GET", "/health", session=False))

    def enrol(self, request: messages.Enrolment) -> messages.Enrolled:
        """Join with a one-time code."""
        return self._read(messages.Enrolled, self._post("/enrol", request, session=False))

    def succeed(self, request: messages.Succession) -> messages.Enrolled:
        """Announce a new stream of this laptop."""
        return self._read(messages.Enrolled, self._post("/succeed", request, session=False))

    def standings(self, sent: dict[str, str | None]) -> dict[str, receipt.Standing]:
        """Where the county stands in each of these streams."""
        request = receipt.StandingRequest(sent=sent)
        return self._read(receipt.Standings, self._post("/standing", request)).streams

    def send(self, entries: batch.Batch) -> batch.BatchAnswer:
        """Hand a batch of entries over; verified and durable at the county when this returns."""
        body = gzip.compress(entries.model_dump_json(exclude_defaults=True).encode(), compresslevel=6, mtime=0)
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        return self._read(batch.BatchAnswer, self.ask("POST", "/batches", content=body, headers=headers))

    def receipt(self, request: receipt.ReceiptRequest) -> messages.SignedStatement:
        """Ask what the county holds."""
        return self._read(messages.SignedStatement, self._post("/receipts", request))

    def pull(self, cursor: int) -> messages.PullPage:
        """One page of what others wrote."""
        return self._read(messages.PullPage, self.ask("GET", f"/pull?cursor={cursor}"))

    def lease(self, request: messages.LeaseRequest) -> messages.LeasedBlock:
        """Lease a block of numbers."""
        return self._read(messages.LeasedBlock, self._post("/numbers", request))

    def missing(self, blobs: list[str]) -> list[str]:
        """Which of these files the county lacks, in the order asked."""
        found: list[str] = []
        for start in range(0, len(blobs), 5000):
            question = messages.BlobQuestion(blobs=blobs[start : start + 5000])
            found += self._read(messages.BlobsMissing, self._post("/blobs/missing", question)).missing
        return found

    def download(self, sha256: str) -> bytes | None:
        """A file that the county holds; ``None`` when it has not arrived there."""
        answer = self.ask("GET", f"/blobs/{sha256}", accept=(200, 404))
        return answer.content if answer.status_code == 200 else None

    def ask(
        self,
        method: str,
        path: str,
        *,
        content: bytes | Iterable[bytes] | None = None,
        headers: dict[str, str] | None = None,
        session: bool = True,
        accept: tuple[int, ...] = (200, 201, 204),
        tries: int = TRIES,
    ) -> httpx.Response:
        """One request; tried again on a broken line, a session that ran out is opened again once.

        Raises ``Unreachable`` (try later), ``Refused`` or ``BadInput`` (what the county answered).
        """
        renewed = False
        while True:
            sent = dict(headers or {})
            if session:
                sent["Authorization"] = f"Bearer {self._session()}"
            try:
                answer = self._http.request(method, path, content=content, headers=sent)
            except httpx.TransportError as error:
                tries -= 1
                if tries <= 0:
                    raise _unreachable(error) from error
                continue
            if answer.status_code == 401 and session and not renewed:
                self._token, renewed = "", True
                if not isinstance(content, bytes | None):
                    raise Unreachable("sync.session_expired")
                continue
            if answer.status_code not in accept or not _is_ours(answer):
                raise _refusal(answer)
            return answer

    def _post(self, path: str, message: BaseModel, *, session: bool = True) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        return self.ask("POST", path, content=message.model_dump_json().encode(), headers=headers, session=session)

    def _session(self) -> str:
        with self._joining:
            if not self._token:
                self._token = self._new_session()
            return self._token

    def _new_session(self) -> str:
        before = self._clock.now()
        asked = self.ask("GET", "/challenge", session=False)
        self.clock_reading = county_clock.read(asked.headers.get("date"), before, self._clock.now())
        self.editions = asked.headers.get(editions.HEADER, "")
        challenge = self._read(messages.Challenge, asked).challenge
        signature = self._signer.sign(challenge.encode()).hex()
        proof = messages.SessionRequest(stream=self._signer.stream_id, challenge=challenge, signature=signature)
        try:
            return self._read(messages.Session, self._post("/session", proof, session=False)).token
        except Refused as refused:
            if refused.code != "sync.session_expired":
                raise
            raise Unreachable(refused.code) from refused  # the challenge grew old on a slow line

    @staticmethod
    def _read(model: type[M], answer: httpx.Response) -> M:
        try:
            return model.model_validate_json(answer.content)
        except ValidationError as error:
            raise Unreachable("sync.answer_unreadable", status=answer.status_code) from error


def _checked_url(url: str) -> str:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise BadInput("sync.url_wrong", url=url) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise BadInput("sync.url_wrong", url=url)
    return str(parsed).rstrip("/")


def _is_ours(answer: httpx.Response) -> bool:
    """Whether an answer can be the county's: a log-in page of a hotel answers everything with 200 and HTML."""
    return "html" not in answer.headers.get("content-type", "")


def _unreachable(error: httpx.TransportError) -> Unreachable:
    text = str(error) or type(error).__name__
    if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in text.upper():
        return Unreachable("sync.tls_failed", detail=text)
    return Unreachable("sync.unreachable", detail=text)


def _refusal(answer: httpx.Response) -> InspectorError:
    """Which of our errors an answer stands for: it decides whether to retry, to stop or to set aside."""
    code, params = _problem_of(answer)
    status = answer.status_code
    if not code:
        code = "sync.unreachable" if status in (502, 503, 504) or not _is_ours(answer) else ""
        if not code and (status < 400 or status >= 500):
            code = "sync.answer_unreadable"
        return Unreachable(code, status=status, detail=f"HTTP {status}") if code else _refused(answer)
    if status == 507:
        return Unreachable("sync.county_full", detail=code)
    if status in (408, 423, 429):
        return Unreachable(code, **params)
    if code in ("sync.upload_unknown", "sync.checksum_wrong", "sync.wrong_offset"):
        return BadInput(code, **params)
    return StorageFault(code, **params) if code.startswith(("storage.", "blob.")) else Refused(code, **params)


def _refused(answer: httpx.Response) -> InspectorError:
    return Refused("sync.refused", status=answer.status_code)


def _problem_of(answer: httpx.Response) -> tuple[str, dict[str, Any]]:
    if not answer.headers.get("content-type", "").startswith(_PROBLEM):
        return "", {}
    try:
        told = answer.json()
        return str(told["code"]), {str(name): str(value) for name, value in told["params"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", {}
