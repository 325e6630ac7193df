"""HTTP of the county for laptops: every endpoint only translates; services decide."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, BinaryIO

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Path, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import ValidationError

from county_server import problems, tus
from county_server.console import pages as console
from county_server.enrolment import EnrolmentService
from county_server.handover import HandoverService
from county_server.intake.service import IntakeService, Sender
from county_server.receipts import ReceiptService
from county_server.storage import CountyStore
from county_server.uploads import UploadService
from county_server.visibility import visible_to
from inspector_app import editions
from inspector_app.errors import BadInput, Refused
from inspector_app.wire.batch import Batch, BatchAnswer
from inspector_app.wire.messages import (
    BlobQuestion,
    BlobsMissing,
    Challenge,
    Enrolled,
    Enrolment,
    Health,
    LeasedBlock,
    LeaseRequest,
    PullPage,
    Session,
    SessionRequest,
    SignedStatement,
    Succession,
)
from inspector_app.wire.receipt import ReceiptRequest, StandingRequest, Standings
from inspector_app.wire.version import OLDEST, PROTOCOL

LARGEST_BATCH = 64 * 1024 * 1024


def build(store: CountyStore) -> FastAPI:
    """The county's web application over an open store."""
    app = FastAPI(
        title="矿安检 county server",
        version=str(PROTOCOL),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
    )
    app.state.store = store
    app.state.enrolment = EnrolmentService(store)
    app.state.intake = IntakeService(store)
    app.state.uploads = UploadService(store)
    app.state.handover = HandoverService(store)
    app.state.receipts = ReceiptService(store)
    app.state.turns = tus.Turns()
    problems.install(app)
    app.include_router(router)
    app.include_router(tus.router)
    app.add_exception_handler(console.NotLoggedIn, console.to_login)
    app.include_router(console.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """At start: what an older program could not read is tried again, abandoned uploads go."""
    await run_sync(app.state.intake.retry_held)
    await run_sync(app.state.uploads.expire)
    yield


def _laptop(request: Request, authorization: Annotated[str, Header()] = "") -> Any:
    """The laptop behind the request's token."""
    return request.app.state.enrolment.of_header(authorization)


Laptop = Annotated[Any, Depends(_laptop)]
router = APIRouter(responses=problems.DOCUMENTED, tags=["laptop"])


@router.get("/", include_in_schema=False)
def front_door() -> RedirectResponse:
    """Whoever types the bare address into a browser wants the console."""
    return RedirectResponse("/console", 303)


@router.get("/openapi.json", include_in_schema=False)
def description(request: Request) -> dict[str, Any]:
    """The published description of all endpoints (OpenAPI); every one that matters asks who is there."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/health")
def health(request: Request) -> Health:
    """Whether the server stands, which county it is and the keys a laptop needs before it joins."""
    store: CountyStore = request.app.state.store
    return Health(
        ok=True,
        county=store.county_id,
        sample=store.is_sample,
        county_key=store.public_key.hex(),
        escrow_key=store.escrow_key.hex(),
        protocol=PROTOCOL,
        oldest_protocol=OLDEST,
    )


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
def challenge(request: Request, response: Response) -> Challenge:
    """Random text for a session; the laptop's clock plays no part. The header tells the editions of the data here."""
    response.headers[editions.HEADER] = editions.written(editions.own())
    return Challenge(challenge=request.app.state.enrolment.challenge())


@router.post("/session")
def session(request: Request, proof: SessionRequest) -> Session:
    """Open a session."""
    return Session(token=request.app.state.enrolment.session(proof))


@router.post("/standing")
def standing(request: Request, asked: StandingRequest, laptop: Laptop) -> Standings:
    """Where the county stands in the laptop's streams: there it goes on."""
    visible = visible_to(request.app.state.store, laptop.region)
    standings: Standings = request.app.state.receipts.standings(asked, visible)
    return standings


@router.post("/batches")
async def batches(request: Request, laptop: Laptop) -> BatchAnswer:
    """Take a batch of entries (JSON, optionally gzip) in; durable and verified when this answers."""
    raw, encoding = await request.body(), request.headers.get("content-encoding", "")
    sender = Sender(laptop.stream_id, laptop.region)
    intake: IntakeService = request.app.state.intake
    return await run_sync(lambda: intake.take(_read_batch(raw, encoding), sender))


def _read_batch(raw: bytes, encoding: str) -> Batch:
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
    visible = visible_to(request.app.state.store, laptop.region)
    statement: SignedStatement = request.app.state.receipts.receipt(wanted, visible)
    return statement


@router.get("/pull")
def pull(request: Request, laptop: Laptop, cursor: Annotated[int, Query(ge=0, lt=2**62)] = 0) -> PullPage:
    """What the laptop may see of others."""
    visible = visible_to(request.app.state.store, laptop.region)
    page: PullPage = request.app.state.handover.pull(laptop.stream_id, visible, cursor)
    return page


@router.post("/numbers")
def numbers(request: Request, wanted: LeaseRequest, laptop: Laptop) -> LeasedBlock:
    """Lease a block of numbers."""
    block: LeasedBlock = request.app.state.handover.lease(laptop.stream_id, laptop.region, wanted)
    return block


@router.post("/blobs/missing", dependencies=[Depends(_laptop)])
def missing_blobs(request: Request, asked: BlobQuestion) -> BlobsMissing:
    """Which of these files still have to be sent."""
    return BlobsMissing(missing=request.app.state.uploads.missing(asked.blobs))


@router.get("/blobs/{sha256}", dependencies=[Depends(_laptop)], response_class=Response)
def one_blob(request: Request, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]) -> Response:
    """A file of a record that the laptop knows; who does not know the record cannot know the hash."""
    store: CountyStore = request.app.state.store
    if not store.blobs.exists(sha256):
        raise HTTPException(404)
    return StreamingResponse(_pieces(store.blobs.open(sha256)), media_type="application/octet-stream")


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    with source:
        while piece := source.read(1 << 18):
            yield piece
