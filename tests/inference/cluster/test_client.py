"""The client against a small HTTP server in place of a cluster, which can be busy, hang, or end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from inference.cluster.client import AWAY, ClusterAddress, ClusterAway, ClusterDetector, WithFallback
from inference.cluster.wire import result_message, volume_from
from inference.detect import detect
from inference.phantom import PhantomSpec, render
from inference.session import Session
from inference.types import Volume
from tests.integration.peers import free_port


class _Server(ThreadingHTTPServer):
    """Analyses as the cluster does; ``busy_s`` before each answer, and none at all to the methods that hang."""

    daemon_threads = True
    request_queue_size = 1000  # as a real door has: a full queue would refuse the pulses

    def __init__(self, session: Session, port: int = 0) -> None:
        self.session, self.busy_s, self.asked, self.hanging = session, 0.0, threading.Event(), set[str]()
        self.status = 200
        super().__init__(("127.0.0.1", port), _Answers)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are no error."""


class _Answers(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer(b"{}")

    def do_POST(self) -> None:
        volume = volume_from(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.set()
        self._answer(result_message(detect(volume, self.server.session)))

    def _answer(self, body: bytes) -> None:
        time.sleep(self.server.busy_s)
        while self.command in self.server.hanging:
            time.sleep(0.02)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def _serving(server: _Server) -> Iterator[ClusterDetector]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield ClusterDetector(ClusterAddress(f"http://127.0.0.1:{server.server_port}"))
    finally:
        server.hanging.clear()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session.open(None, "cpu", 1) as opened:
        yield opened


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules, ten times as fast."""
    for name, seconds in {"SILENCE_S": 0.15, "PULSE_S": 0.04, "KNOCK_S": 0.3, "RETRY_S": 0.1}.items():
        monkeypatch.setattr(f"inference.cluster.client.{name}", seconds)


def _volume() -> Volume:
    return render(PhantomSpec(3), slices=4, first_mm=60.0, matrix=64, spacing_mm=3.6).to_volume()


@pytest.mark.parametrize("url", ["cluster:8900", "ftp://cluster", "https://", ""])
def test_an_address_needs_a_host(url: str) -> None:
    with pytest.raises(ValueError, match="name a host"):
        ClusterAddress(url)


def test_images_travel_open_only_on_this_computer() -> None:
    ClusterAddress("http://127.0.0.1:8900")
    with pytest.raises(ValueError, match="https"):
        ClusterAddress("http://cluster.example.org:8900")


def test_the_token_is_not_shown() -> None:
    assert "secret" not in repr(ClusterAddress("https://cluster.example.org", "secret"))


def test_nobody_there() -> None:
    with pytest.raises(ClusterAway, match="cannot be reached"):
        ClusterDetector(ClusterAddress(f"http://127.0.0.1:{free_port()}")).about()


@pytest.mark.usefixtures("quick")
def test_a_busy_cluster_is_waited_for(session: Session) -> None:
    server = _Server(session)
    server.busy_s = 0.6  # four times the silence that tells a dead one
    with _serving(server) as cluster:
        assert cluster.judge(_volume(), session).runtime.on_cluster


@pytest.mark.usefixtures("quick")
def test_a_cluster_that_hangs_is_left(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.cluster.client.HANGS_S", 2.0)
    server = _Server(session)
    server.hanging = {"GET", "POST"}
    with _serving(server) as cluster, pytest.raises(ClusterAway):
        cluster.judge(_volume(), session)


@pytest.mark.usefixtures("quick")
def test_a_cluster_whose_computer_is_gone_is_left_at_once(session: Session) -> None:
    """Its connection says nothing any more, as without power; only no new one can be had."""
    server = _Server(session)
    server.hanging = {"POST"}

    def go() -> None:
        assert server.asked.wait(20)
        server.socket.close()

    gone = threading.Thread(target=go)
    with _serving(server) as cluster:
        gone.start()
        with pytest.raises(ClusterAway, match="stopped answering"):
            cluster.judge(_volume(), session)
        gone.join()


@pytest.mark.usefixtures("quick")
def test_a_cluster_that_comes_back_is_used_again(session: Session) -> None:
    port, volume = free_port(), _volume()
    reader = WithFallback(ClusterDetector(ClusterAddress(f"http://127.0.0.1:{port}")))
    assert AWAY in [one.code for one in reader.judge(volume, session).reasons]
    time.sleep(0.2)
    with _serving(_Server(session, port)):
        assert AWAY not in [one.code for one in reader.judge(volume, session).reasons]
        assert not reader.away


def test_a_result_says_why_the_cluster_did_not_compute_it(session: Session) -> None:
    """One that refuses our secret did answer, and somebody has to know what to mend."""
    server = _Server(session)
    server.status = 401
    with _serving(server) as cluster:
        result = WithFallback(cluster).judge(_volume(), session)
    (reason,) = [one for one in result.reasons if one.code == AWAY]
    assert "does not accept this computer's token" in reason.text and "This computer analysed" in reason.text
