"""Where the packaged program begins: one bundle, two commands, told apart by the name they are called by.

``firstread`` is ``python -m app``, and ``firstread-detector`` is ``python -m inference``.
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def main() -> int:
    """Runs what was called; returns the exit status."""
    multiprocessing.freeze_support()  # a child process of the bundle begins here as well, and ends in this line
    if Path(sys.executable).stem.endswith("-detector"):
        from inference.__main__ import main as detector

        return detector()
    from app.__main__ import main as worklist

    return worklist()


if __name__ == "__main__":
    sys.exit(main())
