"""What the manifest says of a network's scores: calibration by type and its certainty, threshold, histogram."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from inference import calibration as cal
from inference.training.out_of_fold import logit, platt, score_reference, threshold_for
from inference.types import HemorrhageType

#: A type is calibrated by itself from this many patients with it.
LEAST_OF_A_TYPE: Final = 8


def entries(
    scores: Sequence[float],
    truths: Sequence[bool],
    by_type: Mapping[HemorrhageType, tuple[Sequence[float], Sequence[bool]]] | None = None,
) -> dict[str, Any]:
    """``threshold``, ``calibration`` and ``score_reference`` of the manifest.

    Args:
        scores, truths: of patients that the network never saw.
        by_type: for each type the highest score of its boxes and whether the type is there, patient by patient.

    Raises:
        ValueError: without positives or without negatives.
    """
    own = {
        kind.value: platt(*of_type)
        for kind, of_type in (by_type or {}).items()
        if LEAST_OF_A_TYPE <= sum(of_type[1]) < len(of_type[1])
    }
    fitted = platt(scores, truths)
    found = cal.covariance(logit(np.asarray(scores, np.float64)), fitted["slope"], fitted["intercept"])
    calibration: dict[str, Any] = {
        **fitted,
        "covariance": [round(value, 6) for value in found],
        "patients": len(scores),
    }
    if own:
        calibration["by_type"] = own
    return {
        "threshold": threshold_for(scores, truths),
        "calibration": calibration,
        "score_reference": score_reference(scores),
    }


def rewrite(manifest: Path, found: Mapping[str, Any]) -> None:
    """Puts ``found`` into a model's manifest; its graphs stay as they are, its sha256 is another afterwards."""
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**content, **found}, indent=2) + "\n")
