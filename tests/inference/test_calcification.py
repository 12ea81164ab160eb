"""Calcifications are no blood; blood beside them, and blood along the skull, stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from inference.calcification import calcified
from inference.intracranial import intracranial
from tests.inference.heads_by_hand import BRAIN_HU, PIXEL_MM, SHAPE, as_seen, head

WIDEST = int(np.argmax(SHAPE))
BOX = (236, 236, 276, 276)


def judged(hu: NDArray[np.float32], *boxes: tuple[float, ...], z: int = WIDEST) -> list[bool]:
    noisy = hu + np.random.default_rng(2).normal(0, 5, hu.shape).astype(np.float32)
    seen = as_seen(noisy)
    places = np.array(boxes, np.float32).reshape(-1, 4)
    found: list[bool] = calcified(np.full(len(boxes), z), places, seen, intracranial(seen, PIXEL_MM)).tolist()
    return found


def with_disc(hu: NDArray[np.float32], z: int, y: int, x: int, radius: float, level: float) -> NDArray[np.float32]:
    """A disc with the blurred edge of a scanner, painted onto a slice."""
    rows, columns = np.mgrid[: hu.shape[1], : hu.shape[2]]
    share = ndimage.gaussian_filter((np.hypot(rows - y, columns - x) < radius).astype(np.float32), 1.0)
    hu[z] += share * (level - hu[z])
    return hu


@pytest.mark.parametrize("level", [130.0, 300.0, 800.0])
def test_a_calcification_is_told_from_blood_also_on_the_next_slice(level: float) -> None:
    hu = with_disc(head(), WIDEST, 256, 256, 6, level)
    hu = with_disc(hu, WIDEST + 1, 256, 256, 6, BRAIN_HU + 0.3 * (level - BRAIN_HU) if level < 300 else 75)
    assert judged(hu, BOX) == [True]
    assert judged(hu, BOX, z=WIDEST + 1) == [True]


@pytest.mark.parametrize("radius", [4, 8, 20])
def test_blood_is_not_calcified_however_dense(radius: int) -> None:
    assert judged(with_disc(head(), WIDEST, 256, 256, radius, 88), BOX) == [False]


def test_blood_around_a_calcification_stays() -> None:
    hu = with_disc(with_disc(head(), WIDEST, 256, 256, 16, 70), WIDEST, 256, 256, 4, 400)
    assert judged(hu, BOX) == [False]


@pytest.mark.parametrize("thick", [3, 6])
def test_thin_blood_along_the_skull_is_not_taken_for_bone(thick: int) -> None:
    hu = head()
    bone = ndimage.binary_dilation(hu[WIDEST] > 500, iterations=thick) & (hu[WIDEST] == BRAIN_HU)
    bone[:, :300] = False
    hu[WIDEST][bone] = 65
    columns = np.flatnonzero(bone[200:312].any(0))
    box = (float(columns[0]) - 4, 200.0, float(columns[-1]) + 12, 312.0)
    assert judged(hu, box) == [False]
    assert judged(head(), box) == [False]


def test_boxes_beyond_the_grid_and_none_are_no_trouble() -> None:
    assert judged(head(), (600, 600, 620, 620), (-40, -40, -20, -20)) == [False, False]
    assert judged(head()) == []
