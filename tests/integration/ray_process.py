"""``python -m inference serve`` and ``backfill`` as processes of their own, and what belongs to them."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.integration.peers import free_port

#: Words before a command that have it run on what counts as another computer, such as those of `unshare`.
Inside = Sequence[str]
PROC = Path("/proc")
SECRET = secrets.token_hex(32)


def needs_ray() -> None:
    """Skips where Ray is not installed; in CI it has to be there."""
    if find_spec("ray") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Ray is missing, and in CI it has to be there")
        pytest.skip("the extra `cluster` is not installed")


@contextmanager
def running(repo: Path, log: Path, *arguments: str, inside: Inside = ()) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m inference`` with ``arguments``; its words go to ``log``. Nothing of it is left at the end."""
    with _reaped([*inside, sys.executable, "-m", "inference", *arguments], repo, log) as process:
        yield process


@contextmanager
def cluster(
    repo: Path, log: Path, cpus: int = 4, host: str = "127.0.0.1", inside: Inside = (), tokens: bool = True
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Ray cluster of one node that lives apart from those who use it: its address, and its first process.

    Without ``tokens`` it asks nobody for one.
    """
    address = f"{host}:{free_port()}"
    command = ["--head", "--include-dashboard=false", f"--port={address.rpartition(':')[2]}"]
    command += [] if host == "127.0.0.1" else [f"--node-ip-address={host}"]
    mode = [] if tokens else ["env", "RAY_AUTH_MODE=disabled"]
    with _node(repo, log, [*inside, *mode], *command, f"--num-cpus={cpus}") as head:
        yield address, head


@contextmanager
def node(
    repo: Path, log: Path, address: str, cpus: int, host: str = "", inside: Inside = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """One more node of the cluster at ``address``: its first process."""
    command = [f"--address={address}", *([f"--node-ip-address={host}"] if host else [])]
    with _node(repo, log, inside, *command, f"--num-cpus={cpus}") as process:
        yield process


@contextmanager
def _node(repo: Path, log: Path, inside: Inside, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", *arguments, "--disable-usage-stats"]
    with _reaped([*inside, *command], repo, log) as process:
        wait_for("the node", lambda: "Ray runtime started" in log.read_text(), process, log, 180)
        yield process


@contextmanager
def _reaped(command: list[str], repo: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process of ``command``, ended by force and waited for, with all that come from it, however the block ends."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            command, cwd=repo, env=environment() | {"PYTHONPATH": str(repo)}, stdout=file, stderr=file
        )
    try:
        yield process
    finally:
        kill(process)


def environment() -> dict[str, str]:
    """Ours, with a secret for the clusters of this run, without what would measure every process of Ray.

    Ray gets more patience, as `docs/pages/department.md` advises for busy computers, and starts no process in advance.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    patience = {f"RAY_SERVE_PROXY_{check}_CHECK_TIMEOUT_S": "60" for check in ("READY", "HEALTH")}
    patience["RAY_raylet_start_wait_time_s"] = "150"
    return ours | patience | {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": SECRET, "RAY_enable_worker_prestart": "0"}


def wait_for(what: str, true: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Until ``true()``; fails with the end of the log where the process ends before, or the time is over."""
    end = time.monotonic() + seconds
    while not true():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"{what} did not come; status {process.poll()}\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


def family(pid: int) -> list[int]:
    """``pid`` and all processes that come from it."""
    parents: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    out = [pid]
    for one in out:
        out += parents.get(one, [])
    return out


def processor_s(pid: int) -> float:
    """Processor time that a process has used, in seconds; 0 where it is gone."""
    with suppress(OSError, ValueError):
        user, system = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return 0.0


def named(pid: int, title: str) -> list[int]:
    """Those of the family whose command line holds ``title``."""
    out = []
    for one in family(pid):
        with suppress(OSError):
            if title in (PROC / str(one) / "cmdline").read_text():
                out.append(one)
    return out


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all that come from it, at once, as when a computer loses its power; and wait for it."""
    if process.poll() is None:
        for one in family(process.pid):  # parents first, so that none starts a child anew
            end(one)
    process.wait()


def end(pid: int) -> None:
    """One process, at once."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
