"""矿情: what is so at this mine and what is not, so that nobody is asked about water where there is none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.enterprise.stating import StatedFact
from inspector_app.errors import InspectorError
from ui import language, messages
from ui.bridge import Bridge
from ui.papers.asking import Answers, Ask, AskBar

_VALUES = {True: "yes", False: "no", None: ""}


class FactsBar(AskBar):
    """Asks for every fact that fits this kind of mine, and for the paper that says it."""

    stated = Signal(int)
    """So many differ now."""
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, lambda: self._site_id, parent)
        self._bridge = bridge
        self._site_id, self._site_name, self._known = "", "", tuple[StatedFact, ...]()

    def begin(self, site_id: str, name: str) -> None:
        """Ask about this mine."""
        self._site_id, self._site_name = site_id, name
        self._bridge.ask(lambda app: app.register.facts(site_id), self._ask, owner=self)

    def _ask(self, known: tuple[StatedFact, ...]) -> None:
        self._known = known
        choices = (("", self.tr("未登记")), ("yes", self.tr("是")), ("no", self.tr("否")))
        is_english = language.current() == "en"
        asks = [
            Ask(one.key, one.label_en if is_english else one.label, _VALUES[one.holds], choices=choices,
                is_required=False, is_beside=bool(place % 2))
            for place, one in enumerate(known)
        ]  # fmt: skip
        source = next((one.source for one in known if one.source), "")
        paper = Ask("source", self.tr("依据（勘探报告、设计、鉴定报告等）"), source, is_required=False)
        day = Ask("dated_on", self.tr("依据的日期"), is_required=False, is_beside=True)
        note = self.tr("填“否”的，只对这类矿山问的检查项不再问；不清楚的留“未登记”，检查时照问。")
        title = self.tr("登记矿情：{0}").format(self._site_name)
        self.ask(title, [*asks, paper, day], self.tr("记下"), self._record, note=note)

    def _record(self, answers: Answers) -> None:
        said = {"yes": True, "no": False, "": None}
        facts = {one.key: said[answers.get(one.key, "")] for one in self._known}
        differing = {one.key: facts[one.key] for one in self._known if facts[one.key] != one.holds}
        site_id, actor = self._site_id, self._bridge.officer_id
        source, day = answers.get("source", ""), answers.get("dated_on", "") or None
        self._bridge.ask(
            lambda app: app.register.state_facts(actor, site_id, differing, source, day), self._done, self._refused,
            owner=self,
        )  # fmt: skip

    def _done(self, count: int) -> None:
        self.finish()
        self.stated.emit(count)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            raise error
        if error.params.get("field") == "dated_on":
            self.say("dated_on", messages.told(error).happened)
        else:
            self.trouble.emit(error)
