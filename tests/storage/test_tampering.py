"""journal verify names every kind of damage, wherever it is done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from inspector_app import drill
from inspector_app.errors import StorageFault
from inspector_app.inspection.model import Finding
from inspector_app.store import Store
from tests.fixtures.stores import make_store

SEEDS = range(6)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drill") / "store"
    list(drill.write(folder, 12, with_blobs=True))
    return folder


def verified(folder: Path) -> list[str]:
    store = Store.open(folder, drill.LOGIN, drill.PASSPHRASE)
    problems = [problem.code for problem in drill.verify_store(store).problems]
    store.close()
    return problems


def test_an_untouched_store_has_no_problems(written: Path) -> None:
    assert verified(written) == []


@pytest.mark.parametrize("kind", sorted(set(drill.TAMPERINGS) - {"entry-truncate"}))
def test_every_kind_of_tampering_is_named(kind: str, written: Path, tmp_path: Path) -> None:
    for seed in SEEDS:
        folder = tmp_path / f"{kind}-{seed}"
        shutil.copytree(written, folder)
        done = drill.tamper(folder, kind, seed)
        assert verified(folder), f"{kind}: {done} was not found"


def test_everything_acknowledged_is_found_again(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    acknowledged = list(drill.write(folder, 5, with_blobs=True))
    assert drill.check(folder, acknowledged).ok
    assert drill.check(folder, ["no-such-finding"]).missing == ["no-such-finding"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finding SET fact = '一切正常'",
        "DELETE FROM finding",
        "INSERT INTO finding (id, entry_id, presence, field_heads) VALUES ('x', 'y', 'present', '{}')",
        "UPDATE entry SET kind = 'x'",
        "DELETE FROM entry",
        "DELETE FROM entry_signature",
    ],
)
def test_the_database_itself_refuses_what_has_no_entry(statement: str, tmp_path: Path) -> None:
    store = make_store(tmp_path / "s")
    with store.units.begin(store.officer_id, "finding.add") as unit:
        unit.create(Finding, None, fact="x")
    with pytest.raises((StorageFault, DBAPIError)), store.units.writing() as connection:
        connection.execute(text(statement))
