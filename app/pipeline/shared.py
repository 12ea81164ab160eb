"""What the parts of the pipeline have in common: where studies come from and are kept, and how a step is entered."""

from __future__ import annotations

import logging
import threading
from collections.abc import Container, Sequence
from dataclasses import replace

from app.domain.events import Emit, Event, PriorChanged, StudiesForgotten, StudyChanged
from app.domain.states import StudyState
from app.domain.study import Source, Study, StudyRecord
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pipeline.following import Following
from app.pipeline.jobs import is_emergency
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from inference.errors import Reason

_log = logging.getLogger(__name__)


class Shared:
    """Used by every thread of the pipeline. The journal's transitions are the truth, and only :meth:`step` makes them.

    Attributes:
        settings: those in use now; replaced as a whole where they change.
        stopping: set when everything has to end.
        ignore: Study Instance UIDs that are not taken up, whatever the archive says.
        following: holds each answer against the earlier one.
    """

    def __init__(
        self,
        archives: Archives,
        journal: Journal,
        cache: ImageCache,
        settings: Settings,
        emit: Emit,
        ignore: Container[str] = (),
    ) -> None:
        self.archives, self.journal, self.cache, self.ignore = archives, journal, cache, ignore
        self.settings = settings
        self.stopping = Cancel()
        self._emit_event = emit
        self._telling = threading.Lock()
        self.following = Following(cache, self.emit)

    def emit(self, event: Event) -> None:
        """Tell an event; never raises."""
        try:
            self._emit_event(event)
        except Exception:  # the listener's trouble is not the pipeline's
            _log.exception("an event could not be delivered")

    def enter(
        self, study: Study, source: Source = Source.QUERY, archive: str = "", prior: bool | None = False
    ) -> StudyRecord:
        """Note in the journal what is known of a study; raises JournalError.

        ``prior`` as in :meth:`app.store.journal.Journal.found`: whoever lists or sends a study makes it one to be read.
        """
        emergency = is_emergency(study, self.settings.queue_emergency_words)
        return self.journal.found(replace(study, emergency=emergency), source, archive, prior)

    def step(
        self,
        uid: str,
        state: StudyState,
        reasons: Sequence[Reason] = (),
        *,
        images_received: int | None = None,
        images_announced: int | None = None,
        attempts: int | None = None,
        tries: int | None = None,
    ) -> StudyRecord:
        """Bring a study into a state, and tell it; raises as :meth:`app.store.journal.Journal.transition`."""
        record = self.journal.transition(
            uid,
            state,
            reasons,
            images_received=images_received,
            images_announced=images_announced,
            attempts=attempts,
            tries=tries,
        )
        self.changed(record)
        return record

    def changed(self, record: StudyRecord, images_received: int | None = None) -> None:
        """Tells of ``record`` as the journal has it now: of two changes at once, the newer is told last.

        Nothing is told of one that the journal has forgotten meanwhile.
        """
        with self._telling:
            current = self.journal.get(record.uid)
            if current is None:
                return
            if images_received is not None and current.state is StudyState.FETCHING:
                current = replace(current, images_received=images_received)
            self.emit(PriorChanged(current) if current.prior else StudyChanged(current))
            self.following.note(current)

    def forgotten(self, uids: Sequence[str]) -> None:
        """Tells that the journal has forgotten studies."""
        with self._telling:
            uids = [uid for uid in uids if self.journal.get(uid) is None]  # else it was found again meanwhile
            if uids:
                self.emit(StudiesForgotten(tuple(uids)))
            for uid in uids:
                self.following.forget(uid)
