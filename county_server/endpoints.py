"""HTTP of the county: every endpoint only translates; services decide."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from county_server.enrolment import EnrolmentService
from county_server.handover import HandoverService
from county_server.intake.service import IntakeService
from county_server.storage import CountyStore
from county_server.uploads import LARGEST, UploadService, WrongOffset
from inspector_app.errors import BadInput, InspectorError, Refused, StorageFault
from inspector_app.messages import tell
from inspector_app.wire.messages import (
    Batch,
    BatchAnswer,
    Challenge,
    Enrolled,
    Enrolment,
    LeaseRequest,
    PullPage,
    ReceiptRequest,
    Session,
    SessionRequest,
    SignedStatement,
    Succession,
)

TUS = {"Tus-Resumable": "1.0.0"}
LARGEST_BATCH = 64 * 1024 * 1024
_STATUS = {
    "sync.session_expired": 401,
    "sync.stream_unknown": 403,
    "sync.stream_revoked": 403,
    "sync.signature_wrong": 403,
    "sync.code_unknown": 403,
    "sync.code_expired": 403,
    "sync.sample_mismatch": 409,
    "sync.file_too_large": 413,
    "sync.batch_too_large": 413,
    "sync.upload_unknown": 404,
    "sync.checksum_wrong": 460,
    "sync.protocol": 426,
}


def build(store: CountyStore) -> FastAPI:
    """The county's web application over an open store."""
    app = FastAPI(title="矿安检 county server", version="1", docs_url="/docs")
    app.state.enrolment = EnrolmentService(store)
    app.state.intake = IntakeService(store)
    app.state.uploads = UploadService(store)
    app.state.handover = HandoverService(store)
    app.state.store = store
    app.add_exception_handler(InspectorError, _problem)
    app.add_exception_handler(WrongOffset, _wrong_offset)
    app.include_router(router)
    from county_server.console.pages import router as console

    app.include_router(console)
    return app


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    """An error as problem+json with its sentences in both languages."""
    assert isinstance(error, InspectorError)
    status = _STATUS.get(error.code, 507 if isinstance(error, StorageFault) else 400)
    zh, en = tell(error, "zh"), tell(error, "en")
    body = {"code": error.code, "title": str(en), "title_zh": str(zh), "status": status}
    return JSONResponse(body, status, media_type="application/problem+json", headers=TUS)


async def _wrong_offset(_request: Request, error: Exception) -> Response:
    assert isinstance(error, WrongOffset)
    return Response(status_code=409, headers={**TUS, "Upload-Offset": str(error.offset)})


def _laptop(request: Request, authorization: Annotated[str, Header()] = "") -> Any:
    """The laptop behind the request's token."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Refused("sync.session_expired")
    return request.app.state.enrolment.authenticate(token)


Laptop = Annotated[Any, Depends(_laptop)]
router = APIRouter()


@router.get("/health")
def health(request: Request) -> dict[str, Any]:
    """Whether the server stands, which county it is and the keys a laptop needs before it joins."""
    store: CountyStore = request.app.state.store
    return {
        "ok": True,
        "county": store.county_id,
        "sample": store.is_sample,
        "county_key": store.public_key.hex(),
        "escrow_key": store.escrow_key.hex(),
    }


@router.post("/enrol")
def enrol(request: Request, enrolment: Enrolment) -> Enrolled:
    """Join with a one-time code."""
    answer: Enrolled = request.app.state.enrolment.enrol(enrolment)
    return answer


@router.post("/succeed")
def succeed(request: Request, succession: Succession) -> Enrolled:
    """Certify the next stream of an enrolled laptop."""
    answer: Enrolled = request.app.state.enrolment.succeed(succession)
    return answer


@router.get("/challenge")
def challenge(request: Request) -> Challenge:
    """Random text for a session; the laptop's clock plays no part."""
    return Challenge(challenge=request.app.state.enrolment.challenge())


@router.post("/session")
def session(request: Request, proof: SessionRequest) -> Session:
    """Open a session."""
    return Session(token=request.app.state.enrolment.session(proof))


@router.post("/batches")
async def batches(request: Request, laptop: Laptop) -> BatchAnswer:
    """Take a batch of entries (JSON, optionally gzip) in; durable and verified when this answers."""
    batch = _read_batch(await request.body(), request.headers.get("content-encoding", ""))
    import anyio

    answer: BatchAnswer = await anyio.to_thread.run_sync(request.app.state.intake.take, batch, laptop.region)
    return answer


def _read_batch(raw: bytes, encoding: str) -> Batch:
    if len(raw) > LARGEST_BATCH:
        raise Refused("sync.batch_too_large")
    try:
        if encoding == "gzip":
            raw = _unzipped(raw)
        return Batch.model_validate_json(raw)
    except (ValidationError, OSError, EOFError, zlib.error) as error:
        raise BadInput("sync.batch_unreadable", detail=type(error).__name__) from error


