"""What a laptop that belongs to a county knows before it leaves: editions, certificate, receipt, numbers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from inspector_app import editions
from inspector_app.bootstrap import App
from inspector_app.preflight import service
from inspector_app.preflight.values import Check, CheckKey, CheckState, Remedy
from inspector_app.store import Store
from tests.fixtures.county import County, Laptop, joined
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.desk import desk_on


def line(laptop: Laptop | App, key: CheckKey) -> Check:
    app = laptop if isinstance(laptop, App) else App(laptop.store)
    return service.look(key, service.facts(app.store.folder, app), app)


def test_the_county_tells_its_editions_with_every_session(shared_county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", shared_county)
    laptop.finding("护栏缺失")
    assert laptop.sync.run().complete
    assert editions.read(laptop.store.local(editions.KEY)) == editions.own()
    for key in (CheckKey.CHECKLISTS, CheckKey.LAW, CheckKey.CERTIFICATE, CheckKey.HANDOVER):
        assert line(laptop, key).state is CheckState.GOOD, line(laptop, key)


def test_a_restored_laptop_needs_one_hand_over_for_its_certificate(shared_county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", shared_county)
    laptop.finding("顶板未支护")
    assert laptop.sync.run().complete
    laptop.store.back_up(tmp_path / "stick")
    laptop.store.close()
    app = App(Store.restore(tmp_path / "stick", tmp_path / "b", "zhang", PASSPHRASE))
    wrong = line(app, CheckKey.CERTIFICATE)
    assert (wrong.state, wrong.remedies) == (CheckState.BAD, (Remedy.HAND_OVER,))
    app.sync.run()
    assert line(app, CheckKey.CERTIFICATE).state is CheckState.GOOD
    app.store.close()


def test_a_forged_certificate_is_red(shared_county: County, tmp_path: Path) -> None:
    laptop = joined(tmp_path / "a", shared_county)
    body = json.loads(laptop.store.local("certificate") or "{}")
    laptop.store.set_local("certificate", json.dumps({**body, "label": "别人的"}))
    assert line(laptop, CheckKey.CERTIFICATE).state is CheckState.BAD


def pem_until(days: int) -> str:
    """A self-signed TLS certificate that ends in so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "county")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    dated = made.not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=days))
    return dated.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode("ascii")


@pytest.mark.parametrize(("days", "state"), [
    (200, CheckState.GOOD), (10, CheckState.WARN), (-1, CheckState.BAD),
])  # fmt: skip
def test_the_certificate_of_the_line_ends(
    shared_county: County, tmp_path: Path, days: int, state: CheckState
) -> None:
    laptop = joined(tmp_path / "a", shared_county)
    laptop.store.set_local("county_certificate", pem_until(days))
    assert line(laptop, CheckKey.CERTIFICATE).state is state


def test_numbers_are_leased_with_one_press(
    shared_county: County, qtbot: Any, own_data_dir: Path
) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        code = shared_county.code("331123", "车载")
        lane = desk.window.bridge.tasks.network
        with qtbot.waitSignal(lane.idle, timeout=PATIENCE):
            desk.window.bridge.ask_county(lambda app, _task: app.sync.join(shared_county.url, code, "车载"))
        page = desk.window.page("preflight")
        with qtbot.waitSignal(page.ended, timeout=PATIENCE):
            desk.window.go("preflight")
        desk.rest()
        numbers = page.runner.checks[CheckKey.NUMBERS]
        assert (numbers.state, numbers.remedies[0]) == (CheckState.BAD, Remedy.NUMBERS_LEASE)
        with qtbot.waitSignal(page.ended, timeout=PATIENCE):
            page.lines[CheckKey.NUMBERS].buttons[Remedy.NUMBERS_LEASE].click()
        desk.rest()
        assert page.runner.checks[CheckKey.NUMBERS].state is CheckState.GOOD
