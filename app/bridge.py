"""The only crossing from worker threads to Qt: a thread-safe ``send`` on one side, one signal on the other."""

from __future__ import annotations

from threading import RLock

from PySide6.QtCore import QObject, Signal

from app.domain.events import Event


class Bridge(QObject):
    """Carries frozen events from any thread into the thread of the window.

    Connect :attr:`arrived` to slots of QObjects that live in the window's thread: Qt then queues each event there.
    ``Signal(object)`` because ``Signal(dict)`` would convert its argument; the events share nothing mutable.
    """

    #: An :data:`app.domain.events.Event`. (QObject has an ``event`` and an ``emit`` of its own; they stay as they are.)
    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = RLock()
        self._open = True

    def send(self, event: Event) -> None:
        """Pass ``event`` on; callable from any thread, never raises, silent after :meth:`close`."""
        with self._lock:
            if self._open:
                self.arrived.emit(event)

    def close(self) -> None:
        """Drop whatever a late worker still says, so that nothing reaches a window that is going away."""
        with self._lock:
            self._open = False
