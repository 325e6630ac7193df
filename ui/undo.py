"""One key takes back what the officer did last; nothing is lost, the journal keeps both."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ui import words
from ui.bridge import Bridge
from ui.language import tr

if TYPE_CHECKING:
    from ui.desk import Desk


def undo_last(bridge: Bridge, desk: Desk) -> None:
    """Take back the newest action of this officer and say what it was."""
    take_back_last(bridge, desk, desk.say)


def take_back_last(bridge: Bridge, owner: QObject, say: Callable[[str], object]) -> None:
    """The same for a page that has its own key for it."""
    actor = bridge.officer_id
    bridge.ask(lambda app: _undo(app, actor), lambda name: _tell(say, name), owner=owner)


def _undo(app: Any, actor: str) -> str | None:
    from inspector_app.storage import history

    with app.store.units.read() as connection:
        last = history.last_undoable(connection, app.store.stream_id, actor)
    if last is None:
        return None
    history.undo(app.store.units, actor, last[0])
    return last[1]


def _tell(say: Callable[[str], object], name: str | None) -> None:
    if name is None:
        say(tr("没有可以撤销的操作。"))
    else:
        say(tr("已撤销：{action}。修改留痕中仍可查到。").format(action=words.action(name)))
