"""A backfill on a Ray cluster of several nodes, of which one, and then the head, dies in mid-run.

    python -m tests.benchmarks.backfill [--studies 2000] [--scaling 40]

All runs on this computer: a head that computes nothing and two nodes of one core each, all processes of their own.
Prints studies a minute with one reader and with two, then kills the reader's node at a quarter and the head at half of
the studies, gives the same command again, and checks that each study is in the results once, with the bits of a local
analysis. Each study is a small phantom with a Study Instance UID of its own; there are :data:`KINDS` different ones.
Ends with 1 where anything is missing, twice or different.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from inference.detect import analyze
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.session import Session
from inference.types import CaseResult, HemorrhageType
from tests.integration import ray_process

REPO = Path(__file__).resolve().parent.parent.parent
KINDS = 12


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--scaling", type=int, default=40, help="studies that one reader and two are timed with")
    given = parser.parse_args()
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        local = _phantoms(folder / "all", given.studies)
        for path in sorted((folder / "all").iterdir())[: given.scaling]:
            shutil.copytree(path, folder / "few" / path.name)
        size = sum(file.stat().st_size for file in (folder / "all").rglob("*.dcm")) / given.studies
        print(f"{given.studies} studies of {size / 1e6:.2f} MB", flush=True)
        with _nodes(folder, 2) as (address, _, _):
            rates = [_timed(folder, address, readers) for readers in (1, 2)]
        print(f"1 -> 2 readers: {rates[1] / rates[0]:.2f} times the studies a minute", flush=True)
        _interrupted(folder, given.studies)
        rows = pq.read_table(folder / "out" / "results.parquet").to_pylist()
        return 0 if _right(rows, local, given.studies) else 1


@contextmanager
def _nodes(folder: Path, count: int) -> Iterator[tuple[str, Any, list[Any]]]:
    """Address, the head's process, and those of ``count`` nodes with one core each."""
    with ExitStack() as ends:
        name = f"{time.monotonic_ns()}"
        address, head = ends.enter_context(ray_process.cluster(REPO, folder / f"{name}-head.log", 0))
        nodes = [
            ends.enter_context(ray_process.node(REPO, folder / f"{name}-{number}.log", address, 1))
            for number in range(count)
        ]
        yield address, head, nodes


def _command(address: str, studies: Path, out: Path, readers: int) -> tuple[str, ...]:
    return (
        "backfill", "--address", address, "--folder", str(studies), "--out", str(out), "--provider", "cpu",
        "--workers", str(readers),
    )  # fmt: skip


def _timed(folder: Path, address: str, readers: int) -> float:
    """Studies a minute after the first result, so that opening models does not count."""
    out, log = folder / f"timed-{readers}", folder / f"timed-{readers}.log"
    with ray_process.running(REPO, log, *_command(address, folder / "few", out, readers)) as process:
        ray_process.wait_for("a first result", lambda: _done(out) > 0, process, log, 600)
        started = time.monotonic()
        assert process.wait(3600) == 0, log.read_text()[-2000:]
    rate = (_done(out) - 1) / (time.monotonic() - started) * 60
    print(f"{readers} reader(s): {rate:.1f} studies a minute", flush=True)
    return rate


def _interrupted(folder: Path, studies: int) -> None:
    out, log = folder / "out", folder / "out.log"
    with (
        _nodes(folder, 2) as (address, head, nodes),
        ray_process.running(REPO, log, *_command(address, folder / "all", out, 2)) as process,
    ):
        ray_process.wait_for("a quarter", lambda: _done(out) >= studies // 4, process, log, 3600 * 4)
        ray_process.kill(nodes[1])
        print(f"one of two nodes killed after {_done(out)} studies", flush=True)
        ray_process.wait_for("a half", lambda: _done(out) >= studies // 2, process, log, 3600 * 4)
        ray_process.kill(head)
        print(f"head killed after {_done(out)} studies", flush=True)
        print(f"the run ends with status {process.wait(600)}", flush=True)
    kept = _done(out)
    with (
        _nodes(folder, 2) as (address, _, _),
        ray_process.running(REPO, log, *_command(address, folder / "all", out, 2)) as process,
    ):
        assert process.wait(3600 * 4) == 0, log.read_text()[-2000:]
    print(f"the same command went on from {kept} studies and ended; {_done(out)} rows were written in all", flush=True)


def _done(out: Path) -> int:
    return sum(int(pq.read_metadata(path).num_rows) for path in (out / "parts").glob("*.parquet"))


def _phantoms(root: Path, count: int) -> dict[str, CaseResult]:
    """Writes the studies; gives what a local analysis says of each, by Study Instance UID, read once a kind."""
    kinds = [
        render(
            PhantomSpec(kind, (Hemorrhage(HemorrhageType.IPH, 20.0 + kind, hu=75),) if kind % 3 == 0 else ()),
            slices=10, first_mm=45.0, matrix=128, spacing_mm=1.8,
        )
        for kind in range(KINDS)
    ]  # fmt: skip
    for number in range(count):
        write_series(kinds[number % KINDS], root / f"study-{number}", study_uid=f"2.25.{10**20 + number}")
    with Session.open(None, "cpu", 1) as session:
        read = [analyze(root / f"study-{kind}", session) for kind in range(min(KINDS, count))]
    return {f"2.25.{10**20 + number}": read[number % KINDS] for number in range(count)}


def _right(rows: list[dict[str, Any]], local: dict[str, CaseResult], studies: int) -> bool:
    uids = [row["study_instance_uid"] for row in rows]
    once = len(uids) == len(set(uids)) == studies and set(uids) == set(local)
    same = all(
        (row["state"], row["score"], row["probability"], row["volume_total_ml"])
        == (here.state.value, here.score, here.probability, here.total_ml)
        for row in rows
        for here in (local[row["study_instance_uid"]],)
    )
    positive = sum(row["state"] == "positive" for row in rows)
    print(f"each study once: {once}; bits of a local analysis: {same}; {positive} of {len(rows)} positive")
    return once and same


if __name__ == "__main__":
    sys.exit(main())
