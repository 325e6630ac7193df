"""Belonging to a county: joining, certificates of later streams, a client that knows both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app import editions
from inspector_app.errors import BadInput, Refused, StorageFault
from inspector_app.storage.sealing import seal
from inspector_app.storage.signing import StreamSigner
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.store import Store
from inspector_app.sync import county_clock, repository
from inspector_app.wire.messages import (
    Enrolled,
    Enrolment,
    Health,
    SignedStatement,
    Succession,
    fingerprint,
    pack,
    plain_code,
)
from inspector_app.wire.version import PROTOCOL

if TYPE_CHECKING:
    from inspector_app.sync.client import CountyClient


class Membership:
    """One laptop and the county it belongs to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def is_joined(self) -> bool:
        """Whether this laptop belongs to a county."""
        return self._store.local("county_url") is not None

    @property
    def county_key(self) -> str:
        """What the county's statements are checked with (hex)."""
        return self._store.local("county_key") or ""

    def join(self, url: str, code: str, label: str, ca_file: Path | None) -> dict[str, str]:
        """Join with a one-time code; certificate and county key are kept from now on.

        The store key goes along, sealed so that only the county can open it (escrow); nothing is sent to a server
        that the code does not name. Raises ``Refused``, ``BadInput`` or ``Unreachable``.
        """
        certificate = _pem(ca_file)
        from inspector_app.sync.client import CountyClient  # a laptop without a county needs no HTTP

        client = CountyClient(url, self._store.signer, certificate)
        try:
            health = client.health()
            self._require_fitting(health, code)
            enrolled = client.enrol(self._enrolment(health, code, label))
        finally:
            client.close()
        self._require_sound(enrolled, health, self._store.stream_id, self._store.signer.public_key.hex())
        self._keep(url, enrolled, self._store.stream_id, certificate)
        return {"county": enrolled.county, "name": enrolled.county_name, "region": enrolled.region}

    @contextmanager
    def connected(self) -> Iterator[CountyClient]:
        """A client whose stream is certified. Raises ``BadInput('sync.not_joined')``."""
        url = self._store.local("county_url")
        if url is None:
            raise BadInput("sync.not_joined")
        certificate = self._store.local("county_certificate") or None
        from inspector_app.sync.client import CountyClient  # a laptop without a county needs no HTTP

        client = CountyClient(url, self._store.signer, certificate, self._store.clock)
        try:
            self._succeed_if_needed(client, url)
            yield client
        finally:
            client.close()
            if client.clock_reading is not None:
                county_clock.keep(self._store, client.clock_reading)
            if client.editions:
                self._store.set_local(editions.KEY, client.editions)

    def vouched(self, statement: SignedStatement) -> dict[str, Any]:
        """The content of a statement of this county. Raises ``Refused('sync.receipt_wrong')``."""
        if not statement_holds(statement, self.county_key):
            raise Refused("sync.receipt_wrong")
        content = statement.read()
        if content.get("county") != self._store.local("county_id"):
            raise Refused("sync.receipt_wrong")
        return content

    def _require_fitting(self, health: Health, code: str) -> None:
        if health.sample != self._store.is_sample:
            raise Refused("sync.sample_mismatch")
        if health.oldest_protocol > PROTOCOL:
            raise Refused("sync.protocol_older", theirs=PROTOCOL, ours=health.protocol)
        if health.protocol < PROTOCOL:
            raise Refused("sync.protocol_newer", theirs=PROTOCOL, ours=health.protocol)
        if not plain_code(code).endswith(fingerprint(health.county_key)):
            raise Refused("sync.code_of_another_server")
        known = self._store.local("county_id")
        if known is not None and known != health.county:
            raise Refused("sync.joined_elsewhere", name=self._store.local("county_name") or "")

    def _enrolment(self, health: Health, code: str, label: str) -> Enrolment:
        signer = self._store.signer
        return Enrolment(
            code=code,
            stream=signer.stream_id,
            public_key=signer.public_key.hex(),
            label=label,
            is_sample=self._store.is_sample,
            escrow=pack(seal(bytes.fromhex(health.escrow_key), self._store.recovery_secret())),
        )

    @staticmethod
    def _require_sound(enrolled: Enrolled, health: Health, stream: str, public_key: str) -> None:
        content = enrolled.certificate.read() if statement_holds(enrolled.certificate, health.county_key) else {}
        told = (content.get("stream"), content.get("public_key"), content.get("county"), enrolled.county_key)
        if told != (stream, public_key, health.county, health.county_key):
            raise Refused("sync.certificate_wrong")

    def _keep(self, url: str, enrolled: Enrolled, stream: str, certificate: str | None) -> None:
        facts = {
            "county_url": url,
            "county_certificate": certificate or "",
            "county_id": enrolled.county,
            "county_name": enrolled.county_name,
            "county_key": enrolled.county_key,
            "region": enrolled.region,
            "certificate": enrolled.certificate.body,
            "certificate_signature": enrolled.certificate.signature,
            "certified_stream": stream,
            f"certificate:{stream}": enrolled.certificate.model_dump_json(),
        }
        with self._store.units.writing() as connection:
            for key, value in facts.items():
                repository.set_local(connection, key, value)

    def _succeed_if_needed(self, client: CountyClient, url: str) -> None:
        """Have every stream certified that this laptop opened since the last one (restore, copy, fork)."""
        while (certified := self._store.local("certified_stream")) != self._store.stream_id:
            stream = self._successor(certified)
            public = StreamSigner(stream, self._store.secret(f"stream:{stream}")).public_key.hex()
            former = StreamSigner(certified or "", self._store.secret(f"stream:{certified}"))
            signature = former.sign(f"{stream}|{public}|{certified}".encode()).hex()
            enrolled = client.succeed(
                Succession(stream=stream, public_key=public, predecessor=certified or "", signature=signature)
            )
            if not statement_holds(enrolled.certificate, self.county_key):
                raise Refused("sync.certificate_wrong")
            self._keep(url, enrolled, stream, self._store.local("county_certificate"))

    def _successor(self, stream: str | None) -> str:
        with self._store.units.read() as connection:
            found = repository.successors(connection, stream)
        if not found:
            raise StorageFault("store.no_stream", folder=str(self._store.folder))
        return found[0]


def statement_holds(statement: SignedStatement, key: str) -> bool:
    """Whether a statement carries that key's signature."""
    try:
        signature, public = bytes.fromhex(statement.signature), bytes.fromhex(key)
    except ValueError:
        return False
    return signature_holds(public, signature, statement.body.encode("utf-8"))


def _pem(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        text = file.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("sync.certificate_file", file=str(file)) from error
    if "BEGIN CERTIFICATE" not in text:
        raise BadInput("sync.certificate_file", file=str(file))
    return text
