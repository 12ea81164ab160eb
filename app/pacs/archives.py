"""All archives of the settings as one: queries go to each, and a study is fetched from where it was found.

For each archive the ways that work (C-FIND or QIDO-RS; C-GET, C-MOVE or WADO-RS) are found out and remembered
(:mod:`app.pacs.ways`), and its connections are limited, used again and rested (:mod:`app.pacs.line`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.domain.study import Study
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.pacs.fetching import Fetching
from app.pacs.line import IDLE_S
from app.pacs.one_archive import OneArchive, Polled, Remembered
from app.pacs.polling import Polling
from app.pacs.query import Find, SeriesFound, find_classes, find_series, find_studies, find_studies_of, find_study
from app.pacs.retrieve import Keep, Progress, Retrieved
from app.pacs.store_scp import StoreScp
from app.pacs.ways import Ways, query_ways

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
        self._ways = Ways(remembered)
        self._fetching = Fetching(self._ways, lambda: receiver)
        self._polling = Polling(self._all, self._query)
        self._lock = threading.Lock()
        self._holders: Remembered[tuple[OneArchive, ...]] = Remembered()

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
        self._fetching.receiver = receiver

    def close(self) -> None:
        """Stop what is still being asked, and release all connections that are idle."""
        self._polling.close()
        for one in self._all:
            one.line.close()

    def rest(self, seconds: float) -> None:
        """Nothing is asked for so long: release the connections that nobody uses, unless they are used again soon."""
        if seconds > IDLE_S:
            for one in self._all:
                one.line.rest()

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

        One that is silent is not waited for once another has answered. Never raises but ArchiveCancelled: an archive
        that fails says so in its status.
        """
        answers = self._polling.ask(hours, modality, Cancel() if cancel is None else cancel)
        return Polled(self._merged([one.studies for one in answers]), tuple(one.status for one in answers))

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

    def find_classes(
        self, study_instance_uid: str, series_instance_uid: str, *, cancel: Cancel | None = None
    ) -> tuple[str, ...]:
        """As :func:`app.pacs.query.find_classes`, of the archive that the study is fetched from."""
        one, uids = self._likely(study_instance_uid)[0], (study_instance_uid, series_instance_uid)
        return self._query(one, lambda find: find_classes(one.archive, *uids, cancel=cancel, find=find))

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

    def find_studies(
        self, first: date, last: date, modality: str = "CT", *, cancel: Cancel | None = None
    ) -> tuple[Study, ...]:
        """All studies of ``first`` to ``last``, both included, of every archive.

        Raises ArchiveError where one of them does not answer: a part would be taken for the whole.
        """
        results = self._each(
            lambda one: self._query(
                one, lambda find: find_studies(one.archive, first, last, modality, cancel=cancel, find=find)
            )
        )
        for _, error in results:
            if error is not None:
                raise error
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
                got = self._fetching.fetch(one, study_instance_uid, keep, series, progress, cancel)
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

    # ---- shared ----

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
