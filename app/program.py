"""How the commands of this program are called on this machine: from a package there is no Python to type."""

from __future__ import annotations

import re
import sys
from io import TextIOWrapper


def is_packaged() -> bool:
    """Whether this runs from a package (PyInstaller)."""
    return bool(getattr(sys, "frozen", False))


def print_all_letters() -> None:
    """Letters that the terminal, or the file behind it, cannot take are written as codes from now on.

    Python would end with an error instead, and after a change was made.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def lacking(error: ImportError) -> str:
    """Which library of the system Qt looked for in vain, and what to do, in one sentence; empty for other errors.

    A desktop has them; a server, or a portable package on a small system, may not.
    """
    found = re.match(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file", str(error))
    if found is None:
        return ""
    where = "the packages of the system (libgl1, libegl1 and such on Debian and Ubuntu) bring it"
    return f"Firstread cannot draw a window, because this system lacks {found[1]}; {where}."


def command(words: str) -> str:
    """A command as somebody has to type it here: ``python -m app doctor``, ``firstread doctor`` ..."""
    if not is_packaged():
        return f"python -m app {words}"
    return f"{'firstread-console' if sys.platform == 'win32' else 'firstread'} {words}"  # firstread.exe prints nothing
