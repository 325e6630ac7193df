"""Both commands of the README on a bare Debian 12: no pip, venv, apt lists, Qt libraries, fonts or display.

Needs root and ``debootstrap``. Prints wall times and what was downloaded. Usage: ``run.py soak bare``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITE = "bookworm"
CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
"""A machine behind a company proxy trusts a certificate of its own; the bare system must trust it as well."""


def make_bare_system(folder: Path) -> None:
    """A minimal Debian with ``python3`` and nothing else, its apt lists empty again."""
    include = "--include=python3-minimal,python3,ca-certificates"
    subprocess.run(
        ["debootstrap", "--variant=minbase", include, SUITE, str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    shutil.rmtree(folder / "var/lib/apt/lists", ignore_errors=True)
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    for file in (CA_BUNDLE, "/etc/pip.conf", "/root/.config/pip/pip.conf"):
        if Path(file).exists():
            target = folder / file.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    for source in (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")):
        if source.exists():
            shutil.copy(source, folder / str(source).lstrip("/"))
    if (folder / "etc/apt/sources.list.d/debian.sources").exists():
        (folder / "etc/apt/sources.list").unlink(missing_ok=True)


def run_inside(folder: Path, *command: str) -> tuple[int, float]:
    """Run a command in the bare system with an empty environment; exit status and seconds."""
    passed = {k: v for k, v in os.environ.items() if k in ("PIP_CERT", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY")}
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "SSL_CERT_FILE": CA_BUNDLE, **passed}
    settings = [f"{name}={value}" for name, value in environment.items()]
    inside = ["chroot", str(folder), "env", "-i", *settings, "sh", "-c"]
    mounts = "mount -t proc proc /proc; mount -t tmpfs tmpfs /dev/shm 2>/dev/null; "
    script = mounts + "cd /kuanganjian && exec " + " ".join(command)
    began = time.monotonic()
    status = subprocess.call(["unshare", "-m", "-p", "-f", *inside, script])
    return status, time.monotonic() - began


def make_devices(folder: Path) -> None:
    """The few device files that programs expect."""
    for name, major, minor in (("null", 1, 3), ("zero", 1, 5), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0)):
        if not (folder / "dev" / name).exists():
            subprocess.run(["mknod", "-m", "666", str(folder / "dev" / name), "c", str(major), str(minor)], check=True)
    (folder / "dev/shm").mkdir(exist_ok=True)


def megabytes(*folders: Path) -> float:
    """Size of all files below the folders."""
    return sum(f.stat().st_size for folder in folders for f in folder.rglob("*") if f.is_file()) / 1e6


def main() -> int:
    """Make the system, run both commands, print what they took."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        print("skipped: needs root and debootstrap (apt-get install debootstrap)")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="bare-"))
    try:
        make_bare_system(folder)
        make_devices(folder)
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "kuanganjian")], check=True)
        apt_conf = folder / "etc/apt/apt.conf.d/01keep"
        keep = 'APT::Keep-Downloaded-Packages "true";\n'
        apt_conf.write_text("Binary::apt::" + keep + keep)
        first, seconds = run_inside(folder, "python3", "run.py")
        print(f"python3 run.py: exit {first}, {seconds:.0f} s")
        print(f"  downloaded: apt {megabytes(folder / 'var/cache/apt/archives'):.0f} MB,"
              f" wheels unpacked {megabytes(folder / 'kuanganjian/.venv', folder / 'kuanganjian/.setup'):.0f} MB")
        again, seconds = run_inside(folder, "python3", "run.py", "setup")
        print(f"second start of the set-up: exit {again}, {seconds:.2f} s")
        tests, seconds = run_inside(folder, "python3", "run.py", "test")
        print(f"python3 run.py test: exit {tests}, {seconds:.0f} s")
        return first or again or tests
    finally:
        if "--keep" in sys.argv:
            print("kept:", folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
