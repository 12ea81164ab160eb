"""Weeks of a reading room in an hour: ``python -m tests.benchmarks.soak [STUDIES] [RATE]``.

The whole application, with its window, takes in 10,000 small studies that dcmtk's storescu stores in a real Orthanc,
RATE a second. What weeks bring and an hour does not is brought here: the archive keeps its latest IN_ARCHIVE patients
only, and what was answered twice as long ago as that is forgotten as if ``storage.results_days`` were over. So the list
comes to a size and stays there, and so has the memory to. The detector answers as the accession number says. Printed
are memory, threads and handles, and what became of each study. Returns 1 where one was not answered, or wrong, or
twice, where something leaks, or where the audit file does not verify.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.domain.events import Event, StudyChanged
from app.domain.states import StudyState
from app.paths import Paths
from app.store.audit import verify
from app.upkeep import limits_of
from tests.app.pipeline import detectors
from tests.benchmarks import load
from tests.integration import peers

#: Patients that the archive holds.
IN_ARCHIVE = 500
#: Of so many more bytes a study it is called a leak. Up to 0.5 kB are kept of each by design, and have an end: where
#: the latest 20,000 lie in the archives, and the answers of 24 hours for the metrics.
MOST_BYTES_A_STUDY = 2000.0


class Answers:
    """How often each study was answered, and whether as it should; takes the same memory from the start."""

    def __init__(self, count: int) -> None:
        self._lock = threading.Lock()
        self._at = np.zeros(count)
        self.times = np.zeros(count, np.uint8)
        self.wrong = 0

    @property
    def ended(self) -> int:
        """Studies that were answered."""
        return int(np.count_nonzero(self.times))

    def note(self, event: Event) -> None:
        """Count an answer, told once or often; from any thread."""
        if not isinstance(event, StudyChanged) or not event.record.state.final:
            return
        record = event.record
        number, at = load.number_of(record.uid), record.changed_at.timestamp()
        due = StudyState.NEGATIVE if number % load.POSITIVE_EVERY else StudyState.POSITIVE
        with self._lock:
            self.wrong += record.state is not due
            if self._at[number] != at:
                self._at[number] = at
                self.times[number] += 1


def main(count: int, rate: float, in_archive: int = IN_ARCHIVE) -> int:
    """Run and print; the exit status."""
    os.environ["TCP_NODELAY"] = "1"  # as in the load test
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt = QApplication.instance() or QApplication([])
    answers = Answers(count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "orthanc").mkdir()
        process, archive = peers.start_orthanc(
            folder / "orthanc", SyncStorageArea=False, MaximumPatientCount=in_archive
        )
        try:
            peers.wait_for(archive, process)
            paths = Paths.of_profile(folder / "profile").make()
            with Application(paths, load.SETTINGS, archive, opener=detectors.open_obedient) as application:
                application.bridge.arrived.connect(answers.note, Qt.ConnectionType.DirectConnection)
                sender = load.Sender(archive, folder / "scanner", count, rate, lambda: answers.ended, in_archive // 2)
                application.start()
                sender.start()
                try:
                    looks, seconds = _take_in(application, sender, answers, 2 * in_archive / rate)
                finally:
                    sender.stop()
                kept = len(application.journal.records())
            audit = verify(paths.audit_file)
        finally:
            peers.stop(process)
    del qt
    print(f"{count} studies of {load.SLICES} images in {seconds:.0f} s: {count / seconds * 3600:.0f} an hour.")
    often = Counter(answers.times.tolist())
    print("  " + ", ".join(f"{number} answered {times} times" for times, number in sorted(often.items())))
    print(f"  {answers.wrong} wrong answers; {kept} studies kept at the end; {audit.entries} entries in the audit file")
    for problem in audit.problems:
        print(f"  {problem}")
    slope, threads, handles = load.gained(looks)
    leaks = (slope > MOST_BYTES_A_STUDY and count >= load.LEAST_FOR_MEMORY) or threads > 2 or handles > 5
    return int(often != Counter({1: count}) or bool(answers.wrong) or leaks or bool(audit.problems))


def _take_in(
    application: Application, sender: load.Sender, answers: Answers, kept_s: float
) -> tuple[list[load.Look], float]:
    """Wait until all are answered, have those forgotten that were it ``kept_s`` ago, and look 20 times on the way."""
    started = forgotten = time.monotonic()
    looks, count = list[load.Look](), len(answers.times)
    over = timedelta(seconds=_age_s() - kept_s)

    def forget(_at_work: Callable[[str], bool]) -> list[str]:
        return application.upkeep.forget_old(lambda _: False, datetime.now(UTC) + over)

    while (ended := answers.ended) < count:
        if sender.failed:
            raise RuntimeError(sender.failed)
        if time.monotonic() - forgotten > kept_s / 10:
            forgotten = time.monotonic()
            application.pipeline.forget(forget)
        if ended >= (len(looks) + 1) * count / 20:
            looks.append(load.told_of(load.look(ended), started))
        _live(200)
    looks.append(load.told_of(load.look(count), started))
    return looks, time.monotonic() - started


def _age_s() -> float:
    """The age at which these settings have a study forgotten (:func:`app.store.retention.to_forget`)."""
    limits = limits_of(load.SETTINGS)
    return max(limits.results_s, limits.lookback_s + 86_400)


def _live(ms: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


if __name__ == "__main__":
    numbers = [float(text) for text in sys.argv[1:]]
    sys.exit(main(int(numbers[0]) if numbers else 10_000, numbers[1] if numbers[1:] else 3.0))
