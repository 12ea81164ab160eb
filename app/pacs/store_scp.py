"""Our storage SCP (PS3.4 annex B): takes what an archive sends on a C-MOVE, and what scanners and routers push.

An object is handed on as the bytes of a DICOM file, as received and never decoded; only the three UIDs at its head are
read. Objects of a study that a C-MOVE waits for go to that retrieval (:meth:`StoreScp.expecting`), all others to the
listener's own ``keep``, or are refused where there is none.
"""

from __future__ import annotations

import errno
import ipaddress
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pynetdicom import evt
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.errors import ArchiveError, CacheError
from app.pacs.commitment import Commitment, StorageCommitmentPushModel, reported
from app.pacs.contexts import MAXIMUM_PDU, storage_contexts
from app.pacs.implementation import name_ourselves
from app.pacs.object_uids import study_and_series
from app.pacs.store_server import Server
from app.pacs.tls import receiving_context
from app.pacs.transport import ApplicationEntity, Connection
from app.settings import Settings

_log = logging.getLogger(__name__)

#: Of so many senders that were refused it is remembered that this was told.
_MOST_REFUSED = 100

#: How long a peer has, in seconds, to take note that we close.
_GRACE_S = 2.0
_STORED, _NOT_AUTHORIZED, _OUT_OF_RESOURCES, _CANNOT_UNDERSTAND = 0x0000, 0x0124, 0xA700, 0xC000


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and for whom we listen.

    Attributes:
        ae_title: our AE title; always accepted as the called one.
        port: TCP port; 0 takes a free one.
        host: address of the interface; empty for all of them.
        called_titles: further AE titles that we answer to.
        calling_titles: AE titles that may send; empty for any.
        addresses: addresses or networks ("10.1.0.0/16") that may connect; empty for any.
        maximum_associations: at the same time.
        network_timeout_s: without data, after which a connection is ended, also within a message: a sender that lost
            its power or its line says no word, and would keep its place for ever. Generous, as some scanners keep an
            association open from one image to the next.
        tls: a server's TLS context; None for plain TCP.

    Raises ValueError for an address that is none.
    """

    ae_title: str
    port: int
    host: str = ""
    called_titles: tuple[str, ...] = ()
    calling_titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    maximum_associations: int = 16
    network_timeout_s: float = 120.0
    tls: ssl.SSLContext | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> Listening:
        """As the settings ``receive_...`` say; raises ArchiveError for the files of TLS, ValueError as above."""
        return cls(
            settings.receive_ae_title,
            settings.receive_port,
            calling_titles=settings.receive_calling_ae_titles,
            addresses=settings.receive_addresses,
            tls=receiving_context(settings),
        )

    def __post_init__(self) -> None:
        for one in self.addresses:
            ipaddress.ip_network(one, strict=False)

    def allows(self, address: str) -> bool:
        """Whether a peer at this address may connect."""
        if not self.addresses:
            return True
        try:
            peer: Any = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        peer = getattr(peer, "ipv4_mapped", None) or peer
        return any(peer in ipaddress.ip_network(one, strict=False) for one in self.addresses)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One object that was sent to us. The UIDs are as sent: never make a path of them.

    ``association`` is the same number for all objects of one association. ``series_instance_uid`` is empty where the
    object has none.
    """

    study_instance_uid: str
    series_instance_uid: str
    sop_instance_uid: str
    sop_class_uid: str
    calling_ae_title: str
    called_ae_title: str
    address: str
    association: int


@dataclass(frozen=True, slots=True)
class Closed:
    """An association with objects of our own ``keep`` has ended; ``regular`` where it was released, not cut.

    ``studies`` holds each Study Instance UID with the number of objects kept.
    """

    association: int
    calling_ae_title: str
    address: str
    studies: dict[str, int]
    regular: bool


#: Keeps one object, the bytes of a DICOM file; raises CacheError where it cannot be kept.
KeepArrival = Callable[[Arrival, bytes], object]


@dataclass(slots=True, eq=False)
class _Open:
    number: int
    calling: str
    called: str
    address: str
    studies: dict[str, int]


