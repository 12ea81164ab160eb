"""One conversation with an archive: opened with all four time limits, ended from any thread, never left behind."""

from __future__ import annotations

import ipaddress
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import AE, _config, evt
from pynetdicom.association import Association
from pynetdicom.pdu import A_ABORT_RQ
from pynetdicom.pdu_primitives import A_ASSOCIATE, SCP_SCU_RoleSelectionNegotiation, UserIdentityNegotiation
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive, Identity
from app.pacs.contexts import MAXIMUM_PDU
from app.pacs.refusals import aborted, rejected
from app.pacs.secret_store import Kind, wanted
from app.pacs.statuses import Operation, Outcome, outcome, sentence
from app.pacs.tls import client_context, explained
from app.pacs.transport import Connection, Machine

_IDENTITY_TYPES = {Identity.USER: 1, Identity.PASSWORD: 2, Identity.TOKEN: 5}

# pynetdicom would otherwise log every answer, with the patient's name.
_config.LOG_RESPONSE_IDENTIFIERS = False
_config.LOG_REQUEST_IDENTIFIERS = False

_log = logging.getLogger(__name__)

Handler = tuple[evt.EventType, Callable[[evt.Event], int]]


class Cancel:
    """Ends what another thread is doing with an archive. One object may end several conversations."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._set = Event()
        self._enders: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        """True once cancelled."""
        return self._set.is_set()

    def set(self) -> None:
        """Cancel; may be called from any thread, and again."""
        with self._lock:
            self._set.set()
            enders = list(self._enders)
        for end in enders:
            end()

    def wait(self, seconds: float) -> bool:
        """Sleep, at most ``seconds``; True as soon as cancelled."""
        return self._set.wait(seconds)

    def check(self) -> None:
        """Raise ArchiveCancelled once cancelled."""
        if self.is_set:
            raise ArchiveCancelled

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Within this context, :meth:`set` calls ``end``; at once if it was already called."""
        with self._lock:
            self._enders.append(end)
            late = self._set.is_set()
        try:
            if late:
                end()
            yield
        finally:
            with self._lock:
                self._enders.remove(end)


class _Entity(AE):
    """Makes associations on our own :class:`Connection`, and shows them while they are still being made."""

    connection: Connection
    association: Association

    def _create_socket(self, assoc: Association, address: Any, tls_args: Any) -> Any:
        self.association = assoc
        self.connection = Connection(assoc, address=address)
        self.connection.tls_args = tls_args
        assoc.dul.state_machine = Machine(assoc.dul)
        return self.connection

    def give_up(self) -> None:
        """Stop waiting for the connection or its acceptance; callable from any thread."""
        if hasattr(self, "connection"):
            self.connection.give_up()
            self.association.dul.to_user_queue.put(None)  # type: ignore[arg-type]


class Opened:
    """An established association, and the means to end it for certain."""

    def __init__(self, archive: Archive, ae: _Entity, association: Association, cut: list[str]) -> None:
        self.association = association
        self._archive, self._ae, self._cut = archive, ae, cut

    @property
    def usable(self) -> bool:
        """Whether it still stands, as far as we know."""
        association = self.association
        return association.is_established and association.dul.is_alive() and not association.acse.is_aborted()

    @property
    def peer_certificate(self) -> bytes | None:
        """The certificate (DER) that the archive showed; None without TLS."""
        raw = self._ae.connection.raw
        return raw.getpeercert(binary_form=True) if isinstance(raw, ssl.SSLSocket) else None

    @contextmanager
    def use(self, cancel: Cancel) -> Iterator[Association]:
        """Within this context ``cancel`` ends it, and an abort by the archive is told with its reason."""
        try:
            with cancel.ending(lambda: interrupt(self.association)):
                yield self.association
        except ArchiveError as error:
            if self._cut and error.reason.code == "archive_no_answer":  # it said why it stopped
                raise ArchiveError("archive_aborts", self._cut[0]) from error
            raise

    def close(self, politely: bool) -> None:
        """Release (``politely``) or abort, and wait for its threads, which are gone afterwards."""
        try:
            if politely and self.usable:
                self.association.release()
        finally:
            _end(self.association)
            self._ae.connection.end()


