"""The audit file: who did what and when, append-only, each entry chained to the one before by its SHA-256.

One JSON object a line. ``hash`` is the SHA-256 of the line as written, up to and without ``,"hash"``; ``prev`` is the
hash of the line before. A changed, removed or moved line so breaks the chain. A chain cut at its end is whole in
itself: therefore number and hash of the last entry also stand in a file of their own, the head.

Whoever may write both files can forge both. A head that was noted elsewhere (:func:`verify` takes it) finds that, too.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.errors import AuditError
from app.paths import PRIVATE_FILE, private_folder

#: The ``prev`` of the first entry.
ORIGIN = "0" * 64
_TAIL_BYTES = 64 * 1024


class Action(StrEnum):
    """What was done."""

    STARTED = "started"
    STOPPED = "stopped"
    OPENED = "opened"
    FETCHED = "fetched"
    ANALYSED = "analysed"
    FAILED = "failed"
    EXPORTED = "exported"  # also what was sent
    CHANGED = "changed"
    REMOVED = "removed"
    WIPED = "wiped"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done.

    Attributes:
        at: UTC.
        user: login name of the operating system.
        study: SHA-256 of the Study Instance UID, as the cache names its folder; empty where no study is meant.
        detail: a few words without patient data.
    """

    at: datetime
    user: str
    action: Action
    study: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Number (from 1) and hash of the last entry; ``Head(0, ORIGIN)`` before the first."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What :func:`verify` found: the entries that are sound from the first on, the last of them, and what is wrong."""

    entries: int
    head: Head
    problems: tuple[str, ...]


