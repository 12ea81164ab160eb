"""The image cache: received DICOM files and results, one private folder a study, every name a hash.

A UID comes from outside and never becomes part of a path (CVE-2026-56445, CVE-2026-32711): names are the SHA-256
of the UID. Files appear under their name only when complete.
"""

from __future__ import annotations

import errno
import shutil
import threading
from hashlib import sha256
from pathlib import Path

from app.errors import CacheError
from app.paths import private_folder, private_open

_PARTIAL = ".part"


class ImageCache:
    """Images and results below one root folder (mode 0700)::

    <sha256 of Study Instance UID>/images/<sha256 of SOP Instance UID>.dcm
    <sha256 of Study Instance UID>/result.json, labels.npz
    """

    def __init__(self, root: Path) -> None:
        """Make the root and sweep out what an earlier crash left half written; raises CacheError."""
        self.root = root
        try:
            private_folder(root)
            for left_over in root.glob(f"*/images/*{_PARTIAL}"):
                left_over.unlink(missing_ok=True)
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
            return private_folder(self.folder(study_instance_uid) / "images")
        except OSError as error:
            raise _trouble(error) from error

    def image_path(self, study_instance_uid: str, sop_instance_uid: str) -> Path:
        """Where one image is, or will be."""
        return self.images_folder(study_instance_uid) / f"{_hash(sop_instance_uid)}.dcm"

    def store(self, study_instance_uid: str, sop_instance_uid: str, encoded: bytes) -> Path:
        """Keep one image, the bytes of a DICOM file as received. The same image again replaces the first.

        Raises CacheError, with code ``disk_full`` where no space is left. Nothing is synced to the disk by hand:
        the archive still has the image, and an unreadable one is fetched again.
        """
        path = self.image_path(study_instance_uid, sop_instance_uid)
        partial = path.with_name(f"{path.stem}-{threading.get_ident()}{_PARTIAL}")
        try:
            with private_open(partial) as file:
                file.write(encoded)
            partial.replace(path)
        except OSError as error:
            partial.unlink(missing_ok=True)
            raise _trouble(error) from error
        return path

    def images(self, study_instance_uid: str) -> tuple[Path, ...]:
        """The images received so far, in no meaningful order."""
        return tuple(sorted(self.images_folder(study_instance_uid).glob("*.dcm")))

    def remove(self, study_instance_uid: str) -> None:
        """Forget a study's images and results; raises CacheError."""
        try:
            shutil.rmtree(self.root / _hash(study_instance_uid))
        except FileNotFoundError:
            pass
        except OSError as error:
            raise _trouble(error) from error


def _hash(uid: str) -> str:
    return sha256(uid.encode(errors="surrogatepass")).hexdigest()


def _trouble(error: OSError) -> CacheError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return CacheError("disk_full", "The disk of the image cache is full.")
    return CacheError("cache_not_written", f"The image cache cannot be used: {error.strerror or 'unknown error'}.")
