"""The results as Parquet, with the columns of the CSV file and types of their own (extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.study import StudyRecord
from app.errors import CacheError
from app.results.csv_export import columns, values

_NUMBERS = ("probability", "score", "threshold", "seconds")
_WHOLE = ("age_years", "images_received", "images_expected", "attempts")
#: UTC, but for Study Date and Time, which are the scanner's local time.
_UTC = ("found_at", "changed_at", "read_at")


def write_parquet(records: Sequence[StudyRecord], path: Path, *, patients: bool) -> None:
    """Write one row a study. Raises CacheError where pyarrow is not installed, OSError."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise CacheError(
            "parquet_not_installed", "Parquet needs the package pyarrow (extra parquet), which is not installed here."
        ) from error
    names = columns(patients)
    rows = [values(record, patients) for record in records]
    schema = pa.schema([(name, _type(name, pa)) for name in names])
    data = {name: [_plain(row[at]) for row in rows] for at, name in enumerate(names)}
    pq.write_table(pa.table(data, schema), path)


def _type(name: str, pa: Any) -> Any:
    if name in _UTC:
        return pa.timestamp("us", "UTC")
    if name == "study_at":
        return pa.timestamp("us")
    if name in _WHOLE:
        return pa.int64()
    return pa.float64() if name.endswith("_ml") or name.startswith(_NUMBERS) else pa.string()


def _plain(value: object) -> object:
    return None if value == "" else value
