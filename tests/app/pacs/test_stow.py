"""STOW-RS: what a service may answer, and what that means for the object that was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pydicom
import pytest

from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive, Method, SendMethod
from app.pacs.cancel import Cancel
from app.pacs.deliver import store_objects
from app.pacs.multipart import boundary_of, parts
from tests.integration.peers import ct_images, write


class Service(HTTPServer):
    """Answers every POST with ``status`` and ``body``, every GET with the objects that it ``holds``."""

    status, body, holds = 200, b"", ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[str, bytes]] = []
        self.asked: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        (part,) = parts(iter([body]), boundary_of(self.headers["Content-Type"]), 2**20)
        assert self.headers["Content-Type"].startswith('multipart/related; type="application/dicom"; boundary=')
        self.server.got.append((self.path, part))
        self._answer(self.server.status, self.server.body)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        held = [{"00080018": {"vr": "UI", "Value": [self.server.holds]}}] if self.server.holds else []
        self._answer(200, json.dumps(held).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return write(ct_images(2), tmp_path)


def uid(path: Path) -> str:
    return str(pydicom.dcmread(path).SOPInstanceUID)


def failed(path: Path, reason: int | None) -> bytes:
    """A Store Instances Response that names one object as failed."""
    item: dict[str, Any] = {"00081155": {"vr": "UI", "Value": [uid(path)]}}
    if reason is not None:
        item["00081197"] = {"vr": "US", "Value": [reason]}
    return json.dumps({"00081198": {"vr": "SQ", "Value": [item]}}).encode()


def send(service: Service, files: list[Path], **more: Any) -> list[str]:
    url = f"http://127.0.0.1:{service.server_port}/rs"
    archive = Archive("Web", "127.0.0.1", 1, "WEB", dicomweb_url=url, send_method=SendMethod.STOW)
    stored: list[str] = []
    store_objects(archive, files, stored.append, **more)
    return stored


def test_each_object_goes_as_it_is(service: Service, files: list[Path]) -> None:
    assert send(service, files) == [uid(path) for path in files]
    assert [body for _, body in service.got] == [path.read_bytes() for path in files]
    study = pydicom.dcmread(BytesIO(service.got[0][1])).StudyInstanceUID
    assert {path for path, _ in service.got} == {f"/rs/studies/{study}"}
    assert not service.asked


@pytest.mark.parametrize("body", [b"", b"<xml/>", b"[1]", b'{"00081198": 3}', b'{"00081198": {"Value": [{}]}}', b"{}"])
def test_a_service_that_says_no_more_than_its_status(service: Service, files: list[Path], body: bytes) -> None:
    service.body = body
    assert len(send(service, files)) == 2
    service.status = 409
    with pytest.raises(ArchiveError, match="failed while working"):
        send(service, files)


@pytest.mark.parametrize("status", [200, 202, 409])
def test_an_object_that_is_refused(service: Service, files: list[Path], status: int) -> None:
    service.status, service.body = status, failed(files[0], 0xA700)
    with pytest.raises(ArchiveError, match="out of resources"):
        send(service, files)
    assert len(service.got) == 2  # it does not hold up the next one
    assert len(service.asked) == (2 if status == 409 else 1)
    service.body = failed(files[0], None)
    with pytest.raises(ArchiveError, match="failed while working"):
        send(service, files)


def test_another_object_that_is_refused_is_none_of_ours(service: Service, files: list[Path], tmp_path: Path) -> None:
    other = write(ct_images(1), tmp_path / "other")[0]
    service.status, service.body = 202, failed(other, 0xA700)
    assert len(send(service, files)) == 2


def test_an_object_that_is_there_already_is_not_refused(service: Service, files: list[Path]) -> None:
    """Some services have a reason of their own for that; so they are asked whether they hold it."""
    service.status, service.body, service.holds = 409, failed(files[0], 45070), uid(files[0])
    assert send(service, files[:1]) == [uid(files[0])]
    (path,) = service.asked
    assert f"SOPInstanceUID={uid(files[0])}" in path and "/instances?" in path
    service.holds = "1.2.3"
    with pytest.raises(ArchiveError):
        send(service, files[:1])


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "web_sign_in"), (403, "web_sign_in"), (404, "web_no_store"), (405, "web_no_store"), (413, "web_too_large"),
     (415, "web_format"), (503, "web_busy"), (308, "web_moved"), (500, "web_failed")],
)  # fmt: skip
def test_a_service_that_cannot(service: Service, files: list[Path], status: int, code: str) -> None:
    service.status = status
    with pytest.raises(ArchiveError) as raised:
        send(service, files)
    assert raised.value.reason.code == code and raised.value.reason.text.endswith(".")


def test_a_reader_who_ends_the_program(service: Service, files: list[Path]) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(ArchiveCancelled):
        send(service, files, cancel=cancel)
    assert not service.got


def test_how_results_go_to_an_archive() -> None:
    url = "http://127.0.0.1/rs"
    plain = Archive("A", "h", 1, "X", dicomweb_url=url)
    assert not plain.takes_stow
    assert Archive("A", "h", 1, "X", dicomweb_url=url, method=Method.DICOMWEB).takes_stow
    by_store = Archive("A", "h", 1, "X", dicomweb_url=url, method=Method.DICOMWEB, send_method=SendMethod.STORE)
    assert not by_store.takes_stow
    with pytest.raises(ValueError, match="dicomweb_url"):
        Archive("A", "h", 1, "X", send_method=SendMethod.STOW)
