"""A small square in the colour of a hemorrhage type, drawn before its name in tables."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from app.views import theme
from inference.types import HemorrhageType

#: Length of a side in pixels of the screen at 100 %.
SIDE = 11
#: Drawn this much larger, so that it stays sharp on a dense screen.
_RATIO = 4


@lru_cache(maxsize=16)
def swatch(kind: HemorrhageType, filled: bool = True) -> QIcon:
    """The square of ``kind``; only its rim where it is not ``filled``, for what is not drawn in the image."""
    picture = QPixmap(SIDE * _RATIO, SIDE * _RATIO)
    picture.setDevicePixelRatio(_RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    tint, square = QColor(theme.TYPE_COLOURS[kind]), QRectF(0, 0, SIDE, SIDE)
    painter = QPainter(picture)
    if filled:
        painter.fillRect(square, tint)
    else:
        painter.setPen(QPen(tint, 1.5))
        painter.drawRect(square.adjusted(1, 1, -1, -1))
    painter.end()
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # a chosen row does not change what the colour means
        icon.addPixmap(picture, mode)
    return icon
