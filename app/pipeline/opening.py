"""DICOM files and folders that somebody opens: taken up as studies, by copies, as the watched folder's are.

The files themselves are only read. Results of such a study are not sent to an archive, unless one holds it, too: what
came on a disc is nobody's business there.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.domain.events import Opened
from app.domain.study import Source
from app.pacs.header import ReceivedHeader, read_received
from app.pipeline.folder import CUT_SHORT, MOST_FILES, NOT_CT, NOT_DICOM, UNREADABLE, whole
from app.pipeline.intake import Intake
from inference.elements import quiet
from inference.files import is_of_the_disk

_WIPED = "of a patient who was wiped from this workstation"
#: The file that lists what is on a disc (PS3.10 8.6).
_DICOMDIR = "DICOMDIR"


def open_files(paths: Sequence[Path], intake: Intake, stopping: Callable[[], bool]) -> Opened:
    """Copy the studies of these files and folders; says which they are, and what could not be taken.

    Raises CacheError where there is no room, JournalError.
    """
    studies: dict[str, None] = {}
    bad: Counter[str] = Counter()
    for count, path in enumerate(_files(paths)):
        if stopping():
            break
        if count >= MOST_FILES:
            return Opened(tuple(studies), f"Only {MOST_FILES} files were looked at; choose a smaller folder.")
        try:
            why = _take(path, intake, studies)
        except OSError:
            why = UNREADABLE
        if why:
            bad[why] += 1
    for study in studies:
        intake.complete(study)
    return Opened(tuple(studies), _in_words(len(studies), bad))


def _take(path: Path, intake: Intake, studies: dict[str, None]) -> str:
    """Copy one file, and note its study; returns why it cannot be taken. Raises as Intake.copy, and OSError."""
    with quiet():
        header = read_received(path)
        if header is None:
            return NOT_DICOM
        if not whole(path):
            return CUT_SHORT
    study = header.study.study_instance_uid
    if intake.ignores(study):
        return _WIPED
    if not intake.copy(path, header, Source.OPENED):
        return NOT_CT
    studies[study] = None
    return ""


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """What is opened: of a folder all files, of a single file also the images of its study that lie beside it."""
    single = len(paths) == 1 and paths[0].is_file()
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        elif path.name.upper() == _DICOMDIR:
            yield from _below(path.parent)
        else:
            yield path
    if single and paths[0].name.upper() != _DICOMDIR:
        first = _header(paths[0])
        if first is not None:
            yield from _beside(paths[0], first.study.study_instance_uid)


def _below(folder: Path) -> Iterator[Path]:
    """Every file of a folder with all folders in it, in the order of their names, without hidden ones and links.

    Folders that cannot be read come last: what is in them is missing, and that is counted.
    """
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and name.upper() != _DICOMDIR and _may_be_taken(path):
                yield path
    yield from (path for path in (Path(one.filename) for one in closed) if not is_of_the_disk(path))


def _may_be_taken(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True  # reading it says why not, and that is counted


def _beside(file: Path, study_instance_uid: str) -> Iterator[Path]:
    try:
        others = sorted(one for one in file.parent.iterdir() if one != file and one.is_file())
    except OSError:
        return  # the one file is what can be had
    for other in others:
        header = _header(other)
        if header is not None and header.study.study_instance_uid == study_instance_uid:
            yield other


def _header(path: Path) -> ReceivedHeader | None:
    try:
        with quiet():
            return read_received(path)
    except OSError:
        return None


def _in_words(studies: int, bad: Counter[str]) -> str:
    """One plain sentence on what could not be taken; empty where all could."""
    if not bad:
        return "" if studies else "There is no file in what was opened."
    reasons = ", ".join(f"{count} {why}" for why, count in sorted(bad.items()))
    files = "1 file" if bad.total() == 1 else f"{bad.total()} files"
    return f"{files} could not be opened: {reasons}."
