"""Whether scores and images still look as they did when the model was made: the population stability index."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: With fewer scores the index says more about chance than about drift.
LEAST_SCORES = 50
#: An empty bin counts as this fraction; the index would be infinite otherwise.
_FLOOR = 1e-4


@dataclass(frozen=True, slots=True)
class ScoreHistogram:
    """How often scores, or numbers that describe the images, fell between ``edges`` on the reference set of a model.

    The edges rise, and there is one more than ``counts``.
    """

    edges: tuple[float, ...]
    counts: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = all(a < b for a, b in zip(self.edges, self.edges[1:], strict=False))
        if len(self.edges) != len(self.counts) + 1 or len(self.counts) < 2 or not rising:
            raise ValueError("a histogram has rising edges, one more than counts, and two bins or more")
        if (
            not all(math.isfinite(v) for v in (*self.edges, *self.counts))
            or min(self.counts) < 0
            or not sum(self.counts)
        ):
            raise ValueError("the counts of a histogram are finite and not negative, and not all 0")

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> ScoreHistogram | None:
        """The entry ``score_reference`` (``edges``, ``counts``) of a manifest; None without a usable one."""
        return cls._of(manifest.get("score_reference"))

    @classmethod
    def of_inputs(cls, manifest: Mapping[str, Any]) -> dict[str, ScoreHistogram]:
        """The usable ones of the entries of ``input_reference`` of a manifest, each as ``score_reference``.

        Their names are those of :class:`inference.types.InputStatistics`.
        """
        entries = manifest.get("input_reference")
        if not isinstance(entries, Mapping):
            return {}
        found = {str(name): cls._of(entry) for name, entry in entries.items()}
        return {name: one for name, one in found.items() if one is not None}

    @classmethod
    def _of(cls, entry: Any) -> ScoreHistogram | None:
        try:
            return cls(tuple(float(v) for v in entry["edges"]), tuple(float(v) for v in entry["counts"]))
        except (KeyError, TypeError, ValueError):
            return None

    def count(self, scores: Iterable[float]) -> tuple[float, ...]:
        """How many of ``scores`` fall into each bin; those beyond the ends count in the outermost bins."""
        counts = [0.0] * len(self.counts)
        for score in scores:
            counts[min(len(counts) - 1, max(0, bisect.bisect_right(self.edges, score) - 1))] += 1
        return tuple(counts)


def population_stability_index(reference: Sequence[float], observed: Sequence[float]) -> float:
    """Sum over the bins of (o - r) ln(o / r), of the fractions r and o: 0 for the same shape, without upper limit.

    By the usual rule below 0.1 is no drift, and above 0.25 the population is another one (N. Siddiqi, Credit Risk
    Scorecards, 2006).
    """
    total_r, total_o = sum(reference), sum(observed)
    pairs = [(max(r / total_r, _FLOOR), max(o / total_o, _FLOOR)) for r, o in zip(reference, observed, strict=True)]
    return sum((o - r) * math.log(o / r) for r, o in pairs)


@dataclass(frozen=True, slots=True)
class Drift:
    """``index`` is None where it cannot be told; ``text`` then says why, and else what it means."""

    index: float | None
    scores: int
    text: str


def drift(reference: ScoreHistogram | None, scores: Sequence[float], what: str = "scores") -> Drift:
    """The drift of ``scores``, or of other numbers that ``what`` names, from ``reference``."""
    if reference is None:
        return Drift(None, len(scores), f"Cannot be told: the model's manifest has no reference for {what}.")
    if len(scores) < LEAST_SCORES:
        return Drift(None, len(scores), f"Too few {what} yet: {len(scores)} of {LEAST_SCORES}.")
    index = population_stability_index(reference.counts, reference.count(scores))
    meaning = "no drift" if index < 0.1 else "some drift" if index <= 0.25 else "another population than the reference"
    return Drift(index, len(scores), f"{index:.2f}: {meaning}.")
