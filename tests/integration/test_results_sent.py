"""Results go to a real archive: once, confirmed, tried again, and nothing of the study that was there changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset

from app.domain.events import CaseLoaded, Event, Opened, Refused, ResultSent
from app.domain.states import StudyState
from app.domain.study import Study
from app.errors import CacheError
from app.pacs.archive import Archive, SendMethod
from app.pacs.archives import Archives
from app.pacs.commitment import Commitment
from app.pacs.store_scp import Listening, StoreScp
from app.pipeline.sending import Sending
from app.results import case_files, outbox
from app.results.dicom.make import encoded, make
from app.results.outbox import Progress
from app.settings import Settings
from app.store.cache import ImageCache, folder_name
from app.store.journal import Journal
from inference.types import CaseState
from tests.app.results.dicom_sources import images, judged, source
from tests.integration.faulty_line import Fault, Proxy
from tests.integration.peers import (
    OUR_TITLE,
    archive_on,
    ct_images,
    dicomweb_plugin,
    free_port,
    start_orthanc,
    stop,
    store,
    wait_for,
    write,
)
from tests.integration.test_pipeline import FAST, running, send

pytestmark = pytest.mark.peer
ALL = {"SEG", "SR", "KO", "PR", "OT"}


@pytest.fixture(scope="module")
def our_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory: pytest.TempPathFactory, our_port: int) -> Iterator[Archive]:
    """An archive that knows where our store is, and so can report what it keeps."""
    process, archive = start_orthanc(
        tmp_path_factory.mktemp("orthanc"),
        DicomModalities={"firstread": [OUR_TITLE, "127.0.0.1", our_port]},
    )
    try:
        wait_for(archive, process)
        yield archive
    finally:
        stop(process)


@pytest.fixture(scope="module")
def web_orthanc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that takes results by STOW-RS, and refuses them by C-STORE."""
    http = free_port()
    process, archive = start_orthanc(
        tmp_path_factory.mktemp("web"),
        Plugins=[dicomweb_plugin()],
        HttpServerEnabled=True,
        HttpPort=http,
        DicomAlwaysAllowStore=False,
        DicomWeb={"Enable": True, "Root": "/dicom-web/"},
    )
    url = f"http://127.0.0.1:{http}/dicom-web"
    try:
        wait_for(archive, process)
        yield replace(archive, name="Research", dicomweb_url=url, send_method=SendMethod.STOW)
    finally:
        stop(process)


class Workplace:
    """A cache with one analysed study, and the sender of its result."""

    def __init__(self, folder: Path, *archives: Archive, state: CaseState = CaseState.POSITIVE) -> None:
        self.images = images()
        self.uid = str(self.images[0].StudyInstanceUID)
        self.cache = ImageCache(folder / "cache")
        self.journal = Journal(folder / "journal.sqlite")
        for one in self.images:
            path = self.cache.image_path(self.uid, str(one.SOPInstanceUID))
            one.save_as(path, enforce_file_format=True)
        self.source = source(state, self.images)
        case_files.save(self.cache.folder(self.uid), self.source.result)
        self.journal.found(Study(self.uid, images_expected=8))
        for step in (StudyState.QUEUED, StudyState.FETCHING):
            self.journal.transition(self.uid, step, images_announced=8)
        self.events: list[Event] = []
        self.archives = Archives(archives)
        self.settings = Settings(results_send=True, fetch_backoff_s=0.05, fetch_retries=2)
        self.sending = self.new()

    def new(self, **changes: object) -> Sending:
        settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        return Sending(self.archives, self.cache, self.journal, settings, self.events.append)

    @property
    def box(self) -> outbox.Outbox | None:
        return self.box_of(self.archives.archives[0].name)

    def box_of(self, archive: str) -> outbox.Outbox | None:
        return outbox.load(self.cache.folder(self.uid), archive)

    def until(self, done: Callable[[outbox.Outbox], bool], archive: str = "", seconds: float = 60.0) -> outbox.Outbox:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            box = self.box_of(archive) if archive else self.box
            if box is not None and done(box):
                return box
            time.sleep(0.05)
        raise AssertionError(f"still {self.box}")

    def close(self) -> None:
        self.sending.stop()
        assert self.sending.join(30)
        self.archives.close()
        self.journal.close()


