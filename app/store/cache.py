"""The image cache: received DICOM files and results, one private folder a study, every name a hash.

Received files can be kept encrypted (:mod:`app.store.sealed`); whoever reads them takes what :meth:`ImageCache.images`
and its like give, and need not know.

A UID comes from outside and never becomes part of a path (CVE-2026-56445, CVE-2026-32711): names are the SHA-256
of the UID. Files appear under their name only when complete.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from app.errors import CacheError
from app.paths import private_folder, private_open
from app.store.sealed import HEAD_BYTES, NOT_DECRYPTED, CachedFile, Seal, is_sealed
from inference.types import FileSource

_PARTIAL = ".part"
_IMAGES = "images"
_OTHERS = "others"
_KEY_NOTE = "encryption.json"
_TRASH = ".trash-"
_TO_WIPE = f"{_TRASH}wipe-"
_CHUNK = 1024 * 1024


class ImageCache:
    """Images and results below one root folder (mode 0700)::

    <sha256 of Study Instance UID>/images/<sha256 of SOP Instance UID>.dcm
    <sha256 of Study Instance UID>/others/<sha256 of SOP Instance UID>.dcm, fetched only to be shown
    <sha256 of Study Instance UID>/result.json, labels.npz
    """

    def __init__(self, root: Path, encrypt: bool | None = False) -> None:
        """Make the root and sweep out what an earlier crash left half written; raises CacheError.

        ``encrypt`` says whether received files are to be encrypted from now on; :meth:`convert` does that for those
        that are here. None leaves that as it is. Where the key is lost the encrypted files are removed: they count as
        evicted.
        """
        self.root = root
        #: Of how many files the key was lost.
        self.lost = 0
        self._replacing = threading.Lock()
        self._seal: Seal | None = None
        self._encrypt = (root / _KEY_NOTE).exists() if encrypt is None else encrypt
        self._lock = threading.Lock()
        self._unsynced: dict[str, set[Path]] = {}
        try:
            private_folder(root)
            for left_over in (path for kind in (_IMAGES, _OTHERS) for path in root.glob(f"*/{kind}/*{_PARTIAL}")):
                left_over.unlink(missing_ok=True)
            for trash in root.glob(f"{_TRASH}*"):
                self._empty(trash, overwrite=trash.name.startswith(_TO_WIPE))
            self._settle_key()
        except OSError as error:
            raise _trouble(error) from error

    @property
    def encrypts(self) -> bool:
        """Whether received files are kept encrypted from now on."""
        return self._encrypt

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
        path = self.image_path(study_instance_uid, sop_instance_uid)
        return self._keep(study_instance_uid, path, lambda file: file.write(self._kept_as(path, encoded)))

    def store_other(self, study_instance_uid: str, sop_instance_uid: str, encoded: bytes) -> Path:
        """Keep an object that was fetched only to be shown; raises as :meth:`store`."""
        try:
            path = private_folder(self.folder(study_instance_uid) / _OTHERS) / f"{_hash(sop_instance_uid)}.dcm"
        except OSError as error:
            raise _trouble(error) from error
        return self._keep(None, path, lambda file: file.write(self._kept_as(path, encoded)))

    def copy(self, study_instance_uid: str, sop_instance_uid: str, source: Path) -> Path:
        """As :meth:`store`, of a file that stays where it is."""

        path = self.image_path(study_instance_uid, sop_instance_uid)

        def write(file: BinaryIO) -> None:
            if self._encrypt:
                file.write(self._kept_as(path, source.read_bytes()))
                return
            with source.open("rb") as original:
                shutil.copyfileobj(original, file, _CHUNK)

        return self._keep(study_instance_uid, path, write)

    def _keep(self, study_instance_uid: str | None, path: Path, write: Callable[[BinaryIO], object]) -> Path:
        """Write a file, which appears when it is whole; without a UID :meth:`sync` has nothing to do with it."""
        partial = path.with_name(f"{path.stem}-{threading.get_ident()}{_PARTIAL}")
        try:
            with private_open(partial) as file:
                write(file)
            with self._replacing:
                partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise _trouble(error) from error
        except CacheError:
            partial.unlink(missing_ok=True)
            raise
        if study_instance_uid is not None:
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

    def images(self, study_instance_uid: str) -> tuple[FileSource, ...]:
        """The images received so far, in no meaningful order. Raises CacheError."""
        return tuple(self._source(path) for path in sorted(self.images_folder(study_instance_uid).glob("*.dcm")))

    def image(self, study_instance_uid: str, sop_instance_uid: str) -> FileSource | None:
        """One image, None where it is not here. Raises CacheError."""
        path = self.image_path(study_instance_uid, sop_instance_uid)
        return self._source(path) if path.is_file() else None

    def others(self, study_instance_uid: str) -> tuple[FileSource, ...]:
        """What was fetched only to be shown. Raises CacheError."""
        return tuple(self._source(path) for path in sorted((self.folder(study_instance_uid) / _OTHERS).glob("*.dcm")))

    def remove_damaged(self, study_instance_uid: str) -> int:
        """Remove the images of a study that cannot be decrypted, so that they are fetched again; how many there were.

        Raises CacheError.
        """
        damaged = 0
        for image in self.images(study_instance_uid):
            if not isinstance(image, CachedFile):
                continue
            try:
                image.read()
            except CacheError:
                image.path.unlink(missing_ok=True)
                damaged += 1
            except OSError as error:
                raise _trouble(error) from error
        return damaged

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

    # ---- encryption ----

    def convert(self, seconds: float) -> bool:
        """Encrypt, or decrypt, files that are here as ``encrypt`` wants it; True where all are so.

        Works for about so many seconds: call it again. Once nothing is encrypted any more the key is destroyed. A file
        that cannot be decrypted is removed. Raises CacheError.
        """
        if self._seal is None:
            return True
        until = time.monotonic() + seconds
        try:
            for path in self._received():
                if time.monotonic() >= until:
                    return False
                self._convert(path, self._seal)
            if not self._encrypt:
                seal, self._seal = self._seal, None
                seal.destroy()
                (self.root / _KEY_NOTE).unlink(missing_ok=True)
        except OSError as error:
            raise _trouble(error) from error
        return True

    def _convert(self, path: Path, seal: Seal) -> None:
        try:
            with path.open("rb") as file:
                if is_sealed(file.read(HEAD_BYTES)) == self._encrypt:
                    return
                before = os.fstat(file.fileno())
                file.seek(0)
                encoded = file.read()
            folder_before = path.parent.stat()
        except FileNotFoundError:  # removed in between
            return
        place = self._place(path)
        try:
            made = seal.seal(place, encoded) if self._encrypt else seal.open(place, encoded)
        except CacheError as error:
            if error.reason.code != NOT_DECRYPTED:
                raise
            path.unlink(missing_ok=True)
            return
        partial = path.with_name(f"{path.stem}-convert{_PARTIAL}")
        try:
            with private_open(partial) as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            with self._replacing:
                now = path.stat()
                if (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns):  # else it came anew
                    partial.replace(path)
                    os.utime(path.parent, ns=(folder_before.st_atime_ns, folder_before.st_mtime_ns))
        except FileNotFoundError:  # the study was removed in between
            pass
        finally:
            partial.unlink(missing_ok=True)

    def _settle_key(self) -> None:
        """Get the key, make one where it is needed, and remove what was encrypted with one that is lost."""
        note = self.root / _KEY_NOTE
        if note.exists():
            self._seal = Seal.load(note)
            if self._seal is None:
                self.lost = self._remove_sealed()
                note.unlink()
        if self._encrypt and self._seal is None:
            seal = Seal.new()
            with private_open(note) as file:
                file.write(seal.note().encode())
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(self.root)
            self._seal = seal

    def _remove_sealed(self) -> int:
        removed = 0
        for path in self._received():
            with path.open("rb") as file:
                sealed = is_sealed(file.read(HEAD_BYTES))
            if sealed:
                path.unlink()
                removed += 1
        return removed

    def _received(self) -> Iterator[Path]:
        """Every received file."""
        for folder in list(self.root.iterdir()):
            if _is_name(folder.name):
                for kind in (_IMAGES, _OTHERS):
                    yield from list((folder / kind).glob("*.dcm"))

    def _kept_as(self, path: Path, encoded: bytes) -> bytes:
        return self._seal.seal(self._place(path), encoded) if self._seal is not None and self._encrypt else encoded

    def _source(self, path: Path) -> FileSource:
        return path if self._seal is None else CachedFile(path, self._place(path), self._seal)

    def _place(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _remove(self, folder: Path, overwrite: bool = False) -> None:
        """First out of the way in one step, so that nobody meets half a study; a crash leaves it to the next start."""
        trash = self.root / f"{_TO_WIPE if overwrite else _TRASH}{uuid.uuid4().hex}"
        try:
            folder.rename(trash)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _trouble(error) from error
        try:
            self._empty(trash, overwrite)
        except OSError as error:
            raise _trouble(error) from error

    def _empty(self, trash: Path, overwrite: bool) -> None:
        """Remove what :meth:`_remove` put out of the way; raises OSError."""
        if overwrite:
            for file in trash.rglob("*"):
                if file.is_file() and not file.is_symlink():
                    _overwrite(file)
        shutil.rmtree(trash)


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
