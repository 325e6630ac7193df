"""The list of officers says what would be objected to later on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel

from inspector_app.office.model import Officer
from inspector_app.store import Store
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import at_rest, set_up_store, unlock, window_on


def enter_twice(folder: Path) -> None:
    """Another entry of the same certificate, as it arrives from the county."""
    store = Store.open(folder, "zhang", PASSPHRASE)
    with store.units.begin(store.officer_id, "test.twin") as unit:
        unit.create(Officer, name="张三（县局）", officer_role="officer", cert_no="33110001234")
    store.close()


def test_one_person_entered_twice_is_marked(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    enter_twice(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        window.go("settings", 2)
        at_rest(qtbot, window)
        shown = [label.text() for label in window.current_page.findChildren(QLabel)]
        assert any("证号与张三（县局）相同，只算一人" in text for text in shown)
