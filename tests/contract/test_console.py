"""The console: who gets in, what an office sees, and that no form can be sent by somebody else's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from county_server import tables
from county_server.console.password import set_password
from county_server.console.session import FAILURES
from inspector_app.errors import BadInput
from tests.fixtures.county import County, Laptop, joined, jpeg, make_county

PASSWORD = "a long console password"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, Laptop]]:
    """A county with one visit, a second office, and passwords for both."""
    county = make_county(tmp_path_factory.mktemp("county"))
    county.office("331122", "缙云县应急管理局")
    for region in ("331123", "331122"):
        set_password(county.store, region, PASSWORD)
    laptop = joined(tmp_path_factory.mktemp("laptop") / "a", county, label="<b>一号本</b>")
    visit = laptop.inspection("<script>alert(1)</script>")
    finding = laptop.finding("顶板未支护 <img src=x>", visit)
    blob = laptop.store.blobs.put(jpeg(320, 240))
    from inspector_app.evidence.model import Photo

    with laptop.store.units.begin(laptop.me, "photo.add") as unit:
        facts = {"sha256": blob.sha256, "thumbnail_sha256": blob.sha256, "file_name": "DSC1.jpg"}
        unit.create(Photo, inspection_id=visit, finding_id=finding, **facts)
    laptop.paper(visit)
    scanned_back(laptop, visit)
    laptop.sync.run()
    yield county, laptop
    county.stop()
    assert "Traceback" not in county.log(), county.log()


def scanned_back(laptop: Laptop, visit: str) -> None:
    """The newest paper of the visit came back signed, with an opinion written on it."""
    from sqlalchemy import select

    from inspector_app.enforcement.model import Document, Handwriting, PaperScan
    from inspector_app.storage.fold import table_of

    picture = laptop.store.blobs.put(jpeg(300, 400))
    with laptop.store.units.begin(laptop.me, "scan.file") as unit:
        papers = table_of(Document)
        paper = unit.connection.execute(select(papers.c.id).where(papers.c.inspection_id == visit)).scalars().first()
        about = {"document_id": paper, "inspection_id": visit}
        unit.create(PaperScan, sha256=picture.sha256, sheet_pages=[{"sheet": 1, "page": 2}], **about)
        unit.create(Handwriting, blank="org_opinion", text="无异议 <script>", signer_name="孙矿长", **about)


def browser(county: County) -> httpx.Client:
    return httpx.Client(base_url=county.url, follow_redirects=True, trust_env=False)


def logged_in(county: County, region: str = "331123") -> httpx.Client:
    client = browser(county)
    answer = client.post("/console/login", data={"region": region, "password": PASSWORD})
    assert answer.url.path == "/console"
    return client


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_nobody_gets_in_without_logging_in(office: tuple[County, Laptop]) -> None:
    client = browser(office[0])
    for address in ("", "/inspections", "/findings", "/papers", "/laptops", "/quarantine", "/blobs/" + "0" * 64):
        assert client.get("/console" + address).url.path == "/console/login", address
    assert client.post("/console/laptops/x/revoke").url.path == "/console/login"
    client.cookies.set("kuanganjian_console", "MzMxMTIzfDk5OTk5OTk5OTl8eHx4I3g=")
    assert client.get("/console").url.path == "/console/login"


def test_a_wrong_password_is_refused_and_guessing_is_slow(office: tuple[County, Laptop]) -> None:
    client = browser(office[0])
    for _try in range(FAILURES):
        answer = client.post("/console/login", data={"region": "331122", "password": "wrong"})
        assert (answer.status_code, "口令不正确" in answer.text) == (403, True)
    assert client.post("/console/login", data={"region": "331122", "password": PASSWORD}).status_code == 403


def test_the_office_reads_its_visit_its_findings_photos_papers_and_chains(office: tuple[County, Laptop]) -> None:
    county, laptop = office
    client = logged_in(county)
    start = client.get("/console").text
    address = re.search(r'href="(/console/inspections/[^"]+)"', start)
    assert address
    visit = client.get(address[1]).text
    assert "顶板未支护" in visit
    assert "现场检查记录" in visit
    assert "打开 PDF" in visit
    assert "第 2 页" in visit
    assert "意见：无异议 &lt;script&gt;（孙矿长）" in visit
    for name in re.findall(r'(?:src|href)="(/console/blobs/[0-9a-f]{64})"', visit):
        answer = client.get(name)
        assert answer.status_code == 200
        assert answer.headers["content-type"] in ("image/jpeg", "application/pdf")
    assert laptop.store.stream_id in client.get("/console/laptops").text
    for page in ("findings", "papers", "quarantine"):
        assert client.get(f"/console/{page}").status_code == 200


def test_what_people_typed_never_becomes_markup(office: tuple[County, Laptop]) -> None:
    client = logged_in(office[0])
    for address in ("", "/findings", "/laptops"):
        text = client.get("/console" + address).text
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert "<b>一号本" not in text


def test_pages_allow_no_script_and_no_frame(office: tuple[County, Laptop]) -> None:
    headers = logged_in(office[0]).get("/console").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_form_without_this_session_s_token_does_nothing(office: tuple[County, Laptop]) -> None:
    county, laptop = office
    client = logged_in(county)
    address = f"/console/laptops/{laptop.store.stream_id}/revoke"
    for data in ({}, {"csrf": "0" * 64}, {"csrf": csrf_of(logged_in(county).get("/console").text)}):
        assert client.post(address, data=data).status_code == 403
    assert not any(row.revoked for row in county.rows(tables.laptop))


def test_a_laptop_is_revoked_from_the_console(office: tuple[County, Laptop], tmp_path: Path) -> None:
    county, _laptop = office
    client = logged_in(county)
    victim = joined(tmp_path / "b", county).store.stream_id
    answer = client.post(f"/console/laptops/{victim}/revoke", data={"csrf": csrf_of(client.get("/console").text)})
    assert "已吊销" in answer.text
    assert [row.stream_id for row in county.rows(tables.laptop) if row.revoked] == [victim]


def test_an_office_never_sees_another_s_records_or_files(office: tuple[County, Laptop], tmp_path: Path) -> None:
    county, _laptop = office
    theirs = joined(tmp_path / "b", county, region="331122")
    visit = theirs.inspection()
    theirs.finding("邻县的事实", visit)
    paper = theirs.paper(visit, "（缙）应急检记〔2026〕9号")
    theirs.sync.run()
    client = logged_in(county)
    for address in ("", "/findings", "/papers", "/laptops"):
        text = client.get("/console" + address).text
        assert "邻县的事实" not in text
        assert "9号" not in text
        assert theirs.store.stream_id not in text
    assert client.get(f"/console/inspections/{visit}").status_code == 404
    assert client.get(f"/console/blobs/{paper}").status_code == 404
    answer = client.post(
        f"/console/laptops/{theirs.store.stream_id}/revoke", data={"csrf": csrf_of(client.get("/console").text)}
    )
    assert answer.status_code == 403


def test_leaving_and_a_new_password_end_the_session(office: tuple[County, Laptop]) -> None:
    county, _laptop = office
    client, other = logged_in(county), logged_in(county)
    client.post("/console/logout", data={"csrf": csrf_of(client.get("/console").text)})
    assert client.get("/console").url.path == "/console/login"
    set_password(county.store, "331123", PASSWORD)
    assert other.get("/console").url.path == "/console/login"


def test_a_short_password_is_refused(office: tuple[County, Laptop]) -> None:
    with pytest.raises(BadInput, match="passphrase_short"):
        set_password(office[0].store, "331123", "short")
