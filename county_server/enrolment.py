"""Who may send: offices, one-time codes, certificates of streams, sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections import deque
from typing import Any

from sqlalchemy import Row, insert, select, update

from county_server import tables
from county_server.storage import CountyStore
from inspector_app.errors import BadInput, Refused
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.wire.messages import (
    Enrolled,
    Enrolment,
    SessionRequest,
    SignedStatement,
    Succession,
    fingerprint,
    plain_code,
)
from inspector_app.wire.version import PROTOCOL, fault_of

CODE_HOURS = 72
SESSION_SECONDS = 3600
CHALLENGE_SECONDS = 120
FAILURES, FAILURE_SECONDS = 10, 60
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class EnrolmentService:
    """Joining, succession and sessions of laptops."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store
        self._spent: dict[str, tuple[str, int]] = {}
        self._failures: deque[float] = deque(maxlen=FAILURES)

    def new_code(self, region: str, label: str, hours: int = CODE_HOURS) -> str:
        """A one-time code for one laptop of that office; only its hash is kept. Raises ``BadInput``.

        Its first half is the secret, its second half names the key of this server: a laptop that is led to another
        server notices before it sends anything.
        """
        self._store.office(region)
        secret = "".join(secrets.choice(_ALPHABET) for _ in range(8)) + fingerprint(self._store.public_key.hex())
        code = "-".join(secret[start : start + 4] for start in range(0, 16, 4))
        expires = int(time.time()) + hours * 3600
        row = {"code_hash": _code_hash(code), "region": region, "label": label, "expires_at": expires}
        with self._store.writing() as connection:
            connection.execute(insert(tables.enrolment_code), {**row, "used_by": None})
        return code

    def enrol(self, request: Enrolment) -> Enrolled:
        """Certify a laptop's stream. Sending the same request again gives the same answer.

        Raises ``Refused``: wrong protocol, unknown, used or expired code, sample against real.
        """
        _require_protocol(request.protocol)
        self._require_calm()
        if request.is_sample != self._store.is_sample:
            raise Refused("sync.sample_mismatch")
        with self._store.writing() as connection:
            codes = tables.enrolment_code
            code = connection.execute(select(codes).where(codes.c.code_hash == _code_hash(request.code))).first()
            if code is None:
                self._failures.append(time.monotonic())
                raise Refused("sync.code_unknown")
            if code.used_by not in (None, request.stream):
                raise Refused("sync.code_used")
            if code.used_by is None and code.expires_at < time.time():
                raise Refused("sync.code_expired")
            connection.execute(update(codes).where(codes.c.code_hash == code.code_hash).values(used_by=request.stream))
            label = request.label or code.label
            row = self._certify(connection, request.stream, request.public_key, code.region, label)
            if row.revoked:  # the administrator gave the laptop a new code: it may send again
                again = update(tables.laptop).where(tables.laptop.c.stream_id == request.stream)
                connection.execute(again.values(revoked=False))
            if request.escrow:
                escrow = update(tables.laptop).where(tables.laptop.c.stream_id == request.stream)
                connection.execute(escrow.values(escrow=request.escrow))
        return self._answer(row)

    def succeed(self, request: Succession) -> Enrolled:
        """Certify the next stream of a laptop, vouched for by the key of the one before it."""
        _require_protocol(request.protocol)
        with self._store.writing() as connection:
            table = tables.laptop
            former = connection.execute(select(table).where(table.c.stream_id == request.predecessor)).first()
            if former is None or former.revoked:
                raise Refused("sync.stream_unknown")
            vouched = f"{request.stream}|{request.public_key}|{request.predecessor}".encode()
            if not signature_holds(bytes.fromhex(former.public_key), _hex(request.signature), vouched):
                raise Refused("sync.signature_wrong")
            row = self._certify(
                connection, request.stream, request.public_key, former.region, former.label, request.predecessor
            )
        return self._answer(row)

    def revoke(self, stream_id: str) -> None:
        """Take a laptop's right to send away, that of its later streams included. Raises ``BadInput``."""
        table = tables.laptop
        with self._store.writing() as connection:
            done = connection.execute(update(table).where(table.c.stream_id == stream_id).values(revoked=True))
            if done.rowcount == 0:
                raise BadInput("county.laptop_unknown", stream=stream_id)
            following = {stream_id}
            while following:
                query = select(table.c.stream_id).where(table.c.predecessor.in_(following), table.c.revoked.is_(False))
                following = set(connection.execute(query).scalars())
                connection.execute(update(table).where(table.c.stream_id.in_(following)).values(revoked=True))

    def laptops(self) -> list[dict[str, Any]]:
        """All streams that were ever certified, as the administrator sees them."""
        shown = ("stream_id", "region", "label", "revoked", "predecessor", "enrolled_at", "last_seen_at")
        with self._store.read() as connection:
            query = select(*(tables.laptop.c[name] for name in shown)).order_by(tables.laptop.c.enrolled_at)
            return [dict(row) for row in connection.execute(query).mappings()]

    def challenge(self) -> str:
        """Random text, good for two minutes of this server's own clock."""
        expires = int(time.time()) + CHALLENGE_SECONDS
        return self._seal(f"challenge|{expires}|{os.urandom(9).hex()}")

    def session(self, request: SessionRequest) -> str:
        """A token for a laptop that proves its key. Raises ``Refused``."""
        self._spend(request.challenge, request.stream)
        laptop = self.laptop(request.stream)
        if not signature_holds(bytes.fromhex(laptop.public_key), _hex(request.signature), request.challenge.encode()):
            raise Refused("sync.signature_wrong")
        now = self._store.clock.now().iso
        with self._store.writing() as connection:
            table = tables.laptop
            connection.execute(update(table).where(table.c.stream_id == request.stream).values(last_seen_at=now))
        expires = int(time.time()) + SESSION_SECONDS
        return self._seal(f"session|{expires}|{request.stream}")

    def authenticate(self, token: str) -> Row[Any]:
        """The laptop behind a token. Raises ``Refused('sync.session_expired')`` or that it was revoked."""
        return self.laptop(self._unseal(token, "session"))

    def of_header(self, authorization: str) -> Row[Any]:
        """The laptop behind an ``Authorization`` header. Raises ``Refused``."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Refused("sync.session_expired")
        return self.authenticate(token)

    def laptop(self, stream_id: str) -> Row[Any]:
        """An enrolled laptop. Raises ``Refused``."""
        with self._store.read() as connection:
            table = tables.laptop
            row = connection.execute(select(table).where(table.c.stream_id == stream_id)).first()
        if row is None:
            raise Refused("sync.stream_unknown")
        if row.revoked:
            raise Refused("sync.stream_revoked")
        return row

    def _require_calm(self) -> None:
        """Guessing is slow: after ten wrong codes within a minute nobody joins until it is over."""
        if len(self._failures) == FAILURES and time.monotonic() - self._failures[0] < FAILURE_SECONDS:
            raise Refused("sync.too_many_tries")

    def _spend(self, challenge: str, stream: str) -> None:
        """Accept a challenge from one stream only (again when the answer got lost). Raises ``Refused``."""
        self._unseal(challenge, "challenge")
        now = int(time.time())
        self._spent = {text: used for text, used in self._spent.items() if used[1] > now}
        if self._spent.setdefault(challenge, (stream, now + CHALLENGE_SECONDS))[0] != stream:
            raise Refused("sync.session_expired")

    def _certify(
        self, connection: Any, stream: str, public_key: str, region: str, label: str, predecessor: str | None = None
    ) -> Row[Any]:
        table = tables.laptop
        query = select(table).where(table.c.stream_id == stream)
        known = connection.execute(query).first()
        if known is not None:
            if known.public_key != public_key:
                raise Refused("sync.signature_wrong")
            return known  # type: ignore[no-any-return]
        now = self._store.clock.now().iso
        certificate = self._store.sign(
            {
                "certificate": 1,
                "county": self._store.county_id,
                "region": region,
                "label": label,
                "stream": stream,
                "public_key": public_key,
                "sample": self._store.is_sample,
                "issued_at": now,
            }
        )
        row: dict[str, Any] = {"stream_id": stream, "public_key": public_key, "region": region, "label": label}
        row |= {"certificate": certificate.body, "certificate_signature": certificate.signature}
        row |= {"predecessor": predecessor, "enrolled_at": now, "revoked": False}
        connection.execute(insert(table), row)
        return connection.execute(query).one()  # type: ignore[no-any-return]

    def _answer(self, row: Row[Any]) -> Enrolled:
        with self._store.read() as connection:
            office = connection.execute(select(tables.office).where(tables.office.c.region == row.region)).one()
        return Enrolled(
            county=self._store.county_id,
            county_name=office.name,
            region=row.region,
            county_key=self._store.public_key.hex(),
            certificate=SignedStatement(body=row.certificate, signature=row.certificate_signature),
        )

    def _seal(self, text: str) -> str:
        mark = hmac.new(self._store.session_key, text.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(text.encode() + b"|" + mark.hex().encode()).decode("ascii")

    def _unseal(self, token: str, kind: str) -> str:
        try:
            text, _, mark = base64.urlsafe_b64decode(token.encode("ascii")).decode("ascii").rpartition("|")
        except ValueError as error:
            raise Refused("sync.session_expired") from error
        wanted = hmac.new(self._store.session_key, text.encode(), hashlib.sha256).hexdigest()
        parts = text.split("|")
        if not hmac.compare_digest(mark, wanted) or parts[0] != kind or int(parts[1]) < time.time():
            raise Refused("sync.session_expired")
        return parts[2]


def _code_hash(code: str) -> str:
    return hashlib.sha256(plain_code(code).encode()).hexdigest()


def _require_protocol(protocol: int) -> None:
    if fault := fault_of(str(protocol)):
        raise Refused(fault, theirs=protocol, ours=PROTOCOL)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Refused("sync.signature_wrong") from error
