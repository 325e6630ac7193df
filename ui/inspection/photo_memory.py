"""What this machine remembers about photos: an import that did not end, and where chats put their pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.evidence.source_values import PhotoPlace, PlaceKind, Since
from ui import folders
from ui.bridge import Bridge
from ui.inspection.photo_run import ImportResult

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

UNFINISHED = "photo.unfinished"
"""``local_value`` key: the import that was going on, JSON; empty when none was."""
CHAT_FOLDER = "photo.chat_folder"
Offer = Callable[[PhotoPlace], object]


class ImportMemory(QObject):
    """Kept beside the journal: it is about this machine, not about the visit."""

    def __init__(self, bridge: Bridge, owner: QWidget) -> None:
        super().__init__(owner)
        self._bridge = bridge
        self._owner = owner
        self._asked_for: set[str] = set()

    def begun(self, inspection_id: str, place: PhotoPlace, since: Since) -> None:
        """An import begins; should the machine die, it is offered again."""
        known = {"inspection": inspection_id, "kind": place.kind, "name": place.name, "path": str(place.path),
                 "folders": [str(one) for one in place.folders], "since": since}  # fmt: skip
        self._keep(UNFINISHED, json.dumps(known, ensure_ascii=False))

    def ended(self, result: ImportResult) -> None:
        """Nothing is left of it, or it can be taken up again."""
        if not result.left:
            self._keep(UNFINISHED, "")

    def for_visit(self, inspection_id: str, offer: Offer) -> None:
        """Offer the place of an import that did not end, once in each window."""
        if not inspection_id or inspection_id in self._asked_for:
            return
        self._asked_for.add(inspection_id)

        def found(text: str | None) -> None:
            known = json.loads(text) if text else {}
            if known.get("inspection") == inspection_id:
                offer(_place_of(known))

        self._bridge.ask(lambda app: app.store.local(UNFINISHED), found, owner=self)

    def chat_place(self, folder: Path | None, offer: Offer) -> None:
        """Offer the folder of chat downloads; ``folder`` is remembered as it from now on."""
        if folder is not None:
            self._keep(CHAT_FOLDER, str(folder))

        def work(app: App) -> PhotoPlace:
            from inspector_app.evidence import places

            return places.chat(app.store.local(CHAT_FOLDER))

        self._bridge.ask(work, lambda place: _offered(offer, place), owner=self)

    def choose_chat_folder(self, then: Callable[[Path], object]) -> None:
        """Let the officer say where chats put their pictures."""
        usual = folders.downloads()
        dialog = QFileDialog(self._owner, self.tr("聊天软件把图片存在哪个文件夹"), usual)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(lambda names: then(Path(names[0])))
        dialog.open()

    def _keep(self, key: str, text: str) -> None:
        self._bridge.ask(lambda app: app.store.set_local(key, text), owner=self)


def _offered(offer: Offer, place: PhotoPlace) -> None:
    offer(place)


def _place_of(known: dict[str, Any]) -> PhotoPlace:
    folders = tuple(Path(one) for one in known.get("folders", ()))
    return PhotoPlace(PlaceKind(known["kind"]), known["name"], Path(known["path"]), folders)
