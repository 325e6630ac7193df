"""The verbs of ``run.py``: each makes sure the set-up is there, then starts the real thing with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import setup_machine as machine

ROOT = Path(__file__).resolve().parent.parent
VERBS = ("app", "setup", "test", "server", "demo", "bench", "soak", "shot", "pictures")


def main(arguments: list[str]) -> int:
    """Run one verb; its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] - a console that knows no Chinese shows "?"
    verb = arguments[0] if arguments else "app"
    if verb not in VERBS:
        print(__doc__, "\n", "verbs:", ", ".join(VERBS), file=sys.stderr)
        return 2
    rest = arguments[1:]
    machine.use_supported_python()
    try:
        for_tests = verb in ("test", "bench", "soak", "shot", "pictures")
        python = machine.set_up(ROOT, for_window=verb in ("app", "setup") and _has_display(), for_tests=for_tests)
    except machine.SetupStopped as stop:
        print(stop, file=sys.stderr)
        return 1
    return globals()["_" + verb](python, rest)


def _setup(_python: Path, _rest: list[str]) -> int:
    print("set-up complete / 安装完成")
    return 0


def _app(python: Path, rest: list[str]) -> int:
    if not _has_display():
        print("没有显示器：改为演示（无界面）。/ No display here: playing the guided demo without a window.")
        return _demo(python, rest)
    return _run(python, "-m", "ui.launch", *rest)


def _demo(python: Path, rest: list[str]) -> int:
    out = [] if "--out" in rest else ["--out", str(Path(tempfile.mkdtemp(prefix="kuanganjian-demo-")))]
    return _run(python, "-m", "inspector_app.cli", "demo", *out, *rest)


def _server(python: Path, rest: list[str]) -> int:
    data = [] if "--data" in rest else ["--data", str(ROOT / "work" / "county")]
    return _run(python, "-m", "county_server.main", "serve", *data, *rest)


def _test(python: Path, rest: list[str]) -> int:
    """Lint, format, types and tests; the first three are skipped when single tests are asked for."""
    checks = (
        []
        if rest
        else [
            ["-m", "ruff", "check", "."],
            ["-m", "mypy"],
        ]
    )
    for check in checks:
        print("==", " ".join(check[1:]), flush=True)
        status = _run(python, *check)
        if status:
            return status
    print("== pytest", flush=True)
    both_cores = [] if rest else ["-n", "auto", "--dist", "loadfile"]
    return _run(python, "-m", "pytest", *both_cores, *rest, env={"QT_QPA_PLATFORM": "offscreen"})


def _bench(python: Path, rest: list[str]) -> int:
    return _each_script(python, ROOT / "tests" / "benchmarks", "bench_*.py", rest)


def _soak(python: Path, rest: list[str]) -> int:
    return _each_script(python, ROOT / "tests" / "soak", "soak_*.py", rest)


def _shot(python: Path, rest: list[str]) -> int:
    """Pictures of every screen into a folder; with ``--golden`` the few that a test compares, anew."""
    if rest == ["--golden"]:
        return _run(python, "-m", "tests.ui.looks.golden")
    return _on_a_screen([str(python), "-m", "ui.shots", *(rest or [str(ROOT / "shots")])])


def _pictures(python: Path, rest: list[str]) -> int:
    """The pictures of the guides, taken anew."""
    return _on_a_screen([str(python), "-m", "tools.help_pictures", *rest])


def _on_a_screen(command: list[str]) -> int:
    if not _has_display() and sys.platform.startswith("linux"):
        if not shutil.which("xvfb-run"):
            print("apt-get install xvfb xauth", file=sys.stderr)
            return 1
        command = ["xvfb-run", "-a", "-s", "-screen 0 3840x2160x24", *command]
    return subprocess.call(command, cwd=ROOT, env={**_environment(), "QT_QPA_PLATFORM": "xcb"})


def _each_script(python: Path, folder: Path, pattern: str, names: list[str]) -> int:
    worst = 0
    for script in sorted(folder.glob(pattern)):
        if names and not any(name in script.name for name in names):
            continue
        print("==", script.name, flush=True)
        worst = max(worst, _run(python, str(script)))
    return worst


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def _run(python: Path, *arguments: str, env: dict[str, str] | None = None) -> int:
    return subprocess.call([str(python), *arguments], cwd=ROOT, env={**_environment(), **(env or {})})
