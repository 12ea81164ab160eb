"""What a threshold means for one department: flags, expected predictive value and alarms, from measured rates."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.feedback import Judgement
from app.domain.rates import Rate
from app.domain.study import StudyRecord

#: With fewer hemorrhages, or fewer studies without, a site's own verdicts say too little about a threshold.
LEAST_OF_EACH = 20
#: How the source of a curve begins that is a model's, and not of this site.
OF_MODEL_CARD = "model card of "
#: A point this far from the threshold asked for says nothing about it.
_NEAR = 0.026


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Measured rates of the calls ``score >= threshold``."""

    threshold: float
    sensitivity: Rate
    specificity: Rate


@dataclass(frozen=True, slots=True)
class OperatingCurve:
    """Operating points by rising threshold; ``source`` says in words where they were measured."""

    points: tuple[OperatingPoint, ...]
    source: str

    def __post_init__(self) -> None:
        rising = all(a.threshold < b.threshold for a, b in zip(self.points, self.points[1:], strict=False))
        if not self.points or not rising:
            raise ValueError("a curve has one point or more, by rising threshold")

    def at(self, threshold: float) -> OperatingPoint | None:
        """The point nearest to ``threshold``; None where none is near."""
        place = bisect_left([point.threshold for point in self.points], threshold)
        near = min(self.points[max(0, place - 1) : place + 1], key=lambda point: abs(point.threshold - threshold))
        return near if abs(near.threshold - threshold) <= _NEAR else None

    @classmethod
    def of_scores(cls, positives: Sequence[float], negatives: Sequence[float], source: str) -> OperatingCurve:
        """The curve of scored studies with (``positives``) and without hemorrhage, at every whole per cent."""
        high, low = sorted(positives), sorted(negatives)
        points = []
        for percent in range(1, 100):
            threshold = percent / 100
            hits, rejected = len(high) - bisect_left(high, threshold), bisect_left(low, threshold)
            points.append(OperatingPoint(threshold, Rate(hits, len(high)), Rate(rejected, len(low))))
        return cls(tuple(points), source)

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> OperatingCurve | None:
        """The entry ``operating_points`` of a model's manifest; None without a usable one.

        It holds ``positives`` and ``negatives`` (numbers of studies), and ``points``, each with ``threshold``,
        ``true_positives`` and ``true_negatives``.
        """
        try:
            entry = manifest["operating_points"]
            positives, negatives = int(entry["positives"]), int(entry["negatives"])
            points = sorted(
                (
                    OperatingPoint(
                        float(point["threshold"]),
                        Rate(int(point["true_positives"]), positives),
                        Rate(int(point["true_negatives"]), negatives),
                    )
                    for point in entry["points"]
                ),
                key=lambda point: point.threshold,
            )
            return cls(tuple(points), f"{OF_MODEL_CARD}{manifest['name']} {manifest['version']}")
        except (KeyError, TypeError, ValueError):
            return None

    @classmethod
    def from_judgements(cls, judgements: Iterable[Judgement], model: str) -> OperatingCurve | None:
        """The site's own curve from verdicts on scores of ``model``; None where they are too few."""
        scored = [
            (one.score, one.hemorrhage)
            for one in judgements
            if one.model == model and one.score is not None and math.isfinite(one.score)
        ]
        positives = [score for score, hemorrhage in scored if hemorrhage]
        negatives = [score for score, hemorrhage in scored if not hemorrhage]
        if min(len(positives), len(negatives)) < LEAST_OF_EACH:
            return None
        return cls.of_scores(positives, negatives, "verdicts of this site's readers")


@dataclass(frozen=True, slots=True)
class Range:
    """A value with the lower and upper limit that the uncertainty of the rates leaves it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What to expect at a threshold; all but ``ppv`` are numbers of studies a shift.

    ``ppv`` is None where no flag is expected at all.
    """

    ppv: Range | None
    flags: Range
    false_alarms: Range
    missed: Range


def expected(point: OperatingPoint, prevalence: float, studies: float) -> Expected:
    """What ``point`` means for ``studies`` a shift, a fraction ``prevalence`` (0 to 1) of them with hemorrhage.

    The limits take those of the 95 % intervals of both rates together, and so are wider than 95 %.
    """
    with_blood, without = studies * prevalence, studies * (1 - prevalence)
    hit, spec = point.sensitivity, point.specificity
    sensitivity, specificity = hit.value or 0.0, spec.value or 0.0
    true = Range(with_blood * sensitivity, with_blood * hit.low, with_blood * hit.high)
    false = Range(without * (1 - specificity), without * (1 - spec.high), without * (1 - spec.low))
    flags = Range(true.value + false.value, true.low + false.low, true.high + false.high)
    ppv = None
    if flags.value > 0:
        ppv = Range(true.value / flags.value, _share(true.low, false.high), _share(true.high, false.low))
    missed = Range(with_blood - true.value, with_blood - true.high, with_blood - true.low)
    return Expected(ppv, flags, false, missed)


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """How studies come, by hour of the local day: means a day, over ``days`` days (0 without any study)."""

    days: float
    arrivals: tuple[float, ...]
    flags: tuple[float, ...]

    @property
    def an_hour(self) -> float:
        """Studies an hour, over the whole day."""
        return sum(self.arrivals) / 24


def flow(records: Iterable[StudyRecord], threshold: float | None = None) -> Flow:
    """How ``records`` came; flags are positive answers or, with ``threshold``, scores that reach it.

    The days are those from the first study to the last, at least one.
    """
    rows = list(records)
    if not rows:
        return Flow(0.0, (0.0,) * 24, (0.0,) * 24)
    times = [row.found_at for row in rows]
    days = max(1.0, (max(times) - min(times)) / timedelta(days=1))
    arrivals, flags = [0.0] * 24, [0.0] * 24
    for row in rows:
        hour = row.found_at.astimezone().hour
        arrivals[hour] += 1 / days
        if is_flag(row, threshold):
            flags[hour] += 1 / days
    return Flow(days, tuple(arrivals), tuple(flags))


def is_flag(record: StudyRecord, threshold: float | None = None) -> bool:
    """Whether the answer to ``record`` moves it up, at its model's own threshold or at another."""
    summary = record.summary
    if summary is None or summary.score is None or not record.state.analysed:
        return False
    return summary.score >= (summary.threshold if threshold is None else threshold)


def scores(records: Iterable[StudyRecord], model: str) -> list[float]:
    """The scores that ``model`` gave."""
    return [
        record.summary.score
        for record in records
        if record.summary is not None
        and record.summary.model == model
        and record.summary.score is not None
        and math.isfinite(record.summary.score)
        and record.state.analysed
    ]


def latest_model(records: Iterable[StudyRecord]) -> str:
    """The model of the latest answer; empty where there is none."""
    newest: tuple[datetime, str] | None = None
    for record in records:
        if record.summary is not None and record.state.analysed and (newest is None or record.changed_at > newest[0]):
            newest = (record.changed_at, record.summary.model)
    return newest[1] if newest else ""