def open_association(
    archive: Archive,
    contexts: Sequence[PresentationContext],
    *,
    roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
    handlers: Sequence[Handler] = (),
    cancel: Cancel | None = None,
) -> Opened:
    """An established association, to be closed by the caller; raises as :func:`associate`."""
    cancel = Cancel() if cancel is None else cancel
    cancel.check()
    connected = Event()
    ae = _Entity(ae_title=archive.calling_ae_title)
    ae.maximum_pdu_size = MAXIMUM_PDU
    ae.connection_timeout = archive.connection_timeout_s
    ae.acse_timeout = archive.acse_timeout_s
    ae.dimse_timeout = archive.dimse_timeout_s
    ae.network_timeout = archive.network_timeout_s
    cut: list[str] = []

    def note_abort(event: evt.Event) -> None:
        if isinstance(event.pdu, A_ABORT_RQ):
            cut.append(aborted(event.pdu.source or 0, event.pdu.reason_diagnostic or 0))

    noted: list[tuple[evt.EventType, Callable[[evt.Event], object]]] = [
        *handlers,
        (evt.EVT_CONN_OPEN, lambda _: connected.set()),
        (evt.EVT_PDU_RECV, note_abort),
    ]
    tls_args = None
    if archive.tls is not None:
        tls_args = (client_context(archive, archive.tls), archive.tls.hostname or archive.host)
    identity = user_identity(archive)
    trouble: OSError | None = None
    address = resolve(archive, cancel)
    try:
        with cancel.ending(ae.give_up):
            association = ae.associate(
                address,
                archive.port,
                contexts=list(contexts),
                ae_title=archive.ae_title,
                max_pdu=MAXIMUM_PDU,
                ext_neg=[*roles, *identity],
                tls_args=tls_args,
                evt_handlers=noted,  # type: ignore[arg-type]
            )
    except OSError as error:
        raise ArchiveError("archive_unreachable", f"{archive.name} cannot be reached.") from error
    if not association.is_established or cancel.is_set:
        trouble = ae.connection.trouble
        _end(association)
        ae.connection.end()
        cancel.check()
        if archive.tls is not None and isinstance(trouble, ssl.SSLError):
            raise explained(trouble, archive.name) from trouble
        raise _why_not(archive, association, connected.is_set(), cut)
    return Opened(archive, ae, association, cut)


@contextmanager
def associate(
    archive: Archive,
    contexts: Sequence[PresentationContext],
    *,
    roles: Sequence[SCP_SCU_RoleSelectionNegotiation] = (),
    handlers: Sequence[Handler] = (),
    cancel: Cancel | None = None,
) -> Iterator[Association]:
    """An established association, released at the end, aborted on an error; its threads are gone afterwards.

    Raises ArchiveError with a plain sentence: unreachable, no answer, rejected, or none of ``contexts`` accepted;
    ArchiveCancelled where ``cancel`` was set.
    """
    cancel = Cancel() if cancel is None else cancel
    opened = open_association(archive, contexts, roles=roles, handlers=handlers, cancel=cancel)
    politely = False
    try:
        with opened.use(cancel) as association:
            yield association
        politely = True
    finally:
        opened.close(politely)


def user_identity(archive: Archive) -> list[UserIdentityNegotiation]:
    """Who we say we are (PS3.7 D.3.3.7), with the secret from the key store; raises ArchiveError without it."""
    if archive.identity is Identity.NONE:
        return []
    item = UserIdentityNegotiation()
    item.user_identity_type = _IDENTITY_TYPES[archive.identity]
    item.positive_response_requested = False  # many archives take the user, and never say so
    if archive.identity is Identity.TOKEN:
        item.primary_field = wanted(archive.name, Kind.IDENTITY).encode()
    else:
        item.primary_field = archive.user.encode()
    if archive.identity is Identity.PASSWORD:
        item.secondary_field = wanted(archive.name, Kind.IDENTITY).encode()
    return [item]


