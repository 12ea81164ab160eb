"""The parts of the image's scene: a grey slice, its masks, and a view that the mouse scrolls, windows, zooms or moves.

A slice is one look-up and one blit. (pyqtgraph's ImageItem took three to five times as long for a frame.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import starmap
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.views import image_colours, theme
from app.views.slice_pixels import Edges, drawn_part, grey_picture, grey_table, mask_edges, mask_runs
from app.views.windows import PRESETS, Window
from inference.types import TYPES

#: The rim of a filled mask is this much denser than its inside.
RIM_MORE = 0.45


class Drag(StrEnum):
    """What the left button does when it is dragged."""

    SCROLL = "scroll"
    WINDOW = "window"
    ZOOM = "zoom"
    PAN = "pan"


class GreyItem(pg.GraphicsObject):
    """A slice in HU, shown through a window and interpolated when enlarged.

    Enlarging is most of a frame at 4K. While only what lies over the slice changes (opacity, threshold, a measurement
    that is dragged), the enlarged picture of the frame before is used again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._plane: NDArray[np.int16] | None = None
        self._picture: QImage | None = None
        self._enlarged: QImage | None = None
        self._painted: _Place | None = None
        self._extent = QRectF()
        self._window, self._inverted = PRESETS[0][1], False
        self._table = grey_table(self._window)

    def set_plane(self, plane: NDArray[np.int16] | None, extent: QRectF) -> None:
        """Show int16 [Y, X] over ``extent`` in millimetres; None shows nothing."""
        self.prepareGeometryChange()
        self._plane, self._extent, self._picture = plane, extent, None
        self.update()

    def set_window(self, window: Window, inverted: bool) -> None:
        """Grey values of the window; white is low if ``inverted``."""
        if (window, inverted) != (self._window, self._inverted):
            self._window, self._inverted = window, inverted
            self._table, self._picture = grey_table(window, inverted), None
            self.update()

    @property
    def picture(self) -> QImage | None:
        """The slice as grey values, one pixel each, not yet enlarged."""
        if self._picture is None and self._plane is not None:
            self._picture = grey_picture(self._plane, self._table)
        return self._picture

    def boundingRect(self) -> QRectF:
        return self._extent

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        picture = self.picture
        if picture is None:
            self._painted = self._enlarged = None
            return
        place = _Place.of(painter, picture)
        if place != self._painted:
            # A slice that is passed by is drawn straight away; keeping what no second frame asks for costs time.
            self._painted, self._enlarged = place, None
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._extent, picture)
            return
        if self._enlarged is None:
            self._enlarged = place.enlarged(picture, self._extent)
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place.room(self._extent).topLeft() / place.ratio, self._enlarged)
        painter.restore()


@dataclass(frozen=True, slots=True)
class _Place:
    """What the pixels of a slice on the screen depend on.

    Attributes:
        picture: Qt's key of the picture that is enlarged.
        to_view: from mm to pixels of the view.
        view: the view in its own pixels.
        ratio: device pixels for each pixel of the view.
    """

    picture: int
    to_view: QTransform
    view: QRect
    ratio: float

    @classmethod
    def of(cls, painter: QPainter, picture: QImage) -> _Place:
        """Where ``painter`` is about to draw."""
        ratio = painter.device().devicePixelRatioF()
        return cls(picture.cacheKey(), painter.worldTransform(), painter.viewport(), ratio)

    def room(self, extent: QRectF) -> QRect:
        """The device pixels of the view that ``extent`` in mm touches."""
        to_device = self.to_view * QTransform.fromScale(self.ratio, self.ratio)
        view = QRectF(self.view.topLeft() * self.ratio, self.view.size() * self.ratio)
        return (to_device.mapRect(extent) & view).toAlignedRect()

    def enlarged(self, picture: QImage, extent: QRectF) -> QImage:
        """The part of the view that the slice covers, pixel for pixel as it is drawn straight away."""
        room = self.room(extent)
        kept = QImage(room.size(), QImage.Format.Format_RGB32)
        kept.fill(QColor(image_colours.GROUND))
        painter = QPainter(kept)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(
            self.to_view * QTransform.fromScale(self.ratio, self.ratio) * QTransform.fromTranslate(-room.x(), -room.y())
        )
        painter.drawImage(extent, picture)
        painter.end()
        kept.setDevicePixelRatio(self.ratio)
        return kept


