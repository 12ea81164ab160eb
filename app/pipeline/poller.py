"""Asks the archive again and again for studies, and says whether it answers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.events import ArchiveStatus, Emit
from app.domain.study import Study
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.pacs.query import find_studies, window

_log = logging.getLogger(__name__)

#: Between two full windows only the last hours are asked for; late arrivals of older studies come with the full one.
FULL_WINDOW_EVERY_S = 300.0
RECENT_HOURS = 2.0


class Poller:
    """A thread with one C-FIND every ``interval_s``; never two at a time, and none faster after a failure."""

    def __init__(
        self,
        archive: Archive,
        interval_s: float,
        lookback_hours: float,
        modality: str,
        found: Callable[[Sequence[Study]], None],
        emit: Emit,
    ) -> None:
        """``found`` gets every answer, also studies already known; it is called in the poller's thread."""
        self._archive, self._interval_s, self._lookback_hours = archive, interval_s, lookback_hours
        self._modality, self._found, self._emit = modality, found, emit
        self._cancel = Cancel()
        self._wake = threading.Event()
        self._full_at = -FULL_WINDOW_EVERY_S
        self._thread = threading.Thread(target=self._run, name="firstread-poller")

    def start(self) -> None:
        """Begin with a first question at once."""
        self._thread.start()

    def poll_now(self) -> None:
        """Do not wait for the interval; callable from any thread."""
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
                self._emit(ArchiveStatus(self._archive.name, False, "Looking for studies failed; see the log."))
            if not self._cancel.is_set:
                self._wake.wait(self._interval_s)

    def _poll(self) -> None:
        asked_at = time.monotonic()
        full = asked_at - self._full_at >= FULL_WINDOW_EVERY_S
        hours = self._lookback_hours if full else min(self._lookback_hours, RECENT_HOURS)
        try:
            first, last = window(datetime.now(), hours)
            studies = find_studies(self._archive, first, last, self._modality, cancel=self._cancel)
        except ArchiveCancelled:
            raise
        except ArchiveError as error:
            self._emit(ArchiveStatus(self._archive.name, False, error.reason.text))
            return
        if full:
            self._full_at = asked_at
        self._found(studies)
        self._emit(ArchiveStatus(self._archive.name, True, f"{self._archive.name} answers."))
