"""An archive or a disk that hangs or breaks for a while costs a study time only, and is not asked without a rest."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.states import StudyState
from app.pacs.archives import Archives
from app.pacs.breaker import FAILURES
from app.pacs.retrieve import Retrieved
from app.pipeline.arrivals import failed_by_chance
from app.pipeline.jobs import Job, Stage
from app.pipeline.stages import Description
from app.settings import Settings
from inference.errors import Reason
from tests.app.pipeline.parts import Parts
from tests.app.values import record, study
from tests.integration import peers

SILENT = Reason("archive_no_answer", "PACS does not answer.")
QUICK = Settings(
    fetch_backoff_s=0.05, fetch_retries=2, fetch_settle_s=0.0, fetch_least_memory_gb=0, fetch_least_disk_gb=0
)


@contextmanager
def parts_of(folder: Path, port: int) -> Iterator[Parts]:
    parts = Parts(folder, QUICK, peers.archive_on(port, "HUNG", acse_timeout_s=0.2))
    try:
        yield parts
    finally:
        parts.close()


def test_a_hung_archive_is_no_fault_of_the_studies_that_wait_for_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as hung, parts_of(tmp_path, hung.getsockname()[1]) as parts:
        uids = [f"1.2.{n}" for n in range(4)]
        for uid in uids:
            parts.waiting.take_up(parts.in_state(study(uid, images_expected=30)))
        until, asked = time.monotonic() + 3.0, 0
        while time.monotonic() < until:
            job = parts.queue.take(Stage.FETCH, 0.5)
            assert job is not None, "a study was given up"
            parts.fetcher.fetch(job)
            parts.queue.done(job)
            asked += 1
        assert asked > len(uids) * QUICK.fetch_retries
        assert {parts.record(uid).state for uid in uids} == {StudyState.QUEUED}
        assert sum(parts.record(uid).tries for uid in uids) < FAILURES, "of the rest, none was this study's fault"


def test_a_disk_that_cannot_be_used_for_a_while_is_no_mistake_of_ours_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def retrieve(self: Archives, uid: str, keep: Callable[[str, bytes], object], **more: object) -> Retrieved:
        keep("1.2.3.1", b"an image")
        return Retrieved(frozenset({"1.2.3.1"}), 1, 0)

    monkeypatch.setattr(Archives, "retrieve", retrieve)
    one = study(images_expected=1)
    monkeypatch.setattr("app.pipeline.stages.describe", lambda *_: Description(one, ()))
    monkeypatch.setattr("app.pipeline.fetcher.missing_slices", lambda _: None)
    with parts_of(tmp_path, peers.free_port()) as parts:
        root = parts.shared.cache.root
        root.rename(tmp_path / "away")
        root.touch()
        parts.waiting.take_up(parts.in_state(one))
        for tries in range(1, QUICK.fetch_retries + 1):
            parts.fetcher.fetch(taken(parts))
            known = parts.record(one.study_instance_uid)
            assert (known.state, known.tries) == (StudyState.QUEUED, tries)
            assert known.reasons[0].code == "cache_not_written"
        root.unlink()
        (tmp_path / "away").rename(root)
        parts.fetcher.fetch(taken(parts))
        assert parts.record(one.study_instance_uid).state is StudyState.READY


def taken(parts: Parts) -> Job:
    """The next job of a fetch, done as far as the queue is concerned."""
    job = parts.queue.take(Stage.FETCH, 5)
    assert job is not None
    parts.queue.done(job)
    return job


@pytest.mark.parametrize("state", [StudyState.FAILED, StudyState.INCOMPLETE])
def test_a_study_that_the_failed_by_chance_is_tried_again_when_the_archive_lists_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: StudyState
) -> None:
    with parts_of(tmp_path, peers.free_port()) as parts:
        one = parts.in_state(study(images_expected=30), StudyState.QUEUED, StudyState.FETCHING)
        parts.shared.step(one.uid, state, (Reason("images_missing", "5 of 30 images arrived."), SILENT), tries=3)
        parts.arrivals.found([one.study])
        assert parts.record(one.uid).state is state and not parts.queue.knows(one.uid), "not at once"
        monkeypatch.setattr("app.pipeline.arrivals._LEFT_ALONE", timedelta(0))
        monkeypatch.setattr("app.pipeline.arrivals._LEFT_ALONE_SHARE", 0.0)
        parts.arrivals.found([one.study])
        assert parts.record(one.uid).tries == 0 and parts.queue.holds(one.uid, Stage.FETCH)
        job = parts.queue.take(Stage.FETCH, 5)
        assert job is not None
        parts.arrivals.found([one.study])
        assert not parts.queue.holds(one.uid, Stage.FETCH), "it is at work"


@pytest.mark.parametrize(
    ("state", "code", "took_minutes", "minutes", "again"),
    [
        (StudyState.FAILED, "archive_no_answer", 15, 9, False),
        (StudyState.FAILED, "archive_no_answer", 15, 11, True),
        (StudyState.FAILED, "archive_no_answer", 20 * 60, 4 * 60, False),  # it fails again and again
        (StudyState.FAILED, "archive_no_answer", 20 * 60, 6 * 60, True),
        (StudyState.FAILED, "archive_aborts", 15, 11, True),
        (StudyState.FAILED, "disk_full", 15, 9, False),
        (StudyState.FAILED, "disk_full", 15, 11, True),
        (StudyState.INCOMPLETE, "disk_full", 15, 11, True),
        (StudyState.FAILED, "cache_not_written", 15, 11, True),
        (StudyState.FAILED, "result_not_written", 15, 11, True),
        (StudyState.FAILED, "file_not_read", 15, 11, True),
        (StudyState.FAILED, "result_damaged", 15, 600, False),
        (StudyState.FAILED, "timeout", 15, 600, False),
        (StudyState.INCOMPLETE, "archive_aborts", 15, 11, True),
        (StudyState.INCOMPLETE, "images_missing", 15, 600, False),
        (StudyState.WITHDRAWN, "archive_no_answer", 15, 600, False),
    ],
)
def test_when_that_is(state: StudyState, code: str, took_minutes: int, minutes: int, again: bool) -> None:
    changed_at = datetime.now(UTC) - timedelta(minutes=minutes)
    found_at = changed_at - timedelta(minutes=took_minutes)
    one = record(state, reasons=(Reason(code, "It broke."),), found_at=found_at, changed_at=changed_at)
    assert failed_by_chance(one) is again
