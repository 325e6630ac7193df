"""What the hand-over journeys share: one serving county per module, laptops of their own per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.county import County, make_county


@pytest.fixture(scope="module")
def shared_county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """One county for all tests of a module that do not mind each other's records."""
    county = make_county(tmp_path_factory.mktemp("county"))
    yield county
    county.stop()
    assert "Traceback" not in county.log(), county.log()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """A county of this test's own."""
    county = make_county(tmp_path / "county")
    yield county
    county.stop()
    assert "Traceback" not in county.log(), county.log()
