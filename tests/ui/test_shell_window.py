"""Undo, revision trail, conflicts, language, crash reports: what the window does around the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent

from inspector_app.errors import StorageFault, Unreachable
from inspector_app.inspection.model import Inspection
from inspector_app.office.model import Officer
from inspector_app.storage import history
from inspector_app.store import Store
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE, at_rest, set_up_store, unlock, window_on
from tests.ui.pages.desk import in_front
from ui import language, messages, theme
from ui.trail_dialog import TrailDialog
from ui.undo import undo_last
from ui.widgets import drafts
from ui.widgets.drafts import DraftLineEdit, with_preedit


@pytest.fixture(autouse=True)
def chinese_and_light_again() -> Any:
    yield
    language.speak("zh")


def add_finding(window: Any, qtbot: Any) -> str:
    """Through the services on the database thread, as a page does it."""
    made: list[str] = []
    actor = window.bridge.officer_id

    def make(app: Any) -> str:
        with app.store.units.begin(actor, "inspection.start") as unit:
            visit = unit.create(Inspection, inspection_state="running", started_at="2026-03-10T09:00:00+08:00")
        finding: str = app.inspections.add_finding(actor, visit, place="主井口", fact="护栏缺失")
        return finding

    window.bridge.ask(make, made.append)
    at_rest(qtbot, window)
    return made[0]


def test_undo_takes_back_the_last_thing_and_says_what(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        add_finding(window, qtbot)
        undo_last(window.bridge, window.desk)
        at_rest(qtbot, window)
        assert "新增问题隐患" in window.desk.status.line.text()
        undo_last(window.bridge, window.desk)
        at_rest(qtbot, window)
        assert "没有可以撤销" in window.desk.status.line.text()


def test_the_trail_shows_old_and_new(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        finding = add_finding(window, qtbot)
        actor = window.bridge.officer_id
        window.bridge.ask(lambda app: app.inspections.change_finding(actor, finding, fact="护栏缺失 2 处"))
        at_rest(qtbot, window)
        dialog = TrailDialog(window.bridge, "finding", finding, window)
        with qtbot.waitSignal(dialog.shown, timeout=PATIENCE) as shown:
            dialog.open()
        assert shown.args == [2]
        assert "护栏缺失 → 护栏缺失 2 处" in dialog.table.item(0, 3).text()
        assert dialog.table.item(0, 1).text() == "张三"
        dialog.close()


def test_a_conflict_is_settled_by_choosing_one_value(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    make_conflict(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        window.go("conflicts")
        page: Any = window.current_page
        with qtbot.waitSignal(page.shown, timeout=PATIENCE) as shown:
            page.refresh()
        assert shown.args == [1]
        buttons = [b for b in page.findChildren(object) if getattr(b, "text", str)().strip() == "采用这个"]
        buttons[0].click()
        at_rest(qtbot, window)
    store = Store.open(own_data_dir, "zhang", PASSPHRASE)
    with store.units.read() as connection:
        assert history.conflicts(store.units, connection) == []
    store.close()


def make_conflict(folder: Path) -> None:
    """Two writers change the officer's title without having seen each other."""
    store = Store.open(folder, "zhang", PASSPHRASE)
    with store.units.begin(store.officer_id, "officer.change") as unit:
        unit.change(Officer, store.officer_id, title="中队长")
    with store.units.writing() as connection:
        from inspector_app.storage import journal
        from inspector_app.storage.journal import Draft, FieldChange, Operation

        seen = next(entry.id for _p, entry in journal.read(connection, record_id=store.officer_id))
        changes = {"title": FieldChange(None, "大队长", (seen,))}
        draft = Draft("officer", 1, store.officer_id, None, Operation.CHANGE, fields=changes)
        now = store.clock.now()
        facts = {"stream": "other", "seq": 1, "prev": journal.genesis("other"), "action": "a", "action_name": "x"}
        facts |= {"actor": store.officer_id, "at": now.iso, "mono": 1, "boot": "b", "trust": "steady"}
        entry = journal.compose(draft, facts)
        journal.append(connection, entry)
        store.fold.apply(connection, entry)
    store.close()


def test_the_language_changes_at_once_and_stays(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        window.go("settings")
        window.bridge.appearance.emit("language", "en")
        assert window.page("home").title.text() == "Today"  # type: ignore[attr-defined]
        at_rest(qtbot, window)
    with window_on(qtbot, own_data_dir) as (_window, reception):
        assert reception.entry.button.text() == "Unlock"


def test_a_theme_is_applied_to_the_whole_window(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        window.bridge.appearance.emit("theme", "contrast")
        assert theme.current() == "contrast"
        window.bridge.appearance.emit("theme", "light")
        at_rest(qtbot, window)


def test_errors_go_where_they_belong() -> None:
    assert messages.place_of(Unreachable("sync.unreachable")) is messages.Place.STATUS
    assert messages.place_of(StorageFault("storage.full")) is messages.Place.DIALOG
    assert messages.place_of(StorageFault("store.newer")) is messages.Place.BANNER


def test_input_method_text_counts_as_typed(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        finding = add_finding(window, qtbot)
        field = DraftLineEdit(window.bridge, "事实")
        qtbot.addWidget(field)
        field.bind("finding", finding, "fact", "护栏")
        with qtbot.waitSignal(field.keeper.kept, timeout=PATIENCE):
            QCoreApplication.sendEvent(field, QInputMethodEvent("queshi", []))
        kept: list[Any] = []
        window.bridge.ask(lambda app: app.drafts.pending(finding), kept.extend)
        at_rest(qtbot, window)
        assert [(d.text, d.cursor) for d in kept] == [("护栏queshi", 8)]
        drafts.settle_all()
        at_rest(qtbot, window)


def test_half_typed_text_is_taken_when_its_field_goes(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        in_front(qtbot, window)
        window.go("search")
        field: Any = window.focusWidget()
        QCoreApplication.sendEvent(field, QInputMethodEvent("queshi", []))
        window.go("home")
        assert field.text() == "queshi"
        window.go("search")
        field.clear()
        QCoreApplication.sendEvent(field, QInputMethodEvent("shan", []))
        window.focusNextPrevChild(True)
        assert field.text() == "shan"


def test_rare_characters_do_not_shift_the_cursor() -> None:
    assert with_preedit("𠮷山", 2, "x") == ("𠮷x山", 2)
    assert drafts.units("𠮷山", 1) == 2
