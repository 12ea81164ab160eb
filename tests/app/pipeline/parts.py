"""The parts of the pipeline that wait, put together as the service does, without threads and without an archive."""

from __future__ import annotations

from pathlib import Path

from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.pacs.archive import Archive
from app.pacs.archives import Archives
from app.pipeline.arrivals import Arrivals
from app.pipeline.fetcher import Fetcher
from app.pipeline.intake import Callbacks, Intake
from app.pipeline.queue import JobQueue
from app.pipeline.queue_watch import QueueWatch
from app.pipeline.resting import Resting
from app.pipeline.sending import Sending
from app.pipeline.shared import Shared
from app.pipeline.under_way import UnderWay
from app.pipeline.waiting import Waiting
from app.pipeline.worker import Worker
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from tests.integration import peers


class Parts:
    """Close it at the end."""

    def __init__(self, folder: Path, settings: Settings, archive: Archive | None = None) -> None:
        self.journal, cache = Journal(folder / "journal"), ImageCache(folder / "cache")
        self.archives = Archives.of(archive or peers.archive_on(peers.free_port(), "NOBODY"))
        self.shared = shared = Shared(self.archives, self.journal, cache, settings, lambda event: None)
        self.queue = JobQueue()
        watch, self.resting, self.under_way = QueueWatch(shared, self.queue), Resting(), UnderWay(shared)
        intake = Intake(cache, Callbacks(shared.enter, lambda uid: None, lambda: ""), 1.0)
        self.waiting = Waiting(shared, self.queue, watch, intake, self.resting)
        sending = Sending(self.archives, cache, self.journal, settings, lambda event: None)
        self.arrivals = Arrivals(shared, self.queue, self.waiting, sending, lambda command: command())
        self.worker = Worker(shared, self.queue, watch, self.under_way, self.waiting)
        self.fetcher = Fetcher(shared, self.waiting, intake, self.under_way, self.resting)

    def close(self) -> None:
        self.queue.close()
        self.archives.close()
        self.journal.close()

    def record(self, uid: str) -> StudyRecord:
        record = self.journal.get(uid)
        assert record is not None
        return record

    def in_state(self, study: Study, *states: StudyState) -> StudyRecord:
        """Enter a study that takes these steps."""
        self.shared.enter(study)
        for state in states:
            self.shared.step(study.study_instance_uid, state)
        return self.record(study.study_instance_uid)
