"""What of a result goes to an archive, and how far that is: one small file for each archive, and the objects.

It is written before the first object leaves, and after each one: a program that was killed goes on where it was.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from app.errors import CacheError
from app.paths import private_folder, write_private

_FOLDER = "dicom"
_FILES = "outbox-*.json"


class Progress(StrEnum):
    """How far one object is."""

    WAITING = "waiting"
    STORED = "stored"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Item:
    """One object: its kind, its UIDs, and how far it is."""

    kind: str
    sop_class_uid: str
    sop_instance_uid: str
    progress: Progress = Progress.WAITING


@dataclass(frozen=True, slots=True)
class Outbox:
    """The objects of one study's result on their way to one archive.

    Attributes:
        archive: its name.
        result: which result and which kinds the items were made of.
        announced: how many images that study had when its result was made; None where that was not known.
        extra: objects of earlier results that the archive counts beyond ``announced``; below 0 where some of the items
            are counted in it already.
        items: in the order to send; empty while the objects are not made.
        tries: attempts that failed for another reason than the line.
        transaction: UID under which storage commitment was asked for; empty before, and where it is not wanted.
    """

    archive: str
    result: str = ""
    announced: int | None = None
    extra: int = 0
    items: tuple[Item, ...] = ()
    tries: int = 0
    transaction: str = ""

    @property
    def waiting(self) -> tuple[Item, ...]:
        """What is still to be sent."""
        return tuple(item for item in self.items if item.progress is Progress.WAITING)

    @property
    def sent(self) -> int:
        """How many the archive has taken."""
        return len(self.items) - len(self.waiting)

    @property
    def uids(self) -> frozenset[str]:
        """The SOP Instance UIDs."""
        return frozenset(item.sop_instance_uid for item in self.items)

    def at(self, progress: Progress, *uids: str) -> Outbox:
        """This, with the objects of these UIDs so far."""
        items = tuple(replace(one, progress=progress) if one.sop_instance_uid in uids else one for one in self.items)
        return replace(self, items=items)


def load(folder: Path, archive: str) -> Outbox | None:
    """The outbox for an archive in a study's folder; None without one, or where it cannot be read (the result is then
    sent anew, and arrives as the same objects)."""
    return _read(folder / _FOLDER / _file(archive))


def load_all(folder: Path) -> tuple[Outbox, ...]:
    """Every outbox in a study's folder."""
    found = (_read(path) for path in sorted((folder / _FOLDER).glob(_FILES)))
    return tuple(box for box in found if box is not None)


def save(folder: Path, outbox: Outbox) -> None:
    """Write it, at once and as a whole; raises CacheError."""
    _write(folder, _file(outbox.archive), json.dumps(asdict(outbox)).encode())


def save_object(folder: Path, kind: str, encoded: bytes) -> None:
    """Keep an object to be sent; raises CacheError."""
    _write(folder, f"{kind}.dcm", encoded)


def object_path(folder: Path, kind: str) -> Path:
    """Where an object of this kind lies."""
    return folder / _FOLDER / f"{kind}.dcm"


def drop_objects(folder: Path) -> None:
    """Remove the objects, which are not needed any more; what is to be sent later is made again, the same."""
    for path in (folder / _FOLDER).glob("*.dcm"):
        with contextlib.suppress(OSError):
            path.unlink()


def _file(archive: str) -> str:
    """The name of an archive may hold what no file name does."""
    return _FILES.replace("*", sha256(archive.encode()).hexdigest()[:16])


def _read(path: Path) -> Outbox | None:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        items = tuple(Item(**{**one, "progress": Progress(one["progress"])}) for one in read.pop("items"))
        return Outbox(**read, items=items)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(folder: Path, name: str, content: bytes) -> None:
    try:
        write_private(private_folder(folder / _FOLDER) / name, content)
    except OSError as error:
        raise CacheError(
            "outbox_not_written", f"Results cannot be made ready to send: {error.strerror or 'unknown error'}."
        ) from error