class StoreScp:
    """Listens from :meth:`start` to :meth:`stop`; the callbacks come in threads of its associations."""

    def __init__(
        self,
        listening: Listening,
        keep: KeepArrival | None = None,
        closed: Callable[[Closed], None] | None = None,
    ) -> None:
        """``keep`` gets what nobody asked for (push); without it such objects are refused (status 0x0124)."""
        self._listening, self._keep, self._closed = listening, keep, closed
        self._lock = threading.Lock()
        self._open: dict[Any, _Open] = {}
        self._count = 0
        self._expected: dict[str, KeepArrival] = {}
        self._refused: set[tuple[str, str, str]] = set()
        #: Told of reports on storage commitment, in the threads of the associations.
        self.committed: Callable[[Commitment], None] | None = None
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def ae_title(self) -> str:
        """Our AE title: the destination that a C-MOVE names."""
        return self._listening.ae_title

    @property
    def port(self) -> int:
        """The port that is really open; that of the settings before :meth:`start`."""
        return int(self._server.server_address[1]) if self._server is not None else self._listening.port

    @property
    def running(self) -> bool:
        """Whether the port is open."""
        return self._server is not None

    def start(self) -> None:
        """Open the port; raises ArchiveError (code ``receiver_not_started``) where that fails."""
        listening = self._listening
        ae = ApplicationEntity(ae_title=listening.ae_title)
        name_ourselves(ae)
        ae.maximum_pdu_size = MAXIMUM_PDU
        ae.acse_timeout = 10
        ae.dimse_timeout = ae.network_timeout = listening.network_timeout_s
        ae.maximum_associations = listening.maximum_associations
        ae.require_called_aet = True
        ae.require_calling_aet = [title.strip() for title in listening.calling_titles]
        ae.add_supported_context(Verification)
        # An archive reports as SCP of the service, on an association of its own (PS3.4 J.3.3).
        ae.add_supported_context(StorageCommitmentPushModel, scu_role=True, scp_role=True)
        for context in storage_contexts():
            ae.add_supported_context(context.abstract_syntax, context.transfer_syntax)  # type: ignore[arg-type]
        try:
            server = ae.make_server(
                (listening.host, listening.port),
                ssl_context=listening.tls,
                evt_handlers=[
                    (evt.EVT_REQUESTED, self._requested),
                    (evt.EVT_C_ECHO, lambda _: _STORED),
                    (evt.EVT_C_STORE, self._store),
                    (evt.EVT_N_EVENT_REPORT, lambda event: reported(event, self.committed)),
                    (evt.EVT_CONN_CLOSE, self._gone),
                    (evt.EVT_REJECTED, self._rejected),
                    (evt.EVT_RELEASED, lambda event: self._end(event.assoc, True)),
                    (evt.EVT_ABORTED, lambda event: self._end(event.assoc, False)),
                ],
                server_class=Server,
            )
        except OSError as error:
            why = error.strerror or "unknown error"
            do = {
                errno.EADDRINUSE: "end the other program that has it, maybe another user's Firstread",
                errno.EACCES: "ports below 1024 are for administrators; choose another as receive.port",
            }.get(error.errno or 0, "check receive.port")
            raise ArchiveError(
                "receiver_not_started", f"Port {listening.port} for incoming images cannot be opened: {why}; {do}."
            ) from error
        assert isinstance(server, Server)
        server.allows, server.silence_s = listening.allows, listening.network_timeout_s
        ae._servers.append(server)
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="firstread-store-scp"
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the port, end what is under way and wait for its threads; may be called twice."""
        server, self._server = self._server, None
        if server is None:
            return
        server.shutdown()
        under_way = server.active_associations
        ending = [threading.Thread(target=one.abort, name="firstread-abort", daemon=True) for one in under_way]
        for thread in ending:
            thread.start()
        until = time.monotonic() + _GRACE_S
        for thread in ending:
            thread.join(max(0.0, until - time.monotonic()))
        for association in under_way:
            if isinstance(association.dul.socket, Connection):
                association.dul.socket.end()  # a peer that vanished would have us wait
            association.dul.to_user_queue.put(None)  # also for its request
            association.join(timeout=5)
            association.dul.join(timeout=5)
        for thread in ending:
            thread.join(timeout=5)
        if self._thread is not None:
            self._thread.join(timeout=5)

    def __enter__(self) -> StoreScp:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @contextmanager
    def expecting(self, study_instance_uid: str, keep: KeepArrival) -> Iterator[None]:
        """Within this context the objects of a study go to ``keep``."""
        with self._lock:
            before = self._expected.get(study_instance_uid)
            self._expected[study_instance_uid] = keep
        try:
            yield
        finally:
            with self._lock:
                if before is None:
                    del self._expected[study_instance_uid]
                else:
                    self._expected[study_instance_uid] = before

    # ---- in the threads of the associations ----

    def _requested(self, event: evt.Event) -> None:
        """Answer to each of our AE titles; who else may call or be called, pynetdicom checks after this."""
        association, listening = event.assoc, self._listening
        request: Any = association.requestor.primitive
        called, calling = str(request.called_ae_title).strip(), str(request.calling_ae_title).strip()
        if called in {title.strip() for title in listening.called_titles}:
            association.acceptor.ae_title = called
        address = str(getattr(association.requestor, "address", "") or "")
        with self._lock:
            self._count += 1
            self._open[association] = _Open(self._count, calling, called, address, {})

    def _store(self, event: evt.Event) -> int:
        """Answer one C-STORE (PS3.4 B.2.3)."""
        try:
            return self._kept(event)
        except CacheError as error:
            _log.warning("an object that was sent to us could not be kept: %s", error.reason.code)
            return _OUT_OF_RESOURCES
        except Exception:
            _log.exception("an object that was sent to us could not be kept")
            return _CANNOT_UNDERSTAND
        finally:
            event.assoc.dul._idle_timer.restart()  # a slow disk of ours is no silence of the peer's

    def _kept(self, event: evt.Event) -> int:
        """The status once an object is with whom it is for; raises what that one raises."""
        request: Any = event.request
        sop_instance_uid = str(request.AffectedSOPInstanceUID or "")
        encoded = event.encoded_dataset()
        study, series = study_and_series(encoded)
        if not study or not sop_instance_uid:
            return _CANNOT_UNDERSTAND
        with self._lock:
            one = self._open.get(event.assoc)
            expected = self._expected.get(study)
        keep = expected or self._keep
        if keep is None or one is None:
            return _NOT_AUTHORIZED
        arrival = Arrival(
            study, series, sop_instance_uid, str(request.AffectedSOPClassUID or ""), one.calling, one.called,
            one.address, one.number,
        )  # fmt: skip
        keep(arrival, encoded)
        if expected is None:
            with self._lock:
                one.studies[study] = one.studies.get(study, 0) + 1
        return _STORED

    def _rejected(self, event: evt.Event) -> None:
        """Say once who was refused and why: who set the sender up looks for it here."""
        with self._lock:
            one = self._open.pop(event.assoc, None)
            if one is None or (one.calling, one.called, one.address) in self._refused:
                return
            if len(self._refused) < _MOST_REFUSED:
                self._refused.add((one.calling, one.called, one.address))
        ours = ", ".join((self._listening.ae_title, *self._listening.called_titles))
        senders = ", ".join(self._listening.calling_titles) or "anybody"
        _log.warning(
            "a sender was refused: %r at %s called us %r; we are %s, take from %s, and %d associations at a time",
            one.calling, one.address, one.called, ours, senders, self._listening.maximum_associations,
        )  # fmt: skip

    def _gone(self, event: evt.Event) -> None:
        """The connection broke, where neither a release nor an abort came before."""
        self._end(event.assoc, False)

    def _end(self, association: Any, regular: bool) -> None:
        with self._lock:
            one = self._open.pop(association, None)
        if one is None or self._closed is None or not one.studies:
            return
        try:
            self._closed(Closed(one.number, one.calling, one.address, dict(one.studies), regular))
        except Exception:
            _log.exception("the end of an association could not be told")
