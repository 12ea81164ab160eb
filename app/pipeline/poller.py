"""Asks the archives again and again for studies, and says whether they answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from app.domain.events import ArchiveStatus, Emit, IntakeStatus
from app.domain.study import Study
from app.errors import ArchiveCancelled, JournalError
from app.pacs.archives import Archives
from app.pacs.association import Cancel

_log = logging.getLogger(__name__)

_JOURNAL = "Journal"


class Poller:
    """A thread with one question every ``interval_s``; never two at a time, and none faster after a failure."""

    def __init__(
        self,
        archives: Archives,
        interval_s: float,
        lookback_hours: float,
        modality: str,
        found: Callable[[Sequence[Study]], None],
        emit: Emit,
    ) -> None:
        """``found`` gets every answer, also studies already known; it is called in the poller's thread.

        It may raise JournalError: that is told as trouble of the journal, and no archive is blamed for it.
        """
        self._archives, self._interval_s, self._lookback_hours = archives, interval_s, lookback_hours
        self._modality, self._found, self._emit = modality, found, emit
        self._journal_trouble = ""
        self._cancel = Cancel()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="firstread-poller")

    def start(self) -> None:
        """Begin with a first question at once."""
        self._thread.start()

    def poll_now(self) -> None:
        """Do not wait for the interval; callable from any thread."""
        self._wake.set()

    def set_pace(self, interval_s: float, lookback_hours: float) -> None:
        """Ask every ``interval_s`` from now on, and so far back; callable from any thread."""
        if (interval_s, lookback_hours) != (self._interval_s, self._lookback_hours):
            self._interval_s, self._lookback_hours = interval_s, lookback_hours
            self._wake.set()

    def stop(self) -> None:
        """End, also in the middle of a question; then :meth:`join`."""
        self._cancel.set()
        self._wake.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True where it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._cancel.is_set:
            self._wake.clear()
            try:
                self._poll()
            except ArchiveCancelled:
                break
            except Exception:  # the poller must outlive everything; the next question may go well
                _log.exception("polling failed")
                self._emit(ArchiveStatus(self._archives.name, False, "Looking for studies failed; see the log."))
            if not self._cancel.is_set and not self._wake.is_set():
                self._archives.rest(self._interval_s)
                self._wake.wait(self._interval_s)

    def _poll(self) -> None:
        polled = self._archives.poll(self._lookback_hours, self._modality, cancel=self._cancel)
        trouble = ""
        try:
            self._found(polled.studies)
        except JournalError as error:
            if error.reason.code != "unknown_study":  # forgotten meanwhile; the next answer has it as a new one
                trouble = error.reason.text
        self._tell_journal(trouble)
        self._emit(polled.status)

    def _tell_journal(self, trouble: str) -> None:
        """Tell whether the journal takes what is new, where that changed."""
        if trouble == self._journal_trouble:
            return
        if trouble and not self._journal_trouble:
            _log.warning("what the archive told could not be entered in the journal")
        self._journal_trouble = trouble
        text = f"{trouble} New studies do not appear until it can be." if trouble else "The journal takes what is new."
        self._emit(IntakeStatus(_JOURNAL, not trouble, text))
