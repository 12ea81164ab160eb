"""Ends what another thread is doing with an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

from app.errors import ArchiveCancelled


class Cancel:
    """Ends what another thread is doing with an archive. One object may end several conversations."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._set = Event()
        self._enders: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        """True once cancelled."""
        return self._set.is_set()

    def set(self) -> None:
        """Cancel; may be called from any thread, and again."""
        with self._lock:
            self._set.set()
            enders = list(self._enders)
        for end in enders:
            end()

    def wait(self, seconds: float) -> bool:
        """Sleep, at most ``seconds``; True as soon as cancelled."""
        return self._set.wait(seconds)

    def check(self) -> None:
        """Raise ArchiveCancelled once cancelled."""
        if self.is_set:
            raise ArchiveCancelled

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Within this context, :meth:`set` calls ``end``; at once if it was already called."""
        with self._lock:
            self._enders.append(end)
            late = self._set.is_set()
        try:
            if late:
                end()
            yield
        finally:
            with self._lock:
                self._enders.remove(end)
