"""One command from data to a model, and again from where it was cut off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")
pytest.importorskip("skimage", reason="the synthesis needs scikit-image, which is only in the extra `train`")

from inference.session import Session
from inference.training.cross_validation import Means, cross_validate, study_of
from inference.training.ctich import folds, load_patient
from inference.training.train import TrainingPlan
from tests.inference.model_by_hand import write_model
from tests.inference.training.small_ctich import EDH, IPH, small_set


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own, of the exporter that knows opset 17
def test_from_the_data_to_a_model(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    bleeding = {f"{n:03d}": [None, EDH if n % 2 else IPH, None] for n in (1, 2)}
    root = small_set(tmp_path / "data", bleeding | {f"{n:03d}": [None] * 3 for n in (3, 4)})
    plan, said = TrainingPlan(steps=1, stacks_per_step=1, depth=1), list[str]()
    means = Means(folds=2, workers=0, together=2)
    model = cross_validate(root, [], plan, tmp_path / "run", "9.9", means, said.append)

    report = json.loads((tmp_path / "run" / "out_of_fold.json").read_text())
    judged = {case["patient"]: case for case in report["patients"]}
    assert sorted(judged) == [f"{n:03d}" for n in range(1, 5)]
    for number, patients in enumerate(folds(root, 2, seed=0)):
        assert all(judged[patient]["fold"] == number for patient in patients)
    assert report["figures"]["Dice, slices drawn by hand"]["n"] == 1
    tables = json.loads((tmp_path / "run" / "report" / "report.json").read_text())
    assert (
        tables["threshold"] == report["threshold"]
        and tables["model"] == "hybrid-mask-rcnn 9.9, 2 networks of its folds"
    )
    assert sum(sum(pair.values()) for pair in tables["counts"].values()) == 4
    assert tables["lesions"]["exams"] == 4 and tables["sizes"]["type EDH"]["unknown"] == 0
    text = (tmp_path / "run" / "report" / "report.md").read_text()
    assert "**The masks are derived**" in text and "- Dice, slices drawn by hand " in text and "## Calibration" in text
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


def test_a_patient_with_blood_that_has_no_outline_counts_as_one_without_a_mask(tmp_path: Path) -> None:
    root = small_set(tmp_path, {"001": [None, EDH, None], "002": [EDH, EDH, None], "003": [None] * 3})
    with Session.open(write_model(tmp_path / "model"), "cpu") as session:
        located, unknown, clear = (study_of(load_patient(root, patient), session) for patient in ("001", "002", "003"))
        judged = [study.judge(session, by_lesion=True) for study in (located, unknown, clear)]
    assert [j.example.line for j in judged] == [1, 2, 3] and [j.example.types for j in judged] == [{EDH}, {EDH}, set()]
    assert [j.size("EDH/SDH") is None for j in judged] == [False, True, True]
    assert [j.findings is None for j in judged] == [False, True, False]
    assert judged[0].findings is not None and judged[0].findings.slice_truths == (False, True, False)
    assert unknown.problem == "1 slices with hemorrhage have no outline" and not located.problem and not clear.problem


def test_one_patient_alone_is_told_before_anything_is_trained(tmp_path: Path) -> None:
    root = small_set(tmp_path, {"001": [EDH], "002": [None], "003": [None]})
    with pytest.raises(ValueError, match="two patients with"):
        cross_validate(root, [], TrainingPlan(), tmp_path / "run", "9", Means(), print)
    assert not (tmp_path / "run").exists()
