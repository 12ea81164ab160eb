"""The image cache: received DICOM files and results, one private folder a study, every name a hash.

A UID comes from outside and never becomes part of a path (CVE-2026-56445, CVE-2026-32711): names are the SHA-256
of the UID. Files appear under their name only when complete.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from app.errors import CacheError
from app.paths import private_folder, private_open

_PARTIAL = ".part"
_IMAGES = "images"
_TRASH = ".trash-"
_CHUNK = 1024 * 1024


class ImageCache:
    """Images and results below one root folder (mode 0700)::

    <sha256 of Study Instance UID>/images/<sha256 of SOP Instance UID>.dcm
    <sha256 of Study Instance UID>/result.json, labels.npz
    """

    def __init__(self, root: Path) -> None:
        """Make the root and sweep out what an earlier crash left half written; raises CacheError."""
        self.root = root
        self._lock = threading.Lock()
        self._unsynced: dict[str, set[Path]] = {}
        try:
            private_folder(root)
            for left_over in root.glob(f"*/{_IMAGES}/*{_PARTIAL}"):
                left_over.unlink(missing_ok=True)
            for trash in root.glob(f"{_TRASH}*"):
                shutil.rmtree(trash)
        except OSError as error:
            raise _trouble(error) from error

    def folder(self, study_instance_uid: str) -> Path:
        """The folder of a study, made if needed; holds its results. Raises CacheError."""
        try:
            return private_folder(self.root / _hash(study_instance_uid))
        except OSError as error:
            raise _trouble(error) from error

    def images_folder(self, study_instance_uid: str) -> Path:
        """The folder of a study's received images, made if needed. Raises CacheError."""
        try:
            return private_folder(self.folder(study_instance_uid) / _IMAGES)
        except OSError as error:
            raise _trouble(error) from error

    def image_path(self, study_instance_uid: str, sop_instance_uid: str) -> Path:
        """Where one image is, or will be."""
        return self.images_folder(study_instance_uid) / f"{_hash(sop_instance_uid)}.dcm"

    def store(self, study_instance_uid: str, sop_instance_uid: str, encoded: bytes) -> Path:
        """Keep one image, the bytes of a DICOM file as received. The same image again replaces the first.

        Raises CacheError, with code ``disk_full`` where no space is left. It is safe from a power failure only after
        :meth:`sync`.
        """
        return self._keep(study_instance_uid, sop_instance_uid, lambda file: file.write(encoded))

    def copy(self, study_instance_uid: str, sop_instance_uid: str, source: Path) -> Path:
        """As :meth:`store`, of a file that stays where it is."""

        def write(file: BinaryIO) -> None:
            with source.open("rb") as original:
                shutil.copyfileobj(original, file, _CHUNK)

        return self._keep(study_instance_uid, sop_instance_uid, write)

    def _keep(self, study_instance_uid: str, sop_instance_uid: str, write: Callable[[BinaryIO], object]) -> Path:
        path = self.image_path(study_instance_uid, sop_instance_uid)
        partial = path.with_name(f"{path.stem}-{threading.get_ident()}{_PARTIAL}")
        try:
            with private_open(partial) as file:
                write(file)
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise _trouble(error) from error
        with self._lock:
            self._unsynced.setdefault(study_instance_uid, set()).add(path)
        return path

    def sync(self, study_instance_uid: str) -> int:
        """Have the disk keep the images of a study, those that came since the last call; returns how many.

        At the end of a study, and not after each image: the disk then writes them in one go. Raises CacheError.
        """
        with self._lock:
            paths = self._unsynced.pop(study_instance_uid, set())
        if not paths:
            return 0
        try:
            for path in sorted(paths):
                with contextlib.suppress(FileNotFoundError), path.open("r+b", buffering=0) as file:
                    os.fsync(file.fileno())
            images = self.images_folder(study_instance_uid)
            for folder in (images, images.parent, self.root):
                _sync_folder(folder)
        except OSError as error:
            with self._lock:
                self._unsynced.setdefault(study_instance_uid, set()).update(paths)
            raise _trouble(error) from error
        return len(paths)

    def images(self, study_instance_uid: str) -> tuple[Path, ...]:
        """The images received so far, in no meaningful order."""
        return tuple(sorted(self.images_folder(study_instance_uid).glob("*.dcm")))

    def changed_at(self, study_instance_uid: str) -> float:
        """When an image came or went last, in seconds since 1970; 0 where nothing is here."""
        try:
            return (self.root / _hash(study_instance_uid) / _IMAGES).stat().st_mtime
        except OSError:
            return 0.0

    def touch(self, study_instance_uid: str) -> None:
        """Note that somebody needs a study now; nothing happens for one that is not here."""
        with contextlib.suppress(OSError):
            os.utime(self.root / _hash(study_instance_uid))

    def kept(self) -> list[Kept]:
        """Every study folder with the size of its images; raises CacheError. Takes a while: not for the window."""
        try:
            folders = [folder for folder in self.root.iterdir() if _is_name(folder.name)]
        except OSError as error:
            raise _trouble(error) from error
        found = []
        for folder in folders:
            with contextlib.suppress(FileNotFoundError):  # removed in between
                found.append(_kept(folder))
        return found

    def free_bytes(self) -> int:
        """Free space on the disk of the cache, in bytes; raises CacheError."""
        try:
            return shutil.disk_usage(self.root).free
        except OSError as error:
            raise _trouble(error) from error

    def remove_images(self, name: str) -> None:
        """Remove the images of a study folder, by its :attr:`Kept.name`, and keep its results; raises CacheError."""
        if not _is_name(name):
            raise ValueError("not the name of a study folder")
        self._remove(self.root / name / _IMAGES)

    def remove(self, study_instance_uid: str) -> None:
        """Forget a study's images and results; raises CacheError."""
        self._remove(self.root / _hash(study_instance_uid))

    def wipe(self, study_instance_uid: str) -> None:
        """As :meth:`remove`, after each file was overwritten once; raises CacheError.

        That reaches the data on a plain disk. A solid-state disk, a file system that copies on writing, snapshots and
        backups may keep them all the same: only an encrypted disk helps there.
        """
        self._remove(self.root / _hash(study_instance_uid), overwrite=True)

    def wipe_all_but(self, study_instance_uids: Iterable[str]) -> None:
        """As :meth:`wipe`, every study that is not among these; raises CacheError."""
        known = {_hash(uid) for uid in study_instance_uids}
        for one in self.kept():
            if one.name not in known:
                self._remove(self.root / one.name, overwrite=True)

    def _remove(self, folder: Path, overwrite: bool = False) -> None:
        """First out of the way in one step, so that nobody meets half a study; a crash leaves it to the next start."""
        trash = self.root / f"{_TRASH}{uuid.uuid4().hex}"
        try:
            folder.rename(trash)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _trouble(error) from error
        try:
            if overwrite:
                for file in trash.rglob("*"):
                    if file.is_file() and not file.is_symlink():
                        _overwrite(file)
            shutil.rmtree(trash)
        except OSError as error:
            raise _trouble(error) from error


