"""Value types of signing: why somebody did not, signatures on the screen, where number and seal come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.enforcement.values import NumberSource, SealMode, SignerRole


class RefusalKind(StrEnum):
    """Why there is no signature of the party (安全生产法 68; 行政诉讼证据规定 15)."""

    REFUSED = "refused"
    """拒签"""
    ABSENT = "absent"
    """Nobody who may sign is on the spot."""
    UNABLE = "unable"
    """Cannot write: reason noted, fingerprint, a witness signs."""


class InkState(StrEnum):
    """What a signature on the screen is bound to now."""

    BOUND = "bound"
    """To the paper as it stands."""
    EARLIER = "earlier"
    """To a version that was taken back and changed since."""
    DAMAGED = "damaged"
    """Its strokes are missing, or are not those that were signed."""


@dataclass(frozen=True)
class InkRow:
    """One signature on the screen: a picture bound to a digest, never the legal signature."""

    id: str
    document_id: str
    signer_role: SignerRole
    signer_name: str
    signed_at: str
    pointer: str
    digest: str
    strokes_sha256: str
    picture_sha256: str
    state: InkState


@dataclass(frozen=True)
class Refusal:
    """What is recorded when the party does not sign. ``noted_by``: officers of the paper who note it.

    ``note``: the line written by hand on the paper; ``is_reported``: it was reported to the own bureau, ``reported_to``
    whom; reporting may also be recorded later.
    """

    reason: str
    kind: RefusalKind = RefusalKind.REFUSED
    signer_name: str = ""
    witness_name: str = ""
    witness_title: str = ""
    noted_by: tuple[str, ...] = ()
    is_reported: bool = False
    note: str = ""
    reported_to: str = ""


@dataclass(frozen=True)
class PaperPlan:
    """How a paper will get its number and its seal; both may be changed until it has them.

    ``number_source`` is ``None`` for a form without 文号. ``next_number``: what 号段 would give now; ``left``: serials
    left in the 号段 of this stem. ``usual_source`` and ``usual_seal``: what the settings say; the reasons say why it is
    otherwise here. ``is_own_number``: a sample county that leases nothing gives it itself.
    """

    number_source: NumberSource | None
    number: str | None
    next_number: str | None
    left: int
    seal_mode: SealMode
    sealed_at: str | None
    usual_source: NumberSource | None = None
    usual_seal: SealMode = SealMode.NONE
    number_reason: str = ""
    seal_reason: str = ""
    is_own_number: bool = False
