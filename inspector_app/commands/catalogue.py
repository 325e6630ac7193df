"""All commands of ``inspector``, in the order the help shows them."""

from __future__ import annotations

from inspector_app.commands import (
    checklist_commands,
    demo_command,
    document_commands,
    drill_commands,
    evacuation_command,
    finding_commands,
    form_commands,
    history_commands,
    inspection_commands,
    mine_commands,
    office_commands,
    photo_commands,
    preflight_commands,
    photo_tray_commands,
    quiz_commands,
    register_commands,
    schema_command,
    search_commands,
    store_commands,
    sync_commands,
    tour_commands,
    transcription_commands,
)
from inspector_app.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    *store_commands.COMMANDS,
    *preflight_commands.COMMANDS,
    *office_commands.COMMANDS,
    *register_commands.COMMANDS,
    *mine_commands.COMMANDS,
    *search_commands.COMMANDS,
    *checklist_commands.COMMANDS,
    *inspection_commands.COMMANDS,
    *finding_commands.COMMANDS,
    *photo_commands.COMMANDS,
    *photo_tray_commands.COMMANDS,
    *quiz_commands.COMMANDS,
    *history_commands.COMMANDS,
    *document_commands.COMMANDS,
    *evacuation_command.COMMANDS,
    *form_commands.COMMANDS,
    *transcription_commands.COMMANDS,
    *sync_commands.COMMANDS,
    *tour_commands.COMMANDS,
    *demo_command.COMMANDS,
    *drill_commands.COMMANDS,
    *schema_command.COMMANDS,
)
