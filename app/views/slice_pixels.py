"""Pixels for the screen: a CT slice as pyqtgraph takes it fastest, and masks as coloured pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.views import theme
from inference.types import TYPES

#: Added to HU so that air (-1024) is 0 and pyqtgraph may use its fast unsigned path.
HU_OFFSET = 1024
_INSIDE, _RIM = 120, 255


def display_plane(hu: NDArray[np.int16]) -> NDArray[np.uint16]:
    """HU int16 [Y, X] as HU + 1024 uint16 [Y, X], C-contiguous; anything below -1024 HU becomes 0."""
    return np.maximum(hu.astype(np.int32) + HU_OFFSET, 0).astype(np.uint16)


def mask_picture(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Labels uint8 [Y, X] as RGBA uint8 [Y, X, 4]: each type in its colour, clear inside, solid along its rim."""
    rim = np.zeros(labels.shape, bool)
    rows, columns = labels[1:] != labels[:-1], labels[:, 1:] != labels[:, :-1]
    rim[1:] |= rows
    rim[:-1] |= rows
    rim[:, 1:] |= columns
    rim[:, :-1] |= columns
    return _COLOURS[rim.astype(np.uint8), labels]


def _colours() -> NDArray[np.uint8]:
    """uint8 [2, 256, 4]: colour by (on the rim, label)."""
    table = np.zeros((2, 256, 4), np.uint8)
    for kind in TYPES:
        tint = QColor(theme.TYPE_COLOURS[kind])
        for row, alpha in enumerate((_INSIDE, _RIM)):
            table[row, kind.label] = (tint.red(), tint.green(), tint.blue(), alpha)
    return table


_COLOURS = _colours()
