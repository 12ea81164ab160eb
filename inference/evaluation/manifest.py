"""The labelled set: which studies, what is truly in them, and where their masks are."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.strata import STRATA
from inference.types import TYPES, HemorrhageType

COLUMNS = ("path", "any", "iph", "edh", "sdh", "sah", "ivh")


class ManifestError(ValueError):
    """The manifest cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of the manifest.

    Attributes:
        line: its number, which stands for the study in every report.
        path: the study's file or folder.
        positive: any hemorrhage.
        types: the types in it; may be empty for a positive study whose types are not known.
        mask: NumPy file with ``labels`` uint8 [Z, Y, X] on the analysed series' grid, inferior to superior.
    """

    line: int
    path: Path
    positive: bool
    types: frozenset[HemorrhageType]
    mask: Path | None = None

    def has(self, stratum: str) -> bool:
        """Whether it belongs to one of :data:`~inference.evaluation.strata.STRATA`."""
        return self.positive and (stratum == "all" or bool(self.types & STRATA[stratum]))


def read_manifest(path: Path) -> tuple[Example, ...]:
    """The studies of a CSV with the columns ``path,any,iph,edh,sdh,sah,ivh[,mask]``.

    Paths are relative to the manifest's folder. A study with a type has hemorrhage; one without any has no type.

    Raises:
        ManifestError: columns missing, values other than 0 and 1, contradictions, or files that do not exist.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return tuple(_examples(csv.DictReader(file), path.parent))
    except UnicodeError as error:
        raise ManifestError("the manifest is not UTF-8 text; spreadsheets call that CSV UTF-8") from error
    except csv.Error as error:
        raise ManifestError("the manifest is no CSV") from error
    except OSError as error:
        raise ManifestError(f"the manifest cannot be read ({error.strerror})") from error


def _examples(rows: csv.DictReader[str], folder: Path) -> Iterator[Example]:
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise ManifestError(f"the manifest has no column {', '.join(missing)}")
    for row in rows:
        line = rows.line_num
        values = {name: (row[name] or "").strip() for name in COLUMNS}
        if any(values[name] not in ("0", "1") for name in COLUMNS[1:]):
            raise ManifestError(f"line {line}: the labels must be 0 or 1")
        types = frozenset(t for t in TYPES if values[t.value.lower()] == "1")
        if types and values["any"] == "0":
            raise ManifestError(f"line {line}: a type of hemorrhage, but any is 0")
        study = folder / values["path"]
        mask = folder / text if (text := (row.get("mask") or "").strip()) else None
        if not values["path"] or not study.exists() or (mask is not None and not mask.is_file()):
            raise ManifestError(f"line {line}: a file or folder that does not exist")
        yield Example(line, study, values["any"] == "1", types, mask)


def read_labels(path: Path) -> NDArray[np.uint8]:
    """A label mask uint8 [Z, Y, X] from ``.npz`` (entry ``labels``) or ``.npy``.

    Raises:
        ValueError: not such a file, or values above 5.
    """
    loaded = np.load(path, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        labels = loaded
    else:
        with loaded:
            labels = loaded["labels"]
    if labels.ndim != 3 or not np.issubdtype(labels.dtype, np.integer) or labels.min(initial=0) < 0:
        raise ValueError("a mask must hold whole numbers [Z, Y, X]")
    if labels.max(initial=0) > len(TYPES):
        raise ValueError(f"a mask must hold 0 to {len(TYPES)}")
    return labels.astype(np.uint8)
