"""What the register says of a mine and its company, put right by hand; a mine that is gone leaves the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.errors import InspectorError
from ui import messages
from ui.bridge import Bridge
from ui.papers.asking import Answers, Ask, AskBar

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.enterprise.dossier import SiteFile

COMPANY = ("name", "uscc", "address", "phone")
SITE = ("name", "address", "mineral", "capacity_tonnes_per_year")
"""Blanks that officers put right on the spot; the whole entry comes by the register's table."""


class Correcting(AskBar):
    """Asks for what is wrong, two blanks in a line, and why."""

    changed = Signal()
    removed = Signal()
    trouble = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, lambda: self._file.site.id if self._file else "", parent)
        self._bridge = bridge
        self._file: SiteFile | None = None

    def correct(self, file: SiteFile) -> None:
        """Ask for the blanks of this mine and its company."""
        self._file = file
        before = texts(file)
        words = {
            "company.name": self.tr("企业名称"), "company.uscc": self.tr("统一社会信用代码"),
            "company.address": self.tr("企业地址"), "company.phone": self.tr("企业电话"),
            "site.name": self.tr("矿山或尾矿库名称"), "site.address": self.tr("矿山地址"),
            "site.mineral": self.tr("矿种"), "site.capacity_tonnes_per_year": self.tr("生产规模（吨/年）"),
        }  # fmt: skip
        asks = [
            Ask(name, words[name], text, is_required=False, is_beside=bool(place % 2))
            for place, (name, text) in enumerate(before.items())
        ]
        reason = Ask("reason", self.tr("更正的原因"), is_required=False)
        self.ask(self.tr("更正登记内容"), [*asks, reason], self.tr("记下"), self._record)

    def leave(self, file: SiteFile) -> None:
        """Ask why the mine leaves the list."""
        self._file = file
        title = self.tr("从名册移出 {0}").format(file.site.name)
        note = self.tr("以往的检查和文书都留着。还有别的登记用到它的，会说明是哪一处。")
        self.ask(title, [Ask("reason", self.tr("原因"))], self.tr("移出名册"), self._remove, note=note)

    def _record(self, answers: Answers) -> None:
        file, actor = self._file, self._bridge.officer_id
        assert file is not None
        before, reason = texts(file), answers.get("reason") or None
        stated = {name: answers[name] or None for name, text in before.items() if answers.get(name, text) != text}
        self._bridge.ask(lambda app: change(app, actor, file, stated, reason), self._done, self._refused, owner=self)

    def _done(self, _nothing: object) -> None:
        self.finish()
        self.changed.emit()

    def _remove(self, answers: Answers) -> None:
        file, actor, reason = self._file, self._bridge.officer_id, answers["reason"]
        assert file is not None

        def work(app: App) -> None:
            from inspector_app.enterprise.inputs import SiteInput

            app.register.remove(actor, SiteInput, file.site.id, reason)

        def left(_nothing: object) -> None:
            self.finish()
            self.removed.emit()

        self._bridge.ask(work, left, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, InspectorError):
            return
        field = str(error.params.get("field") or "")
        place = next((name for name in self.fields if name.endswith(f".{field}")), "")
        if field and place:
            self.say(place, messages.told(error).happened)
        else:
            self.trouble.emit(error)


def texts(file: SiteFile) -> dict[str, str]:
    """The blanks by ``company.`` or ``site.`` and name, as they stand."""
    found = {f"company.{name}": getattr(file.enterprise, name) for name in COMPANY} if file.enterprise else {}
    found |= {f"site.{name}": getattr(file.site, name) for name in SITE}
    return {name: "" if value is None else str(value) for name, value in found.items()}


def change(app: App, actor: str, file: SiteFile, stated: dict[str, Any], reason: str | None) -> None:
    """Put the stated blanks right. Raises ``BadInput`` that names the blank."""
    from inspector_app.enterprise.inputs import EnterpriseInput, SiteInput

    for prefix, kind, record_id in (
        ("company.", EnterpriseInput, file.site.enterprise_id), ("site.", SiteInput, file.site.id),
    ):  # fmt: skip
        fields = {name.removeprefix(prefix): value for name, value in stated.items() if name.startswith(prefix)}
        if fields:
            app.register.change(actor, kind, record_id, reason=reason, **fields)
