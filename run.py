#!/usr/bin/env python3
"""矿安检: one command sets up what is missing and starts it. Standard library only; runs on a bare Python 3.

python3 run.py            open the app (without a display: play the guided demo)
python3 run.py test       lint, types, all tests
python3 run.py setup | server | demo | bench | soak | shot | pictures
"""

import sys

if sys.version_info < (3, 7):  # noqa: UP036 - only to say it plainly; the rest needs more
    sys.exit("Python 3.11, 3.12 or 3.13 is needed / 需要 Python 3.11、3.12 或 3.13")

import os
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = os.environ.get("PYTHONDONTWRITEBYTECODE") == "1"

from tools.starter import main  # noqa: E402 - the path had to be set first

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
