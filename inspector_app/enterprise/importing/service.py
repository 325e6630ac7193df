"""Imports a register from tables: good rows are entered, bad ones reported, and a second time changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select

from inspector_app.clock import Clock
from inspector_app.enterprise.checks import Problem
from inspector_app.enterprise.importing import cells
from inspector_app.enterprise.importing.columns import Heading, recognise, sheets
from inspector_app.enterprise.importing.known import Known
from inspector_app.enterprise.importing.planning import Intent, RowPlan, RowRejected
from inspector_app.enterprise.importing.report import ImportReport, RowProblem, SheetReport
from inspector_app.enterprise.importing.tables import Table, open_tables
from inspector_app.enterprise.importing.waiting import MAY_COME_LATER, MOST_DEFERRED, HeldUp, ReadRow
from inspector_app.enterprise.model import KINDS
from inspector_app.errors import BadInput
from inspector_app.identity import new_id
from inspector_app.storage import database, tables
from inspector_app.storage.fold import table_of
from inspector_app.storage.signing import StreamSigner, new_private_key
from inspector_app.storage.unit_of_work import Unit, Units

BATCH = 200
"""Rows that are entered in one action: small enough to let the window write in between."""

HEADINGS_WITHIN = 15
"""Lines at the top of a table among which its headings are looked for."""

_CARRIED = frozenset({"enterprise.uscc", "enterprise.name"})
_SHOWN = 60


@dataclass(frozen=True)
class Progress:
    """How far an import is: rows of this table read, and about how many it has (``None``: unknown)."""

    title: str
    row: int
    total: int | None


@dataclass(frozen=True)
class ImportOptions:
    """``told`` hears of each batch; ``cancelled`` is asked before each, what is entered by then stays."""

    dry_run: bool = False
    told: Callable[[Progress], None] | None = None
    cancelled: Callable[[], bool] | None = None


class RegisterImport:
    """One import of one or several files, in the order of the sheets (companies before their people)."""

    def __init__(self, units: Units, clock: Clock, actor: str, options: ImportOptions) -> None:
        self._units = rehearsal_of(units, clock) if options.dry_run else units
        self._today = clock.now().at.date().isoformat()
        self._actor = actor
        self._options = options
        self._report = ImportReport(options.dry_run)
        self._held_up = HeldUp()
        self._deferred: list[ReadRow] = []

    def run(self, files: Sequence[Path]) -> ImportReport:
        """Read the files. Raises ``BadInput`` for a file that cannot be read, or when no table is a register."""
        steps = self.steps(files)
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                report: ImportReport = end.value
                return report
            if self._options.told is not None:
                self._options.told(progress)

    def steps(self, files: Sequence[Path]) -> Generator[Progress, None, ImportReport]:
        """Like ``run``, batch by batch: between two batches other work may write, and the import may be dropped."""
        found = self._recognised(files)
        if not found:
            wanted = "、".join(sheet.zh for sheet in sheets())
            raise BadInput("import.no_headings", files="、".join(file.name for file in files), sheets=wanted)
        with self._units.read() as connection:
            known = Known(connection)
        for table, heading in found:
            if not (yield from self._table(table, heading, known)):
                self._report.cancelled = True
                break
        else:
            self._report.cancelled = not (yield from self._deferred_rows(known))
        self._report.sort_problems()
        return self._report

    def _recognised(self, files: Sequence[Path]) -> list[tuple[Table, Heading]]:
        found = []
        for table in (table for file in files for table in open_tables(file)):
            lines = [[cells.text_of(cell) for cell in row] for _n, row in islice(table.rows(), HEADINGS_WITHIN)]
            heading = recognise(table.title, lines)
            if heading is None:
                self._report.ignored_sheets.append(f"{table.file.name}: {table.title}")
            else:
                found.append((table, heading))
        order = {sheet.key: place for place, sheet in enumerate(sheets())}
        return sorted(found, key=lambda pair: order[pair[1].sheet.key])

    def _table(self, table: Table, heading: Heading, known: Known) -> Generator[Progress, None, bool]:
        """Enter one table; whether it was read to its end."""
        count = SheetReport(table.file.name, heading.sheet.key, table.title, ignored_columns=heading.ignored)
        self._report.sheets.append(count)
        total = None if table.length is None else max(table.length - heading.row - 1, 0)
        rows = _data_rows(table, heading)
        while batch := list(islice(rows, BATCH)):
            if self._options.cancelled is not None and self._options.cancelled():
                return False
            count.rows += len(batch)
            self._batch(known, [ReadRow(count, heading, *row) for row in batch], may_defer=True)
            yield Progress(table.title, batch[-1][0] - heading.row - 1, total)
        return True

    def _deferred_rows(self, known: Known) -> Generator[Progress, None, bool]:
        """Judge again what lacked another row; whether all were."""
        rows = iter(self._deferred)
        while batch := list(islice(rows, BATCH)):
            if self._options.cancelled is not None and self._options.cancelled():
                return False
            self._batch(known, batch, may_defer=False)
            yield Progress(batch[-1].count.title, batch[-1].number, None)
        return True

    def _batch(self, known: Known, rows: Sequence[ReadRow], *, may_defer: bool) -> None:
        """Enter rows in one action."""
        with self._units.begin(self._actor, "register.import") as unit:
            known.refresh(unit.connection)
            for row in rows:
                self._row(unit, known, row, may_defer=may_defer)
            known.settle(unit.connection)
        if self._options.dry_run:
            forget(self._units)

    def _row(self, unit: Unit, known: Known, row: ReadRow, *, may_defer: bool) -> None:
        problems: list[tuple[str, Problem]] = []
        stated = _read_cells(row.heading, row.raw, problems)
        try:
            if problems:
                raise RowRejected(problems)
            intents = RowPlan(unit.connection, known, self._today, stated).make(row.heading.sheet.key)
        except RowRejected as rejected:
            self._refuse(row, rejected.problems, may_defer=may_defer)
            return
        count = row.count
        done = [self._enter(unit, known, intent) for intent in intents]
        count.added += "added" in done
        count.changed += "changed" in done and "added" not in done
        count.unchanged += not {"added", "changed"} & set(done)

    def _refuse(self, row: ReadRow, problems: list[tuple[str, Problem]], *, may_defer: bool) -> None:
        """Tell what is wrong with a row, unless another row may mend it or is the one to be told."""
        may_defer = may_defer and len(self._deferred) < MOST_DEFERRED
        if may_defer and all(problem.code in MAY_COME_LATER for _noun, problem in problems):
            self._deferred.append(row)
            return
        cause = self._held_up.cause(row, problems)
        if cause is not None:
            row.count.waiting += 1
            cause.waiting.append((row.count.title, row.number))
        else:
            row.count.rejected += 1
            cause, *_others = [self._note(row, noun, problem) for noun, problem in problems]
        self._held_up.hold(row, cause)

    def _enter(self, unit: Unit, known: Known, intent: Intent) -> str:
        """Journal one entry; ``added``, ``changed`` or ``unchanged``."""
        if intent.before is None:
            unit.create(intent.model, intent.record_id, **intent.changes)
        elif not (intent.changes and unit.change(intent.model, intent.record_id, **intent.changes)):
            return "unchanged"
        known.remember(intent.model, intent.record_id, intent.after)
        self._report.count(str(intent.model.__tablename__), is_new=intent.before is None)
        return "added" if intent.before is None else "changed"

    def _note(self, row: ReadRow, noun: str, problem: Problem) -> RowProblem:
        count, column = row.count, row.heading.text_of(noun, problem.field)
        value = row.texts.get(column, "")[:_SHOWN]
        if problem.code == "register.required_missing" and not column:
            column = problem.field
        params = {"field": column or problem.field, **problem.params}
        found = RowProblem(count.file, count.title, row.number, column, value, problem.code, params)
        return self._report.add_problem(found)


def rehearsal_of(units: Units, clock: Clock) -> Units:
    """Units on a copy of the register in memory: what is written there is the same, and gone afterwards."""
    engine = database.open_in_memory()
    with engine.begin() as copy, units.read() as source:
        for metadata in tables.ALL:
            metadata.create_all(copy)
        for kind in KINDS:
            table = table_of(kind)
            table.create(copy)
            rows = source.execute(select(table)).mappings()
            while batch := [dict(row) for row in islice(rows, 1000)]:
                copy.execute(insert(table), batch)
    return Units(engine, units.fold, StreamSigner(new_id(), new_private_key()), clock)


def forget(rehearsal: Units) -> None:
    """Drop what a rehearsal journalled, except the head: nobody will read it, and it would fill the memory."""
    with rehearsal.writing() as connection:
        head = select(func.max(tables.entry.c.position)).scalar_subquery()
        connection.execute(delete(tables.entry).where(tables.entry.c.position < head))
        connection.execute(delete(tables.entry_signature))


def _data_rows(table: Table, heading: Heading) -> Iterator[tuple[int, dict[str, str], dict[str, cells.Raw]]]:
    """(row number, texts by heading, cells by column key) of rows with anything in them, company filled down."""
    carried: dict[str, cells.Raw] = {}
    for place, (number, row) in enumerate(table.rows()):
        if place <= heading.row:
            continue
        raw = {
            column.key: cell
            for column, cell in zip(heading.places, row, strict=False)
            if column is not None and cells.text_of(cell)
        }
        if not raw:
            continue
        if _CARRIED & raw.keys():
            carried = {key: raw[key] for key in _CARRIED & raw.keys()}
        yield number, _texts(heading, row), {**carried, **raw}


def _texts(heading: Heading, row: Sequence[cells.Raw]) -> dict[str, str]:
    return {text: cells.text_of(cell) for text, cell in zip(heading.texts, row, strict=False)}


def _read_cells(
    heading: Heading, raw: Mapping[str, cells.Raw], problems: list[tuple[str, Problem]]
) -> dict[str, dict[str, Any]]:
    """The values of a row by noun and field; what cannot be read goes to ``problems``."""
    stated: dict[str, dict[str, Any]] = {}
    columns = {column.key: column for column in heading.places if column is not None}
    for key, cell in raw.items():
        column = columns[key]
        try:
            value = cells.read(column.kind, cell)
        except BadInput as error:
            problems.append((column.noun, Problem(error.code, column.field, error.params)))
            continue
        if value is not None:
            stated.setdefault(column.noun, {})[column.field] = value
    for key in sorted(heading.sheet.required - raw.keys()):
        noun, field = key.split(".")
        if noun != "enterprise":  # a company may be named by its code alone
            problems.append((noun, Problem("register.required_missing", field)))
    return stated
