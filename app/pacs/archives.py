"""All archives of the settings as one: queries go to each, and a study is fetched from where it was found.

For each archive the ways that work (C-FIND or QIDO-RS; C-GET, C-MOVE or WADO-RS) are found out and remembered
(:mod:`app.pacs.ways`), and its connections are limited, used again and rested (:mod:`app.pacs.line`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from app.domain.events import ArchiveStatus
from app.domain.study import Study
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.pacs.dicomweb import wado_study
from app.pacs.filters import asks_series, passes, series_pass
from app.pacs.move import move_study
from app.pacs.one_archive import FULL_WINDOW_EVERY_S, OneArchive, Polled, Remembered
from app.pacs.query import (
    Find,
    SeriesFound,
    find_series,
    find_studies,
    find_studies_of,
    find_study,
    window,
)
from app.pacs.retrieve import Keep, Progress, Retrieved, get_study
from app.pacs.store_scp import StoreScp
from app.pacs.ways import Way, Ways, query_ways, retrieve_ways

_log = logging.getLogger(__name__)

#: New is what was made since the latest answer, and so much before it: images take their time to the archive.
OVERLAP = timedelta(hours=2)
#: After this another service of the same port need not be tried.
_NOT_THERE = frozenset({"archive_unreachable", "archive_unknown_host"})

T = TypeVar("T")


class Archives:
    """One or more archives; every method may be called from any thread. Close it at the end."""

    def __init__(
        self, archives: Sequence[Archive], *, receiver: StoreScp | None = None, remembered: Path | None = None
    ) -> None:
        """``receiver`` is our own store for C-MOVE, started by the caller; ``remembered`` a file for what works.

        Raises ValueError without an archive.
        """
        if not archives:
            raise ValueError("at least one archive is needed")
        self._all = [OneArchive(archive) for archive in sorted(archives, key=lambda one: one.priority)]
        self._receiver: Callable[[], StoreScp | None] = lambda: receiver
        self._ways = Ways(remembered)
        self._lock = threading.Lock()
        self._holders: Remembered[tuple[OneArchive, ...]] = Remembered()
        self._partial: Remembered[frozenset[Way]] = Remembered()

    @classmethod
    def of(cls, archives: Archive | Sequence[Archive] | Archives) -> Archives:
        """``archives`` as one."""
        if isinstance(archives, Archives):
            return archives
        return cls((archives,) if isinstance(archives, Archive) else archives)

    @property
    def name(self) -> str:
        """The name of the only archive, or how many there are."""
        return self._all[0].archive.name if len(self._all) == 1 else f"{len(self._all)} archives"

    @property
    def archives(self) -> tuple[Archive, ...]:
        """Each archive, the lowest priority number first."""
        return tuple(one.archive for one in self._all)

    def receive_with(self, receiver: Callable[[], StoreScp | None]) -> None:
        """Ask ``receiver`` before each retrieval for our own store, which comes and goes with the settings."""
        self._receiver = receiver

    def close(self) -> None:
        """Release all connections that are idle."""
        for one in self._all:
            one.line.close()

    def try_now(self) -> None:
        """Somebody asks: archives that are left alone for a while are tried again at once."""
        for one in self._all:
            one.line.reset()

    def came_from(self, study_instance_uid: str) -> str:
        """The name of the archive that a study is fetched from; empty where it is not known yet."""
        with self._lock:
            holders = self._holders.get(study_instance_uid)
        return holders[0].archive.name if holders else ""

    # ---- query ----

    def poll(self, hours: float, modality: str = "CT", *, cancel: Cancel | None = None) -> Polled:
        """Studies of the last ``hours`` of all archives; most times only those that are new since the last question.

        Never raises but ArchiveCancelled: an archive that fails says so in its status.
        """
        cancel = Cancel() if cancel is None else cancel
        results = self._each(lambda one: self._poll_one(one, hours, modality, cancel))
        cancel.check()
        statuses = []
        for one, (_, error) in zip(self._all, results, strict=True):
            text = error.reason.text if error is not None else f"{one.archive.name} answers."
            text = " ".join((text, *one.line.warnings))
            statuses.append(ArchiveStatus(one.archive.name, error is None, text))
        return Polled(self._merged([studies or () for studies, _ in results]), tuple(statuses))

    def find_study(self, study_instance_uid: str, *, cancel: Cancel | None = None) -> Study | None:
        """A study as the first archive that holds it describes it now; None where none holds it.

        Raises ArchiveError where an archive that may hold it does not answer, and no other holds it.
        """
        trouble: ArchiveError | None = None
        for one in self._likely(study_instance_uid):
            try:
                study = self._query(one, lambda find, one=one: find_study(  # type: ignore[misc]
                    one.archive, study_instance_uid, cancel=cancel, find=find
                ))  # fmt: skip
            except ArchiveCancelled:
                raise
            except ArchiveError as error:
                trouble = trouble or error
                continue
            if study is not None:
                self._note(study_instance_uid, one, first=True)
                return study
        if trouble is not None:
            raise trouble
        return None

    def find_series(self, study_instance_uid: str, *, cancel: Cancel | None = None) -> tuple[SeriesFound, ...]:
        """The series of a study, from the archive that it is fetched from; raises ArchiveError."""
        one = self._likely(study_instance_uid)[0]
        return self._query(one, lambda find: find_series(one.archive, study_instance_uid, cancel=cancel, find=find))

    def find_studies_of(
        self, patient_id: str, modality: str = "CT", *, cancel: Cancel | None = None
    ) -> tuple[Study, ...]:
        """All studies of a patient, of every archive that answers; raises ArchiveError where none does."""
        results = self._each(
            lambda one: self._query(
                one, lambda find: find_studies_of(one.archive, patient_id, modality, cancel=cancel, find=find)
            )
        )
        if cancel is not None:
            cancel.check()
        errors = [error for _, error in results if error is not None]
        if len(errors) == len(results):
            raise errors[0]
        return self._merged([studies or () for studies, _ in results])

    # ---- retrieval ----

    def retrieve(
        self,
        study_instance_uid: str,
        keep: Keep,
        *,
        series: Sequence[str] | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Retrieved:
        """Fetch a study, or some of its series, from where it was found, in the way that works there.

        ``keep`` is called by one thread at a time. Raises as :func:`app.pacs.retrieve.get_study`.
        """
        trouble: ArchiveError | None = None
        nothing: Retrieved | None = None
        for one in self._likely(study_instance_uid):
            try:
                got = self._retrieve_from(one, study_instance_uid, keep, series, progress, cancel)
            except ArchiveCancelled:
                raise
            except ArchiveError as error:
                trouble = trouble or error
                continue
            if got.received:
                self._note(study_instance_uid, one, first=True)
                return got
            nothing = nothing or got
        if nothing is not None:
            return nothing
        assert trouble is not None
        raise trouble

    def _retrieve_from(
        self,
        one: OneArchive,
        uid: str,
        keep: Keep,
        series: Sequence[str] | None,
        progress: Progress | None,
        cancel: Cancel | None,
    ) -> Retrieved:
        """Try one way after the other, until images come."""
        receiver = self._receiver()
        if receiver is not None and not receiver.running:
            receiver = None
        possible = retrieve_ways(one.archive, receiver is not None)
        with self._lock:
            partial = self._partial.get(uid, frozenset())
        # A way that brought only a part of this study before is the last to try.
        order = sorted(self._ways.order(one.archive, possible), key=lambda way: way in partial)
        trouble: ArchiveError | None = None
        nothing: Retrieved | None = None
        for way in order:
            if way is not Way.WADO and trouble is not None and trouble.reason.code in _NOT_THERE:
                continue
            try:
                if way is Way.GET:
                    got = get_study(
                        one.archive, uid, keep, series=series, progress=progress, cancel=cancel, talk=one.line.talk
                    )
                elif way is Way.MOVE:
                    if receiver is None:
                        raise ArchiveError(
                            "receiver_not_started",
                            "C-MOVE needs our own port for incoming images; open it in the settings.",
                        )
                    got = move_study(
                        one.archive, uid, keep, receiver, series=series, progress=progress, cancel=cancel,
                        talk=one.line.talk,
                    )  # fmt: skip
                else:
                    got = one.line.web(
                        lambda: wado_study(one.archive, uid, keep, series=series, progress=progress, cancel=cancel),
                        cancel,
                    )
            except ArchiveCancelled:
                raise
            except ArchiveError as error:
                _log.info("%s did not work: %s", way.value, error.reason.code)
                trouble = trouble or error
                continue
            if not got.received:
                nothing = nothing or got
                continue
            whole = got.failed == 0 and (got.offered is None or got.received >= got.offered)
            with self._lock:
                if whole:
                    self._partial.pop(uid, None)
                else:
                    self._partial.put(uid, (partial | {way}) if partial | {way} < set(possible) else frozenset())
            if whole:
                self._ways.worked(one.archive, possible, way)
            return got
        if nothing is not None:
            return nothing
        assert trouble is not None
        raise trouble

    # ---- shared ----

    def _poll_one(self, one: OneArchive, hours: float, modality: str, cancel: Cancel) -> tuple[Study, ...]:
        started, now = time.monotonic(), datetime.now()
        full = started - one.full_at >= FULL_WINDOW_EVERY_S or one.answered_at is None or hours != one.hours
        first, last = window(now, hours)
        from_time = None
        if not full and one.answered_at is not None:
            since = max(one.answered_at - OVERLAP, now - timedelta(hours=hours))
            first = max(first, since.date())
            if since.date() == now.date():
                first = last = now.date()
                from_time = since.time()
        studies = self._query(
            one,
            lambda find: find_studies(
                one.archive, first, last, modality, from_time=from_time, cancel=cancel, find=find
            ),
        )
        wanted = tuple(study for study in studies if self._wanted(one, study, cancel))
        one.answered_at, one.hours = now, hours
        if full:
            one.full_at = started
        return wanted

    def _wanted(self, one: OneArchive, study: Study, cancel: Cancel) -> bool:
        """Whether the archive's filters let a study through; its series are asked for once, where they decide."""
        filters = one.archive.filters
        if not filters:
            return True
        if not passes(filters, study):
            return False
        if not asks_series(filters, study):
            return True
        uid = study.study_instance_uid
        known = one.series_looked_at.get(uid)
        if known is None:
            series = self._query(one, lambda find: find_series(one.archive, uid, cancel=cancel, find=find))
            if not series:
                return True  # nothing is known yet; the next poll asks again
            known = series_pass(filters, study, series)
            one.series_looked_at.put(uid, known)
        return known

    def _query(self, one: OneArchive, ask: Callable[[Find], T]) -> T:
        """Ask in the way that worked last, else in the next one."""
        possible = query_ways(one.archive)
        trouble: ArchiveError | None = None
        for way in self._ways.order(one.archive, possible):
            try:
                answer = ask(one.finder(way))
            except ArchiveCancelled:
                raise
            except ArchiveError as error:
                trouble = trouble or error
                continue
            self._ways.worked(one.archive, possible, way)
            return answer
        assert trouble is not None
        raise trouble

    def _each(self, do: Callable[[OneArchive], T]) -> list[tuple[T | None, ArchiveError | None]]:
        """``do`` for every archive, at the same time, so that none waits for one that is silent."""
        results: list[tuple[T | None, ArchiveError | None]] = [(None, None)] * len(self._all)
        broken: list[BaseException] = []

        def run(number: int) -> None:
            try:
                results[number] = (do(self._all[number]), None)
            except ArchiveError as error:
                results[number] = (None, error)
            except BaseException as error:
                broken.append(error)

        threads = [
            threading.Thread(target=run, args=(number,), name=f"firstread-archive-{number + 1}")
            for number in range(1, len(self._all))
        ]
        for thread in threads:
            thread.start()
        run(0)
        for thread in threads:
            thread.join()
        if broken:
            raise broken[0]
        return results

    def _merged(self, found: Sequence[Sequence[Study]]) -> tuple[Study, ...]:
        """Each study once, from the archive that comes first; remembers who holds it."""
        studies: dict[str, Study] = {}
        for one, some in zip(self._all, found, strict=True):
            for study in some:
                studies.setdefault(study.study_instance_uid, study)
                self._note(study.study_instance_uid, one)
        return tuple(studies.values())

    def _note(self, uid: str, one: OneArchive, *, first: bool = False) -> None:
        with self._lock:
            holders = [other for other in self._holders.get(uid, ()) if other is not one]
            found = [one, *holders] if first else sorted([one, *holders], key=self._all.index)
            self._holders.put(uid, tuple(found))

    def _likely(self, uid: str) -> list[OneArchive]:
        """All archives, those known to hold a study first."""
        with self._lock:
            holders = self._holders.get(uid, ())
        return [*holders, *(one for one in self._all if one not in holders)]
