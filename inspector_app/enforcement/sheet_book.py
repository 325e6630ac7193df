"""The stock register of pre-sealed sheets: what was received, used (by print runs) and spoiled, sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from inspector_app.clock import Clock
from inspector_app.documents.specification import form_library
from inspector_app.enforcement import rules, sheet_repository, sheet_rules
from inspector_app.enforcement.sheet_model import SheetStockEntry
from inspector_app.enforcement.sheet_values import SheetBatch, SheetRange, SheetStock
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.storage.unit_of_work import Units


class SheetBook:
    """One public method = one thing an officer does with his sheets = one transaction.

    A sheet is used when a print run names it (``papers.record_print``); this book only counts it.
    """

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def receive(self, actor: str, first: str, last: str, form: str = "", received_on: str | None = None) -> str:
        """Enter a batch of sheets handed out by the office; its id.

        Raises ``BadInput`` for numbers that are no range, an unknown form or day, ``RuleViolation`` for a sheet that
        stands in another batch.
        """
        batch = sheet_rules.sheet_range(first, last)
        key = form_library().form(form).key if form else ""
        day = rules.day_of(received_on, "received_on") if received_on else self._today().isoformat()
        with self._units.begin(actor, "sheets.receive") as unit:
            known = sheet_repository.batches(unit.connection)
            sheet_rules.require_apart(batch, [range_of(one) for one in known])
            return unit.create(
                SheetStockEntry, form=key or None, first_number=first.strip(), last_number=last.strip(), received_on=day
            )

    def spoil(self, actor: str, numbers: Sequence[str], reason: str) -> None:
        """Take sheets out of the stock that were torn, smeared or lost; each keeps the reason.

        Raises ``BadInput('sheets.unknown')`` for a sheet of no batch, ``RuleViolation`` for one that is gone already
        or no reason.
        """
        rules.require_reason(reason)
        with self._units.begin(actor, "sheets.spoil") as unit:
            gone = _gone(unit.connection)
            batches = sheet_repository.batches(unit.connection)
            for number in [one.strip() for one in numbers]:
                batch = next((one for one in batches if range_of(one).holds(number)), None)
                if batch is None:
                    raise BadInput("sheets.unknown", field="numbers", sheet=number)
                if number in gone:
                    raise RuleViolation("paper.sheet_used", field="sheets", sheet=number)
                batch.spoiled_sheets = {**(batch.spoiled_sheets or {}), number: reason.strip()}
                gone.add(number)
                unit.change(SheetStockEntry, batch.id, reason=reason, spoiled_sheets=batch.spoiled_sheets)

    def batches(self) -> list[SheetBatch]:
        """All batches, the oldest first."""
        with self._units.read() as connection:
            used, spoiled = sheet_repository.used(connection), sheet_repository.spoiled(connection)
            return [_row(one, used, spoiled) for one in sheet_repository.batches(connection)]

    def stock(self) -> list[SheetStock]:
        """What is there of each form, those for any form first."""
        counted: dict[str, list[int]] = {}
        for batch in self.batches():
            sums = counted.setdefault(batch.form, [0, 0, 0])
            for place, count in enumerate((batch.received, batch.used, batch.spoiled)):
                sums[place] += count
        return [SheetStock(form, _title(form), *sums) for form, sums in sorted(counted.items())]

    def next_sheets(self, form: str, count: int) -> list[str]:
        """The sheets that a paper of this form takes next: its own first, then those for any form; fewer if fewer."""
        return self.propose([(form, count)])[0]

    def propose(self, wanted: Sequence[tuple[str, int]]) -> list[list[str]]:
        """The sheets that several papers take in one go, in order: (form, sheets) each, no sheet twice."""
        with self._units.read() as connection:
            gone, batches = _gone(connection), sheet_repository.batches(connection)
        proposed = []
        for form, count in wanted:
            key = form_library().form(form).key
            own = [one for one in batches if one.form == key] + [one for one in batches if not one.form]
            found: list[str] = []
            for batch in own:
                found += sheet_rules.free_sheets(range_of(batch), gone, count - len(found))
            gone |= set(found)
            proposed.append(found)
        return proposed

    def _today(self) -> date:
        return self._clock.now().at.date()


def range_of(batch: SheetStockEntry) -> SheetRange:
    """The sheets of a stored batch."""
    return sheet_rules.sheet_range(batch.first_number or "", batch.last_number or "")


def _gone(connection: Connection) -> set[str]:
    return sheet_repository.used(connection) | sheet_repository.spoiled(connection)


def _row(batch: SheetStockEntry, used: set[str], spoiled: set[str]) -> SheetBatch:
    sheets = range_of(batch)
    own_spoiled = {one for one in spoiled if sheets.holds(one)}
    own_used = {one for one in used if sheets.holds(one)} - own_spoiled
    free = sheet_rules.free_sheets(sheets, own_used | own_spoiled, 1)
    return SheetBatch(
        batch.id,
        batch.form or "",
        batch.first_number or "",
        batch.last_number or "",
        batch.received_on or "",
        sheets.count,
        len(own_used),
        len(own_spoiled),
        free[0] if free else "",
    )


def _title(form: str) -> str:
    return form_library().form(form).title if form else ""
