"""When a study that failed is tried again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.pacs.archives import Archives
from app.pipeline.intake import Callbacks, Intake
from app.pipeline.jobs import Stage
from app.pipeline.queue import JobQueue
from app.pipeline.queue_watch import QueueWatch
from app.pipeline.resting import Resting
from app.pipeline.shared import Shared
from app.pipeline.waiting import Waiting
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from tests.app.values import study
from tests.integration import peers


@pytest.fixture
def shared(tmp_path: Path, cache: ImageCache) -> Iterator[Shared]:
    archives = Archives.of(peers.archive_on(peers.free_port(), "NOBODY"))
    with Journal(tmp_path / "journal") as journal:
        yield Shared(archives, journal, cache, Settings(fetch_backoff_s=10.0), lambda event: None)
    archives.close()


def test_each_attempt_waits_twice_as_long_as_the_one_before_up_to_ten_minutes(shared: Shared) -> None:
    queue = JobQueue()
    intake = Intake(shared.cache, Callbacks(shared.enter, lambda uid: None, lambda: ""), 1.0)
    waiting = Waiting(shared, queue, QueueWatch(shared, queue), intake, Resting())
    record = shared.enter(study("1.2.3"))
    for attempt, seconds in ((1, 10), (2, 20), (3, 40), (6, 320), (7, 600), (100, 600)):
        found = set()
        for _ in range(20):
            waiting.put_fetch_later(record, attempt)
            found.add(queue._jobs[Stage.FETCH, record.uid].not_before - time.monotonic())
        assert 0.8 * seconds - 1 < min(found) <= max(found) < 1.2 * seconds
        assert len(found) == 20  # not all studies come back at one moment
