"""The TCP and TLS connection below an association: fast to read, abortable while it is made, closed for certain."""

from __future__ import annotations

import errno
import logging
import select
import socket
import ssl
import time
from contextlib import suppress
from threading import Event
from typing import Any

from pynetdicom import AE, evt
from pynetdicom.association import Association
from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.dimse_primitives import DimseServiceType
from pynetdicom.fsm import InvalidEventError, StateMachine
from pynetdicom.transport import T_CONNECT, AddressInformation, AssociationSocket, RequestHandler

#: How long a wait may hide that somebody gave up, in seconds.
_LOOK_S = 0.05
#: For the kernel: large enough for a few PDUs, so that the sender need not wait for Python.
_RECEIVE_BUFFER = 1024 * 1024
#: States of PS3.8 9.2.1 with no connection, and between an abort and its end: what comes then is merely late.
_ENDING = frozenset({"Sta1", "Sta13"})
#: The peer asks for a release, it aborts, the connection is closed: events of PS3.8 table 9-10.
_ENDED_BY_PEER = frozenset({"Evt12", "Evt16", "Evt17"})

_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)

_log = logging.getLogger(__name__)


class Connection(AssociationSocket):
    """pynetdicom's socket, but a PDU is received into one buffer, and not in pieces of 4 KiB.

    Attributes:
        trouble: why connecting or reading failed; None while nothing failed. With TLS 1.3 a peer that does not accept
            our certificate says so only once it is read.
        reached: whether the TCP connection came about.
        given_up: set from any thread to end connecting at once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.trouble: OSError | None = None
        self.reached = False
        self.given_up = Event()
        self.reading = False
        super().__init__(*args, **kwargs)
        self.raw = self.socket
        if self.raw is not None:
            send_at_once(self.raw)

    def recv(self, nr_bytes: int) -> bytearray:
        """Exactly ``nr_bytes``, or fewer where the peer hung up."""
        assert self.socket is not None
        self.reading = True
        try:
            return self._receive(nr_bytes)
        except OSError as error:
            self.trouble = error
            raise
        finally:
            self.reading = False

    def _receive(self, nr_bytes: int) -> bytearray:
        assert self.socket is not None
        received = bytearray(nr_bytes)
        view = memoryview(received)
        count = 0
        while count < nr_bytes:
            if self.given_up.is_set():  # a slow peer must not hold us until its PDU is complete
                raise ConnectionAbortedError(errno.ECONNABORTED, "given up")
            got = self.socket.recv_into(view[count:])
            acknowledge_at_once(self.socket)
            if got == 0:
                break
            count += got
        view.release()
        if count < nr_bytes:
            del received[count:]
        return received

    def connect(self, primitive: T_CONNECT) -> None:
        """Connect to the peer, with TLS where it is wanted, within the association's connection timeout."""
        assert self.socket is not None
        until = time.monotonic() + (self.assoc.connection_timeout or 60.0)
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
            connect_socket(self.socket, primitive.address_info.as_tuple, until, self.given_up)
            self.reached = True
            if self.tls_args:
                context, hostname = self.tls_args
                wrapped = context.wrap_socket(
                    self.socket, server_hostname=hostname or None, do_handshake_on_connect=False
                )
                self.raw = self.socket = wrapped  # wrapping took the plain socket's descriptor away
                shake_hands(wrapped, until, self.given_up)
            self.socket.settimeout(None)
            self.assoc.requestor.address_info = AddressInformation.from_tuple(self.socket.getsockname())
            self._is_connected = True
            evt.trigger(self.assoc, evt.EVT_CONN_OPEN, {"address": primitive.address_info.as_tuple})
            primitive.result = "Evt2"
        except OSError as error:
            self.trouble = error
            self.end()
            self.socket = None
            primitive.result = "Evt17"
        self.provider_queue.put(primitive)
        self._ready.set()

    def give_up(self) -> None:
        """End connecting, or the PDU that is being read; callable from any thread, never waits."""
        self.given_up.set()
        if self.reading and self.raw is not None:
            with suppress(OSError, ValueError):
                socket.socket.shutdown(self.raw, socket.SHUT_RD)  # of TLS, too, only the socket below

    def end(self) -> None:
        """Close for certain, whatever pynetdicom made of it; a thread that reads wakes up. May be called again."""
        if self.raw is None:
            return
        with suppress(OSError):  # not connected, or closed by the other side
            socket.socket.shutdown(self.raw, socket.SHUT_RDWR)
        with suppress(OSError):
            self.raw.close()

    def _shutdown_socket(self) -> None:
        """As :meth:`end`: pynetdicom's own leaves a socket open whose peer is gone."""
        self.end()


