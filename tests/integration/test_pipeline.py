"""The whole pipeline on real archives, with a detector that does as it is told (the network: test_line.py)."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pydicom
import pytest

from app.domain import triage
from app.domain.events import (
    ArchiveStatus,
    CaseLoaded,
    DeviceStatus,
    Event,
    FollowUpKnown,
    PriorChanged,
    QueueStatus,
    Refused,
    StudyChanged,
)
from app.domain.follow_up import Category, FollowUp
from app.domain.states import StudyState
from app.domain.study import Study, StudyRecord
from app.errors import CacheError
from app.pacs.archive import Archive
from app.pacs.demo_archive import DemoArchive, Options, listen
from app.pacs.query import find_studies, window
from app.pacs.shelf import Shelf
from app.pipeline.analysis import OpenDetector
from app.pipeline.service import Pipeline
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from app.store.sealed import CachedFile
from inference.dicom import read_studies
from tests.app.key_store import key_store
from tests.app.pipeline import detectors
from tests.integration import peers

pytestmark = [pytest.mark.peer, pytest.mark.timeout(600)]

#: Far more than anything here takes on an idle machine; a busy one shall not fail the suite.
LIMIT_S = 120.0

FAST = Settings(poll_interval_s=0.2, fetch_settle_s=0.3, fetch_backoff_s=0.1, fetch_retries=2, analysis_timeout_s=20.0)


@dataclass
class Line:
    """A running pipeline with what it told."""

    pipeline: Pipeline
    journal: Journal
    cache: ImageCache
    events: list[Event] = field(default_factory=list)

    def wait(self, condition: Callable[[], bool], seconds: float = LIMIT_S) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, [
                (r.state.value, [x.text for x in r.reasons]) for r in self.journal.records()
            ]
            time.sleep(0.02)

    def wait_for(self, uid: str, *states: StudyState, seconds: float = LIMIT_S) -> StudyRecord:
        self.wait(lambda: (r := self.journal.get(uid)) is not None and r.state in states, seconds)
        record = self.journal.get(uid)
        assert record is not None
        return record

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


@contextmanager
def running(
    archive: Archive,
    folder: Path,
    settings: Settings = FAST,
    opener: OpenDetector | None = detectors.open_obedient,
    *,
    second: OpenDetector | None = None,
    paused: bool = False,
    encrypt: bool = False,
) -> Iterator[Line]:
    before = set(threading.enumerate())
    with Journal(folder / "data" / "journal") as journal:
        cache, events = ImageCache(folder / "cache", encrypt), list[Event]()
        pipeline = Pipeline(archive, journal, cache, settings, events.append, opener=opener, second_opener=second)
        line = Line(pipeline, journal, cache, events)
        line.pipeline.set_paused(paused)
        line.pipeline.start()
        try:
            yield line
        finally:
            assert line.pipeline.stop(LIMIT_S)
            count = len(events)
        assert not [t for t in threading.enumerate() if t not in before and not t.daemon]
        assert not [r for r in journal.records() if r.state in (StudyState.FETCHING, StudyState.ANALYSING)]
    time.sleep(0.1)
    assert len(events) == count  # nothing is told after the end


def send(archive: Archive, task: str, count: int = 4, size: int = 64, **elements: str) -> str:
    """Put a study into the archive; the detector will do what ``task`` says."""
    images = peers.ct_images(count, {"AccessionNumber": task, **elements}, size=size)
    peers.store(archive, images)
    return str(images[0].StudyInstanceUID)


def told_final(line: Line, uid: str) -> list[StudyRecord]:
    """What the window was told of a study that had come to rest, without repetitions."""
    told = [event.record for event in line.events if isinstance(event, StudyChanged) and event.record.uid == uid]
    return [now for before, now in zip([None, *told], told, strict=False) if now.state.final and now != before]


def told_at_last(line: Line, uid: str) -> list[StudyRecord]:
    """As :func:`told_final`, which comes a moment after the journal has it."""
    line.wait(lambda: bool(told_final(line, uid)))
    return told_final(line, uid)


#: A study rests so long that no test sees the end, unless a reader opens it.
LONG_REST = replace(FAST, fetch_settle_s=40.0)


@contextmanager
def held(archive: Archive, folder: Path, uid: str) -> Iterator[Line]:
    """A line that has analysed a study ahead of the end of its rest, and holds the answer."""
    with running(archive, folder, LONG_REST) as line:
        line.wait(lambda: line.pipeline._resting.rests(uid) and uid in line.pipeline._resting._held)
        assert not told_final(line, uid)
        yield line


def test_an_answer_is_held_while_images_may_come(archive: Archive, tmp_path: Path) -> None:
    uid = send(archive, "POSITIVE")
    with held(archive, tmp_path, uid) as line:
        line.wait_for(uid, StudyState.ANALYSING)
        line.pipeline.open_case(uid, 1)  # what a reader waits for does not rest
        line.wait_for(uid, StudyState.POSITIVE)
        (told,) = told_at_last(line, uid)
        assert told.images_received == 4 and told.reasons == ()
        assert [step.after for step in line.journal.transitions(uid)].count(StudyState.ANALYSING) == 1


def test_an_answer_that_was_held_is_dropped_where_more_came(fresh: Archive, tmp_path: Path) -> None:
    images = peers.ct_images(6, AccessionNumber="POSITIVE")
    uid = str(images[0].StudyInstanceUID)
    peers.store(fresh, images[:4])
    with held(fresh, tmp_path, uid) as line:
        peers.store(fresh, images[4:])
        line.pipeline.open_case(uid, 1)
        line.wait_for(uid, StudyState.POSITIVE)
        assert {record.images_received for record in told_at_last(line, uid)} == {6}
        ends = [step.after for step in line.journal.transitions(uid) if step.after.final]
        assert ends == [StudyState.POSITIVE]


def test_an_answer_that_was_held_is_told_where_the_archive_is_away(tmp_path: Path) -> None:
    with DemoArchive(Options(tmp_path / "archive", studies=())) as archive, ExitStack() as stack:
        uid = send(archive, "NEGATIVE")
        line = stack.enter_context(held(archive, tmp_path, uid))
        line.pipeline._poller.stop()
        archive_away = stack.pop_all()
    with archive_away:
        line.pipeline.open_case(uid, 1)
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert [reason.code for reason in record.reasons] == ["unconfirmed"]  # and says that it may be of a part


def test_an_answer_after_a_rest_that_ended_without_the_archive_says_so(tmp_path: Path) -> None:
    """The rest of the second is over before its analysis begins, which waits for the first."""
    with DemoArchive(Options(tmp_path / "archive", studies=())) as archive, ExitStack() as stack:
        hang = send(archive, "HANG")
        line = stack.enter_context(running(archive, tmp_path, LONG_REST))
        line.wait_for(hang, StudyState.ANALYSING)
        uid = send(archive, "NEGATIVE")
        line.wait_for(uid, StudyState.READY)
        line.pipeline._poller.stop()
        archive_away = stack.pop_all()
    with archive_away:
        line.pipeline.open_case(uid, 1)
        line.wait(lambda: not line.pipeline._resting.rests(uid))
        line.pipeline.withdraw(hang)
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert [reason.code for reason in record.reasons] == ["unconfirmed"]


def test_what_is_held_can_be_taken_off_the_line(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "POSITIVE")
    with held(fresh, tmp_path, uid) as line:
        line.pipeline.withdraw(uid)
        line.wait_for(uid, StudyState.WITHDRAWN)
        assert [record.state for record in told_at_last(line, uid)] == [StudyState.WITHDRAWN]
        assert not line.pipeline._resting._held


def test_what_was_held_is_analysed_again_by_the_next_start(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "POSITIVE")
    with held(fresh, tmp_path, uid):
        pass
    with Journal(tmp_path / "data" / "journal") as journal:
        record = journal.get(uid)
        assert record is not None and record.state is StudyState.READY
    with running(fresh, tmp_path, LONG_REST) as line:
        line.wait_for(uid, StudyState.POSITIVE)


def test_from_archive_to_worklist(archive: Archive, tmp_path: Path) -> None:
    negative = send(archive, "NEGATIVE")
    positive = send(archive, "POSITIVE")
    with running(archive, tmp_path) as line:
        record = line.wait_for(positive, StudyState.POSITIVE)
        line.wait_for(negative, StudyState.NEGATIVE)
        assert record.images_received == 4 and record.summary is not None and record.summary.probability == 0.9
        order = [r.uid for r in triage.order(line.journal.records()) if r.uid in (negative, positive)]
        assert order == [positive, negative]
        steps = [t.after for t in line.journal.transitions(positive)]
        assert steps == [
            StudyState.FOUND, StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING,
            StudyState.POSITIVE,
        ]  # fmt: skip
        assert told_at_last(line, positive)
        told = [e.record.state for e in line.events if isinstance(e, StudyChanged) and e.record.uid == positive]
        assert [s for n, s in enumerate(told) if n == 0 or told[n - 1] is not s] == steps
        status = line.told(ArchiveStatus)[-1]
        assert isinstance(status, ArchiveStatus) and status.reachable
        first, *_, device = line.told(DeviceStatus)
        assert isinstance(first, DeviceStatus) and not first.ready
        assert isinstance(device, DeviceStatus) and device.ready and device.device == "Test CPU"
        line.wait(lambda: line.told(QueueStatus)[-1] == QueueStatus(0, 0, 0))
        assert not line.told(Refused)

        line.pipeline.open_case(positive, 7)
        line.wait(lambda: bool(line.told(CaseLoaded)))
        case = line.told(CaseLoaded)[-1]
        assert isinstance(case, CaseLoaded)
        assert (case.generation, case.study_instance_uid, case.text) == (7, positive, "")
        assert case.volume is not None and case.volume.hu.shape == (4, 64, 64)
        assert case.result is not None and case.result.labels is not None
        assert case.result.labels.shape == case.volume.hu.shape

        line.pipeline.mark_read(positive, True)
        line.wait(lambda: line.journal.get(positive).read_at is not None)  # type: ignore[union-attr]
        line.pipeline.mark_read("1.2.3", True)
        line.wait(lambda: bool(line.told(Refused)))


def test_outcomes_that_are_no_answer(fresh: Archive, tmp_path: Path) -> None:
    wrong, crash, odd, good = (send(fresh, task) for task in ("WRONG", "CRASH", "ODD", "NEGATIVE"))
    with running(fresh, tmp_path) as line:
        for uid, code in ((wrong, "not_a_head"), (crash, "analysis_crashed"), (odd, "analysis_failed")):
            record = line.wait_for(uid, StudyState.FAILED, StudyState.NEGATIVE, StudyState.POSITIVE)
            assert record.state is StudyState.FAILED
            assert [reason.code for reason in record.reasons] == [code]
        analysed = [t.after for t in line.journal.transitions(crash)].count(StudyState.ANALYSING)
        assert analysed == 2  # once more, in smaller batches, then given up
        assert "2 times" in line.journal.get(crash).reasons[0].text  # type: ignore[union-attr]
        assert any(isinstance(e, DeviceStatus) and e.degraded and "smaller batches" in e.text for e in line.events)
        line.wait_for(good, StudyState.NEGATIVE)
        assert [r.uid for r in triage.order(line.journal.records())] == [r.uid for r in line.journal.records()]

        line.pipeline.open_case(crash, 1)  # a reader may look at it all the same
        line.wait(lambda: bool(line.told(CaseLoaded)))
        case = line.told(CaseLoaded)[0]
        assert isinstance(case, CaseLoaded) and case.volume is not None and case.result is None


def test_what_a_disk_does_not_give_is_read_again_and_never_left_out(fresh: Archive, tmp_path: Path) -> None:
    once, always = send(fresh, "UNREAD"), send(fresh, "UNREADABLE")
    with running(fresh, tmp_path) as line:
        line.wait_for(once, StudyState.POSITIVE)
        assert [t.after for t in line.journal.transitions(once)].count(StudyState.ANALYSING) == 2
        record = line.wait_for(always, StudyState.FAILED)
        assert [reason.code for reason in record.reasons] == ["file_not_read"]
        assert [t.after for t in line.journal.transitions(always)].count(StudyState.ANALYSING) == 4


def test_a_time_limit(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "HANG")
    with running(fresh, tmp_path, replace(FAST, analysis_timeout_s=1.0)) as line:
        record = line.wait_for(uid, StudyState.FAILED)
        assert record.reasons[0].code == "analysis_timeout"


def test_stop_in_the_middle_and_go_on_later(fresh: Archive, tmp_path: Path) -> None:
    hang = send(fresh, "HANG")
    with running(fresh, tmp_path) as line:
        line.wait_for(hang, StudyState.ANALYSING)
        started = time.monotonic()
    assert time.monotonic() - started < 5
    with Journal(tmp_path / "data" / "journal") as journal:
        record = journal.get(hang)
        assert record is not None and record.state is StudyState.READY
        images = record.images_received
    with running(fresh, tmp_path, replace(FAST, analysis_timeout_s=1.0)) as line:
        record = line.wait_for(hang, StudyState.FAILED)
        assert record.images_received == images
        fetched = [t.after for t in line.journal.transitions(hang)].count(StudyState.FETCHING)
        assert fetched == 1  # the images were here already


def test_without_a_model_nothing_is_negative(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "NEGATIVE")
    with running(fresh, tmp_path, opener=detectors.open_missing) as line:
        record = line.wait_for(uid, StudyState.FAILED)
        assert record.reasons[0].code == "model_missing"
        assert "analysed by itself once the network can be used" in record.reasons[1].text
        device = line.told(DeviceStatus)[-1]
        assert isinstance(device, DeviceStatus) and not device.ready and "model" in device.text
    with running(fresh, tmp_path) as line:  # somebody installed it
        line.wait_for(uid, StudyState.NEGATIVE)


def test_images_that_come_later_are_fetched_and_analysed_again(fresh: Archive, tmp_path: Path) -> None:
    images = peers.ct_images(8, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    peers.store(fresh, images[:5])
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.NEGATIVE)
        peers.store(fresh, images[5:])
        line.wait(lambda: (r := line.journal.get(uid)) is not None and r.images_received == 8)
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert record.images_received == 8
        line.pipeline.open_case(uid, 1)
        line.wait(lambda: bool(line.told(CaseLoaded)))
        case = line.told(CaseLoaded)[0]
        assert isinstance(case, CaseLoaded) and case.volume is not None and len(case.volume.hu) == 8
        assert case.result is not None


def test_a_study_that_still_grows_is_not_answered_by_half(fresh: Archive, tmp_path: Path) -> None:
    """Images drop in one by one, as from a scanner: at most once the work begins too early, and that is never told."""
    images = peers.ct_images(6, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    with running(fresh, tmp_path, replace(FAST, fetch_settle_s=1.0)) as line:
        for ds in images:
            peers.store(fresh, [ds])
            time.sleep(0.25)
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert record.images_received == 6
        assert [told.images_received for told in told_at_last(line, uid)] == [6]
        assert [t.after for t in line.journal.transitions(uid)].count(StudyState.ANALYSING) <= 2


def test_paused(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "NEGATIVE")
    with running(fresh, tmp_path, paused=True) as line:
        line.wait(lambda: line.journal.get(uid) is not None)
        time.sleep(1.0)
        record = line.journal.get(uid)
        assert record is not None and record.state is StudyState.QUEUED
        assert line.told(QueueStatus)[-1].paused  # type: ignore[union-attr]
        line.pipeline.set_paused(False)
        line.wait_for(uid, StudyState.NEGATIVE)


def test_a_study_that_is_opened_goes_first(fresh: Archive, tmp_path: Path) -> None:
    several = [send(fresh, "NEGATIVE") for _ in range(4)]
    with running(fresh, tmp_path, replace(FAST, fetch_threads=1), paused=True) as line:
        line.wait(lambda: all(line.journal.get(uid) for uid in several))
        line.pipeline.open_case(several[-1], 1)
        line.wait(lambda: bool(line.told(CaseLoaded)))
        empty = line.told(CaseLoaded)[0]
        assert isinstance(empty, CaseLoaded) and empty.volume is None and "arrived" in empty.text
        line.pipeline.set_paused(False)
        for uid in several:
            line.wait_for(uid, StudyState.NEGATIVE)
        started = {
            uid: next(t.at for t in line.journal.transitions(uid) if t.after is StudyState.FETCHING) for uid in several
        }
        assert min(started, key=lambda uid: started[uid]) == several[-1]


def test_only_the_last_of_many_requests_is_answered(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "NEGATIVE", count=20, size=256)
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.NEGATIVE)
        for generation in range(1, 30):
            line.pipeline.open_case(uid, generation)
        line.wait(lambda: any(e.generation == 29 for e in line.told(CaseLoaded)))  # type: ignore[union-attr]
        assert len(line.told(CaseLoaded)) <= 3


def test_retry_by_hand(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "WRONG")
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.FAILED)
        attempts = line.journal.get(uid).attempts  # type: ignore[union-attr]
        line.pipeline.retry(uid)
        line.wait(lambda: line.journal.get(uid).attempts > attempts + 1)  # type: ignore[union-attr]
        line.wait_for(uid, StudyState.FAILED)
        line.pipeline.retry("1.2.3")  # not a study: nothing happens


def test_an_archive_that_is_away_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "peer").mkdir()
    process, archive = peers.start_orthanc(tmp_path / "peer")
    try:
        peers.wait_for(archive, process)
        uid = send(archive, "POSITIVE")
        with running(archive, tmp_path) as line:
            line.wait_for(uid, StudyState.POSITIVE)
            peers.stop(process)
            line.wait(lambda: not line.told(ArchiveStatus)[-1].reachable, 5)  # type: ignore[union-attr]
            configuration = str(tmp_path / "peer" / "orthanc.json")
            process = subprocess.Popen(
                [peers.program("Orthanc", "/usr/sbin/Orthanc"), configuration],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            line.wait(lambda: line.told(ArchiveStatus)[-1].reachable, 20)  # type: ignore[union-attr]
            another = send(archive, "NEGATIVE")
            line.wait_for(another, StudyState.NEGATIVE)
    finally:
        peers.stop(process)


def test_nobody_there(tmp_path: Path) -> None:
    with running(peers.archive_on(peers.free_port(), "X"), tmp_path) as line:
        line.wait(lambda: bool(line.told(ArchiveStatus)), 3)
        status = line.told(ArchiveStatus)[0]
        assert isinstance(status, ArchiveStatus) and not status.reachable and "reached" in status.text


def test_emergencies_and_backlog(fresh: Archive, tmp_path: Path) -> None:
    """One thread, everything found at once: emergency, then tonight's, then the backlog, newest first."""
    at = datetime.now()

    def send_of(hours: float, description: str = "CT HEAD") -> str:
        day = at - timedelta(hours=hours)
        date, time_of_day = day.strftime("%Y%m%d"), day.strftime("%H%M%S")
        return send(fresh, "NEGATIVE", StudyDate=date, StudyTime=time_of_day, StudyDescription=description)

    older = send_of(20)
    old = send_of(10)
    routine = send_of(0.5)
    stroke = send_of(30, "CT head, STROKE")
    expected = [stroke, routine, old, older]
    settings = replace(FAST, fetch_threads=1, fetch_settle_s=0.0, poll_lookback_hours=48)
    with running(fresh, tmp_path, settings, paused=True) as line:
        line.wait(lambda: all(line.journal.get(uid) for uid in expected))
        time.sleep(0.2)  # until they are in the queue
        line.pipeline.set_paused(False)
        for uid in expected:
            line.wait_for(uid, StudyState.NEGATIVE)
        started = {
            uid: next(t.at for t in line.journal.transitions(uid) if t.after is StudyState.FETCHING) for uid in expected
        }
        assert sorted(expected, key=lambda uid: started[uid]) == expected


