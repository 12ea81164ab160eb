"""The JSON of the command-line contract: its shape, and that nothing is lost on the way back."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.errors import Reason
from inference.result_json import from_json, load, save, to_json
from inference.types import (
    Box,
    CaseResult,
    CaseState,
    HemorrhageType,
    InputStatistics,
    Lesion,
    Runtime,
    SizeClass,
    SliceScore,
    Timing,
)

BOX = Box(3, 10, 11, 20, 22, 0.75)


def positive() -> CaseResult:
    lesion = Lesion(
        id=1, type=HemorrhageType.IVH, score=0.75, volume_ml=3.5, volume_ml_interval=(3.0, 4.25),
        size_class=SizeClass.SMALL, abc2_ml=4.0, slices=(3, 9), boxes=(BOX,), centroid_mm=(1.0, -2.0, 30.5),
        side="bilateral", region="ventricles",
    )  # fmt: skip
    labels = np.zeros((4, 6, 5), np.uint8)
    labels[3, 2:4, 1:3] = HemorrhageType.IVH.label
    return CaseResult(
        study_instance_uid="1.2.3", series_instance_uid="1.2.3.4", state=CaseState.POSITIVE,
        reasons=(Reason("tilted", "The gantry was tilted."),), probability=0.93,
        probability_by_type={t: 0.1 * t.label for t in HemorrhageType}, score=0.75, threshold=0.5,
        slices=(SliceScore(0, "1.2.3.4.5", 0.0, 0.0), SliceScore(1, "1.2.3.4.6", 5.0, 0.75)), lesions=(lesion,),
        excluded=(Box(1, 0, 0, 4, 4, 0.2),),
        volumes_ml={t: 3.5 if t is HemorrhageType.IVH else 0.0 for t in HemorrhageType},
        timing=Timing(0.1, 0.2, 0.3, 0.4, 1.0), runtime=Runtime("cpu", "a processor", "m 1", "ab", "0.1"),
        labels=labels,
    )  # fmt: skip


def unanswered(state: CaseState) -> CaseResult:
    return CaseResult(
        study_instance_uid="1.2.3", series_instance_uid="", state=state, reasons=(Reason("not_a_head", "No head."),),
        probability=None, probability_by_type={}, score=None, threshold=0.5, slices=(), lesions=(), excluded=(),
        volumes_ml={}, timing=Timing(load=0.5, total=0.5), runtime=Runtime("cpu", "a processor", "m 1", "ab", "0.1"),
    )  # fmt: skip


ALL = [positive(), unanswered(CaseState.NOT_ANALYSABLE), unanswered(CaseState.FAILED),
       dataclasses.replace(positive(), state=CaseState.NEGATIVE, lesions=())]  # fmt: skip


def same(a: CaseResult, b: CaseResult) -> bool:
    def values(result: CaseResult) -> list[object]:
        return [getattr(result, f.name) for f in dataclasses.fields(result) if f.name != "labels"]

    if (a.labels is None) != (b.labels is None):
        return False
    return values(a) == values(b) and (a.labels is None or np.array_equal(a.labels, b.labels))  # type: ignore[arg-type]


def test_shape_is_that_of_the_contract() -> None:
    """The example of the contract, key by key."""
    content = to_json(positive())
    assert list(content) == [
        "schema", "study_instance_uid", "series_instance_uid", "state", "reasons", "probability", "probability_by_type",
        "score", "threshold", "slices", "lesions", "excluded", "volumes_ml", "timing_s", "runtime",
    ]  # fmt: skip
    assert content["schema"] == 1 and content["state"] == "positive"
    assert content["reasons"] == [{"code": "tilted", "text": "The gantry was tilted."}]
    assert list(content["probability_by_type"]) == ["EDH", "SDH", "SAH", "IPH", "IVH"]
    assert content["slices"][1] == {"index": 1, "sop_instance_uid": "1.2.3.4.6", "z_mm": 5.0, "score": 0.75}
    assert content["lesions"] == [{
        "id": 1, "type": "IVH", "group": "IPH", "score": 0.75, "volume_ml": 3.5, "volume_ml_interval": [3.0, 4.25],
        "size_class": "small", "abc2_ml": 4.0, "slices": [3, 9], "centroid_mm": [1.0, -2.0, 30.5],
            "side": "bilateral", "region": "ventricles",
        "boxes": [{"slice": 3, "x0": 10, "y0": 11, "x1": 20, "y1": 22, "score": 0.75}]}]  # fmt: skip
    assert content["excluded"] == [{"slice": 1, "x0": 0, "y0": 0, "x1": 4, "y1": 4, "score": 0.2}]
    assert content["volumes_ml"] == {"EDH": 0.0, "SDH": 0.0, "SAH": 0.0, "IPH": 0.0, "IVH": 3.5, "total": 3.5}
    assert content["timing_s"] == {"load": 0.1, "preprocess": 0.2, "inference": 0.3, "postprocess": 0.4, "total": 1.0}
    assert content["runtime"] == {
        "provider": "cpu", "device": "a processor", "model": "m 1", "model_sha256": "ab", "version": "0.1"}  # fmt: skip


def test_what_is_not_known_of_every_result_is_written_only_where_it_is() -> None:
    """Keys that came after the contract's first version."""
    held_back = Box(1, 0, 0, 4, 4, 0.0, "outside the skull")
    result = dataclasses.replace(
        positive(), probability_interval=(0.6, 0.97), excluded=(held_back,), inputs=InputStatistics(32, 5.0, None)
    )
    content = json.loads(json.dumps(to_json(result)))
    assert content["probability_interval"] == [0.6, 0.97] and content["excluded"][0]["why"] == "outside the skull"
    assert same(from_json(content, result.labels), result)
    plain = to_json(positive())
    assert "probability_interval" not in plain and "why" not in plain["excluded"][0]


