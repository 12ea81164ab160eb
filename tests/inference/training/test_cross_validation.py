"""One command from data to a model, and again from where it was cut off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")
pytest.importorskip("skimage", reason="the synthesis needs scikit-image, which is only in the extra `train`")

from inference.session import Session
from inference.training.cross_validation import Means, cross_validate
from inference.training.ctich import folds
from inference.training.train import TrainingPlan
from tests.inference.training.small_ctich import EDH, IPH, small_set


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own, of the exporter that knows opset 17
def test_from_the_data_to_a_model(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    bleeding = {f"{n:03d}": [None, EDH if n % 2 else IPH, None] for n in (1, 2)}
    root = small_set(tmp_path / "data", bleeding | {f"{n:03d}": [None] * 3 for n in (3, 4)})
    plan, means, said = TrainingPlan(steps=1, stacks_per_step=1, depth=1), Means(folds=2, workers=0), list[str]()
    model = cross_validate(root, [], plan, tmp_path / "run", "9.9", means, said.append)

    report = json.loads((tmp_path / "run" / "out_of_fold.json").read_text())
    judged = {case["patient"]: case for case in report["patients"]}
    assert sorted(judged) == [f"{n:03d}" for n in range(1, 5)]
    for number, patients in enumerate(folds(root, 2, seed=0)):
        assert all(judged[patient]["fold"] == number for patient in patients)
    assert report["figures"]["Dice, slices drawn by hand"]["n"] == 1
    manifest = json.loads((model / "manifest.json").read_text())
    assert (manifest["version"], manifest["threshold"]) == ("9.9", report["threshold"])
    assert manifest["calibration"] == report["calibration"]
    assert sum(manifest["score_reference"]["counts"]) == 4
    with Session.open(model, "cpu"):  # its hashes and its self-test hold
        pass

    done = {path: path.stat().st_mtime_ns for path in (tmp_path / "run").glob("fold-*/*") if path.is_file()}
    cross_validate(root, [], plan, tmp_path / "run", "9.9", means, said.append)
    assert {path: path.stat().st_mtime_ns for path in done} == done  # nothing was trained or judged again
    assert sum(line.startswith("fold ") for line in said) == 2
