"""inference.volumetry against bodies whose volume, diameters and place are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.types import Box, HemorrhageType, SizeClass, Volume
from inference.volumetry import abc2, measure, size_class, volumes_ml

EDH, SDH, SAH, IPH, IVH = HemorrhageType


def grid(
    shape: tuple[int, int, int] = (20, 120, 100),
    pixel: tuple[float, float] = (0.8, 0.8),
    positions: Sequence[float] | float = 2.0,
    shear: float = 0.0,
) -> Volume:
    place = np.asarray(np.arange(shape[0]) * positions if isinstance(positions, float) else positions, np.float64)
    offsets = np.stack([np.zeros(shape[0]), place * shear], axis=1)
    affine = np.eye(4)
    affine[0, 0], affine[1, 1] = pixel[1], pixel[0]
    affine[:3, 2] = (0, shear, 1.0) if len(place) < 2 else np.array([0, shear, 1.0]) * np.diff(place).mean()
    affine[:3, 3] = (-40, -50, 100)
    return Volume(
        hu=np.zeros(shape, np.int16), affine=affine, positions_mm=place, offsets_mm=offsets, tilt_degrees=0.0,
        study_instance_uid="1", series_instance_uid="2", sop_instance_uids=("3",) * shape[0],
        frame_numbers=(1,) * shape[0],
    )  # fmt: skip


def ellipsoid(volume: Volume, centre: Sequence[float], radii: Sequence[float]) -> NDArray[np.bool_]:
    """Voxels of an upright ellipsoid; centre and radii as (along normal, rows, columns) in mm."""
    z = volume.positions_mm[:, None, None]
    y = np.arange(volume.hu.shape[1])[None, :, None] * volume.pixel_mm[0] + volume.offsets_mm[:, 1, None, None]
    x = np.arange(volume.hu.shape[2])[None, None] * volume.pixel_mm[1] + volume.offsets_mm[:, 0, None, None]
    out: NDArray[np.bool_] = sum(((v - c) / r) ** 2 for v, c, r in zip((z, y, x), centre, radii, strict=True)) <= 1  # type: ignore[assignment]
    return out


def labelled(mask: NDArray[np.bool_], kind: HemorrhageType = IPH) -> NDArray[np.uint8]:
    return np.where(mask, np.uint8(kind.label), np.uint8(0))


@pytest.mark.parametrize(
    ("ml", "expected"),
    [(0, "punctate"), (0.0099, "punctate"), (0.01, "small"), (5.0, "small"), (5.01, "medium"), (25.0, "medium"),
     (25.1, "large"), (300, "large")],
)  # fmt: skip
def test_size_classes_of_the_paper(ml: float, expected: str) -> None:
    assert size_class(ml) is SizeClass(expected)


UNEQUAL = np.cumsum([0, *[1.1] * 12, *[3.0] * 5, *[7.0] * 3]).tolist()


@pytest.mark.parametrize("positions", [2.0, 1.0, 0.5, UNEQUAL])
@pytest.mark.parametrize("shear", [0.0, 0.33])
def test_volume_of_an_ellipsoid_at_any_spacing_and_tilt(positions: Any, shear: float) -> None:
    count = 21 if isinstance(positions, list) else int(40 / positions)
    volume = grid((count, 120, 100), positions=positions, shear=shear)
    middle = (float(volume.positions_mm[len(volume.positions_mm) // 2]), 48.0, 40.0)
    radii = (8.0, 15.0, 12.0)
    (lesion,) = measure(labelled(ellipsoid(volume, middle, radii)), volume)
    truth = 4 / 3 * np.pi * np.prod(radii) / 1000
    assert lesion.volume_ml == pytest.approx(truth, rel=0.05)
    low, high = lesion.volume_ml_interval
    assert low < truth < high
    assert lesion.size_class is SizeClass.MEDIUM
    assert lesion.centroid_mm == pytest.approx((0, -2, 100 + middle[0]), abs=1.0)
    assert lesion.type is IPH and lesion.score == 0 and lesion.boxes == ()


def test_volumes_by_type_are_the_sum_of_the_lesions() -> None:
    volume = grid()
    labels = labelled(ellipsoid(volume, (10, 30, 30), (6, 8, 9)), SDH)
    labels += labelled(ellipsoid(volume, (30, 60, 50), (6, 8, 9)), SDH)
    labels += labelled(ellipsoid(volume, (20, 80, 20), (3, 3, 3)), IVH)
    lesions = measure(labels, volume)
    by_type = volumes_ml(labels, volume)
    for kind in HemorrhageType:
        assert by_type[kind] == pytest.approx(sum(x.volume_ml for x in lesions if x.type is kind))
    assert [(x.id, x.type) for x in lesions] == [(1, SDH), (2, SDH), (3, IVH)]
    assert lesions[0].volume_ml >= lesions[1].volume_ml >= lesions[2].volume_ml
    assert by_type[SDH] + by_type[IVH] == pytest.approx((labels > 0).sum() * 0.8 * 0.8 * 2 / 1000)


def test_corner_touching_voxels_are_one_lesion_and_types_are_apart() -> None:
    volume = grid()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[5, 5, 5] = labels[6, 6, 6] = 2
    labels[7, 7, 7] = 3
    labels[9, 6, 6] = 2
    lesions = measure(labels, volume)
    assert sorted((x.type, x.slices) for x in lesions) == [(SAH, (7, 7)), (SDH, (5, 6)), (SDH, (9, 9))]


def test_interval_of_one_voxel_follows_the_stated_model() -> None:
    volume = grid()
    voxel = 0.8 * 0.8 * 2 / 1000
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[5, 5, 5] = 4
    (lesion,) = measure(labels, volume)
    assert lesion.volume_ml_interval == pytest.approx((voxel / 2, voxel * 4))
    assert lesion.size_class is SizeClass.PUNCTATE
    assert lesion.centroid_mm == pytest.approx((-40 + 4, -50 + 4, 110))


def test_interval_narrows_with_finer_voxels() -> None:
    widths = []
    for fine in (1, 2, 4):
        volume = grid((20 * fine, 50 * fine, 50 * fine), (1.6 / fine, 1.6 / fine), 4.0 / fine)
        (lesion,) = measure(labelled(ellipsoid(volume, (38, 40, 38), (15, 15, 15))), volume)
        low, high = lesion.volume_ml_interval
        widths.append(high - low)
    assert widths[0] > 1.7 * widths[1] > 2.9 * widths[2]


def test_interval_at_the_end_of_the_stack() -> None:
    volume = grid()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[0, 5, 5] = 4
    (lesion,) = measure(labels, volume)
    assert lesion.volume_ml_interval[1] == pytest.approx(0.8 * 0.8 * 2 / 1000 * 4)


def test_abc2_of_a_graded_stack_is_the_sum_by_hand() -> None:
    """Discs of 100 %, 76 %, 50 %, 25 % and 10 % of the largest area: C = 5 + 5 + 2.5 + 2.5 + 0 mm."""
    volume = grid((5, 200, 200), (0.5, 0.5), 5.0)
    y, x = (np.mgrid[:200, :200] - 99.5) * 0.5
    ellipse = (y / 15) ** 2 + (x / 25) ** 2
    mask = np.stack([ellipse <= share for share in (0.1, 1.0, 0.26, 0.77, 0.5)])
    assert abc2(mask, volume) == pytest.approx(30 * 50 * 15 / 2000, rel=0.03)


def test_abc2_does_not_depend_on_how_the_ellipse_lies() -> None:
    volume = grid((3, 200, 200), (0.5, 0.5), 5.0)
    y, x = (np.mgrid[:200, :200] - 99.5) * 0.5
    values = []
    for angle in np.radians([0, 20, 45, 90]):
        u, v = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
        values.append(abc2(np.repeat(((u / 30) ** 2 + (v / 12) ** 2 <= 1)[None], 3, 0), volume))
    assert values == pytest.approx([60 * 24 * 15 / 2000] * 4, rel=0.03)


def test_abc2_of_a_finely_sliced_ellipsoid_and_of_nothing() -> None:
    """Thin slices show the whole of the grading: C = 2 c (1/2 + (sqrt(3)/2 - 1/2) / 2) for the half axis c."""
    volume = grid((40, 120, 100), positions=1.0)
    mask = ellipsoid(volume, (20, 48, 40), (10, 15, 12))
    true_ml = volumes_ml(labelled(mask), volume)[IPH]
    graded = 2 * (0.5 + (np.sqrt(0.75) - 0.5) / 2)
    assert abc2(mask, volume) / true_ml == pytest.approx(2 * graded / (4 / 3 * np.pi), rel=0.05)
    assert abc2(np.zeros_like(mask), volume) == 0.0


def test_boxes_go_to_the_lesion_they_hold_most_of() -> None:
    volume = grid()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[4:7, 10:20, 10:20] = SDH.label
    labels[4:7, 10:20, 22:40] = IPH.label
    first, second, foreign = Box(5, 9, 9, 24, 21, 0.6), Box(4, 9, 9, 24, 21, 0.9), Box(6, 30, 9, 60, 21, 0.7)
    iph, sdh = measure(labels, volume, [(SDH, first), (SDH, second), (SAH, foreign)])
    assert (sdh.type, sdh.boxes, sdh.score) == (SDH, (second, first), 0.9)
    assert (iph.type, iph.boxes, iph.score) == (IPH, (foreign,), 0.7)


def test_own_type_comes_before_more_pixels() -> None:
    volume = grid()
    labels = np.zeros(volume.hu.shape, np.uint8)
    labels[4, 10:20, 10:40], labels[4, 30, 30] = IPH.label, SAH.label
    box = Box(4, 5, 5, 50, 50, 0.8)
    assert {x.type: x.boxes for x in measure(labels, volume, [(SAH, box)])} == {IPH: (), SAH: (box,)}


def test_detections_without_a_mask_are_not_lost() -> None:
    volume = grid()
    labels = np.zeros(volume.hu.shape, np.uint8)
    chain = [Box(3, 10, 10, 20, 20, 0.7), Box(5, 18, 18, 30, 30, 0.8), Box(4, 15, 15, 25, 25, 0.6)]
    alone, other = Box(4, 70, 70, 80, 80, 0.55), Box(4, 15, 15, 25, 25, 0.65)
    lesions = measure(labels, volume, [*((SAH, box) for box in chain), (SAH, alone), (EDH, other)])
    assert [(x.type, x.score, x.slices, len(x.boxes)) for x in lesions] == [
        (SAH, 0.8, (3, 5), 3), (EDH, 0.65, (4, 4), 1), (SAH, 0.55, (4, 4), 1)]  # fmt: skip
    for lesion in lesions:
        assert (lesion.volume_ml, lesion.abc2_ml, lesion.size_class) == (0, 0, SizeClass.PUNCTATE)
        assert lesion.volume_ml_interval == pytest.approx((0, 0.8 * 0.8 * 2 / 1000))
    assert lesions[2].centroid_mm == pytest.approx((-40 + 74.5 * 0.8, -50 + 74.5 * 0.8, 108))


def test_nothing_drawn_nothing_measured() -> None:
    volume = grid()
    assert measure(np.zeros(volume.hu.shape, np.uint8), volume) == ()
    with pytest.raises(ValueError, match="labels"):
        measure(np.zeros((1, 2, 3), np.uint8), volume)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.001, 0.15))
def test_any_mask_is_shared_out_exactly(seed: int, density: float) -> None:
    rng = np.random.default_rng(seed)
    volume = grid((6, 15, 14), positions=np.cumsum(rng.uniform(0.5, 8, 6)).tolist())
    labels = (rng.integers(1, 6, volume.hu.shape) * (rng.random(volume.hu.shape) < density)).astype(np.uint8)
    lesions = measure(labels, volume)
    for kind, ml in volumes_ml(labels, volume).items():
        assert ml == pytest.approx(sum(x.volume_ml for x in lesions if x.type is kind))
    for lesion in lesions:
        assert 0 <= lesion.volume_ml_interval[0] <= lesion.volume_ml <= lesion.volume_ml_interval[1]
        assert lesion.abc2_ml > 0