@pytest.fixture
def workplace(tmp_path: Path, orthanc: Archive) -> Iterator[Workplace]:
    one = Workplace(tmp_path, orthanc)
    yield one
    one.close()


def in_archive(archive: Archive, uid: str, folder: Path) -> list[Dataset]:
    """What the archive holds of a study, fetched anew."""
    folder.mkdir()
    archives = Archives([archive])

    def keep(sop: str, encoded: bytes) -> None:
        (folder / f"{sop}.dcm").write_bytes(encoded)

    archives.retrieve(uid, keep)
    archives.close()
    return [pydicom.dcmread(path) for path in sorted(folder.iterdir())]


def all_stored(box: outbox.Outbox) -> bool:
    return bool(box.items) and not box.waiting and bool(box.transaction)


def test_sent_once_and_read_back(workplace: Workplace, orthanc: Archive, tmp_path: Path) -> None:
    store(orthanc, workplace.images)
    workplace.sending.start()
    workplace.sending.want(workplace.uid)
    workplace.until(all_stored)
    held = in_archive(orthanc, workplace.uid, tmp_path / "first")
    ours = {str(one.SOPInstanceUID): one for one in held if one.Modality != "CT"}
    assert {one.Modality for one in ours.values()} == ALL and len(ours) == 5
    read = hd.seg.segread(next(tmp_path.glob(f"first/{next(u for u, o in ours.items() if o.Modality == 'SEG')}.dcm")))
    assert read.number_of_segments == 6
    volume = workplace.source.volume
    assert volume is not None and workplace.source.result.labels is not None
    drawn = read.get_pixels_by_source_instance(
        list(volume.sop_instance_uids), combine_segments=False, assert_missing_frames_are_empty=True
    )
    assert np.array_equal(drawn.any(axis=-1), workplace.source.result.labels > 0)
    written = (workplace.cache.folder(workplace.uid) / case_files.RESULT).stat().st_mtime
    sent = make(replace(workplace.source, made_at=datetime.fromtimestamp(written)))
    assert {str(one.SOPInstanceUID) for one in sent.values()} == set(ours)
    for one in sent.values():
        back = ours[str(one.SOPInstanceUID)]
        assert back == pydicom.dcmread(BytesIO(encoded(one))), "the archive gave back something else"
    originals = {str(one.SOPInstanceUID): one.PixelData for one in workplace.images}
    assert {str(o.SOPInstanceUID): o.PixelData for o in held if o.Modality == "CT"} == originals

    # the reader has the study analysed again, and the program is started anew
    case_files.save(workplace.cache.folder(workplace.uid), workplace.source.result)
    workplace.sending.want(workplace.uid)
    workplace.sending.stop()
    assert workplace.sending.join(30)
    workplace.sending = workplace.new()
    workplace.sending.start()
    workplace.sending.want(workplace.uid)
    workplace.until(all_stored)
    again = in_archive(orthanc, workplace.uid, tmp_path / "again")
    assert {str(one.SOPInstanceUID) for one in again} == {str(one.SOPInstanceUID) for one in held}
    assert not [event for event in workplace.events if isinstance(event, Refused)]


def test_the_archive_confirms(workplace: Workplace, our_port: int) -> None:
    receiver = StoreScp(Listening(OUR_TITLE, our_port, host="127.0.0.1"))
    receiver.committed = workplace.sending.committed
    with receiver:
        workplace.sending.start()
        workplace.sending.want(workplace.uid)
        workplace.until(lambda box: bool(box.items) and {i.progress for i in box.items} == {Progress.COMMITTED})


def test_what_the_archive_lost_is_sent_again(workplace: Workplace) -> None:
    workplace.sending.start()
    workplace.sending.want(workplace.uid)
    first = workplace.until(all_stored)
    lost = first.items[1].sop_instance_uid
    kept = first.uids - {lost}
    workplace.sending.committed(Commitment(first.transaction, kept, frozenset({lost})))
    second = workplace.until(lambda box: all_stored(box) and box.transaction != first.transaction)
    assert [i.progress for i in second.items if i.sop_instance_uid == lost] == [Progress.STORED]
    assert second.tries == 1
    assert not list(workplace.cache.folder(workplace.uid).rglob("dicom/*.dcm")), "objects that were sent take room"