@contextmanager
def withholding(folder: Path) -> Iterator[tuple[Archive, Shelf]]:
    """An archive whose shelf the test fills, to announce more images than there are."""
    shelf = Shelf()
    folder.mkdir()
    server = listen(shelf, Options(folder), folder)
    try:
        yield peers.archive_on(int(server.server_address[1]), "DEMO"), shelf
    finally:
        server.shutdown()


def test_an_archive_that_has_fewer_images_than_it_says(tmp_path: Path) -> None:
    images = peers.write(peers.ct_images(6, AccessionNumber="NEGATIVE"), tmp_path / "images")
    with withholding(tmp_path / "archive") as (archive, shelf):
        shelf.add(images[:4], announced=6)
        (study,) = find_studies(archive, *window(datetime.now(), 24))
        uid = study.study_instance_uid
        with running(archive, tmp_path) as line:
            line.wait(lambda: (r := line.journal.get(uid)) is not None and "asked 3 times" in str(r.reasons))
            record = line.journal.get(uid)
            assert record is not None and record.state is StudyState.INCOMPLETE and record.images_received == 4
            (reason,) = record.reasons
            assert reason.code == "images_missing" and reason.text.startswith("4 of 6 images arrived.")
            steps = [t.after for t in line.journal.transitions(uid)]
            ahead = 1  # of the end of its rest, unless the processors were busy
            assert 0 <= steps.count(StudyState.FETCHING) - (1 + FAST.fetch_retries) <= ahead
            assert StudyState.ANALYSING not in steps and StudyState.NEGATIVE not in steps

            shelf.add(images)  # the scanner sends the rest, and the reader asks again
            line.pipeline.retry(uid)
            record = line.wait_for(uid, StudyState.NEGATIVE)
            assert record.images_received == 6


