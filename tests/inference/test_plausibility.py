"""Boxes outside the skull and on end slices: what is held back, and that nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.intracranial import intracranial
from inference.plausibility import Doubt, limits, partial_volume
from tests.inference.heads_by_hand import PIXEL_MM, SHAPE, as_seen, head

SEEN = as_seen(head())
INSIDE = intracranial(SEEN, PIXEL_MM)
WIDEST = int(np.argmax(SHAPE))
TOP = max(z for z, share in enumerate(SHAPE) if share)
MIDDLE = (230, 230, 270, 270)
MUSCLE = (130, 110, 170, 200)


def judged(*found: tuple[int, tuple[float, ...], float]) -> list[tuple[float, Doubt]]:
    slices, boxes, scores = (np.array(column) for column in zip(*found, strict=True))
    kept, doubts = limits(slices.astype(np.intp), boxes.astype(np.float32), scores.astype(np.float32), SEEN, INSIDE)
    return [(round(float(score), 4), doubt) for score, doubt in zip(kept, doubts, strict=True)]


def test_slices_of_partial_volume_are_those_of_vertex_skull_base_and_both_ends() -> None:
    assert partial_volume(INSIDE).tolist() == [z in (0, 1, 2, TOP, len(SHAPE) - 1) for z in range(len(SHAPE))]
    whole = np.ones((6, 8, 8), bool)
    assert partial_volume(whole).tolist() == [True, False, False, False, False, True]


def test_one_slice_is_enough_in_the_middle_of_the_stack() -> None:
    assert judged((WIDEST, MIDDLE, 0.9)) == [(0.9, Doubt.NONE)]
    assert judged((TOP - 1, MIDDLE, 0.7)) == [(0.7, Doubt.NONE)]


def test_chewing_muscle_and_what_lies_beyond_the_picture_are_outside() -> None:
    assert judged((2, MUSCLE, 0.95), (2, (600, 600, 620, 620), 0.5)) == [(0, Doubt.OUTSIDE), (0, Doubt.OUTSIDE)]


def test_blood_along_the_skull_is_inside() -> None:
    """A thin crescent's box on the left: skull and scalp make most of it."""
    assert judged((WIDEST, (370, 180, 420, 330), 0.8)) == [(0.8, Doubt.NONE)]


def test_an_end_slice_does_not_decide_alone() -> None:
    assert judged((TOP, MIDDLE, 0.9)) == [(0, Doubt.ALONE)]
    assert judged((TOP, MIDDLE, 0.9), (TOP - 1, MIDDLE, 0.4)) == [(0.4, Doubt.ALONE), (0.4, Doubt.NONE)]
    assert judged((TOP, MIDDLE, 0.9), (TOP - 1, (200, 200, 240, 240), 0.95)) == [(0.9, Doubt.NONE), (0.95, Doubt.NONE)]
    apart = judged((TOP, MIDDLE, 0.9), (TOP - 1, (280, 230, 300, 270), 0.95), (TOP - 2, MIDDLE, 0.95))
    assert apart[0] == (0, Doubt.ALONE)


def test_what_is_outside_supports_nothing() -> None:
    beside = judged((1, (200, 190, 256, 256), 0.9), (2, (130, 110, 240, 200), 0.95))
    assert beside == [(0, Doubt.ALONE), (0, Doubt.OUTSIDE)]


def test_an_open_skull_holds_nothing_back() -> None:
    boxes = np.array([MUSCLE, MIDDLE], np.float32)
    scores = np.array([0.8, 0.9], np.float32)
    kept, doubts = limits(np.array([2, 3]), boxes, scores, SEEN, np.ones_like(INSIDE))
    np.testing.assert_array_equal(kept, scores)
    assert doubts == [Doubt.NONE, Doubt.NONE]


def test_no_boxes_are_no_trouble() -> None:
    kept, doubts = limits(np.empty(0, np.intp), np.empty((0, 4), np.float32), np.empty(0, np.float32), SEEN, INSIDE)
    assert len(kept) == 0 and doubts == []


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
def test_never_more_than_the_network_said_and_never_less_when_it_says_more(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    slices = rng.integers(0, len(SHAPE), count)
    corner = rng.uniform(0, 460, (count, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(4, 150, (count, 2))], 1).astype(np.float32)
    scores: NDArray[np.float32] = rng.uniform(0, 1, count).astype(np.float32)
    kept, doubts = limits(slices, boxes, scores, SEEN, INSIDE)
    assert (kept <= scores).all() and (kept >= 0).all()
    assert all((doubt is Doubt.NONE) == (k == s) for doubt, k, s in zip(doubts, kept, scores, strict=True) if s > 0)
    more = scores.copy()
    more[rng.integers(count)] = 1.0
    assert (limits(slices, boxes, more, SEEN, INSIDE)[0] >= kept).all()


@pytest.mark.parametrize("z", range(2, TOP))
def test_a_large_bleed_through_the_stack_keeps_every_score(z: int) -> None:
    scores = judged(*((s, MIDDLE, 0.6 + 0.02 * s) for s in range(2, TOP)))
    score, doubt = scores[z - 2]
    assert score == pytest.approx(0.6 + 0.02 * z) and doubt is Doubt.NONE