def login_name() -> str:
    """The operating system's name of the user, not what an environment variable claims."""
    try:
        if sys.platform == "win32":
            return os.getlogin()
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (OSError, KeyError, ImportError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def study_name(study_instance_uid: str) -> str:
    """What stands for a study in the audit file: the SHA-256 of its UID."""
    return sha256(study_instance_uid.encode(errors="surrogatepass")).hexdigest()


def head_file(path: Path) -> Path:
    """Where the head of the audit file at ``path`` is kept."""
    return path.with_suffix(".head")


class AuditLog:
    """Appends to the audit file of one profile; not for use from two threads at once."""

    def __init__(self, path: Path) -> None:
        """Open or begin the file at ``path``; raises AuditError where it cannot be read or written.

        A file whose end does not fit its head is set aside under another name, as evidence, and a new one begins with
        an entry that says so. A last line that a crash cut short, beyond the head, is only taken away.
        """
        self.path = path
        try:
            private_folder(path.parent)
            self._head, sound = _resume(path)
            if not sound:
                aside = path.with_name(f"{path.stem}-damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}{path.suffix}")
                if path.exists():
                    path.replace(aside)
                if head_file(path).exists():
                    head_file(path).replace(head_file(aside))
        except OSError as error:
            raise _trouble(error) from error
        if not sound:
            self.append([Entry(datetime.now(UTC), login_name(), Action.DAMAGED, detail=f"set aside as {aside.name}")])

    @property
    def head(self) -> Head:
        """The last entry written."""
        return self._head

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries and have them on the disk before returning; raises AuditError, and then none is written."""
        head, lines = self._head, []
        for entry in entries:
            line, head = encode(entry, head)
            lines.append(line)
        if not lines:
            return
        try:
            size = _append(self.path, b"".join(lines))
            before, self._head = self._head, head
            try:
                _write_head(self.path, head)  # after them: a crash in between leaves entries that verify still accepts
            except OSError:
                os.truncate(self.path, size)  # whoever gave them gives them again: they would be there twice
                self._head = before
                raise
        except OSError as error:
            raise _trouble(error) from error


@dataclass(frozen=True, slots=True)
class CutShort:
    """A run that never said that it stopped: since when it ran (UTC), and what it wrote, by study and time."""

    since: datetime
    written: frozenset[tuple[str, datetime]]


def cut_short(path: Path) -> CutShort | None:
    """The last run, where a crash ended it: what it did just before may be missing. None where it ended as it should.

    Raises OSError.
    """
    if not path.exists():
        return None
    size = _TAIL_BYTES
    while True:
        entries = [json.loads(line) for line in _tail(path, size) if line.endswith(b"\n")]
        begin = next((n for n in reversed(range(len(entries))) if entries[n]["action"] == Action.STARTED), None)
        if begin is not None or size >= path.stat().st_size:
            break
        size *= 4
    run = entries[begin:] if begin is not None else []
    if not run or any(one["action"] == Action.STOPPED for one in run):
        return None
    times = [(one["study"], datetime.fromisoformat(one["at"])) for one in run]
    return CutShort(min(at for _, at in times), frozenset(times))  # where the clock was put back, it began later


def encode(entry: Entry, head: Head) -> tuple[bytes, Head]:
    """The line of ``entry`` after ``head``, with its end of line, and the new head."""
    content = {
        "n": head.number + 1, "at": entry.at.astimezone(UTC).isoformat(), "user": entry.user,
        "action": entry.action.value, "study": entry.study, "detail": entry.detail, "prev": head.hash,
    }  # fmt: skip
    body = _dump(content)[:-1]
    return _sealed(body), Head(head.number + 1, sha256(body).hexdigest())


def decode(line: bytes, before: Head) -> Head:
    """The head after ``line``, without its end of line; raises ValueError with what is wrong with it."""
    body = line.rpartition(b',"hash":"')[0]
    if line + b"\n" != _sealed(body):
        raise ValueError("was changed: its hash does not fit")
    try:
        content = json.loads(line)
        number, previous = content["n"], content["prev"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("is no entry") from error
    if previous != before.hash or number != before.number + 1:
        raise ValueError("does not follow the line before: an entry was removed, put in or moved")
    return Head(before.number + 1, sha256(body).hexdigest())


def verify(path: Path, noted: str = "") -> Verification:
    """Read an audit file from its first entry to its last, and hold it against its head; raises OSError.

    ``noted`` is a hash that was noted earlier, elsewhere; it has to be that of an entry.
    """
    try:
        head: bytes | None = head_file(path).read_bytes()  # first, so that it cannot be newer than what is read next
    except FileNotFoundError:
        head = None
    with path.open("rb") as file:
        return examine(file, head, noted)


def examine(lines: Iterable[bytes], recorded_head: bytes | None, noted: str = "") -> Verification:
    """As :func:`verify`, of the lines with their ends, and of the bytes of the head file (None where there is none).

    Entries newer than the head are no problem: the head is written after them.
    """
    problems: list[str] = []
    recorded = None if recorded_head is None else _read_head(recorded_head)
    if recorded is None:
        problems.append("The head file is missing or damaged: a cut at the end cannot be excluded.")
    head = Head(0, ORIGIN)
    hashes = {0: ORIGIN}
    for line_number, line in enumerate(lines, 1):
        try:
            if not line.endswith(b"\n"):
                raise ValueError("is cut short")
            head = decode(line[:-1], head)
        except ValueError as error:
            problems.append(f"Line {line_number} {error}.")
            break
        if (recorded is not None and head.number == recorded.number) or head.hash == noted:
            hashes[head.number] = head.hash
    if recorded is not None and hashes.get(recorded.number) != recorded.hash:
        if head.number < recorded.number:
            problems.append(f"The end is missing: {recorded.number} entries were written, {head.number} are sound.")
        else:
            problems.append(f"Entry {recorded.number} is not the one that the head file names.")
    if noted and noted not in hashes.values():
        problems.append("No entry has the hash that was noted.")
    return Verification(head.number, head, tuple(problems))


def _read_head(raw: bytes) -> Head | None:
    try:
        content = json.loads(raw)
        head = Head(content["n"], content["hash"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return head if type(head.number) is int and _head_bytes(head) == raw else None


def _append(path: Path, content: bytes) -> int:
    """Append and sync; returns the size before.

    What a full disk let through in part is taken back, so that a later try begins on a new line.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    try:
        size = os.fstat(descriptor).st_size
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    return size


def _write_head(path: Path, head: Head) -> None:
    partial = head_file(path).with_suffix(".head.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_head_bytes(head))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(head_file(path))


def _head_bytes(head: Head) -> bytes:
    return _dump({"n": head.number, "hash": head.hash}) + b"\n"


def _sealed(body: bytes) -> bytes:
    return body + f',"hash":"{sha256(body).hexdigest()}"}}\n'.encode()


def _dump(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()


def _resume(path: Path) -> tuple[Head, bool]:
    """Where to go on, looking at the end of the file only; False where end and head do not fit each other."""
    origin = Head(0, ORIGIN)
    if not path.exists():
        return origin, not head_file(path).exists()
    recorded: Head | None = origin  # without a head: a crash right after the first entries
    if head_file(path).exists():
        recorded = _read_head(head_file(path).read_bytes())
    if recorded is None:
        return origin, False
    lines, most = _tail(path), _TAIL_BYTES
    while recorded != origin and most < path.stat().st_size and recorded.number not in map(_number, lines):
        most *= 4  # a power cut may have left a head of before much that was written at once
        lines = _tail(path, most)
    if lines and not lines[-1].endswith(b"\n"):
        cut = lines.pop()
        if _number(cut) is not None and recorded.number >= (_number(cut) or 0):
            return origin, False
        os.truncate(path, path.stat().st_size - len(cut))
    numbers = [_number(line) for line in lines]
    if recorded == origin:
        begin = numbers.index(1) if 1 in numbers else len(lines)
        if begin == len(lines):
            return origin, not lines
    elif recorded.number in numbers:
        begin = numbers.index(recorded.number) + 1
        body = lines[begin - 1].rpartition(b',"hash":"')[0]
        if sha256(body).hexdigest() != recorded.hash or lines[begin - 1] != _sealed(body):
            return origin, False
    else:
        return origin, False
    head = recorded
    try:
        for line in lines[begin:]:
            head = decode(line[:-1], head)
    except ValueError:
        return origin, False
    return head, True


def _tail(path: Path, most: int = _TAIL_BYTES) -> list[bytes]:
    """The last whole lines of the file, and what follows them."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - most))
        lines = file.read().splitlines(keepends=True)
    return lines if size <= most else lines[1:]


def _number(line: bytes) -> int | None:
    head, _, rest = line.partition(b'{"n":')
    digits = rest.partition(b",")[0]
    return int(digits) if not head and digits.isdigit() else None


def _trouble(error: OSError) -> AuditError:
    return AuditError("audit_not_written", f"The audit file cannot be written: {error.strerror or 'unknown error'}.")
