"""Where photos may lie on this machine: mount tables, phones of the desktop, the Downloads folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector_app.evidence import places
from inspector_app.evidence.source_values import FileKind, PlaceKind
from inspector_app.evidence.survey import clock_gap, kind_of
from tests.fixtures.cards import MORNING

TABLE = r"""22 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
66 29 8:17 / /media/zhang/NIKON\040D7500 rw,nosuid shared:40 - vfat /dev/sdb1 rw,uid=1000
67 29 8:33 / /run/media/zhang/备份盘 rw shared:41 - fuseblk /dev/sdc1 rw
68 29 0:51 / /media/office rw shared:42 - nfs4 server:/office rw
69 29 0:52 / /mediathek rw shared:43 - ext4 /dev/sdd1 rw
70 broken
"""


def test_cards_are_mounts_below_the_folders_of_media_with_their_names_read() -> None:
    found = list(places.removable(TABLE, ("/media", "/run/media")))
    assert found == [Path("/media/zhang/NIKON D7500"), Path("/run/media/zhang/备份盘")]


def test_a_table_that_cannot_be_read_shows_no_card(tmp_path: Path) -> None:
    assert places.PlaceFinder(mount_table=tmp_path / "nowhere", phone_root=tmp_path).places() == []


def test_a_card_is_looked_through_where_cameras_write(tmp_path: Path) -> None:
    (tmp_path / "DCIM").mkdir()
    (tmp_path / "private").mkdir()
    assert places.card(tmp_path).roots == (tmp_path / "DCIM",)
    assert places.card(tmp_path / "private").roots == (tmp_path / "private",)


@pytest.mark.skipif(os.name != "posix", reason="Windows shows no phone as a folder")
def test_a_phone_is_named_as_it_calls_itself_and_looked_through_in_every_storage(tmp_path: Path) -> None:
    for inner in ("内部存储/DCIM", "内部存储/Pictures", "SD卡/DCIM", "内部存储/Music"):
        (tmp_path / "mtp:host=Xiaomi_Redmi%20Note_8" / inner).mkdir(parents=True)
    (tmp_path / "sftp:host=server").mkdir()
    (phone,) = places.PlaceFinder(phone_root=tmp_path).phones()
    assert (phone.kind, phone.name) == (PlaceKind.PHONE, "Xiaomi Redmi Note 8")
    assert sorted(one.parent.name + "/" + one.name for one in phone.roots) == [
        "SD卡/DCIM", "内部存储/DCIM", "内部存储/Pictures",
    ]  # fmt: skip


def test_the_downloads_folder_is_the_desktops_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert places.downloads_folder() == tmp_path / "home" / "Downloads"
    (tmp_path / "user-dirs.dirs").write_text('# made by the desktop\nXDG_DOWNLOAD_DIR="$HOME/下载"\n', "utf-8")
    assert places.downloads_folder() == tmp_path / "home" / "下载"
    assert places.chat("/data/微信").path == Path("/data/微信")


def test_files_are_sorted_by_their_endings() -> None:
    kinds = {name: kind_of(name) for name in ("a.JPG", "b.heic", "c.MOV", "d.amr", "e.bmp", "f.docx", "g", "h.xyz")}
    assert kinds == {
        "a.JPG": None, "b.heic": None, "c.MOV": FileKind.VIDEO, "d.amr": FileKind.SOUND, "e.bmp": FileKind.RAW,
        "f.docx": FileKind.DOCUMENT, "g": FileKind.OTHER, "h.xyz": FileKind.OTHER,
    }  # fmt: skip


def test_a_cameras_clock_is_compared_in_the_zone_it_was_set_to() -> None:
    assert clock_gap("2026-03-10T10:03:00", "2026-03-10T02:00:00+00:00", MORNING) == 180
    assert clock_gap("2026-03-10T10:00:00+08:00", "2026-03-10T02:01:00+00:00", MORNING) == -60
    assert clock_gap("broken", "2026-03-10T02:01:00+00:00", MORNING) is None
