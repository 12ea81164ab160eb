"""The worst errors of an evaluation, by line of the manifest: what a model card should show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.evaluation.case import Judged, TrueLesion
from inference.types import TYPES

SHOWN = 6
"""Errors of each kind."""


@dataclass(frozen=True, slots=True)
class WorstCase:
    """One error; ``truth_ml`` is None without a mask.

    Attributes:
        line: line of the manifest.
        types: the true types, such as ``"IPH+SAH"``; empty for a false positive, or where they are not known.
        truth_ml: true volume in mL, of the study or of the lesion.
        score: raw score of the study, or of the lesion's best box.
        slice: index of the slice to look at, inferior to superior; None where it is not known.
    """

    line: int
    types: str
    truth_ml: float | None
    score: float
    slice: int | None


def worst(judged: Sequence[Judged]) -> dict[str, tuple[WorstCase, ...]]:
    """The worst of each kind of error, at most :data:`SHOWN`.

    - ``misses``: studies with hemorrhage called negative; the largest volume first, those without a mask last.
    - ``false_positives``: studies without hemorrhage called positive; the highest score first.
    - ``missed_lesions``: lesions missed in studies that were called positive, which the rates of the studies do not
      show; the largest first, one a study.
    """
    answered = [j for j in judged if j.analysed]
    misses = [_study(j) for j in answered if j.example.positive and not j.called]
    alarms = [_study(j) for j in answered if j.called and not j.example.positive]
    overlooked = [_lesion(j, lost) for j in answered if j.called and (lost := _largest_missed(j)) is not None]
    misses.sort(key=lambda w: (-(w.truth_ml if w.truth_ml is not None else -1), w.score, w.line))
    alarms.sort(key=lambda w: (-w.score, w.line))
    overlooked.sort(key=lambda w: (-(w.truth_ml or 0), w.line))
    return {
        "misses": tuple(misses[:SHOWN]),
        "false_positives": tuple(alarms[:SHOWN]),
        "missed_lesions": tuple(overlooked[:SHOWN]),
    }


def _study(j: Judged) -> WorstCase:
    whole = j.quantities.get("all")
    return WorstCase(
        line=j.example.line,
        types="+".join(t for t in TYPES if t in j.example.types),
        truth_ml=whole.truth_ml if whole is not None and j.example.positive else None,
        score=j.score or 0.0,
        slice=_slice(j),
    )


def _slice(j: Judged) -> int | None:
    """Where the largest lesion is; without a mask, where the score is highest."""
    if j.findings is not None and j.findings.lesions:
        return max(j.findings.lesions, key=lambda lesion: lesion.volume_ml).key_slice
    return j.highest_slice


def _largest_missed(j: Judged) -> TrueLesion | None:
    missed = [lesion for lesion in j.findings.lesions if lesion.given is None] if j.findings is not None else []
    return max(missed, key=lambda lesion: lesion.volume_ml, default=None)


def _lesion(j: Judged, lost: TrueLesion) -> WorstCase:
    return WorstCase(j.example.line, lost.type.value, lost.volume_ml, lost.score, lost.key_slice)
