"""A county's real lists come in: any encoding, any usual heading, row by row, twice without a difference."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from inspector_app.bootstrap import App
from inspector_app.enterprise.importing.columns import sheets
from inspector_app.enterprise.importing.report import ImportReport
from inspector_app.enterprise.importing.service import BATCH, Progress
from inspector_app.enterprise.inputs import SiteInput
from inspector_app.enterprise.values import LicenceKind, PostKind, SiteKind, SiteState
from inspector_app.errors import BadInput
from inspector_app.storage import journal
from tests.fixtures.register import RegisterBuilder, id_no, make_app, uscc

HEADINGS = [
    "企业名称", "统一社会信用代码", "矿山名称", "矿山类型", "状态", "所在县", "设计生产能力（万吨/年）", "法定代表人",
]  # fmt: skip


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_app(tmp_path)


def mine(number: int, **other: str) -> list[str]:
    row = dict(zip(HEADINGS, [f"示例矿业{number}有限公司", uscc(number), f"示例{number}号矿", "地下开采", "生产",
                              "遂昌", "12.5", "示甲"], strict=True))  # fmt: skip
    return list({**row, **other}.values())


def write_csv(folder: Path, rows: list[list[str]], *, encoding: str = "utf-8", name: str = "名册.csv") -> Path:
    file = folder / name
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


def write_book(folder: Path, **tables: list[list[Any]]) -> Path:
    book = Workbook()
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(folder / "register.xlsx")
    return folder / "register.xlsx"


def take(app: App, *files: Path, **options: Any) -> ImportReport:
    return app.register.import_files(app.officer_id, files, **options)


def entries(app: App) -> int:
    with app.store.units.read() as connection:
        return sum(1 for _entry in journal.read(connection))


def problem_codes(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in report.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_whatever_encoding_an_office_saves(app: App, tmp_path: Path, encoding: str) -> None:
    report = take(app, write_csv(tmp_path, [HEADINGS, mine(1), mine(2)], encoding=encoding))
    assert report.is_clean
    row = app.register.sites()[0]
    assert (row.name, row.kind, row.state, row.region_code) == (
        "示例1号矿", SiteKind.UNDERGROUND_MINE, SiteState.PRODUCING, "331123",
    )  # fmt: skip
    assert app.register.site_file(row.id).site.capacity_tonnes_per_year == 125_000


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found(app: App, tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text("\n".join(delimiter.join(row) for row in (HEADINGS, mine(1))), "utf-8")
    assert take(app, file).sheets[0].added == 1


def test_a_second_import_of_the_same_file_changes_nothing(app: App, tmp_path: Path) -> None:
    file = write_csv(tmp_path, [HEADINGS, mine(1), mine(2)])
    take(app, file)
    before = entries(app)
    report = take(app, file)
    assert (report.sheets[0].unchanged, report.records) == (2, {})
    assert entries(app) == before


def test_two_laptops_that_import_one_file_hold_the_same_records(tmp_path: Path) -> None:
    file = write_csv(tmp_path, [HEADINGS, mine(1)])
    ids = set()
    for laptop in ("a", "b"):
        app = make_app(tmp_path / laptop)
        take(app, file)
        ids.add(app.register.sites()[0].id)
    assert len(ids) == 1


def test_good_rows_are_entered_and_bad_rows_are_told_with_row_column_and_remedy(app: App, tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        mine(1),
        mine(2, 统一社会信用代码="91331123MA2E0AB19X"),
        mine(3, 矿山类型="水库"),
        mine(4, 状态="生产", **{"设计生产能力（万吨/年）": "很多"}),
        mine(5, 所在县="北京市"),
        mine(6, 企业名称="", 统一社会信用代码=""),
        mine(7),
    ]
    report = take(app, write_csv(tmp_path, rows))
    assert problem_codes(report) == [
        (3, "统一社会信用代码", "register.uscc_check"),
        (4, "矿山类型", "import.choice"),
        (5, "设计生产能力（万吨/年）", "import.number"),
        (6, "所在县", "import.region"),
    ]
    assert (report.sheets[0].added, report.sheets[0].rejected) == (3, 4)
    assert all(problem.message(lang).todo for problem in report.problems for lang in ("zh", "en"))
    assert "水库" in report.problems_csv().decode("utf-8-sig")


def test_a_row_below_its_company_belongs_to_it(app: App, tmp_path: Path) -> None:
    rows = [HEADINGS, mine(1), mine(2, 企业名称="", 统一社会信用代码="", 法定代表人="")]
    assert take(app, write_csv(tmp_path, rows)).is_clean
    assert {row.enterprise_name for row in app.register.sites()} == {"示例矿业1有限公司"}


def test_a_rejected_row_leaves_nothing_behind(app: App, tmp_path: Path) -> None:
    report = take(app, write_csv(tmp_path, [HEADINGS, mine(1, 矿山类型="")]))
    assert problem_codes(report) == [(2, "矿山类型", "register.required_missing")]
    assert app.register.enterprises() == []


def test_an_empty_cell_does_not_erase_and_a_filled_one_corrects(app: App, tmp_path: Path) -> None:
    take(app, write_csv(tmp_path, [HEADINGS, mine(1)]))
    report = take(app, write_csv(tmp_path, [HEADINGS, mine(1, 状态="停产", 法定代表人="", 所在县="")]))
    assert (report.sheets[0].changed, report.records) == (1, {"site": [0, 1]})
    row = app.register.sites()[0]
    assert (row.state, row.region_code) == (SiteState.PRODUCTION_HALT, "331123")


def test_a_company_entered_by_hand_is_found_by_code_and_by_name(app: App, tmp_path: Path) -> None:
    make = RegisterBuilder(app)
    coded = make.enterprise("旧名称", uscc=uscc(1))
    named = make.enterprise("示例矿业2有限公司", uscc=None)
    take(app, write_csv(tmp_path, [HEADINGS, mine(1), mine(2)]))
    assert {row.id for row in app.register.enterprises()} == {coded, named}
    assert app.register.enterprise(named).uscc == uscc(2)


def test_a_rehearsal_says_the_same_and_writes_nothing(app: App, tmp_path: Path) -> None:
    make = RegisterBuilder(app)
    make.enterprise("旧名称", uscc=uscc(1))
    file = write_csv(tmp_path, [HEADINGS, mine(1), mine(2), mine(2, 矿山名称="二号矿"), mine(3, 矿山类型="水库")])
    before = entries(app)
    rehearsed = take(app, file, dry_run=True)
    assert entries(app) == before
    real = take(app, file)
    assert (rehearsed.sheets, rehearsed.records) == (real.sheets, real.records)
    assert problem_codes(rehearsed) == problem_codes(real)


def test_a_cancelled_import_keeps_its_batches_and_says_so(app: App, tmp_path: Path) -> None:
    file = write_csv(tmp_path, [HEADINGS, *(mine(number) for number in range(1, 2 * BATCH + 2))])
    heard: list[Progress] = []
    report = take(app, file, told=heard.append, cancelled=lambda: bool(heard))
    assert (report.cancelled, report.sheets[0].added) == (True, BATCH)
    assert (heard[0].row, heard[0].total) == (BATCH, 2 * BATCH + 1)
    assert take(app, file).sheets[0].added == BATCH + 1


def test_what_the_officer_enters_while_an_import_runs_is_found_by_it(app: App, tmp_path: Path) -> None:
    make, late = RegisterBuilder(app), BATCH + 1
    file = write_csv(tmp_path, [HEADINGS, *(mine(number) for number in range(1, late + 1))])
    entered: list[str] = []

    def meanwhile(_progress: Progress) -> None:
        if not entered:
            entered.append(make.enterprise("示例后到有限公司", uscc=uscc(late)))

    report = take(app, file, told=meanwhile)
    assert report.is_clean
    assert app.register.enterprise(entered[0]).name == f"示例矿业{late}有限公司"


def full_book(folder: Path) -> Path:
    code = uscc(1)
    return write_book(
        folder,
        证照信息=[["统一社会信用代码", "矿山名称", "证照名称", "证号", "发证日期", "有效期至"],
              [code, "示例1号矿", "安全许可证", "示例A1", date(2024, 1, 5), date(2027, 1, 4)],
              [code, "", "执照", code, "2012年5月8日", "长期"]],
        人员=[["企业名称", "矿山名称", "姓名", "身份证号", "职务", "任职日期", "学历", "证书编号", "证书有效期"],
            ["示例矿业1有限公司", "示例1号矿", "示乙", id_no(3), "矿长", "2024.3.1", "本科", "示例K1", "2026/12/31"],
            ["示例矿业1有限公司", "", "示甲", id_no(5), "法定代表人", 45352, "大专", "", ""]],
        设计参数=[["统一社会信用代码", "矿山名称", "指标", "数值", "设计日期"],
              [code, "示例1号矿", "单班下井作业人数", 29, date(2023, 1, 1)],
              [code, "示例1号矿", "总坝高", 30, date(2023, 1, 1)]],
        外包单位=[["统一社会信用代码", "矿山名称", "施工单位名称", "施工单位信用代码",
               "项目部", "项目经理", "含爆破作业"],
              [code, "示例1号矿", "示例井巷有限公司", uscc(8), "一项目部", "示丙", "是"]],
        企业基本情况=[["某县矿山名册", "", ""], HEADINGS, mine(1)],
        封面=[["本表由某科填写"]],
    )  # fmt: skip


def test_a_whole_workbook_comes_in_whatever_the_order_of_its_sheets(app: App, tmp_path: Path) -> None:
    report = take(app, full_book(tmp_path))
    assert problem_codes(report) == [(3, "指标", "register.design_key_not_for_kind")]
    assert report.ignored_sheets == ["register.xlsx: 封面"]
    file = app.register.site_file(app.register.sites()[0].id)
    assert {post.kind: post.appointed_on for post in file.posts} == {
        PostKind.MINE_MANAGER: "2024-03-01",
        PostKind.LEGAL_REPRESENTATIVE: "2024-03-01",
    }
    assert file.enterprise is not None
    assert file.enterprise.legal_rep_id in {p.person_id for p in file.posts}  # the same man in both sheets
    assert {paper.kind: paper.valid_to_on for paper in file.licences} == {
        LicenceKind.SAFETY_LICENCE: "2027-01-04",
        LicenceKind.BUSINESS_LICENCE: None,
    }
    assert [(value.key, value.value) for value in file.design_values] == [("shift_headcount", "29")]
    contract = file.contracts[0]
    assert (contract.contractor_name, contract.project_manager, contract.includes_blasting) == (
        "示例井巷有限公司", "示丙", True,
    )  # fmt: skip


def test_a_whole_workbook_comes_in_twice_without_a_difference(app: App, tmp_path: Path) -> None:
    file = full_book(tmp_path)
    take(app, file)
    before = entries(app)
    assert take(app, file).records == {}
    assert entries(app) == before


def test_a_number_that_a_workbook_has_cut_is_told(app: App, tmp_path: Path) -> None:
    take(app, write_csv(tmp_path, [HEADINGS, mine(1)]))
    people = [["企业名称", "姓名", "身份证号", "职务"], ["示例矿业1有限公司", "示乙", 331199198001010030, "矿长"]]
    report = take(app, write_book(tmp_path, 人员=people))
    assert problem_codes(report) == [(2, "身份证号", "import.number_cut")]


def test_what_belongs_to_nobody_known_is_told(app: App, tmp_path: Path) -> None:
    take(app, write_csv(tmp_path, [HEADINGS, mine(1)]))
    rows = [["统一社会信用代码", "矿山名称", "证照类型", "证照编号"], [uscc(2), "", "采矿证", "1"],
            [uscc(1), "别的矿", "采矿证", "1"], [uscc(1), "示例1号矿", "采矿证", ""]]  # fmt: skip
    report = take(app, write_csv(tmp_path, rows, name="证照.csv"))
    assert problem_codes(report) == [
        (2, "统一社会信用代码", "import.company_unknown"),
        (3, "矿山名称", "import.site_unknown"),
        (4, "证照编号", "register.required_missing"),
    ]


def test_what_was_taken_off_the_register_does_not_come_back_unseen(app: App, tmp_path: Path) -> None:
    file = write_csv(tmp_path, [HEADINGS, mine(1)])
    take(app, file)
    app.register.remove(app.officer_id, SiteInput, app.register.sites()[0].id, "已关闭")
    assert [code for _row, _column, code in problem_codes(take(app, file))] == ["import.was_removed"]
    assert app.register.sites() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "import.missing"),
        (b"\xd0\xcf\x11\xe0 old", "import.old_workbook"),
        (b"PK\x03\x04 broken", "import.unreadable"),
        (b"a,b\0c\n\xff\xff", "import.encoding"),
        ("姓名,电话\n甲,1\n".encode(), "import.no_headings"),
        (b"", "import.no_headings"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_what_to_do(
    app: App, tmp_path: Path, content: bytes | None, code: str
) -> None:
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=code):
        take(app, file)


def test_the_template_is_understood_by_the_import_column_by_column(app: App, tmp_path: Path) -> None:
    book, folder = tmp_path / "template.xlsx", tmp_path / "csv"
    app.register.write_template(book)
    files = app.register.write_template(folder)
    for report in (take(app, book), take(app, *files)):
        assert [sheet.sheet for sheet in report.sheets] == [sheet.key for sheet in sheets()]
        assert all(sheet.rows == 0 and not sheet.ignored_columns for sheet in report.sheets)
    guide = load_workbook(book).worksheets[0]
    assert guide.max_row == 1 + sum(len(sheet.columns) for sheet in sheets())


def test_the_problem_list_carries_no_formula_into_a_spreadsheet(app: App, tmp_path: Path) -> None:
    report = take(app, write_csv(tmp_path, [HEADINGS, mine(1, 矿山类型="=HYPERLINK(1)")]))
    assert "'=HYPERLINK" in report.problems_csv().decode("utf-8-sig")


PEOPLE = ["企业名称", "矿山名称", "姓名", "职务"]


def test_a_bad_company_row_is_told_once_with_the_rows_that_wait_for_it(app: App, tmp_path: Path) -> None:
    bad = mine(1, 统一社会信用代码="91331199MAXX0001")
    people = [[bad[0], bad[2], f"示例{name}", post] for name, post in (("甲", "矿长"), ("乙", "总工程师"))]
    file = write_book(tmp_path, 企业与矿山=[HEADINGS, bad, mine(2)], 人员与职务=[PEOPLE, *people])
    report = take(app, file)
    assert problem_codes(report) == [(2, "统一社会信用代码", "register.uscc_length")]
    assert report.problems[0].waiting == [("人员与职务", 2), ("人员与职务", 3)]
    assert "“人员与职务”第 2、3 行" in report.problems[0].message().todo
    assert "人员与职务 2, 3" in report.problems[0].message("en").todo
    assert [(sheet.rejected, sheet.waiting) for sheet in report.sheets] == [(1, 0), (0, 2)]
    write_book(tmp_path, 企业与矿山=[HEADINGS, mine(1), mine(2)], 人员与职务=[PEOPLE, *people])
    assert take(app, file).is_clean


def test_rows_below_a_bad_company_row_wait_for_it_and_so_do_the_people_of_their_mines(app: App, tmp_path: Path) -> None:
    bad = mine(1, 统一社会信用代码="91331199MAXX0001")
    second = mine(1, 企业名称="", 统一社会信用代码="", 矿山名称="示例二井")
    people = [PEOPLE, [bad[0], "示例二井", "示例甲", "矿长"]]
    file = write_book(tmp_path, 企业与矿山=[HEADINGS, bad, second], 人员与职务=people)
    report = take(app, file)
    assert len(report.problems) == 1
    assert report.problems[0].waiting == [("企业与矿山", 3), ("人员与职务", 2)]


def test_people_wait_for_the_bad_row_of_their_mine_when_the_company_is_there(app: App, tmp_path: Path) -> None:
    bad = mine(1, 矿山类型="不知道")
    take(app, write_csv(tmp_path, [HEADINGS, mine(1, 矿山名称="另一矿")]))
    file = write_book(tmp_path, 企业与矿山=[HEADINGS, bad], 人员与职务=[PEOPLE, [bad[0], bad[2], "示例甲", "矿长"]])
    report = take(app, file)
    assert problem_codes(report) == [(2, "矿山类型", "import.choice")]
    assert report.problems[0].waiting == [("人员与职务", 2)]


def test_people_of_a_company_that_no_row_names_are_told_themselves(app: App, tmp_path: Path) -> None:
    file = write_book(tmp_path, 企业与矿山=[HEADINGS, mine(1)], 人员与职务=[PEOPLE, ["无此公司", "", "示例甲", "矿长"]])
    assert problem_codes(take(app, file)) == [(2, "企业名称", "import.company_unknown")]


def test_a_row_that_a_later_row_makes_good_is_entered_in_the_same_import(app: App, tmp_path: Path) -> None:
    rows = [HEADINGS, mine(1, 统一社会信用代码="", 矿山名称="先写的矿"), mine(1)]
    report = take(app, write_csv(tmp_path, rows))
    assert report.is_clean
    assert len(app.register.sites()) == 2
    assert take(app, tmp_path / "名册.csv").records == {}


def test_somebody_appointed_again_is_found_again(app: App, tmp_path: Path) -> None:
    heads = [*PEOPLE, "任职日期", "离任日期"]
    one = [mine(1)[0], mine(1)[2], "示例甲", "矿长"]
    posts = [[*one, "2020-05-06", "2023-01-01"], [*one, "2025-02-01", ""]]
    file = write_book(tmp_path, 企业与矿山=[HEADINGS, mine(1)], 人员与职务=[heads, *posts])
    assert take(app, file).records["post"] == [2, 0]
    assert take(app, file).records == {}
