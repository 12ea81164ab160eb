"""What a department shares, asked by the doctor: a detector, a database, a collector, each right and wrong."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from app.doctor.department import examine_department
from app.doctor.finding import Finding
from app.pacs.association import Cancel
from app.settings import Settings
from tests.app.key_store import key_store


def _only(settings: Settings) -> Finding:
    (found,) = examine_department(settings, Cancel())
    assert found.group == "Department" and bool(found.remedy) is (found.ok is False)
    return found


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_nothing_is_told_where_nothing_is_shared() -> None:
    assert list(examine_department(Settings(), Cancel())) == []


@contextmanager
def _answering(status: int, body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "body", "ok", "words"),
    [
        (200, json.dumps({"model": "detector 1", "device": "a test"}).encode(), True, "detector 1 on a test"),
        (401, b"", False, "does not accept this computer's token"),
        (200, b"<html>", False, "not Firstread"),
        (200, b"{}", False, "not Firstread"),
    ],
)
def test_the_detector(status: int, body: bytes, ok: bool, words: str) -> None:
    with _answering(status, body) as url:
        found = _only(Settings(cluster_url=url))
    assert found.ok is ok and words in found.text


def test_a_detector_that_is_not_there(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{_closed_port()}"
    assert "cannot be reached" in _only(Settings(cluster_url=url)).text
    found = _only(Settings(cluster_url=url, cluster_token_file=str(tmp_path / "missing")))
    assert found.ok is False and "secret" in found.text and str(tmp_path) not in found.text


def test_a_database_that_is_not_there() -> None:
    pytest.importorskip("psycopg")
    with key_store():
        found = _only(Settings(team_database=f"postgresql://firstread@127.0.0.1:{_closed_port()}/firstread"))
    assert found.ok is False and "cannot be reached" in found.text and "team.database" in found.remedy


@contextmanager
def _collecting(context: Callable[[], ssl.SSLContext]) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            with server.accept()[0] as plain:
                plain.settimeout(10)
                try:
                    context().wrap_socket(plain, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            thread.join()


def test_the_collector_of_audit_messages(tmp_path: Path) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    stranger.cert_pem.write_to_path(tmp_path / "stranger.pem")

    def context() -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(made)
        return made

    for ca, ok, words in (("ca.pem", True, "takes our connection"), ("stranger.pem", False, "nobody we trust")):
        with _collecting(context) as port:
            settings = Settings(
                audit_syslog_host="127.0.0.1", audit_syslog_port=port, audit_syslog_ca_file=str(tmp_path / ca)
            )
            found = _only(settings)
        assert found.ok is ok and words in found.text
    settings = Settings(audit_syslog_host="127.0.0.1", audit_syslog_port=_closed_port())
    assert "cannot be reached" in _only(settings).text
    assert "not known" in _only(Settings(audit_syslog_host="nowhere.invalid")).text
    assert "cannot be used" in _only(Settings(audit_syslog_host="x", audit_syslog_ca_file=str(tmp_path / "no"))).text
    assert "UDP does not tell" in _only(Settings(audit_syslog_host="127.0.0.1", audit_syslog_tls=False)).text
