"""What the counted stories start from: an unlocked window on a small county, and hands that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.clock import Instant, SystemClock
from tests.fixtures.jamming import cups
from tests.fixtures.pictures import exif_block, jpeg
from tests.ui.pages.county import County
from tests.ui.pages.desk import desk_on
from tests.ui.pages.steps import Steps

__all__ = ["cups"]
Tell = Callable[[str, Steps, int], None]


@dataclass(frozen=True)
class Morning:
    """An unlocked window at 今日待办, the hands of the officer before it, and a look into the store."""

    steps: Steps
    county: County
    ask: Callable[[Callable[[Any], Any]], Any]
    """Prepares and reads by the services; nothing that is counted goes this way."""
    clock: WorkClock
    pages: Callable[[], list[str]]
    """Keys of all pages that the window announced."""
    go: Callable[[str, object], Any]
    """Brings a page to the front before anything is counted."""


class WorkClock:
    """The clock of the store: the machine's, three hours behind until the work at the mine is done."""

    def __init__(self) -> None:
        self._behind = timedelta(hours=3)

    def now(self) -> Instant:
        """One reading; both clocks of it are behind."""
        told = SystemClock().now()
        lag = int(self._behind.total_seconds() * 1000)
        return replace(told, at=told.at - self._behind, monotonic_ms=told.monotonic_ms - lag)

    def pass_hours(self, hours: int) -> None:
        """So much later."""
        self._behind -= timedelta(hours=hours)


@pytest.fixture
def morning(qtbot: Any, own_data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Morning]:
    clock = WorkClock()
    monkeypatch.setattr("inspector_app.store.SystemClock", lambda: clock)
    with desk_on(qtbot, own_data_dir) as (desk, county):
        pages = lambda: [one.key for one in desk.window.entries()]  # noqa: E731 - one line, used once
        yield Morning(Steps(qtbot, desk.window), county, desk.ask, clock, pages, desk.go)


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Tell:
    """Writes a count beside its limit into the report of the run, and holds it to the limit."""

    def tell(name: str, steps: Steps, most: int) -> None:
        count = steps.count
        record_property(f"steps: {name}", f"{count} of at most {most}")
        print(f"\nsteps: {name}: {count} of at most {most}: {steps.told}")
        assert count <= most, steps.told

    return tell


def photos(folder: Path, count: int) -> list[Path]:
    """Photos that were taken while the work at the mine was under way."""
    taken = (datetime.now().astimezone() - timedelta(hours=2)).strftime("%Y:%m:%d %H:%M:%S")
    files = [folder / f"IMG_{number:04}.jpg" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(jpeg(1600, 1200, seed=number, exif=exif_block(taken=taken, offset=None)))
    return files
