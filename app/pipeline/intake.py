"""What is sent to us, found in the watched folder, or opened, on its way into the cache and the journal.

A study is in the journal before its first image is confirmed to the sender: whatever happens then, it is not lost. The
pipeline asks :meth:`Intake.ready_at` when a study counts as complete, and takes it up as any other.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from app.domain.study import Source, Study
from app.errors import CacheError
from app.pacs.header import ReceivedHeader, received_header
from app.pacs.store_scp import Arrival, Closed
from app.pipeline.settling import Settling
from app.store.cache import ImageCache
from inference.elements import quiet

#: What comes of one study is told at most this often, in seconds.
_TELL_S = 1.0
#: As much of an object as its header needs.
_HEAD_BYTES = 1024 * 1024
_CT = "CT"
_CT_CLASSES = frozenset({
    "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.2.2",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What the intake needs of the pipeline; each is called in the thread of whoever sends.

    Attributes:
        enter: puts a study into the journal; raises JournalError.
        arrived: more came of a study; returns at once.
        no_room: one plain sentence where nothing can be taken now, else empty.
    """

    enter: Callable[[Study, Source], object]
    arrived: Callable[[str], None]
    no_room: Callable[[], str]


class Intake:
    """Takes objects from any thread. ``ignore`` holds UIDs of studies that are confirmed, but not kept (wiped)."""

    def __init__(self, cache: ImageCache, callbacks: Callbacks, settle_s: float, ignore: Container[str] = ()) -> None:
        self._cache, self._callbacks, self._ignore = cache, callbacks, ignore
        self._settling = Settling(settle_s)
        self._lock = threading.Lock()
        self._entered: set[str] = set()
        self._told: dict[str, float] = {}

    def set_settle_s(self, settle_s: float) -> None:
        """How long a study rests at least."""
        with self._lock:
            self._settling.least_s = settle_s

    def keep(self, arrival: Arrival, encoded: bytes) -> None:
        """Keep one object that was sent to us. Raises CacheError, JournalError; ValueError for UIDs that are none."""
        study, sop = arrival.study_instance_uid, arrival.sop_instance_uid
        if not (is_uid(study) and is_uid(sop)):
            raise ValueError("the object's UIDs are none")
        if study in self._ignore:
            return
        self._require_room()
        if study not in self._entered and arrival.sop_class_uid in _CT_CLASSES:
            with quiet():
                header = received_header(encoded[:_HEAD_BYTES])
            if header is not None and header.study.study_instance_uid == study:
                self._enter(header.study, Source.PUSH)
        self._cache.store(study, sop, encoded)
        self._note(study, arrival.calling_ae_title, arrival.association)

    def ignores(self, study: str) -> bool:
        """Whether this study was wiped, and is not taken up again."""
        return study in self._ignore

    def copy(self, path: Path, header: ReceivedHeader, source: Source) -> bool:
        """Copy one file that lies on a disk; False where it is of no CT study. Raises CacheError, JournalError."""
        study = header.study.study_instance_uid
        if self.ignores(study):
            return True
        if study not in self._entered and header.modality != _CT:
            return False
        self._require_room()
        if study not in self._entered:
            self._enter(header.study, source)
        self._cache.copy(study, header.sop_instance_uid, path)
        self._note(study, source, None)
        return True

    def complete(self, study: str) -> None:
        """No more comes of this study: it need not rest."""
        with self._lock:
            self._settling.complete(study)
        self._callbacks.arrived(study)

    def closed(self, closed: Closed) -> None:
        """An association ended: what it brought may be complete sooner."""
        with self._lock:
            self._settling.closed(closed.association)
        for study in closed.studies:
            self._callbacks.arrived(study)

    def ready_at(self, study: str) -> float:
        """When a study counts as complete, unless more comes, on the clock of time.monotonic; 0 for any other study."""
        with self._lock:
            return self._settling.ready_at(study)

    def taken(self, study: str) -> None:
        """The pipeline takes up what came so far; what comes from now on is told again."""
        with self._lock:
            self._settling.taken(study)
            self._told.pop(study, None)

    def forget(self, study: str) -> None:
        """The journal knows a study no more: if anything comes of it, it is entered again."""
        with self._lock:
            self._entered.discard(study)

    def _require_room(self) -> None:
        held = self._callbacks.no_room()
        if held:
            raise CacheError("no_room", held)

    def _enter(self, study: Study, source: Source) -> None:
        self._callbacks.enter(study, source)
        with self._lock:
            self._entered.add(study.study_instance_uid)

    def _note(self, study: str, sender: str, association: int | None) -> None:
        now = time.monotonic()
        with self._lock:
            self._settling.arrived(study, sender, now, association)
            tell = study in self._entered and now - self._told.get(study, -_TELL_S) >= _TELL_S
            if tell:
                self._told[study] = now
        if tell:
            self._callbacks.arrived(study)


def is_uid(text: str) -> bool:
    """Whether a text is a UID: digits and dots, at most 64 (PS3.5 9.1)."""
    return re.fullmatch(r"[0-9.]{1,64}", text) is not None
