"""Nothing of an inspection can be read in any file: database, WAL, blobs, backups, temporary files, crash reports."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import pytest

from inspector_app import crash
from inspector_app.evidence.intake import PhotoIntake
from inspector_app.inspection.model import Finding
from inspector_app.session import Pin
from inspector_app.storage import keys
from inspector_app.storage.drafts import Drafts
from inspector_app.storage.small_blobs import keep_small
from inspector_app.store import Store
from tests.fixtures import pictures
from tests.fixtures.stores import PASSPHRASE, make_store

SECRET = "北沟矿业独一无二的问题描述"
TYPED = "还没写完的半句独一无二"
CAMERA = "UNIQUECAMERA9000"
PIN = "40719358"


@pytest.fixture
def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One folder that holds the store, backups and all temporary files."""
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def written(folder: Path) -> tuple[Store, list[bytes]]:
    """A store with one of everything, and what must not be found in any file."""
    store = make_store(folder)
    with store.units.begin(store.officer_id, "finding.add") as unit:
        finding = unit.create(Finding, None, fact=SECRET)
    Drafts(store.units, store.clock).keep(store.officer_id, "finding", finding, "measure_text", TYPED)
    Pin(store).set(PIN, PASSPHRASE)
    photo = pictures.jpeg(900, 700, exif=pictures.exif_block(model=CAMERA))
    thumbnail = PhotoIntake(store.blobs).take(photo).thumbnail
    with store.units.writing() as connection:
        keep_small(connection, thumbnail)
    hidden = [SECRET.encode(), TYPED.encode(), CAMERA.encode(), PIN.encode(), PASSPHRASE.encode()]
    hidden += [SECRET.encode("utf-16-le"), photo[5_000:5_032], thumbnail[3_000:3_032], b"JFIF", b"SQLite format 3"]
    hidden += [store._key, store.secret("blobs"), store.secret(f"stream:{store.stream_id}")]
    hidden.append(store.secret(f"pin:{store.officer_id}")[16:])
    return store, hidden


def search(folder: Path, hidden: list[bytes]) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for secret in hidden:
                assert secret not in content, (file, secret)


def test_no_word_picture_or_key_can_be_read_in_any_file(everywhere: Path) -> None:
    store, hidden = written(everywhere / "store")
    search(everywhere, hidden)  # open: the WAL is there
    store.back_up(everywhere / "backup")
    store.rotate_key()
    search(everywhere, hidden)
    store.copy_before_migration("x")
    store.close()
    search(everywhere, hidden)


def test_a_settled_draft_leaves_nothing_readable(everywhere: Path) -> None:
    store, hidden = written(everywhere / "store")
    Drafts(store.units, store.clock).settle(store.officer_id)
    store.close()
    search(everywhere, hidden)


def test_the_key_file_tells_nothing_but_names_and_costs(everywhere: Path) -> None:
    store, hidden = written(everywhere / "store")
    text = (store.folder / keys.FILE).read_bytes()
    digest = hashlib.sha256(store._key).hexdigest().encode()
    assert all(secret not in text for secret in [*hidden, digest])


def test_a_crash_report_says_where_and_nothing_about_what(everywhere: Path) -> None:
    try:
        fact = SECRET
        raise ValueError(fact, {"where": TYPED})
    except ValueError as error:
        file = crash.keep(error, "finding add", everywhere)
    assert file is not None
    report = file.read_text("utf-8")
    assert "test_secrecy.py" in report
    assert "ValueError" in report
    search(file.parent, [SECRET.encode(), TYPED.encode(), os.fsencode(everywhere)])
