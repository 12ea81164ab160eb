"""Pixels for the screen: grey values by window, masks as coloured pictures, and the edges of masks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from app.views import theme
from app.views.windows import Window
from inference.types import TYPES

_INSIDE, _RIM = 120, 255

#: HU of every uint16 bit pattern of an int16, in the order in which a table is asked.
_HU = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.float32)


def grey_table(window: Window, inverted: bool = False) -> NDArray[np.uint32]:
    """Look-up table uint32 [65536] from an int16's bits to an opaque grey pixel 0xffGGGGGG.

    Linear as VOI LUT Function LINEAR_EXACT (PS3.3 C.11.2.1.3.2): black at and below ``window.low``, white at and
    above ``window.high``; the other way round if ``inverted``.
    """
    grey = np.clip((_HU - window.low) / window.width, 0, 1) * 255 + 0.5
    values = grey.astype(np.uint32)
    if inverted:
        values = 255 - values
    return values * np.uint32(0x010101) | np.uint32(0xFF000000)


def grey_picture(plane: NDArray[np.int16], table: NDArray[np.uint32]) -> QImage:
    """HU int16 [Y, X] through :func:`grey_table` as a picture of its own memory, one pixel each."""
    pixels = table.take(np.ascontiguousarray(plane).view(np.uint16))
    return _picture(pixels, QImage.Format.Format_RGB32)


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


class Edges(NamedTuple):
    """Where the pixels of one label end, as runs along pixel borders, each int32 [N, 3] in pixels.

    ``tops`` and ``bottoms`` are (y, x0, x1): the run lies on the upper border of row ``y`` or the lower border of
    row ``y - 1``; ``lefts`` and ``rights`` are (x, y0, y1) likewise. The label's pixels are always on the inner side.
    """

    tops: NDArray[np.int32]
    bottoms: NDArray[np.int32]
    lefts: NDArray[np.int32]
    rights: NDArray[np.int32]


def drawn_part(labels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int, int] | None:
    """The part of labels uint8 [Y, X] that holds any, with its first column and row; None where none is.

    Most of a slice is empty, and what comes after costs by the pixel.
    """
    rows = np.flatnonzero(labels.any(axis=1))
    if not len(rows):
        return None
    y0, y1 = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(labels[y0:y1].any(axis=0))
    x0, x1 = int(columns[0]), int(columns[-1]) + 1
    return labels[y0:y1, x0:x1], x0, y0


def mask_runs(mask: NDArray[np.bool_], x: int = 0, y: int = 0) -> NDArray[np.int32]:
    """The pixels of a mask bool [Y, X] as runs along its rows: (y, x0, x1), x1 exclusive, int32 [N, 3].

    ``x`` and ``y`` are where the mask's first pixel lies in the slice.
    """
    return _runs(mask, y, x)


def mask_edges(mask: NDArray[np.bool_], x: int = 0, y: int = 0) -> Edges:
    """The borders of a mask bool [Y, X] whose first pixel lies at ``x``, ``y``; its own outer border counts too."""
    padded = np.pad(mask, 1)
    inner, across = padded[1:-1, 1:-1], np.ascontiguousarray(padded.T)
    turned = across[1:-1, 1:-1]
    return Edges(
        _runs(inner & ~padded[:-2, 1:-1], y, x),
        _runs(inner & ~padded[2:, 1:-1], y + 1, x),
        _runs(turned & ~across[:-2, 1:-1], x, y),
        _runs(turned & ~across[2:, 1:-1], x + 1, y),
    )


def _runs(edge: NDArray[np.bool_], row: int, column: int) -> NDArray[np.int32]:
    """Runs of True along the rows of bool [A, B]: (A + row, B + column, end + column) int32 [N, 3]."""
    padded = np.zeros((edge.shape[0], edge.shape[1] + 2), np.int8)
    padded[:, 1:-1] = edge
    # One flat search for both ends: rows stay apart, because each begins and ends with 0.
    change = np.flatnonzero(np.diff(padded.ravel()))
    rows, first = np.divmod(change[::2], padded.shape[1])
    last = change[1::2] % padded.shape[1]
    return np.stack([rows + row, first + column, last + column], axis=1).astype(np.int32)


def _picture(pixels: NDArray[np.uint32], kind: QImage.Format) -> QImage:
    height, width = pixels.shape
    # .copy(): Qt does not keep the array alive.
    return QImage(pixels.data, width, height, width * 4, kind).copy()
