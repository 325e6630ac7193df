"""参数 in the window: inspectors' words and units, never keys; what is shown can be typed again as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractItemView

from inspector_app.bootstrap import App
from inspector_app.errors import BadInput
from inspector_app.office.values import SettingRow
from tests.fixtures.visits import make_bureau
from tests.ui.pages.desk import desk_on
from ui.inspection.parts import ChoiceBox
from ui.settings import parameter_words as words

KEYS = "fen|wd|mo|leased|typed|inked|office|presealed|compact|laptops"
RAW = re.compile(rf"[a-z]+_[a-z]+|\b(?:{KEYS})\b|DESIGN|§|plan task")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = make_bureau(tmp_path_factory.mktemp("parameters"))
    yield made
    made.store.close()


def row(app: App, key: str) -> SettingRow:
    return next(one for one in app.office.settings() if one.key == key)


def test_no_parameter_shows_a_key_or_a_unit_of_the_program(app: App) -> None:
    shown = {
        one.key: " | ".join((one.label, words.written(one, one.value), words.unit(one.unit), words.norm(one.norm)))
        for one in app.office.settings()
    }
    assert {key: text for key, text in shown.items() if RAW.search(text) and key != "numbering.serial_pattern"
            and key != "numbering.number_format"} == {}  # fmt: skip


def test_what_is_shown_reads_as_the_same_value(app: App) -> None:
    wrong = {one.key: one.value for one in app.office.settings()
             if words.read(one, words.written(one, one.value)) != one.value}  # fmt: skip
    assert wrong == {}


def test_money_is_yuan_and_bounds_are_told_in_yuan(app: App) -> None:
    fine = row(app, "procedure.spot_fine_person_fen")
    assert (words.written(fine, fine.value), words.unit(fine.unit)) == ("200", "元")
    assert words.read(fine, "1,200.50") == 120050
    days = row(app, "procedure.hearing_request_working_days")
    with pytest.raises(BadInput) as refused:
        app.office.set_setting(app.officer_id, days.key, 3)
    told = words.told_in_words(days, refused.value)
    assert isinstance(told, BadInput)
    assert told.params["key"] == days.label


def test_sources_of_single_stems_are_written_as_words(app: App) -> None:
    stems = row(app, "numbering.source_by_stem")
    assert words.read(stems, "罚：手写；罚当:键入上级给的号") == {"罚": "inked", "罚当": "typed"}
    assert words.written(stems, {"罚": "inked"}) == "罚：手写"


def test_a_value_among_few_is_chosen_in_the_table(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.go("settings", 4)
        desk.rest()
        table = next(one for one in page.findChildren(QAbstractItemView) if one.accessibleName() == "参数")
        model = table.model()
        number = next(n for n in range(model.rowCount()) if "用印方式" in str(model.index(n, 0).data()))
        assert model.index(number, 1).data() == "回局盖章"
        table.setCurrentIndex(model.index(number, 1))
        table.edit(model.index(number, 1))
        box = table.findChild(ChoiceBox)
        assert box is not None
        box.set_value("电子印章")
        box.activated.emit(box.currentIndex())
        desk.rest()
        assert desk.ask(lambda app: app.office.setting("papers.seal_mode")) == "electronic"
