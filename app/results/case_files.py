"""The full result of a study on disk: ``result.json`` as in the contract, and ``labels.npz`` beside it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import CacheError
from inference import result_json
from inference.types import CaseResult

RESULT = "result.json"
LABELS = "labels.npz"


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


def load(folder: Path) -> CaseResult | None:
    """The result in a study's folder, None where there is none; raises CacheError where it is damaged."""
    try:
        document = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        return result_json.from_json(document, _labels(folder / LABELS))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise CacheError("result_damaged", "The kept result cannot be read; analyse the study again.") from error


def _labels(path: Path) -> NDArray[np.uint8] | None:
    if not path.is_file():
        return None
    # Opened here, because NumPy leaves a file that it cannot read open.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return np.asarray(arrays["labels"], np.uint8)
