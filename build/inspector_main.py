"""Entry script of the frozen ``inspector``."""

import multiprocessing
import sys

from ui.launch import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
