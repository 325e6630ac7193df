"""Sealing a key to somebody's public key (X25519, HKDF-SHA-256, AES-256-GCM): officers' slots and county escrow."""

from __future__ import annotations

import os

_PURPOSE = b"kuanganjian seal 1"


def new_pair() -> tuple[bytes, bytes]:
    """A fresh (private, public) X25519 pair, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public: bytes, secret: bytes) -> bytes:
    """``secret`` readable only by the holder of the private key: ephemeral public, nonce, ciphertext."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    ephemeral = X25519PrivateKey.generate()
    own = ephemeral.public_key().public_bytes_raw()
    key = _derive(ephemeral.exchange(X25519PublicKey.from_public_bytes(public)), own, public)
    nonce = os.urandom(12)
    return own + nonce + AESGCM(key).encrypt(nonce, secret, _PURPOSE)


def unseal(private: bytes, sealed: bytes) -> bytes:
    """The secret again. Raises ``cryptography.exceptions.InvalidTag`` for a foreign or damaged seal."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    own = X25519PrivateKey.from_private_bytes(private)
    sender, nonce, ciphertext = sealed[:32], sealed[32:44], sealed[44:]
    shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    key = _derive(shared, sender, own.public_key().public_bytes_raw())
    return AESGCM(key).decrypt(nonce, ciphertext, _PURPOSE)


def _derive(shared: bytes, sender: bytes, receiver: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=_PURPOSE + sender + receiver).derive(shared)
