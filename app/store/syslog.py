"""Sends audit messages to a syslog collector: over TLS (RFC 5425), or plain over UDP (RFC 5426).

One thread, so that nobody waits for the network. What the collector does not take is kept and sent later, up to a
limit; the audit file on this computer always has everything.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import AuditError

_log = logging.getLogger(__name__)

#: So many messages wait for a collector that does not answer; then the oldest go.
MOST_WAITING = 10_000
_TIMEOUT_S = 5.0
_FIRST_REST_S, _LONGEST_REST_S = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Collector:
    """Where messages go. ``ca_file`` holds who signs its certificate; empty for whom the system trusts."""

    host: str
    port: int
    tls: bool = True
    ca_file: str = ""


class Syslog:
    """Sends from :meth:`start` to :meth:`close`; :meth:`send` may be called from any thread, and returns at once."""

    def __init__(self, collector: Collector, tell: Callable[[str], None]) -> None:
        """``tell`` takes one sentence when the collector cannot be reached, once, and when it can again.

        Raises AuditError where ``ca_file`` cannot be used.
        """
        self._collector, self._tell = collector, tell
        self._context: ssl.SSLContext | None = None
        if collector.tls:
            try:
                self._context = ssl.create_default_context(cafile=collector.ca_file or None)
            except (OSError, ssl.SSLError) as error:
                raise AuditError("syslog_ca_file", "The file audit.syslog_ca_file cannot be used.") from error
            self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._waiting: deque[bytes] = deque(maxlen=MOST_WAITING)
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._socket: socket.socket | None = None
        self._silent = False
        self._thread = threading.Thread(target=self._run, name="firstread-syslog")

    @property
    def waiting(self) -> int:
        """Messages that are not sent yet."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def send(self, message: bytes) -> None:
        """Have a message sent."""
        with self._changed:
            self._waiting.append(message)
            self._changed.notify_all()

    def try_connecting(self) -> None:
        """Connect as for a message, send none, and let go; instead of :meth:`start`. Raises OSError."""
        self._connect().close()

    def close(self) -> None:
        """Try once to send what waits, and end. May be called without :meth:`start`."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        rest_s = _FIRST_REST_S
        while True:
            with self._changed:
                while not self._waiting and not self._closing.is_set():
                    self._changed.wait()
                if not self._waiting:
                    break
                message = self._waiting[0]
            try:
                self._transmit(message)
            except OSError as error:  # ssl.SSLError is one
                self._disconnect()
                self._say(True, type(error).__name__)
                if self._closing.wait(rest_s):
                    break
                rest_s = min(_LONGEST_REST_S, rest_s * 2)
                continue
            rest_s = _FIRST_REST_S
            self._say(False, "")
            with self._changed:
                if self._waiting and self._waiting[0] is message:
                    self._waiting.popleft()
        self._disconnect()

    def _transmit(self, message: bytes) -> None:
        if self._socket is None:
            self._socket = self._connect()
        elif self._context is not None and self._hung_up(self._socket):
            self._disconnect()  # a message into a closed connection would be lost without a sign
            self._socket = self._connect()
        if self._context is None:
            self._socket.send(message)
        else:
            self._socket.sendall(f"{len(message)} ".encode("ascii") + message)  # octet counting, RFC 5425 4.3

    def _connect(self) -> socket.socket:
        where = self._collector.host, self._collector.port
        if self._context is None:
            family, kind, protocol, _, address = socket.getaddrinfo(*where, type=socket.SOCK_DGRAM)[0]
            plain = socket.socket(family, kind, protocol)
            plain.connect(address)
            return plain
        connection = socket.create_connection(where, _TIMEOUT_S)
        try:
            return self._context.wrap_socket(connection, server_hostname=self._collector.host)
        except BaseException:
            connection.close()
            raise

    def _hung_up(self, connection: socket.socket) -> bool:
        """A collector sends nothing; what can be read is the end of the connection."""
        connection.setblocking(False)
        try:
            return not connection.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        finally:
            connection.settimeout(_TIMEOUT_S)

    def _disconnect(self) -> None:
        connection, self._socket = self._socket, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _say(self, silent: bool, why: str) -> None:
        if silent == self._silent:
            return
        self._silent = silent
        if silent:
            _log.warning("the syslog collector does not take audit messages: %s", why)
            self._tell("The syslog collector does not take audit messages; they wait, and the audit file has them.")
        else:
            self._tell("The syslog collector takes audit messages again.")
