"""Reads an archive's worth of studies with Ray: resumable, at least once, each study once in the results.

A study whose reader died is given to another. What is done is kept as it comes, so that a run that was killed, the head
of the cluster included, goes on where it was when the same command is given again.
"""

from __future__ import annotations

import hashlib
import math
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import ray
from tqdm import tqdm

from inference.cluster.head import Head
from inference.cluster.parts import Parts, done, gathered, write
from inference.cluster.readers import ReaderOptions, Readers
from inference.cluster.rows import judged_of, row_of
from inference.cluster.sources import Item
from inference.errors import FirstreadError, ModelError, Reason
from inference.evaluation.markdown import markdown
from inference.evaluation.summary import summarise
from inference.session import default_model_dir
from inference.types import CaseResult, CaseState, Runtime, Timing

tqdm.monitor_interval = 0  # its watching thread would outlive every run

_TICK_S: Final = 0.25
#: A study whose readers died so often is at fault itself, and is put down as failed.
_TRIES: Final = 4
#: So many studies in a row that could not be fetched, or failed otherwise: the archive is away, and the run ends.
_NOT_HAD: Final = 20
#: Where no reader has started for so long, the user is told.
_NO_READER_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class BackfillOptions:
    """How a backfill is run.

    Attributes:
        out: folder for ``parts/``, ``results.parquet`` and ``summary.md``.
        per_minute: studies begun a minute at most, to spare the archive; None for no limit.
    """

    out: Path
    readers: ReaderOptions = field(default_factory=ReaderOptions)
    per_minute: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended: studies asked for, in the results, read now; and the words for it."""

    asked: int
    done: int
    read_now: int
    text: str

    @property
    def complete(self) -> bool:
        """Whether every study has its row."""
        return self.asked == self.done


def backfill(items: Sequence[Item], options: BackfillOptions) -> Summary:
    """Reads what of ``items`` has no answer in the results yet, on the cluster that ``ray.init`` has joined.

    Raises:
        ModelError, DeviceError: the model cannot be opened, on this node as on any other.
        FirstreadError: no reader can open the model, the archive gives nothing any more, or the cluster is gone.
        OSError: the results cannot be written.
    """
    parts = options.out / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    model = _model_sha256(options)
    wanted = {item.key: item for item in items}
    answered = done(parts, model)
    left = [item for key, item in wanted.items() if key not in answered]
    started = time.monotonic()
    with Parts(parts) as written, tqdm(total=len(wanted), initial=len(wanted) - len(left), unit="study") as bar:
        for row in _read_all(left, options, started) if left else ():
            written.add(row)
            bar.update()
    rows = gathered(parts, model, wanted)
    write(rows, options.out / "results.parquet")
    text = _summary(rows, wanted, len(left), time.monotonic() - started)
    (options.out / "summary.md").write_text(text, encoding="utf-8")
    return Summary(len(wanted), len(rows), len(left), text)


def _read_all(items: Sequence[Item], options: BackfillOptions, started: float) -> Iterator[dict[str, Any]]:
    """Rows as they come, in any order."""
    readers, head = Readers(options.readers, len(items)), Head(ray.get_runtime_context().gcs_address)
    waiting, tries = deque(items), Counter[str]()
    not_had, none_since, pace = 0, started, _Pace(options.per_minute)
    while waiting or readers.reading:
        head.check()
        while waiting and readers.free and pace.may_begin():
            readers.give(waiting.popleft())
        for item, row in readers.answers(_TICK_S):
            if row is None:
                tries[item.key] += 1
                if tries[item.key] < _TRIES:
                    waiting.append(item)
                    continue
                row = _given_up(item, options)
            yield row
            not_had = not_had + 1 if item.source is not None and row["state"] == CaseState.FAILED else 0
            if not_had == _NOT_HAD:
                why = " ".join(row["reasons"])
                raise FirstreadError("archive_away", f"{_NOT_HAD} studies in a row could not be had. The last: {why}")
        if readers.opened:
            none_since = time.monotonic()
        elif time.monotonic() - none_since > _NO_READER_S:
            tqdm.write("firstread: the cluster has had no room for a reader for a minute; waiting on.", sys.stderr)
            none_since = math.inf  # said once


class _Pace:
    """So many studies a minute at most: what a slow hour left undone is not made up for in a rush."""

    def __init__(self, per_minute: float | None) -> None:
        self._every_s, self._next = 60 / per_minute if per_minute else 0.0, time.monotonic()

    def may_begin(self) -> bool:
        """Whether a study may be begun; who gets a yes begins one."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = max(self._next, now - 1.0) + self._every_s  # what the last second left may be made up for
        return True


def _given_up(item: Item, options: BackfillOptions) -> dict[str, Any]:
    reason = Reason("readers_died", f"The readers of this study ended {_TRIES} times without an answer.")
    result = CaseResult(
        study_instance_uid="", series_instance_uid="", state=CaseState.FAILED, reasons=(reason,), probability=None,
        probability_by_type={}, score=None, threshold=0.0, slices=(), lesions=(), excluded=(), volumes_ml={},
        timing=Timing(), runtime=Runtime("none", "", "", _model_sha256(options), ""),
    )  # fmt: skip
    return row_of(item, result, socket.gethostname())


def _model_sha256(options: BackfillOptions) -> str:
    folder = Path(options.readers.model) if options.readers.model else default_model_dir()
    try:
        return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError("model_missing", "The model folder has no readable manifest.json.") from error


def _summary(rows: pa.Table, items: Mapping[str, Item], read_now: int, seconds: float) -> str:
    states = Counter(rows["state"].to_pylist())
    rate = f", {read_now / seconds * 60:.1f} a minute" if read_now and seconds > 0 else ""
    lines = [
        "# Backfill",
        "",
        f"{len(rows)} of {len(items)} studies are in the results; {read_now} were read now in {seconds:.0f} s{rate}.",
        "",
        "| state | studies |",
        "| --- | --- |",
        *(f"| {state.value.replace('_', ' ')} | {states[state.value]} |" for state in CaseState),
        "",
    ]
    if states[CaseState.FAILED.value]:
        lines += ["The same command tries again what failed.", ""]
    if any(item.example is not None for item in items.values()):
        lines.append(_tables(rows.to_pylist(), items))
    return "\n".join(lines)


def _tables(rows: Sequence[Mapping[str, Any]], items: Mapping[str, Item]) -> str:
    """Those of ``evaluate``, for the studies with labels."""
    labelled = [judged for row in rows if (judged := judged_of(row, items[row["key"]])) is not None]
    if not labelled:
        return ""
    first = rows[0]
    runtime = Runtime(first["provider"], first["device"], first["model"], first["model_sha256"], first["version"])
    return markdown(summarise(labelled, runtime, float(first["threshold"]), {}))
