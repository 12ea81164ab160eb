"""Masks on the screen, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.views.slice_items import run_rects
from app.views.slice_pixels import mask_runs

SIZE = 96


def filled(mask: NDArray[np.bool_], origin: QPointF, pixel: QPointF, ratio: float) -> NDArray[np.uint8]:
    """How dense each screen pixel is after the runs were filled half clear: 0, 128, or more where one did so again."""
    image = QImage(QSize(SIZE, SIZE) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("red"))
    painter.setOpacity(0.5)
    painter.drawRects(run_rects(mask_runs(mask), origin, pixel, ratio))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), 3].copy()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(("left", "top"), [(1, 1), (-1, 1), (1, -1)])
def test_each_screen_pixel_of_a_mask_is_painted_once(qapp: QApplication, ratio: float, left: int, top: int) -> None:
    """Wherever the picture lies, borders on the centres of screen pixels included, mirrored or not."""
    mask = np.ones((20, 20), bool)
    rng = np.random.default_rng(0)
    scales = [1.0, 1.4, 1.7, 2.5, 0.6, *rng.uniform(0.4, 3.5, 40).tolist()]
    for scale in scales:
        for middle in (SIZE / 2, SIZE / 2 - 0.5, float(rng.uniform(40, 56))):
            pixel = QPointF(scale * left, scale * top)
            origin = QPointF(middle - 10 * pixel.x(), middle - 10 * pixel.y())
            dense = filled(mask, origin, pixel, ratio)
            rows, columns = np.flatnonzero(dense.any(1)), np.flatnonzero(dense.any(0))
            covered = dense[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            assert set(np.unique(covered)) <= {127, 128}, (scale, middle)
            assert len(rows) == pytest.approx(20 * scale * ratio, abs=1.01)