@pytest.mark.parametrize("modality", ["CT", "PT"])
def test_an_object_of_a_class_that_we_do_not_take_keeps_no_image_back(modality: str, tmp_path: Path) -> None:
    """Orthanc ends the C-GET of the study with a failure; data of a scanner's own may even call themselves CT."""
    images = peers.ct_images(6, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    foreign = peers.ct_images(1, study_uid=uid, SOPClassUID="1.3.12.2.1107.5.9.1", Modality=modality)
    process, orthanc = peers.start_orthanc(tmp_path, UnknownSopClassAccepted=True)
    try:
        peers.wait_for(orthanc, process)
        peers.store(orthanc, [*images, *foreign])
        with running(orthanc, tmp_path / "ours") as line:
            assert line.wait_for(uid, StudyState.NEGATIVE, StudyState.FAILED).state is StudyState.NEGATIVE
            assert len(line.cache.images(uid)) == 6
    finally:
        peers.stop(process)


def test_missing_images_that_come_are_fetched_without_asking(tmp_path: Path) -> None:
    images = peers.write(peers.ct_images(6, AccessionNumber="NEGATIVE"), tmp_path / "images")
    with withholding(tmp_path / "archive") as (archive, shelf):
        shelf.add(images[:4], announced=6)
        with running(archive, tmp_path, replace(FAST, fetch_retries=100, fetch_backoff_s=0.2)) as line:
            line.wait(lambda: any(r.state is StudyState.INCOMPLETE for r in line.journal.records()))
            shelf.add(images)
            line.wait(lambda: [r.state for r in line.journal.records()] == [StudyState.NEGATIVE])


def test_a_study_that_waits_for_its_retry_is_not_being_fetched(tmp_path: Path) -> None:
    images = peers.write(peers.ct_images(6, AccessionNumber="NEGATIVE"), tmp_path / "images")
    with withholding(tmp_path / "archive") as (archive, shelf):
        shelf.add(images[:4], announced=6)
        with running(archive, tmp_path, replace(FAST, fetch_backoff_s=60.0)) as line:
            line.wait(lambda: any(r.state is StudyState.INCOMPLETE for r in line.journal.records()))
            line.wait(lambda: line.told(QueueStatus)[-1] == QueueStatus(0, 0, 0, later=1))


def test_a_read_negative_that_turns_positive_comes_back_as_unread(fresh: Archive, tmp_path: Path) -> None:
    """The slice with the bleed arrives when the study was read already."""
    images = peers.ct_images(8, AccessionNumber="NEGATIVE")
    uid = str(images[0].StudyInstanceUID)
    for ds in images[5:]:
        ds.AccessionNumber = "POSITIVE"
    peers.store(fresh, images[:5])
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.NEGATIVE)
        line.pipeline.mark_read(uid, True)
        line.wait(lambda: line.journal.get(uid).read_at is not None)  # type: ignore[union-attr]
        peers.store(fresh, images[5:])
        record = line.wait_for(uid, StudyState.POSITIVE)
        assert record.read_at is None and record.images_received == 8
        assert "positive_after_read" in [reason.code for reason in record.reasons]
        assert triage.part(record) is triage.Part.FIRST
        reasons = [r.code for t in line.journal.transitions(uid) for r in t.reasons if t.after is StudyState.QUEUED]
        assert reasons == ["more_images"]


