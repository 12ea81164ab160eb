"""How soon a claim shows on other workstations, and how long they need to agree after the database was away.

    python -m tests.benchmarks.stations [--claims 40] [--marks 300]

Three whole applications without a screen, each a process of its own, and a PostgreSQL server in a scratch folder.
Seconds are from the order to the moment when the other window shows it. Ends with 1 where more than one in twenty takes
longer than :data:`MOST_S`, or where a mark is lost or counted twice.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.integration import postgres_process, station_process

#: A reader who looks at the list takes longer than this to claim a study.
MOST_S = 1.0


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=40)
    parser.add_argument("--marks", type=int, default=300, help="notes on each workstation while the database is away")
    given = parser.parse_args()
    uids = [f"2.25.{number + 1}" for number in range(max(given.claims, given.marks))]
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        database = ends.enter_context(postgres_process.running())
        stations = ends.enter_context(station_process.three(folder, database, uids, 300))
        time.sleep(5)  # let all be quiet
        seconds = []
        for uid in uids[: given.claims]:
            at = stations[0].order("claim", uid, True)
            for other in stations[1:]:
                seen = other.until(lambda change, uid=uid: change["uid"] == uid and change["claimed_by"] == "ann")  # type: ignore[misc]
                seconds.append(seen["at"] - at)
        seconds.sort()
        most = seconds[int(len(seconds) * 0.95)]
        print(
            f"a claim shows elsewhere after {statistics.median(seconds):.3f} s (median), "
            f"{most:.3f} s (95 %), {seconds[-1]:.3f} s (longest of {len(seconds)})"
        )
        database.kill()
        for station in stations:
            for uid in uids[: given.marks]:
                station.order("note", uid, f"Note of {station.reader}")
        for station in stations:
            station.until(
                lambda change, station=station: (  # type: ignore[misc]
                    change["uid"] == uids[given.marks - 1] and change["note"] == f"Note of {station.reader}"
                ),
                300,
            )
        database.start()
        back = time.monotonic()
        for station in stations:
            whole = set[str]()
            while len(whole) < given.marks:
                change = station.heard.get(timeout=300)
                if sorted(change["note"].count(f"Note of {one.reader}") for one in stations) == [1, 1, 1]:
                    whole.add(change["uid"])
        print(f"{3 * given.marks} notes of the time without it are on all three {time.monotonic() - back:.1f} s later")
        acts = database.ask("SELECT count(*), count(DISTINCT (study, kind, reader)) FROM act")
        print(f"acts in the database: {acts[0][0]}, different ones: {acts[0][1]}")
        right = acts == [(given.claims + 3 * given.marks,) * 2]
    return 0 if right and most <= MOST_S else 1


if __name__ == "__main__":
    sys.exit(main())
