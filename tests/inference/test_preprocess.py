"""Grids, slabs and the way back of inference.preprocess, on volumes whose every answer is known."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.preprocess import PIXEL_MM, SIZE, NetworkInput, prepare
from inference.types import Volume


def make_volume(
    hu: NDArray[Any],
    pixel_mm: tuple[float, float] = (0.45, 0.45),
    positions: NDArray[np.float64] | float = 5.0,
    column: tuple[float, float, float] = (1, 0, 0),
    row: tuple[float, float, float] = (0, 1, 0),
    offsets: NDArray[np.float64] | None = None,
) -> Volume:
    z = len(hu)
    place = np.asarray(np.arange(z) * positions if isinstance(positions, float) else positions, np.float64)
    affine = np.eye(4)
    affine[:3, 0] = np.array(column) * pixel_mm[1]
    affine[:3, 1] = np.array(row) * pixel_mm[0]
    affine[:3, 2] = (0, 0, np.diff(place).mean() if z > 1 else 5.0)
    return Volume(
        hu=np.ascontiguousarray(hu.astype(np.int16)),
        affine=affine,
        positions_mm=place,
        offsets_mm=np.zeros((z, 2)) if offsets is None else offsets,
        tilt_degrees=0.0,
        study_instance_uid="1.2",
        series_instance_uid="1.2.3",
        sop_instance_uids=tuple(f"1.2.3.{i}" for i in range(z)),
        frame_numbers=(1,) * z,
    )


def head(z: int, shape: tuple[int, int], pixel: tuple[float, float], centre_mm: tuple[float, float]) -> NDArray[Any]:
    """An egg of 30 HU, 180 x 140 mm, with a warm square right of its middle, in air."""
    y = np.arange(shape[0])[:, None] * pixel[0] - centre_mm[0]
    x = np.arange(shape[1])[None, :] * pixel[1] - centre_mm[1]
    plane = np.full(shape, -1000.0)
    plane[(y / 90) ** 2 + (x / 70) ** 2 < 1] = 30
    plane[(np.abs(y + 20) < 10) & (np.abs(x + 30) < 10)] = 70
    return np.repeat(plane[None], z, axis=0)


def centre_of(image: NDArray[Any]) -> tuple[float, float]:
    y, x = np.nonzero(image)
    return float(y.mean()), float(x.mean())


def test_fitting_grid_is_only_clipped_and_scaled(rng: np.random.Generator) -> None:
    hu = rng.integers(-1024, 2000, (4, SIZE, SIZE))
    made = prepare(make_volume(hu))
    assert made.frame.identity
    assert made.pixels.dtype == np.float32 and made.pixels.flags.c_contiguous
    np.testing.assert_array_equal(made.pixels, (np.clip(hu, -240, 240) / 80).astype(np.float32))
    assert made.slab_slices == ((0,), (1,), (2,), (3,))
    assert made.mm == (0.45, 0.45)
    np.testing.assert_allclose(made.slab_z_mm, [0, 5, 10, 15])


Orientation = tuple[tuple[float, float, float], tuple[float, float, float], Callable[[NDArray[Any]], NDArray[Any]]]

ORIENTATIONS = {
    "standard": ((1, 0, 0), (0, 1, 0), lambda a: a),
    "columns to the right": ((-1, 0, 0), (0, 1, 0), lambda a: a[:, :, ::-1]),
    "rows to anterior": ((1, 0, 0), (0, -1, 0), lambda a: a[:, ::-1]),
    "turned 180": ((-1, 0, 0), (0, -1, 0), lambda a: a[:, ::-1, ::-1]),
    "transposed": ((0, 1, 0), (1, 0, 0), lambda a: a.swapaxes(1, 2)),
    "turned 90": ((0, -1, 0), (1, 0, 0), lambda a: a.swapaxes(1, 2)[:, ::-1]),
}


@pytest.mark.parametrize("name", ORIENTATIONS)
def test_every_orientation_becomes_the_standard_one(name: str, rng: np.random.Generator) -> None:
    column, row, to_standard = cast(Orientation, ORIENTATIONS[name])
    stored = rng.integers(-240, 240, (3, SIZE, SIZE))
    made = prepare(make_volume(stored, column=column, row=row))
    np.testing.assert_allclose(made.pixels * 80, to_standard(stored), atol=1e-4)

    mask = np.zeros((3, SIZE, SIZE), np.bool_)
    mask[1, 40:60, 100:190] = True
    (boxes,) = made.boxes_to_original([[100, 40, 190, 60]], [1], [0.7])
    stored_mask = made.masks_to_original(mask)
    np.testing.assert_array_equal(to_standard(stored_mask), mask)
    (box,) = boxes
    assert (box.slice, box.score) == (1, 0.7)
    inside = np.zeros_like(stored_mask)
    inside[1, box.y0 : box.y1, box.x0 : box.x1] = True
    np.testing.assert_array_equal(inside, stored_mask)


@pytest.mark.parametrize(
    ("spacing", "count", "sizes"),
    [
        (5.0, 6, {1}), (10.0, 4, {1}), (3.5, 9, {1}), (3.0, 12, {2}), (2.5, 12, {2}), (1.5, 108, {3}), (1.25, 40, {4}),
        (1.0, 50, {5}), (0.625, 64, {8}), (1.5, 107, {2, 3}),
    ],
)  # fmt: skip
def test_thin_slices_are_averaged_to_five_millimetres(spacing: float, count: int, sizes: set[int]) -> None:
    hu = np.zeros((count, SIZE, SIZE)) + np.arange(count)[:, None, None]
    made = prepare(make_volume(hu, positions=spacing))
    assert {len(slab) for slab in made.slab_slices} <= sizes | {max(sizes) + 1}
    assert [i for slab in made.slab_slices for i in slab] == list(range(count))
    means = [np.mean(slab) for slab in made.slab_slices]
    np.testing.assert_allclose(made.pixels[:, 0, 0] * 80, means, atol=1e-3)
    np.testing.assert_allclose(made.slab_z_mm, np.array(means) * spacing)
    assert [made.slab_of()[i] for slab in made.slab_slices for i in slab] == [
        n for n, slab in enumerate(made.slab_slices) for _ in slab
    ]


def test_slabs_never_cross_a_gap() -> None:
    positions = np.concatenate([np.arange(10) * 1.0, 20 + np.arange(6) * 1.0, 40 + np.arange(3) * 7.0])
    made = prepare(make_volume(np.zeros((19, SIZE, SIZE)), positions=positions))
    for slab in made.slab_slices:
        assert np.ptp(positions[list(slab)]) < 5.5
        assert np.all(np.diff(positions[list(slab)]) < 3.5)
    assert {(16,), (17,), (18,)} <= set(made.slab_slices)


def test_one_missing_thin_slice_parts_the_slabs() -> None:
    positions = np.delete(np.arange(21) * 1.0, 7)
    made = prepare(make_volume(np.zeros((20, SIZE, SIZE)), positions=positions))
    assert not any(6 in slab and 7 in slab for slab in made.slab_slices)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.3, 12), min_size=1, max_size=60))
def test_any_spacing_keeps_every_slice_once_and_slabs_short(steps: list[float]) -> None:
    from inference.preprocess import _slabs

    positions = np.concatenate([[0.0], np.cumsum(steps)])
    slabs = _slabs(positions)
    assert [i for slab in slabs for i in slab] == list(range(len(positions)))
    for slab in slabs:
        inner = np.diff(positions[list(slab)])
        assert np.all(inner < 3.5)
        assert inner.sum() < 10


@pytest.mark.parametrize(
    ("shape", "pixel"),
    [((512, 512), (0.3, 0.3)), ((512, 512), (0.78, 0.78)), ((256, 256), (0.9, 0.9)), ((400, 512), (0.45, 0.45)),
     ((1024, 1024), (0.25, 0.25)), ((512, 512), (0.5, 0.4)), ((300, 280), (0.9, 0.8))],
)  # fmt: skip
def test_other_grids_are_resampled_around_the_head(shape: tuple[int, int], pixel: tuple[float, float]) -> None:
    middle = (shape[0] * pixel[0] / 2 - 7, shape[1] * pixel[1] / 2 + 9)
    volume = make_volume(head(2, shape, pixel, middle), pixel)
    made = prepare(volume)
    kept = pixel == (0.45, 0.45)
    assert made.mm == pytest.approx((pixel[0], pixel[0]) if kept else (PIXEL_MM, PIXEL_MM))
    assert not made.frame.identity
    tissue, stored = made.pixels[0] > 0, volume.hu[0] > 0
    extent = [np.ptp(np.flatnonzero(tissue.any(axis=1 - axis))) * made.mm[axis] for axis in (0, 1)]
    visible = [np.ptp(np.flatnonzero(stored.any(axis=1 - axis))) * pixel[axis] for axis in (0, 1)]
    np.testing.assert_allclose(extent, visible, atol=2.0)
    if visible == pytest.approx([180, 140], abs=2):
        y, x = np.nonzero(tissue)
        assert ((y.min() + y.max()) / 2, (x.min() + x.max()) / 2) == pytest.approx((255.5, 255.5), abs=6)
    assert made.pixels.min() == -3.0  # air, inside the image and around it

    square = made.pixels[0] > 50 / 80
    truth = volume.hu[0] > 50
    back = made.masks_to_original(np.stack([square, square]))
    assert back.shape == volume.hu.shape
    dice = 2 * (back[0] & truth).sum() / (back[0].sum() + truth.sum())
    assert dice > 0.95
    assert centre_of(back[0]) == pytest.approx(centre_of(truth), abs=0.6 * max(1.0, made.mm[0] / min(pixel)))

    y, x = np.nonzero(square)
    around = np.array([[x.min(), y.min(), x.max() + 1, y.max() + 1]])
    (boxes,) = made.boxes_to_original(around, [0], [0.5])
    y, x = np.nonzero(truth)
    box = boxes[0]
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((x.min(), y.min(), x.max() + 1, y.max() + 1), abs=2)


def test_a_head_too_large_for_the_grid_is_not_cut() -> None:
    pixel = (0.7, 0.7)
    y, x = (np.arange(512)[:, None] - 256) * 0.7, (np.arange(512)[None] - 256) * 0.7
    plane = np.where((y / 140) ** 2 + (x / 110) ** 2 < 1, 30, -1000)
    made = prepare(make_volume(plane[None].repeat(2, 0), pixel))
    assert made.mm[0] == pytest.approx(280 * 1.02 / 512, rel=0.03)
    edge = np.concatenate([made.pixels[0][0], made.pixels[0][-1], made.pixels[0][:, 0], made.pixels[0][:, -1]])
    assert (edge == -3).all()


def test_table_and_holder_do_not_move_the_centre() -> None:
    pixel, shape = (0.7, 0.7), (512, 512)
    bare = head(3, shape, pixel, (170, 180))
    table = bare.copy()
    table[:, 480:484, 20:490] = 200  # 3 mm skin of the table
    table[:, 440:444, 180:330] = 100  # and of the holder
    free, tabled = (prepare(make_volume(hu, pixel)).frame.origin_mm for hu in (bare, table))
    assert tabled == pytest.approx(free, abs=1.5)


def test_empty_image_is_centred_and_stays_air() -> None:
    made = prepare(make_volume(np.full((2, 300, 300), -1000), (0.6, 0.6)))
    assert (made.pixels == -3).all()


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("spacing", [5.0, 1.25])
def test_gantry_tilt_is_undone(flip: bool, spacing: float) -> None:
    """A straight rod through the patient, drifting over the slices of a tilted gantry, stands upright again."""
    z, pixel = int(60 / spacing), (0.45, 0.45)
    drift = np.arange(z) * spacing * np.tan(np.radians(18.5))  # each slice's first pixel moves to posterior
    if flip:
        drift = -drift
    hu = np.full((z, 512, 512), -1000)
    yy, xx = np.mgrid[:512, :512] * 0.45
    for k in range(z):
        # patient coordinate along rows = index * mm + drift
        upright_y = yy + drift[k] - drift.mean()
        hu[k][((upright_y - 115) / 80) ** 2 + ((xx - 115) / 65) ** 2 < 1] = 30
        hu[k][((upright_y - 105) ** 2 + (xx - 130) ** 2) < 8**2] = 80
    row = (0, -1, 0) if flip else (0, 1, 0)
    offsets = np.stack([np.zeros(z), drift], axis=1)
    volume = make_volume(hu, pixel, positions=spacing, offsets=offsets, row=row)
    made = prepare(volume)
    rods = made.pixels > 60 / 80
    centres = np.array([centre_of(plane) for plane in rods])
    np.testing.assert_allclose(centres, centres[0][None].repeat(len(centres), 0), atol=0.5)
    assert rods.sum(axis=(1, 2)) * 0.45**2 == pytest.approx(np.pi * 64, rel=0.05)

    back, truth = made.masks_to_original(rods), hu > 60
    dice = 2 * (back & truth).sum() / (back.sum() + truth.sum())
    assert dice > 0.95
    y, x = np.nonzero(rods[-1])
    around = np.array([[x.min(), y.min(), x.max() + 1, y.max() + 1]])
    (boxes,) = made.boxes_to_original(around, [len(rods) - 1], [1.0])
    for box in boxes:
        y, x = np.nonzero(truth[box.slice])
        assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((x.min(), y.min(), x.max() + 1, y.max() + 1), abs=2)


def test_header_rounding_is_no_tilt() -> None:
    offsets = np.random.default_rng(1).uniform(-0.02, 0.02, (4, 2))
    assert prepare(make_volume(np.zeros((4, 512, 512)), offsets=offsets)).frame.identity


def test_labels_go_back_without_parting() -> None:
    made = prepare(make_volume(head(4, (512, 512), (0.3, 0.3), (75, 80)), (0.3, 0.3)))
    labels = np.zeros(made.pixels.shape, np.uint8)
    labels[2, 200:260, 200:230] = 2
    labels[2, 200:260, 230:300] = 4
    back = made.labels_to_original(labels)
    assert back.dtype == np.uint8 and set(np.unique(back)) == {0, 2, 4}
    np.testing.assert_array_equal(back > 0, made.masks_to_original(labels > 0))
    areas = [(back == value).sum() * 0.3**2 for value in (2, 4)]
    assert areas == pytest.approx([1800 * PIXEL_MM**2, 4200 * PIXEL_MM**2], rel=0.02)


def test_mask_goes_to_all_slices_of_its_slab_and_no_other() -> None:
    made = prepare(make_volume(np.zeros((12, 512, 512)), positions=1.25))
    mask = np.zeros((3, 512, 512), np.float32)
    mask[1, 5, 6], mask[1, 7, 8] = 0.5, 0.49
    assert np.argwhere(made.masks_to_original(mask)).tolist() == [[k, 5, 6] for k in (4, 5, 6, 7)]
    assert [box.slice for box in made.boxes_to_original([[6, 5, 7, 6]], [1], [0.5])[0]] == [4, 5, 6, 7]


def test_box_is_cut_at_the_image_and_dropped_outside(rng: np.random.Generator) -> None:
    made: NetworkInput = prepare(make_volume(rng.integers(0, 50, (1, 512, 512))))
    cut, outside, fraction = made.boxes_to_original(
        np.array([[-10, 500, 20.2, 530], [600, 600, 700, 700], [10.2, 20.7, 11.1, 22.0]]), [0, 0, 0], [0.1, 0.2, 0.3]
    )
    assert (cut[0].x0, cut[0].y0, cut[0].x1, cut[0].y1) == (0, 500, 21, 512)
    assert outside == ()
    assert (fraction[0].x0, fraction[0].y0, fraction[0].x1, fraction[0].y1) == (10, 20, 12, 22)


def test_wrong_mask_shape_is_refused() -> None:
    made = prepare(make_volume(np.zeros((2, 512, 512))))
    with pytest.raises(ValueError, match="grid"):
        made.masks_to_original(np.zeros((3, 512, 512)))


@pytest.mark.parametrize(("z", "spacing", "limit"), [(32, 5.0, 0.3), (320, 0.5, 2.0)])
def test_speed(z: int, spacing: float, limit: float, rng: np.random.Generator) -> None:
    volume = make_volume(rng.integers(-1024, 1000, (z, 512, 512), np.int16), positions=spacing)
    seconds = []
    for _ in range(3):
        start = time.process_time()  # other programs on the machine do not count
        prepare(volume)
        seconds.append(time.process_time() - start)
    assert min(seconds) < limit


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20180601)