@pytest.mark.parametrize("state", [CaseState.NOT_ANALYSABLE, CaseState.FAILED])
def test_no_answer_has_no_probability_anywhere(state: CaseState) -> None:
    content = to_json(unanswered(state))
    assert content["probability"] is content["score"] is None
    assert set(content["probability_by_type"].values()) == {None}
    assert set(content["volumes_ml"].values()) == {0.0}


@pytest.mark.parametrize("result", ALL, ids=lambda r: r.state.value)
def test_nothing_is_lost(result: CaseResult, tmp_path: Path) -> None:
    text = json.dumps(to_json(result), allow_nan=False)
    assert same(from_json(json.loads(text), result.labels), result)
    save(result, tmp_path / "result.json", tmp_path / "labels.npz")
    assert same(load(tmp_path / "result.json", tmp_path / "labels.npz"), result)
    assert load(tmp_path / "result.json").labels is None
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        ["result.json"] + ["labels.npz"] * (result.labels is not None)
    )


def test_numpy_numbers_become_plain_ones() -> None:
    numpy: Any = np  # whose numbers pass for plain ones until json sees them
    box = Box(numpy.int64(0), numpy.int64(1), numpy.int64(2), numpy.int64(3), numpy.int64(4), numpy.float32(0.5))
    score = SliceScore(numpy.int64(0), "1", numpy.float64(1), numpy.float32(0))
    odd = dataclasses.replace(positive(), score=numpy.float32(0.75), excluded=(box,), slices=(score,))
    assert json.loads(json.dumps(to_json(odd)))["excluded"][0]["x1"] == 3


def test_masks_are_as_the_contract_says_and_stale_ones_go(tmp_path: Path) -> None:
    masks = tmp_path / "m.npz"
    save(positive(), tmp_path / "r.json", masks)
    with np.load(masks) as archive:
        assert archive.files == ["labels"]
        assert archive["labels"].dtype == np.uint8 and archive["labels"].shape == (4, 6, 5)
    save(unanswered(CaseState.FAILED), tmp_path / "r.json", masks)
    assert not masks.exists()


def test_a_value_that_json_lacks_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        save(dataclasses.replace(positive(), score=float("nan")), tmp_path / "r.json")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.mkdir()  # cannot be replaced by a file
    with pytest.raises(OSError):
        save(positive(), path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "change", [{"schema": 2}, {"state": "maybe"}, {"slices": None}, {"lesions": [{"id": 1}]}, {"threshold": []}]
)
def test_other_content_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        from_json(to_json(positive()) | change)
    missing = to_json(positive())
    del missing["volumes_ml"]
    with pytest.raises(ValueError, match="not a Firstread result"):
        from_json(missing)
    with pytest.raises(ValueError, match="not a Firstread result"):
        from_json([])  # type: ignore[arg-type]


def test_entries_of_a_later_minor_version_are_ignored() -> None:
    content = to_json(positive())
    content["runtime"]["energy_j"] = 3
    content["lesions"][0]["boxes"][0]["angle"] = 0.1
    assert same(from_json(content, positive().labels), positive())
