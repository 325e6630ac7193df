"""Shows errors where they belong, each once: the same one coming again and again never piles up."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from inspector_app.errors import InspectorError
from inspector_app.messages import Message
from ui import messages

if TYPE_CHECKING:
    from ui.main_window import MainWindow

SOON_S = 120.0
"""An error that was answered in a dialog and comes again so soon stands above the page instead: what is typed is tried
again every two seconds, and a full disk would ask as often."""


class Troubles:
    """One per window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._open: dict[str, messages.MessageDialog] = {}
        self._answered: dict[str, float] = {}
        self._above: Message | None = None

    def show(self, error: InspectorError) -> None:
        """Show it in the status line, above the page or in a dialog."""
        where, told = messages.place_of(error), messages.told(error)
        if not self._window.is_at_desk:
            self._ask(error.code, told)
        elif where is messages.Place.STATUS:
            self._window.desk.say(told.happened)
        elif where is messages.Place.DIALOG and not self._was_answered(error.code):
            self._ask(error.code, told)
        else:
            self._stand_above(told)

    def settle(self) -> None:
        """What stands above the page was put right: it goes; what something else has put there stays."""
        shown = self._window.desk.message
        if self._above is not None and shown.accessibleName().startswith(self._above.happened):
            self._window.desk.clear_message()
        self._above = None

    def _ask(self, code: str, told: Message) -> None:
        if code not in self._open:
            dialog = self._open[code] = messages.MessageDialog(told, self._window)
            dialog.finished.connect(lambda _result: self._closed(code))
            dialog.open()

    def _closed(self, code: str) -> None:
        self._open.pop(code).deleteLater()
        self._answered[code] = monotonic()

    def _was_answered(self, code: str) -> bool:
        return monotonic() - self._answered.get(code, -SOON_S) < SOON_S

    def _stand_above(self, told: Message) -> None:
        shown = self._window.desk.message
        is_there = self._above == told and shown.accessibleName().startswith(told.happened)
        if shown.isHidden() or not is_there:
            self._above = told
            self._window.desk.show_message(told)
