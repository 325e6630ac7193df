"""Lists come from files; a bad file is named with line and reason and hides no other; searching finds an item."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from inspector_app import paths
from inspector_app.checklist import positions
from inspector_app.checklist.loader import ChecklistLibrary, checklist_library, cited_criterion, criteria_library
from inspector_app.checklist.reading import content_hash
from inspector_app.checklist.validation import problems
from inspector_app.errors import BadInput
from inspector_app.messages import tell
from inspector_app.search.passages import find_items

SHIPPED = paths.checklists() / "task_16_headcount.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "lists"
    target.mkdir()
    shutil.copy(SHIPPED, target)
    return target


def content() -> dict[str, Any]:
    return dict(json.loads(SHIPPED.read_text("utf-8")))


def write(folder: Path, given: dict[str, Any], name: str = SHIPPED.name) -> Path:
    file = folder / name
    file.write_text(json.dumps(given, ensure_ascii=False, indent=1), "utf-8")
    return file


def test_the_newest_version_of_a_list_is_offered(folder: Path) -> None:
    write(folder, {**content(), "version": 7, "title": "新版"}, "task_16_v7.json")
    library = ChecklistLibrary(folder)
    assert [(one.key, one.version) for one in library.lists()] == [("task_16", 7)]
    old = content_hash(content())
    assert library.pinned("task_16", old).version == content()["version"]


def test_layout_and_order_of_names_do_not_make_another_version(folder: Path) -> None:
    before = ChecklistLibrary(folder).pinned("task_16").content_hash
    (folder / SHIPPED.name).write_text(json.dumps(dict(reversed(content().items()))), "utf-8")
    assert ChecklistLibrary(folder).pinned("task_16").content_hash == before


def test_one_changed_character_does(folder: Path) -> None:
    before = ChecklistLibrary(folder).pinned("task_16").content_hash
    write(folder, {**content(), "title": "任务16 现场作业人数管控。"})
    assert ChecklistLibrary(folder).pinned("task_16").content_hash != before


def test_a_bad_file_is_left_out_named_and_hides_no_other(folder: Path) -> None:
    (folder / "broken.json").write_text('{\n "key": "x",\n "version": }\n', "utf-8")
    library = ChecklistLibrary(folder)
    assert [one.key for one in library.lists()] == ["task_16"]
    (fault,) = library.faults()
    assert fault.params["line"] == 3
    assert "broken.json" in str(tell(fault))


def test_an_unknown_list_and_a_lost_version_are_told_apart(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"checklist\.unknown"):
        ChecklistLibrary(folder).pinned("task_99")
    with pytest.raises(BadInput, match=r"checklist\.version_lost"):
        ChecklistLibrary(folder).pinned("task_16", "0" * 64)


def changed(number: int, **fields: Any) -> dict[str, Any]:
    given = content()
    given["items"][number] = {**given["items"][number], **fields}
    return given


WRONG: list[tuple[dict[str, Any], str, str]] = [
    (changed(2, modality="maybe"), "items.2.modality", "不在可选值之内"),
    (changed(2, colour="red"), "items.2", "不认识的名称“colour”"),
    (changed(2, title="长" * 31), "items.2.title", "超过 30 个字"),
    (changed(2, looks=[]), "items.2.looks", "不能为空"),
    (changed(2, key="T16-01"), "items.2.key", "重复"),
    (changed(2, criteria=["UG-99-9"]), "items.2.criteria.0", "没有“UG-99-9”这个判定标准"),
    (changed(2, violated_rules=["safety_law:999"]), "items.2.violated_rules.0", "法条"),
    (changed(2, clause={"task": 16, "sentence": 9}), "items.2.clause.sentence", "只有3句"),
    (changed(2, force="law"), "items.2.force", "没有引用条文"),
    (changed(2, answer={"type": "number"}), "items.2.answer", "没有写明单位"),
    (changed(2, answer={"type": "choice"}), "items.2.answer", "还没有选项"),
    (changed(2, answer={"type": "text", "unit": "m"}), "items.2.answer.unit", "填“文字”时没有“单位”"),
    (
        changed(2, answer={"type": "count", "unit": "人", "design": {"key": "nothing", "operator": "at_most"}}),
        "items.2.answer.design.key",
        "没有编号为“nothing”的设计值",
    ),
    (
        changed(2, when={"any": [{"design": {"key": "no", "operator": "at_most", "value": "1"}}]}),
        "items.2.when.any.0.design.key",
        "设计值",
    ),
    (changed(2, effective_from_on="2026-02-30"), "items.2.effective_from_on", "没有 2026-02-30 这一天"),
    (
        changed(2, deadline_on="2026-12-31", effective_from_on="2026-12-31"),
        "items.2.effective_from_on",
        "完成期限的次日",
    ),
    (changed(2, due_days=7), "items.2.due_days", "限期整改"),
    (changed(2, measure="evacuate"), "items.2.measure", "单独依据实施方案"),
]


@pytest.mark.parametrize(("given", "where", "reason"), WRONG, ids=[where for _given, where, _reason in WRONG])
def test_a_mistake_is_told_with_file_line_and_reason(
    folder: Path, given: dict[str, Any], where: str, reason: str
) -> None:
    file = write(folder, given)
    (found,) = problems(file)
    assert (found.file, found.where) == (file.name, where)
    assert reason in found.reason_zh
    assert found.reason_en.isascii() or "“" in found.reason_en
    line = file.read_text("utf-8").splitlines()[found.line - 1]
    last = where.rpartition(".")[2]
    assert last.isdigit() or f'"{last}"' in line


def test_a_name_given_twice_is_found(folder: Path) -> None:
    (folder / "x.json").write_text('{\n "key": "a",\n "key": "b"\n}', "utf-8")
    (found,) = problems(folder / "x.json")
    assert (found.line, "key" in found.reason_zh) == (3, True)


def test_text_in_another_encoding_is_not_taken_for_json(folder: Path) -> None:
    (folder / "x.json").write_bytes("{}".encode("utf-16"))
    assert "UTF-8" in problems(folder / "x.json")[0].reason_zh


def test_every_value_of_a_text_knows_its_line() -> None:
    text = '{\n "a": [1, {"b": "x\\n\\"y"}],\n "c": null\n}'
    assert positions.lines(text) == {(): 1, ("a",): 2, ("a", 0): 2, ("a", 1): 2, ("a", 1, "b"): 2, ("c",): 3}


def test_criteria_are_known_by_their_keys() -> None:
    library = criteria_library()
    exits = library.criterion("UG-01-1")
    assert (exits.item_no, exits.sub_no, exits.threshold, exits.site_kind) == (1, 1, "<2 个", "underground_mine")
    assert exits.clarifications
    assert library.criterion("UGS-01").set_version == "矿安〔2024〕41号"
    assert exits.official_text is None
    with pytest.raises(BadInput, match="criterion_unknown"):
        library.criterion("UG-33")


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("UG-01-5", "矿安〔2022〕88号地下矿山第（一）项第5目"),
        ("UG-20-0", "矿安〔2022〕88号地下矿山第（二十）项"),
        ("OP-13", "矿安〔2022〕88号露天矿山第（十三）项"),
        ("TPS-02", "矿安〔2024〕41号尾矿库第（二）项"),
        ("UG-99", "UG-99"),
        (None, None),
    ],
)
def test_a_paper_names_a_criterion_by_the_numbers_of_the_published_text(key: str | None, named: str | None) -> None:
    assert cited_criterion(key) == named


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("T16-12", "T16-12"),
        ("ug-30", "UG-30"),
        ("任务15", "T15-01"),
        ("task 21", "T21-01"),
        ("自救器", "T03-06"),
        ("头顶", "T15-11"),
        ("wzkzcj", "T05-09"),
        ("发电 启用", "T12-18"),
        ("ladderway", "UG-01-3"),
    ],
)
def test_an_item_is_found_by_two_characters_initials_key_task_or_clause(typed: str, first: str) -> None:
    assert find_items(typed)[0].id == first


def test_a_search_finds_every_item_that_has_the_words() -> None:
    found = {hit.id for hit in find_items("中段", limit=1000)}
    asked = {i.key for one in checklist_library().lists() for i in one.items if "中段" in i.question + i.title}
    assert asked <= found


def test_an_empty_search_and_an_unknown_word_find_nothing() -> None:
    assert find_items("  ") == []
    assert find_items("独角兽") == []


def test_the_list_of_the_writing_guide_is_valid(tmp_path: Path) -> None:
    guide = (paths.root() / "docs" / "checklists.md").read_text("utf-8")
    example = guide.partition("```json\n")[2].partition("```")[0]
    (tmp_path / "county.json").write_text(example, "utf-8")
    assert problems(tmp_path / "county.json") == []
    assert ChecklistLibrary(tmp_path).pinned("county_01").item("FX-01").unit == "m"
