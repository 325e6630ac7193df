"""Finds cards, phones and the folder of chat downloads on this machine. Nothing is opened that could be slow."""

from __future__ import annotations

import contextlib
import json
import os
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from inspector_app import paths
from inspector_app.evidence.source_values import PhotoPlace, PlaceKind

_ESCAPED = re.compile(r"\\([0-7]{3})")
_REMOVABLE = 2
"""DRIVE_REMOVABLE of GetDriveTypeW."""


@cache
def known() -> dict[str, Any]:
    """Folders and endings by kind: ``resources/evidence/photo_sources.json``."""
    found: dict[str, Any] = json.loads(paths.resources("evidence", "photo_sources.json").read_text("utf-8"))
    return found


@dataclass(frozen=True)
class PlaceFinder:
    """Where this machine shows cards and phones; tests and unusual systems say other folders."""

    card_roots: tuple[str, ...] = ()
    phone_root: Path | None = None
    mount_table: Path = Path("/proc/self/mountinfo")

    def cards(self) -> list[PhotoPlace]:
        """Memory cards and USB drives that are mounted now."""
        if sys.platform == "win32":
            return [card(drive, str(drive)[:2]) for drive in _drives()]
        try:
            table = self.mount_table.read_bytes().decode("utf-8", "surrogateescape")
        except OSError:
            return []
        roots = self.card_roots or tuple(known()["card_roots"])
        return [card(mount) for mount in removable(table, roots)]

    def phones(self) -> list[PhotoPlace]:
        """Phones and cameras that the desktop shows as folders (MTP, PTP, iPhone through gvfs)."""
        if sys.platform == "win32":
            return []
        base = self.phone_root or Path(f"/run/user/{os.getuid()}/gvfs")
        marks = tuple(known()["phone_mounts"])
        return [phone(one) for one in _children(base) if one.name.startswith(marks)]

    def places(self) -> list[PhotoPlace]:
        """Cards and phones that are there now. May be slow when a phone is; never for the main thread."""
        return [*self.cards(), *self.phones()]


def removable(mount_table: str, roots: Iterable[str]) -> Iterator[Path]:
    """Mount points below the given folders, from the text of ``/proc/self/mountinfo`` (see proc(5))."""
    below = tuple(f"{root.rstrip('/')}/" for root in roots)
    ignored = frozenset(known()["pseudo_file_systems"])
    for line in mount_table.splitlines():
        before, _dash, after = line.partition(" - ")
        fields, kind = before.split(), after.split()[:1]
        if len(fields) < 6 or not kind or kind[0] in ignored or _is_locked_memory(kind[0], fields[5]):
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        if point.startswith(below):
            yield Path(point)


def _is_locked_memory(kind: str, options: str) -> bool:
    """A read-only folder in memory, as containers have them, holds no pictures of anybody."""
    return kind == "tmpfs" and "ro" in options.split(",")


def card(path: Path, name: str = "") -> PhotoPlace:
    """A card or drive: its DCIM where it has one, else all of it."""
    return PhotoPlace(PlaceKind.CARD, name or path.name, path, _below(path, known()["card_folders"]))


def phone(path: Path) -> PhotoPlace:
    """A phone: the folders of camera, pictures and chats on each of its storages."""
    host = unquote(path.name.partition("host=")[2] or path.name.partition(":")[2])
    storages = [path, *_children(path)]
    folders = tuple(found for one in storages for found in _below(one, known()["phone_folders"]))
    return PhotoPlace(PlaceKind.PHONE, host.replace("_", " ").strip() or path.name, path, folders)


def folder(path: Path) -> PhotoPlace:
    """A folder that the officer chose, with everything in it."""
    return PhotoPlace(PlaceKind.FOLDER, path.name or str(path), path)


def chat(chosen: str | None) -> PhotoPlace:
    """Where chat programs put what is downloaded: what the officer chose, else the Downloads folder."""
    path = Path(chosen) if chosen else downloads_folder()
    return PhotoPlace(PlaceKind.CHAT, path.name, path)


def downloads_folder() -> Path:
    """The desktop's Downloads folder."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "user-dirs.dirs"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        found = re.search(r'^XDG_DOWNLOAD_DIR="(.+)"', config.read_text("utf-8"), re.MULTILINE)
        if found:
            return Path(found[1].replace("$HOME", str(Path.home())))
    return Path.home() / "Downloads"


def _below(path: Path, names: Iterable[str]) -> tuple[Path, ...]:
    return tuple(one for name in names if (one := path / name).is_dir())


def _children(path: Path) -> list[Path]:
    try:
        return sorted(one for one in path.iterdir() if one.is_dir())
    except OSError:  # not there, or just pulled out
        return []


def _drives() -> Iterator[Path]:
    """Removable drives of Windows that hold a medium."""
    import ctypes

    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    present = kernel.GetLogicalDrives()
    for number, letter in enumerate(string.ascii_uppercase):
        drive = Path(f"{letter}:\\")
        if present >> number & 1 and kernel.GetDriveTypeW(str(drive)) == _REMOVABLE and drive.is_dir():
            yield drive
