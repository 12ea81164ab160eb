"""The edge of the blood from the network's coarse mask."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from inference.measures import dice
from inference.outline import REACH, follow_blood
from inference.preprocess import HU_SCALE
from inference.types import HemorrhageType

IPH, IVH, EDH = (kind.label for kind in (HemorrhageType.IPH, HemorrhageType.IVH, HemorrhageType.EDH))
SHAPE = (5, 128, 128)


def ball(radius: float, row: float = 64.0, column: float = 64.0) -> NDArray[np.bool_]:
    """A ball of that radius in pixels, flattened to the three middle slices."""
    z, y, x = np.indices(SHAPE)
    return np.asarray(((z - 2) * radius / 2.5) ** 2 + (y - row) ** 2 + (x - column) ** 2 < radius**2)


def scan(blood: NDArray[np.bool_], hu: float, noise: float = 3.0) -> NDArray[np.float32]:
    """Brain of 34 HU with blood of ``hu``, blurred and noisy, as the network sees it."""
    sharp = np.where(blood, hu, 34.0)
    blurred = ndimage.gaussian_filter(sharp, (0, 1.2, 1.2)) + np.random.default_rng(1).normal(0, noise, SHAPE)
    return (blurred / HU_SCALE).astype(np.float32)


@pytest.mark.parametrize("off", [-2.0, 2.0])
def test_a_mask_too_large_or_too_small_gets_the_edge_of_the_blood(off: float) -> None:
    blood = ball(14)
    coarse = (ball(14 + off) * IPH).astype(np.uint8)
    found = follow_blood(coarse, scan(blood, 68))
    before, after = dice(coarse > 0, blood), dice(found > 0, blood)
    assert before is not None and after is not None and after > 0.95 > before
    assert set(np.unique(found)) == {0, IPH}
    assert np.count_nonzero(found) == pytest.approx(np.count_nonzero(blood), rel=0.06)


def test_the_edge_stays_near_that_of_the_network() -> None:
    blood = ball(14) | ball(6, column=64 + 25)  # another clot beside it that the network did not draw
    coarse = (ball(14) * IPH).astype(np.uint8)
    found = follow_blood(coarse, scan(blood, 68)) > 0
    assert not (found & (ndimage.distance_transform_edt(coarse == 0, sampling=(99, 1, 1)) > REACH)).any()


def test_blood_as_dark_as_brain_keeps_what_the_network_drew() -> None:
    coarse = (ball(12) * IPH).astype(np.uint8)
    assert (follow_blood(coarse, scan(ball(14), 40)) == coarse).all()


def test_what_would_become_another_hemorrhage_is_left_alone() -> None:
    coarse = (ball(14) * IPH).astype(np.uint8)
    assert (follow_blood(coarse, scan(ball(4), 75)) == coarse).all()  # nearly nothing would be left


def test_blood_in_the_ventricles_keeps_what_the_network_drew() -> None:
    coarse = (ball(12) * IVH).astype(np.uint8)
    assert (follow_blood(coarse, scan(ball(14), 68)) == coarse).all()


def test_bone_is_no_blood_and_two_lesions_stay_two() -> None:
    blood = ball(10, column=40) | ball(10, column=88)
    pixels = scan(blood, 66)
    pixels[:, :, 100:] = 240 / HU_SCALE  # the skull cuts the second
    coarse = (ball(12, column=40) * IPH + ball(12, column=88) * EDH).astype(np.uint8)
    found = follow_blood(coarse, pixels)
    assert not found[:, :, 101:].any()
    assert set(np.unique(found[:, :, :64])) == {0, IPH} and set(np.unique(found[:, :, 64:])) == {0, EDH}


def test_nothing_drawn_and_a_lesion_at_the_border_are_no_trouble() -> None:
    empty = np.zeros(SHAPE, np.uint8)
    assert not follow_blood(empty, scan(ball(10), 66)).any()
    coarse = (ball(12, row=2, column=2) * IPH).astype(np.uint8)
    assert follow_blood(coarse, scan(ball(14, row=2, column=2), 66)).any()
