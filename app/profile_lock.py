"""One Firstread at a time has a profile: two on one journal would fetch and analyse everything twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLockFile

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
            raise JournalError("already_running", "Firstread already runs with this profile.")
        raise SettingsError("profile_not_writable", "The profile's folder cannot be written.")
    try:
        yield
    finally:
        lock.unlock()


def is_locked(paths: Paths) -> bool:
    """Whether a Firstread runs with this profile now."""
    lock = _lock_of(paths)
    if not lock.tryLock(0):
        return bool(lock.error() is QLockFile.LockError.LockFailedError)
    lock.unlock()
    return False


def _lock_of(paths: Paths) -> QLockFile:
    lock = QLockFile(str(paths.data / "firstread.lock"))
    lock.setStaleLockTime(0)
    return lock
