"""Masks and pixels on the screen against arrays computed here, pixel by pixel, from the geometry alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views import theme
from app.views.slice_canvas import SliceCanvas
from app.views.windows import Window
from inference.types import TYPES, CaseResult, HemorrhageType, Volume
from tests.gui import values

#: Rows and columns of the slice; no multiple of each other, so that a swap of axes shows.
ROWS, COLUMNS = 40, 28
#: Width and height of the view in pixels.
WIDTH, HEIGHT = 560, 520

RGB = NDArray[np.uint8]


def _case(row_mm: float, column_mm: float) -> tuple[Volume, CaseResult]:
    """Three slices of air with a mask of every type on the middle one, without any symmetry; no boxes."""
    base = values.volume(3, 40)
    hu = np.full((3, ROWS, COLUMNS), -1000, np.int16)
    affine = np.diag([column_mm, row_mm, 5.0, 1.0])
    image = replace(base, hu=hu, affine=affine)
    labels = np.zeros(hu.shape, np.uint8)
    rng = np.random.default_rng(3)
    for kind in TYPES:
        y, x = int(rng.integers(4, ROWS - 12)), int(rng.integers(3, COLUMNS - 9))
        labels[1, y : y + 7, x : x + 5] = kind.label
    labels[1, 20:26, 10:20][rng.random((6, 10)) < 0.5] = HemorrhageType.IPH.label
    labels[1, 0, 0] = labels[1, ROWS - 1, COLUMNS - 1] = HemorrhageType.SAH.label  # the very corners
    result = replace(values.result_of(base), lesions=(), excluded=(), labels=labels)
    return image, result


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[SliceCanvas]:
    canvas = SliceCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(WIDTH, HEIGHT)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.clearFocus()
    yield canvas


def _grab(canvas: SliceCanvas) -> RGB:
    """What the view shows, uint8 [HEIGHT, WIDTH, 3]."""
    QApplication.processEvents()
    picture = canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    assert (picture.width(), picture.height()) == (WIDTH, HEIGHT)
    raw = np.frombuffer(picture.constBits(), np.uint8).reshape(HEIGHT, picture.bytesPerLine())
    return raw[:, : 3 * WIDTH].reshape(HEIGHT, WIDTH, 3).copy()


def _pixel_of(
    middle_mm: tuple[float, float], scale: float, spacing: tuple[float, float], flips: tuple[bool, bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the centres of the screen's pixels lie in the slice: rows float64 [HEIGHT], columns float64 [WIDTH]."""
    right = (np.arange(WIDTH, dtype=np.float64) + 0.5 - WIDTH / 2) / scale
    down = (np.arange(HEIGHT, dtype=np.float64) + 0.5 - HEIGHT / 2) / scale
    x_mm: NDArray[np.float64] = middle_mm[0] + (-right if flips[0] else right)
    y_mm: NDArray[np.float64] = middle_mm[1] + (-down if flips[1] else down)
    return y_mm / spacing[0], x_mm / spacing[1]


