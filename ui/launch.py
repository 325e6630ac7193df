"""The ``inspector`` entry point: the window when nothing is said, the command line otherwise."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Open the window, or run the sub-command that was given."""
    if len(sys.argv) > 1:
        from inspector_app.cli import main as run_command

        return run_command(sys.argv[1:])
    gc.disable()  # loading makes no garbage; then ``ui.housekeeping`` sees to it
    from ui.main import main as open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main())