def resolve(archive: Archive, cancel: Cancel, host: str = "") -> str:
    """The address of the archive, or of another ``host`` of it, as a number.

    Raises ArchiveError where it has none, or where the name server is silent.
    Asking for a name cannot be given a time limit, so it is done in a thread of its own.
    """
    host = host or archive.host
    answers: SimpleQueue[list[Any] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    try:
        ipaddress.ip_address(host)
        return host
    except ValueError:
        Thread(target=ask, name="firstread-resolver", daemon=True).start()
    unknown = f"The host of {archive.name} is not known on the network."
    until = time.monotonic() + archive.connection_timeout_s
    while True:
        cancel.check()
        try:
            answer = answers.get(timeout=max(0.0, min(0.05, until - time.monotonic())))
        except Empty:
            if time.monotonic() >= until:
                raise ArchiveError("archive_unknown_host", unknown) from None
            continue
        if isinstance(answer, OSError) or not answer:
            raise ArchiveError("archive_unknown_host", unknown)
        # Archives listen on IPv4; a host that has both names the other first.
        found = sorted(answer, key=lambda one: one[0] != socket.AF_INET)
        return str(found[0][4][0])


def echo(archive: Archive, cancel: Cancel | None = None) -> None:
    """Ask the archive whether it is there (C-ECHO, PS3.4 annex A); raises ArchiveError."""
    with associate(archive, [build_context(Verification)], cancel=cancel) as association:
        check(association.send_c_echo(), Operation.ECHO, archive, cancel)


def check(status: Dataset, operation: Operation, archive: Archive, cancel: Cancel | None = None) -> Outcome:
    """The kind of a response's status; raises ArchiveError for a failure, ArchiveCancelled where we ended it.

    pynetdicom reports an empty status where the connection broke or a time limit passed.
    """
    if cancel is not None:
        cancel.check()
    if "Status" not in status:
        raise ArchiveError("archive_no_answer", f"{archive.name} stopped answering.")
    code = int(status.Status)
    kind = outcome(code)
    if kind is Outcome.FAILURE:
        raise ArchiveError(f"{operation.name.lower()}_failed", sentence(code, operation))
    return kind


def interrupt(association: Association) -> None:
    """Make the thread that waits for answers give up and abort: called from another thread, or from a handler.

    The message queue's own sign for "nothing more comes" wakes it. To abort from here instead would leave it asleep
    until dimse_timeout, or let it send a response on a connection that is closing, which pynetdicom does not survive.
    """
    association.dimse.msg_queue.put((None, None))
    connection = association.dul.socket
    if isinstance(connection, Connection):
        connection.give_up()


def _why_not(archive: Archive, association: Association, connected: bool, cut: Sequence[str]) -> ArchiveError:
    if not connected:
        return ArchiveError(
            "archive_unreachable", f"{archive.name} cannot be reached; check host and port, and that it is running."
        )
    answer = association.acceptor.primitive
    if answer is None:  # pynetdicom does not look where the archive hung up right after it
        left = list(association.dul.to_user_queue.queue)
        answer = next((one for one in left if isinstance(one, A_ASSOCIATE)), None)
    if answer is not None and answer.result:
        key = (answer.result or 0, answer.result_source or 0, answer.diagnostic or 0)
        return ArchiveError("archive_rejects", rejected(*key))
    if cut:
        return ArchiveError("archive_aborts", cut[0])
    if association.rejected_contexts:
        return ArchiveError("archive_no_service", f"{archive.name} does not offer this service.")
    return ArchiveError("archive_no_answer", f"{archive.name} takes the connection, but does not answer in DICOM.")


def _end(association: Association) -> None:
    if association.is_established:
        association.abort()
    if association.is_alive():
        association.kill()
        association.join(timeout=5)
    if association.dul.is_alive():
        association.dul.kill_dul()
        association.dul.join(timeout=5)
    if association.is_alive() or association.dul.is_alive():
        _log.warning("a connection to the archive did not end in time")
