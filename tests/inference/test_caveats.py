"""Warnings on what the images show: each is given when it should be, and none for an ordinary head."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.caveats import caveats
from inference.intracranial import intracranial
from inference.preprocess import prepare
from inference.types import Volume
from tests.inference.heads_by_hand import PIXEL_MM, SHAPE, head

#: A head in steps of 5 mm from the neck to above the vertex.
STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.88, 0.94, 0.98, 1.0, 1.0, 0.99, 0.97, 0.94, 0.9, 0.84, 0.76, 0.65, 0.5, 0.3, 0.0)


def volume(hu: NDArray[np.float32], pixel_mm: float = PIXEL_MM) -> Volume:
    count = len(hu)
    return Volume(
        np.round(hu).astype(np.int16), np.diag([pixel_mm, pixel_mm, 5.0, 1.0]), np.arange(count, dtype=np.float64) * 5,
        np.zeros((count, 2)), 0.0, "1", "2", ("",) * count, (1,) * count,
    )  # fmt: skip


def codes(hu: NDArray[np.float32], pixel_mm: float = PIXEL_MM) -> list[str]:
    stored = volume(hu, pixel_mm)
    seen = prepare(stored)
    return [reason.code for reason in caveats(stored, seen, intracranial(seen.pixels, seen.mm[0]))]


def test_an_ordinary_head_gives_none() -> None:
    assert codes(head(STEPS)) == []
    assert codes(head(SHAPE)) == []


def test_vertex_and_base_that_are_not_on_the_images() -> None:
    assert codes(head(STEPS[:12])) == ["vertex_missing"]
    assert codes(head(STEPS[6:])) == ["base_missing"]
    assert codes(head(STEPS[6:13])) == ["vertex_missing", "base_missing"]


@pytest.mark.parametrize(("shift_mm", "told"), [(2.0, False), (6.0, True), (12.0, True)])
def test_a_slice_that_jumped(shift_mm: float, told: bool) -> None:
    hu = head(STEPS)
    hu[11] = np.roll(hu[11], round(shift_mm / PIXEL_MM), axis=1)
    assert codes(hu) == (["motion"] if told else [])


def test_a_nod_halfway_through_the_scan() -> None:
    hu = head(STEPS)
    hu[12:] = np.roll(hu[12:], round(10 / PIXEL_MM), axis=1)
    assert codes(hu) == ["motion"]


def test_metal_in_brain_and_skull_but_not_in_the_teeth() -> None:
    clip = head(STEPS)
    clip[9:11, 250:260, 250:260] = 3000
    assert codes(clip) == ["metal"]
    plate = head(STEPS)
    plate[10, 250:270, 393:399] = 3000  # on the left side of the skull
    assert codes(plate) == ["metal"]
    filling = head(STEPS)
    filling[1, 90:110, 240:260] = 3000  # below the brain
    assert codes(filling) == []
    speck = head(STEPS)
    speck[9, 250:252, 250:252] = 3000
    assert codes(speck) == []


def test_metal_is_found_on_other_grids() -> None:
    coarse = head(STEPS)[:, ::2, ::2].copy()
    coarse[9, 120:126, 120:126] = 3000
    assert codes(coarse, 2 * PIXEL_MM) == ["metal"]


def test_a_wide_open_skull() -> None:
    assert codes(head(STEPS, gap_mm=75, gap_slices=range(9, 14))) == ["skull_open"]
    assert codes(head(STEPS, gap_mm=5, gap_slices=range(9, 14))) == []
