"""What our report carries beside what the standard has a place for: the whole result, so that it can be restored.

A report of a Standard Extended SOP Class (PS3.2, 7.3 and 3.11): two private elements (PS3.5, 7.8.1), which other
programs leave alone. An archive or a de-identification that drops them loses nothing but this: the result is then
computed again. They hold UIDs and numbers, and nothing else of the patient.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference import result_json
from inference.types import CaseResult

GROUP = 0x0099
CREATOR = "FIRSTREAD"
#: (0099,xx01) UT: the result as JSON of the command-line contract. (0099,xx02) LO: SHA-256 of its mask.
_RESULT, _MASK = 0x01, 0x02
#: A longer text is none of ours.
_MOST = 32 * 1024 * 1024
#: The entries of a result that are its answer; the others say what it was made of, where, and how long that took.
_ANSWER = ("reasons", "probability", "probability_by_type", "lesions")


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What a report carries.

    Attributes:
        result: without its mask.
        mask: the mask's digest.
        answer: :func:`answer_digest`.
    """

    result: CaseResult
    mask: str
    answer: str


def carry(report: Dataset, result: CaseResult) -> None:
    """Put a result that is an answer into its report; the mask is in the segmentation."""
    if result.labels is None:
        return
    block = report.private_block(GROUP, CREATOR, create=True)
    block.add_new(_RESULT, "UT", json.dumps(result_json.to_json(result), separators=(",", ":"), allow_nan=False))
    block.add_new(_MASK, "LO", mask_digest(result.labels))


def carried(report: Dataset) -> Carried | None:
    """What a report carries; None where that is nothing that can be read."""
    try:
        block = report.private_block(GROUP, CREATOR)
        said, digest = _text(block[_RESULT].value), _text(block[_MASK].value)
        if len(said) > _MOST:
            return None
        content = json.loads(said)
        return Carried(result_json.from_json(content), digest, answer_digest(content, digest))
    except (KeyError, ValueError, TypeError):
        return None


def answer_digest(content: Mapping[str, Any], mask: str) -> str:
    """SHA-256 of what a result answers, given as its JSON and its mask's digest.

    Numbers count to three decimals: processors differ in the last digits of one and the same answer.
    """
    said = [_rounded(content[name]) for name in _ANSWER]
    return hashlib.sha256(json.dumps([*said, mask], sort_keys=True).encode()).hexdigest()


def mask_digest(labels: NDArray[np.uint8]) -> str:
    """SHA-256 of a mask uint8 [Z, Y, X] and its shape."""
    digest = hashlib.sha256(" ".join(map(str, labels.shape)).encode())
    digest.update(np.ascontiguousarray(labels).tobytes())
    return digest.hexdigest()


def _text(value: Any) -> str:
    """A private element's text, also from implicit VR, where nobody knows that it is text."""
    return (value.decode("ascii") if isinstance(value, bytes) else str(value)).rstrip(" \0")


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 3) + 0.0  # no -0.0
        case dict():
            return {name: _rounded(one) for name, one in value.items()}
        case list():
            return [_rounded(one) for one in value]
        case _:
            return value
