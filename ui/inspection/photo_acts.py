"""What is done with the photos that are marked: filed, set aside, put back, made a new finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.bridge import Bridge
from ui.undo import take_back_last

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


class PhotoActs(QObject):
    """``marked`` says which photos are meant, by id, at the moment of each act."""

    told = Signal(str)
    """One quiet line about what was done."""
    finding_made = Signal(str)
    """A new finding that is to be written in its own editor."""

    def __init__(self, bridge: Bridge, marked: Callable[[], list[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._marked = marked
        self.inspection_id = ""

    def file_to(self, finding_id: str, seq: int = 0) -> None:
        """File the marked photos to a finding; ``seq`` is its number, for the words."""
        actor, ids = self._bridge.officer_id, self._marked()
        words = self.tr("问题 {0}").format(seq or "")
        self._do(lambda app: app.evidence.file_photos(actor, ids, finding_id=finding_id), words)

    def file_to_item(self, item_key: str) -> None:
        """File the marked photos to a checklist item."""
        actor, ids = self._bridge.officer_id, self._marked()
        words = self.tr("检查项 {0}").format(item_key)
        self._do(lambda app: app.evidence.file_photos(actor, ids, item_key=item_key), words)

    def set_aside(self, reason: str) -> None:
        """The marked photos have nothing to do with the visit."""
        actor, ids = self._bridge.officer_id, self._marked()
        self._do(lambda app: app.evidence.set_aside(actor, ids, reason), self.tr("与检查无关"))

    def put_back(self) -> None:
        """The marked photos wait again."""
        actor, ids = self._bridge.officer_id, self._marked()
        self._do(lambda app: app.evidence.file_photos(actor, ids), self.tr("待整理"))

    def undo(self) -> None:
        """Take back what was done last."""
        take_back_last(self._bridge, self, self.told.emit)

    def write_finding(self, place: str, fact: str) -> None:
        """A new finding with the marked photos, in a few words."""
        actor, inspection_id, ids = self._bridge.officer_id, self.inspection_id, self._marked()

        def work(app: App) -> int:
            finding_id = app.inspections.add_finding(actor, inspection_id, place=place, fact=fact)
            return app.evidence.file_photos(actor, ids, finding_id=finding_id)

        self._do(work, self.tr("新问题"))

    def open_finding(self) -> None:
        """A new finding with the marked photos, to be written in its own editor."""
        actor, inspection_id, ids = self._bridge.officer_id, self.inspection_id, self._marked()

        def work(app: App) -> str:
            finding_id = app.inspections.add_finding(actor, inspection_id)
            app.evidence.file_photos(actor, ids, finding_id=finding_id)
            return finding_id

        if ids:
            self._bridge.ask(work, self.finding_made.emit, owner=self)

    def _do(self, work: Callable[[App], int], where: str) -> None:
        if self._marked():
            self._bridge.ask(work, lambda count: self._done(count, where), owner=self)

    def _done(self, count: int, where: str) -> None:
        self.told.emit(self.tr("{0} 张 → {1}。U 或 Ctrl+Z 撤销。").format(count, where))