@dataclass(frozen=True, slots=True)
class MaskStyle:
    """Filled or outlined; ``opacity`` of the filling in [0, 1]."""

    filled: bool = True
    opacity: float = 0.35


class MaskItem(pg.GraphicsObject):
    """Masks by type, never interpolated: a screen pixel is coloured if its centre lies in a pixel of the mask.

    Rims are drawn on the inner side of the mask's border, so that nothing outside of it is touched.
    """

    def __init__(self) -> None:
        super().__init__()
        self._labels: NDArray[np.uint8] | None = None
        self._style = MaskStyle()
        self._extent = QRectF()
        self._drawn: list[tuple[QColor, NDArray[np.int32], Edges]] = []
        self._ready = False

    @property
    def drawn(self) -> bool:
        """Whether the slice has any mask that is switched on."""
        self._prepare()
        return self.isVisible() and bool(self._drawn)

    @property
    def style(self) -> MaskStyle:
        """Filled or outlined."""
        return self._style

    def set_labels(self, labels: NDArray[np.uint8] | None, extent: QRectF) -> None:
        """Show labels uint8 [Y, X] over ``extent`` in millimetres; None shows nothing."""
        self.prepareGeometryChange()
        self._labels, self._extent, self._ready = labels, extent, False
        self.update()

    def set_style(self, style: MaskStyle) -> None:
        """Filled or outlined, and how dense."""
        if style != self._style:
            self._style = style
            self.update()

    def boundingRect(self) -> QRectF:
        return self._extent

    def _prepare(self) -> None:
        if self._ready:
            return
        self._ready, self._drawn = True, []
        cut = drawn_part(self._labels) if self._labels is not None else None
        if cut is None:
            return
        part, x, y = cut
        for kind in TYPES:
            mask = part == kind.label
            if mask.any():
                runs, edges = mask_runs(mask, x, y), mask_edges(mask, x, y)
                self._drawn.append((QColor(theme.TYPE_COLOURS[kind]), runs, edges))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        self._prepare()
        labels = self._labels
        if labels is None or not self._drawn:
            return
        to_screen = painter.worldTransform()
        origin = to_screen.map(QPointF(0, 0))
        corner = to_screen.map(QPointF(self._extent.width(), self._extent.height()))
        pixel = QPointF((corner.x() - origin.x()) / labels.shape[1], (corner.y() - origin.y()) / labels.shape[0])
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        style = self._style
        for tint, runs, edges in self._drawn:
            painter.setBrush(tint)
            if style.filled:
                painter.setOpacity(style.opacity)
                painter.drawRects(run_rects(runs, origin, pixel, painter.device().devicePixelRatioF()))
            painter.setOpacity(min(1.0, style.opacity + RIM_MORE) if style.filled else 1.0)
            painter.drawRects(rim_rects(edges, origin, pixel))
        painter.restore()


def run_rects(runs: NDArray[np.int32], origin: QPointF, pixel: QPointF, ratio: float = 1.0) -> list[QRectF]:
    """Runs of :func:`mask_runs` on the screen.

    ``origin`` is where the first pixel's corner lies on the screen, ``pixel`` how far one pixel reaches; negative
    where the picture is mirrored. A screen pixel is filled if its centre is inside; ``ratio`` of them make one in the
    painter's coordinates. Borders are put between screen pixels, each from its own number: where one lies on the
    centres of a row of screen pixels, the last digit would decide for Qt, and the row be painted twice, or not at all.
    """

    def border(first: float, step: float, number: NDArray[np.int32]) -> NDArray[np.float64]:
        return np.ceil((first + number * step) * ratio - 0.5) / ratio

    y, x0, x1 = runs.T
    left, right = border(origin.x(), pixel.x(), x0), border(origin.x(), pixel.x(), x1)
    top, bottom = border(origin.y(), pixel.y(), y), border(origin.y(), pixel.y(), y + 1)
    return _rects(left, top, right - left, bottom - top)


