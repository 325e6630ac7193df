"""A visit of a mine with its field sheet, for the stories of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.fieldwork.values import EnteredLine, LinePlan, Sheet, SheetItem
from tests.fixtures import pictures
from tests.fixtures.clocks import FrozenClock
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine

LISTS = ("task_16", "task_17", "criteria_underground", "task_12")


@dataclass
class Lane:
    """The services, a running visit, and the sheet that was printed for it."""

    app: App
    visit: str
    sheet: Sheet

    def enter(self, text: str, actor: str = ACTOR) -> EnteredLine:
        return self.app.field_sheets.enter(actor, self.sheet.id, text)

    def plan(self, text: str) -> LinePlan:
        return self.app.field_sheets.plan(self.sheet.id, text)

    def no(self, kind: str = "verdict", nth: int = 0) -> int:
        """The number of the nth item that asks for this kind of answer."""
        return self.of_kind(kind)[nth].no

    def of_kind(self, kind: str) -> list[SheetItem]:
        pins = self.sheet.checklist_pins
        lists = {key: self.app.checklists.pinned(key, pin) for key, pin in pins.items()}
        return [
            one
            for one in self.sheet.items
            if lists[one.checklist_key].item(one.item_key).answer_type == kind
            and lists[one.checklist_key].item(one.item_key).binds_the_mine
        ]

    def item(self, no: int) -> SheetItem:
        found = self.sheet.item(no)
        assert found is not None
        return found

    def take_photos(self, count: int) -> list[str]:
        """Photos of the camera, in the order taken."""
        ids = []
        for n in range(count):
            exif = pictures.exif_block(taken=f"2026:03:10 10:{n:02d}:00")
            data = pictures.jpeg(64, 48, seed=n + 1, exif=exif)
            done = self.app.evidence.add_photo(ACTOR, data, inspection_id=self.visit, name=f"DSC_{n + 101:04d}.jpg")
            ids.append(str(done.photo_id))
        return ids


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def app(tmp_path: Path, clock: FrozenClock) -> App:
    return make_bureau(tmp_path / "store", clock)


@pytest.fixture
def lane(app: App, clock: FrozenClock) -> Lane:
    visit = begin_visit(app, make_mine(app, design={"face_headcount": "9"}), *LISTS)
    clock.forward(hours=6)
    return Lane(app, visit, app.field_sheets.draw_up(ACTOR, visit))
