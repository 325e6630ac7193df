"""tus 1.0 over HTTP: core, creation (with upload), checksum, expiration, termination.

https://tus.io/protocols/resumable-upload; files are named by their SHA-256 in ``Upload-Metadata``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from county_server.problems import TUS, problem
from county_server.uploads import LARGEST, Upload, UploadService, WrongOffset
from inspector_app.errors import BadInput, InspectorError

router = APIRouter(tags=["tus"])
CONTENT_TYPE = "application/offset+octet-stream"
IN_ONE_STEP = 1 << 20
"""Files up to this many bytes are held in memory and stored in one step."""

PATIENCE = 1.0
"""Seconds that a newcomer gives the former connection of an upload to end by itself."""

_PIECE = 1 << 20
_ALGORITHMS = ("sha1", "sha256")


class Turns:
    """One writer per upload: a newcomer ends the former one, whose connection is probably dead."""

    def __init__(self) -> None:
        self._running: dict[str, tuple[anyio.CancelScope, anyio.Event]] = {}

    @asynccontextmanager
    async def take(self, upload: str) -> AsyncIterator[anyio.CancelScope]:
        """The turn of writing to this upload; the scope is cancelled when somebody else comes."""
        while former := self._running.get(upload):
            with anyio.move_on_after(PATIENCE):  # what it has sent is still being read
                await former[1].wait()
            former[0].cancel()
            await former[1].wait()
        mine = (anyio.CancelScope(), anyio.Event())
        self._running[upload] = mine
        try:
            yield mine[0]
        finally:
            del self._running[upload]
            mine[1].set()


@router.options("/files")
def tus_options() -> Response:
    """What the tus server can do."""
    extensions = "creation,creation-with-upload,checksum,expiration,termination"
    told = {"Tus-Version": "1.0.0", "Tus-Extension": extensions, "Tus-Max-Size": str(LARGEST)}
    return Response(status_code=204, headers={**TUS, **told, "Tus-Checksum-Algorithm": ",".join(_ALGORITHMS)})


@router.post("/files", status_code=201)
async def tus_create(request: Request) -> Response:
    """tus creation: ``Upload-Length``, ``Upload-Metadata: sha256 …``; a body is the beginning of the file."""
    if refused := _wrong_version(request):
        return refused
    laptop = await _laptop(request)
    length, sha256 = _stated_file(request.headers)
    has_body = request.headers.get("content-type") == CONTENT_TYPE
    service: UploadService = request.app.state.uploads
    if has_body and length <= IN_ONE_STEP:
        return await _in_one_step(request, service, laptop.stream_id, sha256, length)
    upload = await run_sync(service.create, laptop.stream_id, sha256, length)
    if has_body and await run_sync(service.offset, upload) == 0:
        answer = await _append(request, service, upload, 0)
        if answer.status_code != 204:
            return answer
    return await _created(service, upload)


async def _in_one_step(request: Request, service: UploadService, stream: str, sha256: str, length: int) -> Response:
    """A small file: whole it is stored at once, cut off what arrived is kept as an upload to be continued."""
    arrived = bytearray()
    try:
        async for piece in request.stream():
            arrived += piece
            if len(arrived) > length:
                raise BadInput("sync.too_many_bytes")
    except (ClientDisconnect, TimeoutError):
        await run_sync(_keep_beginning, service, (stream, sha256, length), bytes(arrived))
        raise
    content = bytes(arrived)
    if (wrong := _checksum_fault(request.headers.get("upload-checksum"), content)) is not None:
        return wrong
    if len(content) < length:
        upload = await run_sync(_keep_beginning, service, (stream, sha256, length), content)
    else:
        return _answer_created(await run_sync(service.store_whole, sha256, length, content), length)
    return await _created(service, upload)


def _keep_beginning(service: UploadService, file: tuple[str, str, int], content: bytes) -> Upload:
    upload = service.create(*file)
    if service.offset(upload) < len(content) < upload.length:
        service.write(upload, 0, content)
        service.settle(upload, len(content))
    return upload


async def _created(service: UploadService, upload: Upload) -> Response:
    return _answer_created(upload, await run_sync(service.offset, upload))


def _answer_created(upload: Upload, offset: int) -> Response:
    headers = {**TUS, "Location": f"/files/{upload.id}", "Upload-Offset": str(offset), **_expiry(upload)}
    return Response(status_code=201, headers=headers)


@router.head("/files/{upload}")
async def tus_offset(request: Request, upload: str) -> Response:
    """tus core: where an upload stands."""
    if refused := _wrong_version(request):
        return refused
    laptop = await _laptop(request)
    service: UploadService = request.app.state.uploads
    async with _turns(request).take(upload):
        found = await run_sync(service.find, upload, laptop.stream_id)
        offset = await run_sync(service.offset, found)
    told = {"Upload-Offset": str(offset), "Upload-Length": str(found.length), "Cache-Control": "no-store"}
    return Response(status_code=200, headers={**TUS, **told, **_expiry(found)})


@router.patch("/files/{upload}", status_code=204)
async def tus_append(request: Request, upload: str) -> Response:
    """tus core: add bytes. 404 unknown, 409 wrong offset, 413 too many, 415 wrong type, 460 wrong checksum."""
    if refused := _wrong_version(request):
        return refused
    laptop = await _laptop(request)
    if request.headers.get("content-type") != CONTENT_TYPE:
        return problem("sync.upload_type", 415)
    service: UploadService = request.app.state.uploads
    found = await run_sync(service.find, upload, laptop.stream_id)
    return await _append(request, service, found, _number(request.headers, "upload-offset"))


@router.delete("/files/{upload}", status_code=204)
async def tus_discard(request: Request, upload: str) -> Response:
    """tus termination; a finished file is evidence and stays."""
    if refused := _wrong_version(request):
        return refused
    laptop = await _laptop(request)
    service: UploadService = request.app.state.uploads
    async with _turns(request).take(upload):
        found = await run_sync(service.find, upload, laptop.stream_id)
        await run_sync(service.discard, found)
    return Response(status_code=204, headers=TUS)


async def _append(request: Request, service: UploadService, upload: Upload, offset: int) -> Response:
    async with _turns(request).take(upload.id) as scope:
        stands = await run_sync(service.offset, upload)
        if offset != stands:
            raise WrongOffset(stands)
        if stands == upload.length:
            return Response(status_code=204, headers={**TUS, "Upload-Offset": str(stands)})
        checksum = request.headers.get("upload-checksum")
        if (unsupported := _checksum_fault(checksum, None)) is not None:
            return unsupported
        return await _receive(request, service, upload, (offset, checksum, scope))


@dataclass
class _Arrival:
    """Bytes of one request while they arrive: written in pieces of about 1 MiB, hashed when a checksum was stated."""

    service: UploadService
    upload: Upload
    begin: int
    checksum: str | None
    reached: int = 0
    held: bytearray = field(default_factory=bytearray)
    digest: Any = None

    async def add(self, piece: bytes) -> None:
        """Some more bytes."""
        self.held += piece
        if len(self.held) >= _PIECE:
            await self.flush()

    async def flush(self) -> None:
        """Write what is held."""
        piece = bytes(self.held)
        self.held.clear()
        if piece:
            await run_sync(self.service.write, self.upload, self.reached, piece)
            self.reached += len(piece)
            if self.digest is not None:
                self.digest.update(piece)

    async def settle_cut_off(self) -> None:
        """Keep what arrived; bytes that were to have a checksum are dropped, it cannot be checked."""
        with anyio.CancelScope(shield=True):
            if self.checksum is None:
                await self.flush()
            await run_sync(self.service.settle, self.upload, self.begin if self.checksum else self.reached)


async def _receive(
    request: Request, service: UploadService, upload: Upload, turn: tuple[int, str | None, anyio.CancelScope]
) -> Response:
    """Write what arrives, and say where the upload stands then."""
    offset, checksum, scope = turn
    arrival = _Arrival(service, upload, offset, checksum, offset, digest=_digest(checksum))
    try:
        with scope:
            async for piece in request.stream():
                await arrival.add(piece)
            await arrival.flush()
    except (ClientDisconnect, TimeoutError):
        await arrival.settle_cut_off()
        raise
    except InspectorError:
        arrival.held.clear()
        await arrival.settle_cut_off()
        raise
    if scope.cancelled_caught:
        await arrival.settle_cut_off()
        return problem("sync.upload_continued_elsewhere", 423)
    if arrival.digest is not None and not _matches(checksum or "", arrival.digest.digest()):
        await run_sync(service.settle, upload, offset)
        return problem("sync.checksum_wrong", 460)
    stands = await run_sync(service.settle, upload, arrival.reached)
    return Response(status_code=204, headers={**TUS, "Upload-Offset": str(stands), **_expiry(upload)})


def _turns(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


async def _laptop(request: Request) -> Any:
    return await run_sync(request.app.state.enrolment.of_header, request.headers.get("authorization", ""))


def _wrong_version(request: Request) -> Response | None:
    if request.headers.get("tus-resumable") == "1.0.0":
        return None
    return problem("sync.upload_version", 412, headers={"Tus-Version": "1.0.0"})


def _stated_file(headers: Mapping[str, str]) -> tuple[int, str]:
    """Length and hash from the tus headers. Raises ``BadInput('sync.hash_unreadable')``."""
    try:
        pairs = dict(pair.strip().split(" ", 1) for pair in headers.get("upload-metadata", "").split(",") if pair)
        return _number(headers, "upload-length"), base64.b64decode(pairs["sha256"], validate=True).decode("ascii")
    except (KeyError, ValueError) as error:
        raise BadInput("sync.hash_unreadable") from error


def _number(headers: Mapping[str, str], name: str) -> int:
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput("sync.upload_header", name=name)
    return int(text)


def _expiry(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": formatdate(upload.expires_at, usegmt=True)} if upload.expires_at else {}


def _digest(checksum: str | None) -> Any:
    """The running hash that a checksum header asks for."""
    if checksum is None:
        return None
    return hashlib.new(checksum.partition(" ")[0], usedforsecurity=False)


def _matches(checksum: str, digest: bytes) -> bool:
    try:
        return base64.b64decode(checksum.partition(" ")[2], validate=True) == digest
    except (binascii.Error, ValueError):
        return False


def _checksum_fault(checksum: str | None, content: bytes | None) -> Response | None:
    """400 for an unknown algorithm, 460 for a wrong sum (when there is content to compare)."""
    if checksum is None:
        return None
    if checksum.partition(" ")[0] not in _ALGORITHMS:
        return problem("sync.checksum_algorithm", 400)
    if content is None:
        return None
    digest = _digest(checksum)
    digest.update(content)
    return None if _matches(checksum, digest.digest()) else problem("sync.checksum_wrong", 460)


