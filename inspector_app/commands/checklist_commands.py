"""Commands about checklists."""

from __future__ import annotations

from inspector_app.commands.command import Command

COMMANDS: tuple[Command, ...] = ()
