"""What a second start of Firstread asks of the one that runs already with the same profile: show yourself, open these.

A request is a small file in a folder of the profile, where only its owner can read and write: it is written under
another name first, and removed by whoever takes it, so that it is taken once and as a whole. The running program is
told by the system that something came; it looks at no clock.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QFileSystemWatcher, QObject, Signal, Slot
from PySide6.QtGui import QFileOpenEvent

from app.errors import JournalError
from app.paths import Paths, private_folder, write_private
from app.profile_lock import is_locked, runs_elsewhere, who_runs

_log = logging.getLogger(__name__)

#: So long the running program may take to answer: it may just be starting.
ANSWER_S = 10.0
_LOOK_S = 0.02
#: A request that is larger is none of ours.
_MOST_BYTES = 4 * 1024 * 1024


def hand_over(paths: Paths, files: Sequence[Path], answer_s: float = ANSWER_S) -> bool:
    """Ask the Firstread that runs with this profile to come to the front and open ``files``, given as absolute paths.

    False where none runs. Raises JournalError where one runs on another computer, or does not answer, OSError.
    """
    if not is_locked(paths):
        return False
    if runs_elsewhere(paths):  # whoever reads there has not asked for our files
        raise JournalError("already_running", who_runs(paths))
    folder = private_folder(paths.requests)
    request = folder / f"{uuid.uuid4().hex}.json"
    write_private(request, json.dumps([str(path) for path in files]).encode())
    until = time.monotonic() + answer_s
    while request.exists():
        if time.monotonic() >= until or not is_locked(paths):
            request.unlink(missing_ok=True)
            if is_locked(paths):
                raise JournalError(
                    "already_running",
                    "Firstread already runs with this profile, but does not answer; end it, or sign out and in again.",
                )
            return False
        time.sleep(_LOOK_S)
    return True


class Requests(QObject):
    """Hears what other starts ask of this one, in the window's thread."""

    #: Somebody started Firstread once more, with these files and folders (a tuple of Path, most times empty).
    asked = Signal(object)

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        """Raises OSError where the profile's folder cannot be used."""
        super().__init__(parent)
        self._folder = private_folder(paths.requests)
        self._watcher: QFileSystemWatcher | None = None

    def start(self) -> None:
        """Begin with what came while this program was starting."""
        self._watcher = QFileSystemWatcher([str(self._folder)])
        self._watcher.directoryChanged.connect(self._look)
        qt = QCoreApplication.instance()
        if qt is not None and sys.platform == "darwin":  # elsewhere it would only see every event go by
            qt.installEventFilter(self)
        self._look()

    def stop(self) -> None:
        """Hear nothing any more."""
        # Without a parent it goes at once, and here: left to Python's collector it might go in another thread, where
        # Qt's loop keeps a notifier for a file that is closed.
        self._watcher = None
        qt = QCoreApplication.instance()
        if qt is not None and sys.platform == "darwin":
            qt.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What macOS asks the running application to open, one file or folder at a time."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit((Path(event.file()),))
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _look(self) -> None:
        for request in sorted(self._folder.glob("*.json")):
            try:
                with request.open("rb") as file:
                    files = json.loads(file.read(_MOST_BYTES))
                request.unlink()
                asked = tuple(Path(str(one)) for one in files)
            except FileNotFoundError:
                continue  # whoever asked has given up
            except (OSError, ValueError, TypeError) as error:
                _log.warning("a request of another start cannot be read (%s)", type(error).__name__)
                request.unlink(missing_ok=True)
                continue
            self.asked.emit(asked)