def test_encrypted_images_are_analysed_shown_and_where_damaged_fetched_again(fresh: Archive, tmp_path: Path) -> None:
    """The analysis process gets the key, and what it cannot decrypt comes from the archive once more."""
    with key_store():
        with running(fresh, tmp_path, encrypt=True, paused=True) as line:
            uid = send(fresh, "POSITIVE", PatientName="MUELLER^ANNA")
            line.wait_for(uid, StudyState.QUEUED)
            line.pipeline.set_paused(False)
            line.wait_for(uid, StudyState.POSITIVE)
            images = [one for one in line.cache.images(uid) if isinstance(one, CachedFile)]
            assert len(images) == 4
            assert not [one for one in images if b"MUELLER" in one.path.read_bytes()]
            line.pipeline.open_case(uid, 1)
            line.wait(lambda: bool(line.told(CaseLoaded)))
            (shown,) = line.told(CaseLoaded)
            assert isinstance(shown, CaseLoaded) and shown.volume is not None and shown.volume.hu.shape[0] == 4
            images[1].path.write_bytes(images[0].path.read_bytes())
            line.journal.transition(uid, StudyState.QUEUED)
            line.journal.transition(uid, StudyState.FETCHING)
            line.journal.transition(uid, StudyState.READY)
        with running(fresh, tmp_path, encrypt=True) as line:  # an earlier run left it to be analysed
            line.wait_for(uid, StudyState.POSITIVE)
            codes = {reason.code for step in line.journal.transitions(uid) for reason in step.reasons}
            assert {"image_not_decrypted", "images_lost"} <= codes
            assert len(line.cache.images(uid)) == 4
            read_studies(line.cache.images(uid))