@dataclass(frozen=True, slots=True)
class Kept:
    """A study folder of the cache.

    Attributes:
        name: its name, the SHA-256 of the Study Instance UID.
        image_bytes: size of its images.
        needed_at: when it was last written to, analysed or opened, in seconds since 1970 (UTC).
    """

    name: str
    image_bytes: int
    needed_at: float


def folder_name(study_instance_uid: str) -> str:
    """The name of a study's folder in the cache: the SHA-256 of its UID."""
    return _hash(study_instance_uid)


def _kept(folder: Path) -> Kept:
    needed_at = folder.stat().st_mtime
    size = 0
    images = folder / _IMAGES
    if images.is_dir():
        needed_at = max(needed_at, images.stat().st_mtime)
        with os.scandir(images) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    size += entry.stat(follow_symlinks=False).st_size
    return Kept(folder.name, size, needed_at)


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b", buffering=0) as file:
        while left > 0:
            left -= file.write(os.urandom(min(left, _CHUNK)))
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder; Windows has no such call, and does it by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_name(name: str) -> bool:
    return len(name) == 64 and set(name) <= set("0123456789abcdef")


def _hash(uid: str) -> str:
    return sha256(uid.encode(errors="surrogatepass")).hexdigest()


def _trouble(error: OSError) -> CacheError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return CacheError("disk_full", "The disk of the image cache is full.")
    return CacheError("cache_not_written", f"The image cache cannot be used: {error.strerror or 'unknown error'}.")
