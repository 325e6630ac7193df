"""The dual groups of one visit as chips; each has cases of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout

from inspector_app.enforcement.case_values import GroupRow
from ui import language
from ui.widgets.basic import Button, row


def group_chips(groups: Sequence[GroupRow], shown_id: str, choose: Callable[[str], object]) -> QHBoxLayout:
    """One chip for each group, the shown one on; ``choose`` gets the id of the one pressed."""
    chips = row()
    for number, group in enumerate(groups, 1):
        chip = Button(language.tr("双罚 {0}").format(number), lambda one=group.id: choose(one))
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setChecked(group.id == shown_id)
        chips.addWidget(chip)
    chips.addStretch(1)
    return chips
