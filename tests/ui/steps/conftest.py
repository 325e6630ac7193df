"""What the counted stories start from: an unlocked window on a small county, and hands that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.cups import PrintShop, print_shop
from tests.ui.pages.county import County
from tests.ui.pages.desk import desk_on
from tests.ui.pages.steps import Steps


@dataclass(frozen=True)
class Morning:
    """An unlocked window at 今日待办, the hands of the officer before it, and a look into the store."""

    steps: Steps
    county: County
    ask: Callable[[Callable[[Any], Any]], Any]
    """Prepares and reads by the services; nothing that is counted goes this way."""


@pytest.fixture
def morning(qtbot: Any, own_data_dir: Path) -> Iterator[Morning]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield Morning(Steps(qtbot, desk.window), county, desk.ask)


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintShop]:
    """A queue of a CUPS scheduler of this test's own."""
    with print_shop(tmp_path / "cups", monkeypatch) as shop:
        yield shop


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str, Steps, int], None]:
    """Writes a count beside its limit into the report of the run, and holds it to the limit."""

    def tell(name: str, steps: Steps, most: int) -> None:
        count = steps.count
        record_property(f"steps: {name}", f"{count} of at most {most}")
        print(f"\nsteps: {name}: {count} of at most {most}: {steps.told}")
        assert count <= most, steps.told

    return tell
