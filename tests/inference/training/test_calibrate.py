"""The manifest's entries on scores: complete, usable by what reads them, honest about rare types."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.domain.drift import ScoreHistogram
from inference.calibration import Calibration
from inference.training.calibrate import LEAST_OF_A_TYPE, entries, rewrite
from inference.types import HemorrhageType

RNG = np.random.default_rng(2)
TRUTHS = [i % 2 == 0 for i in range(60)]
SCORES = [float(np.clip(RNG.normal(0.75 if t else 0.3, 0.15), 0, 1)) for t in TRUTHS]


def test_entries_serve_detector_and_drift(tmp_path: Path) -> None:
    sdh = [t and i % 4 == 0 for i, t in enumerate(TRUTHS)]
    rare = [t and i < 2 * LEAST_OF_A_TYPE - 4 for i, t in enumerate(TRUTHS)]
    found = entries(SCORES, TRUTHS, {HemorrhageType.SDH: (SCORES, sdh), HemorrhageType.IVH: (SCORES, rare)})
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"schema": 1, "name": "m", "threshold": 0.1}))
    rewrite(path, found)
    manifest = json.loads(path.read_text())
    assert manifest["name"] == "m" and manifest["threshold"] == found["threshold"]
    assert np.mean([s >= manifest["threshold"] for s, t in zip(SCORES, TRUTHS, strict=True) if t]) >= 0.95
    calibration = Calibration.from_manifest(manifest["calibration"])
    assert calibration.probability(0.9) > 0.8 > 0.2 > calibration.probability(0.1)
    ends = calibration.interval(0.5)
    assert ends is not None and 0 < ends[0] < calibration.probability(0.5) < ends[1] < 1
    assert set(calibration.by_type) == {HemorrhageType.SDH}  # too few with IVH
    assert calibration.probability(0.9, HemorrhageType.SDH) < calibration.probability(0.9)
    histogram = ScoreHistogram.from_manifest(manifest)
    assert histogram is not None and sum(histogram.counts) == len(SCORES)


def test_one_sided_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="patients with hemorrhage and patients without"):
        entries([0.2, 0.4], [False, False])
