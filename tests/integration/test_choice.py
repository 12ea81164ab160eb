"""Archives that cannot do all: the way that works is found, remembered over a restart, and changed when it stops."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.events import ArchiveStatus
from app.domain.states import StudyState
from app.pacs.archive import Archive, Method
from app.pacs.archives import Archives
from app.pacs.dicomweb import qido_find
from app.pacs.query import find_studies, find_studies_of, find_study
from app.pacs.store_scp import Listening, StoreScp
from tests.integration import peers
from tests.integration.test_pipeline import running

pytestmark = pytest.mark.peer

LIMIT = 2


@dataclass(frozen=True, slots=True, eq=False)
class Strict:
    """An Orthanc that grants C-MOVE to our store, but no C-GET, and tells of two studies at most for a C-FIND."""

    archive: Archive
    our_port: int


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strict]:
    http, ours = peers.free_port(), peers.free_port()
    process, archive = peers.start_orthanc(
        tmp_path_factory.mktemp("strict"),
        Plugins=[peers.dicomweb_plugin()],
        HttpServerEnabled=True,
        HttpPort=http,
        AuthenticationEnabled=False,
        DicomAlwaysAllowGet=False,
        DicomModalities={
            "firstread": {"AET": peers.OUR_TITLE, "Host": "127.0.0.1", "Port": ours, "AllowGet": False},
        },
        DicomWeb={"Enable": True, "Root": "/dicom-web/"},
        LimitFindResults=LIMIT,
    )
    try:
        peers.wait_for(archive, process)
        yield Strict(replace(archive, dicomweb_url=f"http://127.0.0.1:{http}/dicom-web"), ours)
    finally:
        peers.stop(process)


def _failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The ways that were tried in vain since the last call."""
    failed = [one.getMessage().split()[0] for one in caplog.records if "did not work" in one.getMessage()]
    caplog.clear()
    return failed


def test_fall_over_is_remembered_over_a_restart(
    strict: Strict, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="app.pacs.fetching")
    images = peers.ct_images(3)
    peers.store(strict.archive, images)
    uid, file = str(images[0].StudyInstanceUID), tmp_path / "archives.json"

    def fetch(archive: Archive, receiver: StoreScp | None) -> list[str]:
        """One run of the program: all images come; the ways that failed before."""
        got: dict[str, bytes] = {}
        archives = Archives((archive,), receiver=receiver, remembered=file)
        retrieved = archives.retrieve(uid, got.__setitem__)
        archives.close()
        assert retrieved.sop_instance_uids == set(got) == {str(one.SOPInstanceUID) for one in images}
        return _failures(caplog)

    with StoreScp(Listening(peers.OUR_TITLE, strict.our_port, host="127.0.0.1")) as receiver:
        assert fetch(strict.archive, receiver) == ["c-get"]  # refused; C-MOVE came next
        assert "c-move" in file.read_text()
        assert fetch(strict.archive, receiver) == []  # C-GET is not even tried
    assert fetch(strict.archive, None) == ["c-get"]  # our port is closed: C-MOVE is no choice, DICOMweb comes next
    assert "wado-rs" in file.read_text()
    with StoreScp(Listening(peers.OUR_TITLE, strict.our_port, host="127.0.0.1")) as receiver:
        assert fetch(strict.archive, receiver) == []
        gone = replace(strict.archive, dicomweb_url=strict.archive.dicomweb_url.replace("/dicom-web", "/elsewhere"))
        file.write_text(file.read_text().replace("/dicom-web", "/elsewhere"))
        fetch(gone, receiver)  # what worked last works no more
        assert "c-move" in file.read_text() and "wado-rs" not in file.read_text()
        assert fetch(gone, receiver) == []


def test_an_archive_that_limits_its_answers(strict: Strict) -> None:
    """Orthanc ends a C-FIND with status FE00 after its limit; smaller parts of the time bring the others."""
    day, uids = date(2018, 5, 6), set[str]()
    for hour in ("08", "09", "10", "17", "23"):
        images = peers.ct_images(1, StudyDate=f"{day:%Y%m%d}", StudyTime=f"{hour}1500", PatientID="LIMITED")
        peers.store(strict.archive, images)
        uids.add(str(images[0].StudyInstanceUID))
    found = find_studies(strict.archive, date(2018, 5, 1), date(2018, 5, 8))
    assert {study.study_instance_uid for study in found} == uids
    assert len(find_studies_of(strict.archive, "LIMITED")) == LIMIT  # a patient is not divided: some are told
    archives = Archives((replace(strict.archive, method=Method.GET),))
    assert archives.poll(24).status.reachable
    archives.close()


def test_a_name_that_the_archive_cannot_write(strict: Strict, tmp_path: Path) -> None:
    """This Orthanc answers in Latin-1; the worklist shows the whole name once an image is here, and keeps it."""
    name = "WANG^XIAODONG=王^小东"
    images = peers.ct_images(4, SpecificCharacterSet="GB18030", PatientName=name, AccessionNumber="NEGATIVE")
    peers.store(strict.archive, images)
    uid = str(images[0].StudyInstanceUID)
    told = find_study(strict.archive, uid)
    assert told is not None and "王" not in told.patient_name and told.patient_name.startswith("WANG^XIAODONG")
    with running(strict.archive, tmp_path) as line:
        record = line.wait_for(uid, StudyState.NEGATIVE)
        assert record.study.patient_name == name
        since = len(line.told(ArchiveStatus))
        line.wait(lambda: len(line.told(ArchiveStatus)) > since + 2)  # polled again, and told the poor name again
        assert line.journal.get(uid).study.patient_name == name  # type: ignore[union-attr]
        assert line.cache.sync(uid) == 0  # all is on the disk


class _Pages(BaseHTTPRequestHandler):
    """QIDO-RS with three matches a page and a warning that there are more (PS3.18 8.3.4.4.1), whatever is asked."""

    def do_GET(self) -> None:
        offset = int(parse_qs(urlsplit(self.path).query).get("offset", ["0"])[0])
        uids = [f"1.2.{number}" for number in range(8)][offset : offset + 3]
        matches = json.dumps([{"0020000D": {"vr": "UI", "Value": [uid]}} for uid in uids])
        body = matches.encode()
        self.send_response(200)
        if offset + 3 < 8:
            self.send_header("Warning", '299 here: "There are 5 additional results that can be requested"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing to standard error."""


def test_a_service_that_warns_of_more() -> None:
    with HTTPServer(("127.0.0.1", 0), _Pages) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        archive = replace(peers.archive_on(1, "X"), dicomweb_url=f"http://127.0.0.1:{server.server_port}")
        found = find_studies(archive, date(2020, 1, 1), date(2020, 1, 1), find=qido_find)
        server.shutdown()
        thread.join()
    assert [study.study_instance_uid for study in found] == [f"1.2.{number}" for number in range(8)]
