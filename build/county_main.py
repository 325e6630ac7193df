"""Entry script of the frozen ``county-server``."""

import multiprocessing
import sys

from county_server.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
