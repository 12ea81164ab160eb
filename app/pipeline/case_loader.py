"""Loads the images and the result of the study that a reader opens."""

from __future__ import annotations

import logging
import threading

from app.domain.events import CaseLoaded, FirstImageLoaded
from app.domain.study import StudyRecord
from app.pipeline import stages
from app.pipeline.first_image import first_image
from app.pipeline.look_ahead import LookAhead
from app.pipeline.recall import Recall
from app.pipeline.shared import Shared
from inference.errors import FirstreadError

_log = logging.getLogger(__name__)

_BROUGHT_BACK = "The images were removed to keep the cache within its limits; they are being fetched again."


class CaseLoader:
    """Only the latest request is answered: a reader who scrolls through the list does not wait for every row."""

    def __init__(self, shared: Shared, ahead: LookAhead, recall: Recall) -> None:
        self._shared, self._ahead, self._recall = shared, ahead, recall
        self._wanted: tuple[str, int] | None = None
        self._changed = threading.Condition()

    def want(self, uid: str, generation: int) -> None:
        """Load this study next, instead of any asked for before; returns at once."""
        with self._changed:
            self._wanted = (uid, generation)
            self._changed.notify_all()

    def stop(self) -> None:
        """Let :meth:`run` return; the pipeline is stopping."""
        with self._changed:
            self._changed.notify_all()

    def run(self) -> None:
        """Load what is wanted until the pipeline stops, and answer with CaseLoaded, before it with the first image."""
        while True:
            with self._changed:
                while self._wanted is None and not self._shared.stopping.is_set:
                    self._changed.wait()
                if self._shared.stopping.is_set or self._wanted is None:
                    return
                (uid, generation), self._wanted = self._wanted, None
            self._recall.drop_case()
            self._load(uid, generation)

    def _load(self, uid: str, generation: int) -> None:
        try:
            removed = self._removed(uid)
            if removed is None and uid not in self._ahead.kept:
                self._tell_first_image(uid, generation)
            case = self._ahead.case(uid)
        except FirstreadError as error:
            removed, case = None, stages.Case(None, None, error.reason.text)
        except Exception as error:  # a study that cannot be shown must not end the viewer
            _log.exception("a case could not be loaded")
            removed, case = None, stages.Case(None, None, f"The study cannot be shown ({type(error).__name__}).")
        if removed is None:
            edits = stages.load_edits(self._shared.cache, uid, case.result)
            self._shared.emit(CaseLoaded(generation, uid, case.volume, case.result, case.text, edits))
            self._recall.rest(uid)
        else:
            self._shared.emit(CaseLoaded(generation, uid, None, case.result, _BROUGHT_BACK))
            self._recall.case(removed, generation)

    def _tell_first_image(self, uid: str, generation: int) -> None:
        first = first_image(self._shared.cache, uid)
        if first is not None:
            self._shared.emit(FirstImageLoaded(generation, uid, first.volume, first.result, first.number, first.count))

    def _removed(self, uid: str) -> StudyRecord | None:
        """The record of a study that is done with, and whose images are not, or not all, in the cache any more."""
        record = self._shared.journal.get(uid)
        if record is None or not record.state.final or len(self._shared.cache.images(uid)) >= record.images_received:
            return None
        return record
