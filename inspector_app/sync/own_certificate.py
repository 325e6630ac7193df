"""Where this laptop's own certificate stands: its statement from joining, and the county's line certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inspector_app.storage.signing import certificate_end
from inspector_app.store import Store
from inspector_app.sync.county import statement_holds
from inspector_app.wire.messages import SignedStatement


@dataclass(frozen=True)
class OwnCertificate:
    """``holds``: signed by the county, for this stream and its key. ``line_ends_at``: end of a county's own TLS
    certificate that was trusted at joining, ``None`` where the system's are used.
    """

    joined: bool
    holds: bool = False
    issued_on: str = ""
    county: str = ""
    line_ends_at: datetime | None = None


def standing(store: Store) -> OwnCertificate:
    """What this laptop holds."""
    body, signature = store.local("certificate"), store.local("certificate_signature")
    if store.local("county_url") is None:
        return OwnCertificate(joined=False)
    statement = SignedStatement(body=body or "{}", signature=signature or "")
    content = statement.read()
    mine = (content.get("stream"), content.get("public_key")) == (store.stream_id, store.signer.public_key.hex())
    return OwnCertificate(
        joined=True,
        holds=mine and statement_holds(statement, store.local("county_key") or ""),
        issued_on=str(content.get("issued_at", ""))[:10],
        county=store.local("county_name") or "",
        line_ends_at=certificate_end(store.local("county_certificate") or ""),
    )
