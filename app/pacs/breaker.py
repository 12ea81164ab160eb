"""A circuit breaker: an archive that failed several times in a row is left alone for a while, and that is told."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from app.errors import ArchiveAway, ArchiveError

#: So many failures in a row open the circuit.
FAILURES = 3
FIRST_REST_S = 2.0
LONGEST_REST_S = 300.0
#: Rests are varied by this share, so that the workstations of a hospital do not all come back at once.
JITTER = 0.25

#: Trouble of the connection. What an archive answers, be it a failure, shows that it is there.
LINE_TROUBLE = frozenset(
    {
        "archive_unreachable", "archive_unknown_host", "archive_no_answer", "archive_aborts", "archive_rejects",
        "tls_certificate", "tls_refused", "tls_not_spoken", "tls_too_old", "tls_failed", "tls_files",
    }
)  # fmt: skip


class Breaker:
    """Counts failures in a row; may be used from any thread.

    Closed: all go through. Open: all are refused until the rest is over. Then one may try, and its outcome decides.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, varied: Callable[[], float] = random.random
    ) -> None:
        self._clock, self._varied = clock, varied
        self._lock = Lock()
        self._failures = 0
        self._until = 0.0
        self._trying = False
        self._last: ArchiveError | None = None

    @property
    def tries_again_in_s(self) -> float:
        """Seconds until the next attempt is let through; 0 where one may try now."""
        with self._lock:
            return max(0.0, self._until - self._clock())

    def check(self) -> None:
        """Before an attempt; while the circuit is open, raises the latest failure, with when it is tried again.

        Raises ArchiveAway.
        """
        with self._lock:
            if self._failures < FAILURES or self._last is None:
                return
            left = self._until - self._clock()
            if left <= 0 and not self._trying:
                self._trying = True
                return
            again = datetime.now() + timedelta(seconds=max(0.0, left))
            raise ArchiveAway(
                self._last.reason.code, f"{self._last.reason.text} It is tried again at {again:%H:%M:%S}."
            )

    def succeeded(self) -> None:
        """The archive answered."""
        with self._lock:
            self._failures, self._trying, self._last, self._until = 0, False, None, 0.0

    def failed(self, error: ArchiveError) -> bool:
        """The line failed with ``error``; whether the circuit is open now."""
        with self._lock:
            self._failures, self._trying, self._last = self._failures + 1, False, error
            if self._failures < FAILURES:
                return False
            rest = min(LONGEST_REST_S, FIRST_REST_S * 2 ** min(self._failures - FAILURES, 30))
            self._until = self._clock() + rest * (1 + JITTER * (2 * self._varied() - 1))
            return True

    def undecided(self) -> None:
        """An attempt ended without telling anything of the line: somebody stopped it."""
        with self._lock:
            self._trying = False

    def reset(self) -> None:
        """Let the next attempt through at once: somebody asked for it."""
        with self._lock:
            self._until = 0.0
