"""A whole workstation as a program of its own, without a screen: obeys orders, and tells each change of a mark.

Orders come as lines of JSON on standard input, such as ``["claim", UID, true]`` or ``["note", UID, TEXT]``.
Changes go to standard output as ``{"at": seconds since 1970, "uid", "claimed_by", "flagged", "note"}``, the first line
when the window stands. The end of the input ends the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

from app.settings import Settings
from tests.integration.postgres_process import Postgres

REPO = Path(__file__).resolve().parent.parent.parent


#: Who reads at the three workstations.
READERS = ("ann", "bob", "cy")


class Station:
    """The program, as a test or benchmark sees it."""

    def __init__(self, profile: Path, settings: Settings, password: str, uids: list[str]) -> None:
        """``profile`` is a folder of its own; the studies ``uids`` are in its journal from the start."""
        from app.paths import Paths

        settings.save(Paths.of_profile(profile).make().settings_file)
        self.reader, self.heard = settings.team_reader_name, Queue[dict[str, Any]]()
        self._log = (profile / "words").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.station_process", str(profile), *uids], cwd=REPO,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env=os.environ | {"FIRSTREAD_TEST_PASSWORD": password, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        self._thread = threading.Thread(target=self._hear)
        self._thread.start()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.heard.put(json.loads(line))

    def order(self, *words: object) -> float:
        """Have it do something; returns the seconds since 1970."""
        assert self._process.stdin is not None
        at = time.time()
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        self._process.stdin.flush()
        return at

    def until(self, seen: Callable[[dict[str, Any]], bool], seconds: float = 60.0) -> dict[str, Any]:
        """The first change that ``seen`` accepts; raises queue.Empty."""
        end = time.monotonic() + seconds
        while not seen(change := self.heard.get(timeout=max(end - time.monotonic(), 0.0))):
            pass
        return change

    def close(self) -> int:
        """Let it end, or end it; returns its exit status."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            return self._process.wait(60)
        finally:
            self._process.kill()
            self._process.wait()
            self._thread.join()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._log.close()


@contextmanager
def three(folder: Path, database: Postgres, uids: list[str], seconds: float) -> Iterator[list[Station]]:
    """The workstations of :data:`READERS` on one database, each in a folder of its own; all have their window."""
    with ExitStack() as ends:
        stations = []
        for reader in READERS:
            settings = Settings(
                team_database=database.url, team_database_ca_file=str(database.ca_file), team_reader_name=reader,
                analysis_model_dir=str(folder / "no model"), poll_interval_s=600.0,
            )  # fmt: skip
            station = Station(folder / reader, settings, database.password, uids)
            ends.callback(station.close)
            stations.append(station)
        for station in stations:
            station.until(lambda change: change["uid"] == uids[-1], seconds)
        yield stations


def main(profile: Path, uids: list[str]) -> int:
    """Run the real application until standard input ends."""
    from PySide6.QtCore import QTimer

    from app.application import Application
    from app.domain.study import Study
    from app.pacs.archive import Archive
    from app.pacs.secret_store import TEAM, Kind, store_secret
    from app.paths import Paths
    from app.qt_application import qt_application
    from app.store.journal import Journal
    from tests.app.key_store import key_store

    paths = Paths.of_profile(profile)
    settings, _ = Settings.load(paths.settings_file)
    with Journal(paths.journal_file) as journal:
        for uid in uids:
            journal.found(Study(study_instance_uid=uid))
    qt = qt_application(Settings())
    with key_store():
        store_secret(TEAM, Kind.DATABASE, os.environ["FIRSTREAD_TEST_PASSWORD"])
        with Application(paths, settings, Archive("Gone", "127.0.0.1", 9, "GONE", connection_timeout_s=0.3)) as running:
            known: dict[str, dict[str, Any]] = {}

            def tell() -> None:
                for record in running.window.model.records():  # what the reader sees
                    said = {"claimed_by": record.claimed_by, "flagged": record.flagged, "note": record.note}
                    if known.get(record.uid) != said:
                        known[record.uid] = said
                        print(json.dumps({"at": time.time(), "uid": record.uid, **said}), flush=True)

            def obey() -> None:
                for line in sys.stdin:
                    name, uid, value = json.loads(line)
                    getattr(running.window._commands, name)(uid, value)
                ending.set()

            ending = threading.Event()
            looking = QTimer(interval=10)
            looking.timeout.connect(lambda: qt.quit() if ending.is_set() else tell())
            running.start()
            looking.start()
            threading.Thread(target=obey, daemon=True).start()
            return qt.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
