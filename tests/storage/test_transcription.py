"""Double entry on a real store: what a sheet holds, what copying and ticking leave behind, what a change undoes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app import paths
from inspector_app.cli import main
from inspector_app.enterprise.model import Enterprise
from inspector_app.errors import BadInput
from inspector_app.inspection.model import Inspection
from inspector_app.storage import history, journal
from inspector_app.transcription.cleaning import Cleaning
from inspector_app.transcription.layout import SCHEMA, Layout, shipped_layouts
from inspector_app.transcription.sources import VOCABULARY
from inspector_app.transcription.values import FieldState, Group, Sheet
from tests.fixtures.papers import Scene, make_scene
from tests.fixtures.stores import PASSPHRASE

Run = Callable[..., Any]
SUPERVISION, PORTAL, MOBILE = "mine_supervision", "provincial_portal", "mobile_enforcement"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = make_scene(tmp_path)
    made.visit()
    made.blocks()
    return made


@pytest.fixture
def run(scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def ran(*words: str, status: int = 0) -> Any:
        got = main([*words, "--json", "--data-dir", str(scene.app.store.folder)])
        out = capsys.readouterr().out
        assert got == status, out
        return json.loads(out)

    return ran


def sheet(scene: Scene, system: str = SUPERVISION) -> Sheet:
    return scene.app.transcription.sheet(scene.inspection, system)


def group(scene: Scene, about: str, system: str = SUPERVISION) -> Group:
    return next(one for one in sheet(scene, system).groups if one.key.startswith(about))


def value(of: Group, field: str) -> tuple[str, FieldState]:
    found = next(one for one in of.fields if one.key == field)
    return found.text, found.state


def journalled(scene: Scene) -> int:
    store = scene.app.store
    with store.units.read() as connection:
        return journal.head(connection, store.stream_id).seq


def own_layout(**changed: Any) -> dict[str, Any]:
    shipped = json.loads(paths.resources("transcription", f"{MOBILE}.json").read_text("utf-8"))
    return {**shipped, "confirmed": True, "version": "2026-12", **changed}


def test_every_shipped_layout_waits_for_the_office_to_confirm_it() -> None:
    assert set(shipped_layouts()) == {SUPERVISION, PORTAL, MOBILE}
    assert not any(one.confirmed for one in shipped_layouts().values())


def test_the_schema_and_the_program_know_the_same_sources() -> None:
    schema = json.loads(paths.resources("transcription", SCHEMA).read_text("utf-8"))
    field = schema["properties"]["sections"]["items"]["properties"]["fields"]["items"]
    assert set(field["properties"]["from"]["enum"]) == VOCABULARY


def test_fields_are_filled_from_visit_register_and_finding_in_the_order_of_the_layout(scene: Scene) -> None:
    scene.finding("顶板浮石\n未处理", place="+120 中段")
    visit, finding = group(scene, "visit"), group(scene, "findings")
    layout = shipped_layouts()[SUPERVISION]
    assert [one.key for one in visit.fields] == [one.key for one in layout.sections[0].fields]
    assert value(visit, "site") == ("示例一号铅锌矿", FieldState.WAITING)
    assert value(visit, "category")[0] == "重点检查"
    assert value(visit, "officers")[0].count("（") == 2
    assert value(visit, "experts") == ("", FieldState.EMPTY)
    assert value(finding, "fact")[0] == "顶板浮石\n未处理"
    assert value(finding, "due_on")[0] == "2026-03-25"


def test_only_issued_papers_are_entered_and_only_major_hazards_go_to_the_portal(scene: Scene) -> None:
    scene.finding()
    scene.close()
    scene.paper("rectification_order")
    scene.issued("inspection_record")
    assert [one.title for one in sheet(scene).groups if one.key.startswith("papers")] == [
        "现场检查记录 （示）应急检记〔2026〕1号"
    ]
    assert sheet(scene, PORTAL).groups == ()
    assert sheet(scene, PORTAL).is_settled


def test_a_major_hazard_goes_to_the_portal_and_what_is_not_known_is_said(scene: Scene) -> None:
    scene.major()
    hazard = group(scene, "majors", PORTAL)
    assert value(hazard, "channel")[0] == "县级检查"
    assert value(hazard, "unit")[0] == "丽水示例矿业有限公司"
    assert value(hazard, "listing") == ("", FieldState.BY_HAND)


def test_copying_gives_one_line_and_is_remembered_here_only(scene: Scene) -> None:
    scene.finding("顶板浮石\r\n未处理\u200b")
    finding, transcription = group(scene, "findings"), scene.app.transcription
    before = journalled(scene)
    assert transcription.copy(scene.inspection, SUPERVISION, finding.key, "fact") == "顶板浮石 未处理"
    assert transcription.copy(scene.inspection, SUPERVISION, finding.key, "fact", "keep") == "顶板浮石\n未处理"
    assert value(group(scene, "findings"), "fact")[1] is FieldState.COPIED
    assert journalled(scene) == before


def test_a_tick_says_who_and_when_and_is_taken_back_by_one_key(scene: Scene) -> None:
    scene.finding()
    key = group(scene, "findings").key
    scene.app.transcription.done(scene.actor, scene.inspection, SUPERVISION, key)
    done = group(scene, "findings")
    assert (done.is_settled, done.done_by) == (True, "张三")
    assert done.done_at.startswith("2026-03-10")
    store = scene.app.store
    with store.units.read() as connection:
        last = history.last_undoable(connection, store.stream_id, scene.actor)
    assert last is not None
    history.undo(store.units, scene.actor, last[0])
    assert not group(scene, "findings").is_done
    scene.app.transcription.done(scene.actor, scene.inspection, SUPERVISION, key)
    assert group(scene, "findings").is_done


def test_a_value_that_changed_after_it_was_entered_is_marked_with_what_stands_over_there(scene: Scene) -> None:
    finding = scene.finding("顶板浮石")
    scene.app.transcription.done(scene.actor, scene.inspection, SUPERVISION)
    scene.app.inspections.change_finding(scene.actor, finding, fact="顶板浮石未处理")
    changed = group(scene, "findings")
    line = next(one for one in changed.fields if one.key == "fact")
    assert (line.state, line.before, changed.changed, changed.is_settled) == (FieldState.CHANGED, "顶板浮石", 1, False)
    scene.app.transcription.copy(scene.inspection, SUPERVISION, changed.key, "fact")
    assert value(group(scene, "findings"), "fact")[1] is FieldState.COPIED
    scene.app.transcription.done(scene.actor, scene.inspection, SUPERVISION, changed.key)
    assert group(scene, "findings").is_settled


def test_what_was_entered_and_then_removed_has_to_be_taken_back_over_there(scene: Scene) -> None:
    finding = scene.finding("记错的问题")
    scene.app.transcription.done(scene.actor, scene.inspection, SUPERVISION)
    scene.app.inspections.remove_finding(scene.actor, finding, "记错")
    (gone,) = sheet(scene).gone
    assert "记错的问题" in gone.title
    assert not sheet(scene).is_settled
    scene.app.transcription.reopen(scene.actor, scene.inspection, SUPERVISION, gone.key)
    assert sheet(scene).gone == ()


def test_a_visit_waits_until_it_is_entered_everywhere_and_again_when_something_changed(scene: Scene) -> None:
    finding = scene.finding()
    transcription = scene.app.transcription
    assert transcription.pending() == []
    scene.close()
    assert [one.id for one in transcription.pending()] == [scene.inspection]
    for system in (MOBILE, SUPERVISION):
        assert transcription.pending()
        transcription.done(scene.actor, scene.inspection, system)
    assert transcription.pending() == []
    scene.app.inspections.change_finding(scene.actor, finding, reinspection_result="rectified")
    (waiting,) = transcription.pending()
    assert waiting.was_done
    for system in (MOBILE, SUPERVISION):
        transcription.done(scene.actor, scene.inspection, system)
    assert transcription.pending() == []


def test_an_office_puts_its_own_layout_in_place_and_takes_it_back(scene: Scene, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own_layout(in_use=False), ensure_ascii=False), "utf-8")
    assert run("transcription", "layout", str(file)) == {"changed": True, "system": MOBILE}
    told = {one["system"]: one for one in run("transcription", "systems")}
    assert (told[MOBILE]["confirmed"], told[MOBILE]["in_use"]) == (True, False)
    assert {one["system"] for one in run("transcription", "show", scene.inspection)} == {SUPERVISION, PORTAL}
    run("transcription", "layout-reset", MOBILE, "--reason", "重新核对")
    assert not {one["system"]: one for one in run("transcription", "systems")}[MOBILE]["confirmed"]
    assert run("transcription", "layout", str(file))["changed"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"key": "Wrong Key"}, "key"),
        ({"colour": "red"}, "—"),
        ({"cleaning": {"line_breaks": "maybe"}}, "cleaning/line_breaks"),
        ({"sections": [{"key": "visit", "title": "检查", "title_en": "Visit", "each": "visit", "fields": [
            {"key": "fact", "label": "事实", "label_en": "Fact", "from": "finding.fact"}]}]}, "sections/visit/fact"),
        ({"sections": own_layout()["sections"][:1] * 2}, "sections/visit"),
    ],
)  # fmt: skip
def test_a_layout_that_cannot_be_used_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput) as told:
        Layout.read(own_layout(**change), "own.json")
    assert (told.value.code, told.value.params["place"]) == ("transcription.layout_wrong", place)


def test_dates_are_written_as_the_layout_says() -> None:
    for style, told in (("iso", "2026-03-10"), ("slash", "2026/03/10"), ("chinese", "2026年3月10日")):
        assert Cleaning(dates=style).day("2026-03-10T09:05:00+08:00") == told
    assert Cleaning().moment("2026-03-10T09:05:31+08:00") == "2026-03-10 09:05"


def test_rare_characters_are_copied_as_they_are_and_invisible_ones_are_not() -> None:
    assert Cleaning().copied("\ufeff㙓塝𠙶\u00a0萤石矿\u200d\t甲\x07") == "㙓塝𠙶 萤石矿 甲"


def test_a_text_longer_than_the_system_takes_says_by_how_much(scene: Scene) -> None:
    layout = own_layout()
    next(one for one in layout["sections"][1]["fields"] if one["key"] == "fact")["most"] = 5
    scene.app.transcription.import_layout(scene.actor, layout)
    scene.finding("顶板浮石未处理")
    line = next(one for one in group(scene, "findings", MOBILE).fields if one.key == "fact")
    assert line.too_long == 2


def test_a_script_enters_a_visit_as_the_window_does(scene: Scene, run: Run) -> None:
    scene.finding("顶板浮石")
    key = group(scene, "findings").key
    assert run("transcription", "copy", scene.inspection, SUPERVISION, key, "fact")["text"] == "顶板浮石"
    assert run("transcription", "done", scene.inspection, SUPERVISION, key)["settled"] == 1
    assert run("transcription", "done", scene.inspection, SUPERVISION)["is_settled"]
    assert run("transcription", "reopen", scene.inspection, SUPERVISION, key)["settled"] == 1
    assert run("transcription", "show", scene.inspection, PORTAL)[0]["is_settled"]
    assert run("transcription", "copy", scene.inspection, SUPERVISION, key, "x", status=2)["error"]["code"] == (
        "transcription.field_unknown"
    )
    assert run("transcription", "show", scene.inspection, "other", status=2)["error"]["code"] == (
        "transcription.system_unknown"
    )
    assert run("transcription", "pending") == []


def test_what_the_officer_had_before_him_counts_as_entered_even_if_it_changed_meanwhile(scene: Scene) -> None:
    finding = scene.finding("顶板浮石")
    before = group(scene, "findings")
    scene.app.inspections.change_finding(scene.actor, finding, fact="顶板浮石未处理")
    transcription = scene.app.transcription
    transcription.copy(scene.inspection, SUPERVISION, before.key, "fact", shown="顶板浮石")
    assert value(group(scene, "findings"), "fact")[1] is FieldState.CHANGED
    transcription.done(scene.actor, scene.inspection, SUPERVISION, before.key, seen={before.key: before.texts})
    assert value(group(scene, "findings"), "fact")[1] is FieldState.CHANGED


def test_a_visit_of_a_contractor_names_the_contractor_as_the_unit_inspected(scene: Scene) -> None:
    with scene.app.store.units.begin(scene.actor, "enterprise.add") as unit:
        contractor = unit.create(Enterprise, name="示例井巷工程公司", enterprise_role="contractor")
        unit.change(Inspection, scene.inspection, contractor_id=contractor)
    visit = group(scene, "visit", MOBILE)
    assert value(visit, "enterprise")[0] == "示例井巷工程公司"
    assert value(visit, "site")[0] == "示例一号铅锌矿"


def test_a_group_that_was_never_ticked_has_no_tick_to_take_back(scene: Scene) -> None:
    with pytest.raises(BadInput, match=r"transcription\.not_done"):
        scene.app.transcription.reopen(scene.actor, scene.inspection, SUPERVISION, "visit")


def test_a_change_without_effect_on_what_is_entered_asks_for_nothing(scene: Scene) -> None:
    finding = scene.finding()
    scene.close()
    transcription = scene.app.transcription
    for system in (MOBILE, SUPERVISION):
        transcription.done(scene.actor, scene.inspection, system)
    scene.app.inspections.change_finding(scene.actor, finding, legal_basis="《安全生产法》第四十一条第二款")
    assert transcription.pending() == []
    transcription.reopen(scene.actor, scene.inspection, MOBILE, "visit")
    assert [one.id for one in transcription.pending()] == [scene.inspection]


def test_a_visit_with_nothing_to_enter_anywhere_is_not_asked_for_again_once_seen(scene: Scene) -> None:
    for key in (MOBILE, SUPERVISION):
        shipped = json.loads(paths.resources("transcription", f"{key}.json").read_text("utf-8"))
        scene.app.transcription.import_layout(scene.actor, {**shipped, "in_use": False})
    scene.close()
    scene.app.transcription.sheets(scene.inspection)
    assert scene.app.transcription.pending() == []
