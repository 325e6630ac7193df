"""Pre-sealed sheets: received, used by print runs, spoiled; what is left is always counted sheet by sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.enforcement.values import SealMode
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.storage.history import trail
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.papers import Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """An office that seals by pre-sealed sheets, with an issued order to print."""
    scene = make_scene(tmp_path / "store", FrozenClock())
    scene.app.office.set_setting(scene.actor, "papers.seal_mode", SealMode.PRESEALED.value)
    scene.visit()
    scene.finding()
    scene.close()
    scene.blocks()
    return scene


def left(scene: Scene) -> int:
    return sum(one.left for one in scene.app.sheets.stock())


def test_printing_uses_sheets_and_spoils_some(scene: Scene) -> None:
    book, actor = scene.app.sheets, scene.actor
    book.receive(actor, "A0101", "A0110")
    order = scene.issued("F5")
    assert book.next_sheets("F5", 2) == ["A0101", "A0102"]
    scene.app.papers.record_print(actor, order, 2, "车载", sheets=["A0101", "A0103"], spoiled=["A0102"])
    stock = book.stock()[0]
    assert (stock.received, stock.used, stock.spoiled, stock.left) == (10, 2, 1, 7)
    assert book.next_sheets("F5", 3) == ["A0104", "A0105", "A0106"]
    assert scene.app.papers.paper(order).sealed_at


def test_sheets_of_a_form_go_before_those_for_any(scene: Scene) -> None:
    book, actor = scene.app.sheets, scene.actor
    book.receive(actor, "A01", "A02")
    book.receive(actor, "责改001", "责改001", "F5")
    assert book.next_sheets("F5", 3) == ["责改001", "A01", "A02"]
    assert book.next_sheets("F3", 3) == ["A01", "A02"]
    assert [(one.title, one.left) for one in book.stock()] == [("", 2), ("责令限期整改指令书", 1)]


def test_papers_of_one_job_take_sheets_one_after_the_other(scene: Scene) -> None:
    scene.app.sheets.receive(scene.actor, "A01", "A04")
    assert scene.app.sheets.propose([("F3", 2), ("F5", 1), ("F4", 2)]) == [["A01", "A02"], ["A03"], ["A04"]]


def test_a_torn_sheet_keeps_its_reason_and_is_not_used_again(scene: Scene) -> None:
    book, actor = scene.app.sheets, scene.actor
    batch = book.receive(actor, "A01", "A05")
    book.spoil(actor, ["A02", "A04"], "下车时淋湿")
    assert (left(scene), book.next_sheets("F3", 9)) == (3, ["A01", "A03", "A05"])
    with pytest.raises(RuleViolation, match=r"paper\.sheet_used"):
        book.spoil(actor, ["A02"], "又一次")
    with pytest.raises(BadInput, match=r"sheets\.unknown"):
        book.spoil(actor, ["Z99"], "没有")
    with pytest.raises(RuleViolation, match=r"record\.reason_missing"):
        book.spoil(actor, ["A01"], " ")
    with scene.app.store.units.read() as connection:
        assert any("淋湿" in str(change) for change in trail(connection, batch))


def test_one_sheet_cannot_be_received_twice(scene: Scene) -> None:
    scene.app.sheets.receive(scene.actor, "A01", "A05")
    with pytest.raises(RuleViolation, match=r"sheets\.overlap"):
        scene.app.sheets.receive(scene.actor, "A05", "A09")
    assert left(scene) == 5
