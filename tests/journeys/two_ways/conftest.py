"""What the stories that are told twice share: two prepared stores, one process for all commands, copies for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.commander import Commander, commanding
from tests.fixtures.jamming import cups
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.twin_bases import make_bases
from tests.fixtures.twins import Base, Twins, twins_of

__all__ = ["cups"]


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Base, Base]:
    return make_bases(tmp_path_factory.mktemp("bases"))


@pytest.fixture(scope="session")
def commander() -> Iterator[Commander]:
    with commanding(PASSPHRASE) as made:
        yield made


@pytest.fixture
def morning(
    bases: tuple[Base, Base], tmp_path: Path, commander: Commander, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> Twins:
    """Nothing is under way; an order waits for its re-inspection."""
    return twins_of(bases[0], tmp_path, commander, qtbot, monkeypatch)


@pytest.fixture
def visit(
    bases: tuple[Base, Base], tmp_path: Path, commander: Commander, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> Twins:
    """A visit is under way, with findings and photos."""
    return twins_of(bases[1], tmp_path, commander, qtbot, monkeypatch)
