"""Errors as problem+json (RFC 9457) with their sentences in both languages, and the limits on what is taken in."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

import anyio
import h11
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from county_server.uploads import WrongOffset
from inspector_app.errors import InspectorError, StorageFault
from inspector_app.messages import say
from inspector_app.wire.version import HEADER, fault_of

TUS = {"Tus-Resumable": "1.0.0"}
IDLE_SECONDS = 60.0
"""A client that sends nothing for so long in the middle of a request is let go."""

_STATUS = {
    "sync.session_expired": 401,
    "sync.stream_unknown": 403,
    "sync.stream_revoked": 403,
    "sync.other_region": 403,
    "sync.signature_wrong": 403,
    "sync.code_unknown": 403,
    "sync.code_used": 403,
    "sync.code_expired": 403,
    "sync.too_many_tries": 429,
    "sync.sample_mismatch": 409,
    "county.request_taken": 409,
    "sync.file_too_large": 413,
    "sync.too_many_bytes": 413,
    "sync.batch_too_large": 413,
    "sync.upload_unknown": 404,
    "sync.checksum_wrong": 460,
    "sync.body_wrong": 422,
    "sync.protocol_unstated": 426,
    "sync.protocol_newer": 426,
    "sync.protocol_older": 426,
}
_LIMITS = (("/batches", 64 << 20), ("/receipts", 16 << 20), ("/blobs", 1 << 20), ("/files", 1 << 40))
_SMALL = 64 << 10
_SPOKEN = ("/enrol", "/succeed", "/challenge", "/session", "/batches", "/receipts", "/standing", "/pull", "/numbers",
           "/blobs")  # fmt: skip

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["code", "title", "title_zh", "status", "params"],
    "properties": {
        "code": {"type": "string"},
        "title": {"type": "string"},
        "title_zh": {"type": "string"},
        "status": {"type": "integer"},
        "params": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {"application/problem+json": {"schema": PROBLEM_SCHEMA}}}
    for status, text in {
        400: "unreadable", 401: "session expired", 403: "refused", 409: "conflict", 413: "too large",
        422: "not understood", 426: "other protocol version", 429: "too many tries", 507: "disk refuses",
    }.items()
}  # fmt: skip
"""Every answer that is not the wanted one, for the interface description."""


def problem(code: str, status: int, headers: dict[str, str] | None = None, **params: object) -> JSONResponse:
    """One error as it travels."""
    told = {name: str(value)[:200] for name, value in params.items()}
    body = {"code": code, "status": status, "params": told}
    body |= {"title": str(say(code, "en", **params)), "title_zh": str(say(code, "zh", **params))}
    kind = "application/problem+json"
    return JSONResponse(body, status, media_type=kind, headers={**TUS, **(headers or {})})


def install(app: FastAPI) -> None:
    """Every failure is one of our own errors."""
    app.add_exception_handler(InspectorError, _told)
    app.add_exception_handler(WrongOffset, _wrong_offset)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(TimeoutError, _gone)
    app.add_middleware(Limits)


async def _told(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InspectorError)
    status = _STATUS.get(error.code, 507 if isinstance(error, StorageFault) else 400)
    if status == 507:
        logging.getLogger("county_server").error("%s", error)
    return problem(error.code, status, None, **error.params)


async def _wrong_offset(_request: Request, error: Exception) -> Response:
    assert isinstance(error, WrongOffset)
    return problem("sync.wrong_offset", 409, {"Upload-Offset": str(error.offset)}, offset=error.offset)


async def _not_understood(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return problem("sync.body_unreadable", 400, detail=place)
    return problem("sync.body_wrong", 422, detail=f"{place}: {first['msg']}")


async def _gone(_request: Request, _error: Exception) -> Response:
    return problem("sync.cut_off", 408)


class Limits:
    """Refuses bodies that are too large, peers of another protocol, and lets idle clients go."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = str(scope["path"])
        refusal = _refusal(path, headers)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        body = _Body(receive, _limit(path))

        async def answer(message: Message) -> None:
            if not body.gone:
                with contextlib.suppress(h11.LocalProtocolError):  # a client that broke the protocol hears nothing
                    await send(message)

        try:
            await self._app(scope, body.receive, answer)
        except _TooLarge:
            await problem("sync.batch_too_large", 413)(scope, receive, answer)


class _TooLarge(Exception):
    """More bytes than the address takes."""


class _Body:
    """Counts a body while it arrives and does not wait for ever."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self._whole = False
        self.gone = False

    async def receive(self) -> Message:
        """The next message of the connection."""
        if self._whole:
            return await self._receive()
        with anyio.fail_after(IDLE_SECONDS):
            message = await self._receive()
        self.gone = message["type"] == "http.disconnect"
        self._left -= len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            raise _TooLarge
        return message


def _limit(path: str) -> int:
    return next((limit for prefix, limit in _LIMITS if path.startswith(prefix)), _SMALL)


def _refusal(path: str, headers: dict[str, str]) -> Response | None:
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length) > _limit(path):
        return problem("sync.batch_too_large", 413)
    if path.startswith(_SPOKEN) and (fault := fault_of(headers.get(HEADER.lower()))):
        return problem(fault, 426)
    return None
