"""A cluster's detector, used as the local one is; the local one when the cluster is away.

Only the standard library: a workstation needs no Ray. A cluster that is gone is told from one that is busy: the first
takes no TCP connection any more, which its system does without its programs' help, and is noticed within
:data:`SILENCE_S`; the second may take its time for an answer, but not for ever.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import math
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from inference.cluster.wire import result_from, volume_message
from inference.errors import FirstreadError, Reason
from inference.types import ON_CLUSTER, CaseResult, Volume

if TYPE_CHECKING:
    from inference.detect import Progress
    from inference.session import Session

_log = logging.getLogger(__name__)

PREFIX: Final = "/firstread"
#: A cluster that takes no TCP connection for this long is away.
SILENCE_S: Final = 1.4
#: How often one is tried.
PULSE_S: Final = 0.4
#: A cluster whose door gives no answer at all over HTTP for this long hangs. A busy computer needs seconds.
HANGS_S: Final = 30.0
#: How often the door is asked, which costs the detector behind it nothing.
KNOCK_S: Final = 3.0
#: A cluster that was away is asked again after this long.
RETRY_S: Final = 10.0
#: How often a caller that cancels is heeded.
_TICK_S: Final = 0.05
_MOST_ANSWER: Final = 256 << 20

#: Code of the reason that a result has which this computer computed although there is a cluster.
AWAY: Final = "cluster_away"


class ClusterAway(FirstreadError):
    """The cluster cannot be reached, does not answer, refuses, or failed; the message says which."""

    def __init__(self, text: str) -> None:
        super().__init__(AWAY, text)


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Where a cluster is.

    Attributes:
        url: such as ``https://cluster.example.org:8900``.
        token: the shared secret; never shown.
        ca_file: certificate authority to trust in place of the system's.
    """

    url: str
    token: str = field(default="", repr=False)
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the cluster's address must begin with https:// or http:// and name a host")
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("images go to a cluster on another computer only by https://")


class ClusterDetector:
    """The detector of a cluster. Use it from one thread."""

    def __init__(self, address: ClusterAddress) -> None:
        """Connects to nothing yet.

        Raises:
            OSError: ``ca_file`` cannot be read.
        """
        self._address = address
        parts = urlsplit(address.url)
        self._host, self._path = parts.hostname or "", parts.path.rstrip("/") + PREFIX
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        cafile = str(address.ca_file) if address.ca_file else None
        self._tls = ssl.create_default_context(cafile=cafile) if parts.scheme == "https" else None

    def about(self, timeout: float = HANGS_S) -> dict[str, str]:
        """Model, provider and device of the cluster.

        Raises:
            ClusterAway: no connection within :data:`SILENCE_S`, or no good answer within ``timeout`` seconds.
        """
        self._connect()
        status, body = self._exchange(self._connection(timeout), "GET", self._path + "/health")
        if status != http.HTTPStatus.OK:
            raise ClusterAway(_refusal(status))
        try:
            return {str(key): str(value) for key, value in json.loads(body).items()}
        except (ValueError, AttributeError) as error:
            raise ClusterAway("What answers at the cluster's address is not Firstread.") from error

    def judge(self, volume: Volume, session: Session, progress: Progress | None = None) -> CaseResult:
        """As :func:`inference.detect.detect`, computed elsewhere; ``session`` is only asked whether to stop.

        Raises:
            Cancelled: ``session.cancel()`` was called.
            ClusterAway: the cluster is not there, went away, or could not do it.
        """
        answer: Future[tuple[int, bytes]] = Future()
        connection = self._connection(None)
        threading.Thread(target=self._ask, args=(connection, volume, answer), daemon=True, name="cluster").start()
        there, awake = _Pulse(self._connect, PULSE_S), _Pulse(self._knock, KNOCK_S)
        try:
            while not answer.done():
                session.heed_cancel()
                if there.silent_s > SILENCE_S or awake.silent_s > HANGS_S:
                    raise ClusterAway("The cluster stopped answering.")
                with contextlib.suppress(TimeoutError):
                    answer.exception(timeout=_TICK_S)
        finally:
            there.stop()
            awake.stop()
            if not answer.cancel() and not answer.done():
                _hang_up(connection)
        status, body = answer.result()
        if status != http.HTTPStatus.OK:
            raise ClusterAway(_refusal(status))
        try:
            result = result_from(body, volume)
        except ValueError as error:
            raise ClusterAway("The cluster sent an answer that cannot be read.") from error
        if progress is not None:
            progress(1.0)
        return replace(result, runtime=replace(result.runtime, device=result.runtime.device + ON_CLUSTER))

    def _ask(self, connection: http.client.HTTPConnection, volume: Volume, answer: Future[tuple[int, bytes]]) -> None:
        with contextlib.suppress(InvalidStateError):  # nobody waits any more
            try:
                self.about()  # before the pixels are packed: a cluster that is away costs nothing else
                message = volume_message(volume)
                if answer.set_running_or_notify_cancel():
                    answer.set_result(self._exchange(connection, "POST", self._path + "/judge", message))
            except ClusterAway as error:
                answer.set_exception(error)
            except Exception as error:  # the thread's owner must hear of everything
                answer.set_exception(ClusterAway(f"The cluster could not be asked ({type(error).__name__})."))

    def _connect(self) -> None:
        """Raises ClusterAway where nothing takes a TCP connection. No program of the cluster need run for that."""
        try:
            socket.create_connection((self._host, self._port), SILENCE_S).close()
        except OSError as error:
            raise ClusterAway("The cluster cannot be reached.") from error

    def _knock(self) -> None:
        """Raises ClusterAway where no answer comes, whatever it is, from the door that the detectors stand behind."""
        self._exchange(self._connection(HANGS_S), "GET", "/-/healthz")

    def _connection(self, timeout: float | None) -> http.client.HTTPConnection:
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        return http.client.HTTPSConnection(self._host, self._port, timeout=timeout, context=self._tls)

    def _exchange(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None
    ) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._address.token}", "Content-Type": "application/octet-stream"}
        try:
            with contextlib.closing(connection):
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                content = response.read(_MOST_ANSWER + 1)
                if len(content) > _MOST_ANSWER:
                    raise ClusterAway("The cluster's answer is too long.")
                return response.status, content
        except ssl.SSLCertVerificationError as error:
            raise ClusterAway("The cluster's certificate is not trusted.") from error
        except (OSError, http.client.HTTPException) as error:
            raise ClusterAway("The cluster cannot be reached.") from error


