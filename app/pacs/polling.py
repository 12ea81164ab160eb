"""Asks several archives for what is new, at the same time, so that one that is silent holds up none of the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from app.domain.events import ArchiveStatus
from app.domain.study import Study
from app.errors import ArchiveError
from app.pacs.cancel import Cancel
from app.pacs.filters import asks_series, passes, series_pass
from app.pacs.one_archive import FULL_WINDOW_EVERY_S, LookedAt, OneArchive
from app.pacs.query import Find, find_series, find_studies, window

#: New is what was made since the latest answer, and so much before it: images take their time to the archive.
OVERLAP = timedelta(hours=2)
#: Once one archive has answered, the others are waited for so many seconds more.
GRACE_S = 3.0
#: An archive that is merely slow keeps its good name for so many seconds.
SLOW_S = 10.0
#: Where an archive counts no images, the series of a study that its filters keep back are asked for again after this
#: share of the time since they first were: an old study costs few questions, and a late series is not seen much later.
AGAIN_SHARE = 0.25
_END_S = 5.0

T = TypeVar("T")


class Query(Protocol):
    """Asks one archive in the way that works there."""

    def __call__(self, one: OneArchive, ask: Callable[[Find], T]) -> T:
        """What ``ask`` returns; raises ArchiveError."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What one archive said, also where that came after an earlier question."""

    studies: tuple[Study, ...]
    status: ArchiveStatus


