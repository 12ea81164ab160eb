"""What can go wrong around the detector: archive, journal, cache and settings.

As in :mod:`inference.errors`, each error carries a stable code and one plain sentence without patient data.
"""

from __future__ import annotations

from inference.errors import FileError, FirstreadError

#: Codes of trouble of the disk of images and results: it says nothing of the study, and passes.
DISK_TROUBLE = frozenset({
    "disk_full", "cache_not_written", "result_not_written", "outbox_not_written", FileError.CODE,
})  # fmt: skip


class ArchiveError(FirstreadError):
    """The archive cannot be reached, refuses, or answers with a failure status. Trying again later may help."""


class ArchiveCancelled(ArchiveError):
    """The conversation with the archive was ended from our side."""

    def __init__(self) -> None:
        super().__init__("archive_cancelled", "The conversation with the archive was stopped.")


class ArchiveAway(ArchiveError):
    """The line to the archive failed several times in a row, and so do all questions: that is the fault of none.

    Most were not even sent, because the archive is left alone for a while.
    """


class JournalError(FirstreadError):
    """The journal cannot be opened or written, or is asked for a study that it does not hold."""


class IllegalTransition(JournalError):
    """A study was asked to take a step that :data:`app.domain.states.TRANSITIONS` forbids."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__("illegal_transition", f"A study cannot go from {before} to {after}.")


class CacheError(FirstreadError):
    """Images or results cannot be kept on disk: full, read-only, or damaged."""


class AuditError(FirstreadError):
    """The audit file cannot be written."""


class TeamError(FirstreadError):
    """The department's database cannot be used; trying again later may help."""


class SettingsError(FirstreadError):
    """The settings file cannot be read or written at all. Single bad values do not raise: see Settings.load."""


class UpdateError(FirstreadError):
    """A model or an installer is not what it should be: damaged, of nobody who is trusted, or not for this version."""


class DemoError(FirstreadError):
    """The embedded demo archive did not start."""
