"""Ctrl-C and SIGTERM end the program in order."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier


@contextmanager
def interruptible(end: Callable[[], None]) -> Iterator[None]:
    """Within this context Ctrl-C and SIGTERM call ``end``; to be used in the main thread.

    Python runs its handlers between two of its own steps, and Qt's loop takes none while nothing happens. The signal
    itself therefore wakes the loop through a pair of sockets; to look for it by a timer would cost processor time.
    """
    told, teller = socket.socketpair()
    told.setblocking(False)
    teller.setblocking(False)
    notifier = QSocketNotifier(told.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: told.recv(64))
    woken_before = signal.set_wakeup_fd(teller.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, lambda *_: end()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken_before)
        notifier.setEnabled(False)
        told.close()
        teller.close()
