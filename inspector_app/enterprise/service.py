"""What an office does to its register of mines: enter, correct, confirm, take off the list, import."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.enterprise import leaving, stating
from inspector_app.enterprise.entering import Entering
from inspector_app.enterprise.inputs import RegisterInput, noun_of
from inspector_app.enterprise.model import MODELS, Site
from inspector_app.enterprise.reading import RegisterReading

if TYPE_CHECKING:
    from inspector_app.enterprise.importing.report import ImportReport
    from inspector_app.enterprise.importing.service import Progress


class RegisterService(RegisterReading):
    """One public method = one thing the office does = one transaction.

    ``add`` and ``change`` raise ``RuleViolation`` or ``BadInput`` whose ``params['field']`` names the blank that
    is wrong; nothing is written then. ``change`` takes only the blanks to correct (values of the input type, or
    texts as people type them, ``None`` to empty one) and says whether anything differed. ``remove`` wants a reason,
    leaves tombstones and says how many entries left.
    """

    def confirm_site(self, actor: str, site_id: str) -> bool:
        """The entry was compared with the mine today and is right as it stands. Source: plan task 10."""
        with self._units.begin(actor, "site.confirm") as unit:
            return unit.change(Site, site_id, updated_on=self._today().isoformat())

    def add(self, actor: str, facts: RegisterInput) -> str:
        """Enter something (a company, a person, a mine …, as the type of ``facts`` says); its id."""
        with self._units.begin(actor, f"{noun_of(type(facts)).key}.add") as unit:
            return Entering(unit, self._today().isoformat()).add(facts)

    def change(
        self, actor: str, kind: type[RegisterInput], record_id: str, *, reason: str | None = None, **stated: Any
    ) -> bool:
        """Correct some blanks of an entry of this kind."""
        with self._units.begin(actor, f"{noun_of(kind).key}.change") as unit:
            return Entering(unit, self._today().isoformat()).change(kind, record_id, stated, reason)

    def state_facts(
        self, actor: str, site_id: str, facts: Mapping[str, bool | None], source: str = "", dated_on: str | None = None
    ) -> int:
        """Say of a mine what is so and what is not (矿情); ``None`` takes a statement back. How many differ now.

        Items that bind only mines of which it is so are not asked where it is not. ``source`` and ``dated_on``: the
        paper that says it. Raises ``BadInput`` for a fact that the register does not hold or a mine of another kind.
        """
        with self._units.begin(actor, "design_value.state") as unit:
            return stating.state(Entering(unit, self._today().isoformat()), site_id, facts, source, dated_on)

    def remove(self, actor: str, kind: type[RegisterInput], record_id: str, reason: str) -> int:
        """Take an entry off the list, with what belongs to it; refused while others name it (``leaving``)."""
        with self._units.begin(actor, f"{noun_of(kind).key}.remove") as unit:
            return leaving.remove(unit, MODELS[kind], record_id, reason)

    def import_files(
        self,
        actor: str,
        files: Sequence[Path],
        *,
        dry_run: bool = False,
        told: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Take a register over from CSV or XLSX files: good rows are entered, bad ones reported.

        A second import of the same files changes nothing; ``dry_run`` only says what would happen. ``told`` hears
        of each batch, ``cancelled`` is asked before each; batches entered by then stay. Raises ``BadInput`` for a
        file that cannot be read, or when no table in them is a register.
        """
        from inspector_app.enterprise.importing.service import ImportOptions, RegisterImport

        options = ImportOptions(dry_run, told, cancelled)
        return RegisterImport(self._units, self._clock, actor, options).run(files)

    def import_steps(
        self, actor: str, files: Sequence[Path], *, dry_run: bool = False
    ) -> Generator[Progress, None, ImportReport]:
        """``import_files`` batch by batch: yields how far it is, returns the report; batches entered by then stay."""
        from inspector_app.enterprise.importing.service import ImportOptions, RegisterImport

        return RegisterImport(self._units, self._clock, actor, ImportOptions(dry_run)).steps(files)

    def write_template(self, target: Path) -> list[Path]:
        """An empty register to fill in: one workbook (``.xlsx``), or a folder with one CSV file per sheet."""
        from inspector_app.enterprise.importing.template import write_template

        return write_template(target)
