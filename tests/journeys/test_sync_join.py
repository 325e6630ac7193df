"""Joining a county: codes, certificates, samples, revocation, other programs, wrong clocks."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from county_server.enrolment import EnrolmentService
from county_server.storage import Setup
from inspector_app.errors import BadInput, InspectorError, Refused, Unreachable
from inspector_app.messages import tell
from inspector_app.storage.signing import verify as signature_holds
from inspector_app.wire.messages import fingerprint
from inspector_app.wire.version import HEADER, PROTOCOL
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.county import County, joined, make_county, make_laptop


def test_a_laptop_joins_with_its_code_and_keeps_a_certificate_of_the_county(
    shared_county: County, tmp_path: Path
) -> None:
    laptop = make_laptop(tmp_path / "a")
    told = laptop.sync.join(shared_county.url, shared_county.code(), "一号本")
    assert told["name"] == "遂昌县应急管理局"
    body = laptop.store.local("certificate") or ""
    signature = bytes.fromhex(laptop.store.local("certificate_signature") or "")
    assert signature_holds(bytes.fromhex(laptop.store.local("county_key") or ""), signature, body.encode())
    assert json.loads(body)["public_key"] == laptop.store.signer.public_key.hex()


def test_the_same_laptop_may_send_its_code_twice_another_one_may_not(shared_county: County, tmp_path: Path) -> None:
    code = shared_county.code()
    first, second = make_laptop(tmp_path / "a"), make_laptop(tmp_path / "b")
    first.sync.join(shared_county.url, code)
    first.sync.join(shared_county.url, code)
    with pytest.raises(Refused, match=r"sync\.code_used") as refused:
        second.sync.join(shared_county.url, code)
    assert "注册码" in str(tell(refused.value))


def test_a_code_is_understood_however_it_is_typed(shared_county: County, tmp_path: Path) -> None:
    laptop = make_laptop(tmp_path / "a")
    laptop.sync.join(shared_county.url, shared_county.code().lower().replace("-", " "))
    assert laptop.sync.status().joined


def test_an_expired_code_is_refused(shared_county: County, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"sync\.code_expired"):
        make_laptop(tmp_path / "a").sync.join(shared_county.url, shared_county.code(hours=-1))


def test_a_wrong_code_is_refused_and_guessing_is_slow(county: County, tmp_path: Path) -> None:
    laptop = make_laptop(tmp_path / "a")
    wrong = "2222-3333-" + county.code()[10:]
    with pytest.raises(Refused, match=r"sync\.code_unknown"):
        laptop.sync.join(county.url, wrong)
    for _try in range(9):
        with pytest.raises(Refused, match=r"sync\.code_unknown"):
            laptop.sync.join(county.url, wrong)
    with pytest.raises(Unreachable, match=r"sync\.too_many_tries"):
        laptop.sync.join(county.url, wrong)


def test_a_laptop_led_to_another_server_notices_before_it_sends_anything(
    shared_county: County, county: County, tmp_path: Path
) -> None:
    laptop = make_laptop(tmp_path / "a")
    with pytest.raises(Refused, match=r"sync\.code_of_another_server"):
        laptop.sync.join(county.url, shared_county.code())
    assert not EnrolmentService(county.store).laptops()
    assert shared_county.code().replace("-", "").endswith(fingerprint(shared_county.store.public_key.hex()))


def test_samples_and_real_data_never_meet(shared_county: County, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"sync\.sample_mismatch"):
        make_laptop(tmp_path / "a", sample=True).sync.join(shared_county.url, shared_county.code())
    sample = make_county(tmp_path / "sample", Setup(is_sample=True))
    try:
        with pytest.raises(Refused, match=r"sync\.sample_mismatch"):
            make_laptop(tmp_path / "b").sync.join(sample.url, sample.code())
        laptop = joined(tmp_path / "c", sample, sample=True)
        laptop.finding()
        assert laptop.sync.run().complete
    finally:
        sample.stop()


def test_a_forged_sample_flag_is_refused_by_the_server_itself(shared_county: County, tmp_path: Path) -> None:
    signer = make_laptop(tmp_path / "a", sample=True).store.signer
    request = {"code": shared_county.code(), "stream": signer.stream_id, "public_key": signer.public_key.hex()}
    answer = httpx.post(
        f"{shared_county.url}/enrol", json={**request, "label": "", "is_sample": True}, headers={HEADER: str(PROTOCOL)}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "sync.sample_mismatch")


def test_a_revoked_laptop_is_told_so_keeps_everything_and_may_be_let_in_again(
    shared_county: County, tmp_path: Path
) -> None:
    laptop = joined(tmp_path / "a", shared_county)
    laptop.finding("吊销之前")
    laptop.sync.run()
    EnrolmentService(shared_county.store).revoke(laptop.store.stream_id)
    laptop.finding("吊销之后")
    with pytest.raises(Refused, match=r"sync\.stream_revoked") as refused:
        laptop.sync.run()
    assert "保存在本机" in str(tell(refused.value))
    assert laptop.sync.status().last_fault == "sync.stream_revoked"
    laptop.sync.join(shared_county.url, shared_county.code())
    assert laptop.sync.run().complete


@pytest.mark.parametrize(("spoken", "code"), [("1", "sync.protocol_older"), ("99", "sync.protocol_newer")])
def test_an_older_or_newer_program_hears_which_side_has_to_be_upgraded(
    shared_county: County, spoken: str, code: str
) -> None:
    answer = httpx.get(f"{shared_county.url}/challenge", headers={HEADER: spoken})
    assert answer.status_code == 426
    assert answer.json()["code"] == code
    assert "升级" in answer.json()["title_zh"]


def test_a_server_of_another_generation_is_told_to_the_officer_in_plain_words(
    shared_county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = joined(tmp_path / "a", shared_county)
    monkeypatch.setattr("inspector_app.sync.client.PROTOCOL", PROTOCOL + 1)
    with pytest.raises(Refused, match=r"sync\.protocol_newer") as refused:
        laptop.sync.run()
    assert "升级服务器" in str(tell(refused.value))


@pytest.mark.parametrize("year", [2016, 2036])
def test_a_laptop_whose_clock_is_ten_years_off_hands_over_as_any_other(
    shared_county: County, tmp_path: Path, year: int
) -> None:
    clock = FrozenClock()
    clock.set_wall(f"{year}-03-10T09:00:00+08:00")
    laptop = joined(tmp_path / "a", shared_county, clock=clock)
    laptop.finding(f"时钟错在 {year}")
    assert laptop.sync.run().complete


@pytest.mark.parametrize("url", ["", "county", "ftp://county", "http://"])
def test_an_address_that_is_none_is_refused_in_plain_words(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match=r"sync\.url_wrong"):
        make_laptop(tmp_path / "a").sync.join(url, "2222-2222-2222-2222")


def test_without_a_county_nothing_is_sent_and_the_officer_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"sync\.not_joined"):
        make_laptop(tmp_path / "a").sync.run()


def test_a_dead_server_is_a_circumstance_not_a_fault(county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", county)
    laptop.finding()
    county.kill()
    with pytest.raises(InspectorError) as error:
        laptop.sync.run()
    assert isinstance(error.value, Unreachable)
    assert laptop.sync.status().entries_received == 0
