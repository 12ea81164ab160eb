"""The address behind a host's name, asked for with a time limit that the system's own call does not have."""

from __future__ import annotations

import ipaddress
import socket
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.cancel import Cancel


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
