"""A journal that cannot be written for a while drops no study out of the line."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.domain.events import ArchiveStatus, Event, IntakeStatus
from app.domain.states import StudyState
from app.errors import JournalError
from app.pacs.archives import Archives
from app.pacs.one_archive import Polled
from app.pipeline.jobs import Job, Stage
from app.pipeline.poller import Poller
from app.settings import Settings
from tests.app.pipeline.parts import Parts
from tests.app.values import study

AGAIN_S = 0.3


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    monkeypatch.setattr("app.pipeline.waiting._JOURNAL_S", AGAIN_S)
    one = Parts(tmp_path, Settings(fetch_settle_s=0.0))
    one.journal._db.execute("PRAGMA busy_timeout = 20")
    yield one
    one.close()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program has the journal."""
    other = sqlite3.connect(folder / "journal", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def working(parts: Parts, stage: Stage, do: Callable[[Job], None]) -> Iterator[None]:
    thread = threading.Thread(target=parts.worker.work, args=(stage, do))
    thread.start()
    try:
        yield
    finally:
        parts.queue.close()
        thread.join(30)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_studies_that_wait_to_be_analysed_go_on(parts: Parts, tmp_path: Path) -> None:
    uids = [f"1.2.{n}" for n in range(3)]
    for uid in uids:
        parts.waiting.take_up(parts.in_state(study(uid), StudyState.QUEUED, StudyState.FETCHING, StudyState.READY))
    begun: list[float] = []

    def analyse(job: Job) -> None:
        begun.append(time.monotonic())
        if parts.record(job.uid).state is StudyState.READY:
            parts.shared.step(job.uid, StudyState.ANALYSING)
            parts.shared.step(job.uid, StudyState.NEGATIVE)

    with ExitStack() as stack:
        with locked(tmp_path):
            stack.enter_context(working(parts, Stage.ANALYSE, analyse))
            until(lambda: len(begun) >= 6)
            assert begun[3] - begun[0] >= AGAIN_S, "no loop without a rest"
            assert {parts.record(uid).state for uid in uids} == {StudyState.READY}
        until(lambda: all(parts.record(uid).state is StudyState.NEGATIVE for uid in uids))


@pytest.mark.parametrize(
    ("stage", "states", "back"),
    [
        (Stage.FETCH, (StudyState.QUEUED, StudyState.FETCHING), StudyState.QUEUED),
        (
            Stage.ANALYSE,
            (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING),
            StudyState.READY,
        ),
        (
            Stage.REST,
            (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING),
            StudyState.READY,
        ),
    ],
)
def test_a_step_that_was_begun_is_taken_back(
    parts: Parts, stage: Stage, states: tuple[StudyState, ...], back: StudyState
) -> None:
    record = parts.in_state(study(), *states)
    parts.waiting.put(record, stage)
    seen: list[StudyState] = []

    def broken(job: Job) -> None:
        seen.append(parts.record(job.uid).state)
        if len(seen) == 1:
            raise JournalError("journal_not_written", "The journal cannot be written: disk full.")

    with working(parts, stage, broken):
        until(lambda: parts.record("1.2.3").state is back)
        assert parts.record("1.2.3").reasons[0].code == "interrupted"
        if stage is not Stage.REST:
            until(lambda: len(seen) == 2)
    if stage is Stage.REST:
        assert parts.queue.holds("1.2.3", Stage.ANALYSE), "an answer that was held is computed again"
    assert seen[1:] == [back] * (stage is not Stage.REST)


def test_no_archive_is_blamed_for_the_journal(parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, told = ArchiveStatus("PACS", True, "PACS answers."), list[Event]()
    monkeypatch.setattr(Archives, "poll", lambda self, *_, **more: Polled((study(),), (reached,)))
    poller = Poller(parts.archives, 0.02, 24, "CT", parts.arrivals.found, told.append)

    def last(kind: type[Event]) -> Event | None:
        return next((event for event in reversed(told) if isinstance(event, kind)), None)

    try:
        with locked(tmp_path):
            poller.start()
            until(lambda: told.count(reached) >= 3)
            (trouble,) = (event for event in told if isinstance(event, IntakeStatus))
            assert not trouble.ok and "database is locked" in trouble.text
            assert "New studies do not appear" in trouble.text
            assert not trouble.name.startswith("PACS") and parts.journal.get("1.2.3") is None
        until(lambda: parts.journal.get("1.2.3") is not None)
        until(lambda: last(IntakeStatus) is not trouble)
        recovered = last(IntakeStatus)
        assert isinstance(recovered, IntakeStatus) and recovered.ok and recovered.name == trouble.name
    finally:
        poller.stop()
        assert poller.join(5)
    assert {event for event in told if isinstance(event, ArchiveStatus)} == {reached}


def test_our_own_mistake_is_told_once_the_journal_can_be_written(parts: Parts, tmp_path: Path) -> None:
    parts.waiting.take_up(parts.in_state(study(), StudyState.QUEUED, StudyState.FETCHING, StudyState.READY))
    tries: list[str] = []

    def broken(job: Job) -> None:
        tries.append(job.uid)
        raise ZeroDivisionError

    with ExitStack() as stack:
        with locked(tmp_path):
            stack.enter_context(working(parts, Stage.ANALYSE, broken))
            until(lambda: len(tries) >= 2)
        until(lambda: parts.record("1.2.3").state is StudyState.FAILED)
    assert parts.record("1.2.3").reasons[0].code == "internal_error"


def test_a_study_whose_first_step_cannot_be_entered_is_taken_up_again(parts: Parts, tmp_path: Path) -> None:
    record = parts.shared.enter(study())
    with locked(tmp_path), pytest.raises(JournalError):
        parts.waiting.put_fetch(record)
    assert parts.record(record.uid).state is StudyState.FOUND and parts.queue.knows(record.uid)
    with working(parts, Stage.FETCH, lambda job: None):
        until(lambda: parts.record(record.uid).state is StudyState.QUEUED)


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        ((), Stage.FETCH),
        ((StudyState.QUEUED,), Stage.FETCH),
        ((StudyState.QUEUED, StudyState.FETCHING, StudyState.READY), Stage.ANALYSE),
    ],
)
def test_what_nobody_works_on_is_taken_up_when_the_archive_lists_it(
    parts: Parts, states: tuple[StudyState, ...], stage: Stage
) -> None:
    record = parts.in_state(study(), *states)
    parts.arrivals.found([record.study])
    job = parts.queue.take(stage, 5)
    assert job is not None and job.uid == record.uid
    parts.arrivals.found([record.study])
    assert not parts.queue.holds(record.uid, stage), "it is at work"
    parts.queue.done(job)
