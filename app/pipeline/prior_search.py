"""Looks in the archives for the last earlier head CT of patients whose new study was answered, where that is wanted.

What is found is entered in the journal as a prior and goes through the line like any other study, after all that a
reader waits for. It stands in no worklist. One C-FIND (or QIDO-RS) a patient, one after the other.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Container
from datetime import UTC, datetime, timedelta

from app.domain.study import Study, StudyRecord
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pacs.priors import comparable, priors_of
from app.settings import Settings
from app.store.journal import Journal
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

#: After a restart, patients of studies that were answered so long ago are not asked for again.
AGAIN = timedelta(hours=24)
#: An archive that did not answer is asked again so often, after so many seconds.
MOST_TRIES = 5
_RETRY_S = 60.0


class PriorSearch:
    """One thread; every call returns at once and may come from any thread."""

    def __init__(
        self,
        archives: Archives,
        journal: Journal,
        settings: Settings,
        enter: Callable[[Study], None],
        ignore: Container[str] = (),
    ) -> None:
        """Nothing runs before :meth:`start`. ``enter`` takes up a study that is found; ``ignore`` holds UIDs of
        studies that are not taken up."""
        self._archives, self._journal, self._enter, self._ignore = archives, journal, enter, ignore
        self._wanted = settings.analysis_priors
        self._changed = threading.Condition()
        self._due: dict[str, tuple[float, int]] = {}
        self._stopping = Cancel()
        self._thread = threading.Thread(target=self._run, name="firstread-priors")

    def start(self) -> None:
        """Begin with what was wanted so far."""
        self._thread.start()

    def stop(self) -> None:
        """End, also in the middle of a question; then :meth:`join`."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True where it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def apply(self, settings: Settings) -> None:
        """Use these settings for answers that come from now on."""
        self._wanted = settings.analysis_priors

    def want(self, record: StudyRecord) -> None:
        """A study was answered: look for the earlier one of its patient, if the settings say so."""
        if self._wanted and record.state.analysed and not record.prior:
            self._put(record.uid, 0.0, 0)

    def look_again(self, record: StudyRecord) -> None:
        """As :meth:`want`, at the start: a program that was closed may not have come to it."""
        if datetime.now(UTC) - record.changed_at < AGAIN:
            self.want(record)

    def _put(self, uid: str, not_before: float, tries: int) -> None:
        with self._changed:
            self._due[uid] = not_before, tries
            self._changed.notify_all()

    def _run(self) -> None:
        while (due := self._next()) is not None:
            uid, tries = due
            try:
                self._look(uid)
            except ArchiveCancelled:
                return
            except ArchiveError as error:
                _log.info("an earlier study could not be looked for: %s", error.reason.code)
                if tries + 1 < MOST_TRIES:
                    self._put(uid, time.monotonic() + _RETRY_S, tries + 1)
            except FirstreadError as error:
                _log.warning("an earlier study could not be taken up: %s", error.reason.code)
            except Exception:  # the next patient may go well
                _log.exception("looking for an earlier study failed")

    def _look(self, uid: str) -> None:
        record = self._journal.get(uid)
        if record is None or record.study.study_at is None:
            return
        known = {one.uid: one.study for one in self._journal.records()}
        candidates = priors_of(self._archives, record.study, known.values(), cancel=self._stopping)
        best = next((one for one in candidates if comparable(one)), None)
        if best is not None and best.study_instance_uid not in (*known, *self._ignored(best)):
            self._enter(best)

    def _ignored(self, study: Study) -> tuple[str, ...]:
        return (study.study_instance_uid,) if study.study_instance_uid in self._ignore else ()

    def _next(self) -> tuple[str, int] | None:
        """The study whose turn it is with its tries so far, waited for; None at the end."""
        with self._changed:
            while not self._stopping.is_set:
                uid = min(self._due, key=lambda one: self._due[one][0], default=None)
                left = self._due[uid][0] - time.monotonic() if uid is not None else None
                if uid is not None and left is not None and left <= 0:
                    return uid, self._due.pop(uid)[1]
                self._changed.wait(left)
            return None
