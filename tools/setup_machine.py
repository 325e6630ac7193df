"""Makes ``.venv`` in the checkout from hash-pinned requirements and installs missing system packages.

Standard library only. Every step can be cut off and repeated; a stamp makes the second start resolve nothing.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ((3, 11), (3, 12), (3, 13))
QT_LIBRARIES = {
    "libglib2.0-0": "glib-2.0",
    "libegl1": "EGL",
    "libgl1": "GL",
    "libx11-6": "X11",
    "libdbus-1-3": "dbus-1",
    "libfontconfig1": "fontconfig",
    "libfreetype6": "freetype",
    "libxkbcommon0": "xkbcommon",
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-image0": "xcb-image",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-render-util0": "xcb-render-util",
    "libxcb-shape0": "xcb-shape",
    "libxcb-xkb1": "xcb-xkb",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libcups2": "cups",
}
"""Debian package -> the library it brings: what PySide6 needs beyond its wheels."""

TEST_PROGRAMS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "strace": "strace",
    "dbus-daemon": "dbus-daemon",
    "faketime": "faketime",
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
}
"""Debian package -> the program that tests and screenshots start."""


class SetupStopped(Exception):
    """Set-up cannot go on by itself; the text says what happened and what to type."""


def use_supported_python() -> None:
    """Go on with a supported interpreter, or say plainly that there is none."""
    if sys.version_info[:2] in SUPPORTED:
        return
    for major, minor in reversed(SUPPORTED):
        other = shutil.which(f"python{major}.{minor}")
        if other and other != sys.executable:
            os.execv(other, [other, *sys.argv])
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    sys.exit(
        f"本程序需要 Python 3.11、3.12 或 3.13，当前为 {found}。请安装其中之一后重试。\n"
        f"This program needs Python 3.11, 3.12 or 3.13; this is {found}. Install one of them and try again."
    )


def set_up(root: Path, *, for_window: bool, for_tests: bool) -> Path:
    """Everything that is missing; returns the interpreter of the environment.

    Qt's system libraries are only asked for when a window will be opened (``for_window``) or tested.
    Raises ``SetupStopped`` with the command a person must run.
    """
    venv = root / ".venv"
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = _stamp(root)
    stamp = venv / "set-up.stamp"
    if for_window or for_tests:
        _system_packages(for_tests=for_tests)
    if python.exists() and stamp.exists() and stamp.read_text("ascii") == wanted:
        return python
    print("正在准备运行环境……/ Preparing the environment …", flush=True)
    stamp.unlink(missing_ok=True)
    uv = _uv(root)
    if not _is_supported(python):
        _call([str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(venv)])
    requirements = root / "requirements" / "dev.txt"
    _call([str(uv), "pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(requirements)])
    _editable(root, python)
    folders = [str(root / name) for name in ("inspector_app", "county_server", "ui")]
    compile_all = ["-m", "compileall", "-q", "-j", "0", "-x", r"\.tmpl\.py$|lib2to3|/tests?/"]
    _call([str(python), *compile_all, *folders, str(venv / "lib")], check=False)
    stamp.write_text(wanted, "ascii")
    return python


def _stamp(root: Path) -> str:
    """A name for what this environment is made from."""
    digest = hashlib.sha256(repr((sys.version_info[:3], sys.platform, str(root))).encode())
    for file in ("requirements/dev.txt", "requirements/uv.txt", "pyproject.toml", "tools/setup_machine.py"):
        digest.update((root / file).read_bytes())
    return digest.hexdigest()


def _is_supported(python: Path) -> bool:
    """Whether an environment is there whose interpreter runs and is one we support."""
    if not python.exists():
        return False
    ask = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and tuple(map(int, answer.stdout.split())) in SUPPORTED


def _uv(root: Path) -> Path:
    """The pinned installer, in a small environment of its own inside ``.setup``."""
    home = root / ".setup"
    folder = home / ("Scripts" if sys.platform == "win32" else "bin")
    uv = folder / ("uv.exe" if sys.platform == "win32" else "uv")
    if uv.exists() and subprocess.run([str(uv), "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    if _lacks_venv():
        _apt(["python3-venv"], "Python's own venv module (ensurepip) is missing")
    if home.exists():
        shutil.rmtree(home)
    _call([sys.executable, "-m", "venv", str(home)])
    pip = [str(folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _call([*pip, "--require-hashes", "-r", str(root / "requirements" / "uv.txt")])
    return uv


def _lacks_venv() -> bool:
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return probe.returncode != 0


def _editable(root: Path, python: Path) -> None:
    """Make the checkout importable and put ``inspector`` and ``county-server`` beside the interpreter.

    A path file and two small scripts do what an editable install does, without building anything.
    """
    ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = Path(subprocess.check_output([str(python), "-c", ask], text=True).strip())
    (site / "kuanganjian.pth").write_text(str(root) + "\n", "utf-8")
    for name, module in (("inspector", "ui.launch"), ("county-server", "county_server.main")):
        if sys.platform == "win32":
            (python.parent / f"{name}.cmd").write_text(f'@"%~dp0python.exe" -m {module} %*\r\n', "ascii")
        else:
            script = python.parent / name
            script.write_text(f'#!/bin/sh\nexec "{python}" -m {module} "$@"\n', "utf-8")
            script.chmod(0o755)


def _system_packages(*, for_tests: bool) -> None:
    """Install what Qt (and for tests the X server) needs on Debian; elsewhere nothing is asked."""
    if not sys.platform.startswith("linux") or not shutil.which("dpkg"):
        return
    missing = [package for package, library in QT_LIBRARIES.items() if not _has_library(library)]
    if for_tests:
        missing += [package for package, program in TEST_PROGRAMS.items() if not shutil.which(program)]
    if missing:
        _apt(missing, "Qt and the tests need system libraries" if for_tests else "Qt needs system libraries")


def need(programs: dict[str, str], reason: str) -> None:
    """Install the Debian packages whose program is missing. Raises ``SetupStopped`` with what a person must type."""
    missing = [package for package, program in programs.items() if not shutil.which(program)]
    if missing:
        _apt(missing, reason)


def _has_library(name: str) -> bool:
    """Whether the loader knows the library; the cache is asked, since a bare machine has no compiler to ask."""
    if ctypes.util.find_library(name):
        return True
    return any(any(Path(folder).glob(f"*-linux-gnu*/lib{name}.so.*")) for folder in ("/usr/lib", "/lib"))


def _apt(packages: list[str], reason: str) -> None:
    """Install Debian packages as root or by ``sudo -n``; else say exactly what to type and why."""
    prefix: list[str] | None = []
    if os.name == "posix" and os.geteuid() != 0:
        prefix = ["sudo", "-n"] if _has_quiet_sudo() else None
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    explained = f"{reason} / 缺少系统组件。\n请运行 / please run:\n  sudo apt-get update && sudo {command}"
    if prefix is None or not shutil.which("apt-get"):
        raise SetupStopped(explained)
    print(f"{reason}: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = subprocess.run([*prefix, "apt-get", "update", "-qq"], env=environment, check=False)
    install = subprocess.run(
        [*prefix, *command.split(), "-qq"], env=environment, check=False, stdout=subprocess.DEVNULL
    )
    if update.returncode or install.returncode:
        raise SetupStopped(explained)


def _has_quiet_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _call(command: list[str], *, check: bool = True) -> None:
    done = subprocess.run(command, check=False)
    if check and done.returncode:
        raise SetupStopped(
            f"这一步没有成功（可直接重试）/ this step failed (it can simply be repeated):\n  {' '.join(command)}"
        )
