"""Which machine this is, so that a store copied to another one opens a stream of its own."""

from __future__ import annotations

import hashlib
import os
import sys
import uuid
from pathlib import Path


def machine_mark(store_id: str) -> str:
    """A mark of this machine that is different for every store (and so names no machine)."""
    return hashlib.sha256(f"{_machine_name()}|{store_id}".encode()).hexdigest()[:24]


def _machine_name() -> str:
    stated = os.environ.get("INSPECTOR_MACHINE")
    if stated:
        return stated
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for file in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        if file.exists() and file.read_text("ascii").strip():
            return file.read_text("ascii").strip()
    return str(uuid.getnode())
