"""The seam between this workstation and the others: marks of readers, told and heard.

Behind it is a folder, a database, or nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.domain.events import Event
from app.domain.study import StudyRecord
from app.pipeline.team_database import DatabaseTeam
from app.pipeline.team_folder import FolderTeam
from app.settings import Settings
from app.store.journal import Journal
from app.store.marks import CarryOut, Change

#: As :meth:`Team.share`.
Share = Callable[[Journal, str, str, Change], StudyRecord | None]


class Team(Protocol):
    """The other workstations."""

    @property
    def shares_notes(self) -> bool:
        """Whether notes, too, go to the others."""

    def start(self) -> None:
        """Begin."""

    def close(self) -> None:
        """End; what can still be told is told. May be called without :meth:`start`, and twice."""

    def share(self, journal: Journal, uid: str, reader: str, change: Change) -> StudyRecord | None:
        """Carry out what ``reader`` does with a study; the others hear of it soon, or once they can."""

    def note(self, event: Event) -> None:
        """Remember which studies there are; from any thread."""


class Alone:
    """No other workstation."""

    shares_notes = False

    def start(self) -> None:
        """Nothing to begin."""

    def close(self) -> None:
        """Nothing to end."""

    def share(self, journal: Journal, uid: str, reader: str, change: Change) -> StudyRecord | None:
        """Carry out ``change``."""
        return alone(journal, uid, reader, change)

    def note(self, event: Event) -> None:
        """Nothing to remember."""


def alone(journal: Journal, uid: str, reader: str, change: Change) -> StudyRecord | None:
    """Carry out ``change`` and tell nobody."""
    return change(journal)


def team_of(settings: Settings, journal: Journal, act: CarryOut, tell: Callable[[str], None]) -> Team:
    """The team of the settings: the database where there is one, else the folder, else nobody.

    ``act`` has a change carried out and shown; ``tell`` takes one sentence about trouble, from any thread.
    """
    if settings.team_database:
        return DatabaseTeam(settings, journal, act, tell)
    if settings.team_folder:
        return FolderTeam(Path(settings.team_folder), act, tell)
    return Alone()
