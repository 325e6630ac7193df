"""Lists go out as CSV, workbook and XLSForm and come back the same, or with the cell that is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from inspector_app.checklist.definition import Checklist
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.reading import checklist_of, content_hash
from inspector_app.checklist.validation import content_problems
from inspector_app.errors import BadInput
from inspector_app.exchange.files import brought, exported
from inspector_app.exchange.values import ListFormat
from inspector_app.messages import say
from tests.documents.reading import text_of

COMING_BACK = [form for form in ListFormat if form is not ListFormat.PDF]
LISTS = {one.key: one for one in checklist_library().lists()}
ENDING = {ListFormat.XLSX: "xlsx", ListFormat.XLSFORM: "xlsx"}


def out(folder: Path, checklist: Checklist, form: ListFormat) -> Path:
    file = folder / f"{checklist.key}.{ENDING.get(form, form.value)}"
    file.write_bytes(exported(checklist, form))
    return file


@pytest.mark.parametrize("form", COMING_BACK)
@pytest.mark.parametrize("key", LISTS)
def test_every_list_comes_back_with_its_hash(tmp_path: Path, key: str, form: ListFormat) -> None:
    found = brought(out(tmp_path, LISTS[key], form))
    assert found.problems == ()
    assert content_hash(found.content) == LISTS[key].content_hash


@pytest.mark.parametrize("key", LISTS)
def test_pyxform_converts_every_list_without_error_or_warning(tmp_path: Path, key: str) -> None:
    warnings: list[str] = []
    made = convert(xlsform=str(out(tmp_path, LISTS[key], ListFormat.XLSFORM)), warnings=warnings, validate=False)
    assert warnings == []
    assert all(f"<v-{item.key}/>" in made.xform for item in LISTS[key].items)


def edited(file: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(file)
    change(book)
    book.save(file)
    return file


def cell(book: openpyxl.Workbook, sheet: str, name: str, column: str) -> openpyxl.cell.cell.Cell:
    page = book[sheet]
    heads = {one.value: one.column for one in page[1]}
    row = next(row for row in range(2, page.max_row + 1) if page.cell(row, heads["name"]).value == name)
    return page.cell(row, heads[column])


def test_a_question_reworded_in_a_spreadsheet_is_reworded_here(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        cell(book, "survey", "v-T16-07", "label::中文 (zh)").value = "现在这个面上有几个人？"
        cell(book, "survey", "g-T16-07", "kaj::answer.bound").value = "at_most 2"

    found = brought(edited(out(tmp_path, LISTS["task_16"], ListFormat.XLSFORM), change))
    item = checklist_of(found.content).item("T16-07")
    assert (item.question, item.bound and item.bound.value) == ("现在这个面上有几个人？", "2")


@pytest.mark.parametrize(
    ("sheet", "name", "column", "text"),
    [
        ("survey", "T16-07", "constraint", ". <= 3"),
        ("survey", "T16-07", "type", "text"),
        ("survey", "v-T16-07", "required", "no"),
        ("choices", "stoping", "label::中文 (zh)", "回采"),
        ("survey", "g-T16-07", "relevant", "1 = 1"),
        ("survey", "g-T16-07", "kaj::due_days", "三十"),
        ("survey", "v-T16-07", "hint::中文 (zh)", "到处看看"),
    ],
)
def test_an_edit_that_would_be_lost_is_refused_with_its_cell(
    tmp_path: Path, sheet: str, name: str, column: str, text: str
) -> None:
    file = out(tmp_path, LISTS["task_16"], ListFormat.XLSFORM)
    edited(file, lambda book: setattr(cell(book, sheet, name, column), "value", text))
    with pytest.raises(BadInput) as refused:
        brought(file)
    assert refused.value.code == "checklist.cell_wrong"
    assert (refused.value.params["sheet"], refused.value.params["column"]) == (sheet, column)
    assert str(refused.value.params["row"]) in say("checklist.cell_wrong", **refused.value.params).happened


def test_a_line_taken_out_is_noticed(tmp_path: Path) -> None:
    file = edited(out(tmp_path, LISTS["task_16"], ListFormat.XLSFORM), lambda book: book["survey"].delete_rows(3))
    with pytest.raises(BadInput):
        brought(file)


def test_a_csv_that_a_chinese_spreadsheet_saved_again_is_the_same(tmp_path: Path) -> None:
    file = out(tmp_path, LISTS["task_16"], ListFormat.CSV)
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    again = io.StringIO(newline="")
    csv.writer(again, delimiter="\t").writerows([*rows, [""] * 9])
    file.write_bytes(again.getvalue().encode("gb18030"))
    assert content_hash(brought(file).content) == LISTS["task_16"].content_hash


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("检查项,T16-07,", "检查,T16-07,", "类别"), (",要求的程度,", ",程度,", "程度"), (",是,", ",也许,", "要拍照")],
)
def test_a_damaged_table_names_line_and_column(tmp_path: Path, old: str, new: str, column: str) -> None:
    file = out(tmp_path, LISTS["task_16"], ListFormat.CSV)
    text = file.read_text("utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8-sig")
    with pytest.raises(BadInput) as refused:
        brought(file)
    assert (refused.value.code, refused.value.params["column"]) == ("checklist.cell_wrong", column)


def test_what_lint_finds_comes_back_with_the_list(tmp_path: Path) -> None:
    file = out(tmp_path, LISTS["task_16"], ListFormat.CSV)
    file.write_text(file.read_text("utf-8-sig").replace("不超过 3", "不超过 三"), "utf-8-sig")
    assert any("bound" in problem.where for problem in brought(file).problems)


def foreign(folder: Path, *rows: list[str]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label::中文 (zh)", "label::English (en)", "hint::中文 (zh)"], *rows):
        book["survey"].append(row)
    book.create_sheet("choices").append(["list_name", "name", "label::中文 (zh)", "label::English (en)"])
    for row in (["yn", "Yes", "是", "yes"], ["yn", "no", "否", "no"]):
        book["choices"].append(row)
    book.create_sheet("settings").append(["form_title", "form_id"])
    book["settings"].append(["汛期检查", "flood-2026"])
    book.save(folder / "foreign.xlsx")
    return folder / "foreign.xlsx"


def test_a_form_that_somebody_else_made_is_a_list_to_begin_from(tmp_path: Path) -> None:
    found = brought(foreign(
        tmp_path, ["start", "start"], ["begin_group", "g", "沟", "ditch"],
        ["decimal", "depth", "截水沟净深是多少？", "How deep is the ditch?", "沿上缘走一遍"],
        ["select_one yn", "open", "截水沟是否畅通？", "Is the ditch open?"], ["end_group"],
    ))  # fmt: skip
    made = checklist_of(found.content)
    assert found.problems == ()
    assert (made.key, [item.answer_type.value for item in made.items]) == ("flood_2026", ["number", "choice"])
    assert made.items[0].evidence == "看现场：沿上缘走一遍"


@pytest.mark.parametrize(
    "row", [["geopoint", "at", "在哪里", "Where"], ["integer", "n", "", ""], ["select_one gone", "x", "选", "choose"]]
)
def test_what_has_no_counterpart_here_is_refused_with_its_line(tmp_path: Path, row: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        brought(foreign(tmp_path, row))
    assert (refused.value.code, refused.value.params["row"]) == ("checklist.cell_wrong", 2)


TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(question=TEXT, reading=TEXT, tags=st.lists(st.sampled_from(["basic_condition"]), max_size=1))
def test_any_wording_survives_every_format(
    tmp_path_factory: pytest.TempPathFactory, question: str, reading: str, tags: list[str]
) -> None:
    content = json.loads(json.dumps(LISTS["task_16"].content))
    content["items"][0] |= {"question": question, "reading": reading, **({"tags": tags} if tags else {})}
    folder = tmp_path_factory.mktemp("lists")
    for form in COMING_BACK:
        found = brought(out(folder, checklist_of(content), form))
        assert content_hash(found.content) == content_hash(content)


@pytest.mark.parametrize("key", ["task_16", "criteria_underground", "on_site_procedure"])
def test_a_list_on_paper_says_every_question_and_its_number(tmp_path: Path, key: str) -> None:
    text = "".join(text_of(out(tmp_path, LISTS[key], ListFormat.PDF).read_bytes()).split())
    for item in LISTS[key].items:
        assert item.key in text
        assert "".join(item.question.split())[:12] in text


RARE = "𠮷田㶲矿（Ⅱ）—“斜”井 ‰ ℃ ≥①"


def of_the_office(items: int) -> Checklist:
    """A county's own list with all that an editor writes: tables, options, checks, conditions, rare characters."""
    base = {
        "clause": {"document": "本县〔2026〕1号", "item": "第三条"}, "modality": "shall", "force": "policy_only",
        "looks": [{"kind": "place", "text": f"沿上缘走一遍，{RARE}"}],
    }  # fmt: skip
    kinds: tuple[dict[str, Any], ...] = (
        {"type": "count", "unit": "人", "bound": {"operator": "at_most", "value": "3"}},
        {"type": "number", "unit": "m", "least": "0", "most": "100", "decimals": 2, "default": "1.5"},
        {"type": "choice", "options": [
            {"key": "option_1", "label": "充填|“法”\n湿式\\", "label_en": "filling | \"wet\""},
            {"key": "option_2", "label": RARE, "label_en": RARE, "proposes": "not_compliant"},
        ]},
        {"type": "count", "unit": "人", "rows": {
            "named": "作业面", "named_en": "face", "columns": [
                {"key": "people", "title": "人数", "title_en": "People", "type": "count", "unit": "人"},
            ],
        }},
        {"type": "date"}, {"type": "text"}, {"type": "person"}, {"type": "verdict"},
    )  # fmt: skip
    keys = [f"XJ-{number:02d}" for number in range(1, 1000)] + ["XK-01"]
    made = [
        {
            **base, "key": keys[number - 1], "answer": kinds[number % 8], "title": f"第 {number} 项 {RARE}"[:40],
            "title_en": f"Item {number}", "question": f"{RARE}？\n第二行，{number}",
            "question_en": f"Question {number}?", "when": {"site_kind": ["open_pit_mine"]},
            **({"relevance": "${XJ-08} <= 3"} if number == 9 else {}),
        }
        for number in range(1, items + 1)
    ]  # fmt: skip
    content = {
        "key": "county_01", "version": 2, "title": f"汛期{RARE}", "title_en": "Flood season", "task": None,
        "binds": ["enterprise", "contractor"], "items": made,
        "checks": [{"key": "check_1", "holds": "${XJ-08} <= ${XJ-16}", "message": RARE, "message_en": RARE}],
    }  # fmt: skip
    assert content_problems(content) == []
    return checklist_of(content)


