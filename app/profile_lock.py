"""One Firstread at a time has a profile: two on one journal would fetch and analyse everything twice."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from app.errors import JournalError, SettingsError
from app.paths import Paths


@contextmanager
def profile_lock(paths: Paths) -> Iterator[None]:
    """Within this context the profile is ours alone; raises JournalError where another Firstread has it.

    Raises SettingsError where the folder of the profile cannot be written.
    """
    lock = _lock_of(paths)
    if not lock.tryLock(100):
        if lock.error() is QLockFile.LockError.LockFailedError:
            raise JournalError("already_running", who_runs(paths))
        why, do = _trouble(paths.data)
        raise SettingsError(
            "profile_not_writable", f"The profile's folder {paths.data} cannot be written: {why}; {do}."
        )
    try:
        yield
    finally:
        lock.unlock()


def _trouble(folder: Path) -> tuple[str, str]:
    """Why nothing can be written into a folder, which Qt does not say, and what to do."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"firstread")
    except OSError as error:
        full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
        return error.strerror or "unknown error", "make room on its disk" if full else "make it writable"
    return "unknown error", "make it writable"


def is_locked(paths: Paths) -> bool:
    """Whether a Firstread runs with this profile now."""
    lock = _lock_of(paths)
    if not lock.tryLock(0):
        return bool(lock.error() is QLockFile.LockError.LockFailedError)
    lock.unlock()
    return False


def runs_elsewhere(paths: Paths) -> str:
    """The name of another computer whose Firstread has this profile; empty where it is this one, or none.

    Where folders of users are on a server, two computers have the same. Nobody can tell here whether a program there
    still runs, so what a crash there left behind is never removed by itself.
    """
    _, host, _ = _lock_of(paths).getLockInfo() or (0, "", "")
    return "" if host == QSysInfo.machineHostName() else str(host)


def who_runs(paths: Paths) -> str:
    """That a Firstread has this profile, where, and what to do."""
    host = runs_elsewhere(paths)
    if not host:
        return "Firstread already runs with this profile; close it first, also in the tray."
    return (
        f"Firstread already runs with this profile, on the computer {host}; close it there. "
        f"If it crashed there, remove {_file_of(paths)}."
    )


def _file_of(paths: Paths) -> Path:
    return paths.data / "firstread.lock"


def _lock_of(paths: Paths) -> QLockFile:
    lock = QLockFile(str(_file_of(paths)))
    lock.setStaleLockTime(0)
    return lock
