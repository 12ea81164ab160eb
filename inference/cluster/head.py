"""Whether the head of a Ray cluster is still there.

Ray ends a program whose head is gone after a minute, in words for its own makers and without asking; so we look first.
"""

from __future__ import annotations

import socket
import time
from typing import Final

from inference.errors import FirstreadError

#: A head that has taken no TCP connection for so long is gone; below the 60 s after which Ray ends the program.
GONE_S: Final = 20.0
_EVERY_S: Final = 2.0


class Head:
    """The head at ``address``, host:port."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._address = (host.strip("[]"), int(port))
        self._seen = self._looked = time.monotonic()

    def check(self) -> None:
        """Call it often; it looks now and then.

        Raises:
            FirstreadError: the head is gone.
        """
        if time.monotonic() - self._looked < _EVERY_S:
            return
        try:
            socket.create_connection(self._address, _EVERY_S).close()
            self._seen = time.monotonic()
        except OSError as error:
            if time.monotonic() - self._seen > GONE_S:
                raise FirstreadError(
                    "cluster_lost",
                    "The head of the Ray cluster is gone. What was read is kept: give the same command again when the "
                    "cluster is back.",
                ) from error
        self._looked = time.monotonic()
