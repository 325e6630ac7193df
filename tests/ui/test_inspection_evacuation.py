"""紧急撤人 and 复查 through the window."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from inspector_app.enforcement.values import DocumentState
from inspector_app.inspection.values import ReinspectionResult
from tests.fixtures.pictures import jpeg
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import start_visit
from tests.ui.pages.desk import desk_on
from ui import folders
from ui.inspection.evacuation_page import EvacuationPage
from ui.inspection.reinspection_page import ReinspectionPage
from ui.inspection.reinspection_views import RowsModel, item_text
from ui.papers import printers

DUE = (datetime.now().astimezone().date() + timedelta(days=25)).isoformat()
LAW = "《中华人民共和国安全生产法》第三十六条第二款"


@pytest.fixture
def paper_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where orders go on a machine without a printer."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr(folders, "documents", lambda: folder)
    monkeypatch.setattr(printers, "printers", list)
    return folder


def test_the_order_names_place_area_and_officers(qtbot: Any, own_data_dir: Path, paper_folder: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_F12)
        page = desk.window.current_page
        assert isinstance(page, EvacuationPage)
        desk.rest()
        desk.type(page.place_field, "三中段")
        desk.press(page.place_field, Qt.Key.Key_Tab)
        desk.type(page.danger, "顶板大面积开裂")
        with qtbot.waitSignal(page.printed, timeout=PATIENCE):
            desk.qtbot.keyClick(page.danger, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desk.rest()
        papers = desk.ask(lambda app: app.papers.papers(inspection_id=inspection_id))
        assert [(one.form, one.state) for one in papers] == [("evacuation_order", DocumentState.PRINTED)]
        values = desk.ask(lambda app: app.papers.content(papers[0].id)).values
        assert (values["place"], values["area"]) == ("三中段", "三中段")
        assert len(values["officers"]) == 2
    assert [file.read_bytes()[:4] for file in paper_folder.iterdir()] == [b"%PDF"]


def test_without_any_visit_the_order_still_comes_out(qtbot: Any, own_data_dir: Path, paper_folder: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.go("evacuate")
        desk.type(page.search.field, "slj")
        with qtbot.waitSignal(page.search.chosen, timeout=PATIENCE):
            desk.press(page.search.field, Qt.Key.Key_Return)
            desk.rest()
        desk.rest()
        desk.type(page.place_field, "斜井")
        desk.type(page.danger, "透水征兆")
        with qtbot.waitSignal(page.printed, timeout=PATIENCE):
            page.order()
        assert page.message.isVisibleTo(page)
    assert len(list(paper_folder.iterdir())) == 1


def given(desk: Any, page: EvacuationPage) -> None:
    """Fill what is asked and press the button."""
    desk.type(page.place_field, "三中段")
    desk.type(page.danger, "顶板大面积开裂")
    page.order()


def orders(desk: Any, inspection_id: str) -> list[str | None]:
    papers = desk.ask(lambda app: app.papers.papers(inspection_id=inspection_id))
    return [one.number for one in papers]


def test_pressing_again_gives_the_same_order_again(
    qtbot: Any, own_data_dir: Path, paper_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "documents", lambda: paper_folder / "not" / "there")
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        page = desk.go("evacuate")
        assert "PDF" in page.button.text()
        for _press in range(2):
            with qtbot.waitSignal(page.printed, timeout=PATIENCE):
                page.order() if page.is_given else given(desk, page)
            desk.rest()
        assert len(orders(desk, inspection_id)) == 1
        assert "PDF" in page.message.accessibleName()
        desk.type(page.area, "四中段")
        assert not page.is_given
        desk.go("home")
        page = desk.go("evacuate")
        assert page.place_field.text() == ""
    assert len(list((paper_folder / "not" / "there").iterdir())) == 1


def test_when_the_printer_fails_the_order_keeps_its_number_and_goes_to_a_file(
    qtbot: Any, own_data_dir: Path, paper_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "printers", lambda: ["HP"])
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        page = desk.go("evacuate")
        told = page.message
        with qtbot.waitSignal(page.ordered, timeout=PATIENCE):
            given(desk, page)
        qtbot.waitUntil(lambda: told.isVisibleTo(page), timeout=PATIENCE)
        assert "HP" in told.accessibleName()
        assert page.save.isVisibleTo(page)
        with qtbot.waitSignal(page.printed, timeout=PATIENCE):
            page.save.click()
        assert len(orders(desk, inspection_id)) == 1
    assert len(list(paper_folder.iterdir())) == 1


def test_an_order_that_was_not_printed_before_the_window_ended_is_still_the_same(
    qtbot: Any, own_data_dir: Path, paper_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        inspection_id = desk.ask(lambda app: start_visit(app, county))
        page = desk.go("evacuate")
        page.place_field.setText("三中段")
        page.danger.setPlainText("透水征兆")
        monkeypatch.setattr(page, "_hand_over", lambda folder=None: None)
        with qtbot.waitSignal(page.draft.kept, timeout=PATIENCE):
            page.order()
        desk.rest()
        desk.window._pages.pop("evacuate")
        page = desk.go("evacuate")
        assert page.is_given
        with qtbot.waitSignal(page.printed, timeout=PATIENCE):
            page.order()
        assert len(orders(desk, inspection_id)) == 1


def test_place_and_danger_are_all_it_asks(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, _county):
        page = desk.go("evacuate")
        page.order()
        assert page.place_box.error.isVisibleTo(page)
        desk.type(page.place_field, "A")
        page.order()
        assert page.danger_box.error.isVisibleTo(page)
        assert not page.place_box.error.is_saying


def issued_order(app: Any, county: Any) -> str:
    """A visit whose order is printed; its inspection id."""
    actor = county.officer_id
    inspection_id = start_visit(app, county)
    for place in ("主排水泵房", "三中段"):
        finding_id = app.inspections.add_finding(
            actor, inspection_id, place=place, fact="不能正常运转。", measure="rectify_by_date",
            rectification_due_on=DUE, violated_rule=LAW, force="law",
        )  # fmt: skip
        app.evidence.add_photo(actor, jpeg(seed=len(place)), inspection_id=inspection_id, finding_id=finding_id)
    paper = app.papers.create(actor, "rectification_order", inspection_id=inspection_id)
    app.papers.issue(actor, paper, accept_warnings=True)
    return str(inspection_id)


def opinion_checks(app: Any, visit: str) -> list[str]:
    """What is said of the opinion of this re-inspection, made where there is none yet."""
    papers = [one for one in app.papers.papers(inspection_id=visit) if one.form == "reinspection_opinion"]
    order = app.papers.papers(inspection_id=app.inspections.get(visit).original_inspection_id)[0]
    made = [one.id for one in papers] or [
        app.papers.create(
            app.officer_id, "reinspection_opinion", inspection_id=visit, original_document_id=order.id
        )
    ]
    app.papers.refill(app.officer_id, made[0])
    return [one.code for one in app.papers.check(made[0])]


def test_a_reinspection_carries_every_item_and_ends_in_one_opinion(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        desk.ask(lambda app: issued_order(app, county))
        page = desk.go("reinspection")
        assert isinstance(page, ReinspectionPage)
        assert page.orders.model.rowCount() == 1
        page.orders._choose()
        for key, text in (("approval_gap_reason", "当日补办"), ("behavior_code_gap_reason", "无信号")):
            field: Any = page.orders.bar.fields[key]
            field.setText(text)
        page.orders.bar.confirm.click()
        desk.rest()
        assert page.model.rowCount() == 2
        assert page.shown is not None
        assert all(item.old_photos for item in page.shown.items)
        desk.press(page.list, Qt.Key.Key_1)
        desk.rest()
        desk.press(page.list, Qt.Key.Key_3)
        desk.rest()
        assert page.item.note.hasFocus()
        page.refresh()
        desk.rest()
        assert "写明没有整改到位的情况" in page.item.reason.said
        bare = desk.ask(lambda app: opinion_checks(app, page.inspection_id))
        assert "check.result_unexplained" in bare
        desk.type(page.item.note, "泵还没到货")
        assert page.item.reason.said == ""
        desk.press(page.item.note, Qt.Key.Key_Return)
        desk.rest()
        page.refresh()
        desk.rest()
        results = [item.finding.reinspection_result for item in page.shown.items]
        assert results == [ReinspectionResult.RECTIFIED, ReinspectionResult.NOT_RECTIFIED]
        with qtbot.waitSignal(page.navigate, timeout=PATIENCE) as gone:
            page.make_opinion()
        desk.rest()
        opinion = desk.ask(lambda app: app.papers.content(gone.args[1]["paper"]))
        assert opinion.row.form == "reinspection_opinion"
        assert len(opinion.values["results"]) == 2
        assert "check.result_unexplained" not in desk.ask(lambda app: opinion_checks(app, page.inspection_id))


def test_the_list_of_items_is_a_sound_model(qtmodeltester: Any) -> None:
    qtmodeltester.check(RowsModel(item_text))
