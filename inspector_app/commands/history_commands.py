"""Commands of what happened: trail, undo, conflict list | choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.errors import BadInput
from inspector_app.labels import action_label, field_label, kind_label

REMOVAL = "~"
"""The field of a conflict between an edit and a removal."""


def _trail(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage import history

    app = context.app
    with app.store.units.read() as connection:
        revisions = history.trail(connection, given["record"])
    if not revisions:
        raise BadInput("record.unknown", kind="", id=given["record"])
    names = _names(app)
    return [
        {
            "at": one.at,
            "clock": one.clock_trust,
            "actor": names.get(one.actor, one.actor),
            "action": one.action,
            "told": action_label(one.action),
            "operation": one.operation,
            "reason": one.reason,
            "action_id": one.action_id,
            "entry": one.entry_id,
            "changes": [
                {"field": name, "label": field_label(name), "old": old, "new": new}
                for name, (old, new) in one.changes.items()
            ],
        }
        for one in revisions
    ]


def _undo(context: Context, given: Mapping[str, Any]) -> Any:
    """The newest action of this officer unless one is named; undo never jumps over what cannot be undone."""
    from inspector_app.storage import history

    app, action_id, name = context.app, given["action"], ""
    if not action_id:
        with app.store.units.read() as connection:
            last = history.last_undoable(connection, app.store.stream_id, app.officer_id)
        if last is None:
            raise BadInput("undo.unknown")
        action_id, name = last
    restored = history.undo(app.store.units, app.officer_id, action_id)
    return {"action_id": action_id, "action": name or None, "told": action_label(name), "records": restored}


def _conflicts(context: Context, _given: Mapping[str, Any]) -> Any:
    app = context.app
    names = _names(app)
    return [
        {
            "kind": one.kind,
            "record": one.record_id,
            "field": one.field,
            "told": f"{kind_label(one.kind)}　{field_label(one.field)}",
            "values": [
                {"entry": entry, "value": value, "actor": names.get(actor, actor), "at": at}
                for entry, (value, actor, at) in one.values.items()
            ],
        }
        for one in _all(app)
    ]


def _choose(context: Context, given: Mapping[str, Any]) -> Any:
    """A value is chosen by its entry; an edit against a removal by ``keep`` or ``remove``."""
    from inspector_app.storage import history

    app = context.app
    fitting = [one for one in _all(app) if one.record_id == given["record"] and one.field == given["field"]]
    if not fitting:
        raise BadInput("conflict.unknown")
    conflict, choice = fitting[0], given["choice"]
    if conflict.field == REMOVAL and choice in ("keep", "remove"):
        removed = choice == "remove"
        reason = given["reason"] or ("选定：仍然删除" if removed else "选定：保留")
        history.settle_removal(app.store.units, app.officer_id, conflict, removed=removed, reason=reason)
    elif conflict.field != REMOVAL and choice in conflict.values:
        history.choose(app.store.units, app.officer_id, conflict, choice)
    else:
        known = ("keep", "remove") if conflict.field == REMOVAL else tuple(conflict.values)
        told = "、".join(known)
        raise BadInput("command.choice_unknown", value=choice, known=told, known_en=told, **_CHOICE.named)
    return {"record": given["record"], "field": given["field"], "left": len(_all(app))}


def _all(app: Any) -> list[Any]:
    from inspector_app.storage import history

    with app.store.units.read() as connection:
        return list(history.conflicts(app.store.units, connection))


def _names(app: Any) -> dict[str, str]:
    return {officer.id: officer.name for officer in app.office.officers()}


_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": {"type": "object"}}
_CHOICE = Argument(
    "choice",
    "采用的写法（entry），删除冲突写 keep 保留或 remove 删除 / entry of the value, or keep or remove",
    required=True,
    positional=True,
)

COMMANDS = (
    Command(
        "trail",
        "一条记录的修改留痕 / everything that happened to a record, oldest first",
        _trail,
        (Argument("record", "记录编号 / id of the record", required=True, positional=True),),
        output=_LIST,
    ),
    Command(
        "undo",
        "撤销本人最近一次操作 / take back one's newest action",
        _undo,
        (Argument("action", "或指定操作编号（留痕中的 action_id） / or this action", positional=True),),
        output={"type": "object", "properties": {"action_id": _TEXT, "told": _TEXT, "records": {"type": "integer"}}},
    ),
    Command("conflict list", "待选定的内容 / what two people changed apart", _conflicts, output=_LIST),
    Command(
        "conflict choose",
        "选定内容 / settle a conflict; the other value stays in the trail",
        _choose,
        (
            Argument("record", "记录编号 / id of the record", required=True, positional=True),
            Argument("field", "栏目，见 conflict list / field as listed", required=True, positional=True),
            _CHOICE,
            Argument("reason", "原因 / reason"),
        ),
    ),
)
