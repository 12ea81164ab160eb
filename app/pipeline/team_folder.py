"""Claims of other workstations, brought into the journal by way of a folder; and ours, told to them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue

from app.domain.events import Event, StudiesForgotten, StudyChanged
from app.domain.study import StudyRecord
from app.store import marks
from app.store.audit import study_name
from app.store.journal import Journal
from app.store.marks import CarryOut, Change
from app.store.shared_claims import SharedClaims

_log = logging.getLogger(__name__)

#: How often the folder is looked at, in seconds.
LOOK_S = 3.0


class FolderTeam:
    """One thread that looks into the folder. Only claims are shared."""

    shares_notes = False

    def __init__(self, folder: Path, act: CarryOut, tell: Callable[[str], None], look_s: float = LOOK_S) -> None:
        """``act`` changes the journal; ``tell`` takes one sentence about trouble, from any thread."""
        self._claims = SharedClaims(folder)
        self._act, self._tell, self._look_s = act, tell, look_s
        self._uids: dict[str, tuple[str, str]] = {}
        self._seen: dict[str, datetime] = {}
        self._to_say: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        self._untold: dict[str, str] = {}
        self._troubled = False
        self._thread = threading.Thread(target=self._run, name="firstread-team")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End; what was claimed before is still told. May be called without :meth:`start`, and twice."""
        if self._thread.is_alive():
            self._to_say.put(None)
            self._thread.join()

    def share(self, journal: Journal, uid: str, reader: str, change: Change) -> StudyRecord | None:
        """Carry out ``change`` of a study, and tell the others soon who reads it where that became different."""
        before = journal.get(uid)
        after = change(journal)
        if before is not None and after is not None and before.claimed_by != after.claimed_by:
            self._to_say.put((uid, after.claimed_by))
        return after

    def note(self, event: Event) -> None:
        """Remember which studies there are, and who claimed them here; from any thread."""
        if isinstance(event, StudyChanged):
            record = event.record
            self._uids[study_name(record.uid)] = (record.uid, record.claimed_by)
        elif isinstance(event, StudiesForgotten):
            for uid in event.studies:
                self._uids.pop(study_name(uid), None)
                self._seen.pop(study_name(uid), None)

    def _run(self) -> None:
        going = True
        while going:
            try:
                said = self._to_say.get(timeout=self._look_s)
            except Empty:
                self._guard(self._catch_up)
                continue
            going = said is not None
            if said is not None:
                self._untold[said[0]] = said[1]
            self._guard(self._say)

    def _catch_up(self) -> None:
        self._say()
        self._look()

    def _say(self) -> None:
        """Tell what is untold; of what was done while the folder was away only that which no other has said since."""
        theirs = {claim.study: claim.at for claim in self._claims.read()} if self._troubled else {}
        for uid, reader in list(self._untold.items()):
            at = theirs.get(study_name(uid))
            if at is None or at == self._seen.get(study_name(uid)):
                self._put(uid, reader)
            del self._untold[uid]

    def _put(self, uid: str, reader: str) -> None:
        claim = self._claims.put(uid, reader)
        self._seen[claim.study] = claim.at

    def _look(self) -> None:
        for claim in self._claims.read():
            known = self._uids.get(claim.study)
            if known is None or self._seen.get(claim.study) == claim.at:
                continue
            self._seen[claim.study] = claim.at
            uid, reader = known
            if claim.reader != reader:
                self._act(lambda journal, uid=uid, to=claim.reader: marks.claim(journal, uid, to))  # type: ignore[misc]

    def _guard(self, task: Callable[[], None]) -> None:
        """A folder that cannot be reached is told once, and tried again."""
        try:
            task()
            self._troubled = False
        except OSError as error:
            if not self._troubled:
                self._troubled = True
                _log.warning("the folder of the team cannot be used: %s", error.strerror)
                self._tell(
                    "The folder with other readers' claims cannot be used; until it can, claims are seen here only."
                )
