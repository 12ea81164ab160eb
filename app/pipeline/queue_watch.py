"""Tells how long the queue is, and holds fetching back while disk or memory are short."""

from __future__ import annotations

import threading
import time

from app.domain.events import QueueStatus
from app.pipeline.jobs import Stage
from app.pipeline.queue import JobQueue
from app.pipeline.room import shortage
from app.pipeline.shared import Shared

#: How often disk and memory are looked at.
LOOK_S = 2.0


class QueueWatch:
    """Called by every thread that puts or takes jobs."""

    def __init__(self, shared: Shared, queue: JobQueue) -> None:
        self._shared, self._queue = shared, queue
        self._lock = threading.Lock()
        self._looked_at = -LOOK_S
        self._held = ""
        self._told: QueueStatus | None = None

    @property
    def held(self) -> str:
        """Why nothing is fetched now, in one sentence; empty where there is room."""
        return self._held

    def look_for_room(self) -> None:
        """Hold back fetching while disk or memory are short; what the second reader takes does not count.

        It gives its memory back before anything is fetched.
        """
        if self._queue.load(Stage.SECOND).running:
            return
        now = time.monotonic()
        with self._lock:
            if now - self._looked_at < LOOK_S:
                return
            self._looked_at = now
        settings = self._shared.settings
        held = shortage(self._shared.cache.root, settings.fetch_least_disk_gb, settings.fetch_least_memory_gb)
        self._queue.set_held(Stage.FETCH, bool(held))
        if held != self._held:
            self._held = held
            self.tell()

    def tell(self) -> None:
        """Tell the queue's length, where it changed."""
        fetch, analyse = self._queue.load(Stage.FETCH), self._queue.load(Stage.ANALYSE)
        status = QueueStatus(
            fetch.waiting + fetch.running,
            analyse.waiting,
            analyse.running,
            self._queue.paused,
            fetch.later + analyse.later,
            self._held,
        )
        with self._lock:
            if status == self._told:
                return
            self._told = status
        self._shared.emit(status)