def test_what_the_archive_no_longer_holds_is_withdrawn_until_it_is_back(tmp_path: Path) -> None:
    images = peers.write(peers.ct_images(4, AccessionNumber="NEGATIVE"), tmp_path / "images")
    uid = str(pydicom.dcmread(images[0]).StudyInstanceUID)
    with withholding(tmp_path / "archive") as (archive, shelf):
        with Journal(tmp_path / "data" / "journal") as journal:
            journal.found(Study(uid))  # as an earlier run heard of it
        with running(archive, tmp_path) as line:
            record = line.wait_for(uid, StudyState.WITHDRAWN)
            assert record.reasons[0].code == "study_gone"
            shelf.add(images)
            line.wait_for(uid, StudyState.NEGATIVE)


def test_a_reader_takes_studies_off_the_line(fresh: Archive, tmp_path: Path) -> None:
    """One that is analysed at the time, and one that waits; neither comes back by itself, and retry brings it back."""
    hang = send(fresh, "HANG")
    with running(fresh, tmp_path) as line:
        line.wait_for(hang, StudyState.ANALYSING)
        waiting = send(fresh, "NEGATIVE")
        line.wait_for(waiting, StudyState.READY)
        for uid in (waiting, hang):
            line.pipeline.withdraw(uid)
        for uid in (waiting, hang):
            assert line.wait_for(uid, StudyState.WITHDRAWN).reasons[0].code == "taken_off"
        time.sleep(0.5)  # until the archive was asked again
        assert line.journal.get(waiting).state is StudyState.WITHDRAWN  # type: ignore[union-attr]
        line.pipeline.retry(waiting)
        line.wait_for(waiting, StudyState.NEGATIVE)
        assert line.journal.get(hang).state is StudyState.WITHDRAWN  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("short", "words"), [({"fetch_least_disk_gb": 10_000.0}, "The disk"), ({"fetch_least_memory_gb": 1000.0}, "memory")]
)
def test_a_lack_of_room_holds_fetching_back_and_says_so(
    fresh: Archive, tmp_path: Path, short: dict[str, float], words: str
) -> None:
    uid = send(fresh, "NEGATIVE")
    with running(fresh, tmp_path, replace(FAST, **short)) as line:  # type: ignore[arg-type]
        line.wait(lambda: any(words in e.held for e in line.told(QueueStatus)))  # type: ignore[union-attr]
        line.wait(lambda: line.journal.get(uid) is not None)
        time.sleep(0.6)
        assert line.journal.get(uid).state is StudyState.QUEUED  # type: ignore[union-attr]
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.NEGATIVE)


