"""Where Firstread keeps things on this machine: the platform's own folders, readable by their owner only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from platformdirs import PlatformDirs

#: Folder modes: patient data is nobody else's business. (Windows profiles are private by their own rules.)
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one profile.

    Attributes:
        config: folder of ``settings.toml``.
        data: folder of the journal, the audit file and the metrics.
        cache: folder of images and results; may be deleted while Firstread is closed.
        log: folder of log files, which hold no patient data.
    """

    config: Path
    data: Path
    cache: Path
    log: Path

    @classmethod
    def of_user(cls) -> Paths:
        """The platform's folders of the current user (XDG, Library or AppData)."""
        dirs = PlatformDirs("firstread", appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)

    @classmethod
    def of_profile(cls, folder: Path) -> Paths:
        """Everything below one folder, for ``--profile DIR``, the demo and tests."""
        return cls(folder / "config", folder / "data", folder / "cache", folder / "log")

    @property
    def settings_file(self) -> Path:
        """The settings, as TOML."""
        return self.config / "settings.toml"

    @property
    def journal_file(self) -> Path:
        """The SQLite journal."""
        return self.data / "journal.sqlite3"

    @property
    def audit_file(self) -> Path:
        """Who did what, as a chain of entries; its head is beside it."""
        return self.data / "audit.jsonl"

    @property
    def archives_file(self) -> Path:
        """What the archives turned out to support; holds no patient data."""
        return self.data / "archives.json"

    @property
    def forgotten_file(self) -> Path:
        """Hashes of the studies that were wiped and are not to be fetched again."""
        return self.data / "forgotten"

    @property
    def requests(self) -> Path:
        """Folder in which a second start leaves what it asks of the first (:mod:`app.second_start`)."""
        return self.data / "requests"

    def make(self) -> Paths:
        """Make the folders, with mode 0700; returns self. Raises OSError."""
        for folder in (self.config, self.data, self.cache, self.log):
            private_folder(folder)
        return self


def private_folder(folder: Path) -> Path:
    """Make ``folder`` (and its parents) if needed and let only its owner in; raises OSError."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(PRIVATE_FOLDER)
    return folder


def private_open(path: Path) -> BinaryIO:
    """Open a new file for writing that only its owner may read, from its first byte on; raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    return os.fdopen(descriptor, "wb")


def private_touch(path: Path) -> Path:
    """Make a file, or take one that is there, that only its owner may read; raises OSError."""
    path.touch(mode=PRIVATE_FILE)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(PRIVATE_FILE)
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write or replace a file that only its owner may read, whole or not at all; raises OSError."""
    partial = path.with_name(f"{path.name}.part")
    with private_open(partial) as file:
        file.write(content)
    partial.replace(path)


def typed_path(text: str) -> Path | None:
    """A file as somebody typed it, ``~`` for the home folder; None for an empty text. The home of nobody is no file."""
    if not text:
        return None
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)
