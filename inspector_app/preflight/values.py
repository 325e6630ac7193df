"""Value types of 出检前自检: what is looked at, how it ended, and what removes a red line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class CheckState(StrEnum):
    """How a check ended: green, yellow or red."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class CheckGroup(StrEnum):
    """Under which heading a line stands."""

    AUTHORITY = "authority"
    """Who goes, in whose name, by what order."""
    KNOWLEDGE = "knowledge"
    """What must be on the laptop already."""
    PAPERS = "papers"
    """What papers are made of: numbers, sheets, faces, a printer."""
    SAFEKEEPING = "safekeeping"
    """What was handed over and copied."""
    MACHINE = "machine"
    """The laptop itself."""


class CheckKey(StrEnum):
    """One line of the list."""

    OFFICERS = "officers"
    BUREAU = "bureau"
    ASSIGNMENTS = "assignments"
    REGISTER = "register"
    CHECKLISTS = "checklists"
    LAW = "law"
    CALENDAR = "calendar"
    NUMBERS = "numbers"
    SHEETS = "sheets"
    FORMS = "forms"
    FONTS = "fonts"
    PRINTER = "printer"
    CERTIFICATE = "certificate"
    HANDOVER = "handover"
    BACKUP = "backup"
    TYPED = "typed"
    DISK = "disk"
    FOLDER = "folder"
    BATTERY = "battery"
    CLOCK = "clock"
    TIME_ZONE = "time_zone"


class Remedy(StrEnum):
    """What removes a red line: the window makes a button of it, the command line says it."""

    OFFICERS = "officers"
    BUREAU = "bureau"
    ASSIGNMENT = "assignment"
    REGISTER = "register"
    REGISTER_IMPORT = "register_import"
    CALENDAR_IMPORT = "calendar_import"
    NUMBERS_LEASE = "numbers_lease"
    NUMBERS_ENTER = "numbers_enter"
    SHEETS_RECEIVE = "sheets_receive"
    SHEETS_SPOIL = "sheets_spoil"
    PRINT_TEST = "print_test"
    PRINTER_ADD = "printer_add"
    JOIN = "join"
    HAND_OVER = "hand_over"
    BACK_UP = "back_up"
    TYPED_TEXTS = "typed_texts"
    DISK_SPACE = "disk_space"
    CLOCK_SET = "clock_set"
    POWER = "power"
    REINSTALL = "reinstall"
    AGAIN = "again"


@dataclass(frozen=True)
class Check:
    """How one check ended. ``code`` names its sentence, ``figures`` fill the blanks.

    ``remedies``: what removes a yellow or red line, the advised one first; a green line may offer one too.
    ``record_id``: the record that the remedy is about, when there is one.
    """

    key: CheckKey
    state: CheckState
    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    record_id: str = ""

    def told(self, language: str = "zh") -> str:
        """The sentence for people."""
        from inspector_app.messages import say

        return str(say(self.code, language, **self.figures))


@dataclass(frozen=True)
class Limits:
    """From which figures on a line is yellow or red; an office may choose them (settings ``preflight.*``)."""

    photos_warning: int
    photos_least: int
    battery_warning: int
    battery_least: int


@dataclass(frozen=True)
class LastRun:
    """When the whole list was last gone through on this laptop, and how it ended."""

    at: datetime
    bad: int
    warn: int
    good: int

    @property
    def open(self) -> int:
        """Lines that want something done."""
        return self.bad + self.warn
