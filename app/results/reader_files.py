"""A reader's edits on disk: ``reader.json`` and ``reader_labels.npz``, beside the program's, never over them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.domain.edits import EditStep, ReaderResult
from app.errors import CacheError
from app.paths import private_open
from inference import result_json
from inference.types import CaseResult

READER = "reader.json"
READER_LABELS = "reader_labels.npz"
_SCHEMA = 1


def fingerprint(result: CaseResult) -> str:
    """SHA-256 over series, model, masks and boxes: the same only for the same answer."""
    digest = sha256()
    for text in (result.series_instance_uid, result.runtime.model_sha256, repr(result.lesions)):
        digest.update(text.encode() + b"\0")
    if result.labels is not None:
        digest.update(repr(result.labels.shape).encode())
        digest.update(result.labels.tobytes())
    return digest.hexdigest()


def save(folder: Path, edits: ReaderResult) -> None:
    """Write a reader's edits into a study's folder; raises CacheError.

    ``reader.json`` goes first and comes back last, so that a crash in between leaves no edits rather than wrong ones.
    """
    rejected = result_json.to_json(replace(edits.result, lesions=edits.rejected))["lesions"]
    document = {
        "schema": _SCHEMA,
        "base": edits.base,
        "accepted": sorted(edits.accepted),
        "rejected": rejected,
        "steps": [{"at": s.at.isoformat(), "reader": s.reader, "text": s.text} for s in edits.steps],
        "result": result_json.to_json(edits.result),
    }
    labels = edits.result.labels
    try:
        remove(folder)
        if labels is not None:
            _write(folder / READER_LABELS, lambda file: np.savez_compressed(file, labels=labels))
        text = json.dumps(document, indent=1, allow_nan=False) + "\n"
        _write(folder / READER, lambda file: file.write(text.encode()))
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("edits_not_written", f"The edits cannot be kept: {why}.") from error


def exist(folder: Path) -> bool:
    """Whether a reader's edits lie in a study's folder."""
    return (folder / READER).exists()


def load(folder: Path) -> ReaderResult | None:
    """A reader's edits in a study's folder, None where there are none; raises CacheError where they are damaged."""
    try:
        document = json.loads((folder / READER).read_text(encoding="utf-8"))
        if document["schema"] != _SCHEMA:
            raise ValueError("another schema")
        content: dict[str, Any] = document["result"]
        return ReaderResult(
            result=result_json.from_json(content, _labels(folder / READER_LABELS)),
            base=str(document["base"]),
            accepted=frozenset(int(number) for number in document["accepted"]),
            rejected=result_json.from_json({**content, "lesions": document["rejected"]}).lesions,
            steps=tuple(
                EditStep(datetime.fromisoformat(s["at"]), str(s["reader"]), str(s["text"])) for s in document["steps"]
            ),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise CacheError("edits_damaged", "The kept edits of a reader cannot be read.") from error


def remove(folder: Path) -> None:
    """Forget a reader's edits; raises CacheError."""
    try:
        (folder / READER).unlink(missing_ok=True)
        (folder / READER_LABELS).unlink(missing_ok=True)
    except OSError as error:
        raise CacheError("edits_not_removed", "The edits cannot be removed.") from error


def _write(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """The file appears whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    with private_open(partial) as file:
        fill(file)
    partial.replace(path)


def _labels(path: Path) -> NDArray[np.uint8] | None:
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return np.asarray(arrays["labels"], np.uint8)
