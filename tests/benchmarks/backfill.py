"""A backfill on a Ray cluster of several nodes, of which one, and then the head, dies in mid-run.

    python -m tests.benchmarks.backfill [--studies 2000] [--scaling 120] [--rounds 3] [--folder DIR --half first|second]

All runs on this computer (Linux, two cores): a head that computes nothing and two nodes of one core each, all processes
of their own, the nodes with host names of their own. Prints studies a minute with one reader and with two, beside the
same studies in one process and in two without Ray, which is what the computer itself allows. Then kills a node at a
quarter of the studies and the head at half, gives the same command again on a new cluster, and checks that each study
is in the results once, with the bits of a local analysis whichever node read it; --studies 0 and --scaling 0 leave
either out. Ends with 1 where anything is missing, twice or different. Where a computer can be had for a short while
only, --half first stops at the head's death and --half second goes on in the same --folder.

Beside studies a minute by the clock, which other work on the computer disturbs, stand those of a minute of processor
time, of Ray's own processes as well.

The studies are small, so that thousands take minutes: five slices of 10 mm, 96 x 96, which the detector still takes for
a part of a brain. There are as many different ones as :data:`SEEDS`, each written under many Study Instance UIDs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from inference.cluster.rows import row_of
from inference.cluster.sources import Item
from inference.detect import analyze
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.session import Session, default_model_dir
from inference.types import HemorrhageType
from tests.inference.model_by_hand import write_model
from tests.integration import ray_process

#: Address, the head's process, and those of the other nodes.
Cluster = tuple[str, Any, list[Any]]
#: Studies a minute by the clock, and in a minute of processor time.
Rates = tuple[float, float]

REPO = Path(__file__).resolve().parent.parent.parent
#: Of heads; every third bleeds. The fourth's part on the slices would be too small for the detector.
SEEDS = (0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11)
#: What may differ between two analyses of the same images.
_OF_THE_RUN = {"key", "study_instance_uid", "series_instance_uid", "seconds", "node"}
_NODES = ("node-one", "node-two")
_AS_HOST = ["unshare", "--user", "--map-root-user", "--uts", "sh", "-c", 'hostname "$0"; exec "$@"']
#: Of a process that reads without Ray.
_session: Session


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--scaling", type=int, default=120, help="studies that one reader and two are timed with")
    parser.add_argument("--rounds", type=int, default=3, help="how often they are timed, in turns")
    parser.add_argument("--by-hand", action="store_true", help="a network without training, five times as fast")
    parser.add_argument("--folder", type=Path, help="for everything (default: a temporary one)")
    parser.add_argument("--half", choices=("both", "first", "second"), default="both")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        model = write_model(folder / "model") if given.by_hand else default_model_dir()
        local = _phantoms(folder / "all", given.studies, model)
        if given.scaling:
            _phantoms(folder / "few", given.scaling, model)
            _scaling(folder, given.rounds, model)
        if not given.studies:
            return 0
        size = sum(file.stat().st_size for file in (folder / "all").rglob("*.dcm")) / given.studies
        print(f"{given.studies} studies of {size / 1e6:.2f} MB; load {_load()}", flush=True)
        if given.half != "second":
            _interrupted(folder, given.studies, model)
        if given.half == "first":
            return 0
        _resumed(folder, model)
        rows = pq.read_table(folder / "out" / "results.parquet").to_pylist()
        return 0 if _right(rows, local) else 1


@contextmanager
def _nodes(folder: Path) -> Iterator[Cluster]:
    """A head that computes nothing, and two nodes with one core each."""
    with ExitStack() as ends:
        name = f"{time.monotonic_ns()}"
        address, head = ends.enter_context(ray_process.cluster(REPO, folder / f"{name}-head.log", 0))
        nodes = [
            ends.enter_context(
                ray_process.node(REPO, folder / f"{name}-{host}.log", address, 1, inside=[*_AS_HOST, host])
            )
            for host in _NODES
        ]
        yield address, head, nodes


def _command(address: str, studies: Path, out: Path, readers: int, model: Path) -> tuple[str, ...]:
    return (
        "backfill", "--address", address, "--folder", str(studies), "--out", str(out), "--provider", "cpu",
        "--workers", str(readers), "--model", str(model),
    )  # fmt: skip


def _scaling(folder: Path, rounds: int, model: Path) -> None:
    with _nodes(folder) as cluster:
        for number in range(rounds):
            print(f"round {number + 1}, load before it {_load()}", flush=True)
            alone = [_alone(sorted((folder / "few").iterdir()), processes, model) for processes in (1, 2)]
            ray = [_timed(folder, cluster, number, readers, model) for readers in (1, 2)]
            for what, rates in (("processes without Ray", alone), ("readers", ray)):
                for of, one, two in zip(("clock", "processor"), *rates, strict=True):
                    print(f"1 -> 2 {what}: {one:.1f} -> {two:.1f} studies a minute of the {of}", end="; ")
                    print(
                        f"{two / one:.2f} times" if of == "clock" else f"each costs {one / two:.2f} times", flush=True
                    )
            print(f"load after it {_load()}", flush=True)


def _timed(folder: Path, cluster: Cluster, number: int, readers: int, model: Path) -> Rates:
    """From the first result to the last, so that opening models does not count."""
    address, head, nodes = cluster
    out, log = folder / f"timed-{number}-{readers}", folder / f"timed-{number}-{readers}.log"
    spent, from_first = dict[int, float](), dict[int, float]()
    with ray_process.running(REPO, log, *_command(address, folder / "few", out, readers, model)) as process:
        while process.poll() is None:
            for one in (head, *nodes, process):
                spent |= {pid: ray_process.processor_s(pid) for pid in ray_process.family(one.pid)}
            if not from_first and (out / "parts").is_dir() and _done(out):
                from_first = dict(spent)
            time.sleep(0.2)
        assert process.returncode == 0, log.read_text()[-2000:]
    written = sorted(path.stat().st_mtime for path in (out / "parts").glob("*.parquet"))
    seconds = sum(used - from_first.get(pid, 0.0) for pid, used in spent.items() if used)
    return (_done(out) - 1) / (written[-1] - written[0]) * 60, (_done(out) - 1) / seconds * 60


def _alone(studies: Sequence[Path], processes: int, model: Path) -> Rates:
    """So many processes that know nothing of each other."""
    shares = [studies[i::processes] for i in range(processes)]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _open, (model,)) as pool:
        rates = list(pool.map(_rate, shares))
    return sum(clock for clock, _ in rates), sum(processor for _, processor in rates) / processes


def _open(model: Path) -> None:
    global _session
    _session = Session.open(model, "cpu", 1)


def _rate(studies: Sequence[Path]) -> Rates:
    analyze(studies[0], _session)
    started, spent = time.monotonic(), time.process_time()
    for path in studies:
        analyze(path, _session)
    return len(studies) / (time.monotonic() - started) * 60, len(studies) / (time.process_time() - spent) * 60


def _interrupted(folder: Path, studies: int, model: Path) -> None:
    out, log = folder / "out", folder / "out.log"
    started = time.monotonic()
    with (
        _nodes(folder) as (address, head, nodes),
        ray_process.running(REPO, log, *_command(address, folder / "all", out, 2, model)) as process,
    ):
        ray_process.wait_for("a quarter", lambda: _done(out) >= studies // 4, process, log, 3600 * 4)
        ray_process.kill(nodes[1])
        print(f"one of two nodes killed after {_done(out)} studies", flush=True)
        ray_process.wait_for("a half", lambda: _done(out) >= studies // 2, process, log, 3600 * 4)
        ray_process.kill(head)
        print(f"head killed after {_done(out)} studies", flush=True)
        killed = time.monotonic()
        status = process.wait(600)
        print(
            f"the run ends with status {status}, {time.monotonic() - killed:.0f} s later; its last words:", flush=True
        )
        print(*(line for line in log.read_text().splitlines() if line.startswith("firstread")), sep="\n", flush=True)
    assert not (out / "results.parquet").exists()
    print(f"{(time.monotonic() - started) / 60:.1f} minutes; load {_load()}", flush=True)


def _resumed(folder: Path, model: Path) -> None:
    out, log = folder / "out", folder / "out.log"
    started, kept = time.monotonic(), _done(out)
    with (
        _nodes(folder) as (address, _, _),
        ray_process.running(REPO, log, *_command(address, folder / "all", out, 2, model)) as process,
    ):
        assert process.wait(3600 * 4) == 0, log.read_text()[-2000:]
    print(f"the same command went on from {kept} studies and ended; {_done(out)} rows were written in all", flush=True)
    print(f"{(time.monotonic() - started) / 60:.1f} minutes; load {_load()}", flush=True)


def _done(out: Path) -> int:
    return sum(int(pq.read_metadata(path).num_rows) for path in (out / "parts").glob("*.parquet"))


def _load() -> str:
    """How busy the computer was in the last 1, 5 and 15 minutes, in cores."""
    return " ".join(f"{load:.2f}" for load in os.getloadavg())


def _phantoms(root: Path, count: int, model: Path) -> dict[str, dict[str, Any]]:
    """Writes the studies; gives the row of a local analysis of each, by Study Instance UID, read once a kind."""
    kinds = [
        render(
            PhantomSpec(seed, (Hemorrhage(HemorrhageType.IPH, 20.0 + seed, hu=75),) if seed % 3 == 0 else (), age=30.0),
            slices=5, slice_mm=10.0, first_mm=42.0, matrix=96, spacing_mm=2.4,
        )
        for seed in SEEDS[:count]
    ]  # fmt: skip
    for number in range(count):
        write_series(kinds[number % len(kinds)], root / f"study-{number}", study_uid=f"2.25.{10**20 + number}")
    with Session.open(model, "cpu", 1) as session:
        read = [row_of(Item("", ""), analyze(root / f"study-{kind}", session), "") for kind in range(len(kinds))]
    return {f"2.25.{10**20 + number}": read[number % len(kinds)] for number in range(count)}


def _right(rows: list[dict[str, Any]], local: dict[str, dict[str, Any]]) -> bool:
    uids = [row["study_instance_uid"] for row in rows]
    once = len(uids) == len(set(uids)) == len(local) and set(uids) == set(local)
    same = once and all(
        {name: value for name, value in row.items() if name not in _OF_THE_RUN}
        == {name: value for name, value in local[row["study_instance_uid"]].items() if name not in _OF_THE_RUN}
        for row in rows
    )
    states, nodes = Counter(row["state"] for row in rows), Counter(row["node"] for row in rows)
    print(f"each study once: {once}; bits of a local analysis: {same}; {dict(states)}; by node {dict(nodes)}")
    return once and same and set(nodes) == set(_NODES)


if __name__ == "__main__":
    sys.exit(main())
