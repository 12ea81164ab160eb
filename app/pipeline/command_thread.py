"""A thread that carries out what the reader asks for, in order, so that the window never waits for the disk."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from app.domain.events import Emit, Refused
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)


class CommandThread:
    """``emit`` is told in plain words what could not be carried out."""

    def __init__(self, emit: Emit, name: str = "firstread-commands") -> None:
        self._emit = emit
        self._asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name)

    def put(self, command: Callable[[], None]) -> None:
        """Carry out ``command`` after those before; returns at once. May be called before :meth:`start`."""
        self._asked.put(command)

    def start(self) -> None:
        """Begin with what was asked for so far."""
        self._thread.start()

    def close(self) -> None:
        """End, after all that was asked for before."""
        self._asked.put(None)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True where it ended in time, or never began."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (command := self._asked.get()) is not None:
            try:
                command()
            except FirstreadError as error:
                self._emit(Refused(error.reason.text))
            except Exception as error:  # the next command may go well
                _log.exception("a command failed")
                self._emit(Refused(f"The command could not be carried out ({type(error).__name__})."))
