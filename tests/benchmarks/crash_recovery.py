"""Kills the line hundreds of times and prints what was lost: ``python -m tests.benchmarks.crash_recovery [KILLS]``.

The short form runs with the suite (tests/integration/test_crash_recovery.py). Needs POSIX.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from app.pacs.demo_archive import DemoArchive, Options
from tests.integration import killing, peers

STUDIES = 12
#: Kills of one profile before it is let through and compared.
CHAIN = 10


def main(kills: int) -> int:
    """Run, print, and return 1 where anything was lost, done twice or damaged."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with DemoArchive(Options(folder / "archive", studies=())) as archive:
            peers.store(archive, [ds for _ in range(STUDIES) for ds in peers.ct_images(4)])
            with killing.line(archive, STUDIES) as running:
                undisturbed, seconds, statements = killing.timed(running, folder / "undisturbed")
                print(f"Undisturbed: {STUDIES} studies in {seconds:.1f} s, {statements} writes to the journal.")
                started, profiles = time.monotonic(), 0
                different = twice = damaged = 0
                while len(running.kills) < kills:
                    profiles += 1
                    left = min(CHAIN, kills - len(running.kills))
                    plan = killing.some_kills(left, seconds, statements, STUDIES, seed=profiles)
                    outcome = killing.chain(running, folder / f"killed {profiles}", plan)
                    different += outcome.answers != undisturbed.answers
                    twice += len(outcome.done_twice)
                    damaged += outcome.integrity != ("ok",)
                    told = f"{different} different, {twice} done twice, {damaged} damaged"
                    print(f"  {time.monotonic() - started:5.0f} s, {len(running.kills):3} kills: {told}", flush=True)
                kinds = Counter(kill.kind for kill in running.kills)
                print(f"Killed {len(running.kills)} times in {time.monotonic() - started:.0f} s, {profiles} profiles:")
                print("  " + ", ".join(f"{count} at {kind}" for kind, count in sorted(kinds.items())))
                print(f"Profiles with other studies or answers than undisturbed: {different}")
                print(f"Studies fetched or analysed more or less than once: {twice}")
                print(f"Damaged journals: {damaged}")
                return int(bool(different or twice or damaged))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
