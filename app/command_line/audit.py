"""``python -m app audit verify``: whether the audit file is whole and unchanged."""

from __future__ import annotations

import sys
from pathlib import Path

from app.paths import Paths
from app.store.audit import verify


def run(profile: Path | None, file: Path | None, noted: str) -> int:
    """Verify ``file``, or the audit file of the profile, and print what was found.

    Returns the exit status: 0 where nothing is wrong, 1 where something is, 2 where the file cannot be read.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    path = file or paths.audit_file
    try:
        found = verify(path, noted.strip().lower())
    except OSError as error:
        print(f"{path} cannot be read: {error.strerror or error}.", file=sys.stderr)
        return 2
    for problem in found.problems:
        print(f"BAD  {problem}")
    print(f"{'ok   ' if not found.problems else '     '}{found.entries} sound entries; the last one has the hash")
    print(f"     {found.head.hash}")
    if not found.problems:
        print("     Note it elsewhere, and hold a later file against it with --head.")
    return 1 if found.problems else 0
