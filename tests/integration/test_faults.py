"""What networks and archives do to a transfer: no study is lost, none analysed by halves, no thread stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import MRImageStorage
from pynetdicom import AE, evt
from pynetdicom.sop_class import (  # type: ignore[attr-defined]
    CTImageStorage,
    StudyRootQueryRetrieveInformationModelGet,
    Verification,
)

from app.domain.events import ArchiveStatus
from app.domain.states import StudyState
from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, echo
from app.pacs.breaker import FAILURES
from app.pacs.retrieve import get_study
from app.store.cache import ImageCache
from tests.integration import peers
from tests.integration.faulty_line import Fault, proxied
from tests.integration.test_pipeline import FAST, Line, running, send

pytestmark = [pytest.mark.peer, pytest.mark.timeout(600)]

PATIENT = replace(FAST, fetch_retries=50, fetch_backoff_s=0.1)
#: Small enough to be quick, large enough to be cut in the middle: 8 images of 128 KB.
COUNT, SIZE = 8, 256
#: In the middle of the third image.
MIDDLE = int(2.5 * SIZE * SIZE * 2)

FAULTS = [
    Fault("reset", MIDDLE, times=2),
    Fault("cut", MIDDLE + 777, times=2),
    Fault("silence", MIDDLE, times=1),
    Fault("refuse", times=3),
    Fault("reject", times=3),
    Fault("no-release", times=2),
]


def analysed_whole(line: Line, uid: str) -> None:
    """Analysed once, and with all its images."""
    record = line.wait_for(uid, StudyState.POSITIVE)
    assert record.images_received == COUNT and len(line.cache.images(uid)) == COUNT
    steps = [t.after for t in line.journal.transitions(uid)]
    assert steps.count(StudyState.ANALYSING) == 1 and steps[-1] is StudyState.POSITIVE
    assert StudyState.FAILED not in steps


def test_every_fault_of_the_network_costs_time_only(orthanc: Archive, tmp_path: Path) -> None:
    """One pipeline meets them all, one after the other; ``running`` sees to it that no thread is left."""
    with (
        proxied(orthanc, acse_timeout_s=2.0, dimse_timeout_s=2.0, network_timeout_s=2.0) as (proxy, archive),
        running(archive, tmp_path, PATIENT) as line,
    ):
        for fault in FAULTS:
            proxy.break_with(fault)
            uid = send(orthanc, "POSITIVE", COUNT, SIZE)
            analysed_whole(line, uid)
            if fault.kind != "no-release":  # there an association that is used again may never be released
                line.wait(lambda fault=fault: proxy.struck == fault.times)  # type: ignore[misc]
            proxy.break_with(None)
        told = [event for event in line.told(ArchiveStatus) if isinstance(event, ArchiveStatus)]
        assert told[-1].reachable


def test_a_crawling_line_does_not_keep_us_from_stopping(fresh: Archive, tmp_path: Path) -> None:
    """At 1 KB/s a study takes minutes: it can be taken off, the program ends, and what was begun goes on later."""
    with proxied(fresh) as (proxy, archive):
        proxy.break_with(Fault("slow", MIDDLE, rate=1024))
        with running(archive, tmp_path, PATIENT) as line:
            uid = send(fresh, "POSITIVE", COUNT, SIZE)
            line.wait(lambda: len(line.cache.images(uid)) >= 1)
            started = time.monotonic()
            assert line.pipeline.stop(60.0)
            assert time.monotonic() - started < 30  # far less on an idle machine
        proxy.break_with(None)
        with running(archive, tmp_path, PATIENT) as line:
            analysed_whole(line, uid)


def test_a_transfer_can_be_given_up_within_a_second(orthanc: Archive, tmp_path: Path) -> None:
    uid = send(orthanc, "POSITIVE", COUNT, SIZE)
    cancel, first = Cancel(), threading.Event()
    with proxied(orthanc) as (proxy, archive):
        proxy.break_with(Fault("slow", MIDDLE, rate=1024))
        ended: list[float] = []

        def give_up() -> None:
            first.wait(30)
            ended.append(time.monotonic())
            cancel.set()

        thread = threading.Thread(target=give_up)
        thread.start()
        with pytest.raises(ArchiveCancelled):
            get_study(archive, uid, lambda sop, data: first.set(), cancel=cancel)
        taken = time.monotonic() - ended[0]
        thread.join()
    assert taken < 5  # one second on an idle machine


def test_an_archive_that_is_killed_and_comes_back(tmp_path: Path) -> None:
    """In the middle of a transfer; it starts again with its data, on the same port."""
    folder = tmp_path / "orthanc"
    folder.mkdir()
    process, orthanc = peers.start_orthanc(folder)
    try:
        peers.wait_for(orthanc, process)
        with proxied(orthanc, acse_timeout_s=2.0, dimse_timeout_s=5.0) as (proxy, archive):
            proxy.break_with(Fault("slow", MIDDLE, rate=8192))
            uid = send(orthanc, "POSITIVE", COUNT, SIZE)
            with running(archive, tmp_path, PATIENT) as line:
                line.wait(lambda: len(line.cache.images(uid)) >= 1)
                process.kill()
                process.wait()
                proxy.break_with(None)
                line.wait(lambda: any(not e.reachable for e in line.told(ArchiveStatus)))  # type: ignore[union-attr]
                assert line.journal.get(uid).state is not StudyState.FAILED  # type: ignore[union-attr]
                process = peers.restart_orthanc(folder)
                analysed_whole(line, uid)
    finally:
        peers.stop(process)


def test_an_archive_that_hangs_is_waited_for(fresh: Archive, tmp_path: Path) -> None:
    """It takes connections and says nothing, longer than all tries of a study would last."""
    with (
        proxied(fresh, acse_timeout_s=0.5, dimse_timeout_s=0.5, network_timeout_s=0.5) as (proxy, archive),
        running(archive, tmp_path, FAST, paused=True) as line,
    ):
        uids = [send(fresh, "POSITIVE", COUNT, SIZE) for _ in range(4)]
        line.wait(lambda: all(line.journal.get(uid) is not None for uid in uids))
        proxy.break_with(Fault("silence"))
        line.pipeline.set_paused(False)
        line.wait(lambda: proxy.struck >= FAILURES + 2)
        proxy.break_with(None)
        for uid in uids:
            analysed_whole(line, uid)


def test_images_that_come_twice_or_are_of_another_class(tmp_path: Path) -> None:
    """Copies count once; what is no CT image is not taken, and is told as missing."""
    images = peers.ct_images(4)
    uid = str(images[0].StudyInstanceUID)
    alien = peers.ct_images(1, study_uid=uid, SOPClassUID=MRImageStorage)

    def get(event: Any) -> Iterator[Any]:
        yield 9
        for ds in [*images, *images, *alien]:
            yield 0xFF00, ds

    ae = AE(ae_title="PEER")
    ae.acse_timeout = 0.5
    for one in (Verification, StudyRootQueryRetrieveInformationModelGet):
        ae.add_supported_context(one)
    for storage in (CTImageStorage, MRImageStorage):
        ae.add_supported_context(storage, scu_role=True, scp_role=True)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_GET, get)])
    assert server is not None and server.socket is not None
    cache = ImageCache(tmp_path)
    try:
        archive = peers.archive_on(server.socket.getsockname()[1], "PEER")
        retrieved = get_study(archive, uid, lambda sop, data: cache.store(uid, sop, data))
    finally:
        server.shutdown()
    assert retrieved.sop_instance_uids == {ds.SOPInstanceUID for ds in images} and retrieved.received == 4
    assert len(cache.images(uid)) == 4
    assert (retrieved.offered, retrieved.failed) == (9, 1)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault("refuse"), {"archive_unreachable", "archive_no_answer"}),
        (Fault("reject"), {"archive_rejects"}),
        (Fault("silence"), {"archive_no_answer"}),
        (Fault("cut"), {"archive_no_answer"}),
        (Fault("reset"), {"archive_unreachable", "archive_no_answer"}),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else "",
)
def test_each_fault_has_its_sentence(orthanc: Archive, fault: Fault, code: set[str]) -> None:
    with proxied(orthanc, acse_timeout_s=0.5) as (proxy, archive):
        proxy.break_with(fault)
        with pytest.raises(ArchiveError) as error:
            echo(archive)
    assert error.value.reason.code in code and error.value.reason.text.endswith(".")
    if fault.kind == "reject":
        assert "too busy" in error.value.reason.text
