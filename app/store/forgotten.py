"""Studies that were wiped on request, so that they are not fetched again while the archive still has them.

Only the SHA-256 of each Study Instance UID is kept, one a line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from app.errors import CacheError
from app.paths import PRIVATE_FILE
from app.store.cache import folder_name


class Forgotten:
    """The list at ``path``; asking it never touches the disk."""

    def __init__(self, path: Path) -> None:
        """Read the list, empty without a file; raises CacheError."""
        self._path = path
        try:
            text = path.read_text(encoding="ascii")
        except FileNotFoundError:
            text = ""
        except (OSError, UnicodeDecodeError) as error:
            raise CacheError("forgotten_unreadable", "The list of wiped studies cannot be read.") from error
        self._names = set(text.split())
        #: Whether the last line may have been cut short, by a full disk or a crash.
        self._torn = bool(text) and not text.endswith("\n")

    def __contains__(self, study_instance_uid: object) -> bool:
        return isinstance(study_instance_uid, str) and folder_name(study_instance_uid) in self._names

    def add(self, study_instance_uids: Iterable[str]) -> None:
        """Put studies on the list, on the disk before returning; raises CacheError."""
        names = {folder_name(uid) for uid in study_instance_uids} - self._names
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            with os.fdopen(descriptor, "a", encoding="ascii") as file:
                if self._torn:
                    file.write("\n")
                self._torn = True
                file.writelines(f"{name}\n" for name in sorted(names))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            why = error.strerror or "unknown error"
            raise CacheError("forgotten_not_written", f"The list of wiped studies cannot be written: {why}.") from error
        self._torn = False
        self._names |= names
