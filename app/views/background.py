"""Work beside the window's thread: the latest request wins, and its answer comes back as a signal."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from app.models.translation import tr
from inference.errors import Cancelled, FirstreadError

_log = logging.getLogger(__name__)

Cancelling = Callable[[], bool]


class Latest(QObject):
    """Runs one piece of work at a time in Qt's thread pool; of those that wait, only the latest is done.

    Work gets a function that tells whether it should end early, because a later one was asked for or :meth:`drop` was
    called. Answers of such work are dropped.
    """

    #: What the work returned.
    done = Signal(object)
    #: One plain sentence.
    failed = Signal(str)
    _arrived = Signal(int, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._number = 0
        self._waiting: tuple[int, Callable[[Cancelling], object]] | None = None
        self._running = False
        self._arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is under way or waits."""
        with self._lock:
            return self._running

    def ask(self, work: Callable[[Cancelling], object]) -> None:
        """Do this in place of all that was asked for before."""
        with self._lock:
            self._number += 1
            self._waiting = self._number, work
            if self._running:
                return
            self._running = True
        QThreadPool.globalInstance().start(self._run)

    def drop(self) -> None:
        """Nothing that was asked for is wanted any more."""
        with self._lock:
            self._number += 1
            self._waiting = None

    def _run(self) -> None:
        while True:
            with self._lock:
                if self._waiting is None:
                    self._running = False
                    return
                (number, work), self._waiting = self._waiting, None
            answer: object = None
            trouble = ""
            try:
                answer = work(lambda number=number: number != self._number)  # type: ignore[misc]
            except Cancelled:
                continue
            except FirstreadError as error:
                trouble = error.reason.text
            except Exception as error:
                _log.exception("work for the viewer failed")
                trouble = tr("This could not be done ({error}).").format(error=type(error).__name__)
            try:
                self._arrived.emit(number, answer, trouble)
            except RuntimeError:  # the window went away in between
                return

    @Slot(int, object, str)
    def _receive(self, number: int, answer: object, trouble: str) -> None:
        if number != self._number:
            return
        if trouble:
            self.failed.emit(trouble)
        else:
            self.done.emit(answer)
