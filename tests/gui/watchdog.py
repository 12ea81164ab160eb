"""How long the window's thread works in one turn of its event loop, in its own processor time.

Processor time, because a test machine that does other things as well must not fail a test.
"""

from __future__ import annotations

from time import thread_time
from types import TracebackType

from PySide6.QtCore import QAbstractEventDispatcher


class Watchdog:
    """Use as a context manager around code that runs the event loop.

    Attributes:
        turns: seconds of work between two moments at which the loop had nothing to do.
    """

    def __init__(self) -> None:
        self.turns: list[float] = []
        self._since = 0.0

    def __enter__(self) -> Watchdog:
        self._loop = QAbstractEventDispatcher.instance()
        assert self._loop is not None
        self._loop.aboutToBlock.connect(self._end)
        self._since = thread_time()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()
        assert self._loop is not None
        self._loop.aboutToBlock.disconnect(self._end)

    def _end(self) -> None:
        now = thread_time()
        self.turns.append(now - self._since)
        self._since = now
