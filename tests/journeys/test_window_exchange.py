"""A visit goes from laptop to laptop as a file, through the windows of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.fixtures.county import County, joined
from tests.fixtures.windows import PATIENCE, unlock, window_on
from ui.main_window import MainWindow
from ui.sync.page import SyncPage


def at_sync(qtbot: Any, window: MainWindow, reception: Any) -> SyncPage:
    unlock(qtbot, window, reception)
    window.go("sync")
    page = window.current_page
    assert isinstance(page, SyncPage)
    return page


def test_what_one_laptop_exports_the_other_takes_in(qtbot: Any, shared_county: County, tmp_path: Path) -> None:
    first, second = (joined(tmp_path / name, shared_county, label=name) for name in ("one", "two"))
    visit = first.inspection("共同检查")
    first.finding("甲发现的", visit)
    for laptop in (first, second):
        laptop.store.close()
    file = tmp_path / "visits.kaj"
    with window_on(qtbot, tmp_path / "one") as (window, reception):
        page = at_sync(qtbot, window, reception)
        with qtbot.waitSignal(page.laptops.written, timeout=PATIENCE):
            page.laptops.write(file)
    with window_on(qtbot, tmp_path / "two") as (window, reception):
        page = at_sync(qtbot, window, reception)
        with qtbot.waitSignal(page.laptops.taken_in, timeout=PATIENCE) as taken:
            page.laptops.read(file)
        assert taken.args[0].inspections == (visit,)
        assert "已收下one的" in page.laptops.message.accessibleName()
