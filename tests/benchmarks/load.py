"""A shift of thousands of small studies through a real Orthanc: ``python -m tests.benchmarks.load [STUDIES] [RATE]``.

2,000 studies are a long shift, 10,000 a soak. Everything is real but the detector, whose answer follows from the
accession number at once: what is looked at is the line, not the network. Studies are stored while the line works, at
most RATE a second (without: as fast as Orthanc takes them). Printed are time, memory, threads and open handles, and
how many studies ended in which state. Returns 1 where a study did not end, or ended wrong, or where something leaks.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset

from app.domain.events import Event, StudyChanged
from app.domain.states import StudyState
from app.pacs.archive import Archive
from app.pipeline.service import Pipeline
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from tests.app.pipeline import detectors
from tests.integration import peers

SLICES, SIZE = 3, 16
POSITIVE_EVERY = 10
SETTINGS = Settings(
    poll_interval_s=2.0, fetch_settle_s=2.0, fetch_ahead=100, fetch_threads=2, fetch_least_memory_gb=0.0,
    fetch_least_disk_gb=0.5,
)  # fmt: skip
#: Of so many more bytes a study nobody calls it a leak: the journal's own cache and what the worklist keeps.
MOST_BYTES_A_STUDY = 20_000.0


@dataclass(frozen=True, slots=True)
class Look:
    """The process after so many studies: resident memory in bytes, threads, open file handles."""

    studies: int
    memory: int
    threads: int
    handles: int


def look(studies: int) -> Look:
    """The process as Linux shows it (/proc)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    handles = len(list(Path("/proc/self/fd").iterdir()))
    return Look(studies, pages * os.sysconf("SC_PAGE_SIZE"), threading.active_count(), handles)


def main(count: int, rate: float) -> int:
    """Run and print; the exit status."""
    final: set[str] = set()
    lock = threading.Lock()

    def told(event: Event) -> None:
        if isinstance(event, StudyChanged) and event.record.state.final:
            with lock:
                final.add(event.record.uid)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "orthanc").mkdir()
        process, archive = peers.start_orthanc(folder / "orthanc")
        try:
            peers.wait_for(archive, process)
            with Journal(folder / "data" / "journal") as journal:
                cache = ImageCache(folder / "cache")
                pipeline = Pipeline(archive, journal, cache, SETTINGS, told, opener=detectors.open_obedient)
                pipeline.start()
                try:
                    looks, seconds = _shift(count, rate, archive, final)
                finally:
                    pipeline.stop(60)
                states = Counter(record.state for record in journal.records())
        finally:
            peers.stop(process)
    return _report(count, seconds, looks, states)


def _shift(count: int, rate: float, archive: Archive, final: set[str]) -> tuple[list[Look], float]:
    """Store ``count`` studies, wait until each has come to rest, and look at the process every tenth of the way."""
    started, looks = time.monotonic(), list[Look]()
    for number in range(count):
        task = "POSITIVE" if number % POSITIVE_EVERY == 0 else "NEGATIVE"
        _store(archive, peers.ct_images(SLICES, size=SIZE, AccessionNumber=task))
        if rate:
            time.sleep(max(0.0, started + number / rate - time.monotonic()))
        if len(final) >= (len(looks) + 1) * count / 10:
            looks.append(_told(look(len(final)), started))
    while len(final) < count:
        if len(final) >= (len(looks) + 1) * count / 10:
            looks.append(_told(look(len(final)), started))
        time.sleep(0.2)
    looks.append(_told(look(len(final)), started))
    return looks, time.monotonic() - started


def _store(archive: Archive, images: Sequence[Dataset]) -> None:
    """As a scanner does, once more where the archive did not answer: it is busy with us."""
    for last in (False, False, True):
        try:
            peers.store(archive, images)
        except AssertionError:
            if last:
                raise
        else:
            return


def _told(one: Look, started: float) -> Look:
    """At once, so that a run that is cut short has said how far it came."""
    print(
        f"  {time.monotonic() - started:5.0f} s, {one.studies:5} studies: {one.memory / 1e6:6.1f} MB, "
        f"{one.threads} threads, {one.handles} handles",
        flush=True,
    )
    return one


def _report(count: int, seconds: float, looks: list[Look], states: Counter[StudyState]) -> int:
    print(f"{count} studies of {SLICES} images in {seconds:.0f} s: {count / seconds * 3600:.0f} an hour.")
    print("  " + ", ".join(f"{number} {state.value}" for state, number in sorted(states.items())))
    later = looks[len(looks) // 3 :]  # the first third fills caches
    slope = float(np.polyfit([one.studies for one in later], [one.memory for one in later], 1)[0]) if later[1:] else 0.0
    gained = later[-1].threads - later[0].threads, later[-1].handles - later[0].handles
    print(f"  memory: {slope / 1e3:+.1f} kB a study; threads {gained[0]:+}, handles {gained[1]:+}")
    positive = -(-count // POSITIVE_EVERY)
    right = states == Counter({StudyState.POSITIVE: positive, StudyState.NEGATIVE: count - positive})
    return int(not right or slope > MOST_BYTES_A_STUDY or gained[0] > 2 or gained[1] > 5)


if __name__ == "__main__":
    numbers = [float(text) for text in sys.argv[1:]]
    sys.exit(main(int(numbers[0]) if numbers else 2000, numbers[1] if numbers[1:] else 0.0))
