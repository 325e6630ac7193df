"""A mine's whole history on one page (一企一档): inspections, hazards, papers, people, licences, design values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from inspector_app.clock import Clock
from inspector_app.mine_file import drawing, repository, rules
from inspector_app.mine_file.values import ChangeLine, MineFile, OpenHazard, Slice, VisitLine
from inspector_app.storage.unit_of_work import Units

if TYPE_CHECKING:
    from inspector_app.documents.values import PaperInput
    from inspector_app.enforcement.values import PaperRow
    from inspector_app.enterprise.reading import RegisterReading

PAGE = 50
"""Rows of one page of a long part."""
FIRST, CHANGES = 20, 12
"""Rows of each part that the file itself holds."""


class MineFileService:
    """Reads only. ``day`` is the day that deadlines and expiry are judged on, today when not given.

    Every method raises ``BadInput('register.site_unknown')`` for a mine that is not in the register.
    """

    def __init__(self, units: Units, clock: Clock, register: RegisterReading) -> None:
        self._units = units
        self._clock = clock
        self._register = register

    def file(self, site_id: str, day: date | None = None, *, limit: int = FIRST) -> MineFile:
        """The whole page; ``limit`` rows of each long part."""
        on = day or self._today()
        register = self._register.site_file(site_id, on)
        with self._units.read() as connection:
            return MineFile(
                register=register,
                tally=repository.tally(connection, site_id, on),
                hazards=repository.open_hazards(connection, site_id, on, "", limit),
                visits=repository.visits(connection, site_id, "", limit),
                papers=repository.papers(connection, site_id, "", limit),
                cases=repository.cases(connection, site_id, limit),
                holders=rules.holders(register),
                changes=repository.changes(connection, rules.records(register), "", CHANGES),
            )

    def paper(self, site_id: str, printed_by: str, day: date | None = None, *, is_sample: bool = False) -> PaperInput:
        """The file as it prints, marked 内部资料; the first hundred rows of each long part."""
        from inspector_app.documents.specification import form_library
        from inspector_app.documents.values import PaperInput
        from inspector_app.messages import say

        file = self.file(site_id, day, limit=drawing.PRINTED)
        printed = f"{printed_by} {self._clock.now().at:%Y-%m-%d %H:%M} 打印"
        return PaperInput(
            form=form_library().form(drawing.FORM),
            values=drawing.values_of(file, printed, lambda code, params: say(code, **params).happened),
            document_id=site_id,
            issued_on=file.register.day,
            is_sample=is_sample,
        )

    def hazards(
        self, site_id: str, after: str = "", *, day: date | None = None, limit: int = PAGE
    ) -> Slice[OpenHazard]:
        """Open hazards, the nearest deadline first."""
        with self._units.read() as connection:
            return repository.open_hazards(connection, site_id, day or self._today(), after, limit)

    def visits(self, site_id: str, after: str = "", *, limit: int = PAGE) -> Slice[VisitLine]:
        """Visits, the newest first."""
        with self._units.read() as connection:
            return repository.visits(connection, site_id, after, limit)

    def papers(self, site_id: str, after: str = "", *, limit: int = PAGE) -> Slice[PaperRow]:
        """Papers, the newest first."""
        with self._units.read() as connection:
            return repository.papers(connection, site_id, after, limit)

    def changes(self, site_id: str, after: str = "", *, limit: int = PAGE) -> Slice[ChangeLine]:
        """What was changed in the register about this mine, the newest first."""
        ids = rules.records(self._register.site_file(site_id))
        with self._units.read() as connection:
            return repository.changes(connection, ids, after, limit)

    def _today(self) -> date:
        return self._clock.now().at.date()
