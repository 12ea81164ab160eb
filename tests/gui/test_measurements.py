from __future__ import annotations

import math

import numpy as np
import pytest

from app.models.measurements import (
    Measurement,
    MeasurementKind,
    angle_degrees,
    describe,
    ellipse_statistics,
    length_mm,
    midline_shift,
    value_at,
)

K = MeasurementKind
#: 0.5 mm pixels, columns towards the patient's left, rows towards the back.
AFFINE = np.diag([0.5, 0.5, 5.0, 1.0])


def test_lengths_are_in_mm_of_the_patient() -> None:
    assert length_mm((0, 0), (3, 4), (1.0, 1.0)) == 5
    assert length_mm((2, 1), (5, 1), (9.0, 0.5)) == 1.5  # along columns only the column spacing counts
    assert length_mm((2, 1), (2, 4), (0.5, 9.0)) == 1.5


def test_angles_are_those_of_the_patient_not_of_the_pixels() -> None:
    assert angle_degrees((10, 0), (0, 0), (0, 10), (1.0, 1.0)) == pytest.approx(90)
    assert angle_degrees((1, 0), (0, 0), (-1, 0), (1.0, 1.0)) == pytest.approx(180)
    assert angle_degrees((1, 0), (0, 0), (1, 1), (2.0, 1.0)) == pytest.approx(math.degrees(math.atan2(2, 1)))
    assert angle_degrees((0, 0), (0, 0), (1, 1), (1.0, 1.0)) is None


def test_an_ellipse_counts_the_pixels_whose_centres_lie_inside() -> None:
    rng = np.random.default_rng(0)
    plane = rng.integers(-50, 90, (30, 40)).astype(np.int16)
    corners = ((5.3, 4.1), (24.9, 19.7))
    found = ellipse_statistics(plane, corners, (2.0, 0.5))
    inside = [
        int(plane[y, x])
        for y in range(30)
        for x in range(40)
        if ((x + 0.5 - 15.1) / 9.8) ** 2 + ((y + 0.5 - 11.9) / 7.8) ** 2 <= 1
    ]
    assert found is not None and found.pixels == len(inside)
    assert found.mean == pytest.approx(np.mean(inside)) and found.sd == pytest.approx(np.std(inside))
    assert (found.least, found.most) == (min(inside), max(inside))
    assert found.area_mm2 == pytest.approx(math.pi * 9.8 * 0.5 * 7.8 * 2.0)
    # the same from any two opposite corners
    other = ellipse_statistics(plane, ((24.9, 4.1), (5.3, 19.7)), (2.0, 0.5))
    assert other == found


def test_an_ellipse_that_leaves_the_image_or_holds_no_centre() -> None:
    plane = np.full((10, 10), 7, np.int16)
    half = ellipse_statistics(plane, ((-5, 0), (5, 10)), (1.0, 1.0))
    assert half is not None and half.mean == 7 and half.sd == 0 and half.pixels < 45
    assert ellipse_statistics(plane, ((20, 20), (30, 30)), (1.0, 1.0)) is None
    assert ellipse_statistics(plane, ((2.1, 2.1), (2.3, 2.3)), (1.0, 1.0)) is None
    assert ellipse_statistics(plane, ((2, 2), (2, 8)), (1.0, 1.0)) is None


def test_the_value_of_a_pixel() -> None:
    plane = np.arange(12, dtype=np.int16).reshape(3, 4)
    assert value_at(plane, (2.99, 1.0)) == 6
    assert value_at(plane, (4.0, 1.0)) is None and value_at(plane, (-0.01, 0)) is None


def test_words() -> None:
    plane = np.full((20, 20), 40, np.int16)
    plane[:, 10:] = 60
    spacing = (0.5, 0.5)
    assert describe(Measurement(1, K.LENGTH, 0, ((0, 0), (6, 8))), plane, AFFINE, spacing) == ("5.0 mm",)
    assert describe(Measurement(1, K.ANGLE, 0, ((1, 0), (0, 0), (0, 1))), plane, AFFINE, spacing) == (
        "90.0\N{DEGREE SIGN}",
    )
    assert describe(Measurement(1, K.POINT, 0, ((15.5, 3.5),)), plane, AFFINE, spacing) == ("60 HU",)
    lines = describe(Measurement(1, K.ELLIPSE, 0, ((0, 0), (20, 20))), plane, AFFINE, spacing)
    assert lines[:2] == ("50.0 HU, SD 10.0", "40 to 60 HU") and lines[2].startswith("79 mm")
    assert describe(Measurement(1, K.ELLIPSE, 0, ((3, 3), (3, 3))), plane, AFFINE, spacing) == ()


def test_a_measurement_has_the_points_of_its_kind() -> None:
    with pytest.raises(ValueError, match="2 points"):
        Measurement(1, K.LENGTH, 0, ((0, 0),))
    moved = Measurement(1, K.LENGTH, 3, ((0, 0), (1, 1))).moved(2, 3).with_point(1, (9, 9))
    assert moved == Measurement(1, K.LENGTH, 3, ((2, 3), (9, 9)))


def _midline(*points: tuple[float, float]) -> Measurement:
    return Measurement(1, K.MIDLINE, 4, points)


def test_the_midline_shift_is_the_distance_of_the_septum_from_the_line_of_the_falx() -> None:
    found = midline_shift(_midline((100, 20), (100, 380), (114, 180)), AFFINE)
    assert found is not None and found.mm == pytest.approx(7) and found.side == "left" and found.slice == 4
    assert found.text == "Midline shift 7.0 mm to the left"
    other = midline_shift(_midline((100, 380), (100, 20), (94, 180)), AFFINE)  # from the back to the front
    assert other is not None and other.mm == pytest.approx(3) and other.side == "right"
    none = midline_shift(_midline((100, 20), (100, 380), (100, 180)), AFFINE)
    assert none is not None and none.mm == pytest.approx(0) and none.text == "Midline shift 0.0 mm"


@pytest.mark.parametrize("degrees", [-25, -3, 0, 12, 40])
def test_a_turned_head_and_pixels_that_are_not_square_change_no_shift(degrees: float) -> None:
    row, column = 0.8, 0.4
    affine = np.diag([column, row, 5.0, 1.0])
    turn = math.radians(degrees)
    c, s = math.cos(turn), math.sin(turn)

    def pixel(x: float, y: float) -> tuple[float, float]:
        return (120 + c * x - s * y) / column, (120 + s * x + c * y) / row

    found = midline_shift(_midline(pixel(0, -80), pixel(0, 80), pixel(-6.5, 3)), affine)
    assert found is not None and found.mm == pytest.approx(6.5) and found.side == "right"


def test_an_image_stored_the_other_way_round_keeps_the_side_of_the_patient() -> None:
    mirrored = np.diag([-0.5, 0.5, 5.0, 1.0])
    found = midline_shift(_midline((100, 20), (100, 380), (114, 180)), mirrored)
    assert found is not None and found.side == "right"


def test_an_unfinished_or_tiny_midline_gives_no_number() -> None:
    plane = np.zeros((400, 400), np.int16)
    assert describe(_midline((100, 20), (100, 380), (100, 380)), plane, AFFINE, (0.5, 0.5)) == ()
    assert midline_shift(_midline((100, 20), (100, 40), (110, 30)), AFFINE) is None