def send_at_once(sock: socket.socket) -> None:
    """Switch Nagle's algorithm off (RFC 896).

    A DIMSE message goes out in two PDUs, command and data set, of which Nagle holds back the second until the peer has
    confirmed the first, and the peer waits some 40 ms with that, since it may have something to send as well.
    """
    with suppress(OSError):  # the other side has hung up already
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def acknowledge_at_once(sock: socket.socket) -> None:
    """Confirm what came now and not 40 ms later, for the sake of a peer that Nagle holds back; lasts for a while only.

    dcmtk, and so Orthanc, has Nagle on unless its environment says TCP_NODELAY=1. Only Linux can be told so.
    """
    if _QUICK_ACK is not None:
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)


def connect_socket(sock: socket.socket, address: Any, until: float, given_up: Event) -> None:
    """Connect, at the latest by ``until`` (time.monotonic), or until ``given_up`` is set; raises OSError."""
    sock.setblocking(False)
    code = sock.connect_ex(address)
    if code not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)):
        raise OSError(code, "the connection failed")
    while code != 0:
        _, writable, failed = select.select([], [sock], [sock], _wait(until, given_up))
        if writable or failed:
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, "the connection failed")
            break


def shake_hands(wrapped: ssl.SSLSocket, until: float, given_up: Event) -> None:
    """TLS handshake of a socket that was wrapped without one; raises OSError as :func:`connect_socket`."""
    while True:
        try:
            wrapped.do_handshake()
            return
        except ssl.SSLWantReadError:
            select.select([wrapped], [], [], _wait(until, given_up))
        except ssl.SSLWantWriteError:
            select.select([], [wrapped], [], _wait(until, given_up))


def _wait(until: float, given_up: Event) -> float:
    left = until - time.monotonic()
    if left <= 0 or given_up.is_set():
        raise TimeoutError(errno.ETIMEDOUT, "no answer in time")
    return min(left, _LOOK_S)


class Machine(StateMachine):
    """pynetdicom's state machine, but what comes too late for a connection that has just ended does not raise.

    Attributes:
        lost: whether the peer ended an established association, or the connection broke.
    """

    lost = False

    def do_action(self, event: str) -> None:
        """Execute the action of an event; the reactor ends on one that does not fit.

        Where the connection was ending already, that is usual. Elsewhere it is a fault, of ours or of the peer: it is
        logged, and who waits for an answer is woken, who else would learn of it when a time limit has passed.
        """
        state = self.current_state
        association = self.dul.assoc
        if event in _ENDED_BY_PEER and state not in _ENDING:
            self.lost = True
        try:
            super().do_action(event)
            if self.lost and association.is_requestor:
                # pynetdicom wakes who waits before it says what happened, and its own reactor may take that sign away
                association.dimse.msg_queue.put((None, None))
        except InvalidEventError:
            if state not in _ENDING:
                _log.warning("the protocol's event %s does not fit its state %s; the connection ends", event, state)
                association.is_aborted = True
            self.dul._kill_thread = True
            self.current_state = "Sta1"
            association.is_established = False
            association.dimse.msg_queue.put((None, None))
            connection = self.dul.socket
            if isinstance(connection, Connection):
                connection.end()


class Answers(DIMSEServiceProvider):
    """What an archive answers, for who asked, and for nobody else.

    pynetdicom's reactor looks for requests in the same queue in which a question's answers come. It is held while one
    asks, but may have passed that barrier just before: on a busy processor the answer is then faster, the reactor
    throws it away, and who asked waits until dimse_timeout, or hears of one study less than the archive told. Nobody
    makes requests of an association that we opened but within a C-GET, which looks for them itself.
    """

    def get_msg(self, block: bool = False) -> tuple[None, None] | tuple[int, DimseServiceType]:
        """The next message where somebody waits for one; nothing for the reactor, which never waits."""
        return super().get_msg(block) if block else (None, None)


def wake_at_the_end(association: Association) -> None:
    """Have who waits for an answer woken when the association's thread has ended: nobody else is left to do it."""
    run = association._run_reactor

    def run_and_wake() -> None:
        try:
            run()
        finally:
            association.dimse.msg_queue.put((None, None))

    association._run_reactor = run_and_wake  # type: ignore[method-assign]


class Acceptor(RequestHandler):
    """Makes associations of incoming connections, on our :class:`Connection`."""

    def _create_association(self) -> Association:
        association = super()._create_association()
        association.dul.event_queue.get_nowait()  # the first socket announced the connection, and ours does so again
        association.dul.socket = Connection(association, client_socket=self.request)
        association.dul.state_machine = Machine(association.dul)
        return association


class ApplicationEntity(AE):
    """Whose associations run on our :class:`Connection`; those that it opens lose no answer (:class:`Answers`)."""

    def make_server(self, *args: Any, **kwargs: Any) -> Any:
        """As pynetdicom's, which :meth:`start_server` calls as well."""
        return super().make_server(*args, request_handler=Acceptor, **kwargs)

    def _create_socket(self, assoc: Association, address: Any, tls_args: Any) -> Connection:
        connection = Connection(assoc, address=address)
        connection.tls_args = tls_args
        assoc.dul.state_machine = Machine(assoc.dul)
        assoc.dimse = Answers(assoc)
        wake_at_the_end(assoc)
        return connection
