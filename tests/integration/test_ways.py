"""Every way to query and fetch, against a real Orthanc with DICOMweb, and the choice between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.uid import JPEG2000Lossless, generate_uid

from app.errors import ArchiveCancelled, ArchiveError, CacheError
from app.pacs import dicomweb, secret_store, web
from app.pacs.archive import Archive, Filters, Method, WebAuth
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pacs.candidates import candidate_series
from app.pacs.dicomweb import qido_find, wado_study
from app.pacs.header import with_lost_letters
from app.pacs.move import move_study
from app.pacs.query import c_find, find_series, find_studies, find_studies_of, find_study
from app.pacs.retrieve import Keep, Retrieved, get_study
from app.pacs.store_scp import Arrival, Listening, StoreScp
from tests.integration import peers

pytestmark = pytest.mark.peer


@dataclass(frozen=True, slots=True, eq=False)
class Hospital:
    """An Orthanc with DICOMweb that knows our store as a C-MOVE destination."""

    archive: Archive
    receiver: StoreScp


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    http, ours = peers.free_port(), peers.free_port()
    folder = tmp_path_factory.mktemp("hospital")
    process, archive = peers.start_orthanc(
        folder,
        Plugins=[peers.dicomweb_plugin()],
        HttpServerEnabled=True,
        HttpPort=http,
        AuthenticationEnabled=True,
        RegisteredUsers={"reader": "open sesame"},
        DicomModalities={"firstread": [peers.OUR_TITLE, "127.0.0.1", ours]},
        DicomWeb={"Enable": True, "Root": "/dicom-web/"},
        DefaultEncoding="Utf8",  # its own default, Latin1, drops other letters from its answers
    )
    archive = replace(
        archive, dicomweb_url=f"http://127.0.0.1:{http}/dicom-web", dicomweb_auth=WebAuth.BASIC, user="reader"
    )
    try:
        peers.wait_for(archive, process)
        with StoreScp(Listening(peers.OUR_TITLE, ours, host="127.0.0.1")) as receiver:
            yield Hospital(archive, receiver)
    finally:
        peers.stop(process)


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key store that holds what an administrator entered."""
    known = {("Test archive", secret_store.Kind.DICOMWEB): "open sesame"}
    monkeypatch.setattr(secret_store, "secret", lambda name, kind: known.get((name, kind)))


Fetch = Callable[..., Retrieved]


def fetchers(hospital: Hospital) -> dict[str, Fetch]:
    return {
        "c-get": lambda uid, keep, **more: get_study(hospital.archive, uid, keep, **more),
        "c-move": lambda uid, keep, **more: move_study(hospital.archive, uid, keep, hospital.receiver, **more),
        "wado-rs": lambda uid, keep, **more: wado_study(hospital.archive, uid, keep, **more),
    }


@pytest.mark.parametrize("way", ["c-get", "c-move", "wado-rs"])
def test_a_study_and_one_of_its_series(hospital: Hospital, way: str) -> None:
    """Also an image that is compressed comes as it is."""
    head = peers.ct_images(3)
    uid = str(head[0].StudyInstanceUID)
    other = peers.ct_images(2, study_uid=uid)
    other[0].compress(JPEG2000Lossless, generate_instance_uid=False)
    peers.store(hospital.archive, [*head, *other])
    fetch, got, told = fetchers(hospital)[way], dict[str, bytes](), list[int]()
    retrieved = fetch(uid, got.__setitem__, progress=told.append)
    assert retrieved.sop_instance_uids == set(got) == {ds.SOPInstanceUID for ds in (*head, *other)}
    assert retrieved.failed == 0 and retrieved.offered in (5, None) and told == [1, 2, 3, 4, 5]
    for ds in (*head, *other):
        there = pydicom.dcmread(BytesIO(got[ds.SOPInstanceUID]))
        assert there.file_meta.TransferSyntaxUID == ds.file_meta.TransferSyntaxUID
        assert there.PixelData == ds.PixelData
    got.clear()
    fetch(uid, got.__setitem__, series=[str(other[0].SeriesInstanceUID)])
    assert set(got) == {ds.SOPInstanceUID for ds in other}


