"""Handing over 200 findings and 200 photos against a raw durable upload of the same bytes, in the same run.

Floor: a process that takes length and bytes from a socket, hashes them, writes a file, fsyncs, renames, fsyncs the
folder and acknowledges; the records are one such item plus one committed row. No HTTP, no encryption, no journal, no
fold, no signature. The floor is one client on one line; what as many lines as ours would reach is printed beside it.
Ours: ``sync run`` against a county server, from the first request to the stored receipt.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import statistics
import struct
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from inspector_app.evidence.model import Photo
from inspector_app.storage import journal
from inspector_app.sync.sending import AT_ONCE
from inspector_app.wire.messages import pack
from tests.fixtures.county import County, Laptop, joined, jpeg, make_county

os.environ.setdefault("INSPECTOR_TEST_FAST_KEYS", "1")  # opening a store is not what is measured
COUNT = int(os.environ.get("BENCH_PHOTOS", "200"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
AIM = 0.25


def take(line: socket.socket, folder: str) -> None:
    """One connection of the floor's server: an acknowledgement per item."""
    directory = os.open(folder, os.O_RDONLY)
    stream = line.makefile("rb")
    while head := stream.read(8):
        content = stream.read(struct.unpack(">Q", head)[0])
        name = hashlib.sha256(content).hexdigest()
        with open(f"{folder}/{name}.part", "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{folder}/{name}.part", f"{folder}/{name}")
        os.fsync(directory)
        line.sendall(b"1")


def sink(folder: str, lines: int, port: Any) -> None:
    """The floor's server: so many connections, each on a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    port.send(listener.getsockname()[1])
    threads = [threading.Thread(target=take, args=(listener.accept()[0], folder)) for _line in range(lines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listener.close()


def commit_row(folder: Path, content: bytes) -> None:
    """The records' row."""
    with closing(sqlite3.connect(folder / "sink.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE item (content BLOB)")
        database.execute("INSERT INTO item VALUES (?)", (content,))


def floor(items: list[bytes], folder: Path, lines: int) -> float:
    """Seconds for the raw upload of these items over so many connections."""
    folder.mkdir()
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=sink, args=(str(folder), lines, theirs))
    process.start()
    port = ours.recv()
    sockets = [socket.create_connection(("127.0.0.1", port)) for _line in range(lines)]

    def send(number: int) -> None:
        sockets[number].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for item in items[number::lines]:
            sockets[number].sendall(struct.pack(">Q", len(item)) + item)
            assert sockets[number].recv(1) == b"1"

    begun = time.perf_counter()
    with ThreadPoolExecutor(lines) as pool:
        list(pool.map(send, range(lines)))
    commit_row(folder, items[0])
    taken = time.perf_counter() - begun
    for line in sockets:
        line.close()
    process.join()
    return taken


def filled(folder: Path, county: County, seed: int) -> Laptop:
    """A laptop with a visit, findings and real JPEGs that wait."""
    laptop = joined(folder, county)
    visit = laptop.inspection()
    for number in range(COUNT):
        finding = laptop.finding(f"采场顶板局部破碎，未按设计支护 {number}", visit)
        original = laptop.store.blobs.put(jpeg(seed=seed * 10_000 + number) + number.to_bytes(4, "big"))
        small = laptop.store.blobs.put(jpeg(400, 300, seed=seed * 10_000 + number))
        with laptop.store.units.begin(laptop.me, "photo.add") as unit:
            facts = {"sha256": original.sha256, "thumbnail_sha256": small.sha256, "byte_count": original.size}
            unit.create(Photo, inspection_id=visit, finding_id=finding, **facts)
    return laptop


def items_of(laptop: Laptop) -> list[bytes]:
    """The same bytes as the hand-over: one batch of entries, then every file."""
    with laptop.store.units.read() as connection:
        bodies = [pack(entry.body) for _place, entry in journal.read(connection)]
    blobs = []
    for sha256 in laptop.store.blobs.iterate():
        with laptop.store.blobs.open(sha256) as stream:
            blobs.append(stream.read())
    return [json.dumps(bodies).encode(), *blobs]


def one_round(folder: Path, seed: int) -> tuple[float, float, float, int, int]:
    """Seconds of ours, of the floor with one line and with several, items and bytes."""
    county = make_county(folder / "county")
    try:
        laptop = filled(folder / "laptop", county, seed)
        items = items_of(laptop)
        single = floor(items, folder / "floor-1", 1)
        begun = time.perf_counter()
        report = laptop.sync.run()
        ours = time.perf_counter() - begun
        several = floor(items, folder / "floor-n", AT_ONCE)
        assert report.complete
        assert laptop.inventory() == county.inventory()
    finally:
        county.stop()
    return ours, single, several, len(items), sum(map(len, items))


def main() -> int:
    """Print the ratios; 1 when that to the floor misses the aim."""
    folder = Path(tempfile.mkdtemp(prefix="bench-sync-"))
    try:
        rounds = [one_round(folder / str(seed), seed) for seed in range(1, ROUNDS + 1)]
    finally:
        shutil.rmtree(folder)
    for ours, single, several, items, size in rounds:
        told = f"hand-over {ours:.2f} s, floor {single:.2f} s on one line, {several:.2f} s on {AT_ONCE}"
        print(f"  {items} items, {size / 1e6:.1f} MB: {told}")
    one = statistics.median(single / ours for ours, single, _several, _items, _size in rounds)
    many = statistics.median(several / ours for ours, _single, several, _items, _size in rounds)
    print(f"sync of {COUNT} findings + {COUNT} photos: {one:.2f}x of a raw durable upload (aim >= {AIM}x); "
          f"{many:.2f}x of one on {AT_ONCE} lines")  # fmt: skip
    return 0 if one >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
