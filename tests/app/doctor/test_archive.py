"""The doctor before archives that work, and before those that each fail in their own way."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import trustme
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pynetdicom import AE, evt
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import (  # type: ignore[attr-defined]
    CTImageStorage,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    Verification,
)

import app.doctor.archive as steps
from app.doctor.archive import examine_archive
from app.doctor.finding import Finding, look
from app.domain.study import Study
from app.errors import ArchiveCancelled
from app.pacs.archive import Archive, Method, SendMethod, Tls, WebAuth
from app.pacs.association import Cancel
from app.pacs.demo_archive import DemoArchive, Options
from app.pacs.probe import CharacterSets, judged
from app.pacs.web_probe import status_sentence
from app.settings import Settings
from tests.integration import peers

STEPS = [
    "name", "port", "TLS", "association", "C-ECHO", "C-FIND", "C-GET", "C-MOVE", "character sets", "DICOMweb",
    "results", "clock",
]  # fmt: skip
FIND, GET, MOVE = (
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)


def examined(archive: Archive, settings: Settings = Settings(), until: str = "clock") -> dict[str, Finding]:  # noqa: B008
    """The findings by step, up to and with ``until``: each step costs an association or two."""
    found: dict[str, Finding] = {}
    for one in examine_archive(archive, settings):
        found[one.name.removeprefix("archive: ")] = one
        if until in found:
            break
    return found


@pytest.fixture(scope="module")
def receive_port() -> int:
    return peers.free_port()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, receive_port: int) -> Iterator[Archive]:
    """One that knows us, with a study of today."""
    folder = tmp_path_factory.mktemp("archive")
    with DemoArchive(Options(folder, studies=(), destinations={"FIRSTREAD": ("127.0.0.1", receive_port)})) as archive:
        peers.store(archive, peers.ct_images(2, PatientName="MÜLLER^A", SpecificCharacterSet="ISO_IR 100"))
        yield archive


def test_an_archive_in_order(archive: Archive, receive_port: int) -> None:
    found = examined(archive, Settings(receive_port=receive_port))
    assert list(found) == STEPS
    assert [name for name, f in found.items() if not f.ok or f.remedy] == ["TLS", "DICOMweb", "results"]  # not in use
    assert found["TLS"].ok is None and found["DICOMweb"].ok is None
    assert found["association"].text == "Accepted: C-ECHO, C-FIND, C-GET, C-MOVE, CT images over C-GET."
    assert found["C-FIND"].text.startswith("1 CT study ")
    assert f" to {date.today() + timedelta(days=1)}, by this computer's clock" in found["C-FIND"].text
    assert found["C-GET"].text.startswith("One image of ") and found["C-MOVE"].text.endswith(f"port {receive_port}.")
    assert found["character sets"].text == "Declared: ISO_IR 100. Answers that can be read: 1 of 1."
    assert {f.group for f in found.values()} == {"Demo archive"}
    assert not any("MÜLLER" in f.text for f in found.values())


def results_of(archive: Archive, **settings: Any) -> Finding:
    patient = steps._Patient(archive, Settings(results_send=True, **settings), Cancel())
    return look("results", lambda: steps._results(patient))


def test_an_archive_that_takes_results(archive: Archive) -> None:
    found = results_of(archive, results_archives=(archive.name,))
    assert found.ok and found.text == "It takes segmentation, report, key-objects, presentation-state, capture."
    assert "no results" in results_of(archive, results_archives=("Other",)).text
    assert "no results" in results_of(archive).text  # the first of the settings has another name
    assert results_of(replace(archive, name="Archive"), results_objects=("report",)).text == "It takes report."
    by_web = replace(archive, dicomweb_url="http://h/rs", send_method=SendMethod.STOW)
    assert "STOW-RS" in results_of(by_web, results_archives=(archive.name,)).text


def test_an_archive_that_takes_images_only() -> None:
    entity = AE("X")
    entity.add_supported_context(CTImageStorage)
    entity.add_supported_context("1.2.840.10008.5.1.4.1.1.7")
    server = entity.start_server(("127.0.0.1", 0), block=False)
    assert server is not None
    try:
        archive = peers.archive_on(server.server_address[1], "X", acse_timeout_s=20)
        found = results_of(archive, results_archives=(archive.name,))
        assert found.ok is False and found.text == (
            "It does not take segmentation, report, key-objects, presentation-state."
        )
        assert "results.objects" in found.remedy
    finally:
        server.shutdown()


def test_a_move_that_nobody_needs_is_no_trouble(archive: Archive) -> None:
    """The archive does not know this title; a port that is taken cannot be tried."""
    stranger = examined(archive, Settings(receive_port=peers.free_port(), receive_ae_title="STRANGER"))["C-MOVE"]
    assert stranger.ok is None and "AE title" in stranger.text and stranger.text.endswith("C-GET works.")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = examined(archive, Settings(receive_port=taken.getsockname()[1]))["C-MOVE"]
    assert busy.ok is None and "in use" in busy.text


def test_an_unknown_host() -> None:
    found = examined(Archive("A", "no-such-host.invalid", 104, "X"))
    assert found["name"].ok is False and "archive.host" in found["name"].remedy
    assert [f.ok for f in found.values()] == [False] + [None] * (len(STEPS) - 1)


def test_a_closed_port_is_named_and_the_rest_is_not_tried() -> None:
    with socket.socket() as free:  # bound, but nobody listens: refuses at once
        free.bind(("127.0.0.1", 0))
        found = examined(peers.archive_on(free.getsockname()[1], "X"))
    assert found["name"].ok and found["port"].ok is False and "archive.port" in found["port"].remedy
    assert found["association"].ok is None and found["clock"].ok is None


def test_a_port_that_speaks_no_dicom() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        found = examined(peers.archive_on(mute.getsockname()[1], "X", acse_timeout_s=0.3))
    assert found["port"].ok is True
    assert found["association"].ok is False and "our AE title" in found["association"].remedy
    assert found["C-ECHO"].ok is False and found["C-FIND"].ok is None


def test_it_stops_when_told_to(archive: Archive) -> None:
    cancel = Cancel()
    findings = examine_archive(archive, Settings(), cancel)
    next(findings)
    cancel.set()
    with pytest.raises(ArchiveCancelled):
        list(findings)


# ---- archives that grant, answer or send less than they should ----


@contextmanager
def served(
    handlers: list[Any], *classes: Any, role: bool = True, prepare: Callable[[AE], None] = lambda ae: None
) -> Iterator[Archive]:
    ae = AE(ae_title="PEER")
    ae.acse_timeout = 0.5  # also how long pynetdicom keeps a connection that was only opened and closed
    for one in (Verification, *classes):
        ae.add_supported_context(one)
    if role:
        ae.add_supported_context(CTImageStorage, scu_role=True, scp_role=True)
    prepare(ae)
    server = ae.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_ECHO, lambda _: 0), *handlers])
    assert server is not None and server.socket is not None
    before = set(threading.enumerate())
    try:
        yield peers.archive_on(server.socket.getsockname()[1], "PEER", acse_timeout_s=5, dimse_timeout_s=5)
    finally:
        server.shutdown()
        for thread in set(threading.enumerate()) - before:
            thread.join(5)


def study(**elements: object) -> Dataset:
    now = datetime.now()
    ds = Dataset()
    ds.StudyInstanceUID, ds.StudyDate, ds.StudyTime = "2.25.1", now.strftime("%Y%m%d"), now.strftime("%H%M%S")
    ds.ModalitiesInStudy = "CT"
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


def finding(
    *studies: Dataset, status: int = 0xFF00
) -> tuple[Any, Callable[[Any], Iterator[tuple[int, Dataset | None]]]]:
    """Answers each level of a query: these studies, one series each, one image."""

    def find(event: Any) -> Iterator[Any]:
        level = event.identifier.QueryRetrieveLevel
        for one in studies:
            answer = Dataset() if level != "STUDY" else one
            answer.StudyInstanceUID = one.StudyInstanceUID
            if level != "STUDY":
                answer.SeriesInstanceUID, answer.Modality, answer.SOPInstanceUID = "2.25.2", "CT", "2.25.3"
            yield status, answer if status == 0xFF00 else None

    return evt.EVT_C_FIND, find


def test_who_refused_which_service_is_told() -> None:
    with served([], FIND, role=False) as archive:
        found = examined(archive, until="association")["association"]
    assert found.ok is False
    assert found.text.startswith("Accepted: C-ECHO, C-FIND. C-GET: refused by the archive's network service")
    assert found.text.count("does not offer this service") == 3
    assert found.remedy == "Have C-FIND and C-GET, or C-FIND and C-MOVE (Study Root), allowed for FIRSTREAD."


def test_images_that_the_archive_would_only_take() -> None:
    """It knows C-GET and CT images, but does not grant us the role of the receiver."""
    with served([], FIND, GET, role=False, prepare=lambda ae: ae.add_supported_context(CTImageStorage)) as archive:
        found = examined(archive, until="association")
    assert "no role selection" in found["association"].text and found["association"].ok is False


def test_an_archive_that_does_not_know_us() -> None:
    def strict(ae: AE) -> None:
        ae.require_calling_aet = ["SOMEBODY"]

    with served([], FIND, GET, prepare=strict) as archive:
        found = examined(archive)
    assert found["association"].text == "The archive does not know our AE title."
    assert found["association"].remedy == "Ask its administrator to add it."
    assert found["C-ECHO"].ok is False and found["C-FIND"].ok is None


def test_an_archive_that_cannot_search() -> None:
    with served([finding(study(), status=0xA700)], FIND, GET) as archive:
        found = examined(archive)
    assert found["C-FIND"].ok is False and "resources" in found["C-FIND"].text and "later" in found["C-FIND"].remedy
    assert found["C-GET"].ok is None


def test_an_archive_that_sends_no_image() -> None:
    """C-GET ends well with nothing sent, or fails; C-MOVE knows no destination."""

    def get(event: Any) -> Iterator[Any]:
        yield 0

    with served([finding(study()), (evt.EVT_C_GET, get)], FIND, GET) as archive:
        found = examined(archive)
    assert found["C-GET"].ok is False and "no image came" in found["C-GET"].text

    def fail(event: Any) -> Iterator[Any]:
        yield 1
        yield 0xA702, None

    with served([finding(study()), (evt.EVT_C_GET, fail)], FIND, GET) as archive:
        found = examined(archive)
    assert found["C-GET"].ok is False and found["C-GET"].text.startswith("The archive could not send the images")


def test_the_way_back_where_only_a_move_would_do() -> None:
    port = peers.free_port()

    def unknown(event: Any) -> Iterator[Any]:
        yield None, None  # 0xA801

    def fails(event: Any) -> Iterator[Any]:
        yield "127.0.0.1", port, {"contexts": [build_context(CTImageStorage)]}
        yield 1
        yield 0xA702, None

    for move, words in ((unknown, "does not know the AE title"), (fails, "destination")):
        with served([finding(study()), (evt.EVT_C_MOVE, move)], FIND, MOVE, role=False) as archive:
            found = examined(archive, Settings(receive_port=port))
        assert found["association"].ok is True and found["C-GET"].ok is None
        assert found["C-MOVE"].ok is False and words in found["C-MOVE"].text, found["C-MOVE"]
        assert f"port {port}" in found["C-MOVE"].remedy


def test_a_clock_that_is_wrong() -> None:
    later = datetime.now() + timedelta(minutes=45, seconds=30)
    for studies, ok in (((Study("2.25.1", study_at=later),), False), ((Study("2.25.1", study_at=None),), None)):
        patient = steps._Patient(peers.archive_on(1, "X"), Settings(), Cancel(), studies)
        found = look("clock", lambda patient=patient: steps._clock(patient))  # type: ignore[misc]
        assert found.ok is ok, found
        assert ok is None or ("45 minutes ahead" in found.text and "time server" in found.remedy)
    patient.skew = timedelta(minutes=-7)
    found = look("clock", lambda: steps._clock(patient))
    assert found.ok is False and "7 minutes ahead of the archive's" in found.text
    patient.skew = timedelta(seconds=3)
    assert steps._clock(patient) == "3 s between this computer's clock and the archive's."


def test_an_empty_archive_leaves_open_what_needs_a_study() -> None:
    with served([finding()], FIND, GET) as archive:
        found = examined(archive)
    assert [found[name].ok for name in ("C-FIND", "C-GET", "character sets", "clock")] == [True, None, None, None]


@pytest.mark.parametrize(
    ("raw", "declared", "expected"),
    [
        (b"MULLER", b"", CharacterSets(1, (), (), 0, 0)),
        (b"M\xdcLLER", b"", CharacterSets(1, (), (), 1, 0)),
        (b"M\xdcLLER", b"ISO_IR 100", CharacterSets(1, ("ISO_IR 100",), (), 0, 0)),
        (b"M\xdcLLER", b"ISO_IR 192", CharacterSets(1, ("ISO_IR 192",), (), 0, 1)),
        (b"M\xdcLLER", b"LATIN1", CharacterSets(1, ("LATIN1",), ("LATIN1",), 0, 1)),
        (b"\x1b$B;3ED\x1b(B", b"ISO_IR 100", CharacterSets(1, ("ISO_IR 100",), (), 0, 1)),
        (b"\x1b$B;3ED\x1b(B", b"\\ISO 2022 IR 87", CharacterSets(1, ("ISO 2022 IR 87",), (), 0, 0)),
    ],
)
def test_character_sets_that_are_absent_or_wrong(raw: bytes, declared: bytes, expected: CharacterSets) -> None:
    answer = Dataset()
    for keyword, vr, value in (("SpecificCharacterSet", "CS", declared), ("PatientName", "PN", raw)):
        answer._dict[Tag(keyword)] = RawDataElement(Tag(keyword), vr, len(value), value, 0, True, True)
    assert judged([answer]) == expected


@pytest.mark.parametrize(
    ("sets", "words"),
    [
        (CharacterSets(5, (), (), 2, 0), "2 of 5 answers have letters beyond ASCII"),
        (CharacterSets(5, ("ISO_IR 192",), (), 0, 1), "1 of 5 answers do not fit"),
        (CharacterSets(5, ("LATIN1",), ("LATIN1",), 0, 5), "does not know the character set 'LATIN1'"),
    ],
)
def test_what_is_said_of_character_sets(monkeypatch: pytest.MonkeyPatch, sets: CharacterSets, words: str) -> None:
    monkeypatch.setattr("app.pacs.probe.character_sets", lambda *_: sets)
    patient = steps._Patient(peers.archive_on(1, "X"), Settings(), Cancel())
    found = look("character sets", lambda: steps._character_sets(patient))
    assert found.ok is False and words in found.text and "Specific Character Set" in found.remedy


# ---- TLS and DICOMweb ----


def test_a_port_that_speaks_no_tls(archive: Archive) -> None:
    found = examined(replace(archive, tls=Tls(), acse_timeout_s=2.0, connection_timeout_s=2.0), until="association")
    assert found["TLS"].ok is False and found["TLS"].remedy
    assert found["association"].ok is None


class _Web(BaseHTTPRequestHandler):
    """Answers by what the address begins with; wants a password below /basic; keeps what it was signed in with."""

    signed_in: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        _, first, *_ = self.path.split("/")
        self.signed_in.append(self.headers.get("Authorization", ""))
        if first.isdigit():
            self.send_response(int(first))
            if first.startswith("30"):
                self.send_header("Location", f"http://{self.headers['Host']}/elsewhere")
        elif first == "basic" and self.headers.get("Authorization") != "Basic bWU6c2VjcmV0":
            self.send_response(401)
        else:
            self.send_response(200)
        self.send_header("Content-Type", "text/html" if first == "page" else "application/dicom+json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Web)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _asked(url: str, **values: Any) -> Finding:
    patient = steps._Patient(Archive("A", "h", 1, "X", dicomweb_url=url, **values), Settings(), Cancel())
    return look("DICOMweb", lambda: steps._dicomweb(patient))


def test_dicomweb_that_answers(web: str) -> None:
    patient = steps._Patient(Archive("A", "h", 1, "X", dicomweb_url=f"{web}/rs"), Settings(), Cancel())
    assert "answers a query in" in steps._dicomweb(patient)
    secret = Archive("A", "h", 1, "X", dicomweb_url=f"{web}/rs?accessToken=SECRET")
    assert "SECRET" not in steps._dicomweb(replace(patient, archive=secret))  # it goes into the support bundle
    assert patient.skew is not None and abs(patient.skew) < timedelta(seconds=30)
    assert "between this computer's clock" in steps._clock(patient)


def test_an_archive_that_has_dicomweb_alone(web: str) -> None:
    """Such as one in a cloud: its port of DIMSE is that of no program."""
    settings = Settings(archive_method="dicomweb", archive_port=1, archive_dicomweb_url=f"{web}/rs", results_send=True)
    found = examined(Archive.from_settings(settings), settings)
    assert list(found) == STEPS
    assert all(found[name].ok is None and "Not in use" in found[name].text for name in STEPS[:9])
    assert found["DICOMweb"].ok is True and found["clock"].ok is True
    assert found["results"].ok is None and "STOW-RS" in found["results"].text


def test_results_by_storage_to_an_archive_that_is_asked_by_dicomweb(archive: Archive, web: str) -> None:
    by_web = replace(
        archive, name="Archive", method=Method.DICOMWEB, dicomweb_url=f"{web}/rs", send_method=SendMethod.STORE
    )
    found = examined(by_web, Settings(results_send=True), until="results")
    assert found["association"].ok is None and found["results"].ok is True
    gone = replace(by_web, port=1)
    assert examined(gone, Settings(results_send=True), until="results")["results"].ok is False


def test_dicomweb_is_tried_where_the_other_ways_are_closed(web: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = replace(peers.archive_on(free.getsockname()[1], "X"), dicomweb_url=f"{web}/rs")
        found = examined(closed)
    assert found["port"].ok is False and found["C-FIND"].ok is None
    assert found["DICOMweb"].ok is True and found["clock"].ok is True
    for name in ("results", "clock"):
        patient = steps._Patient(closed, Settings(results_send=True), Cancel(), broken=True)
        seen = look(name, lambda name=name, patient=patient: getattr(steps, f"_{name}")(patient))  # type: ignore[misc]
        assert seen.ok is None


def test_dicomweb_with_a_password(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.pacs.web.wanted", lambda name, kind: "secret")
    assert _asked(f"{web}/basic", user="me", dicomweb_auth=WebAuth.BASIC).ok is True
    refused = _asked(f"{web}/basic", user="you", dicomweb_auth=WebAuth.BASIC)
    assert refused.ok is False and "user or token" in refused.text and "secret" not in refused.text
    assert _asked(f"{web}/basic", dicomweb_auth=WebAuth.BEARER).ok is False


def test_a_password_for_dicomweb_goes_to_the_server_of_the_settings_alone_and_encrypted(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pacs.web.wanted", lambda name, kind: "secret")
    monkeypatch.setenv("http_proxy", web)
    _Web.signed_in.clear()
    for auth in (WebAuth.BASIC, WebAuth.BEARER):
        found = _asked(f"{web}/302", user="me", dicomweb_auth=auth)
        assert found.ok is False and "elsewhere" in found.text
        found = _asked("http://192.0.2.1/rs", user="me", dicomweb_auth=auth, connection_timeout_s=0.1)
        assert found.ok is False and "only sent over https" in found.text + found.remedy
    assert [words.split()[0] for words in _Web.signed_in] == ["Basic", "Bearer"]


def test_dicomweb_with_tls_of_its_own(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("archive.hospital").configure_cert(context)
    server = HTTPServer(("127.0.0.1", 0), _Web)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        url, ca = f"https://127.0.0.1:{server.server_port}/rs", tmp_path / "ca.pem"
        assert _asked(url, dicomweb_tls=Tls(ca, hostname="archive.hospital")).ok is True
        for tls, words in ((Tls(ca), "for another"), (Tls(hostname="archive.hospital"), "signed by nobody")):
            found = _asked(url, dicomweb_tls=tls, tls=Tls(ca, hostname="archive.hospital"))
            assert found.ok is False and words in found.text
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(("status", "words"), [(403, "not allow"), (404, "no DICOMweb"), (503, "busy"), (418, "418")])
def test_dicomweb_that_refuses(web: str, status: int, words: str) -> None:
    found = _asked(f"{web}/{status}")
    assert found.ok is False and words in found.text and found.remedy


def test_dicomweb_that_is_something_else(web: str) -> None:
    assert "no DICOMweb" in _asked(f"{web}/page").text
    assert "cannot be reached" in _asked("http://127.0.0.1:1/rs").text
    for url in ("file://127.0.0.1/etc", "no address"):
        assert "not valid" in _asked(url).text


def test_every_http_status_has_one_sentence() -> None:
    for status in range(100, 600):
        text = status_sentence(status)
        assert text.endswith(".") and text.count(";") == 1 and len(text) < 140
