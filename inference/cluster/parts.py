"""What a backfill has read, in small Parquet files as it comes: no end of a run loses more than the last seconds."""

from __future__ import annotations

import time
import uuid
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from inference.cluster.rows import SCHEMA
from inference.types import CaseState

#: A file is written when so many rows have come, or after so many seconds: that much a killed run reads again.
ROWS_A_PART: Final = 100
SECONDS_A_PART: Final = 15.0


class Parts:
    """Rows on their way to disk: a file appears complete or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._rows, self._since, self._first = folder, list[dict[str, Any]](), time.monotonic(), True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()  # also after an error: what was read is kept

    def add(self, row: dict[str, Any]) -> None:
        """Keep ``row``."""
        self._rows.append(row)
        if self._first or len(self._rows) >= ROWS_A_PART or time.monotonic() - self._since > SECONDS_A_PART:
            self._flush()  # the first at once: a folder that takes no file is known before hours of work

    def _flush(self) -> None:
        if self._rows:
            write(pa.Table.from_pylist(self._rows, SCHEMA), self._folder / f"{uuid.uuid4().hex}.parquet")
        self._rows, self._since, self._first = [], time.monotonic(), False


def write(rows: pa.Table, path: Path) -> None:
    """The file appears complete or not at all."""
    partial = path.with_suffix(".part")
    pq.write_table(rows, partial, compression="zstd")
    partial.replace(path)


def done(folder: Path, model_sha256: str) -> set[str]:
    """Keys of what this model has answered. A study that failed is not among them: it is tried again."""
    keys = (
        zip(*(table[name].to_pylist() for name in ("key", "state", "model_sha256")), strict=True)
        for table in _tables(folder, ["key", "state", "model_sha256"])
    )
    return {key for part in keys for key, state, model in part if model == model_sha256 and state != CaseState.FAILED}


def gathered(folder: Path, model_sha256: str, wanted: Container[str]) -> pa.Table:
    """One row for each of the ``wanted`` studies, by key; another model's rows stay where they are.

    A study that was read twice, since a run was killed before it had written its row, has the same answer twice; one
    that failed and was read later has the later answer.
    """
    rows = pa.concat_tables([SCHEMA.empty_table(), *_tables(folder)])
    states, best = rows["state"].to_pylist(), dict[str, int]()
    for i, (key, model) in enumerate(zip(rows["key"].to_pylist(), rows["model_sha256"].to_pylist(), strict=True)):
        if model == model_sha256 and key in wanted and (key not in best or states[best[key]] == CaseState.FAILED):
            best[key] = i
    return rows.take(pa.array([best[key] for key in sorted(best)], pa.int64()))


def _tables(folder: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    for path in sorted(folder.glob("*.parquet")):
        yield pq.read_table(path, schema=SCHEMA, columns=columns)
