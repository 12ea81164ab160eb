"""The TCP connection below an association."""

from __future__ import annotations

import socket

from pynetdicom import AE
from pynetdicom.association import Association

from app.pacs.transport import Connection


def test_a_connection_whose_peer_is_gone_is_closed_all_the_same() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        peer = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
    connection = Connection(Association(AE(), "acceptor"), client_socket=accepted)
    accepted.shutdown(socket.SHUT_RDWR)
    peer.close()  # from now on a second shutdown raises
    connection.close()
    assert connection.socket is None
    assert accepted.fileno() == -1
