"""Files to data sets: header first, no more memory than the file is long, nothing that is not DICOM."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag
from pydicom.uid import DeflatedExplicitVRLittleEndian, MediaStorageDirectoryStorage

from inference.headers import HEADER_TAGS, MAX_VOXELS

#: A deflated file may inflate to this many bytes at most.
_MAX_INFLATED: Final = MAX_VOXELS
_GROUP_0008 = (b"\x08\x00\x00\x00", b"\x08\x00\x05\x00", b"\x08\x00\x08\x00", b"\x08\x00\x16\x00", b"\x02\x00\x00\x00")


class _Bounded(io.BufferedReader):
    """Reads no more than the file holds: a length of 4 GB in a damaged header must not allocate 4 GB."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path))
        self._size = os.fstat(self.fileno()).st_size

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self.tell())
        return super().read(left if size is None or size < 0 else min(size, left))


def files_under(path: Path) -> Iterator[Path]:
    """Every regular file below ``path`` (or itself), sorted, so that results do not depend on the file system."""
    if path.is_file():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file():
                yield file


def looks_like_dicom(path: Path) -> bool:
    """``DICM`` after the preamble, or an old file that starts with its first element."""
    with path.open("rb") as file:
        start = file.read(132)
    return start[128:] == b"DICM" or start[:4] in _GROUP_0008


def read_header(path: Path) -> Dataset | None:
    """The header elements of a file, None for a DICOMDIR. Raises anything on damaged files."""
    ds = _read(path, header_only=True)
    if ds.file_meta.get("MediaStorageSOPClassUID") == MediaStorageDirectoryStorage:
        return None
    return ds


def read_whole(path: Path) -> Dataset:
    """The complete data set. Raises anything on damaged files."""
    return _read(path, header_only=False)


def _read(path: Path, header_only: bool) -> Dataset:
    with _Bounded(path) as file:
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
    raw = inflater.decompress(file.read(), _MAX_INFLATED)
    if inflater.unconsumed_tail:
        raise ValueError("deflated data too large")

    def stop(tag: BaseTag, vr: str | None, length: int) -> bool:
        return header_only and tag >= 0x7FE00008

    ds = read_dataset(io.BytesIO(raw), False, True, stop_when=stop)
    ds.file_meta = meta
    return ds
