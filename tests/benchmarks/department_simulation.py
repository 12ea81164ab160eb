"""What a department would cost: thirty stations, 500 studies a day and an archive to read, simulated with simpy.

    python -m tests.benchmarks.department_simulation [--stations 30] [--studies 500] [--archive 200000]

Fed by figures that were measured on one computer (each option's default; docs/pages/department.md says where they are
from); what was not measured is an option without which no figure for it is printed. One day is simulated: studies come
by the hour, each station fetches each study and asks for it, and the first to ask has it computed; a backfill takes
the replicas that nobody else wants, as far as the archive's line allows.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

DAY_S = 86_400.0
Steps = Generator[simpy.Event, Any, None]
#: Share of a day's head CTs by hour: an emergency department with a busy day and a quiet night; an assumption.
HOURS = (2, 2, 1, 1, 1, 2, 3, 4, 6, 7, 7, 7, 6, 6, 6, 6, 6, 5, 5, 5, 4, 3, 3, 2)


@dataclass
class Day:
    """What one simulated day gave: seconds that live studies waited for a replica, and what was done."""

    waits_s: list[float] = field(default_factory=list)
    live: int = 0
    backfilled: int = 0
    busy_s: float = 0.0
    gpu_s: float = 0.0


@dataclass(frozen=True)
class Cluster:
    """So many replicas with one core each, and seconds of their core for a study; perhaps GPUs that they share."""

    name: str
    replicas: int
    core_s: float
    gpus: int = 0
    gpu_s: float = 0.0


def simulate(given: argparse.Namespace, cluster: Cluster, backfill: bool) -> Day:
    """One day of one cluster."""
    environment, chance, day = simpy.Environment(), random.Random(1), Day()
    pool = simpy.PriorityResource(environment, cluster.replicas)
    graphics = simpy.PriorityResource(environment, max(cluster.gpus, 1))
    line = simpy.PriorityResource(environment, 1)

    def computed(priority: int) -> Steps:
        asked = environment.now
        with pool.request(priority) as turn:
            yield turn
            if priority == 0:
                day.waits_s.append(environment.now - asked)
            began = environment.now
            yield environment.timeout(cluster.core_s)
            if cluster.gpus:
                with graphics.request(priority) as run:
                    yield run
                    yield environment.timeout(cluster.gpu_s)
                    day.gpu_s += cluster.gpu_s
            day.busy_s += environment.now - began

    def carried(megabytes: float, priority: int) -> Steps:
        with line.request(priority) as turn:
            yield turn
            yield environment.timeout(megabytes / given.archive_mb_s)

    def study() -> Steps:
        for _ in range(given.stations):  # each station keeps images of its own
            yield from carried(given.study_mb, 0)
        for _ in range(given.copies):  # a replica keeps its answers, but knows none of another's
            environment.process(computed(0))
        day.live += 1

    def arrivals() -> Steps:
        while True:
            share = HOURS[int(environment.now % DAY_S // 3600)] / sum(HOURS)
            yield environment.timeout(chance.expovariate(given.studies * share / 3600))
            environment.process(study())

    def reader() -> Steps:
        while True:
            yield from carried(given.study_mb, 1)
            yield from computed(1)
            day.backfilled += 1

    environment.process(arrivals())
    for _ in range(cluster.replicas if backfill else 0):
        environment.process(reader())
        environment.process(reader())  # one fetches while the other's study is computed
    environment.run(DAY_S)
    return day


def main() -> int:
    """Run, print a table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stations", type=int, default=30)
    parser.add_argument("--studies", type=int, default=500, help="a day")
    parser.add_argument("--archive", type=int, default=200_000, help="studies to read once")
    parser.add_argument("--seconds", type=float, default=5.0, help="of one core for a study of 31 slices")
    parser.add_argument("--core-seconds", type=float, default=0.9, help="of one core for all but the network")
    parser.add_argument("--gpu-seconds", type=float, default=0.7, help="of a GPU for the network; measured once, H200")
    parser.add_argument("--copies", type=int, default=2, help="times that a study is computed, at most one a replica")
    parser.add_argument("--study-mb", type=float, default=16.3, help="of a study's images")
    parser.add_argument("--message-mb", type=float, default=6.2, help="of a study on its way to the cluster")
    parser.add_argument("--result-mb", type=float, default=0.05, help="of an answer")
    parser.add_argument("--row-bytes", type=float, default=400.0, help="of a study in the results of a backfill")
    parser.add_argument("--archive-mb-s", type=float, default=73.9, help="that the archive gives by C-GET")
    given = parser.parse_args()
    print("| replicas | load of the day | live: median wait | live: 95 % | archive read in | GPU used |")
    print("| --- | --- | --- | --- | --- | --- |")
    kinds = [Cluster(f"{n}", n, given.seconds) for n in (1, 2, 4, 8, 16, 32)]
    kinds += [Cluster(f"{n} with one GPU", n, given.core_seconds, 1, given.gpu_seconds) for n in (1, 2, 4, 8)]
    for cluster in kinds:
        alone, both = simulate(given, cluster, False), simulate(given, cluster, True)
        waits = sorted(both.waits_s)
        hours = given.archive / both.backfilled * 24 if both.backfilled else float("inf")
        print(
            f"| {cluster.name} | {alone.busy_s / DAY_S / cluster.replicas:.1%} | {statistics.median(waits):.1f} s | "
            f"{waits[int(len(waits) * 0.95)]:.1f} s | {hours:,.0f} h | "
            f"{f'{both.gpu_s / DAY_S:.0%}' if cluster.gpus else ''} |"
        )
    live_mb = given.studies * given.stations
    print(f"\nimages from the archive to the stations: {live_mb * given.study_mb / 1e3:.0f} GB a day")
    print(f"to the cluster and back: {live_mb * (given.message_mb + given.result_mb) / 1e3:.0f} GB a day")
    print(f"the archive's line alone needs {given.archive * given.study_mb / given.archive_mb_s / 3600:.0f} h for all")
    print(f"disk: {given.archive * given.row_bytes / 1e6:.0f} MB for the results of the archive")
    print(f"each station keeps {given.studies * given.study_mb / 1e3:.1f} GB of images of each day")
    return 0


if __name__ == "__main__":
    sys.exit(main())