def test_images_that_were_deleted_from_the_cache_are_fetched_again(fresh: Archive, tmp_path: Path) -> None:
    uid = send(fresh, "HANG")
    with running(fresh, tmp_path) as line:
        line.wait_for(uid, StudyState.ANALYSING)
    ImageCache(tmp_path / "cache").remove(uid)
    with running(fresh, tmp_path, replace(FAST, analysis_timeout_s=1.0)) as line:
        line.wait_for(uid, StudyState.FAILED)
        assert [
            t.reasons[0].code for t in line.journal.transitions(uid) if t.after is StudyState.QUEUED and t.reasons
        ] == ["images_lost"]


@pytest.mark.parametrize(("task", "words"), [("BIG", "smaller batches"), ("HUGE", "on the CPU")])
def test_memory_that_runs_out_costs_speed_and_no_answer(fresh: Archive, tmp_path: Path, task: str, words: str) -> None:
    uid = send(fresh, task)
    with running(fresh, tmp_path, opener=detectors.open_with_gpu) as line:
        line.wait_for(uid, StudyState.POSITIVE)
        line.wait(lambda: line.told(DeviceStatus)[-1].degraded)  # type: ignore[union-attr]
        assert words in line.told(DeviceStatus)[-1].text  # type: ignore[union-attr]