class _Question:
    """One archive is being asked, in a thread of its own or in that of who asks."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.done = threading.Event()
        self.cancel = Cancel()
        self.thread: threading.Thread | None = None
        self.studies: tuple[Study, ...] = ()
        self.error: ArchiveError | None = None
        self.broken: BaseException | None = None


class Polling:
    """Asks for what is new; :meth:`ask` is for one thread at a time. Close it at the end."""

    def __init__(self, archives: Sequence[OneArchive], query: Query) -> None:
        self._all, self._query = tuple(archives), query
        self._under_way: list[_Question | None] = [None] * len(self._all)
        self._latest: list[ArchiveStatus | None] = [None] * len(self._all)

    def ask(self, hours: float, modality: str, cancel: Cancel) -> list[Answered]:
        """What each archive says, in their order; raises ArchiveCancelled.

        An archive that has not answered since an earlier call is not asked again; its late answer comes with a later
        call.
        """
        cancel.check()
        late: list[tuple[Study, ...]] = [()] * len(self._all)
        asked: list[_Question] = []
        for number, before in enumerate(self._under_way):
            if before is not None and not before.done.is_set():
                continue
            if before is not None:
                late[number] = self._take(number, before)
            question = self._under_way[number] = _Question()
            asked.append(question)
            run: Any = (number, question, hours, modality, cancel)
            if len(self._all) == 1:
                self._run(*run)
            else:
                name = f"firstread-archive-{number + 1}"
                question.thread = threading.Thread(target=self._run, args=run, name=name)
                question.thread.start()
        self._wait(asked, cancel)
        cancel.check()
        answers = []
        for number, question_now in enumerate(self._under_way):
            assert question_now is not None
            studies = late[number]
            if question_now.done.is_set():
                studies = (*studies, *self._take(number, question_now))
            answers.append(Answered(studies, self._status(number, question_now)))
        return answers

    def close(self) -> None:
        """Stop what is still being asked, and wait for its threads."""
        under_way = [one for one in self._under_way if one is not None and one.thread is not None]
        for one in under_way:
            one.cancel.set()
        for one in under_way:
            assert one.thread is not None
            one.thread.join(_END_S)

    def _wait(self, asked: Sequence[_Question], cancel: Cancel) -> None:
        """Until all have answered, or some have and the others had their grace. Those of before are looked at too."""
        until = float("inf")
        questions = [one for one in self._under_way if one is not None]
        while not all(one.done.is_set() for one in asked):
            if any(one.done.is_set() and one.error is None for one in questions):
                until = min(until, time.monotonic() + GRACE_S)
            if cancel.is_set or time.monotonic() >= until:
                break
            next(one for one in asked if not one.done.is_set()).done.wait(0.05)
        if cancel.is_set:  # they end at once, and their connections with them
            for one in asked:
                one.done.wait(_END_S)

    def _run(self, number: int, question: _Question, hours: float, modality: str, cancel: Cancel) -> None:
        try:
            with cancel.ending(question.cancel.set):
                question.studies = self._poll_one(self._all[number], hours, modality, question.cancel)
        except ArchiveError as error:
            question.error = error
        except BaseException as error:
            question.broken = error
        finally:
            question.done.set()

    def _take(self, number: int, question: _Question) -> tuple[Study, ...]:
        """The outcome of a question that has ended, once."""
        if question.thread is not None:
            question.thread.join()
        self._under_way[number] = None
        if question.broken is not None:
            raise question.broken
        archive = self._all[number]
        error = question.error
        text = error.reason.text if error is not None else f"{archive.archive.name} answers."
        self._latest[number] = ArchiveStatus(
            archive.archive.name, error is None, " ".join((text, *archive.line.warnings)), archive.left_out
        )
        return question.studies

    def _status(self, number: int, question: _Question) -> ArchiveStatus:
        latest = self._latest[number]
        waited = time.monotonic() - question.started
        if latest is not None and (question.done.is_set() or not latest.reachable or waited < SLOW_S):
            return latest
        name = self._all[number].archive.name
        text = f"{name} was asked {waited:.0f} s ago, and has not answered yet."
        return ArchiveStatus(name, False, text, self._all[number].left_out)

    def _poll_one(self, one: OneArchive, hours: float, modality: str, cancel: Cancel) -> tuple[Study, ...]:
        started, now = time.monotonic(), datetime.now()
        full = started - one.full_at >= FULL_WINDOW_EVERY_S or one.answered_at is None or hours != one.hours
        full = full or (one.answered_at is not None and now < one.answered_at)  # our clock was put back
        first, last = window(now, hours)
        from_time = None
        if not full and one.answered_at is not None:
            since = max(one.answered_at - OVERLAP, now - timedelta(hours=hours))
            first = max(first, since.date())
            if since.date() == now.date():
                first = last = now.date()
                from_time = since.time()
        told = [0]  # the latest counts: the question may be asked again in another way
        studies = self._query(
            one,
            lambda find: find_studies(
                one.archive,
                first,
                last,
                modality,
                from_time=from_time,
                cancel=cancel,
                find=find,
                left_out=told.append,
            ),
        )
        wanted = tuple(study for study in studies if self._wanted(one, study, full, cancel))
        one.left_out = told[-1] if full else max(one.left_out, told[-1])
        one.answered_at, one.hours = now, hours
        if full:
            one.full_at = started
        return wanted

    def _wanted(self, one: OneArchive, study: Study, full: bool, cancel: Cancel) -> bool:
        """Whether the archive's filters let a study through; its series are asked for where they decide.

        One that fits settles it. Until then others may be still on their way into the archive.
        """
        filters = one.archive.filters
        if not filters:
            return True
        if not passes(filters, study):
            return False
        if not asks_series(filters, study):
            return True
        uid, now = study.study_instance_uid, time.monotonic()
        before = one.series_looked_at.get(uid)
        if before is not None and not _look_again(before, study, full, now):
            return before.passes
        series = self._query(one, lambda find: find_series(one.archive, uid, cancel=cancel, find=find))
        if not series:
            return before is None  # nothing is known yet; the next poll asks again
        fit = series_pass(filters, study, series)
        first_at = now if before is None else before.first_at
        one.series_looked_at.put(uid, LookedAt(fit, study.images_expected, first_at, now))
        return fit


def _look_again(before: LookedAt, study: Study, full: bool, now: float) -> bool:
    """Whether a study that the filters kept back may have got more series."""
    if before.passes:
        return False
    if study.images_expected is not None:
        return study.images_expected != before.images
    return full and now - before.at >= AGAIN_SHARE * (now - before.first_at)