def _unzipped(raw: bytes) -> bytes:
    unzipper = zlib.decompressobj(wbits=31)
    plain = unzipper.decompress(raw, LARGEST_BATCH)
    if unzipper.unconsumed_tail:
        raise Refused("sync.batch_too_large")
    if not unzipper.eof:
        raise gzip.BadGzipFile("cut off")
    return plain


@router.post("/receipts")
def receipts(request: Request, wanted: ReceiptRequest, laptop: Laptop) -> SignedStatement:
    """接收回执 over a stream and a list of files."""
    statement: SignedStatement = request.app.state.handover.receipt(wanted)
    return statement


@router.get("/pull")
def pull(request: Request, laptop: Laptop, cursor: int = 0) -> PullPage:
    """What the laptop may see of others."""
    page: PullPage = request.app.state.handover.pull(laptop.stream_id, laptop.region, cursor)
    return page


@router.post("/numbers")
def numbers(request: Request, wanted: LeaseRequest, laptop: Laptop) -> dict[str, Any]:
    """Lease a block of numbers."""
    block: dict[str, Any] = request.app.state.handover.lease(laptop.stream_id, wanted)
    return block


@router.head("/blobs/{sha256}")
def has_blob(request: Request, sha256: str, laptop: Laptop) -> Response:
    """200 when the county holds that file whole, 404 otherwise."""
    return Response(status_code=200 if request.app.state.uploads.holds(sha256) else 404)


@router.options("/files")
def tus_options() -> Response:
    """What the tus server can do."""
    extensions = "creation,checksum,termination,expiration"
    told = {"Tus-Version": "1.0.0", "Tus-Extension": extensions, "Tus-Max-Size": str(LARGEST)}
    return Response(status_code=204, headers={**TUS, **told, "Tus-Checksum-Algorithm": "sha256"})


@router.post("/files")
def tus_create(request: Request, laptop: Laptop) -> Response:
    """tus creation: Upload-Length and Upload-Metadata ``sha256``."""
    _require_tus(request)
    try:
        length = int(request.headers.get("upload-length", ""))
        pairs = dict(pair.split(" ", 1) for pair in request.headers.get("upload-metadata", "").split(",") if pair)
        sha256 = base64.b64decode(pairs["sha256"]).decode("ascii")
    except (KeyError, ValueError) as error:
        raise BadInput("sync.hash_unreadable") from error
    upload = request.app.state.uploads.create(laptop.stream_id, sha256, length)
    return Response(status_code=201, headers={**TUS, "Location": f"/files/{upload}"})


@router.head("/files/{upload}")
def tus_offset(request: Request, upload: str, laptop: Laptop) -> Response:
    """tus core: where an upload stands."""
    _require_tus(request)
    service: UploadService = request.app.state.uploads
    row = service.find(upload, laptop.stream_id)
    told = {"Upload-Offset": str(service.offset(row)), "Upload-Length": str(row.length), "Cache-Control": "no-store"}
    return Response(status_code=200, headers={**TUS, **told})


@router.patch("/files/{upload}")
async def tus_append(request: Request, upload: str, laptop: Laptop) -> Response:
    """tus core: add bytes. 409 wrong offset, 415 wrong type, 460 wrong checksum."""
    _require_tus(request)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        return Response(status_code=415, headers=TUS)
    chunk = await request.body()
    if not _checksum_holds(request.headers.get("upload-checksum"), chunk):
        return Response(status_code=460, headers=TUS)
    service: UploadService = request.app.state.uploads
    row = service.find(upload, laptop.stream_id)
    import anyio

    offset = int(request.headers.get("upload-offset", "-1"))
    stands = await anyio.to_thread.run_sync(service.append, row, offset, chunk)
    return Response(status_code=204, headers={**TUS, "Upload-Offset": str(stands)})


@router.delete("/files/{upload}")
def tus_discard(request: Request, upload: str, laptop: Laptop) -> Response:
    """tus termination."""
    _require_tus(request)
    service: UploadService = request.app.state.uploads
    service.discard(service.find(upload, laptop.stream_id))
    return Response(status_code=204, headers=TUS)


def _require_tus(request: Request) -> None:
    if request.headers.get("tus-resumable") != "1.0.0":
        from fastapi import HTTPException

        raise HTTPException(412, headers={"Tus-Version": "1.0.0"})


def _checksum_holds(header: str | None, chunk: bytes) -> bool:
    if header is None:
        return True
    algorithm, _, value = header.partition(" ")
    wanted = hashlib.sha256(chunk).digest()
    return algorithm == "sha256" and base64.b64encode(wanted).decode("ascii") == value
