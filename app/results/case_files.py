"""The full result of a study on disk: ``result.json`` as in the contract, and ``labels.npz`` beside it."""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import CacheError
from inference import result_json
from inference.types import CaseResult

RESULT = "result.json"
LABELS = "labels.npz"
#: What reading a damaged file raises.
_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile, zlib.error)


def _damaged() -> CacheError:
    return CacheError("result_damaged", "The kept result cannot be read; analyse the study again.")


def save(folder: Path, result: CaseResult) -> None:
    """Write a result into a study's folder; raises CacheError.

    ``result.json`` goes first and comes back last, so that a crash between the two files leaves no result at all
    rather than the masks of one analysis beside the numbers of another.
    """
    try:
        (folder / RESULT).unlink(missing_ok=True)
        result_json.save(result, folder / RESULT, folder / LABELS)
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("result_not_written", f"The result cannot be kept: {why}.") from error


def load(folder: Path, with_labels: bool = True) -> CaseResult | None:
    """The result in a study's folder, None where there is none; raises CacheError where it is damaged."""
    try:
        document = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        return result_json.from_json(document, _labels(folder / LABELS) if with_labels else None)
    except FileNotFoundError:
        return None
    except _DAMAGED as error:
        raise _damaged() from error


def load_label_slice(folder: Path, index: int) -> NDArray[np.uint8] | None:
    """One slice uint8 [Y, X] of the masks in a study's folder, None where there are none; raises CacheError.

    The file is unpacked no further than that slice: of a thin series the whole takes half a second.
    """
    try:
        with zipfile.ZipFile(folder / LABELS) as archive, archive.open("labels.npy") as file:
            major, _ = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if major == 1 else np.lib.format.read_array_header_2_0
            shape, by_columns, kind = read(file)
            if len(shape) != 3 or kind != np.uint8 or by_columns or not 0 <= index < shape[0]:
                raise ValueError("not the masks of a series with this slice")
            size = shape[1] * shape[2]
            file.seek(index * size, os.SEEK_CUR)
            return np.frombuffer(file.read(size), np.uint8).reshape(shape[1:])
    except FileNotFoundError:
        return None
    except _DAMAGED as error:
        raise _damaged() from error


def _labels(path: Path) -> NDArray[np.uint8] | None:
    if not path.is_file():
        return None
    # Opened here, because NumPy leaves a file that it cannot read open.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return np.asarray(arrays["labels"], np.uint8)
