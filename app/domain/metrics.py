"""How the line is doing, in numbers that name no patient and no study."""

from __future__ import annotations

import math
import statistics
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.drift import Drift, ScoreHistogram, drift
from app.domain.events import DeviceStatus, QueueStatus
from app.domain.states import StudyState
from inference.types import InputStatistics

#: Counts and times look back this far.
WINDOW = timedelta(hours=24)
#: What is looked at of the images, by its name in :class:`inference.types.InputStatistics`, and how it is called.
INPUTS = {"slices": "numbers of slices", "spacing_mm": "slice spacings", "brain_hu": "brain densities"}
_HOUR = timedelta(hours=1)
#: Drift is told of so many of the latest scores.
_SCORES = 500


@dataclass(frozen=True, slots=True)
class Durations:
    """Median and 95th percentile in seconds, None without any, of ``count`` durations."""

    count: int
    median_s: float | None
    p95_s: float | None


@dataclass(frozen=True, slots=True)
class InputDrift:
    """One of the numbers that describe the images.

    Attributes:
        name: as in :class:`inference.types.InputStatistics`.
        median: of the latest studies; None without any.
        drift: from the model's reference.
    """

    name: str
    median: float | None
    drift: Drift


@dataclass(frozen=True, slots=True)
class GpuLoad:
    """A graphics processor at one moment.

    Attributes:
        name: as its driver calls it.
        busy: share of the last moment (up to 1 s) in which it computed for anybody, 0 to 1; None where it is not told.
        memory_used, memory_total: bytes, of all programs together.
    """

    name: str
    busy: float | None
    memory_used: int
    memory_total: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """One look at the line; all counts and times are of the last 24 hours unless they say otherwise.

    Attributes:
        at: when, UTC.
        last_hour: studies that got an answer within the last hour.
        answered: studies that got an answer (positive or negative).
        promoted: those of them that went to the top (positive).
        to_answer: from the last image fetched to the answer in the list.
        to_promoted: the same, of positive studies alone.
        queue: fetched now or next, waiting to be analysed, analysed now.
        failures: how many studies ended without an answer, by state and code of the reason.
        device: the processor truly in use.
        gpus: the graphics processors of the computer, as far as their driver tells.
        drift: of the scores of this model.
        inputs: how the images look, and whether they do as those that the model was measured on.
    """

    at: datetime
    last_hour: int
    answered: int
    promoted: int
    to_answer: Durations
    to_promoted: Durations
    queue: QueueStatus
    failures: tuple[tuple[StudyState, str, int], ...]
    device: DeviceStatus
    gpus: tuple[GpuLoad, ...]
    drift: Drift
    inputs: tuple[InputDrift, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    at: datetime
    positive: bool
    seconds: float | None


class Tally:
    """Counts what happens; for one thread."""

    def __init__(self) -> None:
        self._answers: deque[_Answer] = deque()
        self._failures: deque[tuple[datetime, StudyState, str]] = deque()
        self._scores: deque[float] = deque(maxlen=_SCORES)
        self._model = ""
        self._reference: ScoreHistogram | None = None
        self._inputs: dict[str, deque[float]] = {name: deque(maxlen=_SCORES) for name in INPUTS}
        self._input_references: Mapping[str, ScoreHistogram] = {}
        self.queue = QueueStatus(0, 0, 0)
        self.device = DeviceStatus(False, "", "", "")
        self.gpus: tuple[GpuLoad, ...] = ()

    @property
    def model(self) -> str:
        """The model of the scores that are compared."""
        return self._model

    def use_model(
        self, model: str, reference: ScoreHistogram | None, inputs: Mapping[str, ScoreHistogram] | None = None
    ) -> None:
        """Compare scores, and images, with the references of ``model`` from now on; those of another are dropped."""
        self._scores.clear()
        for values in self._inputs.values():
            values.clear()
        self._model, self._reference, self._input_references = model, reference, inputs or {}

    def looked_like(self, images: InputStatistics) -> None:
        """The images of a study that got an answer looked like this."""
        for name, values in self._inputs.items():
            value = getattr(images, name)
            if value is not None and math.isfinite(value):
                values.append(float(value))

    def answered(self, at: datetime, positive: bool, fetched_at: datetime | None, score: float | None) -> None:
        """A study got an answer. ``fetched_at`` is when its last image had come, None where that is not known."""
        seconds = None if fetched_at is None else max(0.0, (at - fetched_at).total_seconds())
        self._answers.append(_Answer(at, positive, seconds))
        if score is not None and math.isfinite(score):
            self._scores.append(score)

    def failed(self, at: datetime, state: StudyState, code: str) -> None:
        """A study ended without an answer, for the reason ``code``."""
        self._failures.append((at, state, code))

    def metrics(self, now: datetime) -> Metrics:
        """The numbers at ``now``; forgets what is older than the window."""
        self._answers = deque(one for one in self._answers if now - one.at <= WINDOW)
        self._failures = deque(one for one in self._failures if now - one[0] <= WINDOW)
        positive = [one for one in self._answers if one.positive]
        failures = Counter((state, code) for _, state, code in self._failures)
        return Metrics(
            at=now,
            last_hour=sum(now - one.at <= _HOUR for one in self._answers),
            answered=len(self._answers),
            promoted=len(positive),
            to_answer=durations([one.seconds for one in self._answers]),
            to_promoted=durations([one.seconds for one in positive]),
            queue=self.queue,
            failures=tuple((state, code, count) for (state, code), count in sorted(failures.items())),
            device=self.device,
            gpus=self.gpus,
            drift=drift(self._reference, tuple(self._scores)),
            inputs=tuple(self._input(name, tuple(values)) for name, values in self._inputs.items()),
        )

    def _input(self, name: str, values: Sequence[float]) -> InputDrift:
        told = drift(self._input_references.get(name), values, INPUTS[name])
        return InputDrift(name, statistics.median(values) if values else None, told)


def durations(seconds: Sequence[float | None]) -> Durations:
    """Median and 95th percentile of those that are known, by the nearest rank."""
    known = sorted(one for one in seconds if one is not None)
    return Durations(len(known), _rank(known, 0.5), _rank(known, 0.95))


def _rank(rising: Sequence[float], fraction: float) -> float | None:
    return rising[max(0, math.ceil(fraction * len(rising)) - 1)] if rising else None
