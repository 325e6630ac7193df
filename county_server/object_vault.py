"""Files in S3-compatible object storage: the same encrypted frames as in a folder, one object per file.

Whatever is uploaded was sealed on this machine first, so the object store never sees plain bytes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from inspector_app.errors import BadInput, StorageFault
from inspector_app.storage.blobs import FRAME, HEADER, TAG, Blob, BlobStore


class ObjectVault:
    """Immutable files in one bucket; ``store`` is an obstore store."""

    def __init__(self, store: Any, key: bytes) -> None:
        self._store = store
        self._key = key

    @classmethod
    def connect(cls, url: str, key: bytes) -> ObjectVault:
        """The vault at ``s3://bucket/prefix`` (or ``file:///folder``).

        Credentials, region and endpoint come from the usual ``AWS_…`` variables. Raises
        ``BadInput('county.objects_unusable')``.
        """
        try:
            import obstore.store
        except ImportError as error:
            raise BadInput("county.objects_missing") from error
        options: dict[str, Any] = {}
        if url.startswith("s3:") and os.environ.get("AWS_ENDPOINT_URL", "").startswith("http:"):
            options["client_options"] = {"allow_http": True}
        try:
            return cls(obstore.store.from_url(url, **options), key)
        except (ValueError, obstore.exceptions.BaseError) as error:
            raise BadInput("county.objects_unusable", url=url, detail=str(error)[:200]) from error

    def put(self, source: BinaryIO | bytes | Path) -> Blob:
        """Store a file; the object store has acknowledged it when this returns."""
        import obstore

        with tempfile.TemporaryDirectory(prefix="county-put-") as folder:
            scratch = BlobStore(Path(folder), self._key)
            blob = scratch.put(source)
            sealed = Path(folder) / blob.sha256[:2] / blob.sha256
            with _classified():
                try:
                    obstore.put(self._store, _name(blob.sha256), sealed, mode="create")
                except obstore.exceptions.AlreadyExistsError:
                    return Blob(blob.sha256, blob.size, is_new=False)
        return blob

    def exists(self, sha256: str) -> bool:
        """Whether a file of that hash is stored."""
        return self._stored_size(sha256) is not None

    def size(self, sha256: str) -> int:
        """Number of plain bytes. Raises ``StorageFault('blob.missing')``."""
        stored = self._stored_size(sha256)
        if stored is None:
            raise StorageFault("blob.missing", sha256=sha256)
        body = stored - HEADER
        return body - max(1, -(-body // (FRAME + TAG))) * TAG

    def open(self, sha256: str) -> BinaryIO:
        """A reader of the plain bytes; the sealed object is brought to a temporary file that goes when it is closed."""
        import obstore

        folder = Path(tempfile.mkdtemp(prefix="county-get-"))
        sealed = folder / sha256[:2] / sha256
        try:
            sealed.parent.mkdir()
            with _classified(), sealed.open("wb") as sink:
                for piece in obstore.get(self._store, _name(sha256)).stream():
                    sink.write(piece)
            return BlobStore(folder, self._key).open(sha256)
        except FileNotFoundError as error:
            raise StorageFault("blob.missing", sha256=sha256) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # an open file stays readable until it is closed

    def verify(self, sha256: str) -> int:
        """Read to the end and compare the hash; the number of plain bytes. Raises ``StorageFault``."""
        import hashlib

        digest, size = hashlib.sha256(), 0
        with self.open(sha256) as stream:
            while chunk := stream.read(FRAME):
                digest.update(chunk)
                size += len(chunk)
        if digest.hexdigest() != sha256:
            raise StorageFault("blob.damaged", sha256=sha256)
        return size

    def iterate(self) -> Iterator[str]:
        """The hashes of all stored files, in order."""
        import obstore

        names: list[str] = []
        with _classified():
            for page in obstore.list(self._store):
                names += [str(meta["path"]).rpartition("/")[2] for meta in page]
        yield from sorted(name for name in names if len(name) == 64)

    def _stored_size(self, sha256: str) -> int | None:
        import obstore

        with _classified():
            try:
                return int(obstore.head(self._store, _name(sha256))["size"])
            except FileNotFoundError:
                return None


class _classified:
    """Turns an object store's refusal into a ``StorageFault``: nothing is acknowledged then."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        import obstore

        if isinstance(error, obstore.exceptions.BaseError) and not isinstance(
            error, obstore.exceptions.AlreadyExistsError | FileNotFoundError
        ):
            raise StorageFault("county.objects_failed", detail=str(error)[:200]) from error


def _name(sha256: str) -> str:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise StorageFault("blob.bad_name", sha256=sha256[:80])
    return f"{sha256[:2]}/{sha256}"
