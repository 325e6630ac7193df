"""今日待办: what stands there, that it is read without the heavy libraries, and where the next start returns to."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inspector_app.enforcement.model import Document
from inspector_app.enterprise.model import Enterprise, Licence, Site
from inspector_app.evidence.model import Photo
from inspector_app.home import read_board
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.storage.reader import Reader
from inspector_app.storage.reader import unlock as find_key
from inspector_app.store import NewOfficer, Store
from tests.fixtures.stores import PASSPHRASE
from tests.fixtures.windows import PATIENCE, at_rest, set_up_store, unlock, window_on
from ui.home_page import HomePage
from ui.widgets.drafts import DraftLineEdit

TODAY = date.today()  # noqa: DTZ011 - deadlines are local calendar days


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def busy_store(folder: Path, findings: int = 3) -> dict[str, str]:
    """A store in which something of everything waits; ids by what they are."""
    store, _recovery = Store.create(folder, NewOfficer("zhang", PASSPHRASE, "张三", "33110001234"))
    with store.units.begin(store.officer_id, "test.fill") as unit:
        company = unit.create(Enterprise, name="松阳石料有限公司")
        site = unit.create(Site, name="三都石料矿", enterprise_id=company)
        visit = unit.create(
            Inspection, site_id=site, enterprise_id=company, inspection_state="running", started_at=f"{day(0)}T09:00:00"
        )
        found = [
            unit.create(
                Finding, inspection_id=visit, site_id=site, seq=n, fact="护栏缺失", rectification_due_on=day(n * 3 - 4)
            )
            for n in range(findings)
        ]
        unit.create(Photo, inspection_id=visit, sha256="00")
        paper = unit.create(Document, inspection_id=visit, form="F3", title="现场检查记录", document_state="printed")
        unit.create(Document, inspection_id=visit, form="F5", title="责令限期整改指令书", document_state="draft")
        unit.create(Licence, site_id=site, licence_kind="safety", valid_to_on=day(10))
    store.close()
    return {"visit": visit, "finding": found[0], "paper": paper, "site": site}


def board_of(folder: Path) -> Any:
    unlocked = find_key(folder, "zhang", PASSPHRASE)
    reader = Reader(unlocked)
    try:
        return read_board(reader, unlocked, TODAY)
    finally:
        reader.close()


def test_the_board_names_everything_that_waits(own_data_dir: Path) -> None:
    busy_store(own_data_dir)
    board = board_of(own_data_dir)
    assert [v.site_name for v in board.running] == ["三都石料矿"]
    assert (board.running[0].findings, board.running[0].unfiled_photos) == (3, 1)
    assert (board.due_count, board.overdue_count, len(board.due)) == (3, 2, 3)
    assert (board.unfiled_photos, board.licence_count) == (1, 1)
    assert [paper.form for paper in board.unsigned + board.drafts] == ["F3", "F5"]
    assert board.papers_count == 2
    assert board.handover.entries_waiting > 0
    assert board.officer_name == "张三"


def test_a_finding_that_was_put_right_is_no_longer_due(own_data_dir: Path) -> None:
    ids = busy_store(own_data_dir)
    store = Store.open(own_data_dir, "zhang", PASSPHRASE)
    with store.units.begin(store.officer_id, "finding.change") as unit:
        unit.change(Finding, ids["finding"], reinspection_result="rectified")
    store.close()
    assert board_of(own_data_dir).due_count == 2


def test_the_due_list_reads_one_index_and_nothing_else(own_data_dir: Path) -> None:
    busy_store(own_data_dir)
    reader = Reader(find_key(own_data_dir, "zhang", PASSPHRASE))
    plan = reader.rows(
        "EXPLAIN QUERY PLAN SELECT rectification_due_on, inspection_id, site_id FROM finding INDEXED BY finding_due "
        "WHERE presence = 'present' AND rectification_due_on IS NOT NULL "
        "AND (reinspection_result IS NULL OR reinspection_result <> 'rectified') AND rectification_due_on <= '2030' "
        "ORDER BY rectification_due_on LIMIT 1000"
    )
    reader.close()
    assert len(plan) == 1
    assert "USING COVERING INDEX finding_due" in plan[0]["detail"] or "USING INDEX finding_due" in plan[0]["detail"]


def test_the_reader_cannot_write(own_data_dir: Path) -> None:
    import pytest
    import sqlcipher3.dbapi2 as sqlcipher

    set_up_store(own_data_dir)
    reader = Reader(find_key(own_data_dir, "zhang", PASSPHRASE))
    with pytest.raises(sqlcipher.OperationalError):
        reader.rows("DELETE FROM local_value")
    reader.close()


def test_home_shows_rows_and_leads_on(qtbot: Any, own_data_dir: Path) -> None:
    ids = busy_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        home = window.page("home")
        assert isinstance(home, HomePage)
        assert home.board is not None
        assert home.board.running[0].id == ids["visit"]
        with qtbot.waitSignal(home.navigate, timeout=PATIENCE) as went:
            home.start.click()
        assert went.args == ["start_inspection", None]
        at_rest(qtbot, window)


def test_an_empty_home_says_what_to_do(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        texts = [w.accessibleName() for w in window.page("home").findChildren(object) if hasattr(w, "accessibleName")]
        assert "没有正在进行的检查" in texts


def test_ready_needs_no_orm_no_pydantic_no_alembic_no_reportlab(own_data_dir: Path) -> None:
    busy_store(own_data_dir)
    env = {**os.environ, "STARTBENCH": "1", "INSPECTOR_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-m", "ui.launch"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    lines = dict(line.split(" ", 1) for line in ended.stdout.splitlines())
    assert float(lines["PAINT"]) < float(lines["READY"]), ended.stderr
    assert lines["LOADED"] == "none"


def test_the_next_start_returns_to_the_same_page(qtbot: Any, own_data_dir: Path) -> None:
    set_up_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        window.go("help", "sync")
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        page = window.current_page
        assert window.key_of(page) == "help"
        assert page is not None
        assert page.place() == {"topic": "sync"}
        assert window.desk.status.line.text() == ""


def test_text_left_in_a_field_becomes_one_entry(qtbot: Any, own_data_dir: Path) -> None:
    ids = busy_store(own_data_dir)
    with window_on(qtbot, own_data_dir) as (window, reception):
        unlock(qtbot, window, reception)
        field = DraftLineEdit(window.bridge, "事实")
        qtbot.addWidget(field)
        field.bind("finding", ids["finding"], "fact", "护栏缺失")
        field.show()
        with qtbot.waitSignal(field.keeper.kept, timeout=PATIENCE):
            qtbot.keyClicks(field, "12")
        with qtbot.waitSignal(field.keeper.settled, timeout=PATIENCE):
            field.keeper.left()
    store = Store.open(own_data_dir, "zhang", PASSPHRASE)
    from inspector_app.storage import history

    with store.units.read() as connection:
        revisions = history.trail(connection, ids["finding"])
    store.close()
    assert [r.action for r in revisions] == ["test.fill", "text.typed"]
    assert revisions[-1].changes["fact"] == ("护栏缺失", "护栏缺失12")
