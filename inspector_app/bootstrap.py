"""Builds every service of one open store, each when first asked for; the only file that knows them all."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from inspector_app.storage.drafts import Drafts
from inspector_app.store import Store

if TYPE_CHECKING:
    from inspector_app.checklist.definition import ChecklistItem
    from inspector_app.checklist.loader import ChecklistLibrary
    from inspector_app.checklist.publishing import PublishingService
    from inspector_app.enforcement.dual_service import DualService
    from inspector_app.enforcement.gathering import Neighbours
    from inspector_app.enforcement.paper_service import PaperService
    from inspector_app.enforcement.sheet_book import SheetBook
    from inspector_app.enterprise.service import RegisterService
    from inspector_app.evidence.service import EvidenceService
    from inspector_app.fieldwork.service import FieldSheetService
    from inspector_app.inspection.ledger import FindingLedger
    from inspector_app.inspection.service import InspectionService
    from inspector_app.mine_file.service import MineFileService
    from inspector_app.office.service import OfficeService
    from inspector_app.quiz.service import QuizService
    from inspector_app.search.service import SearchService
    from inspector_app.sync.service import SyncService
    from inspector_app.tour.service import TourService
    from inspector_app.transcription.service import TranscriptionService


class App:
    """What the window and the command line call: services over one open store.

    Imports are inside the properties, so that opening the home page loads nothing that only papers or
    synchronisation need.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def officer_id(self) -> str:
        """Who unlocked the store: the actor of what is done."""
        return self.store.officer_id

    @cached_property
    def drafts(self) -> Drafts:
        """Half-typed text."""
        return Drafts(self.store.units, self.store.clock)

    @cached_property
    def checklists(self) -> ChecklistLibrary:
        """Checklists in all versions that visits are pinned to."""
        from inspector_app.checklist.loader import ChecklistLibrary
        from inspector_app.checklist.pinning import kept_in, published_in

        return ChecklistLibrary(kept=kept_in(self.store.units), published=published_in(self.store.units, self._bureau))

    @cached_property
    def publishing(self) -> PublishingService:
        """Own versions of checklists, made current for the office."""
        from inspector_app.checklist.publishing import PublishingService

        return PublishingService(self.store.units, self.store.clock, self.checklists, self._bureau, self.office)

    def _bureau(self) -> str | None:
        own: str | None = self.office.setting("office.bureau_id")
        return own

    @cached_property
    def office(self) -> OfficeService:
        """Officers, bureau, settings."""
        from inspector_app.office.service import OfficeService

        return OfficeService(self.store.units, self.store.clock)

    @cached_property
    def register(self) -> RegisterService:
        """Enterprises, mines and what belongs to them."""
        from inspector_app.enterprise.service import RegisterService

        return RegisterService(self.store.units, self.store.clock)

    @cached_property
    def mines(self) -> MineFileService:
        """A mine's whole history on one page."""
        from inspector_app.mine_file.service import MineFileService

        return MineFileService(self.store.units, self.store.clock, self.register)

    @cached_property
    def inspections(self) -> InspectionService:
        """Visits, answers, findings."""
        from inspector_app.inspection.service import InspectionService

        return InspectionService(self.store.units, self.store.clock, self.checklists)

    @cached_property
    def ledger(self) -> FindingLedger:
        """All findings, window by window."""
        from inspector_app.inspection.ledger import FindingLedger

        return FindingLedger(self.store.units, self.store.clock)

    @cached_property
    def evidence(self) -> EvidenceService:
        """Photos."""
        from inspector_app.evidence.service import EvidenceService

        return EvidenceService(self.store.units, self.store.clock, lambda: self.store.blobs)

    @cached_property
    def quiz(self) -> QuizService:
        """逢查必考."""
        from inspector_app.quiz.service import QuizService

        return QuizService(self.store.units, self.store.clock, self.office)

    @cached_property
    def field_sheets(self) -> FieldSheetService:
        """下井记录单."""
        from inspector_app.fieldwork.service import FieldSheetService

        units, clock = self.store.units, self.store.clock
        return FieldSheetService(units, clock, self.checklists, self.proposed_by, self.evidence)

    def proposed_by(self, item: ChecklistItem) -> dict[str, Any]:
        """What an item brings to a finding made from it: weight, articles, measure, deadline, criterion."""
        from inspector_app.enforcement.law import law_library
        from inspector_app.inspection.proposing import proposed_by

        most_days = int(self.office.setting("procedure.rectification_most_days"))
        return proposed_by(item, self.store.clock.now().at.date(), most_days, law_library().cited)

    def proposed_for(self, inspection_id: str, checklist_key: str | None, item_key: str | None) -> dict[str, Any]:
        """The same for an item of a visit; nothing without an item, or for one that the visit does not hold."""
        if checklist_key is None or item_key is None:
            return {}
        pin = (self.inspections.get(inspection_id).checklist_pins or {}).get(checklist_key)
        pinned = self.checklists.pinned(checklist_key, pin)
        return self.proposed_by(pinned.item(item_key)) if pinned.has(item_key) else {}

    @cached_property
    def papers(self) -> PaperService:
        """Official papers."""
        from inspector_app.enforcement.paper_service import PaperService

        return PaperService(self.store, self._neighbours)

    def end_visit(
        self, inspection_id: str, ended_at: str | None = None, *, open_items_reason: str | None = None
    ) -> tuple[str | None, str | None]:
        """End a visit when its frozen record says so, else as stated, else now; (beginning, end) as the record says.

        Raises as ``InspectionService.close``, and ``RuleViolation('inspection.end_differs')`` for another end than
        that of the record.
        """
        from inspector_app.inspection.rules import kept_start, require_same_end

        begun, ended = self.papers.stated_span(inspection_id)
        require_same_end(ended_at, ended, self.store.clock.now().at)
        started = kept_start(self.inspections.get(inspection_id).started_at, begun, self.store.clock.now().at)
        self.inspections.close(
            self.officer_id, inspection_id, ended_at or ended, started_at=started, open_items_reason=open_items_reason
        )
        return (begun if started else None), ended

    @cached_property
    def sheets(self) -> SheetBook:
        """Pre-sealed sheets in the car."""
        from inspector_app.enforcement.sheet_book import SheetBook

        return SheetBook(self.store.units, self.store.clock)

    @cached_property
    def dual(self) -> DualService:
        """一案双罚 groups and cases."""
        from inspector_app.enforcement.dual_service import DualService

        return DualService(self.store.units, self.store.clock, self._neighbours)

    @cached_property
    def _neighbours(self) -> Neighbours:
        """What papers and cases are filled from, each made when first asked for."""
        from inspector_app.enforcement.gathering import Neighbours

        return Neighbours(
            inspections=lambda: self.inspections,
            evidence=lambda: self.evidence,
            office=lambda: self.office,
            register=lambda: self.register,
            drafts=self.drafts,
        )

    @cached_property
    def transcription(self) -> TranscriptionService:
        """What is entered anew in other systems."""
        from inspector_app.transcription.service import Sources, TranscriptionService

        sources = Sources(
            inspections=lambda: self.inspections,
            register=lambda: self.register,
            papers=lambda: self.papers,
            dual=lambda: self.dual,
            office=lambda: self.office,
        )
        return TranscriptionService(self.store, sources)

    @cached_property
    def search(self) -> SearchService:
        """Search over everything."""
        from inspector_app.search.service import SearchService

        return SearchService(self.store.units, self.checklists)

    @cached_property
    def sync(self) -> SyncService:
        """Handing over to the county."""
        from inspector_app.sync.service import SyncService

        return SyncService(self.store, self.store.clock)

    @cached_property
    def tour(self) -> TourService:
        """The first-run tour."""
        from inspector_app.tour.service import TourService

        return TourService(self.store)
