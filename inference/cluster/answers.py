"""Answers kept for a while: thirty workstations that ask about the same images cost one analysis.

Nothing in a question names a study, so the question itself is the key: the same bytes get the same answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

#: Bytes of answers that are kept; those longest not asked for go first. One is 0.01 to 1 MB.
MOST_KEPT = 256 << 20


@dataclass(slots=True)
class _Asked:
    answer: asyncio.Future[bytes]
    stopped: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0


class Answers:
    """Use it from one event loop."""

    def __init__(
        self, work: Callable[[bytes, threading.Event], bytes], threads: Executor, most: int = MOST_KEPT
    ) -> None:
        """``work`` answers in one of ``threads``, and heeds the event that is set when nobody waits any more."""
        self._work, self._threads, self._most = work, threads, most
        self._asked: dict[bytes, _Asked] = {}

    async def get(self, question: bytes) -> bytes:
        """The answer, kept or new. Raises what the work raises; that is not kept."""
        key = hashlib.sha256(question).digest()
        asked = self._asked.pop(key, None)
        if asked is None:
            stopped = threading.Event()
            loop = asyncio.get_running_loop()
            asked = _Asked(loop.run_in_executor(self._threads, self._work, question, stopped), stopped)
            asked.answer.add_done_callback(_heed)
        self._asked[key] = asked  # at the end: asked for last
        asked.waiting += 1
        try:
            return await asyncio.shield(asked.answer)
        finally:
            asked.waiting -= 1
            if asked.waiting == 0 and not _answered(asked):
                asked.stopped.set()
                if self._asked.get(key) is asked:
                    del self._asked[key]
            self._forget()

    def _forget(self) -> None:
        kept = {key: len(asked.answer.result()) for key, asked in self._asked.items() if _answered(asked)}
        size = sum(kept.values())
        for key, length in kept.items():
            if size <= self._most:
                return
            del self._asked[key]
            size -= length


def _heed(answer: asyncio.Future[bytes]) -> None:
    """Looks at the failure of an answer that nobody waits for any more, or asyncio would log it."""
    if not answer.cancelled():
        answer.exception()


def _answered(asked: _Asked) -> bool:
    return asked.answer.done() and not asked.answer.cancelled() and asked.answer.exception() is None