@pytest.mark.parametrize("way", ["c-get", "c-move", "wado-rs"])
def test_a_full_disk_and_a_user_who_stops(hospital: Hospital, way: str) -> None:
    images = peers.ct_images(20)
    uid, fetch = str(images[0].StudyInstanceUID), fetchers(hospital)[way]
    peers.store(hospital.archive, images)

    def full(sop: str, data: bytes) -> None:
        raise CacheError("disk_full", "The disk of the image cache is full.")

    with pytest.raises(CacheError, match="full"):
        fetch(uid, full)
    cancel = Cancel()

    def stop(sop: str, data: bytes) -> None:
        threading.Thread(target=cancel.set).start()
        cancel.wait(1)

    started = time.monotonic()
    with pytest.raises(ArchiveCancelled):
        fetch(uid, stop, cancel=cancel)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("way", ["c-get", "c-move", "wado-rs"])
def test_nothing_there(hospital: Hospital, way: str) -> None:
    try:
        assert fetchers(hospital)[way](generate_uid(), lambda *_: None).received == 0
    except ArchiveError as error:  # Orthanc calls it a failure of C-GET and C-MOVE
        assert error.reason.code in ("get_failed", "move_failed")


@pytest.mark.parametrize(
    ("character_set", "name"),
    [
        ("ISO_IR 192", "MÜLLER^JÜRGEN"),
        ("ISO_IR 100", "MÜLLER^JÜRGEN"),
        ("GB18030", "WANG^XIAODONG=王^小东"),
        (["", "ISO 2022 IR 87"], "YAMADA^TAROU=山田^太郎=やまだ^たろう"),
        (None, "MULLER^JURGEN"),
    ],
)
def test_names_of_the_world(hospital: Hospital, character_set: str | list[str] | None, name: str) -> None:
    images = peers.ct_images(1, SpecificCharacterSet=character_set, PatientName=name, StudyDescription="CT KOPF")
    peers.store(hospital.archive, images)
    uid = str(images[0].StudyInstanceUID)
    for find in (c_find, qido_find):
        study = find_study(hospital.archive, uid, find=find)
        assert study is not None and study.patient_name == name and study.description == "CT KOPF"


@pytest.mark.parametrize("declared", [None, "ISO_IR 192"])
def test_letters_that_the_archive_drops_come_from_the_image(hospital: Hospital, tmp_path: Path, declared: str) -> None:
    """Latin-1 in a file that says UTF-8, or nothing: Orthanc leaves a letter out of its answers, and we put it back.

    Orthanc takes the byte for half a letter of UTF-8, and drops both halves, in C-FIND and in QIDO-RS.
    """
    (image,) = peers.ct_images(1, SpecificCharacterSet=declared)
    image["PatientName"] = pydicom.DataElement(0x00100010, "UN", "MÜLLER".encode("latin-1"))
    peers.store(hospital.archive, [image])
    uid, got = str(image.StudyInstanceUID), dict[str, bytes]()
    get_study(hospital.archive, uid, got.__setitem__)
    (tmp_path / "image").write_bytes(got[image.SOPInstanceUID])
    for find in (c_find, qido_find):
        study = find_study(hospital.archive, uid, find=find)
        assert study is not None and study.patient_name == "MLER"  # else Orthanc has learned it, and we need not
        assert with_lost_letters(study, tmp_path / "image").patient_name == "MÜLLER"


