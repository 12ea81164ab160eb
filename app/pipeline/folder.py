"""The watched folder: DICOM files that somebody copies there are taken up as studies.

Files are copied into the cache, never moved, changed or deleted. A file is taken once it has kept its size and time of
change for a while, so that half-copied ones are waited for. What was taken is remembered in the journal under a hash,
so that a restart takes nothing twice; what cannot be taken is told with its reason, and looked at again if it changes.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydicom.uid import UID

from app.domain.events import IntakeStatus
from app.domain.study import Source
from app.errors import CacheError, JournalError
from app.pacs.header import read_received
from app.pipeline.intake import Intake
from app.store.cache import folder_name
from app.store.journal import Journal
from inference.elements import integer, quiet
from inference.files import read_whole

_log = logging.getLogger(__name__)

#: More files than this are not looked at: the folder is a wrong one.
MOST_FILES = 200_000
_NAME = "Watched folder"
#: Why a file cannot be taken.
NOT_DICOM, NOT_CT = "no DICOM images", "not of a CT study"
CUT_SHORT, UNREADABLE = "damaged or cut short", "not readable for Firstread"


@dataclass(frozen=True, slots=True)
class _Seen:
    size: int
    changed_ns: int
    since: float


class FolderWatch:
    """A thread that looks through one folder, with all folders in it, every ``interval_s``."""

    def __init__(
        self,
        folder: Path,
        interval_s: float,
        settle_s: float,
        intake: Intake,
        journal: Journal,
        tell: Callable[[IntakeStatus], None],
    ) -> None:
        """``settle_s`` is how long a file has to keep its size before it is taken."""
        self._folder, self._interval_s, self._settle_s = folder, interval_s, settle_s
        self._intake, self._journal, self._tell = intake, journal, tell
        self._seen: dict[Path, _Seen] = {}
        self._taken: set[str] = set()
        self._bad: dict[str, str] = {}
        self._closed = 0  # folders within it that could not be read at the latest look
        self._told: IntakeStatus | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="firstread-folder")

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End soon; then :meth:`join`."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True where it has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            started = time.monotonic()
            try:
                self.look(started)
            except OSError:
                self._say(False, "The watched folder cannot be read; check that it exists and who may read it.")
            except (CacheError, JournalError) as error:
                self._say(False, f"The watched folder has to wait. {error.reason.text}")
            except Exception:  # the next look may go well
                _log.exception("looking through the watched folder failed")
                self._say(False, "Looking through the watched folder failed; see the log.")
            took = time.monotonic() - started
            self._stop.wait(max(self._interval_s, 5 * took))  # a huge folder on a slow share is looked at less often

    def look(self, now: float) -> None:
        """Look once, at ``now`` on a rising clock. Raises OSError, CacheError, JournalError."""
        self._taken = self._journal.taken_files()
        there: set[str] = set()
        paths: set[Path] = set()
        for count, (path, size, changed_ns) in enumerate(self._files()):
            if self._stop.is_set():
                return
            if count >= MOST_FILES:
                self._say(False, f"The watched folder holds more than {MOST_FILES} files; choose another one.")
                return
            paths.add(path)
            name = _name(path, size, changed_ns)
            there.add(name)
            if name in self._taken or self._bad.get(name, UNREADABLE) != UNREADABLE:
                continue
            seen = self._seen.get(path)
            if seen is None or (seen.size, seen.changed_ns) != (size, changed_ns):
                self._seen[path] = seen = _Seen(size, changed_ns, now)
            if now - seen.since >= self._settle_s:
                self._take(path, name)
                self._seen.pop(path, None)
        self._seen = {path: seen for path, seen in self._seen.items() if path in paths}
        self._bad = {name: why for name, why in self._bad.items() if name in there}
        gone = self._taken - there
        if gone and there and not self._closed:  # not of a share that is away for a moment
            self._journal.drop_files(gone)
        self._say(True, self._in_words())

    def _take(self, path: Path, name: str) -> None:
        try:
            with quiet():
                self._bad.pop(name, None)  # another program had it, or the share hung
                header = read_received(path)
                if header is None:
                    self._bad[name] = NOT_DICOM
                    return
                if not whole(path):
                    self._bad[name] = CUT_SHORT
                    return
            if not self._intake.copy(path, header, Source.FOLDER):
                self._bad[name] = NOT_CT
                return
        except OSError:
            self._bad[name] = UNREADABLE
            return
        self._journal.take_files([name], folder_name(header.study.study_instance_uid))

    def _files(self) -> Iterator[tuple[Path, int, int]]:
        """Every regular file with size and time of change; hidden ones and links are left out.

        A folder within it that cannot be read, as lost+found, holds up no other. Raises OSError for the folder itself.
        """
        waiting, self._closed = [self._folder], 0
        while waiting:
            folder = waiting.pop()
            try:
                entries = os.scandir(folder)
            except OSError:
                if folder == self._folder:
                    raise
                self._closed += 1
                continue
            with entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(Path(entry.path))
                        elif entry.is_file(follow_symlinks=False):
                            status = entry.stat(follow_symlinks=False)
                            yield Path(entry.path), status.st_size, status.st_mtime_ns
                    except FileNotFoundError:
                        continue  # gone in between

    def _in_words(self) -> str:
        if not self._bad:
            if self._closed:
                folders = "1 folder" if self._closed == 1 else f"{self._closed} folders"
                return f"The watched folder is looked through, but for {folders} within it that Firstread may not read."
            return "The watched folder is looked through."
        reasons = ", ".join(f"{count} {why}" for why, count in sorted(Counter(self._bad.values()).items()))
        files = "1 file" if len(self._bad) == 1 else f"{len(self._bad)} files"
        return f"{files} of the watched folder cannot be taken: {reasons}."

    def _say(self, ok: bool, text: str) -> None:
        status = IntakeStatus(_NAME, ok and not self._bad, text)
        if status != self._told:
            self._told = status
            self._tell(status)


def whole(path: Path) -> bool:
    """Whether a DICOM file can be read to its end; raises OSError."""
    try:
        ds = read_whole(path)
        if "PixelData" not in ds or UID(str(ds.file_meta.get("TransferSyntaxUID", ""))).is_compressed:
            return True  # compressed pixels end with a delimiter, without which they were not read at all
        counts = [integer(ds, keyword) or 1 for keyword in ("Rows", "Columns", "SamplesPerPixel", "NumberOfFrames")]
        return len(ds.PixelData) >= math.prod(counts) * (integer(ds, "BitsAllocated") or 16) // 8
    except OSError:
        raise
    except Exception:  # pydicom raises anything
        return False


def _name(path: Path, size: int, changed_ns: int) -> str:
    return sha256(f"{path}\0{size}\0{changed_ns}".encode(errors="surrogatepass")).hexdigest()
