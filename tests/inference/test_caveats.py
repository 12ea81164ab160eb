"""Warnings on what the images show: each is given when it should be, and none for an ordinary head."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from inference.caveats import caveats
from inference.intracranial import intracranial
from inference.preprocess import prepare
from inference.types import Volume
from tests.inference.heads_by_hand import PIXEL_MM, SHAPE, head

#: A head in steps of 5 mm from the neck to above the vertex.
STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.88, 0.94, 0.98, 1.0, 1.0, 0.99, 0.97, 0.94, 0.9, 0.84, 0.76, 0.65, 0.5, 0.3, 0.0)


def volume(hu: NDArray[np.float32], pixel_mm: float = PIXEL_MM, step_mm: float = 5.0) -> Volume:
    count = len(hu)
    return Volume(
        np.round(hu).astype(np.int16), np.diag([pixel_mm, pixel_mm, step_mm, 1.0]),
        np.arange(count, dtype=np.float64) * step_mm,
        np.zeros((count, 2)), 0.0, "1", "2", ("",) * count, (1,) * count,
    )  # fmt: skip


def codes(hu: NDArray[np.float32], pixel_mm: float = PIXEL_MM, step_mm: float = 5.0) -> list[str]:
    stored = volume(hu, pixel_mm, step_mm)
    seen = prepare(stored)
    return [reason.code for reason in caveats(stored, seen, intracranial(seen.pixels, seen.mm[0]))]


def test_an_ordinary_head_gives_none() -> None:
    assert codes(head(STEPS)) == []
    assert codes(head(SHAPE)) == []


def test_vertex_and_base_that_are_not_on_the_images() -> None:
    assert codes(head(STEPS[:12])) == ["vertex_missing"]
    assert codes(head(STEPS[6:])) == ["base_missing"]
    assert codes(head(STEPS[6:13])) == ["vertex_missing", "base_missing"]
    assert codes(head(STEPS[2:18])) == []  # half the largest width is a quarter of its area


@pytest.mark.parametrize(("shift_mm", "told"), [(2.0, False), (6.0, True), (12.0, True)])
def test_a_slice_that_jumped(shift_mm: float, told: bool) -> None:
    hu = head(STEPS)
    hu[11] = np.roll(hu[11], round(shift_mm / PIXEL_MM), axis=1)
    assert codes(hu) == (["motion"] if told else [])


def test_a_nod_halfway_through_the_scan() -> None:
    hu = head(STEPS)
    hu[12:] = np.roll(hu[12:], round(10 / PIXEL_MM), axis=1)
    assert codes(hu) == ["motion"]


@pytest.mark.parametrize(("step_mm", "told"), [(5.0, True), (10.0, False)])
def test_the_curve_of_a_head_in_thick_slices_is_no_jump(step_mm: float, told: bool) -> None:
    hu = head(STEPS[::2])
    hu[5] = np.roll(hu[5], round(6 / PIXEL_MM), axis=1)
    assert codes(hu, step_mm=step_mm) == (["motion"] if told else [])


def moved(hu: NDArray[np.float32], slices: range, mm: float) -> NDArray[np.float32]:
    """A third of the rotation of ``slices`` saw the head ``mm`` further to the back."""
    out = hu.copy()
    for z in slices:
        out[z] += (np.roll(hu[z], round(mm / PIXEL_MM), axis=0) - hu[z]) / 3
    return out


@pytest.mark.parametrize(("mm", "told"), [(0.3, False), (1.5, True), (4.0, True)])
def test_motion_during_a_slice_doubles_the_skull(mm: float, told: bool) -> None:
    assert codes(moved(head(STEPS), range(10, 13), mm)) == (["motion"] if told else [])


def test_what_widens_the_skulls_edge_and_is_no_motion() -> None:
    smooth = ndimage.gaussian_filter(head(STEPS), (0, 3, 3))  # a soft kernel, on all slices
    assert codes(smooth) == []
    assert codes(moved(smooth, range(10, 13), 4.0)) == ["motion"]
    sloping = head(STEPS)
    for z in range(9, 19):  # towards the vertex a slice holds more and more of the slope
        sloping[z] = ndimage.gaussian_filter(sloping[z], (z - 8) / 2)
    assert codes(sloping) == []
    one = moved(head(STEPS), range(10, 11), 4.0)  # one slice may be anything
    assert codes(one) == []


def cut(hu: NDArray[np.float32], slices: range, *degrees: float, mm: float = 2.5, depth: float = 1.0) -> None:
    """Cuts through the skull from its outer side, ``depth`` of its thickness deep; 0 degrees is the patient's left."""
    y, x = (np.mgrid[:512, :512] - 255.5) * PIXEL_MM
    for z in slices:
        outer = np.hypot(y / 80, x / 64) > STEPS[z] - 0.1 * depth
        for angle in np.radians(degrees):
            along, across = x * np.cos(angle) + y * np.sin(angle), np.abs(y * np.cos(angle) - x * np.sin(angle))
            hu[z][(along > 0) & (across < mm / 2) & outer & (hu[z] > 500)] = 40


def test_a_bone_flap_is_cut_off_all_around() -> None:
    flap = head(STEPS)
    cut(flap, range(9, 14), -25, 25)
    assert codes(flap) == ["bone_flap"]
    assert codes(ndimage.gaussian_filter(flap, (0, 1.2, 1.2))) == ["bone_flap"]


@pytest.mark.parametrize(
    ("slices", "degrees", "depth"),
    [
        (range(9, 14), (10,), 1.0),  # a fracture
        (range(9, 11), (-25, 25), 1.0),  # two fractures that meet
        (range(9, 14), (-25, 25), 0.6),  # the outer table alone, as a vessel's groove
        (range(9, 14), (-50, 50, 130, 230), 1.0),  # sutures that are still open, on both sides
    ],
)
def test_fractures_and_sutures_are_no_bone_flap(slices: range, degrees: tuple[float, ...], depth: float) -> None:
    hu = head(STEPS)
    cut(hu, slices, *degrees, depth=depth)
    assert codes(hu) == []


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