class _Pulse:
    """Looks for a sign of life again and again, on a thread of its own.

    Only what was tried counts: a computer so busy that this thread gets no turn says nothing about the cluster.
    """

    def __init__(self, feel: Callable[[], None], every_s: float) -> None:
        """``feel`` raises ClusterAway where there is none."""
        self._feel, self._every_s = feel, every_s
        self._failing_since, self._ended = math.inf, threading.Event()
        threading.Thread(target=self._run, daemon=True, name="cluster-pulse").start()

    @property
    def silent_s(self) -> float:
        """Seconds since the first of the tries that have failed without a success after it; 0 without any."""
        return max(time.monotonic() - self._failing_since, 0.0)

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(self._every_s):
            began = time.monotonic()
            try:
                self._feel()
                self._failing_since = math.inf
            except ClusterAway:
                self._failing_since = min(self._failing_since, began)


class WithFallback:
    """The cluster's detector while it is there, the local one while it is not; each result says which it was."""

    def __init__(self, cluster: ClusterDetector) -> None:
        self._cluster, self._away_until, self._why = cluster, 0.0, ""

    @property
    def away(self) -> bool:
        """Whether the local detector works now."""
        return time.monotonic() < self._away_until

    def judge(
        self, volume: Volume, session: Session, progress: Progress | None = None, chunk: int | None = None
    ) -> CaseResult:
        """As :func:`inference.detect.detect`; where the cluster was away, a reason with the code :data:`AWAY` says why.

        Args:
            chunk: slices that go through the network together on this computer; None for as many as suit it.
        Raises:
            Cancelled: ``session.cancel()`` was called.
        """
        if not self.away:
            try:
                return self._cluster.judge(volume, session, progress)
            except ClusterAway as error:
                _log.warning("%s This computer goes on by itself.", error.reason.text)
                self._away_until, self._why = time.monotonic() + RETRY_S, error.reason.text
        from inference.detect import detect  # with ONNX Runtime, which who only asks whether a cluster is there lacks

        result = detect(volume, session, progress, chunk)
        why = Reason(AWAY, f"{self._why} This computer analysed the study itself.")
        return replace(result, reasons=(*result.reasons, why))


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """Ends a request that another thread waits in; closing alone would not wake it."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(2)
    connection.close()


def _refusal(status: int) -> str:
    match status:
        case http.HTTPStatus.UNAUTHORIZED | http.HTTPStatus.FORBIDDEN:
            return "The cluster does not accept this computer's token."
        case http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return "The study is too large for the cluster."
        case http.HTTPStatus.SERVICE_UNAVAILABLE:
            return "The cluster has too much to do."
        case _:
            return f"The cluster failed (HTTP {status})."
