"""Where the county keeps files: the folder and the object store answer alike.

The object store runs over a local folder here, and over a real S3 service where ``S3_TEST_URL`` (``AWS_…``) names one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from county_server.storage import CountyStore, Setup
from county_server.vault import BlobVault, open_vault
from inspector_app.errors import BadInput, StorageFault
from tests.fixtures.county import joined, make_county, noise

pytest.importorskip("obstore")
KINDS = ("folder", "objects", *(("s3",) if "S3_TEST_URL" in os.environ else ()))


def address(kind: str, folder: Path) -> str | None:
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    return {"folder": None, "objects": f"file://{folder / 'objects'}", "s3": os.environ.get("S3_TEST_URL")}[kind]


@pytest.fixture(params=KINDS)
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> BlobVault:
    return open_vault(tmp_path, b"k" * 32, address(request.param, tmp_path))


@pytest.mark.parametrize("size", [0, 1, 70_000, 1 << 20, (1 << 20) + 1, 2_500_000])
def test_what_is_put_comes_back_and_twice_is_once(vault: BlobVault, size: int) -> None:
    content = noise(size, size + 1)
    blob = vault.put(content)
    assert (blob.size, vault.exists(blob.sha256), vault.size(blob.sha256)) == (size, True, size)
    assert vault.verify(blob.sha256) == size
    with vault.open(blob.sha256) as stream:
        assert stream.read() == content
    vault.put(content)
    assert blob.sha256 in list(vault.iterate())


def test_a_file_that_is_not_there_is_said(vault: BlobVault) -> None:
    missing = "0" * 64
    assert not vault.exists(missing)
    for ask in (vault.size, vault.open, vault.verify):
        with pytest.raises(StorageFault, match=r"blob\.missing"):
            ask(missing)


def test_no_plain_byte_reaches_the_object_store_and_damage_is_found(tmp_path: Path) -> None:
    vault = open_vault(tmp_path, b"k" * 32, address("objects", tmp_path))
    blob = vault.put(b"known plain text " * 1000)
    (stored,) = [file for file in (tmp_path / "objects").rglob("*") if file.is_file()]
    sealed = stored.read_bytes()
    assert b"known plain text" not in sealed
    stored.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(StorageFault, match=r"blob\.damaged"):
        vault.verify(blob.sha256)


def test_a_county_with_an_object_store_takes_a_hand_over_and_backs_up_into_one_folder(tmp_path: Path) -> None:
    county = make_county(tmp_path / "county", Setup(objects=address("objects", tmp_path)))
    try:
        laptop = joined(tmp_path / "a", county)
        laptop.photo(60_000, 1)
        laptop.photo(2_500_000, 2)
        assert laptop.sync.run().complete
        assert laptop.inventory() == county.inventory()
        county.command("backup", "--to", str(tmp_path / "backup"))
        copy = CountyStore.open_or_create(tmp_path / "backup")
        assert list(copy.blobs.iterate()) == list(county.store.blobs.iterate())
    finally:
        county.stop()


def test_an_address_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"county\.objects_unusable"):
        open_vault(tmp_path, b"k" * 32, "nonsense://x")
