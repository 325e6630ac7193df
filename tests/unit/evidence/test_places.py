"""What is a memory card among the mounts of a machine."""

from __future__ import annotations

from pathlib import Path

from inspector_app.evidence.places import removable

TABLE = r"""
28 27 0:25 / /mnt/tools ro,nosuid - tmpfs tools ro,size=4k
31 27 8:17 / /media/zhang/EOS\040DIGITAL rw,nosuid - vfat /dev/sdb1 rw
32 27 0:40 / /media/zhang/share rw - nfs4 server:/share rw
33 27 8:33 / /home/zhang/disk rw - ext4 /dev/sdc1 rw
34 27 0:41 / /run/media/zhang/CARD rw - exfat /dev/sdd1 rw
"""


def test_cards_are_found_by_their_mounts_and_nothing_else_is() -> None:
    found = list(removable(TABLE, ["/media", "/run/media", "/mnt"]))
    assert found == [Path("/media/zhang/EOS DIGITAL"), Path("/run/media/zhang/CARD")]
