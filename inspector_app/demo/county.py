"""A county server of the demo's own: a separate process, reached over real HTTP, stopped at the end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector_app.errors import Unreachable

_STOP_SECONDS = 15


class CountyProcess:
    """``county-server`` on a data folder; one process for serving, short ones for administration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._serving: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Serve on a free port; the address. Raises ``Unreachable`` when the process does not come up."""
        command = self._command("serve", "--port", "0")
        self._serving = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert self._serving.stdout is not None
        line = self._serving.stdout.readline()
        if not line.startswith("LISTENING "):
            raise Unreachable("demo.county_silent", status=self._serving.wait())
        return line.removeprefix("LISTENING ").strip()

    def ask(self, *words: str) -> Any:
        """Run one administrative command and read its JSON. Raises ``Unreachable`` when it fails."""
        done = subprocess.run(
            self._command(*words, "--json"), capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise Unreachable("demo.county_refused", command=" ".join(words), detail=done.stderr.strip()[-300:])
        return json.loads(done.stdout)

    def stop(self) -> None:
        """End the serving process; everything it acknowledged is on disk."""
        if self._serving is None:
            return
        self._serving.terminate()
        try:
            self._serving.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._serving.kill()
            self._serving.wait()
        if self._serving.stdout:
            self._serving.stdout.close()
        self._serving = None

    def _command(self, *words: str) -> Sequence[str]:
        program = [sys.executable, "-m", "county_server.main"]
        if getattr(sys, "frozen", False):
            suffix = ".exe" if sys.platform == "win32" else ""
            program = [str(Path(sys.executable).with_name("county-server" + suffix))]
        return [*program, *words, "--data", str(self.folder), "--sample"]
