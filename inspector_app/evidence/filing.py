"""Where photos belong: to a finding, to an item's answer, to nothing of this visit (with a reason), or the tray."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.clock import Clock
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.evidence import repository, tray
from inspector_app.evidence.model import Photo
from inspector_app.evidence.tray import NumberedPhoto
from inspector_app.evidence.values import UNRELATED, UnfiledTray
from inspector_app.inspection.keeping import answer_id
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.storage.unit_of_work import Unit, Units


class PhotoFiling:
    """Nothing is ever put away silently: each move is one action that undo takes back whole."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def file(self, actor: str, photo_id: str, finding_id: str | None) -> bool:
        """File a photo to a finding, or back to the tray with ``None``; whether anything changed."""
        return self.file_photos(actor, [photo_id], finding_id=finding_id) > 0

    def file_photos(
        self,
        actor: str,
        photo_ids: Sequence[str],
        *,
        finding_id: str | None = None,
        item_key: str | None = None,
    ) -> int:
        """File photos to a finding or to a checklist item; back to the tray with neither. How many changed.

        An item need not be answered yet: its one answer in the visit has its identity from the beginning. Raises
        ``BadInput('record.unknown')``, ``RuleViolation('photo.of_other_visit')``.
        """
        changed = 0
        with self._units.begin(actor, "photo.file") as unit:
            finding = unit.get(Finding, finding_id) if finding_id is not None else None
            for photo in self._all(unit, photo_ids):
                visit = photo.inspection_id or ""
                if finding is not None and finding.inspection_id != visit:
                    raise RuleViolation("photo.of_other_visit", file=photo.file_name or "-")
                answer = answer_id(visit, item_key) if item_key and finding is None else None
                changed += unit.change(
                    Photo, photo.id, finding_id=finding_id, answer_id=answer, purpose=None, purpose_reason=None
                )
        return changed

    def set_aside(self, actor: str, photo_ids: Sequence[str], reason: str) -> int:
        """Mark photos 与本次检查无关, with the reason; they stay with the visit and can be filed at any time.

        How many changed. Raises ``RuleViolation('record.reason_missing')``.
        """
        why = reason.strip()
        if not why:
            raise RuleViolation("record.reason_missing", field="reason")
        aside = {"finding_id": None, "answer_id": None, "purpose": UNRELATED, "purpose_reason": why}
        with self._units.begin(actor, "photo.set_aside") as unit:
            photos = self._all(unit, photo_ids)
            return sum(unit.change(Photo, photo.id, reason=why, **aside) for photo in photos)

    def tray(self, inspection_id: str) -> tuple[NumberedPhoto, ...]:
        """All photos of a visit under the numbers that people call them by (``tray.numbered``)."""
        with self._units.read() as connection:
            found = repository.tray(connection, inspection_id)
        return tray.numbered(found, self._clock.now().at.tzinfo)

    def photo_by_number(self, inspection_id: str, number: int) -> Photo:
        """The photo called p ``number`` on a field sheet. Raises ``BadInput('photo.number_unknown')``."""
        wanted = tray.by_number(self.tray(inspection_id), number).photo.id
        with self._units.read() as connection:
            found = repository.photo(connection, wanted)
        if found is None:  # removed just now
            raise BadInput("photo.number_unknown", number=number, most=number)
        return found

    def unfiled(self, inspection_id: str | None = None) -> list[UnfiledTray]:
        """Visits whose photos are not all filed, with how many are left; the newest first."""
        with self._units.read() as connection:
            return repository.unfiled(connection, inspection_id)

    def count_unfiled(self, inspection_id: str | None = None) -> int:
        """How many photos wait in the tray of a visit, or of all; from an index, quick at any number."""
        with self._units.read() as connection:
            return repository.count_unfiled(connection, inspection_id)

    def photos(
        self, *, inspection_id: str | None = None, finding_id: str | None = None, unfiled: bool = False
    ) -> list[Photo]:
        """Photos in the order they were taken (the order of ``tray``)."""
        with self._units.read() as connection:
            found = repository.photos(
                connection, inspection_id=inspection_id, finding_id=finding_id, unfiled=unfiled
            )
        return tray.ordered(found, self._clock.now().at.tzinfo)

    @staticmethod
    def _all(unit: Unit, photo_ids: Sequence[str]) -> list[Photo]:
        photos = [unit.get(Photo, one) for one in dict.fromkeys(photo_ids)]
        for visit in {photo.inspection_id or "" for photo in photos}:
            unit.get(Inspection, visit)
        return photos
