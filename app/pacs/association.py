"""One conversation with an archive: opened with all four time limits, ended from any thread, never left behind."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import AE, _config, evt
from pynetdicom.association import Association
from pynetdicom.pdu_primitives import SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.errors import ArchiveCancelled, ArchiveError
from app.pacs.archive import Archive
from app.pacs.statuses import Operation, Outcome, outcome, sentence

#: Largest PDU we take; pynetdicom's default of 16 KiB halves the speed.
MAXIMUM_PDU = 128 * 1024

# pynetdicom would otherwise log every answer, with the patient's name.
_config.LOG_RESPONSE_IDENTIFIERS = False
_config.LOG_REQUEST_IDENTIFIERS = False

_log = logging.getLogger(__name__)

_REJECTED = {
    (1, 1, 3): "The archive does not know our AE title; its administrator has to add it.",
    (1, 1, 7): "The archive does not answer to this AE title; check the AE title in the settings.",
    (1, 1, 2): "The archive does not speak this kind of DICOM.",
    (1, 2, 2): "The archive speaks another version of the DICOM protocol.",
    (2, 3, 1): "The archive is too busy at the moment.",
    (2, 3, 2): "The archive has no connection free at the moment.",
}

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
    """pynetdicom drops the socket of a failed connection without closing it; this one closes it."""

    def __init__(self, ae_title: str) -> None:
        super().__init__(ae_title)
        self._sockets: list[socket.socket] = []

    def _create_socket(self, *args: Any, **kwargs: Any) -> Any:
        made = super()._create_socket(*args, **kwargs)
        if made.socket is not None:
            self._sockets.append(made.socket)
        return made

    def close_sockets(self) -> None:
        for one in self._sockets:
            one.close()


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
    cancel.check()
    connected = Event()
    ae = _Entity(ae_title=archive.calling_ae_title)
    ae.maximum_pdu_size = MAXIMUM_PDU
    ae.connection_timeout = archive.connection_timeout_s
    ae.acse_timeout = archive.acse_timeout_s
    ae.dimse_timeout = archive.dimse_timeout_s
    ae.network_timeout = archive.network_timeout_s
    noted: list[tuple[evt.EventType, Callable[[evt.Event], object]]] = [
        *handlers,
        (evt.EVT_CONN_OPEN, lambda _: connected.set()),
    ]
    try:
        association = ae.associate(
            archive.host,
            archive.port,
            contexts=list(contexts),
            ae_title=archive.ae_title,
            max_pdu=MAXIMUM_PDU,
            ext_neg=list(roles),
            evt_handlers=noted,  # type: ignore[arg-type]
        )
    except socket.gaierror as error:
        raise ArchiveError(
            "archive_unknown_host", f"The host of {archive.name} is not known on the network."
        ) from error
    except (OSError, UnicodeError) as error:
        raise ArchiveError("archive_unreachable", f"{archive.name} cannot be reached.") from error
    if not association.is_established:
        failure = _why_not(archive, association, connected.is_set())
        _end(association)
        ae.close_sockets()
        cancel.check()
        raise failure
    try:
        with cancel.ending(lambda: interrupt(association)):
            yield association
        if association.is_established:
            association.release()
    finally:
        _end(association)
        ae.close_sockets()


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


def _why_not(archive: Archive, association: Association, connected: bool) -> ArchiveError:
    if not connected:
        return ArchiveError(
            "archive_unreachable", f"{archive.name} cannot be reached; check host and port, and that it is running."
        )
    answer = association.acceptor.primitive
    if association.is_rejected and answer is not None:
        key = (answer.result or 0, answer.result_source or 0, answer.diagnostic or 0)
        return ArchiveError("archive_rejects", _REJECTED.get(key, f"{archive.name} rejects the connection."))
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
