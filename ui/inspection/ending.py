"""The end of a visit: what is pointed out before it, and what is told of its times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from inspector_app.enforcement.left_out import LeftOut, LeftOutWhy
from ui.bridge import Bridge
from ui.inspection.typing import LocalDraft
from ui.language import tr

if TYPE_CHECKING:
    from inspector_app.bootstrap import App


class EndWords(QObject):
    """The reason typed for open items, kept on disk for its own visit until that has ended."""

    def __init__(self, bridge: Bridge, field: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._field = bridge, field
        self._draft: LocalDraft | None = None
        field.textEdited.connect(self._touched)

    def begin(self, inspection_id: str) -> None:
        """Another visit is about to be in front: its words come back."""
        self.flush()
        draft = self._draft = LocalDraft(self._bridge, f"form.end.{inspection_id}", self._field.text, self)

        def found(kept: Any) -> None:
            if draft is self._draft and kept and not self._field.text():
                self._field.setText(str(kept))

        self._field.clear()
        draft.recall(found)

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._draft is not None:
            self._draft.flush()

    def drop(self) -> None:
        """The visit has ended."""
        if self._draft is not None:
            self._draft.drop()

    def _touched(self, _text: str) -> None:
        if self._draft is not None:
            self._draft.touched()


@dataclass(frozen=True)
class Ended:
    """A visit that has ended; ``begun`` and ``ended`` only where its record states them."""

    begun: str | None
    ended: str | None
    at: str

    @property
    def words(self) -> str:
        """What the status line says."""
        if self.begun and self.ended:
            return tr("检查已结束，起止时间按现场检查记录：{0} 至 {1}。").format(_clock(self.begun), _clock(self.ended))
        if self.ended:
            return tr("检查已结束，结束时间按现场检查记录：{0}。").format(_clock(self.ended))
        return tr("检查已结束，结束时间 {0}。文书还可以继续打印和送达。").format(_clock(self.at))


def end_visit(app: App, inspection_id: str, reason: str = "") -> Ended:
    """End it. Raises as ``App.end_visit``."""
    begun, ended = app.end_visit(inspection_id, open_items_reason=reason or None)
    return Ended(begun, ended, app.inspections.get(inspection_id).ended_at or "")


def unmeasured(app: App, inspection_id: str) -> tuple[LeftOut, ...]:
    """Findings for which nobody has said what is demanded."""
    return tuple(one for one in app.papers.left_out(inspection_id) if one.why is LeftOutWhy.NO_MEASURE)


def _clock(moment: str) -> str:
    return moment[:16].replace("T", " ")
