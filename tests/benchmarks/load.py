"""A shift of thousands of small studies through a real Orthanc: ``python -m tests.benchmarks.load [STUDIES] [RATE]``.

2,000 studies are a long shift, 10,000 a soak. Everything is real but the detector, whose answer follows from the
accession number at once: what is looked at is the line, not the network. dcmtk's storescu stores the studies while the
line works, at most RATE a second (without: as fast as Orthanc takes them, but never more than AHEAD that wait). Printed
are time, memory, threads and open handles, and how many studies ended in which state. Returns 1 where a study did not
end, ended wrong or more than once, or where something leaks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from pydicom.uid import UID

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
#: Studies that one association of the scanner brings, and how many may wait for their answer.
BATCH, AHEAD = 20, 200
#: How often a scanner tries to store a batch.
TRIES = 5
SETTINGS = Settings(
    poll_interval_s=2.0, fetch_settle_s=2.0, fetch_ahead=100, fetch_threads=2, fetch_least_memory_gb=0.0,
    fetch_least_disk_gb=0.5,
)  # fmt: skip
#: Of so many more bytes a study nobody calls it a leak: the journal's own cache and what the worklist keeps.
MOST_BYTES_A_STUDY = 20_000.0
#: With fewer studies the process is still warming up, and its memory says nothing.
LEAST_FOR_MEMORY = 500


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
    os.environ["TCP_NODELAY"] = "1"  # or dcmtk's scanner waits 90 ms for each image, and is all that is measured
    final: set[str] = set()
    lock = threading.Lock()

    def told(event: Event) -> None:
        if isinstance(event, StudyChanged) and event.record.state.final:
            with lock:
                final.add(event.record.uid)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "orthanc").mkdir()
        process, archive = peers.start_orthanc(folder / "orthanc", SyncStorageArea=False)
        try:
            peers.wait_for(archive, process)
            with Journal(folder / "data" / "journal") as journal:
                cache = ImageCache(folder / "cache")
                pipeline = Pipeline(archive, journal, cache, SETTINGS, told, opener=detectors.open_obedient)
                pipeline.start()
                sender = Sender(archive, folder / "scanner", count, rate, lambda: len(final))
                sender.start()
                try:
                    looks, seconds = _shift(count, sender, final)
                finally:
                    sender.stop()
                    pipeline.stop(60)
                states = Counter(record.state for record in journal.records())
                ends = _ends(journal)
        finally:
            peers.stop(process)
    return _report(count, seconds, looks, states, ends)


class Sender(threading.Thread):
    """The scanners: writes small studies and has storescu store them, in a process of its own as scanners are."""

    def __init__(
        self, archive: Archive, folder: Path, count: int, rate: float, ended: Callable[[], int], ahead: int = AHEAD
    ) -> None:
        super().__init__(name="scanner")
        self._archive, self._folder, self._count, self._rate = archive, folder, count, rate
        self._ended, self._ahead = ended, ahead
        self._storescu = peers.program("storescu")
        self._off = threading.Event()
        self.failed = ""

    def run(self) -> None:
        """Store all studies, a few with each association."""
        images = _images()
        started, number = time.monotonic(), 0
        while number < self._count and not self._off.is_set():
            due = min(self._count, int((time.monotonic() - started) * self._rate) + 1 if self._rate else self._count)
            batch = range(number, min(due, number + BATCH, self._ended() + self._ahead))
            if not batch:
                self._off.wait(0.1)
                continue
            self._folder.mkdir()
            files = []
            for study in batch:
                for place, image in enumerate(images):
                    files.append(self._folder / f"{study}-{place}")
                    files[-1].write_bytes(_as_study(image, study))
            command = [self._storescu, "-aec", self._archive.ae_title, self._archive.host, str(self._archive.port)]
            for _ in range(TRIES):  # as a scanner does: a busy archive may let go of it
                done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=120)
                if not done.returncode or self._off.wait(5):
                    break
            if done.returncode:
                self.failed = done.stderr
                return
            shutil.rmtree(self._folder)
            number = batch.stop

    def stop(self) -> None:
        """Store nothing more, and wait."""
        self._off.set()
        self.join()


def _images() -> list[bytes]:
    """The files of one study, whose UIDs and patient are to be replaced by others of the same length."""
    datasets = peers.ct_images(
        SLICES,
        size=SIZE,
        study_uid=_uid(0),
        series_uid=f"{_uid(0)}.9",
        AccessionNumber="NEGATIVE",
        PatientID=_patient(0),
    )
    files = []
    for number, ds in enumerate(datasets):
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = UID(f"{_uid(0)}.2.{number}")
        file = BytesIO()
        ds.save_as(file, enforce_file_format=True)
        files.append(file.getvalue())
    return files


def _as_study(image: bytes, number: int) -> bytes:
    """An image of :func:`_images` as one of another study of another patient."""
    image = image.replace(_uid(0).encode(), _uid(number).encode())
    image = image.replace(_patient(0).encode(), _patient(number).encode())
    return image if number % POSITIVE_EVERY else image.replace(b"NEGATIVE", b"POSITIVE")


def _uid(number: int) -> str:
    return f"2.25.1{number:029}"


def _patient(number: int) -> str:
    return f"PATIENT{number:07}"


def number_of(uid: str) -> int:
    """Which study of the :class:`Sender` has this Study Instance UID."""
    return int(uid.removeprefix("2.25.1"))


def _shift(count: int, sender: Sender, final: set[str]) -> tuple[list[Look], float]:
    """Wait until each of ``count`` studies has come to rest, and look at the process every tenth of the way."""
    started, looks = time.monotonic(), list[Look]()
    while len(final) < count:
        if sender.failed:
            raise RuntimeError(sender.failed)
        if len(final) >= (len(looks) + 1) * count / 10:
            looks.append(told_of(look(len(final)), started))
        time.sleep(0.2)
    looks.append(told_of(look(len(final)), started))
    return looks, time.monotonic() - started


def _ends(journal: Journal) -> Counter[int]:
    """How many studies came to rest how often; each once is right."""
    rows = journal.select(
        "SELECT arrival, SUM(after IN ('positive', 'negative')) AS ends FROM transition GROUP BY arrival"
    )
    return Counter(int(row["ends"]) for row in rows)


def told_of(one: Look, started: float) -> Look:
    """At once, so that a run that is cut short has said how far it came."""
    print(
        f"  {time.monotonic() - started:5.0f} s, {one.studies:5} studies: {one.memory / 1e6:6.1f} MB, "
        f"{one.threads} threads, {one.handles} handles",
        flush=True,
    )
    return one


def gained(looks: list[Look]) -> tuple[float, int, int]:
    """Bytes a study, threads, and handles that came during the last two thirds, printed; the first fills caches."""
    later = looks[len(looks) // 3 :]
    slope = float(np.polyfit([one.studies for one in later], [one.memory for one in later], 1)[0]) if later[1:] else 0.0
    threads, handles = later[-1].threads - later[0].threads, later[-1].handles - later[0].handles
    print(f"  memory: {slope / 1e3:+.2f} kB a study; threads {threads:+}, handles {handles:+}")
    return slope, threads, handles


def _report(count: int, seconds: float, looks: list[Look], states: Counter[StudyState], ends: Counter[int]) -> int:
    print(f"{count} studies of {SLICES} images in {seconds:.0f} s: {count / seconds * 3600:.0f} an hour.")
    print("  " + ", ".join(f"{number} {state.value}" for state, number in sorted(states.items())))
    print("  " + ", ".join(f"{number} answered {times} times" for times, number in sorted(ends.items())))
    slope, threads, handles = gained(looks)
    positive = -(-count // POSITIVE_EVERY)
    right = states == Counter({StudyState.POSITIVE: positive, StudyState.NEGATIVE: count - positive})
    leaks = slope > MOST_BYTES_A_STUDY and count >= LEAST_FOR_MEMORY
    return int(not right or ends != Counter({1: count}) or leaks or threads > 2 or handles > 5)


if __name__ == "__main__":
    numbers = [float(text) for text in sys.argv[1:]]
    sys.exit(main(int(numbers[0]) if numbers else 2000, numbers[1] if numbers[1:] else 0.0))
