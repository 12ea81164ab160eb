from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.models.view_threshold import LesionMasks, refilter
from inference.types import Box, CaseResult, HemorrhageType, Volume
from inference.volumetry import measure
from tests.gui import values

IPH, SAH = HemorrhageType.IPH, HemorrhageType.SAH
ALL_SLICES = range(12)


@pytest.fixture(scope="module")
def case() -> tuple[Volume, CaseResult]:
    """Two lesions of one type on the same slices, one of another type inside the larger, and a rejected box."""
    image = values.volume()
    labels = np.zeros(image.hu.shape, np.uint8)
    labels[4:7, 10:20, 10:20] = IPH.label
    labels[4:7, 40:46, 40:46] = IPH.label
    labels[5, 14:16, 14:16] = SAH.label
    boxes = [
        (IPH, Box(4, 9, 9, 21, 21, 0.7)), (IPH, Box(5, 9, 9, 21, 21, 0.9)), (IPH, Box(5, 39, 39, 47, 47, 0.65)),
        (SAH, Box(5, 13, 13, 17, 17, 0.8)),
    ]  # fmt: skip
    base = values.result_of(image)
    result = replace(
        base, threshold=0.6, labels=labels, lesions=measure(labels, image, boxes),
        excluded=(Box(5, 1, 1, 8, 8, 0.4), Box(2, 1, 1, 8, 8, 0.2)),
    )  # fmt: skip
    assert [(lesion.type, lesion.score) for lesion in result.lesions] == [(IPH, 0.9), (IPH, 0.65), (SAH, 0.8)]
    return image, result


def test_its_own_threshold_is_the_result_as_stored(case: tuple[Volume, CaseResult]) -> None:
    _, result = case
    for found in (refilter(result), refilter(result, 0.6)):
        assert len(found.accepted) == 4 and found.rejected == result.excluded
        assert not found.admitted and not found.hidden and found.threshold == 0.6


def test_a_higher_threshold_takes_boxes_and_lesions_away(case: tuple[Volume, CaseResult]) -> None:
    _, result = case
    found = refilter(result, 0.75)
    assert sorted(box.score for box, _ in found.accepted) == [0.8, 0.9]
    assert found.hidden == {2} and not found.admitted and found.rejected == result.excluded
    assert refilter(result, 0.95).hidden == {1, 2, 3}
    painted = replace(result.lesions[0], id=4, boxes=(), score=0.0)
    assert refilter(replace(result, lesions=(*result.lesions, painted)), 0.95).hidden == {1, 2, 3}


def test_a_lower_threshold_lets_rejected_proposals_in(case: tuple[Volume, CaseResult]) -> None:
    _, result = case
    found = refilter(result, 0.3)
    assert len(found.accepted) == 4 and not found.hidden
    assert [box.score for box in found.admitted] == [0.4] and [box.score for box in found.rejected] == [0.2]


def test_a_hidden_lesion_takes_its_own_pixels_and_no_others(case: tuple[Volume, CaseResult]) -> None:
    image, result = case
    assert result.labels is not None
    stored = result.labels.copy()
    masks = LesionMasks(result.labels, result.lesions, image.voxel_ml)
    small = masks.without(frozenset({2}))
    expected = stored.copy()
    expected[4:7, 40:46, 40:46] = 0
    assert np.array_equal(small, expected)
    large = masks.without(frozenset({1}))
    expected = stored.copy()
    expected[expected == IPH.label] = 0
    expected[4:7, 40:46, 40:46] = IPH.label
    assert np.array_equal(large, expected)
    assert masks.without(frozenset()) is result.labels
    assert not masks.without(frozenset({1, 2, 3})).any()
    assert np.array_equal(result.labels, stored)  # the result is never written to
