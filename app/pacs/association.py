"""One conversation with an archive: opened with all four time limits, ended from any thread, never left behind."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom import _config, evt
from pynetdicom.association import Association
from pynetdicom.pdu import A_ABORT_RQ
from pynetdicom.pdu_primitives import A_ASSOCIATE, SCP_SCU_RoleSelectionNegotiation
from pynetdicom.presentation import PresentationContext, build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.errors import ArchiveError
from app.pacs.archive import Archive, Identity
from app.pacs.cancel import Cancel as Cancel  # most who talk to an archive want both
from app.pacs.contexts import MAXIMUM_PDU
from app.pacs.identity import user_identity
from app.pacs.implementation import name_ourselves
from app.pacs.refusals import aborted, rejected
from app.pacs.resolving import resolve
from app.pacs.statuses import Operation, Outcome, outcome, sentence
from app.pacs.tls import client_context, explained, is_alert
from app.pacs.transport import ApplicationEntity, Connection, Machine

# pynetdicom would otherwise log every answer, with the patient's name.
_config.LOG_RESPONSE_IDENTIFIERS = False
_config.LOG_REQUEST_IDENTIFIERS = False

_log = logging.getLogger(__name__)

#: DICOM has no reason of its own for this: who does not like our user or password gives none.
_SIGN_IN = (
    "The archive rejects the connection and gives no reason; it may not accept our user, password or token: "
    "check them, and ask its administrator to look into its log."
)

Handler = tuple[evt.EventType, Callable[[evt.Event], int]]


class _Entity(ApplicationEntity):
    """Shows its association while that is still being made."""

    connection: Connection
    association: Association

    def _create_socket(self, assoc: Association, address: Any, tls_args: Any) -> Connection:
        self.association = assoc
        self.connection = super()._create_socket(assoc, address, tls_args)
        return self.connection

    def give_up(self) -> None:
        """Stop waiting for the connection or its acceptance; callable from any thread."""
        if hasattr(self, "connection"):
            self.connection.give_up()
            self.association.dul.to_user_queue.put(None)


@dataclass(slots=True)
class _Heard:
    """What the archive said over an association: why it aborted, and whether it answered since the last request."""

    cut: list[str] = field(default_factory=list)
    answered: bool = False


class Opened:
    """An established association, and the means to end it for certain."""

    def __init__(self, archive: Archive, ae: _Entity, association: Association, heard: _Heard) -> None:
        self.association = association
        self._archive, self._ae, self._heard = archive, ae, heard

    @property
    def usable(self) -> bool:
        """Whether it still stands, as far as we know, and nothing came over it that nobody asked for."""
        association = self.association
        stands = association.is_established and association.dul.is_alive() and not association.acse.is_aborted()
        return stands and not association._sent_release and association.dimse.msg_queue.empty()

    @property
    def died_unanswered(self) -> bool:
        """Whether the archive, or the way to it, ended this association before it answered anything since ``use``."""
        machine = self.association.dul.state_machine
        return isinstance(machine, Machine) and machine.lost and not self._heard.answered

    @property
    def peer_certificate(self) -> bytes | None:
        """The certificate (DER) that the archive showed; None without TLS."""
        raw = self._ae.connection.raw
        return raw.getpeercert(binary_form=True) if isinstance(raw, ssl.SSLSocket) else None

    @contextmanager
    def use(self, cancel: Cancel) -> Iterator[Association]:
        """Within this context ``cancel`` ends it, and an abort by the archive is told with its reason."""
        self._heard.answered = False
        try:
            with cancel.ending(lambda: interrupt(self.association)):
                yield self.association
        except ArchiveError as error:
            if self._heard.cut and error.reason.code == "archive_no_answer":  # it said why it stopped
                raise ArchiveError("archive_aborts", self._heard.cut[0]) from error
            raise
        except RuntimeError as error:
            if self.association.is_established:
                raise
            # pynetdicom's way to say that the association ended before the request could be sent
            raise ArchiveError("archive_no_answer", f"{self._archive.name} stopped answering.") from error

    def close(self, politely: bool) -> None:
        """Release (``politely``) or abort, and wait for its threads, which are gone afterwards."""
        self.association.network_timeout = None  # so that pynetdicom does not release it, too, for having been idle
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
    name_ourselves(ae)
    ae.maximum_pdu_size = MAXIMUM_PDU
    ae.connection_timeout = archive.connection_timeout_s
    ae.acse_timeout = archive.acse_timeout_s
    ae.dimse_timeout = archive.dimse_timeout_s
    ae.network_timeout = archive.network_timeout_s
    heard = _Heard()

    def note_abort(event: evt.Event) -> None:
        if isinstance(event.pdu, A_ABORT_RQ):
            heard.cut.append(aborted(event.pdu.source or 0, event.pdu.reason_diagnostic or 0))

    def note_answer(_: evt.Event) -> None:
        heard.answered = True

    noted: list[tuple[evt.EventType, Callable[[evt.Event], object]]] = [
        *handlers,
        (evt.EVT_CONN_OPEN, lambda _: connected.set()),
        (evt.EVT_PDU_RECV, note_abort),
        (evt.EVT_DIMSE_RECV, note_answer),
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
        greeting = ae.connection.reached and not connected.is_set()
        if archive.tls is not None and trouble is not None and (greeting or is_alert(trouble)):
            raise explained(trouble, archive.name) from trouble
        raise _why_not(archive, association, connected.is_set(), heard.cut)
    return Opened(archive, ae, association, heard)


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
        signs_in = archive.identity is not Identity.NONE and key[1:] in ((1, 1), (2, 1))
        return ArchiveError("archive_rejects", _SIGN_IN if signs_in else rejected(*key))
    if cut:
        return ArchiveError("archive_aborts", cut[0])
    if association.rejected_contexts:
        return ArchiveError("archive_no_service", f"{archive.name} does not offer this service.")
    check = "whether it wants TLS" if archive.tls is None else "that it accepts our certificate"
    return ArchiveError(
        "archive_no_answer",
        f"{archive.name} takes the connection, but does not answer in DICOM; "
        f"check that the port is the one of its DICOM service, {check}, and that our AE title is entered there.",
    )


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
