"""Reads an archive's worth of studies with Ray: resumable, at least once, each study once in the results.

The readers are Ray actors, which Ray starts where there is room and starts again when they or their nodes die; a study
whose reader died is given to another. What is done is kept in small Parquet files as it comes, so that a run that was
killed, the head of the cluster included, goes on where it was when the same command is given again.
"""

from __future__ import annotations

import hashlib
import socket
import tempfile
import time
import uuid
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq
import ray
from tqdm import tqdm

from inference.cluster.rows import SCHEMA, judged_of, row_of
from inference.cluster.sources import Item
from inference.detect import analyze, unanswered
from inference.errors import FirstreadError, ModelError, Reason
from inference.evaluation.markdown import markdown
from inference.evaluation.summary import summarise
from inference.session import Session, default_model_dir
from inference.types import CaseResult, CaseState, Runtime, Timing

tqdm.monitor_interval = 0  # its watching thread would outlive every run

#: Results are written when so many have come, or after so many seconds: that much a killed run reads again.
ROWS_A_PART, SECONDS_A_PART = 100, 15.0
#: Studies in the hands of one reader: one that is read and one that waits, so that no reader ever waits.
_IN_HAND = 2
_TICK_S = 0.25
#: A study whose readers died so often is at fault itself, and is put down as failed.
_TRIES = 4


@dataclass(frozen=True, slots=True)
class BackfillOptions:
    """How a backfill is run.

    Attributes:
        out: folder for ``parts/``, ``results.parquet`` and ``summary.md``.
        model: model folder, the same path on every node; "" for the one that ships with Firstread.
        workers: readers at the same time; None for as many as the cluster has room.
        per_minute: studies begun a minute at most, to spare the archive; None for no limit.
    """

    out: Path
    model: str = ""
    provider: str = "auto"
    workers: int | None = None
    gpus: float = 0.0
    cpus: int = 1
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


class Reader:
    """One opened model on one node."""

    def __init__(self, model: str, provider: str, threads: int) -> None:
        self._session = Session.open(Path(model) if model else None, provider, threads)

    def read(self, item: Item) -> dict[str, Any]:
        """The row of one study; raises nothing for what the study is like."""
        try:
            if item.source is None:
                result = analyze(Path(item.place), self._session)
            else:
                with tempfile.TemporaryDirectory(prefix="firstread-") as folder:
                    item.source.fetch(item.place, Path(folder))
                    result = analyze(Path(folder), self._session)
        except FirstreadError as error:
            result = self._failed(error.reason)
        except Exception as error:  # one study must not cost the run
            result = self._failed(Reason("defect", f"The program itself failed ({type(error).__name__})."))
        return row_of(item, result, socket.gethostname())

    def _failed(self, reason: Reason) -> CaseResult:
        return unanswered(CaseState.FAILED, reason, self._session, "", "", time.perf_counter())


def backfill(items: Sequence[Item], options: BackfillOptions) -> Summary:
    """Reads what of ``items`` is not in the results yet, on the cluster that ``ray.init`` has joined.

    Raises:
        ModelError, DeviceError: the model cannot be opened, on this node as on any other.
        OSError: the results cannot be written.
    """
    parts = options.out / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    model = _model_sha256(options)
    wanted = {item.key: item for item in items}
    done = {row["key"] for row in _rows(parts, model)}
    left = [item for key, item in wanted.items() if key not in done]
    started = time.monotonic()
    with _Parts(parts) as written, tqdm(total=len(wanted), initial=len(done), unit="study") as bar:
        for row in _read_all(left, options, started) if left else ():
            written.add(row)
            bar.update()
    rows = {row["key"]: row for row in _rows(parts, model) if row["key"] in wanted}
    ordered = [rows[key] for key in sorted(rows)]
    _write(ordered, options.out / "results.parquet")
    text = _summary(ordered, wanted, len(left), time.monotonic() - started)
    (options.out / "summary.md").write_text(text, encoding="utf-8")
    return Summary(len(wanted), len(rows), len(left), text)