def test_a_study_that_is_forgotten_does_not_come_back(workplace: Workplace) -> None:
    workplace.sending.start()
    workplace.sending.want(workplace.uid)
    first = workplace.until(all_stored)
    workplace.cache.remove(workplace.uid)
    workplace.sending.committed(Commitment(first.transaction, frozenset(), first.uids))
    workplace.sending.want(workplace.uid)
    assert not list(workplace.cache.root.iterdir())


def test_an_answer_that_no_longer_holds_is_not_sent(tmp_path: Path) -> None:
    """It waited for its archive, and meanwhile the study was analysed again and failed."""
    workplace = Workplace(tmp_path, archive_on(free_port(), "NOBODY"), state=CaseState.NEGATIVE)
    for step in (StudyState.READY, StudyState.ANALYSING, StudyState.FAILED):
        workplace.journal.transition(workplace.uid, step)
    workplace.sending.want(workplace.uid)
    workplace.sending.start()
    until = time.monotonic() + 30
    while workplace.sending._due and time.monotonic() < until:
        time.sleep(0.02)
    workplace.close()
    assert workplace.box is not None and not workplace.box.items


def test_an_archive_that_refuses_is_told_in_the_end(tmp_path: Path) -> None:
    with StoreScp(Listening("OTHER", 0, host="127.0.0.1")) as scp:  # which refuses what nobody asked for
        one = Workplace(tmp_path, Archive("Other", "127.0.0.1", scp.port, "OTHER", acse_timeout_s=20))
        try:
            one.sending.start()
            one.sending.want(one.uid)
            one.until(lambda box: box.tries == 3)
            until = time.monotonic() + 20
            while not one.events and time.monotonic() < until:
                time.sleep(0.05)
            (told,) = one.events
            assert isinstance(told, Refused) and told.text.startswith("A result was not sent after 3 tries.")
            restarted = one.new()
            restarted._take_up()
            known = one.journal.get(one.uid)
            for sending in (one.sending, restarted):
                for count in range(9, 14):  # late images: the archive took none of our five objects
                    told_of = Study(one.uid, images_expected=count)
                    assert sending.without_ours(told_of, known, "Other").images_expected == count
        finally:
            one.close()


def test_an_archive_that_is_away_gets_it_later(tmp_path: Path) -> None:
    folder = tmp_path / "orthanc"
    folder.mkdir()
    port = free_port()
    one = Workplace(tmp_path, archive_on(port, "ORTHANC", acse_timeout_s=20))
    try:
        one.sending.start()
        one.sending.want(one.uid)
        one.until(lambda box: len(box.items) == 5)
        process, _ = start_orthanc(folder, DicomPort=port)
        try:
            box = one.until(lambda box: bool(box.items) and not box.waiting)
            assert box.tries == 0, "trouble of the line counted against the result"
        finally:
            one.close()
            stop(process)
    finally:
        one.close()


