"""Battery and mains of this machine: Linux says it in files, Windows in one call."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUPPLIES = Path("/sys/class/power_supply")
_UNKNOWN_PERCENT = 255
_NO_BATTERY = 128


@dataclass(frozen=True)
class Power:
    """``percent``: charge of all batteries together, ``None`` without a battery. ``on_mains``: plugged in."""

    percent: int | None
    on_mains: bool


def power(supplies: Path = SUPPLIES) -> Power | None:
    """What feeds this machine now; ``None`` where it does not say."""
    return _windows() if sys.platform == "win32" else _linux(supplies)


def _linux(supplies: Path) -> Power | None:
    """Each supply is a folder with ``type``, ``online`` or ``capacity`` and ``status``; mice have batteries too."""
    charges, on_mains, known = [], False, False
    for supply in sorted(supplies.glob("*")):
        if _word(supply, "scope") == "Device":
            continue
        match _word(supply, "type"):
            case "Battery" if (charge := _word(supply, "capacity")).isdigit():
                known = True
                charges.append(min(100, int(charge)))
                on_mains = on_mains or _word(supply, "status") in ("Charging", "Full", "Not charging")
            case "Mains" | "USB":
                known = True
                on_mains = on_mains or _word(supply, "online") == "1"
    return Power(sum(charges) // len(charges) if charges else None, on_mains) if known else None


def _word(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):  # a supply that was just unplugged
        return ""


class _Status(ctypes.Structure):
    """``SYSTEM_POWER_STATUS`` of the Windows interface."""

    _fields_ = (
        ("mains", ctypes.c_ubyte),
        ("battery_flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("seconds_left", ctypes.c_ulong),
        ("seconds_whole", ctypes.c_ulong),
    )


def _windows() -> Power | None:
    status = _Status()
    kernel: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 - Windows alone has it
    if not kernel.GetSystemPowerStatus(ctypes.byref(status)):
        return None
    has_battery = not status.battery_flag & _NO_BATTERY and status.percent != _UNKNOWN_PERCENT
    return Power(int(status.percent) if has_battery else None, status.mains == 1)