@pytest.mark.parametrize("form", COMING_BACK)
@pytest.mark.parametrize("items", [16, 1000])
def test_a_list_of_the_office_comes_back_with_its_hash_however_long(
    tmp_path: Path, form: ListFormat, items: int
) -> None:
    made = of_the_office(items)
    found = brought(out(tmp_path, made, form))
    assert found.problems == ()
    assert content_hash(found.content) == made.content_hash


@pytest.mark.parametrize("items", [16, 1000])
def test_pyxform_takes_a_list_of_the_office_without_a_warning(tmp_path: Path, items: int) -> None:
    made = of_the_office(items)
    warnings: list[str] = []
    form = convert(xlsform=str(out(tmp_path, made, ListFormat.XLSFORM)), warnings=warnings, validate=False)
    assert warnings == []
    assert form.xform.count("<v-X") == items


@pytest.mark.parametrize("form", COMING_BACK)
def test_what_the_county_changed_of_a_shipped_list_comes_back_too(tmp_path: Path, form: ListFormat) -> None:
    content = json.loads(json.dumps(LISTS["task_16"].content))
    content["version"] += 1
    content["items"] = [*content["items"][1:], {**of_the_office(8).content["items"][2]}]
    content["items"][0] |= {"title": RARE, "due_days": 3, "measure": "rectify_by_date", "tags": ["basic_condition"]}
    content["items"][0].pop("force")
    content["items"][0] |= {"force": "law", "violated_rules": ["safety_law:41.2"]}
    content["checks"] = content["checks"][:1]
    made = checklist_of(content)
    found = brought(out(tmp_path, made, form))
    assert found.problems == ()
    assert content_hash(found.content) == made.content_hash


def test_a_list_of_the_office_prints_on_paper_with_its_rare_characters(tmp_path: Path) -> None:
    text = "".join(text_of(out(tmp_path, of_the_office(16), ListFormat.PDF).read_bytes()).split())
    assert "𠮷田㶲矿（Ⅱ）" in text


def test_a_list_on_paper_has_room_for_rows_and_says_when_an_item_is_asked(tmp_path: Path) -> None:
    content = json.loads(json.dumps(of_the_office(9).content))
    content["items"][0]["when"] = {"site_kind": ["underground_mine"]}
    text = "".join(text_of(out(tmp_path, checklist_of(content), ListFormat.PDF).read_bytes()).split())
    assert "〔仅地下矿山〕" in text
    assert "仅当“第8项”不大于3时问" in text
    assert "每个作业面一行" in text
    assert "人数（人）" in text
