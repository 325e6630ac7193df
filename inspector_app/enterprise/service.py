"""What an office does to its register of mines: enter, correct, confirm, take off the list, import."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.enterprise import leaving
from inspector_app.enterprise.entering import MODELS, Entering
from inspector_app.enterprise.inputs import (
    ContractInput,
    DesignValueInput,
    EngagementInput,
    EnterpriseInput,
    LicenceInput,
    PersonInput,
    PostInput,
    QualificationInput,
    RegisterInput,
    SiteInput,
    SystemInput,
)
from inspector_app.enterprise.model import Site
from inspector_app.enterprise.reading import RegisterReading

if TYPE_CHECKING:
    from inspector_app.enterprise.importing.report import ImportReport
    from inspector_app.enterprise.importing.service import Progress


class RegisterService(RegisterReading):
    """One public method = one thing the office does = one transaction.

    Every ``add_…`` and ``change_…`` raises ``RuleViolation`` or ``BadInput`` whose ``params['field']`` names the
    blank that is wrong; nothing is written then. ``change_…`` takes only the blanks to correct (values of the
    input type, or texts as people type them, ``None`` to empty one) and says whether anything differed.
    ``remove_…`` wants a reason, leaves tombstones and says how many entries left.
    """

    def confirm_site(self, actor: str, site_id: str) -> bool:
        """The entry was compared with the mine today and is right as it stands. Source: plan task 10."""
        with self._units.begin(actor, "site.confirm") as unit:
            return unit.change(Site, site_id, updated_on=self._today().isoformat())

    def add_enterprise(self, actor: str, facts: EnterpriseInput) -> str:
        """Enter a company; its id."""
        return self._add(actor, "enterprise", facts)

    def change_enterprise(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a company."""
        return self._change(actor, "enterprise", EnterpriseInput, record_id, stated, reason)

    def remove_enterprise(self, actor: str, record_id: str, reason: str) -> int:
        """Take a company off the list.

        Its posts, papers and services go along; refused while it has sites, subsidiaries or contracts.
        """
        return self._remove(actor, "enterprise", EnterpriseInput, record_id, reason)

    def add_person(self, actor: str, facts: PersonInput) -> str:
        """Enter a person; its id."""
        return self._add(actor, "person", facts)

    def change_person(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a person."""
        return self._change(actor, "person", PersonInput, record_id, stated, reason)

    def remove_person(self, actor: str, record_id: str, reason: str) -> int:
        """Take a person off the list.

        Certificates go along; refused while a post, a company or a contract names the person.
        """
        return self._remove(actor, "person", PersonInput, record_id, reason)

    def add_site(self, actor: str, facts: SiteInput) -> str:
        """Enter a mine or pond; its id."""
        return self._add(actor, "site", facts)

    def change_site(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a mine or pond."""
        return self._change(actor, "site", SiteInput, record_id, stated, reason)

    def remove_site(self, actor: str, record_id: str, reason: str) -> int:
        """Take a mine or pond off the list.

        Its systems, posts, papers, contracts, design values and services go along; visits keep naming it.
        """
        return self._remove(actor, "site", SiteInput, record_id, reason)

    def add_system(self, actor: str, facts: SystemInput) -> str:
        """Enter an 独立生产系统; its id."""
        return self._add(actor, "system", facts)

    def change_system(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct an 独立生产系统."""
        return self._change(actor, "system", SystemInput, record_id, stated, reason)

    def remove_system(self, actor: str, record_id: str, reason: str) -> int:
        """Take an 独立生产系统 off the list. Its posts and design values go along."""
        return self._remove(actor, "system", SystemInput, record_id, reason)

    def add_post(self, actor: str, facts: PostInput) -> str:
        """Enter who holds a post; its id."""
        return self._add(actor, "post", facts)

    def change_post(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct who holds a post."""
        return self._change(actor, "post", PostInput, record_id, stated, reason)

    def remove_post(self, actor: str, record_id: str, reason: str) -> int:
        """Take who holds a post off the list."""
        return self._remove(actor, "post", PostInput, record_id, reason)

    def add_licence(self, actor: str, facts: LicenceInput) -> str:
        """Enter a licence; its id."""
        return self._add(actor, "licence", facts)

    def change_licence(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a licence."""
        return self._change(actor, "licence", LicenceInput, record_id, stated, reason)

    def remove_licence(self, actor: str, record_id: str, reason: str) -> int:
        """Take a licence off the list."""
        return self._remove(actor, "licence", LicenceInput, record_id, reason)

    def add_contract(self, actor: str, facts: ContractInput) -> str:
        """Enter a contractor at work; its id."""
        return self._add(actor, "contract", facts)

    def change_contract(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a contractor at work."""
        return self._change(actor, "contract", ContractInput, record_id, stated, reason)

    def remove_contract(self, actor: str, record_id: str, reason: str) -> int:
        """Take a contractor at work off the list."""
        return self._remove(actor, "contract", ContractInput, record_id, reason)

    def add_design_value(self, actor: str, facts: DesignValueInput) -> str:
        """Enter a value of the approved design; its id."""
        return self._add(actor, "design_value", facts)

    def change_design_value(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a value of the approved design."""
        return self._change(actor, "design_value", DesignValueInput, record_id, stated, reason)

    def remove_design_value(self, actor: str, record_id: str, reason: str) -> int:
        """Take a value of the approved design off the list."""
        return self._remove(actor, "design_value", DesignValueInput, record_id, reason)

    def add_qualification(self, actor: str, facts: QualificationInput) -> str:
        """Enter a certificate or training record; its id."""
        return self._add(actor, "qualification", facts)

    def change_qualification(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct a certificate or training record."""
        return self._change(actor, "qualification", QualificationInput, record_id, stated, reason)

    def remove_qualification(self, actor: str, record_id: str, reason: str) -> int:
        """Take a certificate or training record off the list."""
        return self._remove(actor, "qualification", QualificationInput, record_id, reason)

    def add_engagement(self, actor: str, facts: EngagementInput) -> str:
        """Enter what a third-party body did; its id."""
        return self._add(actor, "engagement", facts)

    def change_engagement(self, actor: str, record_id: str, *, reason: str | None = None, **stated: Any) -> bool:
        """Correct what a third-party body did."""
        return self._change(actor, "engagement", EngagementInput, record_id, stated, reason)

    def remove_engagement(self, actor: str, record_id: str, reason: str) -> int:
        """Take what a third-party body did off the list."""
        return self._remove(actor, "engagement", EngagementInput, record_id, reason)

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

    def _add(self, actor: str, noun: str, facts: RegisterInput) -> str:
        with self._units.begin(actor, f"{noun}.add") as unit:
            return Entering(unit, self._today().isoformat()).add(facts)

    def _change(
        self, actor: str, noun: str, kind: type[Any], record_id: str, stated: dict[str, Any], reason: str | None
    ) -> bool:
        with self._units.begin(actor, f"{noun}.change") as unit:
            return Entering(unit, self._today().isoformat()).change(kind, record_id, stated, reason)

    def _remove(self, actor: str, noun: str, kind: type[RegisterInput], record_id: str, reason: str) -> int:
        with self._units.begin(actor, f"{noun}.remove") as unit:
            return leaving.remove(unit, MODELS[kind], record_id, reason)