def test_more_matches_than_a_page(hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five studies in pages of two come all, also where Orthanc loses count: it does, where it filters by modality."""
    day, uids = date(2019, 3, 4), set[str]()
    for hour in ("08", "09", "11", "17", "23"):
        images = peers.ct_images(1, StudyDate=f"{day:%Y%m%d}", StudyTime=f"{hour}1500", PatientID="PAGES")
        peers.store(hospital.archive, images)
        uids.add(str(images[0].StudyInstanceUID))
    asked, ask = list[int](), web.get

    def get(*given: Any, **more: Any) -> Any:
        asked.append(given[3].get("offset", 0))
        return ask(*given, **more)

    monkeypatch.setattr(web, "get", get)
    for size in (2, 5, 200):
        monkeypatch.setattr(dicomweb, "PAGE", size)
        for found in (
            find_studies(hospital.archive, day, day, find=qido_find),
            find_studies_of(hospital.archive, "PAGES", find=qido_find),
        ):
            assert {study.study_instance_uid for study in found} == uids and len(found) == len(uids)
    assert {2, 4} <= set(asked) and asked[-2:] == [0, 0]  # the largest page is asked for once


def test_query_by_qido_rs_tells_the_same_as_c_find(hospital: Hospital) -> None:
    images = peers.ct_images(4, AccessionNumber="Q1", StudyDate="20200102", StudyTime="101112")
    uid, day = str(images[0].StudyInstanceUID), date(2020, 1, 2)
    peers.store(hospital.archive, images)
    both = [find_studies(hospital.archive, day, day, find=find) for find in (c_find, qido_find)]
    assert [[study.study_instance_uid for study in found] for found in both] == [[uid], [uid]]
    by_web, dimse = both[1][0], both[0][0]
    assert replace(by_web, images_expected=4, station_name="") == replace(dimse, station_name="")
    (series,) = find_series(hospital.archive, uid, find=qido_find)
    assert (series.modality, series.images_expected) == ("CT", 4)
    assert series.series_instance_uid == images[0].SeriesInstanceUID
    assert find_study(hospital.archive, generate_uid(), find=qido_find) is None


def test_a_wrong_password(hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_store, "secret", lambda name, kind: "wrong")
    with pytest.raises(ArchiveError, match="does not accept our user name") as error:
        find_study(hospital.archive, "1.2", find=qido_find)
    assert "wrong" not in str(error.value)
    monkeypatch.setattr(secret_store, "secret", lambda name, kind: None)
    with pytest.raises(ArchiveError, match="key store"):
        find_study(hospital.archive, "1.2", find=qido_find)


# ---- the choice ----


def _fetch_all(archives: Archives, uid: str, keep: Keep = lambda *_: None) -> Retrieved:
    return archives.retrieve(uid, keep)


def test_what_works_is_found_out_remembered_and_changed(hospital: Hospital, tmp_path: Path) -> None:
    """The port of DICOM is closed, so only DICOMweb works; later the other way round."""
    images = peers.ct_images(2)
    uid, file = str(images[0].StudyInstanceUID), tmp_path / "ways.json"
    peers.store(hospital.archive, images)
    only_web = replace(hospital.archive, port=peers.free_port(), connection_timeout_s=1)
    archives = Archives((only_web,), receiver=hospital.receiver, remembered=file)
    assert _fetch_all(archives, uid).received == 2
    assert "wado-rs" in file.read_text()
    started = time.monotonic()
    assert Archives((only_web,), remembered=file).retrieve(uid, lambda *_: None).received == 2
    assert time.monotonic() - started < 3  # C-GET was not even tried
    only_dicom = replace(hospital.archive, dicomweb_auth=WebAuth.NONE)
    file.write_text(file.read_text().replace(str(only_web.port), str(only_dicom.port)))
    archives = Archives((only_dicom,), remembered=file)
    assert _fetch_all(archives, uid).received == 2
    assert "c-get" in file.read_text() and "wado-rs" not in file.read_text()
    archives.close()


def test_c_move_where_c_get_is_not_offered(dcmqrscp: Archive, tmp_path: Path) -> None:
    """An archive that refuses the C-GET of a class that it has not, as dcmqrscp does not: so C-MOVE is set."""
    images = peers.ct_images(2)
    peers.store(dcmqrscp, images)
    uid = str(images[0].StudyInstanceUID)
    archives = Archives((replace(dcmqrscp, method=Method.MOVE),))
    with pytest.raises(ArchiveError, match="our own port"):
        _fetch_all(archives, uid)
    with StoreScp(Listening(peers.OUR_TITLE, 0, host="127.0.0.1")) as receiver:
        archives = Archives((replace(dcmqrscp, method=Method.MOVE),), receiver=receiver)
        with pytest.raises(ArchiveError, match="AE title"):  # A801: it does not know us
            _fetch_all(archives, uid)
        archives.close()


def test_several_archives(hospital: Hospital, dcmqrscp: Archive) -> None:
    """A study is fetched from where it was found; one that does not answer holds up nobody."""
    here, there, both = (peers.ct_images(2) for _ in range(3))
    peers.store(hospital.archive, [*here, *both])
    peers.store(dcmqrscp, [*there, *both])
    first = replace(dcmqrscp, name="First", priority=1)
    second = replace(hospital.archive, name="Second", priority=2)
    gone = replace(peers.archive_on(peers.free_port(), "GONE"), name="Gone", priority=9)
    archives = Archives((gone, second, first))
    assert archives.name == "3 archives" and [one.name for one in archives.archives] == ["First", "Second", "Gone"]
    polled = archives.poll(24)
    found = {study.study_instance_uid for study in polled.studies}
    uids = [str(images[0].StudyInstanceUID) for images in (here, there, both)]
    assert set(uids) <= found
    assert [(one.name, one.reachable) for one in polled.statuses] == [
        ("First", True), ("Second", True), ("Gone", False),
    ]  # fmt: skip
    assert polled.status.name == "Gone" and not polled.status.reachable
    assert [archives.came_from(uid) for uid in uids] == ["Second", "First", "First"]
    for uid in uids:
        study = archives.find_study(uid)
        assert study is not None and len(archives.find_series(uid)) == 1
        assert archives.retrieve(uid, lambda *_: None).received == 2
    unheard = str(peers.ct_images(1)[0].StudyInstanceUID)
    with pytest.raises(ArchiveError):  # the one that is gone may hold it
        archives.find_study(unheard)
    archives.close()
    archives = Archives((second, first))
    assert archives.find_study(unheard) is None
    archives.close()


def test_only_what_is_new_is_asked_for(hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the whole window once, the archive is only asked for the last hours."""
    old, new = peers.ct_images(1, StudyTime="000001"), peers.ct_images(1)
    peers.store(hospital.archive, old)
    archives = Archives((hospital.archive,))
    assert str(old[0].StudyInstanceUID) in {study.study_instance_uid for study in archives.poll(24).studies}
    peers.store(hospital.archive, new)
    again = {study.study_instance_uid for study in archives.poll(24).studies}
    assert str(new[0].StudyInstanceUID) in again
    if time.localtime().tm_hour >= 3:
        assert str(old[0].StudyInstanceUID) not in again
    assert str(old[0].StudyInstanceUID) in {study.study_instance_uid for study in archives.poll(12).studies}
    archives.close()


def test_filters(hospital: Hospital) -> None:
    wanted = peers.ct_images(
        1, StudyDescription="CCT nativ", StationName="ER1", InstitutionalDepartmentName="EMERGENCY"
    )
    other = peers.ct_images(1, StudyDescription="CT THORAX", StationName="CT9", InstitutionalDepartmentName="ONCOLOGY")
    peers.store(hospital.archive, [*wanted, *other])
    for filters in (
        Filters(descriptions=("cct*", "*head*")),
        Filters(stations=("ER?",)),
        Filters(departments=("emerg*",)),
    ):
        archives = Archives((replace(hospital.archive, filters=filters),))
        found = {study.study_instance_uid for study in archives.poll(24).studies}
        assert wanted[0].StudyInstanceUID in found and other[0].StudyInstanceUID not in found
        archives.close()


def test_a_study_whose_series_that_fits_comes_later(hospital: Hospital) -> None:
    """As the head of a polytrauma after its chest."""
    chest = peers.ct_images(1, BodyPartExamined="CHEST")
    uid = str(chest[0].StudyInstanceUID)
    peers.store(hospital.archive, chest)
    archives = Archives((replace(hospital.archive, filters=Filters(body_parts=("HEAD",))),))
    assert uid not in {study.study_instance_uid for study in archives.poll(24).studies}
    peers.store(hospital.archive, peers.ct_images(1, study_uid=uid))
    assert uid in {study.study_instance_uid for study in archives.poll(24).studies}
    archives.close()


def test_the_candidate_series_is_fetched_first(hospital: Hospital) -> None:
    scout = peers.ct_images(2, SeriesDescription="Topogram")
    uid = str(scout[0].StudyInstanceUID)
    brain = peers.ct_images(10, study_uid=uid, SeriesDescription="Head 5.0 J40s", SeriesNumber="2")
    bone = peers.ct_images(12, study_uid=uid, SeriesDescription="Bone 1.0", SeriesNumber="3")
    peers.store(hospital.archive, [*scout, *brain, *bone])
    archives = Archives((hospital.archive,))
    first = candidate_series(archives.find_series(uid))
    assert first[0] == brain[0].SeriesInstanceUID and scout[0].SeriesInstanceUID not in first
    assert archives.retrieve(uid, lambda *_: None, series=first[:1]).received == 10
    assert archives.retrieve(uid, lambda *_: None).received == 24
    archives.close()


def test_associations_are_used_again_and_limited(hospital: Hospital) -> None:
    images = [peers.ct_images(2) for _ in range(4)]
    peers.store(hospital.archive, [image for some in images for image in some])
    archives = Archives((replace(hospital.archive, method=Method.GET, associations=2),))
    line = archives._all[0].line
    most = 0

    def fetch(uid: str) -> None:
        nonlocal most
        assert archives.retrieve(uid, lambda *_: None).received == 2
        most = max(most, line.connections)

    threads = [threading.Thread(target=fetch, args=(str(some[0].StudyInstanceUID),)) for some in images]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= most <= 2
    (held, *_) = line._idle
    fetch(str(images[0][0].StudyInstanceUID))
    assert held.opened in [one.opened for one in line._idle]  # the same one as before
    held.opened.association.abort()  # as an archive does that restarts
    fetch(str(images[0][0].StudyInstanceUID))
    archives.rest(1.0)
    assert line.connections > 0  # the next question comes soon
    archives.rest(15.0)
    assert line.connections == 0
    fetch(str(images[0][0].StudyInstanceUID))
    assert line.connections == 1
    archives.close()
    assert line.connections == 0


# ---- our store ----


def test_who_may_send(hospital: Hospital) -> None:
    def keep(arrival: Arrival, encoded: bytes) -> None:
        kept.append(arrival)

    kept: list[Arrival] = []
    images = peers.ct_images(1)
    listening = Listening(
        "OURS", 0, host="127.0.0.1", called_titles=("ALSO",), calling_titles=("SCANNER",), addresses=("127.0.0.0/8",)
    )
    with StoreScp(listening, keep) as scp:
        good = replace(peers.archive_on(scp.port, "ALSO"), calling_ae_title="SCANNER")
        peers.store(good, images)
        with pytest.raises(ArchiveError, match="does not know our AE title"):
            peers.store(replace(good, calling_ae_title="STRANGER"), images)
        with pytest.raises(ArchiveError, match="does not answer to the AE title"):
            peers.store(replace(good, ae_title="OTHER"), images)
    assert [(one.calling_ae_title, one.called_ae_title, one.address) for one in kept] == [
        ("SCANNER", "ALSO", "127.0.0.1")
    ]
    assert kept[0].study_instance_uid == images[0].StudyInstanceUID
    with StoreScp(replace(listening, addresses=("10.0.0.0/8",)), keep) as scp, pytest.raises(ArchiveError):
        peers.store(replace(good, port=scp.port), images)
    assert len(kept) == 1