def _read_all(items: Sequence[Item], options: BackfillOptions, started: float) -> Iterator[dict[str, Any]]:
    """Rows as they come, in any order."""
    readers = _Readers(options, len(items))
    waiting, tries = deque(items), dict.fromkeys((item.key for item in items), 0)
    pending: dict[Any, tuple[Item, int]] = {}
    begun = 0
    while waiting or pending:
        while waiting and readers.free and _may_begin(begun, options.per_minute, time.monotonic() - started):
            item = waiting.popleft()
            reference, reader = readers.give(item)
            pending[reference] = (item, reader)
            begun += 1
        if not pending:
            time.sleep(_TICK_S)  # only the limit on the archive's load keeps us waiting
            continue
        for reference in ray.wait(list(pending), timeout=_TICK_S)[0]:
            item, reader = pending.pop(reference)
            try:
                row: dict[str, Any] = ray.get(reference)
            except ray.exceptions.RayActorError as error:
                readers.back(reader, error)
                tries[item.key] += 1
                if tries[item.key] < _TRIES:
                    waiting.append(item)
                    continue
                row = _given_up(item, options)
            else:
                readers.back(reader)
            yield row


class _Readers:
    """The readers, and how many studies each may still take into its hands."""

    def __init__(self, options: BackfillOptions, studies: int) -> None:
        room = ray.cluster_resources()
        fit = room.get("CPU", 1) / max(options.cpus, 1)
        if options.gpus:
            fit = min(fit, room.get("GPU", 0) / options.gpus)
        count = max(min(options.workers or int(fit), studies), 1)
        self._options = options
        self._readers = [self._new() for _ in range(count)]
        self._never_opened = 0
        self.free = deque(i for _ in range(_IN_HAND) for i in range(count))

    def give(self, item: Item) -> tuple[Any, int]:
        """Hands ``item`` to a free reader: the answer to come, and whose it is."""
        reader = self.free.popleft()
        return self._readers[reader].read.remote(item), reader

    def back(self, reader: int, error: Exception | None = None) -> None:
        """``reader`` has answered, or died of ``error``. Ray starts one that died again, but not one whose model
        could not be opened.

        Raises:
            FirstreadError: readers cannot open the model, time and again.
        """
        self.free.append(reader)
        if error is None:
            self._never_opened = 0
        elif isinstance(error, ray.exceptions.ActorDiedError):
            self._never_opened += 1
            if self._never_opened > _TRIES * len(self._readers):
                raise FirstreadError("readers_not_started", "No reader of the cluster can open the model.")
            self._readers[reader] = self._new()

    def _new(self) -> Any:
        kind = ray.remote(Reader).options(
            num_cpus=self._options.cpus, num_gpus=self._options.gpus, max_restarts=-1, max_task_retries=0
        )
        return kind.remote(self._options.model, self._options.provider, self._options.cpus)


def _may_begin(begun: int, per_minute: float | None, seconds: float) -> bool:
    return per_minute is None or begun < 1 + seconds / 60 * per_minute


def _given_up(item: Item, options: BackfillOptions) -> dict[str, Any]:
    reason = Reason("readers_died", f"The readers of this study ended {_TRIES} times without an answer.")
    result = CaseResult(
        study_instance_uid="", series_instance_uid="", state=CaseState.FAILED, reasons=(reason,), probability=None,
        probability_by_type={}, score=None, threshold=0.0, slices=(), lesions=(), excluded=(), volumes_ml={},
        timing=Timing(), runtime=Runtime("none", "", "", _model_sha256(options), ""),
    )  # fmt: skip
    return row_of(item, result, socket.gethostname())


def _model_sha256(options: BackfillOptions) -> str:
    folder = Path(options.model) if options.model else default_model_dir()
    try:
        return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError("model_missing", "The model folder has no readable manifest.json.") from error


class _Parts:
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
            _write(self._rows, self._folder / f"{uuid.uuid4().hex}.parquet")
        self._rows, self._since, self._first = [], time.monotonic(), False


def _write(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    partial = path.with_suffix(".part")
    pq.write_table(pa.Table.from_pylist(list(rows), SCHEMA), partial, compression="zstd")
    partial.replace(path)


def _rows(parts: Path, model_sha256: str) -> Iterator[dict[str, Any]]:
    """What other runs left, of this model; another model's rows stay where they are, and are not counted."""
    for path in sorted(parts.glob("*.parquet")):
        for row in pq.read_table(path, schema=SCHEMA).to_pylist():
            if row["model_sha256"] == model_sha256:
                yield row


def _summary(rows: Sequence[Mapping[str, Any]], items: Mapping[str, Item], read_now: int, seconds: float) -> str:
    states = Counter(str(row["state"]) for row in rows)
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
    labelled = [judged for row in rows if (judged := judged_of(row, items[row["key"]])) is not None]
    if labelled:
        first = rows[0]
        runtime = Runtime(first["provider"], first["device"], first["model"], first["model_sha256"], first["version"])
        lines.append(markdown(summarise(labelled, runtime, float(first["threshold"]), {})))
    return "\n".join(lines)
