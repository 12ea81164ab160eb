"""Query and retrieve against real archives: Orthanc, dcmqrscp and the embedded one."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from pydicom.uid import (
    EnhancedCTImageStorage,
    JPEG2000Lossless,
    RLELossless,
    SecondaryCaptureImageStorage,
    generate_uid,
)

from app.errors import ArchiveCancelled, ArchiveError, CacheError
from app.pacs.archive import Archive
from app.pacs.association import Cancel, echo
from app.pacs.query import find_series, find_studies, find_study, window
from app.pacs.retrieve import get_study
from app.store.cache import ImageCache
from tests.app.values import content
from tests.integration import peers

pytestmark = pytest.mark.peer


def today() -> tuple[date, date]:
    return window(datetime.now(), 24)


def test_echo(archive: Archive) -> None:
    echo(archive)


def test_find_and_get_a_study(archive: Archive, tmp_path: Path) -> None:
    images = peers.ct_images(
        6, PatientName="MÜLLER^JÜRGEN", SpecificCharacterSet="ISO_IR 192", AccessionNumber="ACC1", PatientID="P 1"
    )
    uid = str(images[0].StudyInstanceUID)
    peers.store(archive, images)

    study = {s.study_instance_uid: s for s in find_studies(archive, *today())}[uid]
    assert study.patient_name == "MÜLLER^JÜRGEN"
    assert study.patient_id == "P 1"
    assert study.accession_number == "ACC1"
    assert study.birth_date == date(1950, 1, 1)
    assert study.sex == "F"
    assert study.study_at is not None and abs(study.study_at - datetime.now()) < timedelta(minutes=10)
    assert study.images_expected in (6, None)  # dcmqrscp does not count
    assert find_study(archive, uid) == study

    (series,) = find_series(archive, uid)
    assert series.series_instance_uid == images[0].SeriesInstanceUID
    assert series.modality == "CT"
    assert series.images_expected in (6, None)

    cache, told = ImageCache(tmp_path), list[int]()
    retrieved = get_study(archive, uid, lambda sop, data: cache.store(uid, sop, data), progress=told.append)
    assert retrieved.sop_instance_uids == {ds.SOPInstanceUID for ds in images}
    assert (retrieved.offered, retrieved.failed) == (6, 0)
    assert told == [1, 2, 3, 4, 5, 6]
    kept = {ds.SOPInstanceUID: ds for ds in (pydicom.dcmread(BytesIO(content(one))) for one in cache.images(uid))}
    for sent in images:
        assert kept[sent.SOPInstanceUID].PixelData == sent.PixelData
        assert kept[sent.SOPInstanceUID].ImagePositionPatient == sent.ImagePositionPatient


def test_find_by_date_and_modality(archive: Archive) -> None:
    old = peers.ct_images(1, StudyDate="20010203")
    magnetic = peers.ct_images(1, Modality="MR")
    peers.store(archive, [*old, *magnetic])
    found = {study.study_instance_uid for study in find_studies(archive, *today())}
    assert old[0].StudyInstanceUID not in found
    # dcmqrscp neither filters by modality nor says which a study has: then the study must not be lost
    said = any(study.images_expected is not None for study in find_studies(archive, *today()))
    assert (magnetic[0].StudyInstanceUID in found) is not said
    that_day = find_studies(archive, date(2001, 2, 3), date(2001, 2, 3))
    assert [study.study_instance_uid for study in that_day] == [old[0].StudyInstanceUID]


def test_a_study_that_is_not_there(archive: Archive) -> None:
    uid = generate_uid()
    assert find_study(archive, uid) is None
    assert find_series(archive, uid) == ()
    try:
        assert get_study(archive, uid, lambda sop, data: None).received == 0
    except ArchiveError as error:  # Orthanc calls it a failure
        assert error.reason.code == "get_failed"


@pytest.mark.parametrize(
    ("character_set", "name"),
    [
        ("ISO_IR 100", "MÜLLER^JÜRGEN"),
        ("ISO_IR 144", "ЛЮКСЕМБУРГ^ЖЮЛИ"),
        ("GB18030", "WANG^XIAODONG=王^小东"),
        (["", "ISO 2022 IR 87"], "YAMADA^TAROU=山田^太郎=やまだ^たろう"),
        (["", "ISO 2022 IR 149"], "HONG^GILDONG=洪^吉洞=홍^길동"),
    ],
)
def test_character_sets(embedded: Archive, character_set: str | list[str], name: str) -> None:
    images = peers.ct_images(1, SpecificCharacterSet=character_set, PatientName=name)
    peers.store(embedded, images)
    study = find_study(embedded, str(images[0].StudyInstanceUID))
    assert study is not None and study.patient_name == name


def test_get_what_else_is_in_a_study(archive: Archive) -> None:
    """Captures and compressed images come along, whatever the encoding in which the archive has them."""
    images = peers.ct_images(2)
    study_uid = str(images[0].StudyInstanceUID)
    packed = peers.ct_images(2, study_uid=study_uid)
    for ds, syntax in zip(packed, (JPEG2000Lossless, RLELossless), strict=True):
        ds.compress(syntax, generate_instance_uid=False)
    capture = peers.ct_images(1, study_uid=study_uid, SOPClassUID=SecondaryCaptureImageStorage)
    enhanced = peers.ct_images(1, study_uid=study_uid, SOPClassUID=EnhancedCTImageStorage)
    everything = [*images, *capture, *enhanced]
    if archive.ae_title == "ORTHANC":  # as they are set up here, the others take uncompressed images only
        everything += packed
    peers.store(archive, everything)
    got: dict[str, bytes] = {}
    retrieved = get_study(archive, study_uid, got.__setitem__)
    assert retrieved.sop_instance_uids == {ds.SOPInstanceUID for ds in everything} == set(got)
    for ds in everything:
        there = pydicom.dcmread(BytesIO(got[ds.SOPInstanceUID]))
        assert (there.pixel_array == ds.pixel_array).all()


def test_a_full_disk_ends_the_retrieval(archive: Archive) -> None:
    images = peers.ct_images(4)
    peers.store(archive, images)

    def refuse(sop: str, data: bytes) -> None:
        raise CacheError("disk_full", "The disk of the image cache is full.")

    with pytest.raises(CacheError, match="full"):
        get_study(archive, str(images[0].StudyInstanceUID), refuse)


def test_cancel_from_another_thread(archive: Archive) -> None:
    images = peers.ct_images(30)
    peers.store(archive, images)
    cancel = Cancel()

    def arrive(sop: str, data: bytes) -> None:
        threading.Thread(target=cancel.set).start()
        time.sleep(0.05)

    started = time.monotonic()
    with pytest.raises(ArchiveCancelled):
        get_study(archive, str(images[0].StudyInstanceUID), arrive, cancel=cancel)
    assert time.monotonic() - started < 3
    with pytest.raises(ArchiveCancelled):
        echo(archive, cancel)


def test_the_wrong_title(dcmqrscp: Archive) -> None:
    with pytest.raises(ArchiveError, match="AE title"):
        echo(replace(dcmqrscp, ae_title="NOBODY"))


def test_nobody_listens() -> None:
    """A port without a program behind it refuses at once."""
    _unreachable(peers.archive_on(peers.free_port(), "X"), "archive_unreachable", 3.0)


def test_unknown_host() -> None:
    _unreachable(replace(peers.archive_on(1, "X"), host="no-such-host.invalid"), "archive_unknown_host", 3.0)


def test_a_host_that_swallows_connections() -> None:
    """As behind a firewall that drops packets: the handshake of TCP never ends."""
    with socket.socket() as listener, socket.socket() as filler, socket.socket() as another:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for one in (filler, another):  # the backlog is full now: further SYNs are dropped
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        time.sleep(0.1)
        _unreachable(peers.archive_on(listener.getsockname()[1], "X"), "archive_unreachable", 3.0)


def test_a_host_that_takes_the_call_and_says_nothing() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        _unreachable(peers.archive_on(listener.getsockname()[1], "X"), "archive_no_answer", 3.0)


def test_a_host_that_hangs_up() -> None:
    with _server(lambda connection: connection.close()) as port:
        _unreachable(peers.archive_on(port, "X"), "archive_no_answer", 3.0)


def test_a_host_that_speaks_something_else() -> None:
    with _server(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        _unreachable(peers.archive_on(port, "X"), "archive_no_answer", 3.0)


def test_cancel_while_the_archive_thinks() -> None:
    """An archive that accepts and then never answers a query must not hold us for dimse_timeout (60 s)."""
    from pynetdicom import AE, evt
    from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind  # type: ignore[attr-defined]

    release = threading.Event()

    def think(event: evt.Event) -> Iterator[tuple[int, None]]:
        release.wait(20)
        yield 0xFE00, None

    ae = AE()
    ae.add_supported_context(StudyRootQueryRetrieveInformationModelFind)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_FIND, think)])
    assert server is not None and server.socket is not None
    cancel = Cancel()
    try:
        timer = threading.Timer(0.5, cancel.set)
        timer.start()
        started = time.monotonic()
        with pytest.raises(ArchiveCancelled):
            find_studies(peers.archive_on(server.socket.getsockname()[1], "X"), *today(), cancel=cancel)
        assert time.monotonic() - started < 2
    finally:
        timer.join()
        release.set()
        server.shutdown()


def _unreachable(archive: Archive, code: str, seconds: float) -> None:
    started = time.monotonic()
    with pytest.raises(ArchiveError) as error:
        find_studies(archive, *today())
    assert error.value.reason.code == code
    assert error.value.reason.text.endswith(".")
    assert time.monotonic() - started <= seconds


@contextmanager
def _server(answer: object) -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def run() -> None:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                answer(connection)  # type: ignore[operator]
                time.sleep(0.2)

        thread = threading.Thread(target=run)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()
