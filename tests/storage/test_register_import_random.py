"""Whatever stands in the cells of a list: every row ends as entered or told, and nothing breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from inspector_app.bootstrap import App
from inspector_app.enterprise.importing.columns import Column, Sheet, sheets
from inspector_app.enterprise.importing.template import choices_of
from inspector_app.store_check import check_store
from tests.fixtures.register import id_no, make_app, uscc

CODES = [uscc(number) for number in range(1, 6)]
FITTING = {
    "code": CODES,
    "text": ["示例甲", "示例乙", ""],
    "day": ["2026-03-10", "2027年1月1日", "2020/5/6", ""],
    "whole": ["12", "300", ""],
    "ten_thousand": ["12.5", ""],
    "decimal": ["28.5", "119.3"],
    "design_value": ["28.5", "是", "否"],
}
BY_KEY = {
    "enterprise.postcode": ["323000", ""],
    "enterprise.phone": ["0578-5550001", ""],
    "manager.phone": ["0578-5550001", ""],
    "person.phone": ["0578-5550001", ""],
    "person.id_no": [id_no(number) for number in range(1, 5)] + [""],
    "manager.id_no": [id_no(number) for number in range(1, 5)] + [""],
    "person.gender": [""],
    "site.latitude": ["28.5"],
    "site.longitude": ["119.3"],
    "site.pond_grade": [""],
    "site.pond_process": [""],
    "site.is_overhead_pond": [""],
    "design_value.unit": [""],
    "licence.licence_no": ["A1", "A2", "A3"],
}
WILD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def fitting(column: Column) -> st.SearchStrategy[str]:
    """What an office writes into this column."""
    known = BY_KEY.get(column.key) or FITTING.get(column.kind) or choices_of(column)
    return st.sampled_from([value for value in known if value or not column.required])


@st.composite
def tables(draw: st.DrawFn, sheet: Sheet) -> list[list[str]]:
    """A few rows that fit, one or two cells of them with anything in it."""
    rows = [[draw(fitting(column)) for column in sheet.columns] for _row in range(draw(st.integers(1, 4)))]
    for row in rows:
        for _slip in range(draw(st.integers(0, 2))):
            row[draw(st.integers(0, len(row) - 1))] = draw(WILD)
    return rows


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    made = make_app(tmp_path_factory.mktemp("random"))
    yield made
    assert check_store(made.store).problems == []


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_row_ends_as_entered_or_told(app: App, tmp_path: Path, data: st.DataObject) -> None:
    files = []
    for sheet in sheets():
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column.zh for column in sheet.columns])
        writer.writerows(data.draw(tables(sheet)))
        files.append(tmp_path / f"{sheet.zh}.csv")
        files[-1].write_bytes(out.getvalue().encode("utf-8"))
    rehearsed = app.register.import_files(app.officer_id, files, dry_run=True)
    report = app.register.import_files(app.officer_id, files)
    assert (rehearsed.sheets, rehearsed.records) == (report.sheets, report.records)
    for sheet_report in report.sheets:
        parts = (sheet_report.added, sheet_report.changed, sheet_report.unchanged, sheet_report.rejected,
                 sheet_report.waiting)  # fmt: skip
        assert sum(parts) == sheet_report.rows
    event("entered" if any(one.added for one in report.sheets[1:]) else "only told")
    assert all(problem.message().happened for problem in report.problems)
    assert [problem for problem in report.problems if not problem.column] == []
    again = app.register.import_files(app.officer_id, files)
    assert not any(added for added, _changed in again.records.values())
