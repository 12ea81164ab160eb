"""Computers of a small network, all of them on this one: Linux network namespaces on a bridge. Needs root."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

#: TEST-NET-2 (RFC 5737): addresses that no real network has. This computer is .1.
_NETWORK = "198.51.100"
_BRIDGE = "firstread0"


@dataclass(frozen=True, slots=True)
class Computer:
    """One with a name, an address and a cable of its own."""

    name: str
    address: str

    @property
    def inside(self) -> Sequence[str]:
        """Words before a command that have it run there."""
        return ["ip", "netns", "exec", self.name, "unshare", "--uts", "sh", "-c", 'hostname "$0"; exec "$@"', self.name]

    def pull(self) -> None:
        """Pull the cable: nothing comes or goes any more, and nobody is told."""
        _ip("link", "set", f"{self.name}-cable", "down")

    def plug(self) -> None:
        """Plug it in again."""
        _ip("link", "set", f"{self.name}-cable", "up")


@contextmanager
def network(*names: str) -> Iterator[list[Computer]]:
    """Computers of these names (of at most nine letters), which see each other and this one."""
    with ExitStack() as ends:
        _ip("link", "add", _BRIDGE, "type", "bridge")
        ends.callback(_ip, "link", "del", _BRIDGE)
        _ip("addr", "add", f"{_NETWORK}.1/24", "dev", _BRIDGE)
        _ip("link", "set", _BRIDGE, "up")
        computers = []
        for number, name in enumerate(names):
            cable, computer = f"{name}-cable", Computer(name, f"{_NETWORK}.{number + 11}")
            _ip("netns", "add", name)
            ends.callback(_ip, "netns", "del", name)
            _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("link", "set", cable, "master", _BRIDGE, "up")
            _ip("-n", name, "addr", "add", f"{computer.address}/24", "dev", "eth0")
            for device in ("eth0", "lo"):
                _ip("-n", name, "link", "set", device, "up")
            computers.append(computer)
        yield computers


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)
