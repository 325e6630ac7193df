"""Photo intake against its floor in the same run.

Floor, per photo and core: read the file, SHA-256, the JPEG entropy decode at an eighth to 400 pixels, original and
thumbnail written with the same flushes (file and directory of the original; the thumbnail rides in its record's
transaction). Reported: medians and ratios.
"""

from __future__ import annotations

import hashlib
import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image

from inspector_app.evidence.intake import PhotoIntake
from inspector_app.storage.blobs import BlobStore
from tests.fixtures import pictures

PHOTOS = int(os.environ.get("BENCH_PHOTOS", "24"))
AIM = 1.5


def write_durably(folder: Path, data: bytes) -> None:
    """The same flushes as a stored file: its content, its directory."""
    name = hashlib.sha256(data).hexdigest()
    target = folder / name[:2]
    target.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}"
    with part.open("wb") as sink:
        sink.write(data)
        sink.flush()
        os.fsync(sink.fileno())
    os.replace(part, target / name)
    handle = os.open(target, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def floor(file: Path, folder: Path) -> None:
    """What cannot be left out."""
    data = file.read_bytes()
    image = Image.open(io.BytesIO(data))
    ratio = 400 / max(image.size)
    image.draft("RGB", (int(image.width * ratio), int(image.height * ratio)))
    image.thumbnail((400, 400))
    small = io.BytesIO()
    image.save(small, "JPEG", quality=80)
    write_durably(folder, data)


def main() -> int:
    """Alternate floor and intake photo by photo, so that both see the same disk and the same clock speed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for number in range(PHOTOS):
            file = folder / f"IMG_{number:04}.jpg"
            data = pictures.jpeg(4032, 3024, quality=88, seed=number % 3 + 1)
            file.write_bytes(pictures.with_embedded_thumbnail(data) if number == 0 else data + bytes([number]))
            files.append(file)
        blobs = BlobStore(folder / "blobs", os.urandom(32))
        intake = PhotoIntake(blobs)
        intake.take(pictures.jpeg(640, 480))
        floors, ours, looks = [], [], []
        for file in files:
            began = time.perf_counter()
            floor(file, folder / "floor")
            middle = time.perf_counter()
            intake.take(file)
            floors.append(middle - began)
            ours.append(time.perf_counter() - middle)
        for _ in range(10):
            began = time.perf_counter()
            assert PhotoIntake.quick_look(files[0])
            looks.append(time.perf_counter() - began)
        base, cost = statistics.median(floors), statistics.median(ours)
        size = files[1].stat().st_size / 1e6
        print(f"photo intake, 12 MP, {size:.1f} MB: {cost * 1000:.1f} ms, floor {base * 1000:.1f} ms,"
              f" ratio {cost / base:.2f} (aim <= {AIM})")
        print(f"camera's own thumbnail: {statistics.median(looks) * 1000:.1f} ms (aim < 50)")
        return 0 if cost / base <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
