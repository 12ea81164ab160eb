"""What boxes and scores say of the slices beside them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.continuation import BESIDE, WEAK, accepted, in_context

THRESHOLD = 0.6
HERE, AWAY = (100, 100, 140, 140), (300, 300, 340, 340)


def take(*boxes: tuple[int, tuple[int, int, int, int], float]) -> list[bool]:
    """Of slice, box and score each: whether it is accepted."""
    slices, places, scores = zip(*boxes, strict=True)
    found = accepted(np.array(slices, np.intp), np.array(places, np.float32), np.array(scores, np.float32), THRESHOLD)
    return list(found)


def test_blood_is_followed_from_slice_to_slice() -> None:
    assert take((5, HERE, 0.9), (6, HERE, 0.5), (7, HERE, 0.45), (8, HERE, 0.44)) == [True] * 4


def test_what_continues_nothing_stays_rejected() -> None:
    assert take((5, HERE, 0.5), (6, HERE, 0.55)) == [False, False]  # nothing is sure
    assert take((5, HERE, 0.9), (6, AWAY, 0.5)) == [True, False]  # elsewhere
    assert take((5, HERE, 0.9), (7, HERE, 0.5)) == [True, False]  # a slice between
    assert take((5, HERE, 0.9), (5, HERE, 0.5)) == [True, False]  # on the same slice it is another answer
    assert take((5, HERE, 0.9), (6, HERE, WEAK * THRESHOLD - 0.01)) == [True, False]


def test_half_of_the_smaller_box_has_to_lie_on_the_other() -> None:
    small = (130, 100, 150, 140)
    assert take((5, HERE, 0.9), (6, small, 0.5)) == [True, True]
    assert take((5, HERE, 0.9), (6, (135, 100, 155, 140), 0.5)) == [True, False]


def test_a_box_without_area_and_no_boxes_are_no_trouble() -> None:
    assert take((5, HERE, 0.9), (6, (120, 120, 120, 140), 0.5)) == [True, False]
    none = np.empty(0)
    assert not len(accepted(none.astype(np.intp), np.empty((0, 4), np.float32), none.astype(np.float32), THRESHOLD))


@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_all_that_reach_the_threshold_are_accepted_and_order_does_not_matter(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    slices, scores = rng.integers(0, 6, count), rng.random(count).astype(np.float32)
    corners = rng.integers(0, 40, (count, 2))
    boxes = np.concatenate([corners, corners + rng.integers(1, 40, (count, 2))], 1).astype(np.float32)
    found = accepted(slices, boxes, scores, THRESHOLD)
    assert found[scores >= THRESHOLD].all() and not found[scores < WEAK * THRESHOLD].any()
    assert found.any() == bool((scores >= THRESHOLD).any())  # no study turns positive
    order = rng.permutation(count)
    assert (accepted(slices[order], boxes[order], scores[order], THRESHOLD) == found[order]).all()


def test_a_slice_beside_one_with_blood_is_half_as_suspicious() -> None:
    assert in_context(np.array([0.0, 0.0, 0.8, 0.1, 0.6])) == pytest.approx([0.0, 0.4, 0.8, 0.4, 0.6])
    assert in_context(np.array([0.9])) == pytest.approx([0.9]) and not len(in_context(np.empty(0)))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_no_slice_passes_the_best_one_and_none_loses(scores: list[float]) -> None:
    found = in_context(np.array(scores))
    assert (found >= scores).all() and found.max() == max(scores)
    assert ((found == scores) | (found <= BESIDE * max(scores))).all()