def test_each_graphics_processor_has_an_analysis_process(
    fresh: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two studies are analysed at the same time, each process sees its own processor, and both end with the line."""
    monkeypatch.setattr("app.pipeline.workforce.visible_gpus", lambda: ("0", "1"))
    hang = [send(fresh, "HANG") for _ in range(2)]
    with running(fresh, tmp_path, opener=detectors.open_placed) as line:
        line.wait(lambda: [r.state for r in line.journal.records()] == [StudyState.ANALYSING] * 2)
        line.wait(lambda: line.told(QueueStatus)[-1].analysing == 2)  # type: ignore[union-attr]
        for uid in hang:
            line.pipeline.withdraw(uid)
            line.wait_for(uid, StudyState.WITHDRAWN)
        answered = [send(fresh, "NEGATIVE") for _ in range(12)]
        placed = {line.wait_for(uid, StudyState.NEGATIVE).summary.device for uid in answered}  # type: ignore[union-attr]
        assert placed == {"all", "1"}


def test_a_further_graphics_processor_that_does_not_work_is_left_alone(
    fresh: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipeline.workforce.visible_gpus", lambda: ("0", "1"))
    hang = [send(fresh, "HANG") for _ in range(2)]
    with running(fresh, tmp_path, opener=detectors.open_on_first) as line:
        line.wait(lambda: [r.state for r in line.journal.records()].count(StudyState.ANALYSING) == 1)
        line.wait(lambda: not line.pipeline._workforce.threads()[0].is_alive())
        states = sorted(line.wait_for(uid, StudyState.ANALYSING, StudyState.READY).state for uid in hang)
        assert states == [StudyState.ANALYSING, StudyState.READY]


def test_a_disk_that_is_full(fresh: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = send(fresh, "NEGATIVE")

    def full(self: ImageCache, *_: object) -> Path:
        raise CacheError("disk_full", "The disk of the image cache is full.")

    with monkeypatch.context() as patch, running(fresh, tmp_path) as line:
        patch.setattr(ImageCache, "store", full)
        record = line.wait_for(uid, StudyState.FAILED)
        assert record.reasons[0].code == "disk_full"
        patch.undo()
        line.pipeline.retry(uid)
        line.wait_for(uid, StudyState.NEGATIVE)


def _change(line: Line, uid: str) -> FollowUp | None:
    told = [e for e in line.told(FollowUpKnown) if isinstance(e, FollowUpKnown) and e.study_instance_uid == uid]
    return told[-1].follow_up if told else None


def _compared(line: Line, uid: str) -> FollowUp:
    line.wait(lambda: (known := _change(line, uid)) is not None and known.obstacle is None)
    found = _change(line, uid)
    assert found is not None
    return found


def _send_of(archive: Archive, task: str, day: datetime, **more: str) -> str:
    same = {"PatientID": "FOLLOWED", "StudyDate": f"{day:%Y%m%d}", "StudyDescription": "CT HEAD"}
    return send(archive, task, **{**same, **more})  # type: ignore[arg-type]


def test_a_study_is_held_against_the_earlier_one_also_after_a_restart(fresh: Archive, tmp_path: Path) -> None:
    today = datetime.now()
    before = _send_of(fresh, "NEGATIVE", today - timedelta(hours=30))
    now = _send_of(fresh, "POSITIVE", today)
    settings = replace(FAST, poll_lookback_hours=72.0)
    with running(fresh, tmp_path, settings) as line:
        found = _compared(line, now)
        assert found.prior_uid == before and found.category is Category.NEW
        assert found.total.difference_ml and found.total.difference_ml > 0
        assert _change(line, before) is None
    with running(fresh, tmp_path, settings, paused=True) as line:
        line.wait(lambda: _change(line, now) == found)


def test_an_earlier_study_that_only_the_archive_knows_is_fetched_and_analysed(fresh: Archive, tmp_path: Path) -> None:
    old = _send_of(fresh, "POSITIVE", datetime(2024, 1, 5), StudyDescription="CT HEAD TRAUMA")
    _send_of(fresh, "POSITIVE", datetime(2024, 9, 9), StudyDescription="CT ANGIO HEAD")
    _send_of(fresh, "POSITIVE", datetime(2024, 8, 8), PatientID="SOMEBODY ELSE")
    now = _send_of(fresh, "NEGATIVE", datetime.now())
    with running(fresh, tmp_path) as line:  # not asked for
        line.wait_for(now, StudyState.NEGATIVE)
        line.wait(lambda: line.told(QueueStatus)[-1] == QueueStatus(0, 0, 0))
        assert [r.uid for r in line.journal.records()] == [now] and _change(line, now) is None
    settings = replace(FAST, analysis_priors=True)
    with running(fresh, tmp_path, settings) as line:  # after the restart it is
        found = _compared(line, now)
        assert found.prior_uid == old and found.category is Category.RESOLVED
        record = line.journal.get(old)
        assert record is not None and record.prior and record.state is StudyState.POSITIVE
        assert {r.uid for r in line.journal.records()} == {old, now}
        assert old not in {e.record.uid for e in line.told(StudyChanged) if isinstance(e, StudyChanged)}
        assert {e.record.uid for e in line.told(PriorChanged) if isinstance(e, PriorChanged)} == {old}  # for the audit
    # somebody sends it here, or the archive lists it among the new ones: now it is a study to be read
    with Journal(tmp_path / "data" / "journal") as journal:
        assert not journal.found(record.study, prior=False).prior
        assert not journal.found(record.study).prior
