"""The pipeline as a program of its own, without a window, to be killed: journal, cache, queue and analysis process.

Reads one order a line (JSON) from standard input. For each it forks a process that runs the real pipeline until every
study has come to rest; it prints the process ID at once, and the exit status at the end. Forking saves the imports,
so that hundreds of runs take minutes; each process is a whole one, with its own threads and analysis process.

Only the detector is a small one: its answer follows from the Study Instance UID. With the argument ``whole`` it is the
whole application, with window (but no screen), audit and metrics.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from app.domain.events import Emit, Event, StudyChanged
from app.pacs.archive import Archive
from app.pipeline.service import Pipeline
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from inference.types import TYPES, CaseResult, CaseState, FileSource, Runtime, Timing
from tests.app.values import content

_RUNTIME = Runtime("cpu", "Test CPU", "by UID", "0" * 64, "0")
_WHOLE = "whole"
#: A study has to come to rest within so many seconds.
_LIMIT_S = 300.0


@dataclass
class DetectorByUid:
    """Positive or negative by a hash of the Study Instance UID; takes a moment, as a network would."""

    runtime: Runtime = _RUNTIME
    note: str = ""

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """Look at the headers, so that missing or damaged images are noticed."""
        import pydicom

        uids = {str(pydicom.dcmread(BytesIO(content(image))).StudyInstanceUID) for image in images}
        (uid,) = uids
        time.sleep(0.02)
        probability = int.from_bytes(sha256(uid.encode()).digest()[:4], "big") / 2**32
        volumes = dict.fromkeys(TYPES, 0.0) | {TYPES[0]: len(images) * probability}
        return CaseResult(
            uid, "", CaseState.POSITIVE if probability >= 0.5 else CaseState.NEGATIVE, (), probability,
            dict.fromkeys(TYPES, probability), probability, 0.5, (), (), (), volumes, Timing(), _RUNTIME,
        )  # fmt: skip

    def cancel(self) -> None:
        """It is too quick for that."""

    def reset(self) -> None:
        """Nothing to forget."""


def open_by_uid(model_dir: str, provider: str) -> DetectorByUid:
    """Opens the detector, in the analysis process."""
    return DetectorByUid()


def say(what: dict[str, int]) -> None:
    """One line, in one piece: the program and the process that it forked speak at the same time."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def kill_self() -> None:
    """End at once, as by a power switch: no handler runs, nothing is written any more."""
    os.kill(os.getpid(), signal.SIGKILL)


def run(order: dict[str, Any]) -> None:
    """One run of the pipeline, or of the application, until ``count`` studies have come to rest, or until it is killed.

    ``kill_state`` and ``kill_nth``: at the nth step of this run into that state. ``kill_statement``: at the nth
    statement of this run that writes to the journal.
    """
    folder, known, steps, written = Path(order["folder"]), dict[str, str](), 0, 0
    wanted, nth, statement = order.get("kill_state"), order.get("kill_nth", 1), order.get("kill_statement")
    lock = threading.Lock()

    def told(event: Event) -> None:
        nonlocal steps
        if not isinstance(event, StudyChanged):
            return
        uid, state = event.record.uid, event.record.state.value
        with lock:
            before = known.get(uid)
            known[uid] = state
            if before == state or (before is None and state != "found"):  # the latter: as an earlier run left it
                return
            steps += state == wanted or (wanted == "final" and event.record.state.final)
            if wanted and steps >= nth:
                kill_self()

    def trace(sql: str) -> None:
        nonlocal written
        written += sql.startswith(("BEGIN", "INSERT", "UPDATE", "COMMIT"))
        if statement and written >= statement:
            kill_self()

    archive = Archive(  # patient: where the processors are busy, a slow answer is no answer less
        "Test archive", "127.0.0.1", order["port"], order["ae_title"], "FIRSTREAD", connection_timeout_s=20.0,
        acse_timeout_s=20.0,
    )  # fmt: skip
    settings = Settings(poll_interval_s=0.2, fetch_settle_s=0.1, fetch_backoff_s=0.05, fetch_retries=20)
    until = time.monotonic() + _LIMIT_S

    def through(journal: Journal) -> bool:
        records = journal.records()
        over = len(records) == order["count"] and all(record.state.final for record in records)
        return over or time.monotonic() > until

    if _WHOLE in sys.argv:
        _run_whole(folder, settings, archive, told, trace, through)
    else:
        with Journal(folder / "data" / "journal") as journal:
            journal._db.set_trace_callback(trace)
            pipeline = Pipeline(archive, journal, ImageCache(folder / "cache"), settings, told, opener=open_by_uid)
            pipeline.start()
            while not through(journal):
                time.sleep(0.02)
            if not pipeline.stop(60):
                os._exit(2)
    say({"statements": written})


def _run_whole(
    profile: Path, settings: Settings, archive: Archive, told: Emit, trace: Callable[[str], None],
    through: Callable[[Journal], bool],
) -> None:  # fmt: skip
    from PySide6.QtCore import QTimer

    from app.application import Application
    from app.paths import Paths
    from app.qt_application import qt_application

    class Watched(Application):
        def _tell(self, event: Event) -> None:
            told(event)  # before anybody else hears of it, so that a kill leaves most to be done
            super()._tell(event)

    qt = qt_application(settings)
    with Watched(Paths.of_profile(profile).make(), settings, archive, opener=open_by_uid) as running:
        running.journal._db.set_trace_callback(trace)
        looking = QTimer(interval=20)
        looking.timeout.connect(lambda: qt.quit() if through(running.journal) else None)
        running.start()
        looking.start()
        qt.exec()


def main() -> None:
    """Serve orders until standard input ends."""
    if _WHOLE in sys.argv:
        import app.application  # noqa: F401 - so that the forked processes need not

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                run(json.loads(line))
                status = 0
            finally:
                sys.stderr.flush()
                os._exit(status)
        say({"pid": child})
        _, ended = os.waitpid(child, 0)
        say({"status": os.waitstatus_to_exitcode(ended)})


if __name__ == "__main__":
    main()
