"""Reports of crashes and unexpected errors: kept on this machine only, without patient data, shown at the next start.

A report names the versions, the place in the program and the type of the error; never an error's own text, which may
name a patient, and of a file no more than its name.
"""

from __future__ import annotations

import contextlib
import logging
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.paths import PRIVATE_FILE, private_folder, private_open
from inference import __version__

_log = logging.getLogger(__name__)

FOLDER = "crashes"
#: Older ones are removed.
KEPT = 20
_MOST_BYTES = 200_000
_NEW, _SEEN = "new-", "crash-"
_FOLDERS = re.compile(r'(File ")[^"]*[/\\]([^"/\\]*")')


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One report: its file, and what it says."""

    path: Path
    text: str


def write(log_folder: Path, title: str, body: str) -> None:
    """Keep a report below ``log_folder``; never raises, because it is called when much is wrong already."""
    now = datetime.now(UTC)
    text = (
        f"{title}\n{now:%Y-%m-%d %H:%M:%S} UTC, Firstread {__version__}, Python {platform.python_version()}, "
        f"{platform.platform()}\n\n{_without_folders(body)}\n"
    )
    try:
        folder = private_folder(log_folder / FOLDER)
        with private_open(folder / f"{_NEW}{now:%Y%m%dT%H%M%S%f}.txt") as file:
            file.write(text.encode("utf-8", "replace"))
        for old in sorted(folder.glob("*.txt"), key=_when)[:-KEPT]:
            old.unlink()
    except OSError as error:
        _log.error("no crash report: %s", error.strerror)


def take_over(log_folder: Path, stacks: Path) -> None:
    """Make a report of ``stacks``, where the interpreter left them when it crashed, and empty that file.

    Only while no other Firstread has this profile. Never raises.
    """
    with contextlib.suppress(OSError):
        size = stacks.stat().st_size
        if not size:
            return
        with stacks.open("rb") as file:
            file.seek(max(0, size - _MOST_BYTES))
            left = file.read().decode("utf-8", "replace")
        write(log_folder, "The program crashed.", left)
        stacks.write_bytes(b"")
        stacks.chmod(PRIVATE_FILE)


def unseen(log_folder: Path) -> tuple[CrashReport, ...]:
    """The reports that nobody was shown yet, the newest first."""
    found = []
    for path in sorted((log_folder / FOLDER).glob(f"{_NEW}*.txt"), reverse=True):
        with contextlib.suppress(OSError):
            found.append(CrashReport(path, path.read_text(encoding="utf-8", errors="replace")))
    return tuple(found)


def mark_seen(reports: tuple[CrashReport, ...]) -> None:
    """Show them no more; they are kept all the same."""
    for report in reports:
        with contextlib.suppress(OSError):
            report.path.rename(report.path.with_name(_SEEN + report.path.name.removeprefix(_NEW)))


def _when(path: Path) -> str:
    return path.name.partition("-")[2]


def _without_folders(text: str) -> str:
    """Of files only their names: folders may hold the name of who works here."""
    return _FOLDERS.sub(r"\1\2", text)
