"""Where the county keeps files: one interface, a folder by default, S3-compatible object storage by configuration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from inspector_app.storage.blobs import Blob, BlobStore


class BlobVault(Protocol):
    """Immutable files under the SHA-256 of their plain bytes, encrypted at rest."""

    def put(self, source: BinaryIO | bytes | Path) -> Blob:
        """Store a file; durable when this returns. Raises ``StorageFault``."""
        ...

    def exists(self, sha256: str) -> bool:
        """Whether a file of that hash is stored."""
        ...

    def size(self, sha256: str) -> int:
        """Number of plain bytes. Raises ``StorageFault('blob.missing')``."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """A reader of the plain bytes. Raises ``StorageFault``."""
        ...

    def verify(self, sha256: str) -> int:
        """Read to the end and compare the hash; the number of plain bytes. Raises ``StorageFault``."""
        ...

    def iterate(self) -> Iterator[str]:
        """The hashes of all stored files, in order."""
        ...


def open_vault(folder: Path, key: bytes, url: str | None = None) -> BlobVault:
    """The files of a server: in ``folder``, or in the object store at ``url`` (``s3://bucket/prefix``)."""
    if url is None:
        vault = BlobStore(folder / "blobs", key)
        vault.prepare()
        return vault
    from county_server.object_vault import ObjectVault

    return ObjectVault.connect(url, key)
