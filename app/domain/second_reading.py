"""What a second reader says of a study that has its answer. It changes neither that answer nor any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from inference.errors import Reason
from inference.types import CaseState

#: An answer older than this gets no second reading: who would have needed it has read the study.
KEEN = timedelta(hours=24)
#: A negative counts as borderline from this part of the threshold.
_BORDERLINE = 0.5


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Attributes:
    state: only POSITIVE and NEGATIVE are answers; of any other ``reasons`` say why there is none.
    agrees: whether both readers say positive, or both negative; None without a second answer.
    dice: overlap of what the two drew; None where neither drew anything, or it cannot be compared.
    slice_number: where the second reader saw most, counted from 1 at the skull base; None without an answer.
    """

    state: CaseState
    reasons: tuple[Reason, ...]
    score: float | None
    threshold: float
    agrees: bool | None
    dice: float | None
    total_ml: float
    model: str
    slice_number: int | None = None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> SecondReading:
        """From what :func:`inference.second_reader.compare` says, with ``slice_number`` where it is known."""
        return cls(
            CaseState(content["state"]), tuple(Reason(one["code"], one["text"]) for one in content["reasons"]),
            content["score"], content["threshold"], content["agrees"], content["dice"],
            content["volumes_ml"]["total"], content["model"], content.get("slice_number"),
        )  # fmt: skip


def borderline(score: float, threshold: float) -> bool:
    """Whether a second opinion matters most: the answer is positive, or not far from it."""
    return score >= _BORDERLINE * threshold
