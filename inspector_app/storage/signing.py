"""Ed25519 keys of streams: who signs the head of each transaction, and how anybody checks it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class StreamSigner:
    """Signs for one stream with its private key; the key object is made when first needed."""

    def __init__(self, stream_id: str, private_key: bytes) -> None:
        self.stream_id = stream_id
        self._raw = private_key
        self._key: Ed25519PrivateKey | None = None

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature over ``message``."""
        if self._key is None:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            self._key = Ed25519PrivateKey.from_private_bytes(self._raw)
        return self._key.sign(message)

    @property
    def public_key(self) -> bytes:
        """The 32 bytes others verify with."""
        return public_of(self._raw)


def new_private_key() -> bytes:
    """32 fresh private bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private_key: bytes) -> bytes:
    """The public bytes of a private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this key's over this message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def certificate_end(pem: str) -> datetime | None:
    """When the first certificate of a PEM text to end does so; ``None`` for a text without one."""
    if "BEGIN CERTIFICATE" not in pem:
        return None
    from cryptography import x509

    return min(one.not_valid_after_utc for one in x509.load_pem_x509_certificates(pem.encode("ascii")))
