"""The rules of matching true lesions and boxes, on made masks, and the sweep against counting anew each time."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from inference.evaluation.case import Findings
from inference.evaluation.lesions import Typed, match
from inference.types import Box, SizeClass, SliceScore, Volume
from tests.inference.evaluation.values import EDH, IPH, IVH, SAH, SDH

THRESHOLD = 0.5


def volume(shape: tuple[int, int, int]) -> Volume:
    """Of 1 x 1 x 5 mm voxels."""
    z = shape[0]
    return Volume(
        hu=np.zeros(shape, np.int16),
        affine=np.diag([1.0, 1.0, 5.0, 1.0]),
        positions_mm=np.arange(z, dtype=np.float64) * 5,
        offsets_mm=np.zeros((z, 2)),
        tilt_degrees=0.0,
        study_instance_uid="1",
        series_instance_uid="2",
        sop_instance_uids=tuple(str(i) for i in range(z)),
        frame_numbers=(1,) * z,
    )


def found(truth: NDArray[np.uint8], boxes: list[Typed], answer: NDArray[np.uint8] | None = None) -> Findings:
    scores = [max((b.score for _, b in boxes if b.slice == z), default=0.0) for z in range(len(truth))]
    slices = [SliceScore(z, str(z), z * 5.0, score) for z, score in enumerate(scores)]
    drawn = answer if answer is not None else np.zeros_like(truth)
    return match(truth, drawn, boxes, slices, THRESHOLD, volume((len(truth), *truth.shape[1:])))


@pytest.fixture
def truth() -> NDArray[np.uint8]:
    """IPH on slices 1 to 3, thickest on 2; two pixels of SAH on slice 2 that touch by a corner; SDH on slice 6."""
    labels = np.zeros((8, 40, 40), np.uint8)
    labels[1, 5:7, 5:10], labels[2, 5:10, 5:10], labels[3, 5:8, 5:10] = IPH.label, IPH.label, IPH.label
    labels[2, 20, 20] = labels[2, 21, 21] = SAH.label
    labels[6, 30:32, 2:30] = SDH.label
    return labels


def test_lesions_are_connected_regions_of_one_type(truth: NDArray[np.uint8]) -> None:
    truth[2, 10, 5:10] = IVH.label  # beside the IPH, and another lesion all the same
    lesions = found(truth, []).lesions
    seen = {lesion.type: (round(lesion.volume_ml, 6), lesion.key_slice) for lesion in lesions}
    assert len(lesions) == 4
    # 1 x 1 x 5 mm a voxel
    assert seen == {IPH: (50 * 0.005, 2), SAH: (2 * 0.005, 2), SDH: (56 * 0.005, 6), IVH: (5 * 0.005, 2)}
    assert all(lesion.size is SizeClass.SMALL for lesion in lesions)
    assert all(lesion.given is None and lesion.score == 0 for lesion in lesions)


def test_a_lesion_is_found_by_the_best_box_that_holds_a_pixel_of_it(truth: NDArray[np.uint8]) -> None:
    boxes: list[Typed] = [
        (IPH, Box(1, 4, 4, 8, 8, 0.6)), (EDH, Box(3, 9, 7, 12, 12, 0.8)), (SAH, Box(2, 22, 22, 30, 30, 0.9)),
        (SDH, Box(6, 0, 28, 12, 31, 0.4)),
    ]  # fmt: skip
    result = found(truth, boxes)
    lesions = {lesion.type: (lesion.score, lesion.given) for lesion in result.lesions}
    # x1 and y1 are exclusive: the box of slice 2 begins just beyond the last pixel of SAH
    assert lesions == {IPH: (0.8, EDH), SAH: (0.0, None), SDH: (0.4, None)}
    assert result.false_types == (SAH,)
    assert result.false_steps == ((0.9, 1), (0.8, 1), (0.6, 1), (0.4, 1))


def test_the_drawn_mask_names_the_lesion(truth: NDArray[np.uint8]) -> None:
    answer = np.zeros_like(truth)
    answer[2, 5:10, 5:8], answer[2, 5:10, 8:10] = SDH.label, IVH.label
    boxes: list[Typed] = [(IPH, Box(2, 4, 4, 11, 11, 0.7))]
    assert {x.type: x.given for x in found(truth, boxes, answer).lesions} == {IPH: SDH, SAH: None, SDH: None}


def test_boxes_that_touch_are_one_finding(truth: NDArray[np.uint8]) -> None:
    chain: list[Typed] = [(IPH, Box(4, 20, 20, 25, 25, 0.9)), (EDH, Box(5, 24, 24, 30, 30, 0.6)),
                          (SAH, Box(6, 29, 29, 35, 30, 0.55))]  # fmt: skip
    apart: list[Typed] = [(EDH, Box(0, 20, 20, 25, 25, 0.7))]  # three slices away from the chain
    result = found(truth, chain + apart)
    assert result.false_types == (IPH, EDH)
    assert result.false_steps == ((0.9, 1), (0.7, 2), (0.6, 2), (0.55, 2))
    # the chain reaches a true lesion, and is no longer false
    result = found(truth, [*chain, (SDH, Box(6, 28, 28, 34, 34, 0.52)), *apart])
    assert result.false_types == (EDH,)
    assert result.false_steps[-1] == (0.52, 1)


def test_boxes_below_the_threshold_count_in_the_sweep_only(truth: NDArray[np.uint8]) -> None:
    result = found(truth, [(IPH, Box(0, 0, 0, 3, 3, 0.3)), (IPH, Box(2, 0, 0, 9, 9, 0.2))])
    assert result.false_types == () and result.false_steps == ((0.3, 1), (0.2, 1))
    assert [x.score for x in result.lesions if x.type is IPH] == [0.2]


def test_slices_are_true_where_the_mask_has_a_pixel(truth: NDArray[np.uint8]) -> None:
    result = found(truth, [(IPH, Box(3, 0, 0, 3, 3, 0.25))])
    assert result.slice_truths == (False, True, True, True, False, False, True, False)
    assert result.slice_scores == (0, 0, 0, 0.25, 0, 0, 0, 0)


@pytest.mark.parametrize("seed", range(8))
def test_sweep_is_the_count_of_connected_findings_at_every_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = np.zeros((5, 60, 60), np.uint8)
    for _ in range(4):
        z, y, x = rng.integers(0, [5, 50, 50])
        labels[z, y : y + 6, x : x + 6] = rng.integers(1, 6)
    boxes: list[Typed] = []
    for _ in range(40):
        z, y, x = (int(v) for v in rng.integers(0, [5, 50, 50]))
        height, width = (int(v) for v in rng.integers(2, 12, 2))
        score = float(rng.integers(1, 15)) / 16  # with ties
        boxes.append((IPH, Box(z, x, y, min(x + width, 60), min(y + height, 60), score)))
    result = found(labels, boxes)
    assert [score for score, _ in result.false_steps] == sorted({b.score for _, b in boxes}, reverse=True)
    for score, count in [*result.false_steps, (THRESHOLD, len(result.false_types))]:
        kept = [b for _, b in boxes if b.score >= score]
        touching = [[_touching(a, b) for b in kept] for a in kept]
        parts, of = connected_components(np.array(touching).reshape(len(kept), len(kept)))
        true = {of[i] for i, b in enumerate(kept) if labels[b.slice, b.y0 : b.y1, b.x0 : b.x1].any()}
        assert count == parts - len(true)


def _touching(a: Box, b: Box) -> bool:
    """By the pixels themselves."""
    plane = np.zeros((2, 60, 60), np.bool_)
    for i, box in enumerate((a, b)):
        plane[i, box.y0 : box.y1, box.x0 : box.x1] = True
    return abs(a.slice - b.slice) <= 1 and bool((plane[0] & plane[1]).any())
