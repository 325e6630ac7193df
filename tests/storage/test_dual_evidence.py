"""双罚取证清单: begun by itself, ticked with time and photo, explained, taken back, and never forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.enforcement.case_values import RespondentType
from inspector_app.enforcement.law import law_library
from inspector_app.errors import BadInput
from inspector_app.evidence.values import DUAL_EVIDENCE
from inspector_app.home import HomeBoard, read_board
from inspector_app.storage import history
from inspector_app.storage.reader import Reader, unlock
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.pictures import jpeg
from tests.fixtures.stores import PASSPHRASE


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    return made


def judged(scene: Scene, level: str, finding: str = "") -> str:
    finding = finding or scene.finding("主通风机停运")
    said = {"judged_by": "张三", "basis": "判定标准", "criterion_key": "UG-20-1"}
    scene.app.inspections.judge(scene.actor, finding, level, **said)
    return finding


def begun(scene: Scene) -> Any:
    return scene.app.dual.begin_sheet(scene.actor, scene.inspection)


def board(scene: Scene) -> HomeBoard:
    key = unlock(scene.app.store.folder, "zhang", PASSPHRASE)
    reader = Reader(key)
    try:
        return read_board(reader, key, date(2026, 3, 10))
    finally:
        reader.close()


def photo(scene: Scene, seed: int = 90) -> str:
    taken = scene.app.evidence.add_photo(scene.actor, jpeg(seed=seed), inspection_id=scene.inspection)
    return taken.photo_id or ""


def test_an_ordinary_finding_asks_for_nothing(scene: Scene) -> None:
    scene.finding()
    assert begun(scene) is None
    assert scene.app.dual.groups(scene.inspection) == []


def test_a_major_hazard_begins_the_list_once(scene: Scene) -> None:
    finding = judged(scene, "major")
    sheet = begun(scene)
    assert (sheet.is_suspected, len(sheet.open)) == (False, len(law_library().dual_evidence))
    assert begun(scene) == sheet
    group = scene.app.dual.group(sheet.group_id)
    assert (group.finding_ids, group.dual_required, group.is_open) == ((finding,), True, True)


def test_a_serious_violation_asks_for_it_too(scene: Scene) -> None:
    finding = scene.finding("超层越界开采")
    scene.app.inspections.change_finding(scene.actor, finding, serious_violation="超层越界开采")
    assert begun(scene).is_suspected is False


def test_a_suspicion_collects_evidence_without_asking_for_penalties(scene: Scene) -> None:
    finding = judged(scene, "suspected_major")
    sheet = begun(scene)
    group = scene.app.dual.group(sheet.group_id)
    assert (sheet.is_suspected, group.is_undecided, group.is_open) == (True, True, False)
    assert (board(scene).half_dual, board(scene).evidence[0].open) == (0, len(sheet.open))
    judged(scene, "major", finding)
    assert board(scene).half_dual == 1
    assert [one.id for one in scene.app.dual.uncovered(scene.inspection)] == [finding]
    assert begun(scene).group_id == sheet.group_id
    assert scene.app.dual.group(sheet.group_id).dual_required


def test_opening_the_group_by_hand_takes_the_begun_list_over(scene: Scene) -> None:
    finding = judged(scene, "suspected_major")
    sheet = begun(scene)
    scene.app.dual.tick(scene.actor, sheet.group_id, "id_copy")
    judged(scene, "major", finding)
    group = scene.app.dual.open(scene.actor, scene.inspection, [finding], "")
    assert group == sheet.group_id
    assert next(one for one in scene.app.dual.group(group).checklist if one.key == "id_copy").is_done


def test_a_suspicion_that_was_lifted_leaves_todays_list(scene: Scene) -> None:
    finding = judged(scene, "suspected_major")
    begun(scene)
    judged(scene, "general", finding)
    assert scene.app.dual.sheet(scene.inspection) is None
    assert board(scene).evidence == ()


def test_a_later_hazard_joins_the_list_until_cases_are_opened(scene: Scene) -> None:
    first = judged(scene, "major")
    sheet = begun(scene)
    second = judged(scene, "major")
    assert begun(scene).group_id == sheet.group_id
    assert set(scene.app.dual.group(sheet.group_id).finding_ids) == {first, second}
    scene.app.dual.add_case(scene.actor, sheet.group_id, RespondentType.ORG, scene.company)
    scene.app.dual.tick(scene.actor, sheet.group_id, "id_copy")
    third = judged(scene, "major")
    begun(scene)
    assert all(one.checklist == scene.app.dual.group(sheet.group_id).checklist for one in scene.app.dual.groups())
    assert len(board(scene).evidence) == 1
    assert [set(one.finding_ids) for one in scene.app.dual.groups(scene.inspection)] == [{first, second}, {third}]


def test_a_tick_says_when_and_by_whom_and_shows_its_photo(scene: Scene) -> None:
    judged(scene, "major")
    group = begun(scene).group_id
    picture = photo(scene)
    assert len(scene.app.evidence.photos(inspection_id=scene.inspection, unfiled=True)) == 1
    scene.app.dual.tick(scene.actor, group, "id_copy", photo_id=picture)
    line = next(one for one in scene.app.dual.group(group).checklist if one.key == "id_copy")
    assert (line.is_done, line.by, line.photo_id) == (True, scene.actor, picture)
    assert line.at == scene.clock.now().iso
    assert scene.app.evidence.photos(inspection_id=scene.inspection, unfiled=True) == []
    with scene.app.store.units.read() as connection:
        assert any("id_copy" in str(change) for change in history.trail(connection, group))


def test_a_photo_no_line_names_any_more_is_unfiled_again(scene: Scene) -> None:
    judged(scene, "major")
    group, picture = begun(scene).group_id, photo(scene)
    scene.app.dual.tick(scene.actor, group, "id_copy", photo_id=picture)
    scene.app.dual.tick(scene.actor, group, "labour_contract", photo_id=picture)
    scene.app.dual.tick(scene.actor, group, "id_copy", done=False)
    assert scene.app.evidence.photos(inspection_id=scene.inspection)[-1].purpose == DUAL_EVIDENCE
    scene.app.dual.tick(scene.actor, group, "labour_contract", done=False)
    assert [one.id for one in scene.app.evidence.photos(inspection_id=scene.inspection, unfiled=True)] == [picture]


def test_a_photo_of_another_visit_shows_nothing_here(scene: Scene) -> None:
    other = photo(scene)
    scene.visit()
    judged(scene, "major")
    with pytest.raises(BadInput, match=r"dual\.photo_of_other_visit"):
        scene.app.dual.tick(scene.actor, begun(scene).group_id, "id_copy", photo_id=other)


def test_a_line_is_explained_taken_back_and_undone(scene: Scene) -> None:
    judged(scene, "major")
    sheet = begun(scene)
    dual, group = scene.app.dual, sheet.group_id
    dual.tick(scene.actor, group, "labour_contract", done=False, reason="企业明天送来")
    now = dual.sheet(scene.inspection)
    assert now is not None
    assert len(now.open) == len(sheet.open) - 1
    dual.tick(scene.actor, group, "labour_contract", done=False)
    assert dual.sheet(scene.inspection) == sheet
    units = scene.app.store.units
    with units.read() as connection:
        last = history.last_undoable(connection, scene.app.store.stream_id, scene.actor)
    assert last is not None
    history.undo(units, scene.actor, last[0])
    again = dual.sheet(scene.inspection)
    assert again is not None
    assert next(one for one in again.lines if one.key == "labour_contract").reason == "企业明天送来"


def test_what_is_missing_stands_on_todays_list_until_it_is_had_or_explained(scene: Scene) -> None:
    judged(scene, "major")
    sheet = begun(scene)
    for line in sheet.lines[:-2]:
        scene.app.dual.tick(scene.actor, sheet.group_id, line.key)
    gap = board(scene).evidence[0]
    assert (gap.inspection_id, gap.group_id, gap.open) == (scene.inspection, sheet.group_id, 2)
    assert [zh for zh, _en in gap.first] == [line.title for line in sheet.lines[-2:]]
    assert [one.inspection_id for one in scene.app.dual.open_sheets()] == [scene.inspection]
    for line in sheet.lines[-2:]:
        scene.app.dual.tick(scene.actor, sheet.group_id, line.key, done=False, reason="不在场")
    assert board(scene).evidence == ()
    assert scene.app.dual.open_sheets() == []


def test_a_hazard_that_came_another_way_is_not_forgotten(scene: Scene) -> None:
    judged(scene, "suspected_major")
    waiting = board(scene).evidence
    assert [(gap.inspection_id, gap.not_begun, gap.group_id) for gap in waiting] == [(scene.inspection, 1, "")]
    begun(scene)
    assert [gap.not_begun for gap in board(scene).evidence] == [0]


def test_the_home_page_finds_grave_findings_by_their_index(scene: Scene) -> None:
    from inspector_app import home_dual

    reader = Reader(unlock(scene.app.store.folder, "zhang", PASSPHRASE))
    plan = reader.rows("EXPLAIN QUERY PLAN " + home_dual._NOT_BEGUN, {"shown": 8, "since": "2026-01-01"})
    reader.close()
    assert any("finding_grave" in row["detail"] for row in plan)
    assert not any(row["detail"].startswith("SCAN finding ") and "INDEX" not in row["detail"] for row in plan)


def test_a_group_that_is_penalised_on_one_side_only_asks_no_more(scene: Scene) -> None:
    judged(scene, "major")
    sheet = begun(scene)
    scene.app.dual.close_single(scene.actor, sheet.group_id, "主要负责人已调离，另案处理")
    assert scene.app.dual.sheet(scene.inspection) is None
    assert begun(scene) is None
    assert board(scene).evidence == ()


def test_the_list_is_data(scene: Scene) -> None:
    needs = {need.key: need for need in law_library().dual_evidence}
    wanted = {"id_copy", "appointment_paper", "duty_records", "assessment_certificate", "service_address"}
    assert wanted <= set(needs)
    assert needs["service_address"].form == "service_address_confirm"
    assert all(need.hint and need.hint_en for need in needs.values())
    assert {need.form for need in needs.values() if need.form} <= {form.key for form in _forms()}
    assert scene.inspection


def _forms() -> Any:
    from inspector_app.documents.specification import form_library

    return form_library().forms()


def test_the_list_of_a_visit_with_very_many_findings_reads_only_what_asks_for_it(scene: Scene) -> None:
    from inspector_app.inspection.model import Finding

    with scene.app.store.units.begin(scene.actor, "test.many") as unit:
        for number in range(10, 3010):
            unit.create(Finding, inspection_id=scene.inspection, seq=number, place="巷道", fact=f"问题 {number}")
    judged(scene, "major")
    begun(scene)
    sheet = scene.app.dual.sheet(scene.inspection)
    assert sheet is not None
    assert len(sheet.finding_seqs) == 1
    assert len(scene.app.inspections.findings(inspection_id=scene.inspection, is_grave=True)) == 1