def rim_rects(edges: Edges, origin: QPointF, pixel: QPointF) -> list[QRectF]:
    """The rim on the screen, just inside the borders: two screen pixels thick, or one where pixels are small.

    ``origin`` and ``pixel`` as in :func:`run_rects`.
    """
    ox, oy, px, py = origin.x(), origin.y(), pixel.x(), pixel.y()
    tx = (2.0 if abs(px) >= 3 else 1.0) * (1 if px > 0 else -1)
    ty = (2.0 if abs(py) >= 3 else 1.0) * (1 if py > 0 else -1)
    out = []
    for runs, inward in ((edges.tops, ty), (edges.bottoms, -ty)):
        y, x0, x1 = runs.T
        out += _rects(ox + x0 * px, oy + y * py, (x1 - x0) * px, inward)
    for runs, inward in ((edges.lefts, tx), (edges.rights, -tx)):
        x, y0, y1 = runs.T
        out += _rects(ox + x * px, oy + y0 * py, inward, (y1 - y0) * py)
    return out


def _rects(
    x: NDArray[np.float64], y: NDArray[np.float64], wide: NDArray[np.float64] | float, high: NDArray[np.float64] | float
) -> list[QRectF]:
    """Rectangles of float64 [N] each; a width or height below zero reaches the other way."""
    left, top = np.where(np.asarray(wide) < 0, x + wide, x), np.where(np.asarray(high) < 0, y + high, y)
    sides = np.broadcast_arrays(left, top, np.abs(wide), np.abs(high))
    return list(starmap(QRectF, np.stack(sides, axis=1).tolist()))


class SliceBox(pg.ViewBox):
    """Wheel scrolls, right drag windows, middle drag pans, Ctrl and wheel zoom; the left drag does what is chosen."""

    #: Slices towards the head.
    scrolled = Signal(int)
    #: Pixels to the right and up.
    windowed = Signal(float, float)
    #: The reader panned or zoomed.
    moved_by_hand = Signal()

    def __init__(self) -> None:
        super().__init__(lockAspect=1.0, invertY=True, enableMenu=False, border=None)
        self.disableAutoRange()
        self._wheel = self._drag = 0.0
        #: Pixels of a left drag for each slice.
        self.drag_step = 8.0
        self.left = Drag.SCROLL

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event, axis)
            self.moved_by_hand.emit()
            return
        event.accept()
        self._wheel += event.delta() / 120
        steps = int(self._wheel)
        if steps:
            self._wheel -= steps
            self.scrolled.emit(steps)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        event.accept()
        moved = event.screenPos() - event.lastScreenPos()
        button = event.button()
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.RightButton or (left and self.left is Drag.WINDOW):
            self.windowed.emit(moved.x(), -moved.y())
        elif button == Qt.MouseButton.MiddleButton or (left and self.left is Drag.PAN):
            self._pan(event)
        elif left and self.left is Drag.ZOOM:
            factor = 1.01 ** moved.y()  # up enlarges
            self.scaleBy((factor, factor), center=self.mapToView(event.buttonDownPos(button)))
            self.moved_by_hand.emit()
        elif left:
            self._drag = (0.0 if event.isStart() else self._drag) - moved.y()
            steps = int(self._drag / self.drag_step)
            if steps:
                self._drag -= steps * self.drag_step
                self.scrolled.emit(steps)

    def _pan(self, event: Any) -> None:
        """Move the picture with the pointer."""
        step = self.mapToView(event.lastPos()) - self.mapToView(event.pos())
        self.translateBy(x=step.x(), y=step.y())
        self.moved_by_hand.emit()
