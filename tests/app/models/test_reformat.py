"""Reformats against fields whose value is known at every point of space: linear ones stay exact when interpolated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from app.models.reformat import Orientation, Plane, Slab, Stack, reformat
from inference.head_frame import voxel_positions
from inference.types import Volume

#: HU per mm along LPS x, y, z.
SLOPE = np.array([3.0, -2.0, 5.0])


def stack(
    column: tuple[float, float, float] = (1, 0, 0),
    row: tuple[float, float, float] = (0, 1, 0),
    positions: tuple[float, ...] = (0.0, 5.0, 10.0, 14.0, 21.0, 26.0),
    tilt: float = 0.0,
) -> Volume:
    """A volume whose HU are SLOPE @ (LPS mm), on any grid."""
    place, spacing, size = np.array(positions), (1.5, 0.75), (40, 56)
    x, y = np.array(column, float), np.array(row, float)
    normal = np.cross(x, y)
    normal *= np.sign(normal[2])
    offsets = np.stack([np.zeros(len(place)), place * tilt], axis=1)
    affine = np.eye(4)
    affine[:3, 0], affine[:3, 1] = x * spacing[1], y * spacing[0]
    affine[:3, 2] = (normal + tilt * y) * place[-1] / (len(place) - 1)
    affine[:3, 3] = -np.array([20.0, 30.0, 10.0])
    empty = Volume(
        hu=np.zeros((len(place), *size), np.int16), affine=affine, positions_mm=place, offsets_mm=offsets,
        tilt_degrees=0.0, study_instance_uid="1", series_instance_uid="2",
        sop_instance_uids=tuple("abcdefgh"[: len(place)]), frame_numbers=(1,) * len(place),
    )  # fmt: skip
    z, r, c = np.indices(empty.hu.shape).reshape(3, -1)
    hu = (voxel_positions(empty, z, r, c) @ SLOPE).reshape(empty.hu.shape)
    return replace(empty, hu=np.rint(hu).astype(np.int16))


GRIDS = {
    "plain": stack(),
    "tilted": stack(tilt=0.3),
    "feet first": stack(column=(-1, 0, 0), row=(0, 1, 0)),
    "prone": stack(column=(-1, 0, 0), row=(0, -1, 0)),
    "turned": stack(column=(0, 1, 0), row=(1, 0, 0)),
}


def _wanted(plane: Plane) -> NDArray[np.float64]:
    """What the field is at every pixel, from the plane's own corner and directions alone."""
    down, across = np.indices(plane.hu.shape)
    along, below = across * plane.pixel_mm[1], down * plane.pixel_mm[0]
    field = plane.corner @ SLOPE + along * float(plane.right @ SLOPE) + below * float(plane.down @ SLOPE)
    return np.asarray(field, np.float64)


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("orientation", Orientation)
@pytest.mark.parametrize("thickness", [0.0, 6.0])
def test_every_pixel_is_where_it_says(name: str, orientation: Orientation, thickness: float) -> None:
    volume = GRIDS[name]
    own = Stack.of(volume)
    middle = own.to_lps(np.array([np.mean(own.extent(0)), np.mean(own.extent(1)), 10.0]))
    if orientation is Orientation.AXIAL and (thickness or name == "tilted"):
        thickness = 0.0  # a slab of tilted or uneven slices has no one place
    plane = reformat(own, None, orientation, middle, thickness)
    height, width = plane.hu.shape
    wanted = _wanted(plane)
    # away from the edges, where nothing is interpolated
    error = np.abs(plane.hu - wanted)[5 : height - 5, 14 : width - 14]
    assert error.size > 100 and error.max() <= 1.01  # rounding, twice
    across, down = {"axial": (0, 1), "coronal": (0, 2), "sagittal": (1, 2)}[orientation.value]
    assert plane.right.tolist()[across] == pytest.approx(1.0)  # right on the left, front on the left
    assert plane.down.tolist()[down] == pytest.approx(1.0 if orientation is Orientation.AXIAL else -1.0)


def test_a_tilted_gantry_lies_straight() -> None:
    """A column of bone along the patient stays a column: its pixels are one above the other, not oblique."""
    volume = GRIDS["tilted"]
    z, r, c = np.indices(volume.hu.shape).reshape(3, -1)
    points = voxel_positions(volume, z, r, c)
    own = Stack.of(volume)
    rod = np.hypot(points[:, 0] - 1.0, points[:, 1] - 3.0) < 3.0
    hu = np.where(rod, 1000, 0).reshape(volume.hu.shape).astype(np.int16)
    plane = reformat(Stack.of(replace(volume, hu=hu)), None, Orientation.SAGITTAL, np.array([1.0, 3.0, 0.0]))
    bright = plane.hu > 500
    rows = np.flatnonzero(bright.any(1))
    centres = [float(np.flatnonzero(bright[row]).mean()) * plane.pixel_mm[1] for row in rows]
    assert own.lateral == 0 and len(rows) > 20
    assert np.ptp(centres) <= 1.5  # half a pixel to either side, over 26 mm of height


def test_mip_takes_the_brightest_and_mean_the_mean() -> None:
    volume = stack()
    volume.hu[:] = 0
    volume.hu[:, 20] = 900
    own = Stack.of(volume)
    point = own.to_lps(np.array([20.0, 18 * 1.5, 10.0]))
    inner = (slice(5, 20), slice(10, 40))
    brightest = reformat(own, None, Orientation.CORONAL, point, 7.5, Slab.MIP)  # five rows, 16 to 20
    mean = reformat(own, None, Orientation.CORONAL, point, 7.5, Slab.MEAN)
    assert (brightest.hu[inner] == 900).all() and (mean.hu[inner] == 180).all()
    beside = reformat(own, None, Orientation.CORONAL, point, 4.5, Slab.MIP)
    assert (beside.hu[inner] == 0).all()


def test_masks_come_from_the_nearest_voxel() -> None:
    volume = stack()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[2, 10:20, 30:40] = 4
    own = Stack.of(volume)
    point = own.to_lps(np.array([25.0, 15 * 1.5, 10.0]))
    plane = reformat(own, labels, Orientation.CORONAL, point)
    assert plane.labels is not None and set(np.unique(plane.labels)) == {0, 4}
    down, across = np.nonzero(plane.labels)
    top = own.extent(2)[1]
    heights = top - (down + 0.5) * plane.pixel_mm[0]
    assert heights.min() >= 7.4 and heights.max() <= 12.1  # half way to the slices at 5 and 14 mm
    assert (across.min(), across.max()) == (30, 39)
    beside = reformat(own, labels, Orientation.CORONAL, own.to_lps(np.array([25.0, 25 * 1.5, 10.0])))
    assert beside.labels is not None and not beside.labels.any()


def test_places_go_to_the_screen_and_back() -> None:
    own = Stack.of(GRIDS["turned"])
    plane = reformat(own, None, Orientation.SAGITTAL, np.array([-5.0, -10.0, 0.0]))
    point = plane.lps(12.5, 7.25)
    assert plane.mm(point) == pytest.approx((12.5, 7.25))
    assert own.from_lps(own.to_lps(np.array([1.0, 2.0, 3.0]))) == pytest.approx([1.0, 2.0, 3.0])
