"""Files to data sets: header first, no more memory than the file is long, nothing that is not DICOM."""

from __future__ import annotations

import errno
import io
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag
from pydicom.uid import DeflatedExplicitVRLittleEndian, MediaStorageDirectoryStorage

from inference.errors import FileError
from inference.headers import HEADER_TAGS
from inference.types import FileSource, StoredFile

#: A deflated file may inflate to this many bytes at most: 500 slices of 512 x 512.
_MAX_INFLATED: Final = 2**28
#: And its header, with the functional groups of some thousand frames, to this many.
_MAX_HEADER: Final = 2**25
#: An element takes two or three reads; a multi-frame header of 2000 frames has some 200,000 elements. More than this is
#: a file made to keep us busy.
_MAX_READS: Final = 700_000
#: What an OSError carries that decoders raise, and seeking to where a damaged length leads.
_OF_THE_CONTENT: Final = (None, errno.EINVAL)
_GROUP_0008 = (b"\x08\x00\x00\x00", b"\x08\x00\x05\x00", b"\x08\x00\x08\x00", b"\x08\x00\x16\x00", b"\x02\x00\x00\x00")


class _Bounded(io.BufferedReader):
    """Reads no more than there is, nor in too many pieces: a length of 4 GB must not allocate 4 GB, and a file of
    millions of empty elements must not keep us busy for minutes."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw)
        self._size = raw.seek(0, io.SEEK_END)
        self._reads = 0
        self.seek(0)

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads > _MAX_READS:
            raise ValueError("too many elements")
        left = max(0, self._size - self.tell())
        return super().read(left if size is None or size < 0 else min(size, left))


class _InMemory(io.RawIOBase):
    """Bytes in memory, as a raw stream."""

    name = ""  # pydicom asks for it

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._data.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        return self._data.readinto(buffer)


def files_under(path: Path) -> Iterator[Path]:
    """Every regular file below ``path`` (or itself), sorted, so that results do not depend on the file system.

    Raises:
        FileError: a folder may not be looked into, or cannot be read: images of the study may be in it.
    """
    if _is_regular(path):
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_not_read):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if _is_regular(file):
                yield file


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):  # also a link that leads nowhere
            return False
        raise FileError(error.strerror or "unknown error") from error


def is_of_the_disk(folder: Path) -> bool:
    """Whether a folder is there for what a repair of the disk finds: only root may look into it, no image is missed."""
    return folder.name == "lost+found"


def _not_read(error: OSError) -> None:
    if not is_of_the_disk(Path(error.filename)):
        raise FileError(error.strerror or "unknown error") from error


def looks_like_dicom(path: Path) -> bool:
    """``DICM`` after the preamble, or an old file that starts with its first element."""
    with path.open("rb") as file:
        start = file.read(132)
    return start[128:] == b"DICM" or start[:4] in _GROUP_0008


def read_header(source: FileSource) -> Dataset | None:
    """The header elements of a file, None for a DICOMDIR. Raises FileError, and anything on damaged files."""
    ds = _read(source, header_only=True)
    if ds.file_meta.get("MediaStorageSOPClassUID") == MediaStorageDirectoryStorage:
        return None
    return ds


def read_whole(source: FileSource) -> Dataset:
    """The complete data set. Raises FileError, and anything on damaged files."""
    return _read(source, header_only=False)


def _read(source: FileSource, header_only: bool) -> Dataset:
    try:
        return _parsed(source, header_only)
    except OSError as error:
        if error.errno in _OF_THE_CONTENT:
            raise
        raise FileError(error.strerror or type(error).__name__) from None


def _parsed(source: FileSource, header_only: bool) -> Dataset:
    raw = _InMemory(source.read()) if isinstance(source, StoredFile) else io.FileIO(source)
    with _Bounded(raw) as file:
        if _is_deflated(file):
            return _read_deflated(file, header_only)
        file.seek(0)
        tags = HEADER_TAGS if header_only else None
        return dcmread(file, stop_before_pixels=header_only, force=True, specific_tags=tags)


def _read_meta(file: _Bounded) -> FileMetaDataset:
    if file.read(132)[128:] != b"DICM":
        return FileMetaDataset()
    return FileMetaDataset(read_dataset(file, False, True, stop_when=lambda tag, vr, length: tag >> 16 != 2))


def _is_deflated(file: _Bounded) -> bool:
    try:
        return bool(_read_meta(file).get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian)
    except Exception:  # damaged meta information: dcmread decides
        return False


def _read_deflated(file: _Bounded, header_only: bool) -> Dataset:
    """PS3.5 A.5, with a limit on what the data may inflate to, which pydicom does not have."""
    file.seek(0)
    meta = _read_meta(file)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    raw = inflater.decompress(file.read(), _MAX_HEADER if header_only else _MAX_INFLATED)
    if inflater.unconsumed_tail and not header_only:
        raise ValueError("deflated data too large")

    def stop(tag: BaseTag, vr: str | None, length: int) -> bool:
        return header_only and tag >= 0x7FE00008

    ds = read_dataset(_Bounded(_InMemory(raw)), False, True, stop_when=stop)
    ds.file_meta = meta
    return ds
