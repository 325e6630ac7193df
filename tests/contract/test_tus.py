"""tus 1.0 conformance of the upload server, spoken as a stranger would: plain HTTP, no help of our own client."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import httpx
import pytest

from county_server import tables
from county_server.uploads import EXPIRES_SECONDS, LARGEST, UploadService
from inspector_app.sync.client import CountyClient
from inspector_app.wire.version import HEADER, PROTOCOL
from tests.fixtures.county import County, joined, noise

OFFSET = {"Content-Type": "application/offset+octet-stream"}


@pytest.fixture(scope="module")
def http(county: County, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    laptop = joined(tmp_path_factory.mktemp("laptop") / "a", county)
    token = CountyClient(county.url, laptop.store.signer)._session()
    headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {token}", HEADER: str(PROTOCOL)}
    return httpx.Client(base_url=county.url, headers=headers, trust_env=False)


def metadata(content: bytes) -> dict[str, str]:
    name = hashlib.sha256(content).hexdigest()
    return {"Upload-Length": str(len(content)), "Upload-Metadata": f"sha256 {base64.b64encode(name.encode()).decode()}"}


def begin(http: httpx.Client, content: bytes) -> str:
    answer = http.post("/files", headers=metadata(content))
    assert answer.status_code == 201
    return str(answer.headers["Location"])


def patch(http: httpx.Client, address: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.patch(address, content=content, headers={**OFFSET, "Upload-Offset": str(offset), **more})


def test_options_tell_version_extensions_and_limits(http: httpx.Client) -> None:
    answer = http.options("/files")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) >= {"creation", "checksum", "expiration", "termination"}
    assert set(answer.headers["Tus-Checksum-Algorithm"].split(",")) >= {"sha1", "sha256"}
    assert int(answer.headers["Tus-Max-Size"]) == LARGEST


def test_a_file_in_pieces_is_resumed_from_its_stored_address(http: httpx.Client, county: County) -> None:
    content = noise(300_000, 11)
    address = begin(http, content)
    assert patch(http, address, 0, content[:100_000]).headers["Upload-Offset"] == "100000"
    county.restart()
    head = http.head(address)
    assert (head.status_code, head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (200, "100000", "300000")
    assert head.headers["Cache-Control"] == "no-store"
    answer = patch(http, address, 100_000, content[100_000:])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "300000")
    assert county.store.blobs.verify(hashlib.sha256(content).hexdigest()) == 300_000
    assert http.head(address).headers["Upload-Offset"] == "300000"


def test_a_wrong_offset_is_409_and_says_where_it_stands(http: httpx.Client) -> None:
    content = noise(1_000, 12)
    address = begin(http, content)
    answer = patch(http, address, 7, content)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")
    assert http.head(address).headers["Upload-Offset"] == "0"


def test_a_missing_or_other_version_is_412(http: httpx.Client) -> None:
    content = noise(1_000, 13)
    address = begin(http, content)
    for version in ("0.2.2", ""):
        answer = http.head(address, headers={"Tus-Resumable": version})
        assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
        assert patch(http, address, 0, content, Tus_Resumable=version).status_code == 412


def test_too_large_a_file_is_413_and_so_are_more_bytes_than_announced(http: httpx.Client) -> None:
    answer = http.post("/files", headers={**metadata(b"x"), "Upload-Length": str(LARGEST + 1)})
    assert answer.status_code == 413
    address = begin(http, noise(1_000, 14))
    assert patch(http, address, 0, noise(1_001, 14)).status_code == 413
    assert http.head(address).headers["Upload-Offset"] == "0"


def test_another_content_type_is_415(http: httpx.Client) -> None:
    address = begin(http, noise(1_000, 15))
    assert patch(http, address, 0, noise(1_000, 15), Content_Type="application/json").status_code == 415


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_checksum_is_checked_and_a_wrong_one_is_460_and_leaves_nothing(http: httpx.Client, algorithm: str) -> None:
    content = noise(50_000, 16)
    address = begin(http, content + algorithm.encode())
    right = base64.b64encode(hashlib.new(algorithm, content).digest()).decode()
    wrong = base64.b64encode(hashlib.new(algorithm, b"other").digest()).decode()
    assert patch(http, address, 0, content, Upload_Checksum=f"{algorithm} {wrong}").status_code == 460
    assert http.head(address).headers["Upload-Offset"] == "0"
    assert patch(http, address, 0, content, Upload_Checksum=f"{algorithm} {right}").status_code == 204


def test_an_unknown_checksum_algorithm_is_400(http: httpx.Client) -> None:
    address = begin(http, noise(1_000, 17))
    assert patch(http, address, 0, b"x", Upload_Checksum="crc32 AAAA").status_code == 400


def test_a_file_that_is_not_what_its_name_says_is_460_and_thrown_away(http: httpx.Client) -> None:
    address = begin(http, noise(1_000, 18))
    assert patch(http, address, 0, noise(1_000, 19)).status_code == 460
    assert http.head(address).status_code == 404


def test_a_small_file_may_come_with_its_announcement(http: httpx.Client, county: County) -> None:
    content = noise(40_000, 20)
    answer = http.post("/files", content=content, headers={**metadata(content), **OFFSET})
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "40000")
    assert county.store.blobs.exists(hashlib.sha256(content).hexdigest())
    assert http.head(answer.headers["Location"]).headers["Upload-Length"] == "40000"


def test_the_beginning_of_a_file_with_its_announcement_is_kept(http: httpx.Client) -> None:
    content = noise(40_000, 21)
    answer = http.post("/files", content=content[:9_000], headers={**metadata(content), **OFFSET})
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "9000")
    assert patch(http, answer.headers["Location"], 9_000, content[9_000:]).status_code == 204


def test_an_upload_whose_last_byte_arrived_just_before_the_server_died_becomes_a_file(
    http: httpx.Client, county: County
) -> None:
    asks = (lambda address, _content: http.head(address), lambda _address, content: begin(http, content))
    for seed, ask in enumerate(asks):
        content = noise(40_000, 300 + seed)
        address = begin(http, content)
        part = county.folder / "uploads" / f"{address.rpartition('/')[2]}.part"
        part.write_bytes(content)  # durable, but the server was killed before it made a file of it
        ask(address, content)
        assert county.store.blobs.verify(hashlib.sha256(content).hexdigest()) == 40_000


def test_announcing_the_same_file_again_finds_the_same_upload(http: httpx.Client) -> None:
    content = noise(30_000, 22)
    address = begin(http, content)
    patch(http, address, 0, content[:10_000])
    assert begin(http, content) == address


def test_an_empty_file_is_a_file(http: httpx.Client, county: County) -> None:
    begin(http, b"")
    assert county.store.blobs.verify(hashlib.sha256(b"").hexdigest()) == 0


def test_an_upload_may_be_given_up_and_a_finished_file_stays(http: httpx.Client, county: County) -> None:
    content = noise(5_000, 23)
    address = begin(http, content)
    assert http.delete(address).status_code == 204
    assert http.head(address).status_code == 404
    again = begin(http, content)
    patch(http, again, 0, content)
    http.delete(again)
    assert county.store.blobs.exists(hashlib.sha256(content).hexdigest())


def test_an_upload_nobody_continues_expires_after_a_week(http: httpx.Client, county: County) -> None:
    address = begin(http, noise(5_000, 24))
    assert "GMT" in http.head(address).headers["Upload-Expires"]
    identity = address.rpartition("/")[2]
    with county.store.writing() as connection:
        old = tables.upload.update().where(tables.upload.c.id == identity)
        connection.execute(old.values(touched_at=tables.upload.c.touched_at - EXPIRES_SECONDS - 1))
    assert UploadService(county.store).expire() == 1
    assert http.head(address).status_code == 404
    assert not (county.folder / "uploads" / f"{identity}.part").exists()


def test_one_laptop_never_sees_the_other_s_upload(http: httpx.Client, county: County, tmp_path: Path) -> None:
    address = begin(http, noise(5_000, 25))
    other = joined(tmp_path / "b", county)
    token = CountyClient(county.url, other.store.signer)._session()
    assert http.head(address, headers={"Authorization": f"Bearer {token}"}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "-1"},
        {"Upload-Length": "abc"},
        {"Upload-Length": "1" * 40},
        {"Upload-Metadata": "sha256 Li4vLi4vZXRjL3Bhc3N3ZA=="},
        {"Upload-Metadata": "sha256 %%%"},
        {"Upload-Metadata": "filename eA=="},
    ],
    ids=str,
)
def test_a_nonsensical_announcement_is_400(http: httpx.Client, headers: dict[str, str]) -> None:
    assert http.post("/files", headers={**metadata(b"x"), **headers}).status_code == 400


@pytest.mark.parametrize("name", ["../county.db", "..%2f..%2fetc%2fpasswd", "%2e%2e/county.db", "a" * 5000, "x\u202e"])
def test_no_address_leads_out_of_the_folder(http: httpx.Client, name: str) -> None:
    for prefix in ("/files/", "/blobs/"):
        assert http.get(prefix + name).status_code in (404, 405, 422)
        assert http.head("/files/" + name).status_code == 404
