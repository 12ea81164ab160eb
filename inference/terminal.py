"""What both command lines have in common: words that name files, extras, and an end that nobody reads to."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path


def named_path(text: str) -> Path:
    """A file or folder, as type of an argument.

    An empty word is refused: it is what an unset variable leaves of a script's command, and Python takes it for the
    folder that one happens to be in, which may hold another study.
    """
    if not text:
        raise argparse.ArgumentTypeError("a file or folder is needed, and the word is empty")
    return Path(text)


def how_to_add(extra: str) -> str:
    """The command that adds an extra. Firstread is in no index of packages: a name there would be somebody else's."""
    return f'python -m pip install -c installer/constraints.txt -e ".[{extra}]" (in the folder of the source)'


def read_to_the_end(run: Callable[[], int]) -> int:
    """The exit status of ``run``, or 1 where its output goes to a program that ended first, such as ``head``."""
    try:
        status = run()
        if sys.stdout is not None:  # firstread.exe has none
            sys.stdout.flush()
        return status
    except BrokenPipeError:
        if not _nobody_reads():
            raise
        return 1


def _nobody_reads() -> bool:
    try:
        print(flush=True)  # or was it a connection?
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python tries once more at its end
        return True
    return False