def test_a_disk_that_is_full_for_a_while_is_told_once_and_the_result_is_sent_later(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, tries = outbox.save_object, list[str]()

    def full_at_first(folder: Path, kind: str, encoded: bytes) -> None:
        tries.append(kind)
        if len(tries) <= 2:
            raise CacheError("outbox_not_written", "Results cannot be made ready to send: No space left on device.")
        keep(folder, kind, encoded)

    monkeypatch.setattr(outbox, "save_object", full_at_first)
    workplace.sending.start()
    workplace.sending.want(workplace.uid)
    workplace.until(lambda box: bool(box.items) and not box.waiting)
    (told,) = (event.text for event in workplace.events if isinstance(event, Refused))
    assert "No space left" in told and "tried again" in told


def all_taken(box: outbox.Outbox) -> bool:
    return bool(box.items) and not box.waiting


def test_sent_by_stow_and_read_back(tmp_path: Path, web_orthanc: Archive) -> None:
    """The answer to the first object is lost, and it is sent again: it is there once, as all are."""
    proxy = Proxy(("127.0.0.1", int(web_orthanc.dicomweb_url.rsplit(":")[-1].split("/")[0])))
    proxy.break_with(Fault("reset", times=1))
    broken = replace(web_orthanc, dicomweb_url=f"http://127.0.0.1:{proxy.port}/dicom-web")
    one = Workplace(tmp_path / "here", broken)
    try:
        one.sending.start()
        one.sending.want(one.uid)
        box = one.until(all_taken)
        assert proxy.struck == 1 and box.tries == 0 and not box.transaction
        one.until(lambda _: not list(one.cache.folder(one.uid).rglob("dicom/*.dcm")))  # a moment after the last one
        one.sending.want(one.uid)  # nothing new
        held = in_archive(replace(web_orthanc, send_method=SendMethod.AUTO), one.uid, tmp_path / "held")
        assert sorted(str(ds.Modality) for ds in held) == sorted(ALL)
        assert {str(ds.SOPInstanceUID) for ds in held} == box.uids
        for ds in held:
            assert ds.PatientName == "Müller^Jörg"
        path = next(tmp_path.glob(f"held/{next(str(ds.SOPInstanceUID) for ds in held if ds.Modality == 'SEG')}.dcm"))
        volume, labels = one.source.volume, one.source.result.labels
        assert volume is not None and labels is not None
        drawn = hd.seg.segread(path).get_pixels_by_source_instance(
            list(volume.sop_instance_uids), assert_missing_frames_are_empty=True
        )
        assert np.array_equal(drawn.any(axis=-1), labels > 0)
    finally:
        one.close()
        proxy.close()


def test_two_archives_get_the_same_objects(tmp_path: Path, orthanc: Archive, web_orthanc: Archive) -> None:
    """One of them is away at first; that holds up the other not at all, and what was sent is not sent again."""
    proxy = Proxy(("127.0.0.1", orthanc.port))
    proxy.break_with(Fault("refuse"))
    one = Workplace(tmp_path / "here", replace(orthanc, port=proxy.port), web_orthanc)
    one.sending = one.new(results_archives=(orthanc.name, "Research"))
    try:
        one.sending.start()
        one.sending.want(one.uid)
        by_web = one.until(all_taken, "Research")
        assert one.box is not None and len(one.box.waiting) == 5
        assert len(list(one.cache.folder(one.uid).rglob("dicom/*.dcm"))) == 5, "what still waits was removed"
        one.sending.stop()
        assert one.sending.join(30)
        proxy.break_with(None)
        one.sending = one.new(results_archives=(orthanc.name, "Research"))
        one.sending.start()
        by_store = one.until(all_stored)
        assert by_store.uids == by_web.uids and by_store.transaction
        assert one.box_of("Research") == by_web
        assert not list(one.cache.folder(one.uid).rglob("dicom/*.dcm"))
        for archive in (orthanc, web_orthanc):
            held = in_archive(replace(archive, send_method=SendMethod.AUTO), one.uid, tmp_path / archive.name)
            assert {str(ds.SOPInstanceUID) for ds in held} == by_web.uids
        assert one.events == [ResultSent(one.uid, "Research"), ResultSent(one.uid, orthanc.name)]
    finally:
        one.close()
        proxy.close()


def test_off_by_default(workplace: Workplace) -> None:
    workplace.sending.apply(Settings())
    workplace.sending.want(workplace.uid)
    assert workplace.box is None


def test_only_what_was_chosen(tmp_path: Path, orthanc: Archive) -> None:
    one = Workplace(tmp_path, orthanc, state=CaseState.NEGATIVE)
    one.sending = one.new(results_objects=("report",), results_archives=("Test archive",))
    try:
        one.sending.start()
        one.sending.want(one.uid)
        box = one.until(all_stored)
        assert [item.kind for item in box.items] == ["report"]
    finally:
        one.close()


def test_an_archive_that_is_not_there_is_told(workplace: Workplace) -> None:
    workplace.sending.apply(replace(workplace.settings, results_archives=("Nowhere",)))
    workplace.sending.want(workplace.uid)
    assert workplace.events == [Refused("results.archives names archives that are not in the settings: Nowhere.")]


def test_a_kind_that_there_is_not_is_told(workplace: Workplace) -> None:
    workplace.sending.apply(replace(workplace.settings, results_objects=("report", "song")))
    workplace.sending.want(workplace.uid)
    assert workplace.events == [Refused("results.objects names what there is not: song.")]


def test_the_study_does_not_grow_by_our_objects(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    known = workplace.journal.get(workplace.uid)
    name = workplace.archives.archives[0].name
    workplace.sending.start()
    workplace.sending.want(workplace.uid)
    workplace.until(all_stored)

    def seen(count: int, archive: str = name) -> int | None:
        return workplace.sending.without_ours(
            Study(workplace.uid, images_expected=count), known, archive
        ).images_expected

    assert seen(8) == 8
    assert seen(13) == 8, "five objects of ours"
    assert seen(10) == 8, "an answer that was given while they came"
    monkeypatch.setattr("app.pipeline.sending._ANSWER_S", 0.0)  # a minute later
    assert (seen(10), seen(14), seen(13, "another")) == (10, 14, 13)
    # another model, without a new fetch: five objects more
    newer = judged(workplace.source.volume, CaseState.POSITIVE)  # type: ignore[arg-type]
    newer = replace(newer, runtime=replace(newer.runtime, model_sha256="ee" * 32))
    before = workplace.box
    case_files.save(workplace.cache.folder(workplace.uid), newer)
    workplace.sending.want(workplace.uid)
    workplace.until(lambda box: all_stored(box) and before is not None and box.uids != before.uids)
    assert (seen(18), seen(13)) == (8, 13)


def test_the_line_sends_and_does_not_fetch_again(orthanc: Archive, tmp_path: Path) -> None:
    settings = replace(FAST, results_send=True, results_archives=(orthanc.name,))
    uid = send(orthanc, "NEGATIVE")
    with running(orthanc, tmp_path, settings) as line:
        line.wait_for(uid, StudyState.NEGATIVE)
        line.wait(lambda: (box := outbox.load(line.cache.folder(uid), orthanc.name)) is not None and all_stored(box))
        steps = line.journal.transitions(uid)
        later = send(orthanc, "NEGATIVE")  # found by a later question, whose answer counts our objects, too
        line.wait_for(later, StudyState.NEGATIVE)
        assert line.journal.transitions(uid) == steps
        record = line.journal.get(uid)
        assert record is not None and not record.grown
        assert not line.told(Refused)
    held = in_archive(orthanc, uid, tmp_path / "held")
    assert sorted(str(one.Modality) for one in held) == ["CT"] * 4 + ["OT", "SR"]


def test_results_of_opened_files_are_sent_nowhere(orthanc: Archive, tmp_path: Path) -> None:
    settings = replace(FAST, results_send=True, results_archives=(orthanc.name,))
    found = ct_images(4, AccessionNumber="NEGATIVE")
    paths = write(found, tmp_path / "disc")
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    uid = str(found[0].StudyInstanceUID)
    with running(orthanc, tmp_path, settings) as line:
        line.pipeline.open_files([tmp_path / "disc"])
        line.wait(lambda: bool(line.told(Opened)))
        assert line.told(Opened)[-1] == Opened((uid,))
        assert line.wait_for(uid, StudyState.NEGATIVE).only_opened
        other = send(orthanc, "NEGATIVE")  # of the archive's own, whose result is on its way when this one's is not
        line.wait_for(other, StudyState.NEGATIVE)
        line.wait(lambda: (box := outbox.load(line.cache.folder(other), orthanc.name)) is not None and all_stored(box))
        assert outbox.load(line.cache.folder(uid), orthanc.name) is None
        line.cache.remove_images(folder_name(uid))
        line.pipeline.open_case(uid, 1)
        line.wait(lambda: bool(line.told(CaseLoaded)))
        answer = line.told(CaseLoaded)[-1]
        assert isinstance(answer, CaseLoaded) and "open their files once more" in answer.text
        line.pipeline.open_files(paths)
        line.wait(lambda: len(line.cache.images(uid)) == 4)
    archives = Archives([orthanc])
    assert archives.find_study(uid) is None
    archives.close()
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
