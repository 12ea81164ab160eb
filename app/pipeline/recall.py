"""Fetches for the viewer what is not on the line: images that were removed from the cache, and earlier studies.

Neither takes a step in the journal: nothing is analysed again, and nothing moves in the worklist. Only the latest
request of each kind is answered; a newer one ends the work on it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from app.domain.events import CaseLoaded, Emit, PriorLoaded
from app.domain.study import Source, Study, StudyRecord
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pacs.priors import priors_of, ranked
from app.pipeline import other_results, stages
from app.store.cache import ImageCache, folder_name
from app.store.journal import Journal
from inference.errors import FirstreadError, NotAnalysable
from inference.types import CaseResult

_log = logging.getLogger(__name__)

#: So many earlier studies are tried; the first that holds a usable stack is shown.
MOST_PRIORS = 3
#: How long the watched folder may take to bring images again, in seconds.
_FOLDER_S = 60.0
#: A reader who stays with a study so long looks at it, and does not only pass by.
_LOOKS_S = 2.0
_CASE, _PRIOR, _OTHERS = "case", "prior", "others"
_NO_ID = "The study has no Patient ID, so no earlier study can be told to be of the same patient."
_NONE = "No earlier CT of this patient was found."
_UNSUITABLE = "There are earlier CTs of this patient, but none with a head without contrast medium."
_GONE = "The images were removed to keep the cache within its limits, and the archive does not hold them any more."

_OPEN_AGAIN = "The images were removed to keep the cache within its limits; open their files once more to see them."


class Recall:
    """One thread. Requests return at once, and are answered by events."""

    def __init__(self, archives: Archives, cache: ImageCache, journal: Journal, emit: Emit) -> None:
        """Nothing runs before :meth:`start`."""
        self._archives, self._cache, self._journal, self._emit = archives, cache, journal, emit
        self._changed = threading.Condition()
        self._wanted: dict[str, Callable[[Cancel], None]] = {}
        self._running: tuple[str, Cancel] | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="firstread-recall")

    def start(self) -> None:
        """Begin to wait for requests."""
        self._thread.start()

    def stop(self) -> None:
        """End, also in the middle of a fetch; then :meth:`join`."""
        with self._changed:
            self._stopping = True
            self._wanted.clear()
            running = self._running
            self._changed.notify_all()
        if running is not None:
            running[1].set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True where it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def case(self, record: StudyRecord, generation: int) -> None:
        """Bring back the images of a study and answer with CaseLoaded."""
        self._ask(_CASE, lambda cancel: self._bring_back(record, generation, cancel))

    def rest(self, uid: str) -> None:
        """The reader looks at a study of which only the series worth having first were fetched: fetch the others."""
        self._ask(_CASE, lambda cancel: self._fetch_rest(uid, cancel))

    def prior(self, uid: str, generation: int) -> None:
        """Look for the last earlier head CT of a study's patient, fetch it, and answer with PriorLoaded."""
        self._ask(_PRIOR, lambda cancel: self._look_for_prior(uid, generation, cancel))

    def others(self, uid: str, generation: int) -> None:
        """Look for what other products left with a study, fetch it, and answer with OtherResultsFound."""
        look = other_results.look_for
        self._ask(_OTHERS, lambda cancel: look(self._archives, self._cache, uid, generation, self._emit, cancel))

    def drop_case(self) -> None:
        """The reader went on to another study: images of the one before need not come back."""
        self._ask(_CASE, None)

    def _ask(self, kind: str, work: Callable[[Cancel], None] | None) -> None:
        with self._changed:
            if self._stopping:
                return
            if work is None:
                self._wanted.pop(kind, None)
            else:
                self._wanted[kind] = work
            running = self._running
            self._changed.notify_all()
        if running is not None and running[0] == kind:
            running[1].set()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._wanted and not self._stopping:
                    self._changed.wait()
                if self._stopping:
                    return
                kind = next(iter(self._wanted))
                work = self._wanted.pop(kind)
                cancel = Cancel()
                self._running = kind, cancel
            try:
                work(cancel)
            except ArchiveCancelled:
                pass
            except Exception:  # the next request may go well
                _log.exception("bringing images to the viewer failed")
            finally:
                with self._changed:
                    self._running = None

    # ---- images that were removed ----

    def _bring_back(self, record: StudyRecord, generation: int, cancel: Cancel) -> None:
        uid = record.uid
        try:
            if record.only_opened:
                raise ArchiveError("study_gone", _OPEN_AGAIN)
            if record.source is Source.FOLDER and self._journal.drop_files(study=folder_name(uid)):
                self._wait_for_folder(record, cancel)
            else:
                self._fetch(record.study, cancel)
            case = stages.load_case(self._cache, uid)
        except ArchiveCancelled:
            raise
        except FirstreadError as error:
            self._emit(CaseLoaded(generation, uid, None, self._result(uid), error.reason.text))
        else:
            edits = stages.load_edits(self._cache, uid, case.result)
            self._emit(CaseLoaded(generation, uid, case.volume, case.result, case.text, edits))

    def _fetch_rest(self, uid: str, cancel: Cancel) -> None:
        record = self._journal.get(uid)
        if record is None or not record.state.final or record.source is not Source.QUERY:
            return
        expected = record.study.images_expected or 0
        if expected < stages.LARGE or not 0 < len(self._cache.images(uid)) < expected or cancel.wait(_LOOKS_S):
            return
        try:
            self._fetch(record.study, cancel)
        except ArchiveCancelled:
            raise
        except FirstreadError as error:
            _log.info("the other series of a study could not be fetched: %s", error.reason.code)

    def _result(self, uid: str) -> CaseResult | None:
        try:
            return stages.load_case(self._cache, uid).result
        except FirstreadError:
            return None

    def _known(self, uid: str) -> CaseResult | None:
        """The result of a study, as a reader left it where a reader changed it; None for one that no longer holds."""
        record = self._journal.get(uid)
        result = record.present(self._result(uid)) if record is not None else None
        try:
            edits = stages.load_edits(self._cache, uid, result)
        except FirstreadError:
            return result
        return edits.result if edits is not None else result

    def _wait_for_folder(self, record: StudyRecord, cancel: Cancel) -> None:
        waited = 0.0
        while len(self._cache.images(record.uid)) < record.images_received and waited < _FOLDER_S:
            if cancel.wait(0.2):
                raise ArchiveCancelled
            waited += 0.2

    def _fetch(self, study: Study, cancel: Cancel) -> None:
        """Retrieve a study into the cache; raises ArchiveError, CacheError."""
        described = stages.describe(self._archives, study.study_instance_uid, cancel)
        if described is None:
            raise ArchiveError("study_gone", _GONE)
        stages.fetch(self._archives, self._cache, described, cancel, lambda count: None)
        self._cache.touch(study.study_instance_uid)

    # ---- earlier studies ----

    def _look_for_prior(self, uid: str, generation: int, cancel: Cancel) -> None:
        record = self._journal.get(uid)
        if record is None:
            return
        answer = PriorLoaded(generation, uid, None, None)
        if not record.study.patient_id.strip():
            self._emit(replace(answer, text=_NO_ID))
            return
        self._emit(replace(answer, text="Looking for an earlier CT of this patient.", loading=True))
        known = [other.study for other in self._journal.records()]
        trouble = ""
        try:
            candidates = priors_of(self._archives, record.study, known, cancel=cancel)
        except ArchiveCancelled:
            raise
        except ArchiveError as error:
            candidates, trouble = ranked(record.study, known), error.reason.text
        for study in candidates[:MOST_PRIORS]:
            cancel.check()
            self._emit(replace(answer, prior=study, text="Fetching the earlier study.", loading=True))
            try:
                if not self._cache.images(study.study_instance_uid):
                    self._fetch(study, cancel)
                volume = stages.load_prior(self._cache, study.study_instance_uid)
            except ArchiveCancelled:
                raise
            except NotAnalysable:
                continue
            except FirstreadError as error:
                trouble = error.reason.text
                continue
            self._cache.touch(study.study_instance_uid)
            self._emit(replace(answer, prior=study, volume=volume, result=self._known(study.study_instance_uid)))
            return
        self._emit(replace(answer, text=trouble or (_UNSUITABLE if candidates else _NONE)))
