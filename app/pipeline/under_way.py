"""What a reader asks of a study while somebody works on it: to take it off the line, or to take it as it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.states import StudyState
from app.domain.study import StudyRecord
from app.pacs.association import Cancel
from app.pipeline.shared import Shared
from inference.errors import Reason

_TAKEN_OFF = Reason("taken_off", "A reader took this study off the line; nothing is known of it.")


def taken_off(record: StudyRecord) -> bool:
    """Whether a reader took the study off the line; the archive saying more of it does not bring it back."""
    return record.state is StudyState.WITHDRAWN and any(one.code == _TAKEN_OFF.code for one in record.reasons)


class UnderWay:
    """The studies at work, and how to end the work on each. Every method may be called from any thread."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._lock = threading.Lock()
        self._cancels: dict[str, Cancel] = {}
        self._off: set[str] = set()
        self._as_it_is: set[str] = set()
        self._anew: set[str] = set()

    @contextmanager
    def cancellable(self, uid: str) -> Iterator[Cancel]:
        """Within this context a study can be withdrawn, and the end of the pipeline ends the work on it."""
        cancel = Cancel()
        with self._lock:
            self._cancels[uid] = cancel
            if self._shared.stopping.is_set or uid in self._off:
                cancel.set()
        try:
            yield cancel
        finally:
            with self._lock:
                del self._cancels[uid]

    def cancel_all(self) -> None:
        """End the work on all studies; each goes back to where it was."""
        with self._lock:
            under_way = list(self._cancels.values())
        for cancel in under_way:
            cancel.set()

    def withdraw(self, uid: str) -> None:
        """Take a study off the line, now or when the step that is under way has ended."""
        with self._lock:
            self._off.add(uid)
            cancel = self._cancels.get(uid)
        if cancel is not None:
            cancel.set()  # its own thread takes it off
        else:
            self.take_off(uid)

    def take_off(self, uid: str) -> bool:
        """Withdraw a study if a reader asked for it; whether it was asked for."""
        with self._lock:
            if uid not in self._off:
                return False
            self._off.discard(uid)
        self._shared.step(uid, StudyState.WITHDRAWN, (_TAKEN_OFF,))
        return True

    def keep_on(self, uid: str) -> None:
        """Forget that a study was to be taken off the line."""
        with self._lock:
            self._off.discard(uid)

    def as_is(self, uid: str) -> bool:
        """Whether a reader asked for a study although slices are missing."""
        with self._lock:
            return uid in self._as_it_is

    def is_anew(self, uid: str) -> bool:
        """Whether a reader asked for a study to be computed again, whatever the archive holds of it."""
        with self._lock:
            return uid in self._anew

    def compute_anew(self, uid: str, so: bool) -> None:
        """Remember, or forget, that a study is to be computed again."""
        with self._lock:
            if so:
                self._anew.add(uid)
            else:
                self._anew.discard(uid)

    def take_as_is(self, uid: str, so: bool) -> None:
        """Remember, or forget, that a study is to be analysed although slices are missing."""
        with self._lock:
            if so:
                self._as_it_is.add(uid)
            else:
                self._as_it_is.discard(uid)
