"""The listening socket of our storage SCP: who may connect at all, and TLS before anything of DICOM."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from pynetdicom.transport import ThreadedAssociationServer

_log = logging.getLogger(__name__)


class Server(ThreadedAssociationServer):
    """Hangs up at once on addresses that are not on the list, and shakes hands (TLS) in the connection's own thread.

    ``silence_s`` limits each wait for data of a peer, and for a peer to take ours.
    """

    allows: Callable[[str], bool]
    silence_s: float
    daemon_threads = True

    def server_bind(self) -> None:
        """As pynetdicom's, but the socket is closed where the port is taken."""
        self._or_close(super().server_bind)

    def server_activate(self) -> None:
        """As pynetdicom's, but the socket is closed where the port is taken."""
        self._or_close(super().server_activate)

    def _or_close(self, do: Callable[[], None]) -> None:
        try:
            do()
        except OSError:
            assert self.socket is not None
            self.socket.close()
            raise

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether to go on with a new connection."""
        address = str(client_address[0])
        if self.allows(address):
            return True
        _log.warning("a connection to our store was closed: %s is not on the list receive.addresses", address)
        return False

    def get_request(self) -> Any:
        """The next connection; a message that a peer leaves half sent does not hold it for ever."""
        assert self.socket is not None
        connection, address = self.socket.accept()
        connection.settimeout(self.silence_s)
        return connection, address

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Begin an association; called in a thread of its own."""
        if self.ssl_context is not None:
            request.settimeout(5.0)
            try:
                request = self.ssl_context.wrap_socket(request, server_side=True)
            except OSError as error:
                why = getattr(error, "reason", None) or error.strerror or type(error).__name__
                _log.warning("a connection to our store was closed: no TLS with %s (%s)", client_address[0], why)
                request.close()
                return
            request.settimeout(self.silence_s)
        super().finish_request(request, client_address)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own, so that no peer holds up the others."""
        threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True, name="firstread-accept"
        ).start()
