"""Marks of all workstations by way of the department's database (extra ``department``)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from app.domain.events import Event, StudiesForgotten, StudyChanged
from app.domain.study import StudyRecord
from app.errors import ArchiveError, JournalError, TeamError
from app.pacs.secret_store import TEAM, Kind, secret
from app.settings import Settings
from app.store import shared_marks
from app.store.audit import study_name
from app.store.journal import Journal
from app.store.marks import CarryOut, Change

if TYPE_CHECKING:
    from app.store.shared_database import SharedDatabase

_log = logging.getLogger(__name__)

#: A database that is away is tried again after this long, in seconds.
RETRY_S = 2.0
#: How long the thread listens before it looks whether there is something to tell, and how often it makes sure.
_LISTEN_S, _SURE_S = 0.1, 10.0
#: Studies asked about at once.
_AT_ONCE = 500


class DatabaseTeam:
    """One thread that tells and hears. While the database is away, the journal keeps what is to be told."""

    shares_notes = True

    def __init__(self, settings: Settings, journal: Journal, act: CarryOut, tell: Callable[[str], None]) -> None:
        """``act`` has a record told to the window; ``tell`` takes one sentence about trouble, from any thread."""
        self._url, self._ca_file = settings.team_database, settings.team_database_ca_file
        self._journal, self._act, self._tell = journal, act, tell
        self._uids: dict[str, str] = {}
        self._new: SimpleQueue[str] = SimpleQueue()
        self._acted, self._ending = threading.Event(), threading.Event()
        self._troubled = False
        self._thread = threading.Thread(target=self._run, name="firstread-team")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End; what can be told now is told, and the rest after the next start."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def share(self, journal: Journal, uid: str, reader: str, change: Change) -> StudyRecord | None:
        """Carry out ``change`` of a study; the others hear of it within a second, or when the database is back."""
        record = shared_marks.act(journal, uid, reader, change)
        self._acted.set()
        return record

    def note(self, event: Event) -> None:
        """Ask what others marked of a study that is new here; from any thread."""
        if isinstance(event, StudyChanged):
            name = study_name(event.record.uid)
            if name not in self._uids:
                self._uids[name] = event.record.uid
                self._new.put(name)
        elif isinstance(event, StudiesForgotten):
            for uid in event.studies:
                self._uids.pop(study_name(uid), None)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._stay_connected()
            except (TeamError, ArchiveError, JournalError) as error:
                self._trouble(error.reason.text)
            self._ending.wait(RETRY_S)

    def _stay_connected(self) -> None:
        try:
            from app.store.shared_database import SharedDatabase
        except ImportError as error:
            raise TeamError(
                "team_database", "Firstread lacks what a shared database needs; install its extra department."
            ) from error
        database = SharedDatabase(self._url, secret(TEAM, Kind.DATABASE) or "", self._ca_file)
        try:
            self._acted.set()
            self._hear(database, [*self._uids])  # after listening began, so that nothing falls between
            sure_at = time.monotonic()
            while not self._ending.is_set():
                self._say(database)
                self._troubled = False  # not before: one that lets us in may let us do nothing
                self._hear(database, sorted(database.heard(_LISTEN_S)) + list(self._newly()))
                if time.monotonic() - sure_at > _SURE_S:
                    database.answers()
                    sure_at = time.monotonic()
            self._say(database)
        finally:
            database.close()

    def _say(self, database: SharedDatabase) -> None:
        if not self._acted.is_set():
            return
        self._acted.clear()
        try:
            for uid, act in shared_marks.waiting(self._journal):
                mark = database.put(act)
                if shared_marks.told(self._journal, uid, act, mark) is not None:
                    self._show(uid)
        except BaseException:
            self._acted.set()
            raise

    def _hear(self, database: SharedDatabase, names: list[str]) -> None:
        known = iter([name for name in names if name in self._uids])
        while batch := list(islice(known, _AT_ONCE)):
            for mark in database.marks(batch):
                uid = self._uids.get(mark.study)  # None: forgotten meanwhile
                if uid is not None and shared_marks.take(self._journal, uid, mark) is not None:
                    self._show(uid)

    def _newly(self) -> list[str]:
        found = list[str]()
        try:
            while len(found) < _AT_ONCE:
                found.append(self._new.get_nowait())
        except Empty:
            return found
        return found

    def _show(self, uid: str) -> None:
        self._act(lambda journal: journal.get(uid))

    def _trouble(self, text: str) -> None:
        """A database that cannot be used is told once, and tried again."""
        if not self._troubled:
            self._troubled = True
            _log.warning("%s", text)
            self._tell(f"{text} Marks of readers are kept here until it works.")
