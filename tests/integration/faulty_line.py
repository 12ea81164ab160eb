"""A TCP proxy that stands between us and an archive and breaks what passes, as networks do."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from app.pacs.archive import Archive

_REJECT = b"\x03\x00\x00\x00\x00\x04\x00\x02\x03\x01"  # A-ASSOCIATE-RJ: transient, presentation, congestion
_RELEASED = b"\x06\x00\x00\x00\x00\x04"  # A-RELEASE-RP
_SLICE = 4096


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a connection.

    Attributes:
        kind: ``reset`` (RST), ``cut`` (closed in the middle of a PDU), ``silence`` (nothing more comes, nothing is
            closed), ``refuse`` (closed at once), ``reject`` (A-ASSOCIATE-RJ), ``no-release`` (the answer to a release
            is swallowed) or ``slow``.
        after: bytes from the archive that pass before it happens.
        times: to how many connections; those that end before are not counted.
        rate: bytes a second, for ``slow``.
    """

    kind: str
    after: int = 0
    times: int = 1_000_000
    rate: int = 0


class Proxy:
    """Listens on a free port of the loopback interface from construction to :meth:`close`; forwards to ``target``."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._age = 0
        self.struck = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, name="proxy")]
        self._threads[0].start()

    def break_with(self, fault: Fault | None) -> None:
        """From now on this happens, also to connections that stand; None for nothing.

        Where connecting itself fails, those that stand are reset: else they would be used again, and nothing happen.
        """
        with self._lock:
            self._fault, self.struck = fault, 0
            if fault is not None and fault.kind in ("refuse", "reject"):
                self._age += 1

    def close(self) -> None:
        """End all connections and threads."""
        self._closing.set()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _strikes(self, passed: int, *kinds: str) -> Fault | None:
        with self._lock:
            fault = self._fault
            if fault is None or fault.kind not in kinds or passed < fault.after or self.struck >= fault.times:
                return None
            self.struck += fault.kind != "slow"
            return fault

    def _accept(self) -> None:
        while not self._closing.is_set():
            if not select.select([self._listener], [], [], 0.05)[0]:
                continue
            near, _ = self._listener.accept()
            thread = threading.Thread(target=self._connection, args=(near,), name="proxied")
            self._threads.append(thread)
            thread.start()

    def _connection(self, near: socket.socket) -> None:
        with near:
            if self._strikes(0, "refuse"):
                _reset(near)
                return
            if self._strikes(0, "reject"):
                near.recv(65536)
                near.sendall(_REJECT)
                time.sleep(0.05)
                return
            try:
                far = socket.create_connection(self._target, 2)
            except OSError:
                return
            with far, suppress(OSError):
                self._forward(near, far)

    def _forward(self, near: socket.socket, far: socket.socket) -> None:
        passed, silent, age = 0, False, self._age
        while not self._closing.is_set():
            if self._age != age:
                _reset(near)
                return
            for one in select.select([near, far], [], [], 0.05)[0]:
                data = one.recv(_SLICE)
                if not data:
                    return
                if silent:
                    continue
                if one is near:
                    far.sendall(data)
                    continue
                passed += len(data)
                if self._strikes(passed, "reset"):
                    _reset(near)
                    return
                if self._strikes(passed, "cut"):
                    near.sendall(data[: len(data) // 2])
                    return
                if self._strikes(passed, "silence"):
                    silent = True
                    continue
                if data.startswith(_RELEASED) and self._strikes(passed, "no-release"):
                    silent = True
                    continue
                slow = self._strikes(passed, "slow")
                if slow is not None:
                    for at in range(0, len(data), 64):
                        near.sendall(data[at : at + 64])
                        if self._closing.wait(64 / slow.rate) or not self._strikes(passed, "slow"):
                            near.sendall(data[at + 64 :])
                            break
                    continue
                near.sendall(data)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def proxied(archive: Archive, **limits: float) -> Iterator[tuple[Proxy, Archive]]:
    """A proxy before an archive, and the archive as it is reached through it."""
    proxy = Proxy((archive.host, archive.port))
    try:
        yield proxy, replace(archive, port=proxy.port, **limits)  # type: ignore[arg-type]
    finally:
        proxy.close()
