"""The department's detector on two computers of their own: load, a cable pulled, a node and then the head killed.

    python -m tests.benchmarks.cluster [--pulls 5] [--askers 5]

Needs root and Linux: the computers are network namespaces with addresses, names and cables of their own, one core each;
this computer is the workstation. The first one's cable is pulled and plugged in again, several times. Then several
workstations ask without a pause until Ray has started a second replica, the second computer dies, and later the first.
Printed: how soon a workstation notices that the cluster is away and uses it again, how soon the cluster grows, how many
studies it and the workstations read. Ends with 1 where a study is lost, or has other bits than a local analysis.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import trustme

from inference.cluster.client import AWAY, RETRY_S, ClusterAddress, ClusterAway, ClusterDetector, WithFallback
from inference.detect import detect
from inference.phantom import Hemorrhage, PhantomSpec, render
from inference.result_json import to_json
from inference.session import Session
from inference.types import CaseResult, HemorrhageType, Volume
from tests.benchmarks.computers import Computer, network
from tests.integration import ray_process

REPO = Path(__file__).resolve().parent.parent.parent
TOKEN, PORT = "a token of this benchmark", 8900


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pulls", type=int, default=5, help="how often the cable is pulled")
    parser.add_argument("--askers", type=int, default=5, help="workstations that ask at the same time")
    given = parser.parse_args()
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        first, second = ends.enter_context(network("fr-first", "fr-second"))
        address, head = ends.enter_context(
            ray_process.cluster(REPO, folder / "first.log", 1, first.address, first.inside)
        )
        node = ends.enter_context(
            ray_process.node(REPO, folder / "second.log", address, 1, second.address, second.inside)
        )
        url = ends.enter_context(_serving(folder, address, first))
        session = ends.enter_context(Session.open(None, "cpu", 1))
        return _measured(given, url, session, (head, node), first)


@contextmanager
def _serving(folder: Path, ray: str, computer: Computer) -> Iterator[ClusterAddress]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate = authority.issue_cert(computer.address)
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    (folder / "token").write_text(TOKEN)
    log = folder / "serve.log"
    with ray_process.running(
        REPO, log, "serve", "--address", ray, "--host", "0.0.0.0", "--port", str(PORT), "--provider", "cpu",
        "--replicas", "1:2", "--token-file", str(folder / "token"), "--certificate", str(folder / "cert.pem"),
        "--key", str(folder / "key.pem"), inside=computer.inside,
    ) as process:  # fmt: skip
        ray_process.wait_for("the service", lambda: "answers at" in log.read_text(), process, log, 150)
        yield ClusterAddress(f"https://{computer.address}:{PORT}", TOKEN, folder / "ca.pem")


def _measured(
    given: argparse.Namespace,
    url: ClusterAddress,
    session: Session,
    computers: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]],
    first: Computer,
) -> int:
    print(f"load {os.getloadavg()[0]:.2f}", flush=True)
    head = render(
        PhantomSpec(1, (Hemorrhage(HemorrhageType.IPH, 25.0, hu=75),), age=30.0),
        slices=5, slice_mm=9.0, first_mm=35.0, matrix=96, spacing_mm=2.4,
    ).to_volume()  # fmt: skip
    work = _Work(head, detect(head, session))
    notices, returns = _pulled(given.pulls, url, session, work, first)
    print(f"a pulled cable is noticed after {_words(notices)}; used again after {_words(returns)}", flush=True)
    work.given.clear()

    askers = [threading.Thread(target=work.ask, args=(url, number)) for number in range(given.askers)]
    for asker in askers:
        asker.start()
    started = time.monotonic()
    while _replicas(computers[1]) + _replicas(computers[0]) < 2:
        time.sleep(0.5)
    print(f"a second replica after {time.monotonic() - started:.0f} s of load", flush=True)
    time.sleep(20)
    for which, computer in (("second", computers[1]), ("first", computers[0])):
        print(f"the {which} computer dies; until then studies were read by {dict(work.given)}", flush=True)
        ray_process.kill(computer)
        time.sleep(30)
    work.ended.set()
    for asker in askers:
        asker.join()
    print(f"in all by {dict(work.given)}; {work.wrong} of them with other bits, {work.lost} lost", flush=True)
    print(f"load {os.getloadavg()[0]:.2f}", flush=True)
    return 1 if work.wrong or work.lost else 0


def _pulled(
    times: int, url: ClusterAddress, session: Session, work: _Work, first: Computer
) -> tuple[list[float], list[float]]:
    """Seconds until a workstation that waits for an answer notices, and from the plug to the next answer from there."""
    notices, returns = list[float](), list[float]()
    for _ in range(times):
        detector, workstation = ClusterDetector(url), WithFallback(ClusterDetector(url))
        pulled = list[float]()

        def pull(pulled: list[float] = pulled) -> None:
            first.pull()
            pulled.append(time.monotonic())

        puller = threading.Timer(0.4, pull)
        puller.start()
        try:
            while True:
                work.check(detector.judge(work.volume(), session))
        except ClusterAway:
            puller.join()
            notices.append(time.monotonic() - pulled[0])
        work.check(workstation.judge(work.volume(), session))  # notices it as well, and goes on by itself
        first.plug()
        plugged = time.monotonic()
        while not work.check(workstation.judge(work.volume(), session)):
            assert time.monotonic() - plugged < 10 * RETRY_S
        returns.append(time.monotonic() - plugged)
    return notices, returns


@dataclass
class _Work:
    """Equal heads with pixels that the cluster has not seen, and what became of them."""

    head: Volume
    local: CaseResult
    given: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    lost: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def volume(self) -> Volume:
        """The head with another corner, far from the skull, so that no kept answer is given."""
        with self._lock:
            self._number += 1
            hu = self.head.hu.copy()
            hu[0, 0, :2] = -1024 + np.array(divmod(self._number, 100), np.int16)
            return replace(self.head, hu=hu)

    def check(self, result: CaseResult) -> bool:
        """Counts it; whether it is from the cluster."""
        with self._lock:
            self.given["the cluster" if result.runtime.on_cluster else "the workstation"] += 1
            self.wrong += not _same(result, self.local)
            self.wrong += result.runtime.on_cluster == (AWAY in [one.code for one in result.reasons])
        return result.runtime.on_cluster

    def ask(self, url: ClusterAddress, number: int) -> None:
        """As a workstation does, again and again."""
        with Session.open(None, "cpu", 1) as session:
            workstation = WithFallback(ClusterDetector(url))
            while not self.ended.is_set():
                try:
                    self.check(workstation.judge(self.volume(), session))
                except Exception as error:  # a study without an answer is what must never happen
                    print(f"workstation {number}: {type(error).__name__}", flush=True)
                    self.lost += 1


def _same(first: CaseResult, second: CaseResult) -> bool:
    plain = [to_json(one) for one in (first, second)]
    for values in plain:
        del values["timing_s"], values["runtime"], values["reasons"]
    return plain[0] == plain[1] and first.labels is not None and np.array_equal(first.labels, np.asarray(second.labels))


def _replicas(computer: subprocess.Popen[bytes]) -> int:
    return len(ray_process.named(computer.pid, "ray::ServeReplica"))


def _words(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s (median of {len(seconds)}, longest {max(seconds):.2f} s)"


if __name__ == "__main__":
    sys.exit(main())
