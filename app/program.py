"""How the commands of this program are called on this machine: from a package there is no Python to type."""

from __future__ import annotations

import sys


def is_packaged() -> bool:
    """Whether this runs from a package (PyInstaller)."""
    return bool(getattr(sys, "frozen", False))


def command(words: str) -> str:
    """A command as somebody has to type it here: ``python -m app doctor``, ``firstread doctor`` ..."""
    if not is_packaged():
        return f"python -m app {words}"
    return f"{'firstread-console' if sys.platform == 'win32' else 'firstread'} {words}"  # firstread.exe prints nothing
