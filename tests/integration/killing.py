"""Kills the pipeline and lets it go on, again and again, and says what became of its work."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from app.domain.states import StudyState
from app.pacs.archive import Archive
from app.store.cache import ImageCache
from app.store.journal import Journal

REPO = Path(__file__).resolve().parents[2]
#: Steps at whose end the line is killed, in the order of a study's life.
BOUNDARIES = ("found", "queued", "fetching", "ready", "analysing", "final")


@dataclass(frozen=True, slots=True)
class Kill:
    """When a run is killed: at a step, at a statement of the journal, or after some seconds; never if all are None."""

    state: str | None = None
    nth: int = 1
    statement: int | None = None
    after_s: float | None = None

    @property
    def kind(self) -> str:
        """In one word."""
        return self.state or ("statement" if self.statement else "moment" if self.after_s is not None else "never")


@dataclass
class Line:
    """The program of :mod:`tests.integration.line_process`, serving one archive with ``count`` studies."""

    archive: Archive
    count: int
    orders: IO[str]
    answers: IO[str]
    kills: list[Kill] = field(default_factory=list)

    def run(self, folder: Path, kill: Kill) -> dict[str, Any]:
        """One run; what it said, with ``killed`` whether it was (it may have been through before)."""
        order = {
            "folder": str(folder), "port": self.archive.port, "ae_title": self.archive.ae_title, "count": self.count,
            "kill_state": kill.state, "kill_nth": kill.nth, "kill_statement": kill.statement,
        }  # fmt: skip
        print(json.dumps(order), file=self.orders, flush=True)
        said: dict[str, Any] = {}
        timer: threading.Timer | None = None
        while "status" not in said:
            said |= json.loads(self.answers.readline())
            if timer is None and kill.after_s is not None and "pid" in said:
                timer = threading.Timer(kill.after_s, os.kill, (said["pid"], signal.SIGKILL))
                timer.start()
        if timer is not None:
            timer.cancel()
            timer.join()
        assert said["status"] in (0, -signal.SIGKILL), said
        said["killed"] = said["status"] != 0
        if said["killed"]:
            self.kills.append(kill)
        return said


@contextmanager
def line(archive: Archive, count: int, *more: str) -> Iterator[Line]:
    """Start the program that is to be killed, with ``more`` arguments; ``archive`` holds ``count`` studies."""
    environment = os.environ | {
        "PYTHONPATH": str(REPO), "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore",
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.integration.line_process", *more]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as program:
        assert program.stdin is not None and program.stdout is not None
        try:
            yield Line(archive, count, program.stdin, program.stdout)
        finally:
            program.stdin.close()
            program.wait(30)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a profile holds at the end: for each study its answer, and how often work on it was completed."""

    answers: dict[str, tuple[object, ...]]
    fetched: dict[str, int]
    analysed: dict[str, int]
    integrity: tuple[str, ...]

    @property
    def done_twice(self) -> list[str]:
        """Studies whose fetch or analysis was completed more or less often than once."""
        return [uid for uid in self.answers if (self.fetched[uid], self.analysed[uid]) != (1, 1)]


def outcome(folder: Path) -> Outcome:
    """Read a profile after its line has ended; also looks for images that were left half written."""
    (path,) = (one for one in (folder / "data").iterdir() if one.name in ("journal", "journal.sqlite3"))
    cache = ImageCache(folder / "cache")
    with Journal(path) as journal:
        records = journal.records()
        steps = {record.uid: journal.transitions(record.uid) for record in records}
    assert len({record.uid for record in records}) == len(records)
    db = sqlite3.connect(path)
    try:
        integrity = [row[0] for row in db.execute("PRAGMA integrity_check")]
        integrity += [str(row) for row in db.execute("PRAGMA foreign_key_check")]
    finally:
        db.close()
    return Outcome(
        {
            r.uid: (r.state, r.summary, r.images_received, r.reasons, r.read_at, len(cache.images(r.uid)))
            for r in records
        },
        {uid: _count(transitions, StudyState.FETCHING) for uid, transitions in steps.items()},
        {uid: _count(transitions, StudyState.ANALYSING) for uid, transitions in steps.items()},
        tuple(integrity),
    )


def _count(transitions: list[Any], stage: StudyState) -> int:
    """How often ``stage`` was completed, not cut short."""
    ends = (StudyState.READY,) if stage is StudyState.FETCHING else (StudyState.POSITIVE, StudyState.NEGATIVE)
    return sum(step.before is stage and step.after in ends for step in transitions)


def chain(running: Line, folder: Path, kills: list[Kill]) -> Outcome:
    """Kill the line at each of ``kills``, start it again each time, let it end, and see what it holds."""
    for kill in kills:
        if not running.run(folder, kill)["killed"]:
            break  # it was through before
    assert not running.run(folder, Kill())["killed"]
    return outcome(folder)


def some_kills(count: int, seconds: float, statements: int, studies: int, seed: int) -> list[Kill]:
    """Every boundary in turn, and between them statements of the journal and moments of an undisturbed run."""
    choose = random.Random(seed)
    kills: list[Kill] = []
    while len(kills) < count:
        n = len(kills)
        kills += [
            Kill(BOUNDARIES[n // 3 % len(BOUNDARIES)], choose.randint(1, max(1, studies // 3))),
            Kill(statement=choose.randint(1, max(1, statements // 2))),
            Kill(after_s=choose.uniform(0, seconds)),
        ]
    return kills[:count]


def timed(running: Line, folder: Path) -> tuple[Outcome, float, int]:
    """An undisturbed run: what it holds, its seconds, and how many statements wrote to its journal."""
    started = time.monotonic()
    said = running.run(folder, Kill())
    seconds = time.monotonic() - started
    assert said["status"] == 0
    return outcome(folder), seconds, int(said["statements"])