def _on_screen(plane: NDArray[np.uint8], rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The value of ``plane`` under each pixel of the screen, 0 outside: uint8 [HEIGHT, WIDTH]."""
    out = np.zeros((len(rows), len(columns)), np.uint8)
    y, x = np.floor(rows).astype(int), np.floor(columns).astype(int)
    inside = ((y >= 0) & (y < plane.shape[0]))[:, None] & ((x >= 0) & (x < plane.shape[1]))[None, :]
    picked = plane[np.clip(y, 0, plane.shape[0] - 1)][:, np.clip(x, 0, plane.shape[1] - 1)]
    out[inside] = picked[inside]
    return out


def _colours(labels: NDArray[np.uint8]) -> RGB:
    """Opaque colours of labels uint8 [H, W] on black: uint8 [H, W, 3]."""
    table = np.zeros((256, 3), np.uint8)
    for kind in TYPES:
        tint = QColor(theme.TYPE_COLOURS[kind])
        table[kind.label] = (tint.red(), tint.green(), tint.blue())
    return table[labels]


#: The middle of the view, where nothing is written; letters, corners and scale bar stand outside of it.
INNER = (slice(120, HEIGHT - 110), slice(60, WIDTH - 60))

GEOMETRIES = [
    # row mm, column mm, screen pixels per mm
    pytest.param(1.0, 1.0, 6.0, id="square"),
    pytest.param(2.0, 1.0, 5.0, id="rows twice as high"),
    pytest.param(0.75, 1.5, 8.0, id="columns twice as wide"),
    pytest.param(0.4883, 0.4883, 13.37, id="odd zoom"),
    pytest.param(0.9, 0.7, 2.71, id="odd zoom, small"),
]
FLIPS = [(False, False), (True, False), (False, True), (True, True)]


def _frame(canvas: SliceCanvas, row_mm: float, column_mm: float, scale: float, flips: tuple[bool, bool]) -> CaseResult:
    image, result = _case(row_mm, column_mm)
    canvas.set_case(image, result, 1)
    canvas.set_window(Window(80, 40))
    canvas.flip(*flips)
    canvas.zoom_to(COLUMNS * column_mm / 2 + 1.3, ROWS * row_mm / 2 - 0.7, scale)
    return result


@pytest.mark.parametrize("flips", FLIPS)
@pytest.mark.parametrize(("row_mm", "column_mm", "scale"), GEOMETRIES)
def test_filled_masks_cover_their_pixels_and_no_other(
    canvas: SliceCanvas, row_mm: float, column_mm: float, scale: float, flips: tuple[bool, bool]
) -> None:
    result = _frame(canvas, row_mm, column_mm, scale, flips)
    canvas.set_shown(opacity=1.0)
    assert result.labels is not None
    middle = (COLUMNS * column_mm / 2 + 1.3, ROWS * row_mm / 2 - 0.7)
    rows, columns = _pixel_of(middle, scale, (row_mm, column_mm), flips)
    expected = _colours(_on_screen(result.labels[1], rows, columns))
    seen = _grab(canvas)
    assert len(np.unique(_on_screen(result.labels[1], rows, columns)[INNER])) > 3  # none and several types
    wrong = (seen[INNER] != expected[INNER]).any(axis=2)
    # A screen pixel whose centre lies on a border, within the arithmetic of the painter, may go either way.
    near_row = np.abs(rows - np.round(rows)) * row_mm * scale < 1 / 64
    near_column = np.abs(columns - np.round(columns)) * column_mm * scale < 1 / 64
    wrong &= ~(near_row[INNER[0], None] | near_column[None, INNER[1]])
    assert not wrong.any(), f"{np.count_nonzero(wrong)} of {wrong.size} pixels differ, first {np.argwhere(wrong)[:3]}"


def test_a_mask_of_half_opacity_blends_with_the_image_below(canvas: SliceCanvas) -> None:
    image, result = _case(1.0, 1.0)
    hu = np.full(image.hu.shape, 40, np.int16)  # the middle grey of the window
    assert result.labels is not None
    labels = np.zeros_like(result.labels)
    labels[1, 10:30, 5:20] = HemorrhageType.SDH.label
    canvas.set_case(replace(image, hu=hu), replace(result, labels=labels), 1)
    canvas.set_shown(opacity=0.5)
    canvas.zoom_to(14.0, 20.0, 6.0)
    seen = _grab(canvas)[HEIGHT // 2, WIDTH // 2]  # far from the rim
    tint = QColor(theme.TYPE_COLOURS[HemorrhageType.SDH])
    expected = [0.5 * part + 0.5 * 128 for part in (tint.red(), tint.green(), tint.blue())]
    assert seen.astype(int) == pytest.approx(expected, abs=2)


@pytest.mark.parametrize("flips", FLIPS)
@pytest.mark.parametrize(("row_mm", "column_mm", "scale"), GEOMETRIES)
def test_outlines_lie_inside_their_mask_and_along_its_whole_border(
    canvas: SliceCanvas, row_mm: float, column_mm: float, scale: float, flips: tuple[bool, bool]
) -> None:
    result = _frame(canvas, row_mm, column_mm, scale, flips)
    canvas.set_shown(filled=False)
    assert result.labels is not None
    middle = (COLUMNS * column_mm / 2 + 1.3, ROWS * row_mm / 2 - 0.7)
    rows, columns = _pixel_of(middle, scale, (row_mm, column_mm), flips)
    under = _on_screen(result.labels[1], rows, columns)[INNER]
    expected, seen = _colours(under), _grab(canvas)[INNER]
    drawn = seen.any(axis=2)
    # Inside: wherever something is drawn it is in the colour of the mask below, one screen pixel of rounding apart.
    shifted = [np.roll(expected, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    allowed = np.logical_or.reduce([(seen == other).all(axis=2) for other in shifted])
    assert (allowed | ~drawn)[1:-1, 1:-1].all()
    # Along the border: next to every change of label on the screen there is rim within two screen pixels.
    border = np.zeros(under.shape, bool)
    border[:, 1:] |= under[:, 1:] != under[:, :-1]
    border[1:] |= under[1:] != under[:-1]
    near = np.logical_or.reduce(
        [np.roll(drawn, (dy, dx), (0, 1)) for dy in (-2, -1, 0, 1, 2) for dx in (-2, -1, 0, 1, 2)]
    )
    assert border.any() and near[3:-3, 3:-3][border[3:-3, 3:-3]].all()


@pytest.mark.parametrize("flips", FLIPS)
def test_the_image_lies_exactly_under_its_masks(canvas: SliceCanvas, flips: tuple[bool, bool]) -> None:
    """White squares in the image, and the mask of the same squares: seen alone, each lights up the same pixels."""
    image, result = _case(2.0, 1.0)
    assert result.labels is not None
    block = np.zeros((ROWS, COLUMNS), bool)
    block[8:16, 4:10] = block[20:30, 14:24] = True
    hu = image.hu.copy()
    hu[1][block] = 100
    canvas.set_case(replace(image, hu=hu), replace(result, labels=None), 1)
    canvas.flip(*flips)
    canvas.zoom_to(14.0, 40.0, 6.0)
    rows, columns = _pixel_of((14.0, 40.0), 6.0, (2.0, 1.0), flips)
    grey = _grab(canvas)[INNER][:, :, 0]
    expected = _on_screen(block.astype(np.uint8), rows, columns)[INNER].astype(bool)
    # Interpolated: more than half white is exactly the block, whatever the direction of the flip.
    assert np.count_nonzero((grey > 127) != expected) <= 0.004 * expected.size
    inner = np.logical_and.reduce([np.roll(expected, (dy, dx), (0, 1)) for dy in (-7, 0, 7) for dx in (-7, 0, 7)])
    assert (grey[inner] == 255).all()


def test_grey_values_follow_the_window(canvas: SliceCanvas) -> None:
    image, result = _case(1.0, 1.0)
    hu = np.full(image.hu.shape, -1000, np.int16)
    steps = np.array([-1024, -1, 0, 1, 20, 40, 60, 79, 80, 81, 3071], np.int16)
    canvas.set_window(Window(80, 40))
    for inverted in (False, True):
        canvas.set_inverted(inverted)
        for step in steps:
            hu[:] = step
            canvas.set_case(replace(image, hu=hu.copy()), replace(result, labels=None), 1)
            canvas.zoom_to(14.0, 20.0, 6.0)
            expected = min(max((int(step) - 0) / 80, 0), 1) * 255
            seen = int(_grab(canvas)[HEIGHT // 2, WIDTH // 2, 0])
            assert seen == pytest.approx(255 - expected if inverted else expected, abs=0.51)


@pytest.mark.parametrize("flips", FLIPS)
@pytest.mark.parametrize(("row_mm", "column_mm", "scale"), GEOMETRIES)
def test_an_enlarged_slice_that_is_kept_is_the_one_that_was_drawn(
    canvas: SliceCanvas, row_mm: float, column_mm: float, scale: float, flips: tuple[bool, bool]
) -> None:
    image, _ = _case(row_mm, column_mm)
    hu = np.random.default_rng(5).integers(-20, 120, image.hu.shape).astype(np.int16)
    canvas.set_case(replace(image, hu=hu), None, 1)
    canvas.flip(*flips)
    canvas.zoom_to(COLUMNS * column_mm / 2 + 1.3, ROWS * row_mm / 2 - 0.7, scale)
    straight, kept, again = _grab(canvas), _grab(canvas), _grab(canvas)
    assert np.array_equal(straight, kept) and np.array_equal(kept, again)
    canvas.go_to(2)
    assert not np.array_equal(_grab(canvas), kept)  # never the slice of before
    canvas.go_to(1)
    canvas.set_window(Window(200, 75))
    assert not np.array_equal(_grab(canvas), kept)  # nor the window


def test_nothing_of_a_larger_slice_stays_beside_a_smaller_one(canvas: SliceCanvas) -> None:
    image, _ = _case(1.0, 1.0)
    white = replace(image, hu=np.full(image.hu.shape, 200, np.int16))
    canvas.set_case(white, None, 1)
    canvas.zoom_to(14.0, 20.0, 12.0)
    assert (_grab(canvas)[INNER] == 255).mean() > 0.7
    canvas.zoom_to(14.0, 20.0, 0.5)
    assert (_grab(canvas)[INNER] == 255).mean() < 0.01
