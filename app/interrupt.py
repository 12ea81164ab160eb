"""Ctrl-C and SIGTERM end the program in order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer


@contextmanager
def interruptible(end: Callable[[], None]) -> Iterator[None]:
    """Within this context Ctrl-C and SIGTERM call ``end``; Qt's loop gives Python a turn to notice them."""
    wake = QTimer()
    wake.setInterval(200)
    wake.timeout.connect(lambda: None)
    wake.start()
    before = {number: signal.signal(number, lambda *_: end()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        wake.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
