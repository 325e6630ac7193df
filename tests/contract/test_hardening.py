"""What comes over the network may be anything: bad JSON, floods, silence, half requests; nothing falls over."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inspector_app.errors import Unreachable
from inspector_app.sync.client import CountyClient
from inspector_app.wire.version import HEADER, PROTOCOL
from tests.fixtures.county import County, joined, make_county, make_laptop


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """One county for all."""
    county = make_county(tmp_path_factory.mktemp("county"))
    yield county
    assert httpx.get(f"{county.url}/health").json()["ok"]
    county.stop()
    assert "Traceback" not in county.log(), county.log()


@pytest.fixture(scope="module")
def http(served: County, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    laptop = joined(tmp_path_factory.mktemp("laptop") / "a", served)
    token = CountyClient(served.url, laptop.store.signer)._session()
    headers = {HEADER: str(PROTOCOL), "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return httpx.Client(base_url=served.url, headers=headers, trust_env=False, timeout=30)


ASKED = ("/enrol", "/succeed", "/session", "/receipts", "/standing", "/numbers", "/blobs/missing")


@pytest.mark.parametrize("path", ASKED)
def test_bad_json_is_400_and_wrong_json_is_422_each_with_words(http: httpx.Client, path: str) -> None:
    for content, status in ((b"{", 400), (b"\xff\xfe", 400), (b"[]", 422), (b'{"x": 1}', 422), (b"null", 422)):
        answer = http.post(path, content=content)
        assert answer.status_code == status, (content, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title_zh"]


def test_every_failure_the_description_names_is_documented(http: httpx.Client) -> None:
    told = http.get("/openapi.json").json()["paths"]
    for path in ("/enrol", "/batches", "/receipts", "/numbers"):
        assert {"400", "401", "403", "413", "422", "426", "507"} <= set(told[path]["post"]["responses"])


NO_BATCHES = {
    "empty": b"",
    "plain": b"{}",
    "no gzip": b"not gzip",
    "cut off": gzip.compress(b"{}")[:-4],
    "nested": gzip.compress(b"[" * 100_000),
}


@pytest.mark.parametrize("body", NO_BATCHES.values(), ids=NO_BATCHES)
def test_a_batch_that_is_none_takes_nothing(http: httpx.Client, body: bytes) -> None:
    answer = http.post("/batches", content=body, headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (400, "sync.batch_unreadable")


def test_a_bomb_is_not_unpacked(http: httpx.Client) -> None:
    bomb = gzip.compress(b"\0" * (80 << 20))
    answer = http.post("/batches", content=bomb, headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (413, "sync.batch_too_large")


def test_a_flood_is_stopped_whether_its_length_was_stated_or_not(http: httpx.Client) -> None:
    assert http.post("/enrol", content=b"x" * 70_000).status_code == 413
    answer = http.post("/enrol", content=(b"x" * 10_000 for _piece in range(20)))
    assert answer.status_code in (400, 413)


TOKENS = ("", "Bearer", "Bearer x", "Basic eA==", "Bearer " + "é" * 20, "Bearer " + "A" * 9000)


@pytest.mark.parametrize("token", TOKENS)
def test_a_nonsensical_token_is_401(http: httpx.Client, token: str) -> None:
    answer = http.get("/pull", headers={b"Authorization": token.encode("utf-8")})
    assert answer.status_code == 401


@pytest.mark.parametrize("cursor", ["-1", "x", "1e9", str(2**70)])
def test_a_nonsensical_cursor_is_422(http: httpx.Client, cursor: str) -> None:
    assert http.get("/pull", params={"cursor": cursor}).status_code == 422


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /" + b"a" * 100_000,
        b"POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /files HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"PATCH /files/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["garbage", "long", "length", "chunk", "half", "tls"],
)
def test_half_and_broken_requests_hurt_nobody(served: County, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 5) as line:
        line.sendall(request_bytes)
    assert httpx.get(f"{served.url}/health").status_code == 200


def test_idle_connections_do_not_keep_others_waiting(served: County) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.port), 5) for _line in range(60)]
    for line in idle[:30]:
        line.sendall(b"POST /enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert httpx.get(f"{served.url}/health", timeout=5).status_code == 200
    for line in idle:
        line.close()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_over_tls_the_laptop_trusts_the_certificate_it_was_given_and_no_other(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *subject]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    (tmp_path / "county").mkdir()
    county = County(tmp_path / "county")
    county.office()
    county.start(0, "--tls-cert", str(certificate), "--tls-key", str(key))
    try:
        assert county.url.startswith("https://")
        assert ssl.create_default_context(cafile=str(certificate))
        with pytest.raises(Unreachable, match=r"sync\.tls_failed"):
            make_laptop(tmp_path / "a").sync.join(county.url, county.code())
        laptop = make_laptop(tmp_path / "b")
        laptop.sync.join(county.url, county.code(), ca_file=certificate)
        laptop.photo()
        assert laptop.sync.run().complete
    finally:
        county.stop()


def test_a_port_that_is_taken_and_half_a_tls_pair_are_said(served: County) -> None:
    status, told = served.exit_status("serve", "--port", str(served.port))
    assert (status, "[county.port_taken]" in told) == (2, True)
    status, told = served.exit_status("serve", "--tls-cert", "x.pem")
    assert (status, "[county.tls_incomplete]" in told) == (2, True)


def test_the_bare_address_leads_a_browser_to_the_console(served: County) -> None:
    with httpx.Client(base_url=served.url, trust_env=False, follow_redirects=True) as browser:
        arrived = browser.get("/")
    assert (arrived.status_code, arrived.url.path) == (200, "/console/login")


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_no_page_that_tries_endpoints_out_is_served(served: County, path: str) -> None:
    assert httpx.get(f"{served.url}{path}", trust_env=False).status_code in (401, 404)


def test_the_interface_description_is_published(served: County) -> None:
    told = httpx.get(f"{served.url}/openapi.json", trust_env=False).json()
    assert told["openapi"].startswith("3.")
    assert "/batches" in told["paths"]
